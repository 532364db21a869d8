//! The page of every operation: what it takes, field by field, and what it gives.

use std::collections::BTreeSet;
use std::error::Error;

use serde_json::Value;
use tradecredit::wire;

/// The page, from the schemas of the requests and answers.
///
/// # Errors
///
/// Whatever keeps a schema from being written.
pub fn page() -> Result<String, Box<dyn Error>> {
    let mut page = String::from(
        "# Every operation\n\nThe same fields in Rust, Python and JavaScript, and in JSON. `policy` and `ledger` are the documents of\n\
         [The policy document](policy.md) and [The ledger document](ledger.md). What each operation is for stands in\n\
         [Start](start.md); the folder `tests/vectors` has requests with their answers, one folder for each operation, and\n\
         `docs/schema/answers` the answers field by field. This page is written by `cargo xtask regen`.\n",
    );
    for schemas in wire::schemas() {
        let request = serde_json::to_value(&schemas.request)?;
        let answer = serde_json::to_value(&schemas.answer)?;
        page.push_str(&format!("\n## {}\n", schemas.operation));
        let gives = first(&answer, &answer);
        if !gives.is_empty() {
            page.push_str(&format!("\nGives: {gives}\n"));
        }
        page.push_str(&fields(&request));
    }
    Ok(page)
}

/// A row for each field of a request, those that are needed first.
fn fields(request: &Value) -> String {
    let Some(properties) = request["properties"].as_object().filter(|all| !all.is_empty()) else {
        return "\nTakes nothing: `{}`.\n".to_owned();
    };
    let needed: BTreeSet<&str> =
        request["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut rows = String::from("\n| field | | what |\n|---|---|---|\n");
    for wanted in [true, false] {
        for (name, field) in properties {
            if needed.contains(name.as_str()) == wanted {
                let name = if wanted { format!("**`{name}`**") } else { format!("`{name}`") };
                let kind = kind(field, request, 0);
                rows.push_str(&format!("| {name} | {kind} | {} |\n", first(field, request)));
            }
        }
    }
    rows
}

/// The first paragraph that describes a schema, or what it refers to, on one line of a table.
fn first(schema: &Value, root: &Value) -> String {
    let own = schema["description"].as_str();
    let told =
        own.or_else(|| referred(schema, root)?.1["description"].as_str()).unwrap_or_default();
    let paragraph = told.split("\n\n").next().unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// What is written for a field, in a few words.
fn kind(schema: &Value, root: &Value, depth: usize) -> String {
    if let Some((name, target)) = referred(schema, root) {
        return match &target["type"] {
            _ if !words(target).is_empty() => kind(target, root, depth + 1),
            Value::String(kind) if kind == "object" => "object".to_owned(),
            // Of these the name says more: an amount, a day, a share.
            Value::String(_) | Value::Array(_) if name != "Id" => spaced(name),
            _ if depth > 3 => String::new(),
            _ => kind(target, root, depth + 1),
        };
    }
    let words = words(schema);
    if !words.is_empty() && words.len() <= 8 {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    let named = |name: &str| match name {
        "string" => "text",
        "integer" => "whole number",
        "number" => "number",
        "boolean" => "`true` or `false`",
        _ => "object",
    };
    match &schema["type"] {
        Value::String(name) if name == "array" => {
            let of = kind(&schema["items"], root, depth + 1);
            if of.is_empty() { "list".to_owned() } else { format!("list of {of}") }
        }
        Value::String(name) => named(name).to_owned(),
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str).filter(|name| *name != "null");
            names.map(named).collect::<Vec<_>>().join(" or ")
        }
        _ => {
            let ways = ["anyOf", "oneOf"].iter().find_map(|way| schema[*way].as_array());
            let ways = ways.into_iter().flatten().filter(|way| way["type"] != "null");
            let kinds: BTreeSet<String> = ways.map(|way| kind(way, root, depth + 1)).collect();
            kinds.into_iter().filter(|kind| !kind.is_empty()).collect::<Vec<_>>().join(" or ")
        }
    }
}

/// The words that a schema allows.
fn words(schema: &Value) -> Vec<&str> {
    let listed = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let each = schema["oneOf"].as_array().into_iter().flatten();
    listed.chain(each.filter_map(|one| one["const"].as_str())).collect()
}

/// What a schema refers to, whether or not it may be left out, and its name.
fn referred<'v>(schema: &'v Value, root: &'v Value) -> Option<(&'v str, &'v Value)> {
    let of = |schema: &'v Value| {
        let path = schema["$ref"].as_str()?.strip_prefix('#')?;
        Some((path.rsplit('/').next()?, root.pointer(path)?))
    };
    of(schema).or_else(|| schema["anyOf"].as_array()?.iter().find_map(of))
}

/// The words of a type's name: `AnnualRate` is an annual rate.
fn spaced(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
