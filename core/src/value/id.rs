//! The names that documents give to things.

use alloc::sync::Arc;
use core::fmt;
use core::str::FromStr;

use super::exact::clipped;
use super::written::{Written, written_as_text};
use crate::error::Error;

/// The name of a policy, a buyer, an invoice, a claim: text of 1 to 200
/// characters without control characters, kept as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(
    // An answer repeats the names of a document: they are shared, not copied.
    Arc<str>,
);

impl Id {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl core::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let sound = !text.trim().is_empty()
            && text.len() <= 800
            && text.chars().count() <= 200
            && !text.chars().any(char::is_control);
        if sound {
            Ok(Self(text.into()))
        } else {
            Err(Error::OutOfRange {
                what: "a name",
                allowed: "1 to 200 characters, not blank, without control characters",
                given: clipped(text),
            })
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Written for Id {
    const EXPECTED: &'static str = "a name as text, such as \"F-2026-001\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::InvalidDocument { problem: alloc::format!("a name is text: write \"{given}\"") })
    }
}
written_as_text!(Id, "Id", r"^.{1,200}$");
