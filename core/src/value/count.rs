//! A whole number in a document.

use alloc::string::ToString;
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::written::carried;
use crate::error::Error;

/// How many of something, from 0 to 9999: days, or the day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Count(pub(crate) u16);

impl Count {
    const MOST: u16 = 9_999;

    fn new(given: i128) -> Result<Self, Error> {
        match u16::try_from(given) {
            Ok(number) if number <= Self::MOST => Ok(Self(number)),
            _ => Err(Error::OutOfRange {
                what: "a count",
                allowed: "a whole number from 0 to 9999",
                given: given.to_string(),
            }),
        }
    }
}

impl serde::Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Count;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number from 0 to 9999, without quotes")
            }

            fn visit_u64<E: de::Error>(self, given: u64) -> Result<Count, E> {
                Count::new(given.into()).map_err(|error| carried(&error))
            }

            fn visit_i64<E: de::Error>(self, given: i64) -> Result<Count, E> {
                Count::new(given.into()).map_err(|error| carried(&error))
            }
        }
        deserializer.deserialize_u16(Reader)
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
