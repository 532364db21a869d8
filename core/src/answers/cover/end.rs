//! When cover on a buyer ended.

use alloc::vec::Vec;

use crate::terms::EndOfSliding;
use crate::value::Day;

/// A time in which cover on a buyer was ended: from a day until before another.
pub(crate) type Ended = (Day, EndOfSliding, Option<Day>);

/// When cover on a buyer was ended by a day (COV-7): times that follow each
/// other without a break are one.
pub(crate) fn runs(mut spans: Vec<Ended>, as_of: Day) -> Vec<Ended> {
    spans.retain(|(from, ..)| *from <= as_of);
    spans.sort_unstable();
    let mut runs: Vec<Ended> = Vec::new();
    for (from, by, until) in spans {
        match runs.last_mut() {
            Some((_, _, last)) if last.is_none_or(|last| from <= last) => {
                *last = match (*last, until) {
                    (Some(last), Some(until)) => Some(last.max(until)),
                    _ => None,
                };
            }
            _ => runs.push((from, by, until)),
        }
    }
    runs
}

/// When and how cover on a buyer ended, if it is ended as of a day.
pub(crate) fn ended(runs: &[Ended], as_of: Day) -> Option<(Day, EndOfSliding)> {
    let (from, by, until) = runs.last()?;
    until.is_none_or(|until| as_of < until).then_some((*from, *by))
}
