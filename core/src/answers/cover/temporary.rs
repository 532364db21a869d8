//! Temporary limits: what they add, and what ends them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::LimitBasis;
use super::limit::{InForce, Limit, State};
use crate::error::Error;
use crate::facts::LimitDecision;
use crate::value::{Amount, Day};

/// What temporary limits add for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Temporary {
    /// How much.
    pub(crate) amount: Amount,
    /// What more they would add, had no refusal or cancellation ended them.
    pub(crate) ended: Amount,
    /// The latest of them: its percentage and terms hold where it adds to no
    /// other decision.
    pub(crate) latest: Option<InForce>,
}

impl Temporary {
    /// Added to what holds where the insurer granted nothing.
    pub(crate) fn upon(self, (base, basis): (Amount, LimitBasis)) -> Result<Limit, Error> {
        let alone = base.is_zero() && !self.amount.is_zero();
        Ok(Limit {
            amount: base.plus(self.amount)?,
            basis: if alone { LimitBasis::Named } else { basis },
            decision: self.latest,
        })
    }
}

/// What temporary limits add from each day on which that changes. A refusal or
/// cancellation that takes effect after one of them ends it: the latest decision
/// is that nothing holds any more (COV-3).
pub(crate) fn added(
    temporary: &[(&LimitDecision, Amount)],
    decisions: &[InForce],
) -> Result<Vec<(Day, Temporary)>, Error> {
    let ends: Vec<(Day, Option<Day>)> = decisions
        .iter()
        // One that comes back ended what it could when it was decided.
        .filter(|decision| decision.lowers)
        .filter(|decision| matches!(decision.state, State::Refused | State::Cancelled))
        .map(|decision| (decision.from, decision.decided))
        .collect();
    let grants: Vec<Day> = decisions
        .iter()
        .filter(|decision| decision.state == State::Granted)
        .map(|decision| decision.from)
        .collect();
    // Which of them begin to add, are ended, and are over.
    let mut changes: Vec<(Day, Change, usize)> = Vec::new();
    for (place, (limit, _)) in temporary.iter().enumerate() {
        let from = limit.from();
        let over = limit.expires.and_then(|last| last.plus_days(1).ok());
        let ended = ends.partition_point(|end| *end <= (from, Some(limit.date)));
        let ended = ends.get(ended).map(|(day, _)| *day);
        changes.push((from, Change::Begins, place));
        match ended.filter(|ended| over.is_none_or(|over| *ended < over)) {
            None => changes.extend(over.map(|over| (over, Change::Over, place))),
            Some(ended) => {
                changes.push((ended, Change::Ended, place));
                let granted = grants.get(grants.partition_point(|from| *from <= ended)).copied();
                let forgotten = over.into_iter().chain(granted).min();
                changes.extend(forgotten.map(|day| (day, Change::Forgotten, place)));
            }
        }
    }
    changes.sort_unstable();
    let mut alive: BTreeMap<usize, InForce> = BTreeMap::new();
    let mut sum = Temporary::default();
    let mut all = alloc::vec![(Day::MIN, sum)];
    for (day, change, place) in changes {
        let Some((limit, amount)) = temporary.get(place) else { continue };
        match change {
            Change::Begins => {
                sum.amount = sum.amount.plus(*amount)?;
                alive.insert(
                    place,
                    InForce {
                        from: limit.from(),
                        last: limit.expires,
                        state: State::Granted,
                        granted: *amount,
                        decided: Some(limit.date),
                        lowers: false,
                        percentage: limit.insured_percentage,
                        maximum_terms: limit.maximum_terms,
                    },
                );
            }
            Change::Ended => {
                sum.amount = sum.amount.less(*amount)?;
                sum.ended = sum.ended.plus(*amount)?;
                alive.remove(&place);
            }
            Change::Over => {
                sum.amount = sum.amount.less(*amount)?;
                alive.remove(&place);
            }
            Change::Forgotten => sum.ended = sum.ended.less(*amount)?,
        }
        sum.latest = alive.last_key_value().map(|(_, limit)| *limit);
        match all.last_mut().filter(|(last, _)| *last == day) {
            Some((_, last)) => *last = sum,
            None => all.push((day, sum)),
        }
    }
    Ok(all)
}

/// What happens to a temporary limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    Begins,
    /// By a refusal or cancellation.
    Ended,
    /// By its own last day.
    Over,
    /// It was ended, and its time is over or a new limit begins.
    Forgotten,
}
