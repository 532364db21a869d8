//! Cover that nothing slides into any more (COV-7).

use alloc::vec::Vec;

use super::limits::{Full, Limits};
use super::row::Row;
use crate::error::Error;
use crate::value::{Amount, Day};

/// What was covered of a receivable when nothing slid in any more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frozen {
    pub(super) on: Day,
    pub(super) covered: Amount,
    /// Whether a group's limit held for it.
    pub(super) capped: bool,
    /// The day on which it is given back.
    until: Option<Day>,
}

/// The day on which a receivable freezes.
#[derive(Debug, Clone, Copy)]
struct Freezing {
    on: Day,
    /// Which row.
    place: usize,
    until: Option<Day>,
}

impl Row<'_> {
    /// Its frozen cover, if that was not given back by a day.
    pub(super) fn frozen_on(&self, day: Day) -> Option<Frozen> {
        self.frozen.filter(|frozen| frozen.until.is_none_or(|until| day < until))
    }

    /// On which day its cover freezes: when cover on its buyer ended, or at its
    /// delivery if that came later and nevertheless keeps the former limit
    /// (COV-6). Such deliveries are few: they end with the grace and with the
    /// orders of before.
    fn freezes(&self, end: Day) -> Option<Day> {
        let delivery = self.receivable.invoice.delivery;
        if delivery <= end { Some(end) } else { Some(delivery).filter(|_| self.judged.insurable()) }
    }
}

/// Freezes cover day by day, as it was filled then. Gives how the limits were
/// filled where all froze on one day.
pub(super) fn freeze(
    limits: &Limits<'_, '_>,
    order: &[usize],
    rows: &mut [Row<'_>],
) -> Result<Option<Full>, Error> {
    let mut freezing: Vec<Freezing> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        for (end, _, until) in limits.prepared(row).map_or(&[][..], |one| one.ends.as_slice()) {
            if let Some(on) = row.freezes(*end).filter(|on| until.is_none_or(|until| *on < until)) {
                freezing.push(Freezing { on, place, until: *until });
            }
        }
    }
    freezing.sort_unstable_by_key(|one| (one.on, one.place));
    let mut at_once: Option<Full> = None;
    for today in freezing.chunk_by(|one, next| one.on == next.on) {
        let Some(Freezing { on, .. }) = today.first() else { continue };
        let full = limits.fill(order, rows, Some(*on))?;
        for Freezing { on, place, until } in today {
            if let Some(row) = rows.get_mut(*place) {
                let (covered, capped) = (row.filled.covered, row.filled.group_room.is_some());
                row.frozen = Some(Frozen { on: *on, covered, capped, until: *until });
            }
        }
        at_once = Some(full).filter(|_| today.len() == rows.len());
    }
    Ok(at_once.filter(|_| freezing.len() == rows.len()))
}
