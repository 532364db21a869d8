//! Which limit holds for a buyer or a group on a day, and for a delivery.

use alloc::vec::Vec;

use super::LimitBasis;
use super::decision::{Effective, effective, in_force, lasts};
pub(crate) use super::decision::{InForce, State};
use super::fx::Exchange;
use super::governing::{Candidates, Governing, Limit, Otherwise, caps};
use super::temporary::{Addition, Temporary, added, additions, without};
use crate::error::Error;
use crate::facts::{LimitDecision, LimitKind};
use crate::terms::{Expiry, Increase, PolicyTerms};
use crate::value::{Amount, Currency, Day};

/// A time in which one decision and one temporary addition hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    from: Day,
    decision: usize,
    temporary: Temporary,
}

/// The limit of a buyer or a group over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timeline {
    /// Every decision that takes effect, each before those that overtake it:
    /// those of the groups above, the nearest last, then its own.
    decided: Vec<Vec<InForce>>,
    /// When one of them lowered the limit, in order, with the latest day on
    /// which such a one was decided until then.
    lowered: Vec<(Day, Day)>,
    expiry: Expiry,
    /// The temporary limits of each of them, in the same order.
    additions: Vec<Vec<Addition>>,
    // What is in force. Both in order of their first day, and starting with the first day there is.
    decisions: Vec<InForce>,
    stretches: Vec<Stretch>,
}

impl Timeline {
    /// The timeline of decisions that were taken by a day (COV-3).
    pub(crate) fn new(
        limits: &[LimitDecision],
        ledger: Currency,
        known: Day,
        exchange: &Exchange<'_>,
        expiry: Expiry,
    ) -> Result<Self, Error> {
        let mut all: Vec<(&LimitDecision, Amount)> = Vec::new();
        let mut temporary: Vec<(&LimitDecision, Amount)> = Vec::new();
        for limit in limits.iter().filter(|limit| limit.date <= known) {
            let given = limit.amount.unwrap_or_default();
            let amount = exchange.limit(given, limit.currency.unwrap_or(ledger))?;
            if limit.kind == LimitKind::Temporary {
                temporary.push((limit, amount));
            }
            all.push((limit, amount));
        }
        let decided = effective(&all, expiry)?;
        let decisions = in_force(&decided, expiry);
        let additions = additions(&temporary, &decisions);
        let stretches = stretches(&decisions, &added(&additions)?);
        let decided = alloc::vec![decided.iter().map(Effective::in_force).collect()];
        let lowered = lowered(&decided);
        let additions = alloc::vec![additions];
        Ok(Self { decided, lowered, expiry, additions, decisions, stretches })
    }

    /// This timeline, with what another says until the first decision here: a
    /// buyer without a decision of its own has its group's limit.
    pub(crate) fn or(&self, group: &Self) -> Result<Self, Error> {
        let first = self.decisions.get(1).map_or(Day::MAX, |decision| decision.from);
        let mut decisions: Vec<InForce> =
            group.decisions.iter().filter(|decision| decision.from < first).copied().collect();
        decisions.extend(self.decisions.iter().skip(1));
        let until_then = |all: &Vec<InForce>| {
            all.iter().filter(|decision| decision.from < first).copied().collect()
        };
        let mut decided: Vec<Vec<InForce>> = group.decided.iter().map(until_then).collect();
        decided.extend(self.decided.iter().cloned());
        let before_then = |all: &Vec<Addition>| {
            all.iter().filter(|addition| addition.limit.from < first).copied().collect()
        };
        let mut additions: Vec<Vec<Addition>> = group.additions.iter().map(before_then).collect();
        additions.extend(self.additions.iter().cloned());
        let mut days: Vec<Day> = group
            .stretches
            .iter()
            .map(|stretch| stretch.from)
            .filter(|from| *from < first)
            .chain(self.stretches.iter().map(|stretch| stretch.from))
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut temporary = Vec::with_capacity(days.len());
        for day in days {
            let own = self.temporary(day);
            let above = if day < first { group.temporary(day) } else { Temporary::default() };
            temporary.push((
                day,
                Temporary {
                    amount: own.amount.plus(above.amount)?,
                    latest: own.latest.or(above.latest),
                },
            ));
        }
        let stretches = stretches(&decisions, &temporary);
        let (lowered, expiry) = (lowered(&decided), self.expiry);
        Ok(Self { decided, lowered, expiry, additions, decisions, stretches })
    }

    /// Whether nothing was ever decided.
    pub(crate) fn is_empty(&self) -> bool {
        self.decisions.len() <= 1 && self.stretches.len() <= 1
    }

    /// Whether nothing began or ended between two days.
    pub(super) fn same(&self, one: Day, other: Day) -> bool {
        self.place(one) == self.place(other)
    }

    fn place(&self, day: Day) -> usize {
        self.stretches.partition_point(|stretch| stretch.from <= day).saturating_sub(1)
    }

    fn stretch(&self, day: Day) -> Option<Stretch> {
        self.stretches.get(self.place(day)).copied()
    }

    fn temporary(&self, day: Day) -> Temporary {
        self.stretch(day).map_or_else(Temporary::default, |stretch| stretch.temporary)
    }

    /// The times in which cover ended by refusal or cancellation, and no
    /// temporary limit gave it back (COV-7).
    pub(crate) fn ends(&self, mut found: impl FnMut(Day, Option<Day>)) {
        for (place, stretch) in self.stretches.iter().enumerate() {
            let state = self.decisions.get(stretch.decision).map(|decision| decision.state);
            if matches!(state, Some(State::Refused | State::Cancelled))
                && stretch.temporary.amount.is_zero()
            {
                let next = place.checked_add(1).and_then(|next| self.stretches.get(next));
                found(stretch.from, next.map(|next| next.from));
            }
        }
    }

    /// What governs a delivery below a group, for the group's limit (COV-6).
    pub(crate) fn governing(
        &self,
        terms: &PolicyTerms,
        delivery: Day,
        ordered: Option<Day>,
    ) -> Result<Option<Governing>, Error> {
        let candidates = self.candidates(terms, delivery, ordered)?;
        candidates.map(|candidates| candidates.best_of_group()).transpose()
    }

    /// What may govern a delivery: what is in force, and within grace or under
    /// a binding order each former limit (COV-6).
    pub(crate) fn candidates(
        &self,
        terms: &PolicyTerms,
        delivery: Day,
        ordered: Option<Day>,
    ) -> Result<Option<Candidates>, Error> {
        let Some(stretch) = self.stretch(delivery) else { return Ok(None) };
        let Some(now) = self.decisions.get(stretch.decision).copied() else { return Ok(None) };
        let mut found = Candidates::only(Governing { decision: now, beside: stretch.temporary });
        let rules = &terms.limits;
        let ordered = ordered.filter(|_| rules.binding_orders);
        let in_grace = |from: Day| match rules.grace {
            None => Ok(false),
            Some(grace) => Ok(delivery <= from.plus(grace, terms.periods.month_end)?),
        };
        let bound = |decided: Day| ordered.is_some_and(|ordered| ordered < decided);
        let begun = self.lowered.partition_point(|(from, _)| *from <= delivery);
        match begun.checked_sub(1).and_then(|last| self.lowered.get(last)) {
            Some((from, decided)) if in_grace(*from)? || bound(*decided) => {}
            _ => return Ok(Some(found)),
        }
        // What would hold had one of these not been decided, nor any after it.
        let mut former = InForce::NOTHING;
        // The list whose temporary limits go with it, and with them those of the lists below.
        let mut since = 0;
        for (list, decided) in self.decided.iter().enumerate() {
            let begun = decided.iter().filter(|decision| decision.from <= delivery);
            for (place, decision) in begun.enumerate() {
                if decision.lowers
                    && (in_grace(decision.from)? || decision.decided.is_some_and(bound))
                {
                    let added = self.additions.iter().skip(since).flatten();
                    let beside = without(added, decision, delivery)?;
                    found.keep(Governing { decision: former, beside })?;
                }
                since = list;
                if lasts(decision.last, delivery) {
                    former = *decision;
                } else if place == 0 || self.expiry == Expiry::Ends {
                    former = InForce::expired(decision.last.unwrap_or(decision.from));
                }
            }
        }
        Ok(Some(found))
    }

    /// The days from which another limit may hold for a delivery without an
    /// order: a decision or an addition begins or ends, or the grace after one.
    pub(crate) fn turns(&self, terms: &PolicyTerms) -> Result<Vec<Day>, Error> {
        let mut days: Vec<Day> = self.stretches.iter().map(|stretch| stretch.from).collect();
        if let Some(grace) = terms.limits.grace {
            for decision in self.decided.iter().flatten() {
                if decision.lowers {
                    let last = decision.from.plus(grace, terms.periods.month_end)?;
                    days.extend(last.plus_days(1).ok());
                }
                // What would hold without another begins and ends as well.
                days.push(decision.from);
                days.extend(decision.last.and_then(|last| last.plus_days(1).ok()));
            }
            for addition in self.additions.iter().flatten() {
                days.push(addition.limit.from);
                days.extend(addition.limit.last.and_then(|last| last.plus_days(1).ok()));
            }
            days.sort_unstable();
            days.dedup();
        }
        Ok(days)
    }

    /// Whether a decision ever lowered the limit, so that an order of before counts.
    pub(crate) fn ever_lowered(&self) -> bool {
        !self.lowered.is_empty()
    }

    /// Whether anything was ever added for a time.
    pub(crate) fn ever_added(&self) -> bool {
        self.stretches.iter().any(|stretch| stretch.temporary != Temporary::default())
    }

    /// What each stretch and those after it come to, up to a day.
    pub(crate) fn highest_until(&self, until: Day) -> Highest {
        let last = self.place(until);
        let mut best = Best::default();
        let mut from: Vec<Best> = Vec::with_capacity(last.saturating_add(1));
        for stretch in self.stretches.iter().take(last.saturating_add(1)).rev() {
            let decision = self.decisions.get(stretch.decision);
            match decision {
                Some(decision) if decision.state == State::Granted => {
                    let total =
                        decision.granted.plus(stretch.temporary.amount).unwrap_or(decision.granted);
                    if best.named.is_none_or(|(highest, _)| total >= highest) {
                        best.named = Some((total, stretch.decision));
                    }
                }
                Some(decision) => {
                    let best = match decision.state {
                        State::Refused | State::Cancelled => &mut best.refused,
                        State::Expired => &mut best.expired,
                        State::Undecided | State::Granted => &mut best.undecided,
                    };
                    if best.is_none_or(|best| stretch.temporary.amount > best.amount) {
                        *best = Some(stretch.temporary);
                    }
                }
                None => {}
            }
            from.push(best);
        }
        from.reverse();
        Highest(from)
    }

    /// The limit for a delivery: the one that holds then, or the highest since
    /// (COV-6). `otherwise` is what holds where the insurer granted nothing.
    pub(crate) fn limit(
        &self,
        highest: &Highest,
        increase: Increase,
        delivery: Day,
        governing: &Governing,
        otherwise: &Otherwise,
    ) -> Result<Limit, Error> {
        let mut limit = governing.limit(otherwise)?;
        // The decision that it was delivered under keeps its percentage and terms.
        let under = limit.decision;
        let mut take = |other: Limit| {
            if other.is_better(&limit) {
                limit = Limit { decision: under.or(other.decision), ..other };
            }
        };
        if increase == Increase::Immediate
            && let Some(best) = highest.0.get(self.place(delivery))
        {
            let states = [
                (best.undecided, otherwise.undecided),
                (best.refused, otherwise.refused),
                (best.expired, otherwise.expired),
            ];
            for (temporary, base) in states {
                if let Some(temporary) = temporary {
                    take(temporary.upon(base)?);
                }
            }
            if let Some((amount, decision)) = best.named {
                let decision = self.decisions.get(decision).copied();
                take(Limit { amount, basis: LimitBasis::Named, decision });
            }
        }
        if limit.amount.is_zero() && limit.basis != LimitBasis::Named {
            limit.basis = LimitBasis::None;
        } else if limit.basis == LimitBasis::None {
            // Nothing but a temporary addition: the insurer decided that one, too.
            limit.basis = LimitBasis::Named;
        }
        Ok(limit)
    }

    /// What a group's limit leaves its members for a delivery; none if it sets
    /// no cap (COV-3). What capped nothing at delivery never does.
    pub(crate) fn cap(
        &self,
        highest: &Highest,
        increase: Increase,
        delivery: Day,
        governing: &Governing,
    ) -> Result<Option<Amount>, Error> {
        if !caps(governing.decision.state) {
            return Ok(None);
        }
        let limit = self.limit(highest, increase, delivery, governing, &Otherwise::NOTHING)?;
        Ok(Some(limit.amount))
    }
}

/// The best that any stretch from a place on gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Best {
    /// The highest limit with its addition, and the decision that gives it.
    named: Option<(Amount, usize)>,
    /// The highest addition while nothing was granted, by why nothing was; none:
    /// there was no such time.
    undecided: Option<Temporary>,
    refused: Option<Temporary>,
    expired: Option<Temporary>,
}

/// The best of every place and those after it, up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Highest(Vec<Best>);

/// When the limit was lowered, with the latest day of decision until then.
fn lowered(decided: &[Vec<InForce>]) -> Vec<(Day, Day)> {
    let lowering = decided.iter().flatten().filter(|decision| decision.lowers);
    let mut days: Vec<(Day, Day)> =
        lowering.filter_map(|decision| Some((decision.from, decision.decided?))).collect();
    days.sort_unstable();
    let mut latest = Day::MIN;
    for (_, decided) in &mut days {
        latest = latest.max(*decided);
        *decided = latest;
    }
    days
}

/// Cuts time wherever a decision or an addition begins or ends.
fn stretches(decisions: &[InForce], temporary: &[(Day, Temporary)]) -> Vec<Stretch> {
    let mut days: Vec<Day> = decisions
        .iter()
        .map(|decision| decision.from)
        .chain(temporary.iter().map(|(day, _)| *day))
        .collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .map(|from| {
            let decision =
                decisions.partition_point(|decision| decision.from <= from).saturating_sub(1);
            let addition = temporary.partition_point(|(day, _)| *day <= from).checked_sub(1);
            let temporary = addition
                .and_then(|place| temporary.get(place))
                .map_or_else(Temporary::default, |(_, temporary)| *temporary);
            Stretch { from, decision, temporary }
        })
        .collect()
}
