//! Firms registered for value added tax in the European Union.

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use super::vat_rules::verdict;
use super::{compact, refused};
use crate::error::Error;
use crate::value::written::{Written, written_as_text};

/// A VAT number of a member state of the European Union or of Northern
/// Ireland (`XI`), with its prefix. Rule VAL-8.
///
/// Greece has the prefix `EL`. Format and check digits are tested for every
/// state; numbers of private persons in Bulgaria, Czechia and Latvia, which
/// encode their birth, are tested for format only.
///
/// ```
/// use tradecredit::VatNumber;
///
/// let number: VatNumber = "FR 83 404 833 048".parse()?; // (12 + 3 × (404833048 mod 97)) mod 97 = 83
/// assert_eq!((number.as_str(), number.prefix()), ("FR83404833048", "FR"));
///
/// let slip = "BE 0403.170.700".parse::<VatNumber>().unwrap_err();
/// assert!(slip.to_string().contains("check digits do not match"));
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VatNumber(Box<str>);

impl VatNumber {
    /// Prefix and number, without separators.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The prefix: `FR`, `EL` for Greece, `XI` for Northern Ireland.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

impl FromStr for VatNumber {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = compact(text);
        let (prefix, rest) = number.split_at_checked(2).unwrap_or_default();
        verdict(prefix, rest)
            .map_err(|remedy| refused("a VAT number of the European Union", text, remedy))?;
        Ok(Self(number.into()))
    }
}

impl fmt::Display for VatNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for VatNumber {
    const EXPECTED: &'static str = "a VAT number with its prefix, such as \"FR83404833048\"";
}
written_as_text!(
    VatNumber,
    "VatNumber",
    r"^[ \u00A0\u202F.\-]*([A-Z][ \u00A0\u202F.\-]*){2}([0-9A-Z+*][ \u00A0\u202F.\-]*){2,12}$"
);
