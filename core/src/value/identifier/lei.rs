//! Legal entities, worldwide.

use core::fmt;
use core::str::FromStr;

use super::{CHECK_DIGITS, compact, modulo_97, refused};
use crate::error::Error;
use crate::value::written::{Written, written_as_text};

/// A legal entity identifier of ISO 17442: eighteen capital letters and
/// digits, then two check digits (modulo 97). Rule VAL-8.
///
/// ```
/// use tradecredit::Lei;
///
/// assert_eq!("5299 00T8 BM49 AURS DO55".parse::<Lei>()?.as_str(), "529900T8BM49AURSDO55");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lei([u8; 20]);

impl Lei {
    /// The twenty characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Lei {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = |remedy| refused("an LEI of ISO 17442", text, remedy);
        let code = compact(text);
        let shape = |code: &[u8; 20]| {
            code.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && code.iter().rev().take(2).all(u8::is_ascii_digit)
        };
        let bytes = <[u8; 20]>::try_from(code.as_bytes()).ok().filter(shape).ok_or_else(|| {
            wrong("write its eighteen capital letters and digits, then its two check digits")
        })?;
        // The standard makes check digits from 02 to 98. Some registered codes nevertheless
        // end in 00 or 01, which leave the same remainder; none is known to end in 99.
        let passes = modulo_97(&code) == 1 && !code.ends_with("99");
        if passes { Ok(Self(bytes)) } else { Err(wrong(CHECK_DIGITS)) }
    }
}

impl fmt::Display for Lei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Written for Lei {
    const EXPECTED: &'static str = "an LEI of ISO 17442 as text, such as \"529900T8BM49AURSDO55\"";
}
written_as_text!(Lei, "Lei", r"^[ \u00A0\u202F.\-]*([0-9A-Z][ \u00A0\u202F.\-]*){20}$");
