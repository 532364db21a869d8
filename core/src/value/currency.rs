//! Currencies of ISO 4217 and their minor units.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;

use super::currency_table::CURRENCIES;
use super::exact::clipped;
use super::written::{Written, written_as_text};
use crate::error::Error;

/// A currency of ISO 4217, by its three-letter code. Rule VAL-1.
///
/// ```
/// use tradecredit::Currency;
///
/// let minor = |code: &str| code.parse::<Currency>().map(Currency::minor_digits);
/// assert_eq!((minor("JPY")?, minor("EUR")?, minor("KWD")?), (0, 2, 3));
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
    minor_digits: u8,
}

impl Currency {
    /// The code: `EUR`.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// How many decimal digits its smallest unit has: 2 for `EUR`.
    #[must_use]
    pub const fn minor_digits(self) -> u32 {
        self.minor_digits as u32
    }

    /// Its smallest unit, in major units: 0.01 for `EUR`.
    #[must_use]
    pub fn minor_unit(self) -> Decimal {
        Decimal::new(1, self.minor_digits())
    }

    /// A number with at least the digits of the minor unit: `27000.00`.
    #[must_use]
    pub fn written(self, number: Decimal) -> String {
        let mut number = number.normalize();
        number.rescale(number.scale().max(self.minor_digits()));
        alloc::format!("{number}")
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let known = |code: [u8; 3]| {
            CURRENCIES
                .binary_search_by_key(&code, |entry| *entry.0)
                .ok()
                .and_then(|at| CURRENCIES.get(at))
        };
        <[u8; 3]>::try_from(text.as_bytes())
            .ok()
            .and_then(known)
            .map(|(code, digits)| Self { code: **code, minor_digits: *digits })
            .ok_or_else(|| Error::UnknownCode {
                what: "a currency of ISO 4217",
                given: clipped(text),
                remedy: "write its three capital letters, such as `EUR`",
            })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Written for Currency {
    const EXPECTED: &'static str = "a currency of ISO 4217 such as \"EUR\"";
}
written_as_text!(Currency, "Currency", r"^[A-Z]{3}$");
