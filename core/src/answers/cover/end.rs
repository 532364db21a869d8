//! When cover on a buyer ended.

use alloc::vec::Vec;

use crate::terms::EndOfSliding;
use crate::value::Day;

/// When and how cover on a buyer ended, if it is ended as of a day (COV-7),
/// from every time in which it was: from a day until before another.
pub(crate) fn ended(
    mut spans: Vec<(Day, EndOfSliding, Option<Day>)>,
    as_of: Day,
) -> Option<(Day, EndOfSliding)> {
    spans.retain(|(from, ..)| *from <= as_of);
    spans.sort_unstable();
    // Ends that follow each other without a break are one.
    let mut run: Option<(Day, EndOfSliding, Option<Day>)> = None;
    for (from, by, until) in spans {
        run = match run {
            Some((first, by, last)) if last.is_none_or(|last| from <= last) => {
                let last = match (last, until) {
                    (Some(last), Some(until)) => Some(last.max(until)),
                    _ => None,
                };
                Some((first, by, last))
            }
            _ => Some((from, by, until)),
        };
    }
    run.filter(|(_, _, until)| until.is_none_or(|until| as_of < until))
        .map(|(from, by, _)| (from, by))
}
