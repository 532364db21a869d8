//! What the insurer decided on a limit, and from when to when it holds (COV-3).

use alloc::vec::Vec;

use crate::error::Error;
use crate::facts::{LimitDecision, LimitKind};
use crate::terms::{Fallback, LimitRules};
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
    /// What holds from then on.
    pub(crate) state: State,
    /// The limit; nothing unless granted.
    pub(crate) granted: Amount,
    /// When it was decided; none for what nobody decided.
    pub(crate) decided: Option<Day>,
    /// Whether it left less than held before.
    pub(crate) lowers: bool,
    /// Its own insured percentage.
    pub(crate) percentage: Option<Share>,
    /// Its own maximum terms of payment.
    pub(crate) maximum_terms: Option<Span>,
}

const fn lowers(kind: LimitKind) -> bool {
    matches!(kind, LimitKind::Reduced | LimitKind::Refused | LimitKind::Cancelled)
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

/// From when a decision holds: one that takes away never reaches back (COV-6).
fn not_back(limit: &LimitDecision) -> Day {
    if lowers(limit.kind) { limit.from().max(limit.date) } else { limit.from() }
}

/// Which decisions take effect, and from when, in order: each holds until the
/// next or its own last day. One that takes away waits for the end of a time in
/// which the limit cannot be cancelled; a later decision that holds earlier
/// overtakes it. Amounts are in one currency.
///
/// # Errors
///
/// [`Error::Overflow`] for a day that the calendar does not have.
pub(crate) fn effective<'a>(
    decisions: &[(&'a LimitDecision, Amount)],
) -> Result<Vec<Effective<'a>>, Error> {
    let mut base: Vec<(Day, &LimitDecision, Amount)> =
        decisions.iter().map(|(limit, amount)| (not_back(limit), *limit, *amount)).collect();
    base.sort_by_key(|(from, limit, _)| (*from, limit.date));
    let mut entries: Vec<Effective<'_>> = Vec::with_capacity(base.len());
    let mut binding: Option<Day> = None;
    for (from, limit, amount) in &base {
        let before = entries
            .iter()
            .rev()
            .find(|entry| entry.from < *from)
            .filter(|entry| entry.limit.expires.is_none_or(|last| last >= *from))
            .map_or(Amount::ZERO, |entry| entry.amount);
        let lowers = lowers(limit.kind) || *amount < before;
        let mut from = *from;
        if lowers {
            from = from.max(limit.date);
            if let Some(until) = binding.filter(|until| from <= *until) {
                from = until.plus_days(1)?;
            }
        }
        if limit.expires.is_some_and(|last| last < from) {
            continue;
        }
        while entries.last().is_some_and(|entry| entry.from >= from) {
            entries.pop();
        }
        binding = binding.max(limit.non_cancellable_until);
        entries.push(Effective { from, lowers, limit, amount: *amount });
    }
    Ok(entries)
}

/// What is in force when.
pub(super) fn in_force(decisions: &[(&LimitDecision, Amount)]) -> Result<Vec<InForce>, Error> {
    let entries = effective(decisions)?;
    let nothing = InForce {
        from: Day::MIN,
        state: State::Undecided,
        granted: Amount::ZERO,
        decided: None,
        lowers: false,
        percentage: None,
        maximum_terms: None,
    };
    let mut all = alloc::vec![nothing];
    for (place, entry) in entries.iter().enumerate() {
        let state = match entry.limit.kind {
            LimitKind::Refused => State::Refused,
            LimitKind::Cancelled => State::Cancelled,
            LimitKind::Granted
            | LimitKind::Reduced
            | LimitKind::Increased
            | LimitKind::Temporary => State::Granted,
        };
        all.push(InForce {
            from: entry.from,
            state,
            granted: entry.amount,
            decided: Some(entry.limit.date),
            lowers: entry.lowers,
            percentage: entry.limit.insured_percentage,
            maximum_terms: entry.limit.maximum_terms,
        });
        let next = place.checked_add(1).and_then(|next| entries.get(next));
        if let Some(after) = entry.limit.expires.and_then(|last| last.plus_days(1).ok())
            // What ends on the eve of the next decision is not the former limit of that one (COV-6).
            && next.is_none_or(|next| after <= next.from)
        {
            all.push(InForce {
                from: after,
                state: State::Expired,
                decided: Some(entry.limit.date),
                ..nothing
            });
        }
    }
    Ok(all)
}
