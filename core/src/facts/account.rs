//! One buyer's facts, gathered and in order.

use alloc::vec::Vec;

use super::{
    Buyer, Cost, CoverReinstated, CreditNote, CreditReport, Dispute, Extension, IndemnityPaid,
    Insolvency, Invoice, LimitDecision, Notice, Party, Payment, Recovery,
};
use crate::error::Error;
use crate::value::{Amount, Currency, Day, Id};

/// One buyer's sound facts, each list in order of its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The buyer.
    pub buyer: Buyer,
    /// The currency of its amounts that name none: the ledger's.
    pub currency: Currency,
    /// The group it belongs to and those above it, nearest first.
    pub groups: Vec<Id>,
    /// What it owes, in order of delivery, invoice date and invoice number.
    pub receivables: Vec<Receivable>,
    /// What it paid.
    pub payments: Vec<Payment>,
    /// Decisions on its limit, in order of the day from which they hold.
    pub limits: Vec<LimitDecision>,
    /// Credit reports on it.
    pub credit_reports: Vec<CreditReport>,
    /// When cover on it was given back.
    pub reinstatements: Vec<CoverReinstated>,
    /// Its insolvencies.
    pub insolvencies: Vec<Insolvency>,
    /// What was told and filed about it.
    pub notices: Vec<Notice>,
    /// What it cost.
    pub costs: Vec<Cost>,
    /// What was recovered from it.
    pub recoveries: Vec<Recovery>,
    /// Indemnities paid on it.
    pub indemnities: Vec<IndemnityPaid>,
}

impl Account {
    /// An account without facts.
    #[must_use]
    pub const fn new(buyer: Buyer, currency: Currency, groups: Vec<Id>) -> Self {
        Self {
            buyer,
            currency,
            groups,
            receivables: Vec::new(),
            payments: Vec::new(),
            limits: Vec::new(),
            credit_reports: Vec::new(),
            reinstatements: Vec::new(),
            insolvencies: Vec::new(),
            notices: Vec::new(),
            costs: Vec::new(),
            recoveries: Vec::new(),
            indemnities: Vec::new(),
        }
    }

    /// The first insolvency known on a day.
    #[must_use]
    pub fn insolvency_on(&self, day: Day) -> Option<&Insolvency> {
        self.insolvencies.first().filter(|insolvency| insolvency.opened <= day)
    }
}

/// A receivable: an invoice and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receivable {
    /// The invoice.
    pub invoice: Invoice,
    /// The due date first agreed.
    pub due: Day,
    /// Its currency.
    pub currency: Currency,
    /// The whole amount of the invoice, with tax and contractual interest.
    pub gross: Amount,
    /// Credit notes against it.
    pub credit_notes: Vec<CreditNote>,
    /// Later due dates.
    pub extensions: Vec<Extension>,
    /// Disputes over it.
    pub disputes: Vec<Dispute>,
}

/// Whether a due date can be one, up to 9899-12-31: systems write 9999-12-31 for none, and what runs
/// from a due date has to lie in the calendar, too.
pub(crate) const fn due_in_time(due: Day) -> bool {
    Day::MAX.days_after(due) >= 36_524
}

/// Whether a receivable is disputed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeState {
    /// It is not, or a dispute was settled in the insured's favour.
    None,
    /// Since this day.
    Open(Day),
    /// A dispute was settled in the buyer's favour on this day.
    Lost(Day),
}

impl Receivable {
    /// The due date as known on a day, with extensions to which the insurer
    /// agreed.
    #[must_use]
    pub fn due_on(&self, day: Day) -> Day {
        self.extended(day, |extension| extension.agreed_by_insurer)
    }

    /// The due date as known on a day, with every extension.
    #[must_use]
    pub fn extended_due_on(&self, day: Day) -> Day {
        self.extended(day, |_| true)
    }

    fn extended(&self, day: Day, counts: impl Fn(&Extension) -> bool) -> Day {
        self.extensions
            .iter()
            .rev()
            .find(|extension| extension.date <= day && counts(extension))
            .map_or(self.due, |extension| extension.due)
    }

    /// Whether the receivable is disputed, as known on a day.
    #[must_use]
    pub fn dispute_on(&self, day: Day) -> DisputeState {
        let known = self.disputes.iter().filter(|dispute| dispute.opened <= day);
        let mut state = DisputeState::None;
        for dispute in known {
            match dispute.settled.filter(|settled| *settled <= day) {
                None => return DisputeState::Open(dispute.opened),
                Some(settled) if dispute.in_favour_of == Some(Party::Buyer) => {
                    state = DisputeState::Lost(settled);
                }
                Some(_) => {}
            }
        }
        state
    }

    /// What the invoice came to on a day, after credit notes: without tax
    /// (interest counted in), and tax.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    #[inline]
    pub fn billed_on(&self, day: Day) -> Result<(Amount, Amount), Error> {
        let net = self.invoice.amount.plus(self.invoice.interest)?;
        if self.credit_notes.is_empty() {
            return Ok((net, self.invoice.vat));
        }
        let known = || self.credit_notes.iter().filter(|note| note.date <= day);
        let net = net.less(Amount::total(known().map(|note| note.amount))?)?;
        let vat = self.invoice.vat.less(Amount::total(known().map(|note| note.vat))?)?;
        Ok((net, vat))
    }
}
