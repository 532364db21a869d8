//! To how many digits figures without a currency are given.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ratio::Ratio;
use crate::error::Error;
use crate::value::{Amount, Number, RoundingMode, Share, is_default};

/// How percentages, days and indices are rounded (RSK-3): amounts are rounded
/// to the currency instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a precision, as { \"digits\": … }")]
pub struct Precision {
    /// Decimals of a percentage or of a number of days, from 0 to 10; by
    /// default 2. An index from 0 to 1 gets two more, like the fraction that a
    /// percentage is.
    pub digits: u8,
    /// Which way halves and fractions go.
    #[serde(skip_serializing_if = "is_default")]
    pub mode: RoundingMode,
}

impl Default for Precision {
    fn default() -> Self {
        Self { digits: 2, mode: RoundingMode::HalfUp }
    }
}

impl Precision {
    const MOST: u8 = 10;

    /// Checks the number of digits.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for more than ten.
    pub fn checked(self) -> Result<Self, Error> {
        if self.digits > Self::MOST {
            return Err(Error::OutOfRange {
                what: "the number of digits",
                allowed: "from 0 to 10",
                given: alloc::format!("{}", self.digits),
            }
            .at("digits"));
        }
        Ok(self)
    }

    fn of_fraction(self) -> u32 {
        u32::from(self.digits).saturating_add(2)
    }

    /// The smallest step between two percentages, as a fraction.
    pub(super) fn step(self) -> Decimal {
        Decimal::new(1, self.of_fraction())
    }

    /// A ratio up to the whole, as a percentage.
    pub(super) fn share(self, ratio: Ratio) -> Result<Share, Error> {
        Share::new(self.mode.round(ratio.value()?, self.of_fraction()).min(Decimal::ONE))
    }

    /// A part of an amount, as a percentage; nothing for a whole of zero.
    pub(super) fn share_of(self, part: Amount, whole: Amount) -> Result<Option<Share>, Error> {
        Ratio::of(part.get(), whole.get()).map(|ratio| self.share(ratio)).transpose()
    }

    /// An index from 0 to 1.
    pub(super) fn index(self, index: Decimal) -> Result<Number, Error> {
        Number::new(self.mode.round(index, self.of_fraction()).normalize())
    }

    /// A number such as days.
    pub(super) fn number(self, number: Decimal) -> Result<Number, Error> {
        Number::new(self.mode.round(number, u32::from(self.digits)).normalize())
    }
}
