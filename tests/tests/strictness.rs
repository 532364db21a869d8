//! Where the engine says yes, its schemas do: values written as another kind of JSON.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Value, json};
use tradecredit::wire;
use tradecredit_tests::{Vector, files};

/// Whoever checks a request against its schema first is never told no where the engine says yes:
/// every value of the vectors, once for each place in a document, written as another kind of JSON.
#[test]
fn the_engine_takes_nothing_that_a_schema_refuses() {
    let mut places = BTreeSet::new();
    let mut problems = Vec::new();
    let requests: BTreeMap<&str, Validator> = wire::schemas()
        .iter()
        .map(|it| (it.operation, it.request.as_value()))
        .map(|(name, schema)| (name, jsonschema::draft202012::new(schema).unwrap()))
        .collect();
    let vectors = files().unwrap().into_iter();
    let mut vectors: Vec<(String, Vector)> =
        vectors.map(|(name, file)| (name, Vector::read(&file).unwrap())).collect();
    // Each place in the smallest request that has it.
    vectors.sort_by_key(|(_, vector)| vector.request.get().len());
    for (name, vector) in vectors {
        let operation = vector.operation.as_str();
        let asked: Value = serde_json::from_str(vector.request.get()).unwrap();
        if vector.answer.is_none() {
            continue;
        }
        for (pointer, place, value) in values(&asked) {
            // The same document stands in many requests; a request in none.
            let place: Vec<&str> = place.rsplitn(4, '.').take(3).collect();
            let whole = if pointer.is_empty() { operation } else { "" };
            if !places.insert((whole.to_owned(), place.join("."))) {
                continue;
            }
            for other in written_otherwise(&value) {
                let mut changed = asked.clone();
                *changed.pointer_mut(&pointer).unwrap() = other;
                if wire::call(operation, &changed.to_string()).is_ok() {
                    let wrong = requests[operation].iter_errors(&changed);
                    problems.extend(wrong.map(|it| format!("{name}: {pointer}: {it}")));
                }
            }
        }
    }
    assert!(places.len() > 1_000, "only {} places", places.len());
    assert!(problems.is_empty(), "{}\n{}", problems.len(), problems.join("\n"));
}

/// Every value with its pointer, and with its place: the pointer without the numbers of lists.
fn values(value: &Value) -> Vec<(String, String, Value)> {
    fn look(value: &Value, pointer: &str, place: &str, found: &mut Vec<(String, String, Value)>) {
        found.push((pointer.to_owned(), place.to_owned(), value.clone()));
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    look(item, &format!("{pointer}/{at}"), &format!("{place}[]"), found);
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    look(field, &format!("{pointer}/{escaped}"), &format!("{place}.{name}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    look(value, "", "", &mut found);
    found
}

/// The same value as somebody might write it who knows JSON and not this document.
fn written_otherwise(value: &Value) -> Vec<Value> {
    let mut others = vec![Value::Null, json!([value]), json!([]), json!({}), json!(true)];
    match value {
        Value::String(text) => {
            others.push(json!({ text: null }));
            others.push(json!({ text: {} }));
            others.push(json!(format!(" {text}")));
            others.extend([json!(text.to_uppercase()), json!(text.to_lowercase())]);
            others.extend(text.parse::<i64>().map(Value::from));
            others.push(json!(7));
        }
        Value::Number(_) | Value::Bool(_) => {
            others.push(json!(value.to_string()));
            others.push(json!(7));
            others.push(json!(-7));
            others.push(json!(i64::MAX));
        }
        Value::Object(fields) => {
            others.push(json!(fields.values().collect::<Vec<_>>()));
            let mut more = fields.clone();
            more.insert("a_field_of_another_document".to_owned(), Value::Null);
            others.push(Value::Object(more));
        }
        Value::Null | Value::Array(_) => {}
    }
    others.retain(|other| other != value);
    others
}
