//! Cause and date of loss (CLM-1).

use alloc::vec::Vec;

use crate::answers::cover::{BuyerCover, Notices};
use crate::error::Error;
use crate::facts::{Account, Ledger, NoticeKind, Receivable};
use crate::terms::{Cause, Policy, WaitingAnchor};
use crate::value::{Day, Id};

/// Whether a loss happened, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Timing {
    /// On this day.
    Loss(Day),
    /// Not by the as-of day: on which day it will be one if nothing changes,
    /// if that is known, and what is missing.
    NotYet(Option<Day>, &'static str),
}

/// A day that has come, or not.
fn by(day: Day, as_of: Day, waits: &'static str) -> Timing {
    if day <= as_of { Timing::Loss(day) } else { Timing::NotYet(Some(day), waits) }
}

/// The date of loss for a cause that an event starts: the opening of the
/// insolvency; the event of a political cause and its waiting period; the end
/// of a contract before delivery, or the insolvency that ended it.
///
/// # Errors
///
/// Those of adding a span to a day.
pub(super) fn event_day(
    policy: &Policy,
    ledger: &Ledger,
    account: &Account,
    cause: Cause,
    as_of: Day,
) -> Result<Timing, Error> {
    let insolvency = account.insolvency_on(as_of).map(|insolvency| insolvency.opened);
    if cause == Cause::Insolvency {
        return Ok(insolvency.map_or(Timing::NotYet(None, "no_insolvency"), Timing::Loss));
    }
    let buyer = &account.buyer;
    let event = ledger
        .events()
        .iter()
        .filter(|event| event.cause == cause && event.date <= as_of)
        .find(|event| match &event.buyer {
            Some(named) => *named == buyer.id,
            None => event.country.is_some() && event.country == buyer.country,
        })
        .map(|event| event.date);
    if cause == Cause::PreShipment {
        // The contract ends at once: no time is needed to see whether the buyer pays.
        let Some(day) = [event, insolvency].into_iter().flatten().min() else {
            return Ok(Timing::NotYet(None, "no_event"));
        };
        let terms = policy.on(day);
        let span = terms.waiting_period.by_cause.get(&cause).copied().unwrap_or_default();
        return Ok(by(day.plus(span, terms.periods.month_end)?, as_of, "waiting_period"));
    }
    let Some(day) = event else { return Ok(Timing::NotYet(None, "no_event")) };
    let terms = policy.on(day);
    let waiting = &terms.waiting_period;
    let span = waiting.by_cause.get(&cause).copied().unwrap_or(waiting.span);
    Ok(by(day.plus(span, terms.periods.month_end)?, as_of, "waiting_period"))
}

/// The waiting periods of a protracted default.
pub(super) struct Waiting<'a> {
    policy: &'a Policy,
    notified: Notices<'a>,
    filed: Notices<'a>,
    as_of: Day,
}

impl<'a> Waiting<'a> {
    pub(super) fn new(policy: &'a Policy, account: &'a Account, as_of: Day) -> Self {
        let told = [NoticeKind::Overdue, NoticeKind::Insolvency];
        Self {
            policy,
            notified: Notices::new(account, &told, as_of),
            filed: Notices::new(account, &[NoticeKind::Claim], as_of),
            as_of,
        }
    }

    /// When the waiting period of one receivable ends; nothing if it has not
    /// begun, for want of a notice.
    pub(super) fn end(&self, receivable: &Receivable) -> Result<Option<Day>, Error> {
        let terms = self.policy.on(receivable.due);
        let anchor = match terms.waiting_period.anchor {
            WaitingAnchor::Due => Some(receivable.due_on(self.as_of)),
            WaitingAnchor::OriginalDue => Some(receivable.due),
            WaitingAnchor::Notification => self.notified.of(receivable),
            WaitingAnchor::ClaimFiled => self.filed.of(receivable),
        };
        anchor.map(|day| day.plus(terms.waiting_period.span, terms.periods.month_end)).transpose()
    }

    /// The date of loss of the buyer: the first waiting period to end of a
    /// covered receivable that is unpaid as of the day, or was when the
    /// indemnity was paid. Where none is covered, of any.
    pub(super) fn of_buyer(
        &self,
        account: &Account,
        cover: &BuyerCover,
        invoices: &[Id],
        paid: Option<Day>,
    ) -> Result<Timing, Error> {
        let mut covered: Option<Day> = None;
        let mut any: Option<Day> = None;
        let mut unpaid = false;
        let still = cover.receivables.iter().map(|row| (row.place, !row.covered.is_zero()));
        let since = paid.map(|day| day.min(self.as_of));
        let then = cover.settled.iter().filter(|place| {
            let balance = cover.balances.receivables.get(**place);
            balance.zip(since).is_some_and(|(balance, day)| !balance.open_on(day).is_zero())
        });
        for (place, counts) in still.chain(then.map(|place| (*place, true))) {
            let Some(receivable) = account.receivables.get(place) else { continue };
            if !invoices.is_empty() && !invoices.contains(&receivable.invoice.id) {
                continue;
            }
            unpaid = true;
            let Some(end) = self.end(receivable)? else { continue };
            let first = |day: Option<Day>| Some(day.map_or(end, |day| day.min(end)));
            any = first(any);
            if counts {
                covered = first(covered);
            }
        }
        Ok(match covered.or(any) {
            Some(day) => by(day, self.as_of, "waiting_period"),
            None if unpaid => Timing::NotYet(None, "waiting_period_not_begun"),
            None => Timing::NotYet(None, "nothing_unpaid"),
        })
    }
}

/// Whether every open receivable of the date of loss is in the account, due or
/// not: the contract with the buyer is at an end.
pub(super) const fn takes_in_all(cause: Cause) -> bool {
    matches!(cause, Cause::Insolvency | Cause::ContractFrustration)
}

/// The days of loss of the receivables, for a policy that has one for each.
pub(super) fn each(
    waiting: &Waiting<'_>,
    account: &Account,
    cover: &BuyerCover,
) -> Result<Vec<Option<Day>>, Error> {
    cover
        .receivables
        .iter()
        .map(|row| account.receivables.get(row.place).map_or(Ok(None), |one| waiting.end(one)))
        .collect()
}
