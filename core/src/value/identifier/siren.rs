//! French firms and their establishments.

use core::fmt;
use core::str::FromStr;

use super::{CHECK_DIGITS, compact, digits, refused};
use crate::error::Error;
use crate::value::written::{Written, written_as_text};

/// A firm in the French register SIRENE: nine digits, the last a Luhn check
/// digit. Rule VAL-8.
///
/// ```
/// use tradecredit::Siren;
///
/// assert_eq!("732 829 320".parse::<Siren>()?.to_string(), "732829320");
/// let slip = "732 829 321".parse::<Siren>().unwrap_err();
/// assert!(slip.to_string().contains("check digits do not match"));
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Siren([u8; 9]);

impl Siren {
    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Siren {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |remedy| refused("a SIREN", text, remedy);
        let number = compact(text);
        let shape =
            <[u8; 9]>::try_from(number.as_bytes()).ok().filter(|_| digits(&number).is_some());
        let number = shape.ok_or_else(|| wrong("write its nine digits, such as `732 829 320`"))?;
        if luhn3::decimal::valid(&number) { Ok(Self(number)) } else { Err(wrong(CHECK_DIGITS)) }
    }
}

impl fmt::Display for Siren {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Written for Siren {
    const EXPECTED: &'static str = "a SIREN as text, such as \"732 829 320\"";
}
written_as_text!(Siren, "Siren", r"^[ \u00A0\u202F.\-]*([0-9][ \u00A0\u202F.\-]*){9}$");

/// An establishment of a French firm: its SIREN and five digits, checked by
/// Luhn over all fourteen. Rule VAL-8.
///
/// La Poste (SIREN 356000000) has more establishments than Luhn leaves room
/// for: there, the sum of the digits must be a multiple of 5. Its head office,
/// 35600000000048, keeps the ordinary check.
///
/// ```
/// use tradecredit::Siret;
///
/// let siret: Siret = "732 829 320 00074".parse()?;
/// assert_eq!(siret.siren().as_str(), "732829320");
/// assert!("35600000049837".parse::<Siret>().is_ok()); // 3+5+6+4+9+8+3+7 = 45
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Siret([u8; 14]);

const LA_POSTE: &[u8] = b"356000000";
const LA_POSTE_HEAD_OFFICE: &[u8; 14] = b"35600000000048";

impl Siret {
    /// The fourteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The firm to which the establishment belongs.
    #[must_use]
    pub fn siren(&self) -> Siren {
        // A slice of fourteen digits always has nine.
        Siren(self.0.first_chunk().copied().unwrap_or_default())
    }
}

impl FromStr for Siret {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |remedy| refused("a SIRET", text, remedy);
        let number = compact(text);
        let shape =
            <[u8; 14]>::try_from(number.as_bytes()).ok().zip(digits(&number).map(Iterator::sum));
        let (number, sum): (_, u32) =
            shape.ok_or_else(|| wrong("write its fourteen digits, such as `732 829 320 00074`"))?;
        let passes = if number.starts_with(LA_POSTE) && number != *LA_POSTE_HEAD_OFFICE {
            sum % 5 == 0
        } else {
            luhn3::decimal::valid(&number) && number.get(..9).is_some_and(luhn3::decimal::valid)
        };
        if passes { Ok(Self(number)) } else { Err(wrong(CHECK_DIGITS)) }
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Written for Siret {
    const EXPECTED: &'static str = "a SIRET as text, such as \"732 829 320 00074\"";
}
written_as_text!(Siret, "Siret", r"^[ \u00A0\u202F.\-]*([0-9][ \u00A0\u202F.\-]*){14}$");
