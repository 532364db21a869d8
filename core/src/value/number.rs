//! A number without a unit.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;

use super::exact;
use super::written::{Written, written_as_text};
use crate::error::Error;

/// A pure number, zero or more, such as the multiple of the premium that a
/// maximum liability is: `"30"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(Decimal);

impl Number {
    /// The number.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }

    /// A number, zero or more.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] if it is negative.
    pub fn new(number: Decimal) -> Result<Self, Error> {
        if number < Decimal::ZERO {
            return Err(Error::OutOfRange {
                what: "a multiple",
                allowed: "zero or more",
                given: number.to_string(),
            });
        }
        Ok(Self(number))
    }
}

impl FromStr for Number {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        exact::parse(text).and_then(Self::new)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

impl Written for Number {
    const EXPECTED: &'static str = "an exact number as text, such as \"30\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Decimal::try_from_i128_with_scale(given, 0)
            .map_err(|_| Error::InexactDecimal { given: given.to_string() })
            .and_then(Self::new)
    }
}
written_as_text!(Number, "Number", r"^(\d+(\.\d+)?|-0+(\.0+)?)$", or_whole: true);
