//! How a value is written in a document: as text, read back strictly.
//!
//! Every leaf value reads itself with [`FromStr`] and writes itself with
//! `Display`; JSON goes through the same two doors, so there is one grammar.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::de::{self, Deserializer, Visitor};

use crate::error::Error;

/// A value that stands in a document as text.
pub(crate) trait Written: FromStr<Err = Error> {
    /// What a reader should have written, such as `a day such as "2026-01-31"`.
    const EXPECTED: &'static str;

    /// Reads a whole number written without quotes, where that is unambiguous.
    ///
    /// # Errors
    ///
    /// Any error; by default whole numbers are not accepted.
    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::InvalidDocument {
            problem: alloc::format!("expected {}, got the number `{given}`", Self::EXPECTED),
        })
    }
}

/// Carries an error through the JSON reader: the code stands in brackets at
/// the end of the message, where the wire takes it off again, and the field
/// behind it if one is to blame.
pub(crate) fn carried<E: de::Error>(error: &Error) -> E {
    match error {
        Error::At { path, source } => {
            E::custom(format_args!("{source} [{}@{path}]", source.code()))
        }
        error => E::custom(format_args!("{error} [{}]", error.code())),
    }
}

/// Takes the code off a message that [`carried`] wrote.
pub(crate) fn recovered(message: &str) -> Error {
    if let Some((text, code)) = message.strip_suffix(']').and_then(|m| m.rsplit_once(" ["))
        && let (code, field) = code.split_once('@').map_or((code, None), |(c, f)| (c, Some(f)))
        && let Some(code) = Error::CODES.iter().find(|known| **known == code)
    {
        let error = Error::Leaf { code, message: String::from(text) };
        return match field {
            Some(field) => error.at(field),
            None => error,
        };
    }
    Error::InvalidDocument { problem: String::from(message) }
}

/// What a leaf of a document says before its type has read it.
enum Leaf<'de> {
    Text(Cow<'de, str>),
    Whole(i128),
}

/// Reads a leaf: one reader for every type that is written as text.
struct Reader {
    expected: &'static str,
}

impl<'de> Visitor<'de> for Reader {
    type Value = Leaf<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Text(Cow::Owned(String::from(text))))
    }

    fn visit_u64<E>(self, given: u64) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Whole(given.into()))
    }

    fn visit_i64<E>(self, given: i64) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Whole(given.into()))
    }

    #[expect(
        clippy::disallowed_types,
        reason = "the reader hands floats over so that they can be refused"
    )]
    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Leaf<'de>, E> {
        Err(carried(&Error::FloatRefused))
    }
}

/// Reads a [`Written`] value from any deserializer.
pub(crate) fn read<'de, T: Written, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    match deserializer.deserialize_any(Reader { expected: T::EXPECTED })? {
        Leaf::Text(text) => text.parse(),
        Leaf::Whole(given) => T::from_whole(given),
    }
    .map_err(|error| carried(&error))
}

/// Serde (and, where asked for, JSON Schema) of a value written as text.
macro_rules! written_as_text {
    ($type:ty, $name:literal, $pattern:literal) => {
        $crate::value::written::written_as_text!($type, $name, $pattern, or_whole: false);
    };
    ($type:ty, $name:literal, $pattern:literal, or_whole: $whole:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::value::written::read(d)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                // A whole number is read without quotes, too, but never written so.
                if $whole && generator.contract().is_deserialize() {
                    return schemars::json_schema!({
                        "anyOf": [
                            { "type": "string", "pattern": $pattern },
                            { "type": "integer", "minimum": 0, "maximum": u64::MAX }
                        ],
                        "description": <Self as $crate::value::written::Written>::EXPECTED
                    });
                }
                schemars::json_schema!({
                    "type": "string",
                    "pattern": $pattern,
                    "description": <Self as $crate::value::written::Written>::EXPECTED
                })
            }
        }
    };
}
pub(crate) use written_as_text;
