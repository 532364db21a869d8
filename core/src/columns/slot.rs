//! The place of a row while it is being answered.
//!
//! A book of many rows is mostly this, and what it costs is mostly to move it:
//! a row takes three words, and its answer takes the same three.

use core::num::NonZero;

use super::receivables::METHODS;
use super::{Dispute, NO_DAY};
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

    /// The state of a code; of any other, that nothing can be said.
    pub(super) const fn of(code: u8) -> Self {
        match code {
            0 => Self::Covered,
            1 => Self::PartlyCovered,
            2 => Self::NotCovered,
            3 => Self::Suspended,
            4 => Self::Settled,
            5 => Self::NotYet,
            _ => Self::Refused,
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
    #[inline]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Its days and codes in one number, if they fit.
    pub(super) code: Option<NonZero<u64>>,
}

/// What the rules say of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    pub(super) covered: i64,
    pub(super) limit: i64,
    pub(super) reasons: ReasonSet,
    /// The last day to notify it.
    pub(super) notify: Option<Day>,
    pub(super) state: State,
}

/// A row or its answer. The highest byte of the last word says which: the code
/// of the [`State`] that was answered, or that it is open still.
///
/// ```text
/// row      open      buyer | place     open | flags | due | invoiced | delivery
/// answer   covered   limit             state | notify | reasons
/// ```
///
/// It is no type of its own: memory for many words comes cleared from the
/// system at no cost, memory for many of anything else does not.
pub(super) type Slot = [u64; 3];

/// In place of the code of a state.
const OPEN: u8 = u8::MAX;
/// In place of a day to notify: 24 bits, as the calendar ends at day 2,932,896.
const NEVER: u32 = 0x80_0000;

/// The most that sixteen bits hold.
const FULL: u32 = 0xffff;

/// The days that a slot can hold, around the day asked about: 89 years before
/// and after.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    as_of: i32,
}

impl Days {
    pub(super) const fn around(as_of: Day) -> Self {
        Self { as_of: as_of.epoch_days() }
    }

    /// In the order of days: sixteen bits, or more of a day too far off.
    #[inline]
    const fn short(self, day: Day) -> u32 {
        day.epoch_days().wrapping_sub(self.as_of).wrapping_add(0x8000).cast_unsigned()
    }

    #[inline]
    fn long(self, short: u16) -> Day {
        let days = i32::from(short).wrapping_sub(0x8000).wrapping_add(self.as_of);
        Day::within(days).unwrap_or(Day::MIN)
    }
}

/// The lowest bits of a word.
#[inline]
const fn low(word: u64) -> u32 {
    (word & 0xffff_ffff) as u32
}

#[inline]
const fn bits(word: u64, from: u32) -> u16 {
    (word.wrapping_shr(from) & 0xffff) as u16
}

#[inline]
const fn flag(set: bool, bit: u32) -> u64 {
    if set { 1_u64.wrapping_shl(bit) } else { 0 }
}

const METHOD: u32 = 48;
const DISPUTE: u32 = 51;
const PLAIN: u32 = 53;
const TOLD: u32 = 54;
const FAR: u32 = 55;
const TAG: u32 = 56;

impl Row {
    #[inline]
    pub(super) fn pack(&self, days: Days) -> Slot {
        let delivery = days.short(self.delivery);
        let (invoiced, due) = (days.short(self.invoiced), days.short(self.due));
        // Of a row from another century, the column itself tells the days.
        let far = (delivery | invoiced | due) > FULL;
        let last = u64::from(delivery & FULL)
            | u64::from(invoiced & FULL).wrapping_shl(16)
            | u64::from(due & FULL).wrapping_shl(32)
            | u64::from(self.method as u8).wrapping_shl(METHOD)
            | u64::from(self.dispute as u8).wrapping_shl(DISPUTE)
            | flag(self.plain, PLAIN)
            | flag(self.told, TOLD)
            | flag(far, FAR)
            | u64::from(OPEN).wrapping_shl(TAG);
        let middle = u64::from(self.buyer).wrapping_shl(32) | u64::from(self.place);
        [self.open.cast_unsigned(), middle, last]
    }

    /// The row in a slot that is open.
    #[inline]
    pub(super) fn unpack([open, middle, last]: &Slot, days: Days) -> Self {
        let method = last.wrapping_shr(METHOD) & 7;
        let method = usize::try_from(method).ok().and_then(|code| METHODS.get(code));
        Self {
            open: open.cast_signed(),
            place: low(*middle),
            buyer: buyer(middle),
            delivery: days.long(bits(*last, 0)),
            invoiced: days.long(bits(*last, 16)),
            due: days.long(bits(*last, 32)),
            method: method.copied().unwrap_or_default(),
            dispute: match last.wrapping_shr(DISPUTE) & 3 {
                0 => Dispute::None,
                1 => Dispute::Open,
                _ => Dispute::Lost,
            },
            plain: last.wrapping_shr(PLAIN) & 1 == 1,
            told: last.wrapping_shr(TOLD) & 1 == 1,
            code: NonZero::new(*last),
        }
    }
}

#[inline]
const fn buyer(middle: &u64) -> u32 {
    low(middle.wrapping_shr(32))
}

/// Whose row is in a slot, if it is open.
#[inline]
pub(super) const fn owing([_, middle, last]: &Slot) -> Option<u32> {
    if last.wrapping_shr(TAG) == OPEN as u64 { Some(buyer(middle)) } else { None }
}

/// The place in its chunk of the row in an open slot, and whether it has days
/// that the slot cannot hold.
#[inline]
pub(super) const fn far([_, middle, last]: &Slot) -> (u32, bool) {
    (low(*middle), last.wrapping_shr(FAR) & 1 == 1)
}

/// Delivery, invoice date and due date of the row in an open slot: sixteen bits
/// each, in the order of days.
#[inline]
pub(super) const fn short_days([_, _, last]: &Slot) -> [u16; 3] {
    [bits(*last, 0), bits(*last, 16), bits(*last, 32)]
}

impl Outcome {
    /// Nothing is said of the row but this.
    pub(super) const fn bare(state: State) -> Self {
        Self { covered: 0, limit: 0, reasons: ReasonSet::EMPTY, notify: None, state }
    }

    #[expect(clippy::inline_always, reason = "measured")]
    #[inline(always)]
    pub(super) const fn pack(&self) -> Slot {
        let notify = match self.notify {
            Some(day) => day.epoch_days().cast_unsigned() & 0xff_ffff,
            None => NEVER,
        };
        let last = (self.state as u64).wrapping_shl(TAG)
            | (notify as u64).wrapping_shl(32)
            | self.reasons.bits() as u64;
        [self.covered.cast_unsigned(), self.limit.cast_unsigned(), last]
    }
}

/// The state in a slot that is answered.
#[inline]
pub(super) const fn state([_, _, last]: &Slot) -> State {
    State::of((last.wrapping_shr(TAG) & 0xff) as u8)
}

/// The bits of the reasons in it.
#[inline]
pub(super) const fn reasons([_, _, last]: &Slot) -> u32 {
    low(*last)
}

/// The day to notify in it, as columns write it.
#[inline]
pub(super) const fn notify([_, _, last]: &Slot) -> i32 {
    let short = low(last.wrapping_shr(32)) & 0xff_ffff;
    if short == NEVER { NO_DAY } else { short.wrapping_shl(8).cast_signed().wrapping_shr(8) }
}

#[cfg(test)]
mod tests {
    use core::num::NonZero;

    use super::{Days, Outcome, Row, State, far, notify, owing, reasons, state};
    use crate::answers::cover::{ReasonCode, ReasonSet};
    use crate::columns::{Dispute, NO_DAY};
    use crate::terms::PaymentMethod;
    use crate::value::Day;

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    fn row(delivery: Day, due: Day) -> Row {
        Row {
            open: i64::MAX,
            place: u32::MAX - 1,
            buyer: 7,
            delivery,
            invoiced: day(2026, 1, 2),
            due,
            method: PaymentMethod::Cash,
            dispute: Dispute::Lost,
            plain: false,
            told: true,
            code: None,
        }
    }

    #[test]
    fn a_packed_row_is_the_row() {
        for as_of in [day(2026, 1, 1), day(1969, 12, 31)] {
            let days = Days::around(as_of);
            let first = row(day(1937, 1, 1), day(2058, 12, 31));
            let plain = Row { plain: true, told: false, dispute: Dispute::None, ..first };
            for row in [first, plain] {
                let slot = row.pack(days);
                let code = NonZero::new(slot[2]);
                assert_eq!(Row::unpack(&slot, days), Row { code, ..row });
                assert_eq!(owing(&slot), Some(7));
                assert_eq!(far(&slot), (u32::MAX - 1, false));
            }
        }
    }

    #[test]
    fn a_row_of_another_century_is_known_as_such() {
        let days = Days::around(day(2026, 1, 1));
        for (delivery, due) in [(Day::MIN, day(2026, 1, 2)), (day(2026, 1, 1), Day::MAX)] {
            let (_, far) = far(&row(delivery, due).pack(days));
            assert!(far, "{delivery} {due}");
        }
    }

    #[test]
    fn a_packed_answer_is_the_answer() {
        let mut set = ReasonSet::EMPTY;
        set.insert(ReasonCode::ALL[ReasonCode::ALL.len() - 1]);
        let days = [None, Some(Day::MIN), Some(day(1969, 12, 31)), Some(Day::MAX)];
        for (wanted, on) in State::ALL.into_iter().zip(days.into_iter().cycle()) {
            let given = Outcome { reasons: set, notify: on, ..Outcome::bare(wanted) };
            let slot = given.pack();
            assert_eq!(owing(&slot), None);
            assert_eq!(state(&slot), wanted);
            assert_eq!(reasons(&slot), set.bits());
            assert_eq!(notify(&slot), on.map_or(NO_DAY, Day::epoch_days));
        }
    }
}
