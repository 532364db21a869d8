//! What the insurer decided on a limit, and from when to when it holds (COV-3).

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::error::Error;
use crate::facts::{LimitDecision, LimitKind};
use crate::terms::{Expiry, Fallback, LimitRules};
use crate::value::{Amount, Day, Share, Span};

/// What the decisions of an insurer come to (COV-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// Nothing was decided yet.
    Undecided,
    /// A limit is in force.
    Granted,
    /// A limit was refused.
    Refused,
    /// The limit was cancelled.
    Cancelled,
    /// The limit expired.
    Expired,
}

impl State {
    /// What holds beside it, or in its place (COV-4).
    pub(crate) const fn fallback(self, rules: &LimitRules) -> Fallback {
        match self {
            Self::Granted => Fallback::None,
            Self::Undecided => Fallback::Discretionary,
            Self::Refused | Self::Cancelled => rules.after_refusal,
            Self::Expired => rules.after_expiry,
        }
    }
}

/// One decision that took effect, or the end of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InForce {
    /// First day.
    pub(crate) from: Day,
    /// Its own last day, if it has one.
    pub(crate) last: Option<Day>,
    /// What holds from then on.
    pub(crate) state: State,
    /// The limit; nothing unless granted.
    pub(crate) granted: Amount,
    /// When it was decided; none for what nobody decided.
    pub(crate) decided: Option<Day>,
    /// Whether it left less than held before; not where it comes back.
    pub(crate) lowers: bool,
    /// Its own insured percentage.
    pub(crate) percentage: Option<Share>,
    /// Its own maximum terms of payment.
    pub(crate) maximum_terms: Option<Span>,
}

impl InForce {
    /// What holds while nothing is decided.
    pub(crate) const NOTHING: Self = Self {
        from: Day::MIN,
        last: None,
        state: State::Undecided,
        granted: Amount::ZERO,
        decided: None,
        lowers: false,
        percentage: None,
        maximum_terms: None,
    };

    /// What holds from a day after the last decision in force expired.
    pub(crate) const fn expired(from: Day) -> Self {
        Self { from, state: State::Expired, ..Self::NOTHING }
    }
}

const fn lowers(kind: LimitKind) -> bool {
    matches!(kind, LimitKind::Reduced | LimitKind::Refused | LimitKind::Cancelled)
}

/// Whether a last day, if there is one, is not over on a day.
pub(crate) fn lasts(last: Option<Day>, day: Day) -> bool {
    last.is_none_or(|last| last >= day)
}

/// A decision that takes effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effective<'a> {
    /// First day.
    pub(crate) from: Day,
    /// The decision.
    pub(crate) limit: &'a LimitDecision,
    lowers: bool,
    amount: Amount,
}

impl Effective<'_> {
    /// As what is in force from its first day.
    pub(super) fn in_force(&self) -> InForce {
        let state = match self.limit.kind {
            LimitKind::Refused => State::Refused,
            LimitKind::Cancelled => State::Cancelled,
            LimitKind::Granted
            | LimitKind::Reduced
            | LimitKind::Increased
            | LimitKind::Temporary => State::Granted,
        };
        InForce {
            from: self.from,
            last: self.limit.expires,
            state,
            granted: self.amount,
            decided: Some(self.limit.date),
            lowers: self.lowers,
            percentage: self.limit.insured_percentage,
            maximum_terms: self.limit.maximum_terms,
        }
    }
}

/// From when a decision holds: one that takes away never reaches back (COV-6).
fn not_back(limit: &LimitDecision) -> Day {
    if lowers(limit.kind) { limit.from().max(limit.date) } else { limit.from() }
}

/// The decisions that take effect, each before those that overtake it: of those
/// whose first day has come, the last is in force. One that takes away waits
/// for the end of a time in which the limit cannot be cancelled, so that their
/// first days need not be in order. Of temporary limits only that time counts.
/// Amounts are in one currency.
///
/// # Errors
///
/// [`Error::Overflow`] for a day that the calendar does not have.
pub(crate) fn effective<'a>(
    decisions: &[(&'a LimitDecision, Amount)],
    expiry: Expiry,
) -> Result<Vec<Effective<'a>>, Error> {
    let mut base: Vec<(Day, &LimitDecision, Amount)> =
        decisions.iter().map(|(limit, amount)| (not_back(limit), *limit, *amount)).collect();
    base.sort_by_key(|(from, limit, _)| (*from, limit.date));
    let mut entries: Vec<Effective<'_>> = Vec::with_capacity(base.len());
    // Those that a day of `base` can still find in force, or waiting.
    let mut left: Vec<Effective<'_>> = Vec::new();
    let mut binding: Option<Day> = None;
    for (from, limit, amount) in &base {
        if limit.kind == LimitKind::Temporary {
            binding = binding.max(limit.non_cancellable_until);
            continue;
        }
        let over = |entry: &Effective<'_>| !lasts(entry.limit.expires, *from);
        if expiry == Expiry::Reverts {
            while left.pop_if(|entry| over(entry)).is_some() {}
        }
        let mut begun = left.iter().rev().filter(|entry| entry.from < *from);
        let before = match expiry {
            Expiry::Reverts => begun.find(|entry| !over(entry)),
            Expiry::Ends => begun.next().filter(|entry| !over(entry)),
        };
        let before = before.map_or(Amount::ZERO, |entry| entry.amount);
        let lowers = lowers(limit.kind) || *amount < before;
        let mut from = *from;
        if lowers {
            from = from.max(limit.date);
            if let Some(until) = binding.filter(|until| from <= *until) {
                from = until.plus_days(1)?;
            }
        }
        if !lasts(limit.expires, from) {
            continue;
        }
        binding = binding.max(limit.non_cancellable_until);
        let entry = Effective { from, lowers, limit, amount: *amount };
        left.push(entry);
        entries.push(entry);
    }
    Ok(entries)
}

/// What is in force when, in order of the first day, and from the first day there is.
pub(crate) fn in_force(entries: &[Effective<'_>], expiry: Expiry) -> Vec<InForce> {
    let mut changes: Vec<(Day, bool, usize)> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        changes.push((entry.from, true, place));
        let over = entry.limit.expires.and_then(|last| last.plus_days(1).ok());
        changes.extend(over.map(|over| (over, false, place)));
    }
    changes.sort_unstable();
    let mut all = alloc::vec![InForce::NOTHING];
    let mut begun: BTreeSet<usize> = BTreeSet::new();
    let mut alive: BTreeSet<usize> = BTreeSet::new();
    // Which of them was in force last.
    let mut shown: Option<Option<usize>> = None;
    let mut known: BTreeSet<usize> = BTreeSet::new();
    let mut changes = changes.into_iter().peekable();
    while let Some((day, begins, place)) = changes.next() {
        if begins {
            begun.insert(place);
            alive.insert(place);
        } else {
            alive.remove(&place);
        }
        if changes.peek().is_some_and(|(next, ..)| *next == day) {
            continue;
        }
        let latest = match expiry {
            Expiry::Reverts => alive.last(),
            Expiry::Ends => begun.last().filter(|latest| alive.contains(latest)),
        };
        if shown == Some(latest.copied()) {
            continue;
        }
        shown = Some(latest.copied());
        all.push(match latest.and_then(|place| entries.get(*place).map(|it| (*place, it))) {
            None => InForce::expired(day),
            Some((place, entry)) => {
                let entry = entry.in_force();
                // What comes back is no new decision: it lowers nothing (COV-6).
                let lowers = entry.lowers && known.insert(place);
                InForce { from: day, lowers, ..entry }
            }
        });
    }
    all
}
