//! A buyer's limit over time, cut where it changes.

use alloc::vec::Vec;

use crate::answers::cover::LimitBasis;
use crate::answers::cover::evidence::{Known, own_limit};
use crate::answers::cover::held::Held;
use crate::answers::cover::judge::Longest;
use crate::answers::cover::limit::{State, Timeline};
use crate::error::Error;
use crate::facts::Account;
use crate::terms::{Fallback, PolicyTerms};
use crate::value::{Amount, Day, Units};

/// A time in which every delivery without an order finds the same limit.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) from: Day,
    pub(super) limit: Units,
    /// The limit as it was when cover ended.
    pub(super) at_the_end: Units,
    pub(super) basis: LimitBasis,
    pub(super) decided: (State, Day),
    pub(super) longest: Option<Longest>,
    /// It depends on what the buyer paid or on what was reported about it.
    pub(super) on_evidence: bool,
}

/// Cuts a buyer's limit where it changes; none if an amount is finer than the
/// book's scale, or a day cannot be reckoned.
pub(super) fn stretches(
    terms: &PolicyTerms,
    account: &Account,
    line: &Timeline,
    (as_of, end): (Day, Option<Day>),
    units: impl Fn(Amount) -> Option<Units>,
) -> Result<Option<Vec<Stretch>>, Error> {
    let highest = line.highest_until(as_of);
    let at_the_end = end.map(|end| line.highest_until(end));
    let Ok(turns) = line.turns(terms) else { return Ok(None) };
    let by_evidence = terms.limits.discretionary.is_some();
    let added = line.ever_added();
    let mut found = Vec::with_capacity(turns.len());
    for from in turns {
        let nothing = Known {
            delivery: from,
            experienced: None,
            report: None,
            balance: Amount::ZERO,
            explain: false,
        };
        let held = Held::at(terms, (line, &highest), from, None, |fallback| {
            own_limit(terms, fallback, &nothing)
        });
        let Ok(held) = held else { return Ok(None) };
        let Some(limit) = units(held.limit.amount) else { return Ok(None) };
        let then = match &at_the_end {
            None => limit,
            Some(highest) => {
                let (increase, otherwise) = (terms.limits.increase, &held.otherwise);
                let then = line.limit(highest, increase, from, &held.governing, otherwise)?;
                let Some(then) = units(then.amount) else { return Ok(None) };
                then
            }
        };
        let fallback = held.governing.decision.state.fallback(&terms.limits);
        found.push(Stretch {
            from,
            limit,
            at_the_end: then,
            basis: held.limit.basis,
            decided: held.governing.decided_since(),
            longest: Longest::of(terms, account, &held.limit),
            on_evidence: by_evidence && (added || fallback == Fallback::Discretionary),
        });
    }
    Ok(Some(found))
}

/// The stretch of a delivery.
#[inline]
pub(super) fn at(stretches: &[Stretch], delivery: Day) -> Option<&Stretch> {
    let after = stretches.partition_point(|stretch| stretch.from <= delivery);
    stretches.get(after.checked_sub(1)?)
}
