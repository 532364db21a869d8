//! Documents as JSON text: read strictly, written canonically.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::tape::Tape;
use super::{reader, written};
use crate::error::Error;

/// Reads a document, or says where it departs from its documented shape.
///
/// # Errors
///
/// [`Error::At`] with the path; [`Error::InvalidDocument`] for text that is
/// not JSON.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    // Some editors and spreadsheets put a byte order mark first.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tape: Tape<'_> = serde_json::from_str(text).map_err(|error| {
        let problem = if error.to_string().starts_with("recursion limit") {
            "lists and objects stand more than 127 deep in each other: no document does".into()
        } else {
            alloc::format!("this is not JSON: {error}")
        };
        Error::InvalidDocument { problem }
    })?;
    reader::read(&tape)
}

/// Reads a request, which is an object.
pub(crate) fn asked<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let request = read(text)?;
    if text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('[') {
        return Err(a_list());
    }
    Ok(request)
}

/// What a field tells apart serde would read from a list of its values, too.
fn a_list() -> Error {
    Error::InvalidDocument { problem: "invalid type: a list, expected an object".into() }
}

/// Reads a value from JSON that is already taken apart.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    let tape = Tape::deserialize(value)
        .map_err(|error| Error::InvalidDocument { problem: error.to_string() })?;
    reader::read(&tape)
}

/// Writes an answer in canonical form: keys in the documented order, decimals
/// without trailing zeros, clauses that say their default left out.
///
/// # Errors
///
/// [`Error::InvalidDocument`], which only a defect of this crate can cause.
pub fn write<T: Serialize>(answer: &T) -> Result<String, Error> {
    serde_json::to_string(answer)
        .map_err(|error| Error::InvalidDocument { problem: error.to_string() })
}

/// A document taken apart, to be amended.
///
/// # Errors
///
/// As [`write`].
pub(crate) fn to_value<T: Serialize>(document: &T) -> Result<serde_json::Value, Error> {
    serde_json::to_value(document)
        .map_err(|error| Error::InvalidDocument { problem: error.to_string() })
}

/// Reads a map in which each key stands once: serde's own reader would keep
/// the last of two values and say nothing.
pub(crate) fn once_each<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Serialize + Ord,
    V: Deserialize<'de>,
{
    struct Reader<K, V>(PhantomData<(K, V)>);
    impl<'de, K, V> Visitor<'de> for Reader<K, V>
    where
        K: Deserialize<'de> + Serialize + Ord,
        V: Deserialize<'de>,
    {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut read = BTreeMap::new();
            while let Some(key) = map.next_key()? {
                if read.contains_key(&key) {
                    let name = write(&key).unwrap_or_default();
                    return Err(de::Error::custom(format_args!("the field {name} stands twice")));
                }
                read.insert(key, map.next_value()?);
            }
            Ok(read)
        }
    }
    deserializer.deserialize_map(Reader(PhantomData))
}

/// A thing of one of several kinds, which a field tells apart.
pub(crate) trait ToldApart: DeserializeOwned {
    /// The field.
    const BY: &'static str;
}

/// Reads a thing that a field tells apart. serde reads such a thing twice and
/// loses the field that an error is about: here it is named.
pub(crate) fn told_apart<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: ToldApart,
{
    let tape = Tape::deserialize(deserializer)?;
    if tape.is_list() {
        return Err(written::carried(&a_list()));
    }
    reader::read(&tape).map_err(|error: Error| {
        // Without the field that it is about, the error is none, or another one: so it is without
        // the field that tells apart, whatever the error is about.
        let fields = tape.fields();
        let blamed = fields.iter().filter_map(|(name, field)| {
            let rest = reader::read::<T>(&tape.without(field)).err();
            (rest.as_ref() != Some(&error)).then_some((*name == T::BY, rest.is_some(), *name))
        });
        written::carried(&match blamed.min() {
            Some((_, _, name)) if error.path() != Some(name) => error.within(name),
            _ => error,
        })
    })
}

/// Reads a list of things that a field tells apart.
pub(crate) fn all_told_apart<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: ToldApart,
{
    struct Item<T>(T);
    impl<'de, T: ToldApart> Deserialize<'de> for Item<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            told_apart(deserializer).map(Item)
        }
    }
    let items: Vec<Item<T>> = Vec::deserialize(deserializer)?;
    Ok(items.into_iter().map(|Item(item)| item).collect())
}

/// Reads a field of such a thing as any other part of a document: serde would
/// take an object for a word, and a list for an object.
pub(crate) fn strictly<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let tape = Tape::deserialize(deserializer)?;
    reader::read(&tape).map_err(|error| written::carried(&error))
}

/// Reads a part of a document that is merged into another one, each key once
/// and sorted, so that the order in which somebody wrote them never matters.
pub(crate) fn changes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Map<String, Value>, D::Error> {
    let fields: BTreeMap<String, Part> = once_each(deserializer)?;
    Ok(fields.into_iter().map(|(name, Part(value))| (name, value)).collect())
}

/// Any JSON value without repeated keys.
struct Part(Value);

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Part;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a part of a document")
            }

            fn visit_unit<E>(self) -> Result<Part, E> {
                Ok(Part(Value::Null))
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Part, E> {
                Ok(Part(flag.into()))
            }

            fn visit_i64<E>(self, whole: i64) -> Result<Part, E> {
                Ok(Part(whole.into()))
            }

            fn visit_u64<E>(self, whole: u64) -> Result<Part, E> {
                Ok(Part(whole.into()))
            }

            #[expect(
                clippy::disallowed_types,
                reason = "the reader hands floats over so that they can be refused"
            )]
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Part, E> {
                Err(written::carried(&Error::FloatRefused))
            }

            fn visit_str<E>(self, text: &str) -> Result<Part, E> {
                Ok(Part(text.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Part, A::Error> {
                let mut items = Vec::new();
                while let Some(Part(item)) = list.next_element()? {
                    items.push(item);
                }
                Ok(Part(Value::Array(items)))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Part, A::Error> {
                changes(de::value::MapAccessDeserializer::new(map))
                    .map(|fields| Part(Value::Object(fields)))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
