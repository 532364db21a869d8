//! Limits that end, and evidence that grows too old (DUE-7).

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::asked::{Asked, Debtor, Timing};
use super::{Anchor, Consequence, Duty, DutyKind};
use crate::answers::cover::decision::{Effective, State, effective, in_force, lasts};
use crate::error::Error;
use crate::facts::{LimitDecision, LimitKind};
use crate::terms::{CreditReportRule, Expiry, Fallback, PaymentExperience};
use crate::value::order;
use crate::value::{Amount, Day, Id};

/// The ends of a buyer's limits.
pub(super) fn of_buyer(asked: &Asked<'_>, debtor: &Debtor<'_>) -> Result<Vec<Duty>, Error> {
    let account = debtor.account;
    let mut duties = ends(asked, &account.limits)?;
    duties.extend(evidence(asked, debtor)?);
    for duty in &mut duties {
        duty.buyer = Some(account.buyer.id.clone());
    }
    Ok(duties)
}

/// The ends of the limits of groups.
pub(super) fn of_groups(asked: &Asked<'_>) -> Result<Vec<Duty>, Error> {
    let groups: BTreeSet<&Id> =
        asked.ledger.accounts().iter().flat_map(|account| &account.groups).collect();
    let mut duties = Vec::new();
    for group in groups {
        for duty in ends(asked, asked.ledger.group_limits(group))? {
            duties.push(Duty { group: Some(group.clone()), ..duty });
        }
    }
    Ok(duties)
}

/// The decisions known on the day of the question that take effect, as cover
/// counts them (COV-3). Where a rate is missing to compare two amounts, the
/// figures are: no deadline is withheld for want of a rate.
fn decided<'a>(
    asked: &Asked<'_>,
    limits: &'a [LimitDecision],
) -> Result<Vec<Effective<'a>>, Error> {
    let mut decisions = Vec::new();
    for limit in limits {
        if limit.date > asked.as_of {
            continue;
        }
        let amount = limit.amount.unwrap_or_default();
        let sums = BTreeMap::from([(limit.currency.unwrap_or(asked.ledger.currency()), amount)]);
        decisions.push((limit, asked.in_policy_currency(&sums)?.unwrap_or(amount)));
    }
    effective(&decisions, asked.terms.limits.expiry)
}

/// The decision in force on the day of the question, or the last one that was,
/// and those that overtake it.
fn current<'e, 'a>(
    asked: &Asked<'_>,
    decided: &'e [Effective<'a>],
) -> Option<(Effective<'a>, &'e [Effective<'a>])> {
    let begun = |entry: &Effective<'_>| entry.from <= asked.as_of;
    let place = match asked.terms.limits.expiry {
        Expiry::Ends => decided.iter().rposition(begun),
        Expiry::Reverts => decided
            .iter()
            .rposition(|entry| begun(entry) && lasts(entry.limit.expires, asked.as_of))
            .or_else(|| {
                let over = decided.iter().enumerate().filter(|(_, entry)| begun(entry));
                over.max_by_key(|(_, entry)| entry.limit.expires).map(|(place, _)| place)
            }),
    }?;
    let (_, rest) = decided.split_at_checked(place)?;
    rest.split_first().map(|(first, later)| (*first, later))
}

fn gives(limit: &LimitDecision) -> bool {
    !matches!(limit.kind, LimitKind::Refused | LimitKind::Cancelled)
}

fn ends(asked: &Asked<'_>, limits: &[LimitDecision]) -> Result<Vec<Duty>, Error> {
    let mut duties = Vec::new();
    let decided = decided(asked, limits)?;
    let expiry = asked.terms.limits.expiry;
    if let Some((Effective { from, limit, .. }, later)) = current(asked, &decided)
        && gives(limit)
        && let Some(last_day) = limit.expires
    {
        // Decided already: what holds from the day after at the latest. What
        // comes back then is nothing that was decided for it.
        let renewed = later.iter().find(|next| {
            next.from.days_after(last_day) <= 1
                && (expiry == Expiry::Ends || next.limit.expires.is_none_or(|last| last > last_day))
        });
        let renewed = renewed.map(|next| next.limit.date);
        duties.push(end(asked, DutyKind::LimitExpiry, (from, limit), last_day, renewed)?);
    }
    let known = |limit: &&LimitDecision| limit.date <= asked.as_of && limit.from() <= asked.as_of;
    // A refusal or cancellation since has ended an addition already (COV-3).
    let last_end = in_force(&decided, expiry)
        .iter()
        .filter(|other| other.lowers && other.from <= asked.as_of)
        .filter(|other| matches!(other.state, State::Refused | State::Cancelled))
        .filter_map(|other| Some((other.from, other.decided?)))
        .max();
    for limit in limits.iter().filter(known) {
        let ended = last_end.is_some_and(|end| end > (limit.from(), limit.date));
        if limit.kind != LimitKind::Temporary || ended {
            continue;
        }
        // An addition that has run out is no duty missed: it was never meant to last.
        if let Some(last_day) = limit.expires.filter(|last_day| *last_day >= asked.as_of) {
            let whose = (limit.from(), limit);
            duties.push(end(asked, DutyKind::TemporaryLimitExpiry, whose, last_day, None)?);
        }
    }
    Ok(duties)
}

fn end(
    asked: &Asked<'_>,
    kind: DutyKind,
    (from, limit): (Day, &LimitDecision),
    last_day: Day,
    done_on: Option<Day>,
) -> Result<Duty, Error> {
    let consequence = match kind {
        DutyKind::TemporaryLimitExpiry => Consequence::TemporaryLimitEnds,
        _ => Consequence::LimitEnds,
    };
    let timing =
        Timing { anchor: Anchor::LimitStart, anchor_day: from, first_day: None, last_day, done_on };
    let currency = limit.currency.unwrap_or(asked.ledger.currency());
    let sums = BTreeMap::from([(currency, limit.amount.unwrap_or(Amount::ZERO))]);
    let at_stake = asked.at_stake((consequence, None), &sums)?;
    let clause = asked.terms.limits.clause.clone();
    Ok(Duty { clause, ..asked.duty(kind, &timing, at_stake) })
}

/// The day on which nothing justifies a discretionary limit any more (COV-4),
/// for a buyer that owes something and has no decision.
fn evidence(asked: &Asked<'_>, debtor: &Debtor<'_>) -> Result<Option<Duty>, Error> {
    let rules = &asked.terms.limits;
    let Some(discretionary) = rules.discretionary.as_ref().filter(|_| !debtor.debts.is_empty())
    else {
        return Ok(None);
    };
    let decided = decided(asked, &debtor.account.limits)?;
    let undecided = match current(asked, &decided).map(|(decision, _)| decision.limit) {
        None => true,
        Some(limit) if !lasts(limit.expires, asked.as_of) => {
            rules.after_expiry == Fallback::Discretionary
        }
        Some(limit) => !gives(limit) && rules.after_refusal == Fallback::Discretionary,
    };
    if !undecided {
        return Ok(None);
    }
    let report = match &discretionary.credit_report {
        None => None,
        Some(rule) => report(asked, debtor, rule)?,
    };
    let experience = match &discretionary.payment_experience {
        None => None,
        Some(rule) => experience(asked, debtor, rule)?,
    };
    // Either is enough: what holds longer decides.
    let longest =
        [experience, report].into_iter().flatten().max_by_key(|(_, last_day, _)| *last_day);
    let Some((anchor_day, last_day, anchor)) = longest else { return Ok(None) };
    let timing = Timing { anchor, anchor_day, first_day: None, last_day, done_on: None };
    let at_stake = asked.at_stake((Consequence::EvidenceStale, None), &debtor.open()?)?;
    let clause = discretionary.clause.clone();
    Ok(Some(Duty { clause, ..asked.duty(DutyKind::EvidenceExpiry, &timing, at_stake) }))
}

type Evidence = Option<(Day, Day, Anchor)>;

/// The latest credit report, and the last day on which it is not too old.
fn report(
    asked: &Asked<'_>,
    debtor: &Debtor<'_>,
    rule: &CreditReportRule,
) -> Result<Evidence, Error> {
    let reports = &debtor.account.credit_reports;
    let Some(latest) = reports.iter().rfind(|report| report.date <= asked.as_of) else {
        return Ok(None);
    };
    let last_day = latest.date.plus(rule.not_older_than, asked.terms.periods.month_end)?;
    Ok(Some((latest.date, last_day, Anchor::CreditReportDate)))
}

/// The payment whose age ends the experience, and the last day on which it
/// still counts; nothing if there is too little, or something is late.
fn experience(
    asked: &Asked<'_>,
    debtor: &Debtor<'_>,
    rule: &PaymentExperience,
) -> Result<Evidence, Error> {
    let month_end = asked.terms.periods.month_end;
    let since = asked.as_of.minus(rule.within, month_end)?;
    let (mut paid, mut late) = (Vec::new(), false);
    for (receivable, balance) in debtor.account.receivables.iter().zip(&debtor.balances.receivables)
    {
        let latest = receivable.due_on(asked.as_of).plus(rule.tolerance, month_end)?;
        match balance.cleared() {
            Some(day) if day <= latest => paid.push(day),
            Some(day) => late |= day >= since,
            None => late |= balance.arisen && latest < asked.as_of,
        }
    }
    if late {
        return Ok(None);
    }
    order::by(&mut paid, |a, b| b.cmp(a));
    let needed = usize::try_from(rule.invoices).unwrap_or(usize::MAX).saturating_sub(1);
    let Some(oldest) = paid.get(needed).copied() else { return Ok(None) };
    Ok(Some((oldest, oldest.plus(rule.within, month_end)?, Anchor::ExperiencePayment)))
}
