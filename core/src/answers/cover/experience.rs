//! Whether a buyer's payments justify a discretionary limit.

use alloc::vec::Vec;

use super::debts::Debts;
use super::fx::Converter;
use super::stop::past;
use crate::error::Error;
use crate::facts::{Account, Applied, Balance, PaymentKind};
use crate::terms::{PaymentExperience, PolicyTerms, StopAnchor};
use crate::value::{Amount, Day};

/// A buyer's payments in order, ready to be asked about any delivery (COV-4).
#[derive(Debug)]
pub(crate) struct Experience {
    paid: Vec<Paid>,
    /// How many of the first so many were paid in time.
    in_time: Vec<u32>,
    /// How many of the first so many were cleared late, by whatever means.
    late: Vec<u32>,
    /// The balances of those paid within a span, and which span it is.
    balances: Balances,
    within: (usize, usize),
    /// First days, and last days, on which an invoice stood late.
    late_from: Vec<Day>,
    late_to: Vec<Day>,
}

#[derive(Debug)]
struct Paid {
    on: Day,
    in_time: bool,
    /// Whether the buyer's own payments cleared it.
    by_payment: bool,
    /// What was open of it, if it counts for a balance.
    open: Vec<Open>,
}

/// An amount that was open at the end of each day from one until before another.
#[derive(Debug)]
struct Open {
    from: Day,
    until: Day,
    amount: Amount,
}

/// What the payments before a delivery come to (COV-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Experienced {
    /// Invoices paid in time within the span.
    pub(crate) paid: u32,
    /// Invoices paid late within the span.
    pub(crate) late: u32,
    /// Invoices that stand late.
    pub(crate) standing: u32,
    /// Invoices paid in time before the span.
    pub(crate) earlier: u32,
    /// The highest balance so paid.
    pub(crate) highest: Amount,
}

impl Experience {
    /// Gathers a buyer's payments. Receivables without a converter count for
    /// lateness, not for a balance.
    pub(super) fn new(
        terms: &PolicyTerms,
        rule: &PaymentExperience,
        debts: Debts<'_>,
    ) -> Result<Self, Error> {
        let Debts { account, as_of, .. } = debts;
        let month_end = terms.periods.month_end;
        let (mut late_from, mut late_to) = (Vec::new(), Vec::new());
        let (mut paid, mut deliveries) = (Vec::new(), Vec::new());
        for (receivable, balance, converter) in debts.arisen() {
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
            let last = receivable.due_on(on).plus(rule.tolerance, month_end)?;
            let (in_time, by_payment) = (on <= last, by_payment(account, balance));
            let open = match converter.filter(|_| in_time && by_payment) {
                Some(converter) => {
                    deliveries.push(delivery);
                    open_until_paid(converter, balance, delivery)?
                }
                None => Vec::new(),
            };
            paid.push(Paid { on, in_time, by_payment, open });
        }
        late_from.sort_unstable();
        late_to.sort_unstable();
        paid.sort_by_key(|paid| paid.on);
        let in_time = counted(&paid, |one| one.in_time && one.by_payment);
        let late = counted(&paid, |one| !one.in_time);
        let balances = Balances::new(deliveries);
        Ok(Self { paid, in_time, late, balances, within: (0, 0), late_from, late_to })
    }

    /// What the payments before a delivery say. Deliveries are best asked about
    /// in order: then each payment comes in and falls out once.
    pub(crate) fn before(
        &mut self,
        terms: &PolicyTerms,
        rule: &PaymentExperience,
        delivery: Day,
    ) -> Result<Experienced, Error> {
        let first = delivery.minus(rule.within, terms.periods.month_end).unwrap_or(Day::MIN);
        let from = self.paid.partition_point(|paid| paid.on < first);
        let to = self.paid.partition_point(|paid| paid.on < delivery);
        self.look_at(from, to)?;
        let count = |counts: &[u32], place: usize| counts.get(place).copied().unwrap_or_default();
        let between = |counts: &[u32]| count(counts, to).saturating_sub(count(counts, from));
        let begun = self.late_from.partition_point(|day| *day <= delivery);
        let over = self.late_to.partition_point(|day| *day < delivery);
        Ok(Experienced {
            paid: between(&self.in_time),
            late: between(&self.late),
            standing: u32::try_from(begun.saturating_sub(over)).unwrap_or(u32::MAX),
            earlier: count(&self.in_time, from),
            highest: self.balances.highest(),
        })
    }

    /// Makes the balances those of the invoices in a stretch of the list.
    fn look_at(&mut self, from: usize, to: usize) -> Result<(), Error> {
        let (was_from, was_to) = self.within;
        let mut change = |places: core::ops::Range<usize>, put: bool| {
            let paid = self.paid.get(places).unwrap_or_default();
            paid.iter()
                .flat_map(|paid| &paid.open)
                .try_for_each(|open| self.balances.change(open, put))
        };
        change(from..was_from.min(to), true)?;
        change(was_to.max(from)..to, true)?;
        change(was_from..from.min(was_to), false)?;
        change(to.max(was_from)..was_to, false)?;
        self.within = (from, to);
        Ok(())
    }
}

/// What was open of an invoice, from its delivery until it was cleared.
fn open_until_paid(
    converter: &Converter,
    balance: &Balance,
    delivery: Day,
) -> Result<Vec<Open>, Error> {
    let (mut from, mut amount) = (delivery, converter.apply(balance.gross)?);
    let mut open = Vec::with_capacity(balance.movements.len());
    for movement in &balance.movements {
        open.push(Open { from, until: movement.day, amount });
        (from, amount) = (movement.day, converter.apply(movement.open)?);
    }
    Ok(open)
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

/// The balances of a set of invoices that changes, and the highest of them
/// (COV-4): a tree over the days of delivery, for between two of them a balance
/// only falls.
#[derive(Debug)]
struct Balances {
    /// The days, in order.
    days: Vec<Day>,
    /// How many leaves the tree has: a power of two.
    leaves: usize,
    /// The highest balance below each node, its own part included.
    highest: Vec<Amount>,
    /// What each node adds to everything below it.
    added: Vec<Amount>,
}

impl Balances {
    fn new(mut days: Vec<Day>) -> Self {
        days.sort_unstable();
        days.dedup();
        let leaves = days.len().next_power_of_two();
        let nodes = leaves.saturating_mul(2);
        let nothing = alloc::vec![Amount::ZERO; nodes];
        Self { days, leaves, highest: nothing.clone(), added: nothing }
    }

    /// Puts an open amount in or takes it out, on the days from its first until
    /// before its last.
    fn change(&mut self, open: &Open, put: bool) -> Result<(), Error> {
        let place = |day: Day| {
            let before = self.days.partition_point(|known| *known < day);
            before.saturating_add(self.leaves)
        };
        let (first, end) = (place(open.from), place(open.until));
        let (mut from, mut to) = (first, end);
        if from >= to {
            return Ok(());
        }
        while from < to {
            if from & 1 == 1 {
                self.change_node(from, open.amount, put)?;
                from = from.saturating_add(1);
            }
            if to & 1 == 1 {
                to = to.saturating_sub(1);
                self.change_node(to, open.amount, put)?;
            }
            (from, to) = (from.wrapping_shr(1), to.wrapping_shr(1));
        }
        self.above(first)?;
        self.above(end.saturating_sub(1))
    }

    fn change_node(&mut self, node: usize, amount: Amount, put: bool) -> Result<(), Error> {
        for of in [&mut self.highest, &mut self.added] {
            if let Some(one) = of.get_mut(node) {
                *one = if put { one.plus(amount)? } else { one.less(amount)? };
            }
        }
        Ok(())
    }

    /// Brings every node above one up to date.
    fn above(&mut self, mut node: usize) -> Result<(), Error> {
        while node > 1 {
            let of = |node: usize| self.highest.get(node).copied().unwrap_or_default();
            let below = of(node).max(of(node ^ 1));
            node = node.wrapping_shr(1);
            let added = self.added.get(node).copied().unwrap_or_default();
            if let Some(highest) = self.highest.get_mut(node) {
                *highest = below.plus(added)?;
            }
        }
        Ok(())
    }

    /// The highest balance.
    fn highest(&self) -> Amount {
        self.highest.get(1).copied().unwrap_or_default()
    }
}
