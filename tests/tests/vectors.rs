//! Runs every conformance vector. Python and JavaScript run the same files:
//! see `tests/python/test_vectors.py` and `tests/js/vectors.test.mjs`.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tradecredit::wire;
use tradecredit_tests::{Vector, files};

#[test]
fn every_vector_holds() {
    let mut wrong = Vec::new();
    for (name, file) in files().unwrap() {
        let held = Vector::read(&file)
            .map_err(|error| format!("not a vector: {error}"))
            .and_then(|vector| check(&name, &vector));
        if let Err(problem) = held {
            wrong.push(format!("{name}: {problem}"));
        }
    }
    assert!(wrong.is_empty(), "{} vectors do not hold:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_operation_has_a_vector() {
    let files = files().unwrap();
    for (operation, _) in wire::OPERATIONS {
        let folder = format!("{operation}/");
        assert!(
            files.iter().any(|(name, _)| name.starts_with(&folder)),
            "the operation `{operation}` has no vector: add tests/vectors/{operation}/<case>.json"
        );
    }
}

#[test]
fn a_misspelt_operation_is_refused_with_its_name() {
    let error = wire::call("setle", "{}").unwrap_err();
    assert_eq!(error.code(), "unknown_operation");
    assert!(error.to_string().contains("`setle`"), "{error}");
}

fn check(name: &str, vector: &Vector) -> Result<(), String> {
    let folder = name.split_once('/').map(|(folder, _)| folder);
    ensure(folder == Some(&vector.operation), || {
        format!("is about `{}`: move it to that folder", vector.operation)
    })?;
    ensure(name.strip_suffix(".json").is_some(), || "is not a .json file".to_owned())?;
    ensure(!vector.title.is_empty() && !vector.source.is_empty(), || {
        "says no title or no source".to_owned()
    })?;
    let came_back = vector.run();
    ensure(came_back == vector.run(), || "gives another answer when asked again".to_owned())?;
    let text = came_back.as_ref().unwrap_or_else(|refusal| refusal);
    ensure(canonical(text)? == *text, || format!("is not written canonically: {text}"))?;
    vector.holds(&came_back)
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// The same document, written again: without spaces, in the same order.
fn canonical(text: &str) -> Result<String, String> {
    let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&document).map_err(|error| error.to_string())
}

/// A document that keeps the order of its keys, and refuses what an answer may not contain.
enum Document {
    Nothing,
    Flag(bool),
    Whole(i64),
    Text(String),
    List(Vec<Document>),
    Fields(Vec<(String, Document)>),
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a document without fractions: they are written as text")
            }
            fn visit_unit<E>(self) -> Result<Document, E> {
                Ok(Document::Nothing)
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Document, E> {
                Ok(Document::Flag(flag))
            }
            fn visit_i64<E>(self, whole: i64) -> Result<Document, E> {
                Ok(Document::Whole(whole))
            }
            fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Document, E> {
                i64::try_from(whole).map(Document::Whole).map_err(E::custom)
            }
            fn visit_str<E>(self, text: &str) -> Result<Document, E> {
                Ok(Document::Text(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Document, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(Document::List(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
                let (mut fields, mut names) = (Vec::new(), BTreeSet::new());
                while let Some((name, value)) = map.next_entry::<String, _>()? {
                    if !names.insert(name.clone()) {
                        return Err(de::Error::custom(format!("the field `{name}` comes twice")));
                    }
                    fields.push((name, value));
                }
                Ok(Document::Fields(fields))
            }
        }
        json.deserialize_any(Reader)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, json: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => json.serialize_unit(),
            Self::Flag(flag) => json.serialize_bool(*flag),
            Self::Whole(whole) => json.serialize_i64(*whole),
            Self::Text(text) => json.serialize_str(text),
            Self::List(items) => items.serialize(json),
            Self::Fields(fields) => {
                let mut map = json.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
