//! Whether a buyer's payments justify a discretionary limit.

use alloc::vec::Vec;

use super::fx::Converter;
use super::stop::past;
use crate::error::Error;
use crate::facts::{Account, Applied, Balance, Balances, PaymentKind};
use crate::terms::{PaymentExperience, PolicyTerms, StopAnchor};
use crate::value::{Amount, Day};

/// A buyer's payments in order, ready to be asked about any delivery (COV-4).
#[derive(Debug)]
pub(super) struct Experience {
    paid: Vec<Paid>,
    /// How many of the first so many were paid in time.
    in_time: Vec<u32>,
    /// How many of the first so many were cleared late, by whatever means.
    late: Vec<u32>,
    highest: Maxima,
    /// First days, and last days, on which an invoice stood late.
    late_from: Vec<Day>,
    late_to: Vec<Day>,
}

#[derive(Debug, Clone, Copy)]
struct Paid {
    on: Day,
    in_time: bool,
    /// Whether the buyer's own payments cleared it.
    by_payment: bool,
    /// Delivered on.
    delivery: Day,
    gross: Amount,
    /// The balance that was paid with it.
    balance: Amount,
}

/// What the payments before a delivery come to (COV-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Experienced {
    /// Invoices paid in time within the span.
    pub(super) paid: u32,
    /// Invoices paid late within the span.
    pub(super) late: u32,
    /// Invoices that stand late.
    pub(super) standing: u32,
    /// Invoices paid in time before the span.
    pub(super) earlier: u32,
    /// The highest balance so paid.
    pub(super) highest: Amount,
}

impl Experience {
    /// Gathers a buyer's payments. Receivables without a converter count for
    /// lateness, not for a balance.
    pub(super) fn new(
        terms: &PolicyTerms,
        rule: &PaymentExperience,
        account: &Account,
        balances: &Balances,
        converters: &[Option<Converter<'_>>],
        as_of: Day,
    ) -> Result<Self, Error> {
        let month_end = terms.periods.month_end;
        let (mut late_from, mut late_to) = (Vec::new(), Vec::new());
        let mut paid = Vec::new();
        let rows = account.receivables.iter().zip(&balances.receivables).zip(converters);
        for ((receivable, balance), converter) in rows.filter(|((_, b), _)| b.arisen) {
            let cleared = balance.cleared();
            let delivery = receivable.invoice.delivery;
            let after_delivery = delivery.plus_days(1)?;
            if !balance.gross.is_zero() {
                past(receivable, StopAnchor::Due, rule.tolerance, month_end, as_of, |from, to| {
                    // A payment on the day of a delivery is not yet known at that delivery.
                    let (from, to) = (from.max(after_delivery), to.min(cleared.unwrap_or(to)));
                    if from <= to {
                        late_from.push(from);
                        late_to.push(to);
                    }
                })?;
            }
            let Some(on) = cleared else { continue };
            let gross = match converter {
                Some(converter) => converter.apply(receivable.gross)?,
                None => Amount::ZERO,
            };
            let last = receivable.due_on(on).plus(rule.tolerance, month_end)?;
            let by_payment = by_payment(account, balance);
            paid.push(Paid {
                on,
                in_time: on <= last,
                by_payment,
                delivery,
                gross,
                balance: Amount::ZERO,
            });
        }
        late_from.sort_unstable();
        late_to.sort_unstable();
        balances_paid(&mut paid)?;
        paid.sort_by_key(|paid| paid.on);
        let in_time = counted(&paid, |one| one.in_time && one.by_payment);
        let late = counted(&paid, |one| !one.in_time);
        let counts = |one: &Paid| {
            if one.in_time && one.by_payment { one.balance } else { Amount::ZERO }
        };
        let highest = Maxima::new(paid.iter().map(counts).collect());
        Ok(Self { paid, in_time, late, highest, late_from, late_to })
    }

    /// What the payments before a delivery say.
    pub(super) fn before(
        &self,
        terms: &PolicyTerms,
        rule: &PaymentExperience,
        delivery: Day,
    ) -> Experienced {
        let first = delivery.minus(rule.within, terms.periods.month_end).unwrap_or(Day::MIN);
        let from = self.paid.partition_point(|paid| paid.on < first);
        let to = self.paid.partition_point(|paid| paid.on < delivery);
        let count = |counts: &[u32], place: usize| counts.get(place).copied().unwrap_or_default();
        let between = |counts: &[u32]| count(counts, to).saturating_sub(count(counts, from));
        let begun = self.late_from.partition_point(|day| *day <= delivery);
        let over = self.late_to.partition_point(|day| *day < delivery);
        Experienced {
            paid: between(&self.in_time),
            late: between(&self.late),
            standing: u32::try_from(begun.saturating_sub(over)).unwrap_or(u32::MAX),
            earlier: count(&self.in_time, from),
            highest: self.highest.over(from, to),
        }
    }
}

/// How many of the first so many have a property.
fn counted(paid: &[Paid], has: impl Fn(&Paid) -> bool) -> Vec<u32> {
    let mut count = 0_u32;
    let mut counts = alloc::vec![0];
    for one in paid {
        count = count.saturating_add(u32::from(has(one)));
        counts.push(count);
    }
    counts
}

/// Whether the buyer cleared an invoice by paying it: not by set-off, goods
/// or securities, and not by a credit note alone.
fn by_payment(account: &Account, balance: &Balance) -> bool {
    let mut any = false;
    for movement in &balance.movements {
        if let Applied::Payment(place) = movement.applied {
            let kind = account.payments.get(place).map(|payment| payment.kind);
            if !matches!(kind, Some(PaymentKind::Payment | PaymentKind::Advance)) {
                return false;
            }
            any = true;
        }
    }
    any
}

/// The balance paid with each invoice: the gross amounts of those that were
/// open right after its delivery and paid, in time, no later than it. The
/// invoices come in order of delivery.
fn balances_paid(paid: &mut [Paid]) -> Result<(), Error> {
    let mut days: Vec<Day> = paid.iter().map(|one| one.on).collect();
    days.sort_unstable();
    days.dedup();
    let rank = |day: Day| days.partition_point(|known| *known <= day);
    let mut sums = alloc::vec![Amount::ZERO; days.len()];
    for one in paid.iter_mut().filter(|one| one.in_time && one.by_payment) {
        add(&mut sums, rank(one.on), one.gross)?;
        let open = sum(&sums, rank(one.on))?.less(sum(&sums, rank(one.delivery))?)?;
        one.balance = open.max(one.gross);
    }
    Ok(())
}

/// Adds to a place, counted from 1, of a tree of partial sums (Fenwick).
fn add(sums: &mut [Amount], mut place: usize, amount: Amount) -> Result<(), Error> {
    while let Some(sum) = place.checked_sub(1).and_then(|at| sums.get_mut(at)) {
        *sum = sum.plus(amount)?;
        place = place.saturating_add(lowest_bit(place));
    }
    Ok(())
}

/// The sum of the places up to one.
fn sum(sums: &[Amount], mut place: usize) -> Result<Amount, Error> {
    let mut total = Amount::ZERO;
    while let Some(part) = place.checked_sub(1).and_then(|at| sums.get(at)) {
        total = total.plus(*part)?;
        place = place.saturating_sub(lowest_bit(place));
    }
    Ok(total)
}

const fn lowest_bit(place: usize) -> usize {
    place & place.wrapping_neg()
}

/// The highest of any stretch of a list, in the logarithm of its length.
#[derive(Debug)]
struct Maxima(Vec<Vec<Amount>>);

impl Maxima {
    /// Each level holds the highest of two of the level below.
    fn new(level: Vec<Amount>) -> Self {
        let mut levels = alloc::vec![level];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            let next =
                level.chunks(2).filter_map(|pair| pair.iter().max().copied()).collect::<Vec<_>>();
            levels.push(next);
        }
        Self(levels)
    }

    fn over(&self, mut from: usize, mut to: usize) -> Amount {
        let mut highest = Amount::ZERO;
        for level in &self.0 {
            let at = |place: usize| level.get(place).copied().unwrap_or_default();
            if from >= to {
                break;
            }
            if from & 1 == 1 {
                highest = highest.max(at(from));
                from = from.saturating_add(1);
            }
            if to & 1 == 1 {
                to = to.saturating_sub(1);
                highest = highest.max(at(to));
            }
            (from, to) = (from.wrapping_shr(1), to.wrapping_shr(1));
        }
        highest
    }
}
