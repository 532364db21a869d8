//! A published interest rate, which may be negative.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;

use super::share::{fraction, percent};
use super::written::{Written, written_as_text};
use crate::error::Error;

/// A central bank's or another published interest rate. Unlike a rate that is
/// charged it may be negative: the German base rate was -0.88 %. Rule PRE-7.
///
/// **Unit:** written with it, like a [`Share`](super::Share).
///
/// ```
/// use tradecredit::ReferenceRate;
///
/// assert_eq!("-0.88%".parse::<ReferenceRate>()?.to_string(), "-0.88%");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReferenceRate(Decimal);

impl ReferenceRate {
    /// The fraction: 0.0215 for 2.15 %.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }
}

impl FromStr for ReferenceRate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        fraction(text).map(|fraction| Self(fraction.normalize()))
    }
}

impl fmt::Display for ReferenceRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent(self.0))
    }
}

impl Written for ReferenceRate {
    const EXPECTED: &'static str =
        "an interest rate with its unit, such as \"2.15%\" or \"-0.88%\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::MissingUnit { given: given.to_string() })
    }
}
written_as_text!(ReferenceRate, "ReferenceRate", r"^-?\d+(\.\d+)?[ \u00a0\u202f]?(%|‰|bp)$");
