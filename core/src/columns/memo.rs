//! What was judged of rows, for those that are like them.

use alloc::vec::Vec;
use core::num::NonZero;

use crate::answers::cover::ReasonSet;
use crate::value::Day;

/// What the rules say of a row by its own facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Known {
    pub(super) reasons: ReasonSet,
    pub(super) excluded: bool,
    pub(super) suspended: bool,
    /// The last day to notify it.
    pub(super) notify: Option<Day>,
}

/// A book has many rows and few days: of rows with the same days and codes,
/// owed by buyers of whom nothing else is known, one is judged for all.
#[derive(Debug)]
pub(super) struct Memo(Vec<(u64, Known)>);

/// How many are at hand: as many as a processor's nearest cache holds beside its work.
const BITS: u32 = 9;

impl Default for Memo {
    fn default() -> Self {
        Self(alloc::vec![(0, Known::default()); 1 << BITS])
    }
}

impl Memo {
    #[inline]
    fn place(code: NonZero<u64>) -> usize {
        let mixed = code.get().wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_shr(u64::BITS - BITS);
        usize::try_from(mixed).unwrap_or_default()
    }

    /// What was judged of a row with these days and codes.
    #[inline]
    pub(super) fn get(&self, code: NonZero<u64>) -> Option<&Known> {
        let (known, found) = self.0.get(Self::place(code))?;
        (*known == code.get()).then_some(found)
    }

    #[inline]
    pub(super) fn put(&mut self, code: NonZero<u64>, found: Known) {
        if let Some(free) = self.0.get_mut(Self::place(code)) {
            *free = (code.get(), found);
        }
    }
}
