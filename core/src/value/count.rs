//! A whole number in a document.

use alloc::string::ToString;
use core::str::FromStr;

use super::exact::clipped;
use super::written::{Written, read};
use crate::error::Error;

/// How many of something, from 0 to 9999: days, or the day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Count(pub(crate) u16);

impl Count {
    const MOST: u16 = 9_999;

    fn wrong(given: &str) -> Error {
        Error::OutOfRange {
            what: "a count",
            allowed: "a whole number from 0 to 9999",
            given: clipped(given),
        }
    }
}

impl FromStr for Count {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let plain = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        match text.parse() {
            Ok(number) if plain && number <= Self::MOST => Ok(Self(number)),
            _ => Err(Self::wrong(text)),
        }
    }
}

impl Written for Count {
    const EXPECTED: &'static str = "a whole number such as 30";

    fn from_whole(given: i128) -> Result<Self, Error> {
        u16::try_from(given)
            .ok()
            .filter(|number| *number <= Self::MOST)
            .map(Self)
            .ok_or_else(|| Self::wrong(&given.to_string()))
    }
}

impl serde::Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Count {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        read(d)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Count {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": Self::MOST })
    }
}
