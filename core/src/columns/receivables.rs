//! The receivables of a book, one slice for each fact.

use super::slot::Row;
use crate::facts::due_in_time;
use crate::terms::PaymentMethod;
use crate::value::Day;

/// Where a column of days has no day.
pub const NO_DAY: i32 = i32::MIN;

/// Where a column of buyers has no buyer.
pub const NO_BUYER: u32 = u32::MAX;

/// Where a column of amounts has no amount.
pub const NO_AMOUNT: i64 = i64::MIN;

/// A column of amounts, in whole units of the book's scale: at scale 2,
/// `1250` is 12.50.
#[derive(Debug, Clone, Copy)]
pub enum Amounts<'a> {
    /// As 64-bit numbers; [`NO_AMOUNT`] where there is none.
    I64(&'a [i64]),
    /// As Arrow's Decimal128; `i128::MIN` where there is none.
    I128(&'a [i128]),
}

impl Amounts<'_> {
    /// How many rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::I64(all) => all.len(),
            Self::I128(all) => all.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub(super) fn get(&self, row: usize) -> Result<i64, Fault> {
        let given = match self {
            Self::I64(all) => all.get(row).copied().unwrap_or(NO_AMOUNT),
            Self::I128(all) => match all.get(row).copied().unwrap_or(i128::MIN) {
                i128::MIN => NO_AMOUNT,
                // Anything below zero is refused as such, anything above by its size.
                other if other < 0 => -1,
                other => i64::try_from(other).map_err(|_| Fault::TooLarge)?,
            },
        };
        match given {
            NO_AMOUNT => Err(Fault::Missing),
            amount if amount < 0 => Err(Fault::Negative),
            amount => Ok(amount),
        }
    }
}

/// Whether a receivable is disputed, as known on the day asked about (CLM-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Dispute {
    /// It is not, or a dispute was settled in the insured's favour.
    #[default]
    None = 0,
    /// It is.
    Open = 1,
    /// A dispute was settled in the buyer's favour.
    Lost = 2,
}

/// The code of a way of payment in [`Receivables::method`].
#[must_use]
pub const fn method_code(method: PaymentMethod) -> u8 {
    method as u8
}

pub(super) const METHODS: [PaymentMethod; 6] = [
    PaymentMethod::OpenAccount,
    PaymentMethod::BillOfExchange,
    PaymentMethod::LetterOfCredit,
    PaymentMethod::ConfirmedLetterOfCredit,
    PaymentMethod::Prepaid,
    PaymentMethod::Cash,
];

/// Receivables of a book, in any order: each column has one entry for each row.
///
/// Of one buyer, deliveries of one day and one invoice date fill the limit in
/// the order of their rows, as those of a ledger do in that of their names.
#[derive(Debug, Clone, Copy)]
pub struct Receivables<'a> {
    /// Who owes: the place of its account in the ledger.
    pub buyer: &'a [u32],
    /// The day goods were delivered or services performed.
    pub delivery: &'a [i32],
    /// The invoice date; absent or [`NO_DAY`]: the day of delivery.
    pub invoiced: Option<&'a [i32]>,
    /// The due date first agreed.
    pub due: &'a [i32],
    /// The amount without value added tax; where no `vat` is given and the
    /// policy insures it with tax, the whole amount.
    pub amount: Amounts<'a>,
    /// The value added tax; absent: none.
    pub vat: Option<Amounts<'a>>,
    /// What is open of amount and tax; absent: all of it. Nothing: settled.
    pub open: Option<Amounts<'a>>,
    /// When the rest was paid, as one payment; absent or [`NO_DAY`]: at delivery.
    pub paid_on: Option<&'a [i32]>,
    /// Whether it is disputed, as [`Dispute`]; absent: no.
    pub dispute: Option<&'a [u8]>,
    /// How it is to be paid, as [`method_code`]; absent: on open account.
    pub method: Option<&'a [u8]>,
    /// The date of the order; absent or [`NO_DAY`]: not known.
    pub ordered: Option<&'a [i32]>,
    /// When it was first notified as overdue or by a claim, beside what the
    /// ledger's notices say; absent or [`NO_DAY`]: not yet.
    pub told: Option<&'a [i32]>,
}

/// Why a row cannot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Missing,
    Negative,
    TooLarge,
    UnknownBuyer,
    NotADay,
    UnknownCode,
    DueBeforeInvoice,
    DueTooLate,
    OrderedAfterDelivery,
    OpenAboveWhole,
    PaidLater,
}

/// What is seldom needed of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rest {
    pub(super) net: i64,
    pub(super) vat: i64,
    pub(super) paid_on: Option<Day>,
    pub(super) ordered: Option<Day>,
    pub(super) told: Option<Day>,
}

impl Rest {
    pub(super) const NOTHING: Self =
        Self { net: 0, vat: 0, paid_on: None, ordered: None, told: None };

    pub(super) const fn whole(&self) -> i64 {
        self.net.saturating_add(self.vat)
    }
}

impl<'a> Receivables<'a> {
    /// Receivables without amounts, and nothing but what every one needs: fill
    /// in `amount` and what else there is.
    #[must_use]
    pub const fn new(buyer: &'a [u32], delivery: &'a [i32], due: &'a [i32]) -> Self {
        Self {
            buyer,
            delivery,
            invoiced: None,
            due,
            amount: Amounts::I64(&[]),
            vat: None,
            open: None,
            paid_on: None,
            dispute: None,
            method: None,
            ordered: None,
            told: None,
        }
    }

    /// How many rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.buyer.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.buyer.is_empty()
    }

    /// The first column whose length is not that of the buyers.
    pub(super) fn uneven(&self) -> Option<&'static str> {
        let of_days = |days: Option<&[i32]>| days.map(<[i32]>::len);
        let of_codes = |codes: Option<&[u8]>| codes.map(<[u8]>::len);
        let of_amounts = |amounts: Option<Amounts<'_>>| amounts.map(|amounts| amounts.len());
        [
            ("delivery", Some(self.delivery.len())),
            ("invoiced", of_days(self.invoiced)),
            ("due", Some(self.due.len())),
            ("amount", Some(self.amount.len())),
            ("vat", of_amounts(self.vat)),
            ("open", of_amounts(self.open)),
            ("paid_on", of_days(self.paid_on)),
            ("dispute", of_codes(self.dispute)),
            ("method", of_codes(self.method)),
            ("ordered", of_days(self.ordered)),
            ("told", of_days(self.told)),
        ]
        .into_iter()
        .find(|(_, len)| len.is_some_and(|len| len != self.len()))
        .map(|(name, _)| name)
    }

    /// One row, checked as a ledger checks an invoice (LED-2).
    // Handed over in memory, a row is read back in larger pieces than it was written in: the
    // processor waits for that, three quarters of the time that sorting into groups takes.
    #[expect(clippy::inline_always, reason = "measured")]
    #[inline(always)]
    pub(super) fn row(
        &self,
        row: usize,
        place: u32,
        (buyers, as_of): (usize, Day),
    ) -> Result<Row, (&'static str, Fault)> {
        let buyer = self.buyer.get(row).copied().unwrap_or(NO_BUYER);
        if usize::try_from(buyer).is_ok_and(|buyer| buyer >= buyers) {
            let fault = if buyer == NO_BUYER { Fault::Missing } else { Fault::UnknownBuyer };
            return Err(("buyer", fault));
        }
        let delivery = day(self.delivery, row).map_err(|fault| ("delivery", fault))?;
        let invoiced = match self.invoiced.and_then(|days| days.get(row)) {
            None | Some(&NO_DAY) => delivery,
            Some(day) => known(*day).map_err(|fault| ("invoiced", fault))?,
        };
        let due = day(self.due, row).map_err(|fault| ("due", fault))?;
        if due < invoiced {
            return Err(("due", Fault::DueBeforeInvoice));
        }
        if !due_in_time(due) {
            return Err(("due", Fault::DueTooLate));
        }
        let net = self.amount.get(row).map_err(|fault| ("amount", fault))?;
        let vat = match self.vat {
            None => 0,
            Some(vat) => vat.get(row).or_else(nothing).map_err(|fault| ("vat", fault))?,
        };
        let whole = net.checked_add(vat).ok_or(("amount", Fault::TooLarge))?;
        let open = match self.open {
            None => whole,
            Some(open) => open.get(row).map_err(|fault| ("open", fault))?,
        };
        if open > whole {
            return Err(("open", Fault::OpenAboveWhole));
        }
        if let Some(ordered) = optional(self.ordered, row).map_err(|fault| ("ordered", fault))?
            && ordered > delivery
        {
            return Err(("ordered", Fault::OrderedAfterDelivery));
        }
        let paid_on = optional(self.paid_on, row).map_err(|fault| ("paid_on", fault))?;
        if open < whole && paid_on > Some(as_of) {
            return Err(("paid_on", Fault::PaidLater));
        }
        let told = optional(self.told, row).map_err(|fault| ("told", fault))?.is_some();
        let dispute = match self.dispute.and_then(|codes| codes.get(row)) {
            None | Some(0) => Dispute::None,
            Some(1) => Dispute::Open,
            Some(2) => Dispute::Lost,
            Some(_) => return Err(("dispute", Fault::UnknownCode)),
        };
        let method = match self.method.and_then(|codes| codes.get(row)) {
            None => PaymentMethod::OpenAccount,
            Some(code) => *METHODS.get(usize::from(*code)).ok_or(("method", Fault::UnknownCode))?,
        };
        let plain = vat == 0 && open == whole;
        let code = None;
        Ok(Row { open, place, buyer, delivery, invoiced, due, method, dispute, plain, told, code })
    }

    /// What is open of a row that can stand.
    #[inline]
    pub(super) fn open_of(&self, row: usize) -> i64 {
        let amount = |column: &Amounts<'_>| column.get(row).unwrap_or_default();
        match &self.open {
            Some(open) => amount(open),
            None => amount(&self.amount).saturating_add(self.vat.as_ref().map_or(0, amount)),
        }
    }

    /// The invoice date of a row that can stand, or its due date, as columns write days.
    #[inline]
    pub(super) fn anchor_of(&self, row: usize, invoiced: bool) -> i32 {
        let day = |days: &[i32]| days.get(row).copied().unwrap_or(NO_DAY);
        match (invoiced, self.invoiced.map_or(NO_DAY, day)) {
            (false, _) => day(self.due),
            (true, NO_DAY) => day(self.delivery),
            (true, invoiced) => invoiced,
        }
    }

    /// The rest of a row that can stand.
    pub(super) fn rest(&self, row: usize) -> Rest {
        let day = |days: Option<&[i32]>| optional(days, row).unwrap_or_default();
        Rest {
            net: self.amount.get(row).unwrap_or_default(),
            vat: self.vat.and_then(|vat| vat.get(row).ok()).unwrap_or_default(),
            paid_on: day(self.paid_on),
            ordered: day(self.ordered),
            told: day(self.told),
        }
    }
}

/// A tax that is not there is none.
pub(super) fn nothing(fault: Fault) -> Result<i64, Fault> {
    if fault == Fault::Missing { Ok(0) } else { Err(fault) }
}

#[inline]
fn known(day: i32) -> Result<Day, Fault> {
    Day::within(day).ok_or(Fault::NotADay)
}

#[inline]
pub(super) fn day(days: &[i32], row: usize) -> Result<Day, Fault> {
    match days.get(row) {
        None | Some(&NO_DAY) => Err(Fault::Missing),
        Some(day) => known(*day),
    }
}

#[inline]
fn optional(days: Option<&[i32]>, row: usize) -> Result<Option<Day>, Fault> {
    match days.and_then(|days| days.get(row)) {
        None | Some(&NO_DAY) => Ok(None),
        Some(day) => known(*day).map(Some),
    }
}
