//! A share of a whole, and a rate, each written with its unit.

use alloc::string::ToString;
use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;

use super::exact;
use super::written::{Written, written_as_text};
use crate::error::Error;

/// A share of a whole, from nothing to all of it. Rule VAL-2.
///
/// **Unit:** written with it: `"90%"`, `"2.1‰"`, `"35bp"`. A bare number is
/// refused, because 0.9 against 90 is a factor-100 risk.
///
/// ```
/// use tradecredit::Share;
///
/// let insured: Share = "90%".parse()?;
/// assert_eq!(insured.to_string(), "90%");
/// assert_eq!("900‰".parse::<Share>()?, insured);
/// assert_eq!("0.9".parse::<Share>().unwrap_err().code(), "missing_unit");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share(Decimal);

impl Ord for Share {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        exact::compare(self.0, other.0)
    }
}

impl PartialOrd for Share {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(Decimal::ZERO);
    /// The whole.
    pub const ALL: Self = Self(Decimal::ONE);

    /// A share of `fraction` in 1.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] unless `fraction` is from 0 to 1.
    pub fn new(fraction: Decimal) -> Result<Self, Error> {
        if (Decimal::ZERO..=Decimal::ONE).contains(&fraction) {
            Ok(Self(fraction.normalize()))
        } else {
            Err(Error::OutOfRange {
                what: "a share",
                allowed: "from 0% to 100%",
                given: percent(fraction),
            })
        }
    }

    /// A whole percentage of a clause's default; more than 100 is all of it.
    pub(crate) fn percent(percent: u8) -> Self {
        Self(Decimal::new(i64::from(percent.min(100)), 2).normalize())
    }

    /// The fraction, from 0 to 1.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }

    /// What is left of the whole: 10 % for 90 %.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn rest(self) -> Result<Self, Error> {
        exact::difference(Decimal::ONE, self.0).map(Self)
    }
}

/// A rate: a fraction that may exceed the whole, never negative. Rule VAL-2.
///
/// **Unit:** written with it, like a [`Share`].
///
/// ```
/// use tradecredit::Rate;
///
/// assert_eq!("35bp".parse::<Rate>()?.to_string(), "0.35%");
/// assert_eq!("150%".parse::<Rate>()?.to_string(), "150%");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate(Decimal);

impl Rate {
    /// A rate of `fraction` in 1.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] if it is negative.
    pub fn new(fraction: Decimal) -> Result<Self, Error> {
        if fraction < Decimal::ZERO {
            return Err(Error::OutOfRange {
                what: "a rate",
                allowed: "zero or more",
                given: percent(fraction),
            });
        }
        Ok(Self(fraction.normalize()))
    }

    /// The fraction: 0.0021 for 2.1 ‰.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }
}

/// The fraction that a text with its unit means: `0.9` for `90%`.
pub(super) fn fraction(text: &str) -> Result<Decimal, Error> {
    let units = [("%", 2), ("‰", 3), ("bp", 4)];
    let (digits, places) = units
        .iter()
        .find_map(|(unit, places)| text.strip_suffix(unit).map(|digits| (digits, *places)))
        .ok_or_else(|| Error::MissingUnit { given: exact::clipped(text) })?;
    let digits = digits.strip_suffix([' ', '\u{a0}', '\u{202f}']).unwrap_or(digits);
    exact::product(exact::parse(digits)?, Decimal::new(1, places))
}

pub(super) fn percent(fraction: Decimal) -> alloc::string::String {
    match exact::product(fraction, Decimal::ONE_HUNDRED) {
        Ok(percent) => alloc::format!("{}%", percent.normalize()),
        Err(_) => fraction.to_string(),
    }
}

impl FromStr for Share {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        fraction(text).and_then(Self::new)
    }
}

impl FromStr for Rate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        fraction(text).and_then(Self::new)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent(self.0))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&percent(self.0))
    }
}

impl Written for Share {
    const EXPECTED: &'static str = "a share with its unit, such as \"90%\", from 0% to 100%";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::MissingUnit { given: given.to_string() })
    }
}
written_as_text!(Share, "Share", r"^\d+(\.\d+)?[ \u00a0\u202f]?(%|‰|bp)$");

impl Written for Rate {
    const EXPECTED: &'static str = "a rate with its unit, such as \"2.1‰\", \"0.21%\" or \"21bp\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::MissingUnit { given: given.to_string() })
    }
}
written_as_text!(Rate, "Rate", r"^\d+(\.\d+)?[ \u00a0\u202f]?(%|‰|bp)$");
