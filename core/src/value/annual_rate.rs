//! A rate a year that may lie below zero.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::exact;
use super::share::{fraction, percent};
use super::written::{Written, written_as_text};
use crate::error::Error;

/// A rate a year that may be negative: an index such as Euribor, or what
/// money costs in effect. Rule VAL-2.
///
/// **Unit:** written with it: `"2.15%"`, `"-0.35%"`, `"-35bp"`.
///
/// ```
/// use tradecredit::AnnualRate;
///
/// assert_eq!("-35bp".parse::<AnnualRate>()?.to_string(), "-0.35%");
/// assert_eq!("0.02".parse::<AnnualRate>().unwrap_err().code(), "missing_unit");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnnualRate(Decimal);

impl AnnualRate {
    /// A rate of `fraction` in 1 a year.
    #[must_use]
    pub fn new(fraction: Decimal) -> Self {
        Self(fraction.normalize())
    }

    /// The fraction: -0.0035 for -0.35 %.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }

    /// This rate with so many decimals of a percent, halves away from zero.
    #[must_use]
    pub fn rounded(self, decimals: u8) -> Self {
        let places = u32::from(decimals).saturating_add(2);
        Self::new(self.0.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
    }
}

impl FromStr for AnnualRate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        fraction(text).map(Self::new)
    }
}

impl fmt::Display for AnnualRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent(self.0))
    }
}

impl Written for AnnualRate {
    const EXPECTED: &'static str =
        "a rate a year with its unit, such as \"2.15%\", \"-0.35%\" or \"-35bp\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::MissingUnit { given: exact::clipped(&given.to_string()) })
    }
}
written_as_text!(AnnualRate, "AnnualRate", r"^-?\d+(\.\d+)?[ \u00a0\u202f]?(%|‰|bp)$");
