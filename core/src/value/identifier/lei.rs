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
/// assert_eq!("5299 0009 8Q5X 3F4L 6E53".parse::<Lei>()?.as_str(), "529900098Q5X3F4L6E53");
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
        // Check digits are 98 less a remainder from 0 to 96: never 00, 01 or 99.
        let check = code.get(18..).unwrap_or_default();
        let possible = !matches!(check, "00" | "01" | "99");
        if possible && modulo_97(&code) == 1 { Ok(Self(bytes)) } else { Err(wrong(CHECK_DIGITS)) }
    }
}

impl fmt::Display for Lei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Written for Lei {
    const EXPECTED: &'static str = "an LEI of ISO 17442 as text, such as \"529900098Q5X3F4L6E53\"";
}
written_as_text!(Lei, "Lei", r"^[0-9A-Z]([ .\-]?[0-9A-Z]){19}$");
