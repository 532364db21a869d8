//! A ratio of two figures, divided as late as possible.

use rust_decimal::Decimal;

use crate::error::Error;
use crate::value::{Amount, exact};

/// A part of a whole, kept as two figures: two thirds of 150 is 100, which
/// 0.666… of it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    part: Decimal,
    whole: Decimal,
}

impl Ratio {
    pub(super) const ALL: Self = Self { part: Decimal::ONE, whole: Decimal::ONE };

    /// A part of a whole; nothing for a whole of zero.
    pub(super) fn of(part: Decimal, whole: Decimal) -> Option<Self> {
        (!whole.is_zero()).then_some(Self { part, whole })
    }

    pub(super) fn fraction(fraction: Decimal) -> Self {
        Self { part: fraction, whole: Decimal::ONE }
    }

    /// This ratio or all of it, whichever is less.
    pub(super) fn at_most_all(self) -> Self {
        if self.part > self.whole { Self::ALL } else { self }
    }

    /// Both after each other; figures that cancel out leave no trace.
    pub(super) fn times(self, other: Self) -> Result<Self, Error> {
        if self.part == other.whole {
            return Ok(Self { part: other.part, whole: self.whole });
        }
        let both = (exact::product(self.part, other.part), exact::product(self.whole, other.whole));
        match both {
            (Ok(part), Ok(whole)) => Ok(Self { part, whole }),
            _ => Ok(Self::fraction(rounded_product(self.value()?, other.value()?)?)),
        }
    }

    /// The ratio to the 28 digits of a decimal.
    pub(super) fn value(self) -> Result<Decimal, Error> {
        exact::quotient(self.part, self.whole)
    }

    /// The whole over the part, to the 28 digits of a decimal.
    pub(super) fn inverse(self) -> Result<Decimal, Error> {
        exact::quotient(self.whole, self.part)
    }

    /// So much of an amount, unrounded to the 28 digits of a decimal.
    pub(super) fn share_of(self, amount: Amount) -> Result<Decimal, Error> {
        match exact::product(amount.get(), self.part) {
            Ok(product) => exact::quotient(product, self.whole),
            Err(_) => rounded_product(amount.get(), self.value()?),
        }
    }
}

/// A product to the 28 digits of a decimal, where a factor is a quotient that
/// has as many already.
pub(super) fn rounded_product(one: Decimal, other: Decimal) -> Result<Decimal, Error> {
    one.checked_mul(other).ok_or(Error::Overflow { operation: "a product" })
}
