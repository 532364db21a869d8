//! What the vectors show, altogether: every rule, every word of a document,
//! every code of an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use tradecredit::wire::{self, schema};
use tradecredit_tests::{files, rules};

#[test]
fn every_rule_has_a_section_and_a_vector() {
    for (id, entry) in rules::rules().unwrap() {
        assert!(entry.section.is_some(), "{id} has no section in docs/src/rules");
        assert!(!entry.vectors.is_empty(), "{id} is shown by no vector");
    }
}

/// A convention that no vector uses may have no effect at all, and nobody would see it.
#[test]
fn every_word_of_a_document_is_in_a_vector() {
    let mut words = BTreeMap::new();
    for (name, document) in schema::documents() {
        if name != "trace" && name != "error" {
            choices(document.as_value(), name, &mut words);
        }
    }
    for operation in wire::schemas() {
        choices(operation.request.as_value(), operation.operation, &mut words);
    }
    missing(&words, "request");
}

#[test]
fn every_code_of_an_answer_is_in_a_vector() {
    let mut words = BTreeMap::new();
    for operation in wire::schemas() {
        choices(operation.answer.as_value(), operation.operation, &mut words);
    }
    missing(&words, "answer");
}

/// Fails where a word of a type stands in no vector's request or answer.
fn missing(words: &BTreeMap<String, BTreeSet<String>>, part: &str) {
    let mut said = BTreeSet::new();
    for (_, file) in files().unwrap() {
        let vector: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        texts(&vector[part], &mut said);
        // What is asked may come back, and need not be said twice.
        texts(&vector["request"], &mut said);
    }
    let missing: Vec<String> = words
        .iter()
        .filter(|(name, _)| *name != "Rule")
        .flat_map(|(name, words)| words.iter().map(move |word| format!("{name}: {word}")))
        .filter(|it| it.split_once(": ").is_some_and(|(_, word)| !said.contains(word)))
        .collect();
    assert!(missing.is_empty(), "no vector's {part} says {missing:#?}");
}

/// The closed lists of words in a schema, by the name of their type.
fn choices(schema: &Value, name: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("const", Value::String(word)) => {
                        found.entry(name.to_owned()).or_default().insert(word.clone());
                    }
                    ("enum", Value::Array(words)) => {
                        let words = words.iter().filter_map(Value::as_str).map(str::to_owned);
                        found.entry(name.to_owned()).or_default().extend(words);
                    }
                    ("$defs", Value::Object(types)) => {
                        types.iter().for_each(|(name, it)| choices(it, name, found));
                    }
                    ("description" | "default" | "examples", _) => {}
                    _ => choices(value, name, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| choices(item, name, found)),
        _ => {}
    }
}

fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.values().for_each(|it| texts(it, found)),
        Value::Array(items) => items.iter().for_each(|it| texts(it, found)),
        Value::String(text) => {
            found.insert(text.clone());
        }
        _ => {}
    }
}
