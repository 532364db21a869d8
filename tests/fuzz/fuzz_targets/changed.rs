//! A request of a vector with some of its values changed: past the door of
//! the documents, into the rules.
//!
//! Where `TRADECREDIT_REQUESTS` names a folder, the requests are written there as `raw` reads them:
//! what a change means depends on the vectors of the day, a request does not.
#![no_main]

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use tradecredit::wire;
use tradecredit_tests::{Vector, files};

#[path = "check.rs"]
mod check;

#[derive(Debug, Arbitrary)]
struct Input {
    vector: u16,
    changes: Vec<(u16, Change)>,
}

#[derive(Debug, Arbitrary)]
enum Change {
    Remove,
    Twice,
    Turned,
    Null,
    Flag(bool),
    Whole(i64),
    Amount(i64, u8),
    Share(u16, u8),
    Day(u16, u8, u8),
    Span(u16, u8),
    /// The value found at another place of the same request.
    Copied(u16),
    Text(String),
}

fuzz_target!(|input: Input| {
    static VECTORS: OnceLock<Vec<(String, Value)>> = OnceLock::new();
    let vectors = VECTORS.get_or_init(|| {
        let files = files().expect("the vectors are there");
        let read = files.iter().filter_map(|(_, file)| {
            let vector = Vector::read(file).ok()?;
            Some((vector.operation, serde_json::from_str(vector.request.get()).ok()?))
        });
        read.collect()
    });
    let (operation, request) = &vectors[usize::from(input.vector) % vectors.len()];
    let mut request = request.clone();
    for (place, change) in input.changes.iter().take(8) {
        let values = count(&request);
        let copied = match change {
            Change::Copied(from) => find(&mut request, &mut (usize::from(*from) % values)).cloned(),
            _ => None,
        };
        if let Some(value) = find(&mut request, &mut (usize::from(*place) % values)) {
            apply(value, change, copied);
        }
    }
    let request = request.to_string();
    if let Some(folder) = env::var_os("TRADECREDIT_REQUESTS") {
        keep(folder.as_ref(), operation, &request);
    }
    check::ask(operation, &request);
});

fn keep(folder: &Path, operation: &str, request: &str) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let which = wire::OPERATIONS.iter().position(|(name, _)| *name == operation);
    let mut bytes = vec![u8::try_from(which.unwrap_or_default()).unwrap_or_default()];
    bytes.extend(request.as_bytes());
    let name = format!("changed-{}-{}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    fs::write(folder.join(name), bytes).expect("the folder can be written to");
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

fn find<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| find(item, place)),
        Value::Object(fields) => fields.values_mut().find_map(|field| find(field, place)),
        _ => None,
    }
}

fn apply(value: &mut Value, change: &Change, copied: Option<Value>) {
    let unit = |which: u8| ["D", "W", "M", "Y"][usize::from(which % 4)];
    *value = match (change, &mut *value) {
        (Change::Remove, Value::Array(items)) => return drop(items.pop()),
        (Change::Remove, Value::Object(fields)) => {
            let first = fields.keys().next().cloned();
            return drop(first.and_then(|name| fields.remove(&name)));
        }
        (Change::Twice, Value::Array(items)) => return items.extend(items.clone()),
        (Change::Turned, Value::Array(items)) => return items.reverse(),
        (Change::Remove | Change::Twice | Change::Turned | Change::Null, _) => Value::Null,
        (Change::Flag(flag), _) => Value::from(*flag),
        (Change::Whole(number), _) => Value::from(*number),
        (Change::Amount(mantissa, scale), _) => {
            let digits = format!("{:030}", mantissa.unsigned_abs());
            let (whole, part) = digits.split_at(30 - usize::from(scale % 28));
            let whole = whole.trim_start_matches('0');
            let whole = if whole.is_empty() { "0" } else { whole };
            Value::from(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") })
        }
        (Change::Share(number, unit), _) => {
            Value::from(format!("{number}{}", ["%", "‰", "bp"][usize::from(unit % 3)]))
        }
        (Change::Day(year, month, day), _) => {
            Value::from(format!("{:04}-{:02}-{:02}", year % 10_000, month % 13 + 1, day % 32 + 1))
        }
        (Change::Span(number, which), _) => Value::from(format!("P{number}{}", unit(*which))),
        (Change::Copied(_), _) => copied.unwrap_or_default(),
        (Change::Text(text), _) => Value::from(text.as_str()),
    };
}
