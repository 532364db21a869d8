//! The place of a row while it is being answered.

use super::Dispute;
use crate::answers::cover::{ReasonSet, Verdict};
use crate::terms::PaymentMethod;
use crate::value::Day;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// All of what is open is covered.
    Covered = 0,
    /// Some of it is.
    PartlyCovered = 1,
    /// None of it is.
    NotCovered = 2,
    /// Nobody can say yet: it is disputed.
    Suspended = 3,
    /// Nothing is open any more.
    Settled = 4,
    /// It is delivered after the day asked about.
    NotYet = 5,
    /// It cannot stand: see the refusals.
    Refused = 6,
}

impl State {
    /// Every state, in the order of their codes.
    pub const ALL: [Self; 7] = [
        Self::Covered,
        Self::PartlyCovered,
        Self::NotCovered,
        Self::Suspended,
        Self::Settled,
        Self::NotYet,
        Self::Refused,
    ];

    /// The stable name; that of a verdict is as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::NotYet => "not_yet",
            Self::Refused => "refused",
            Self::Covered => Verdict::Covered.name(),
            Self::PartlyCovered => Verdict::PartlyCovered.name(),
            Self::NotCovered => Verdict::NotCovered.name(),
            Self::Suspended => Verdict::Suspended.name(),
        }
    }

    /// The verdict, for an open receivable that can stand.
    #[must_use]
    pub const fn verdict(self) -> Option<Verdict> {
        match self {
            Self::Covered => Some(Verdict::Covered),
            Self::PartlyCovered => Some(Verdict::PartlyCovered),
            Self::NotCovered => Some(Verdict::NotCovered),
            Self::Suspended => Some(Verdict::Suspended),
            Self::Settled | Self::NotYet | Self::Refused => None,
        }
    }
}

impl From<Verdict> for State {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Covered => Self::Covered,
            Verdict::PartlyCovered => Self::PartlyCovered,
            Verdict::NotCovered => Self::NotCovered,
            Verdict::Suspended => Self::Suspended,
        }
    }
}

/// What the rules read of nearly every row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) open: i64,
    /// The place in its chunk.
    pub(super) place: u32,
    pub(super) buyer: u32,
    pub(super) delivery: Day,
    pub(super) invoiced: Day,
    pub(super) due: Day,
    pub(super) method: PaymentMethod,
    pub(super) dispute: Dispute,
    /// Without tax, and nothing paid: all of it is open, and all of that insured.
    pub(super) plain: bool,
    /// Something was told of it by itself.
    pub(super) told: bool,
}

/// What the rules say of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    pub(super) covered: i64,
    pub(super) limit: i64,
    pub(super) reasons: ReasonSet,
    /// The last day to notify it.
    pub(super) notify: i32,
    pub(super) state: State,
}

impl Outcome {
    /// Nothing is said of the row but this.
    pub(super) const fn bare(state: State) -> Self {
        Self { covered: 0, limit: 0, reasons: ReasonSet::EMPTY, notify: super::NO_DAY, state }
    }
}

/// A row before and after it is answered, in one place: a book of many rows is
/// mostly this.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slot {
    Open(Row),
    Done(Outcome),
}

#[cfg(test)]
mod tests {
    use super::Slot;

    #[test]
    fn a_slot_is_half_a_line_of_memory() {
        assert_eq!(size_of::<Slot>(), 32);
    }
}
