//! A buyer's limit, filled row by row (COV-5, COV-7).

use super::book::Book;
use super::line::Stretch;
use super::memo::Known;
use super::parts::Slots;
use super::slot::{Outcome, Row, State};
use crate::answers::cover::exposure::Tally;
use crate::answers::cover::fill::{Taken, Wish};
use crate::answers::cover::{ReasonCode, ReasonSet, Verdict};
use crate::error::Error;
use crate::value::{Day, Units};

/// A row, judged by its own facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) open: Units,
    pub(super) delivery: Day,
    pub(super) due: Day,
    pub(super) place: u64,
    pub(super) base: Units,
    pub(super) limit: Units,
    pub(super) limit_at_the_end: Units,
    pub(super) base_at_the_end: Units,
    pub(super) ceiling: Option<Units>,
    pub(super) reasons: ReasonSet,
    pub(super) excluded: bool,
    pub(super) suspended: bool,
    pub(super) notify: Option<Day>,
}

impl Seen {
    /// A row of which all is open and insured, judged before.
    #[inline]
    pub(super) const fn plain(place: u64, row: &Row, held: &Stretch, known: &Known) -> Self {
        let open = Units(row.open);
        Self {
            open,
            delivery: row.delivery,
            due: row.due,
            place,
            base: open,
            limit: held.limit,
            limit_at_the_end: held.at_the_end,
            base_at_the_end: open,
            ceiling: None,
            reasons: known.reasons,
            excluded: known.excluded,
            suspended: known.suspended,
            notify: known.notify,
        }
    }

    pub(super) const fn known(&self) -> Known {
        let Self { reasons, excluded, suspended, notify, .. } = *self;
        Known { reasons, excluded, suspended, notify }
    }

    const fn insurable(&self) -> bool {
        !self.excluded && !self.suspended
    }
}

/// A buyer's limit while it is filled (COV-5), and what comes of it.
pub(super) struct Filling<'b, 'a> {
    book: &'b Book<'a>,
    ended: bool,
    /// Whether what cannot be insured takes up room nevertheless.
    pub(super) uninsurable: bool,
    pub(super) taken: Taken<Units>,
    pub(super) tally: Tally<Units>,
}

impl<'b, 'a> Filling<'b, 'a> {
    pub(super) fn new(book: &'b Book<'a>, end: Option<Day>) -> Self {
        let now = book.question.policy.on(book.question.as_of);
        Self {
            book,
            ended: end.is_some(),
            uninsurable: now.limits.uninsurable_fill_the_limit,
            taken: Taken::default(),
            tally: Tally::default(),
        }
    }

    /// Fills in the next row, and answers about it.
    // Handed over in memory, what was seen of a row waits until it has been written.
    #[expect(clippy::inline_always, reason = "measured")]
    #[inline(always)]
    pub(super) fn add(&mut self, one: &Seen, slots: &mut Slots<'_>) -> Result<(), Error> {
        let Seen { open, base, .. } = *one;
        let insurable = one.insurable();
        let wish = Wish {
            base,
            limit: one.limit,
            ceiling: one.ceiling,
            insurable,
            takes_room: !insurable && self.uninsurable,
        };
        let (filled, _) = self.taken.fill(&wish, None)?;
        let mut reasons = one.reasons;
        if insurable {
            let short = filled.short(base, self.ended)?;
            for (over, code) in [
                (short.of_limit, ReasonCode::OverTheLimit),
                (short.ended, ReasonCode::CoverEndedBeforeItSlidIn),
            ] {
                if over > Units(0) {
                    reasons.insert(code);
                }
            }
        }
        let covered = filled.covered;
        let verdict = Verdict::of(one.excluded, one.suspended, covered, open);
        let late = self.book.as_of().days_after(one.due);
        self.tally.add(late, open, insurable.then_some((base, covered)))?;
        let outcome = Outcome {
            covered: covered.0,
            limit: one.limit.0,
            reasons,
            notify: one.notify,
            state: State::from(verdict),
        };
        slots.put(one.place, &outcome);
        Ok(())
    }
}

/// Fills the limit as of the day on which cover ended: nothing slides in later
/// (COV-7). Not so simple if a later delivery is insurable nevertheless.
pub(super) fn freeze(seen: &mut [Seen], end: Day, uninsurable_fill: bool) -> Result<bool, Error> {
    if seen.iter().any(|one| one.delivery > end && one.insurable()) {
        return Ok(false);
    }
    let mut taken = Taken::<Units>::default();
    for one in seen.iter_mut().filter(|one| one.delivery <= end) {
        let insurable = one.insurable();
        let wish = Wish {
            base: one.base_at_the_end,
            limit: one.limit_at_the_end,
            ceiling: None,
            insurable,
            takes_room: !insurable && uninsurable_fill,
        };
        let (filled, _) = taken.fill(&wish, None)?;
        one.ceiling = Some(filled.covered);
    }
    Ok(true)
}
