//! The JSON Schemas say what the engine reads and writes, as an independent
//! validator understands them, and `docs/schema` holds them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;
use tradecredit::wire::{self, schema};
use tradecredit_tests::{Vector, files};

fn validator(schema: &schema::Schema) -> Validator {
    jsonschema::draft202012::new(schema.as_value()).unwrap_or_else(|error| panic!("{error}"))
}

fn wrong(validator: &Validator, value: &Value) -> Vec<String> {
    validator
        .iter_errors(value)
        .map(|error| format!("at {}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn vectors_are_as_the_schemas_say() {
    let operations: BTreeMap<&str, (Validator, Validator)> = wire::schemas()
        .iter()
        .map(|it| (it.operation, (validator(&it.request), validator(&it.answer))))
        .collect();
    let error = schema::documents().into_iter().find(|(name, _)| *name == "error").unwrap().1;
    let error = validator(&error);
    let mut problems = Vec::new();
    for (name, file) in files().unwrap() {
        let vector = Vector::read(&file).unwrap();
        let (request, answer) = &operations[vector.operation.as_str()];
        let asked: Value = serde_json::from_str(vector.request.get()).unwrap();
        let came_back = wire::call(&vector.operation, vector.request.get());
        let about_words = ["out_of_range", "contradictions", "not_found", "unanswerable"];
        match came_back {
            Ok(text) => {
                let text: Value = serde_json::from_str(&text).unwrap();
                problems.extend(
                    wrong(request, &asked).into_iter().map(|it| format!("{name}: request {it}")),
                );
                problems.extend(
                    wrong(answer, &text).into_iter().map(|it| format!("{name}: answer {it}")),
                );
            }
            Err(refusal) => {
                let text: Value = serde_json::from_str(&refusal.to_json()).unwrap();
                problems.extend(
                    wrong(&error, &text).into_iter().map(|it| format!("{name}: error {it}")),
                );
                // Documents that contradict themselves have the right shape all the same.
                if refusal.code() == "contradictions" && vector.operation == "check_policy" {
                    problems.extend(
                        wrong(request, &asked)
                            .into_iter()
                            .filter(|it| !about_words.iter().any(|word| it.contains(word)))
                            .filter(|_| !vector.request.get().contains("\"six months\""))
                            .map(|it| format!("{name}: request {it}")),
                    );
                }
                if ["float_refused", "missing_unit"].contains(&refusal.code())
                    && !vector.operation.starts_with("policy_template")
                    && !vector.request.get().contains("endorsements")
                    && wrong(request, &asked).is_empty()
                {
                    problems.push(format!("{name}: the schema takes what the engine refuses"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_committed_schemas_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema");
    for (name, text) in schema::files().unwrap() {
        let committed = fs::read_to_string(folder.join(&name)).unwrap_or_default();
        assert!(
            committed.replace("\r\n", "\n") == text,
            "docs/schema/{name} is not fresh: run `cargo xtask regen` and commit it"
        );
    }
}

/// A person who reads a schema finds words at every field.
#[test]
fn every_field_is_described() {
    fn look(at: &str, value: &Value, bare: &mut Vec<String>) {
        let Value::Object(fields) = value else {
            if let Value::Array(items) = value {
                for item in items {
                    look(at, item, bare);
                }
            }
            return;
        };
        if let Some(Value::Object(properties)) = fields.get("properties") {
            for (name, property) in properties {
                let told = property.get("description").is_some() || property.get("const").is_some();
                if !told {
                    bare.push(format!("{at}.{name}"));
                }
            }
        }
        for (name, inner) in fields {
            look(&format!("{at}/{name}"), inner, bare);
        }
    }
    let mut bare = Vec::new();
    for (name, schema) in schema::documents() {
        look(name, schema.as_value(), &mut bare);
    }
    for it in wire::schemas() {
        look(it.operation, it.answer.as_value(), &mut bare);
    }
    // The variants of a choice carry their words beside the name, not at it.
    bare.retain(|place| !place.contains("/oneOf."));
    assert!(bare.is_empty(), "without a description:\n{}", bare.join("\n"));
}
