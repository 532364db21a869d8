//! One receivable: its own facts, and what it meets in the limit.

use alloc::vec::Vec;

use super::account::{Prepared, Version};
use super::cluster::refusal;
use super::deadline::overdue_deadline;
use super::fill::{Filled, Wish};
use super::freeze::Frozen;
use super::fx::{Billed, Converter};
use super::held::Held;
use super::judge::{Item, Judged, Longest, Past, Under};
use super::notices::Notices;
use super::reasons::{Effect, ReasonCode};
use super::stop::stopped;
use super::{LimitBasis, Question};
use crate::error::Error;
use crate::facts::{Balance, Receivable};
use crate::terms::PolicyTerms;
use crate::value::{Amount, Day, Span};

/// One receivable of a cluster: by its own facts first, then as the limits leave it.
pub(super) struct Row<'a> {
    /// Which buyer of the cluster.
    pub(super) buyer: usize,
    /// The place in its account.
    pub(super) place: usize,
    pub(super) receivable: &'a Receivable,
    /// The terms in force at its delivery.
    pub(super) terms: &'a PolicyTerms,
    pub(super) open: Amount,
    pub(super) base: Amount,
    /// The limit for it, by its place among those of its buyer.
    pub(super) held: usize,
    pub(super) judged: Judged,
    /// What was covered of it when cover ended (COV-7).
    pub(super) frozen: Option<Frozen>,
    /// What it asked of the limits when they were last filled.
    pub(super) wish: Wish<Amount>,
    /// What they left it.
    pub(super) filled: Filled,
}

impl<'a> Prepared<'a> {
    /// Judges every receivable that is open, or was when cover ended.
    pub(super) fn rows(
        &mut self,
        question: &Question<'a>,
        buyer: usize,
        first_end: Option<Day>,
        rows: &mut Vec<Row<'a>>,
    ) -> Result<(), Error> {
        if self.line.is_none() {
            return Ok(());
        }
        let account = self.account;
        for (place, receivable) in account.receivables.iter().enumerate() {
            let Some(balance) = self.balances.receivables.get(place) else { continue };
            let open = !balance.open().is_zero();
            let delivery = receivable.invoice.delivery;
            let was = first_end.is_some_and(|end| !balance.open_on(end.max(delivery)).is_zero());
            if !balance.arisen || !(open || was) || self.converter(place).is_none() {
                continue;
            }
            let (terms, _) = question.version(delivery);
            self.under(terms);
            match self.row(terms, (buyer, place), receivable, rows) {
                Err(error @ Error::Overflow { .. }) => return Err(error),
                Err(error) if open => self.refused.push(refusal(&receivable.invoice.id, &error)),
                // Settled, and of no account: what cannot be judged takes up no room.
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        terms: &'a PolicyTerms,
        (buyer, place): (usize, usize),
        receivable: &'a Receivable,
        rows: &mut Vec<Row<'a>>,
    ) -> Result<(), Error> {
        let invoice = &receivable.invoice;
        let place_held = self.hold(terms, invoice.delivery, invoice.ordered)?;
        let (Some(version), Some(held), Some(converter), Some(balance)) = (
            self.version(),
            self.held(place_held),
            self.converter(place),
            self.balances.receivables.get(place),
        ) else {
            return Err(Error::Unanswerable { problem: "no limit is known".into() });
        };
        let stop = stopped(terms, self.stops_of(version)?, invoice.delivery);
        let open = converter.apply(balance.open())?;
        let billed = Billed::on(terms, receivable, self.judge.as_of)?;
        let base = converter.part(open, billed.insured, billed.gross)?;
        let under = Under {
            terms,
            basis: held.limit.basis,
            decided: held.governing.decided_since(),
            longest: Longest::of(terms, self.account, &held.limit),
            stop,
            insolvency_last: None,
        };
        let mut judged = self.judged(version, under, receivable, balance)?;
        of_the_own_limit(held, &mut judged);
        uninsured_parts(terms, converter, open, base, &billed, &mut judged)?;
        rows.push(Row {
            buyer,
            place,
            receivable,
            terms,
            open,
            base,
            held: place_held,
            judged,
            frozen: None,
            wish: Wish::default(),
            filled: Filled::default(),
        });
        Ok(())
    }

    /// Every reason in the facts of a receivable and of its buyer.
    fn judged(
        &self,
        version: &Version<'_>,
        mut under: Under<'_>,
        receivable: &Receivable,
        balance: &Balance,
    ) -> Result<Judged, Error> {
        let (invoice, as_of, terms) = (&receivable.invoice, self.judge.as_of, under.terms);
        let periods = &terms.periods;
        let plus = |day: Day, span: Option<Span>| {
            span.map(|span| day.plus(span, periods.month_end)).transpose()
        };
        let overdue = terms.notification.overdue.as_ref();
        let overdue = overdue
            .map(|rule| overdue_deadline(terms, rule, receivable, as_of, self.holidays))
            .transpose()?;
        under.insolvency_last = version.insolvency_last.clone()?;
        let item = Item {
            delivery: invoice.delivery,
            invoiced: invoice.invoiced(),
            due: receivable.due,
            method: invoice.payment_method,
            dispute: receivable.dispute_on(as_of),
            latest_due: plus(invoice.invoiced(), under.longest.map(|longest| longest.maximum))?,
            latest_invoice: plus(invoice.delivery, periods.maximum_invoicing)?,
            overdue_last: overdue.map(|deadline| deadline.last_day),
        };
        let mut judged = version.scope.clone();
        let past = Told { balance, notices: &self.notices, receivable };
        self.judge.judge(&under, &item, &past, &mut judged);
        Ok(judged)
    }
}

/// What was paid on a receivable of a ledger, and told of it.
struct Told<'a> {
    balance: &'a Balance,
    notices: &'a Notices<'a>,
    receivable: &'a Receivable,
}

impl Past for Told<'_> {
    fn open_on(&self, day: Day) -> bool {
        !self.balance.open_on(day).is_zero()
    }

    fn told(&self) -> Option<Day> {
        self.notices.of(self.receivable)
    }
}

/// Says what looking for a limit without a decision came to: why there is
/// none, or what the one that holds wants.
fn of_the_own_limit(held: &Held, judged: &mut Judged) {
    if held.limit.basis == LimitBasis::None {
        judged.reasons.add_all(&held.own.reasons, Effect::Excludes);
    } else if Some(held.limit.basis) == held.own.basis {
        judged.reasons.add_all(&held.own.reasons, Effect::Flags);
    }
}

/// Says which parts of what is open are not insured (POL-5).
fn uninsured_parts(
    terms: &PolicyTerms,
    converter: &Converter,
    open: Amount,
    base: Amount,
    billed: &Billed,
    judged: &mut Judged,
) -> Result<(), Error> {
    let outside = open.less(base)?;
    if outside.is_zero() {
        return Ok(());
    }
    let interest = match billed.interest {
        none if none.is_zero() => none,
        interest => converter.part(open, interest, billed.gross)?.capped_at(outside),
    };
    let tax = outside.less(interest)?;
    if !tax.is_zero() {
        judged.reasons.add(ReasonCode::VatNotInsured, Effect::Caps, |reason| {
            reason.fact("open", open).fact("base", base).fact("amount", tax)
        });
    }
    if !interest.is_zero() {
        judged.reasons.add(ReasonCode::InterestNotInsured, Effect::Caps, |reason| {
            reason.clause(terms.indemnity.clause.as_ref()).fact("amount", interest)
        });
    }
    Ok(())
}
