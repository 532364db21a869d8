//! Temporary limits: what they add, and what ends them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::LimitBasis;
use super::decision::{InForce, State, lasts};
use super::governing::{Limit, taken};
use crate::error::Error;
use crate::facts::LimitDecision;
use crate::value::{Amount, Day};

/// What temporary limits add for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Temporary {
    /// How much.
    pub(crate) amount: Amount,
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

    /// One more of them, no earlier than those before it.
    fn plus(self, limit: &InForce) -> Result<Self, Error> {
        Ok(Self { amount: self.amount.plus(limit.granted)?, latest: Some(*limit) })
    }
}

/// One temporary limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Addition {
    pub(crate) limit: InForce,
    /// What ended it: a refusal or cancellation of a day, decided on another.
    ended: Option<Moment>,
}

/// When a decision holds for the first time and, of those of one day, when it
/// was decided: the later one is the latest.
type Moment = (Day, Option<Day>);

const fn moment(decision: &InForce) -> Moment {
    (decision.from, decision.decided)
}

/// The temporary limits, in order, and what ends each: a refusal or cancellation
/// that takes effect after it, for then the latest decision is that nothing
/// holds any more (COV-3).
pub(crate) fn additions(
    temporary: &[(&LimitDecision, Amount)],
    decisions: &[InForce],
) -> Vec<Addition> {
    let ends: Vec<Moment> = decisions
        .iter()
        // One that comes back ended what it could when it was decided.
        .filter(|decision| decision.lowers && taken(decision.state))
        .map(moment)
        .collect();
    let mut all: Vec<Addition> = temporary
        .iter()
        .map(|(limit, amount)| {
            let limit = InForce {
                from: limit.from(),
                last: limit.expires,
                state: State::Granted,
                granted: *amount,
                decided: Some(limit.date),
                lowers: false,
                percentage: limit.insured_percentage,
                maximum_terms: limit.maximum_terms,
            };
            let later = ends.partition_point(|end| *end <= moment(&limit));
            Addition { limit, ended: ends.get(later).copied() }
        })
        .collect();
    all.sort_by_key(|addition| moment(&addition.limit));
    all
}

/// What temporary limits add from each day on which that changes.
pub(crate) fn added(additions: &[Addition]) -> Result<Vec<(Day, Temporary)>, Error> {
    // Which of them begin to add and are over.
    let mut changes: Vec<(Day, bool, usize)> = Vec::new();
    for (place, Addition { limit, ended }) in additions.iter().enumerate() {
        changes.push((limit.from, false, place));
        let over = limit.last.and_then(|last| last.plus_days(1).ok());
        let end = over.into_iter().chain(ended.map(|(day, _)| day)).min();
        changes.extend(end.map(|day| (day, true, place)));
    }
    changes.sort_unstable();
    let mut alive: BTreeMap<usize, InForce> = BTreeMap::new();
    let mut sum = Temporary::default();
    let mut all = alloc::vec![(Day::MIN, sum)];
    for (day, over, place) in changes {
        let Some(Addition { limit, .. }) = additions.get(place) else { continue };
        if over {
            sum.amount = sum.amount.less(limit.granted)?;
            alive.remove(&place);
        } else {
            sum.amount = sum.amount.plus(limit.granted)?;
            alive.insert(place, *limit);
        }
        sum.latest = alive.last_key_value().map(|(_, limit)| *limit);
        match all.last_mut().filter(|(last, _)| *last == day) {
            Some((_, last)) => *last = sum,
            None => all.push((day, sum)),
        }
    }
    Ok(all)
}

/// What temporary limits would add on a day without a decision, nor any after
/// it (COV-6): those of before it, as long as they last and nothing before it
/// ended them.
pub(crate) fn without<'a>(
    additions: impl Iterator<Item = &'a Addition>,
    decision: &InForce,
    day: Day,
) -> Result<Temporary, Error> {
    let before = moment(decision);
    let mut found = Temporary::default();
    for Addition { limit, ended } in additions {
        let is_over = !lasts(limit.last, day) || ended.is_some_and(|ended| ended < before);
        if moment(limit) < before && !is_over {
            found = found.plus(limit)?;
        }
    }
    Ok(found)
}
