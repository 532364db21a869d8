//! Countries of ISO 3166-1.

use core::fmt;
use core::str::FromStr;

use iso3166_static::{Alpha2, Numeric};

use super::exact::clipped;
use super::written::{Written, written_as_text};
use crate::error::Error;

/// A country of ISO 3166-1, by its two-letter code. Rule VAL-8.
///
/// Codes that the standard leaves to its users are refused, but for `XK`
/// (Kosovo), which has no other and stands in insurers' lists of countries.
///
/// ```
/// use tradecredit::Country;
///
/// assert_eq!("FR".parse::<Country>()?.code(), "FR");
/// let slip = "UK".parse::<Country>().unwrap_err();
/// assert!(slip.to_string().ends_with("write `GB` for the United Kingdom"));
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// The code: `FR`.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let assigned =
            || Alpha2::from_str_slice(text).is_ok_and(|code| Numeric::from_alpha2(code).is_ok());
        match <[u8; 2]>::try_from(text.as_bytes()) {
            Ok(code) if text == "XK" || assigned() => Ok(Self(code)),
            _ => Err(Error::UnknownCode {
                what: "a country of ISO 3166-1",
                given: clipped(text),
                remedy: match text {
                    "UK" => "write `GB` for the United Kingdom",
                    "EL" => "write `GR` for Greece (`EL` stands only in VAT numbers)",
                    _ => "write its two capital letters, such as `FR`",
                },
            }),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Written for Country {
    const EXPECTED: &'static str = "a country of ISO 3166-1 such as \"FR\"";
}
written_as_text!(Country, "Country", r"^[A-Z]{2}$");
