//! What limits are filled with.

use super::Amount;
use crate::error::Error;

/// How much of something: an exact amount, or whole units of a column.
///
/// The rules on filling a limit are written once, over this.
pub(crate) trait Quantity: Copy + Ord + Default {
    /// This much and more.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    fn plus(self, other: Self) -> Result<Self, Error>;

    /// What is left after taking `other` off, or nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    fn less(self, other: Self) -> Result<Self, Error>;
}

impl Quantity for Amount {
    fn plus(self, other: Self) -> Result<Self, Error> {
        self.plus(other)
    }

    fn less(self, other: Self) -> Result<Self, Error> {
        self.less(other)
    }
}

/// Whole units of a column of amounts, never negative. A unit is worth as
/// much as the scale of the column says: a cent, for two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Units(pub(crate) i64);

impl Quantity for Units {
    #[inline]
    fn plus(self, other: Self) -> Result<Self, Error> {
        match self.0.checked_add(other.0) {
            Some(sum) => Ok(Self(sum)),
            None => Err(Error::Overflow { operation: "a sum" }),
        }
    }

    #[inline]
    fn less(self, other: Self) -> Result<Self, Error> {
        // Neither is negative: the difference cannot overflow.
        Ok(Self(self.0.saturating_sub(other.0).max(0)))
    }
}
