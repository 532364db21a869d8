//! Whatever comes in: no panic, bounded time, and an answer or an error in
//! the documented shape.

use std::fs;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};
use tradecredit::wire;
use tradecredit_tests::{Vector, files, fuzzed};

/// A request of every vector, with the operation it is for.
fn requests() -> Vec<(String, String)> {
    let vectors = files().unwrap().into_iter().map(|(_, file)| Vector::read(&file).unwrap());
    vectors.map(|vector| (vector.operation, vector.request.get().to_owned())).collect()
}

/// Asks, and checks the shape of what comes back.
fn ask(operation: &str, request: &str) -> Result<Value, Value> {
    match wire::call(operation, request) {
        Ok(answer) => Ok(serde_json::from_str(&answer).expect(&answer)),
        Err(error) => {
            let error: Value = serde_json::from_str(&error.to_json()).unwrap();
            let code = error["code"].as_str().expect("a code");
            assert!(tradecredit::Error::CODES.contains(&code), "{error}");
            let message = error["message"].as_str().expect("a message");
            assert!(!message.is_empty(), "{error}");
            for name in ["u8", "u32", "i64", "usize", "struct", "enum ", "Vec<", "Option<"] {
                let shown = !request.contains(name) && message.contains(name);
                assert!(!shown, "a message names a type of Rust: {message}");
            }
            Err(error)
        }
    }
}

/// Many times what any of these takes on a quiet machine, so that a busy one does not fail: work
/// without end is caught here, what it costs is for the benches.
const NO_END: Duration = Duration::from_mins(5);

#[test]
fn every_request_at_every_operation() {
    for (_, request) in requests() {
        for (operation, _) in wire::OPERATIONS {
            let _ = ask(operation, &request);
        }
    }
}

#[test]
fn ten_thousand_deep() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let inner = if open == "[" { "" } else { "1" };
        let deep = format!("{}{inner}{}", open.repeat(10_000), close.repeat(10_000));
        let cut = open.repeat(10_000);
        for (operation, _) in wire::OPERATIONS {
            for text in [&deep, &cut] {
                let error = ask(operation, text).unwrap_err();
                assert_eq!(error["code"], "invalid_document", "{operation}");
            }
        }
        let ledger = format!(
            r#"{{"schema":"tradecredit/policy/1","id":"P","policyholder":"H","insurer":"I",
            "currency":"EUR","period":{{"from":"2026-01-01","to":"2026-12-31"}},
            "endorsements":[{{"id":"E","effective":"2026-01-01","changes":{{"id":{deep}}}}}]}}"#
        );
        let error = ask("check_policy", &ledger).unwrap_err();
        assert!(error["message"].as_str().unwrap().contains("127 deep"), "{error}");
    }
}

#[test]
fn a_hundred_megabytes() {
    const SIZE: usize = 100 << 20;
    let begun = Instant::now();
    // One text, no end of spaces, no end of list: nothing to find in any of them.
    let text = format!(r#"{{"schema":"tradecredit/ledger/1","currency":"{}"}}"#, "E".repeat(SIZE));
    let error = ask("check_ledger", &text).unwrap_err();
    assert!(error.to_string().len() < 1_000, "the error repeats the document");
    let long = "x".repeat(SIZE / 20);
    for text in [
        format!(r#"{{"{long}":1}}"#),
        format!(r#"{{"schema":"{long}"}}"#),
        format!(r#"{{"schema":"tradecredit/ledger/1","currency":"EUR","buyers":"{long}"}}"#),
    ] {
        let error = ask("check_ledger", &text).unwrap_err();
        assert!(error.to_string().len() < 1_500, "the error repeats the document");
    }
    let spaces = " ".repeat(SIZE);
    assert_eq!(ask("check_ledger", &spaces).unwrap_err()["code"], "invalid_document");
    // Facts cost more than text, above all in a build for debugging: a quarter says enough.
    let mut invoices = String::with_capacity(SIZE / 4 + 1_000);
    invoices.push_str(r#"{"schema":"tradecredit/ledger/1","currency":"EUR","invoices":["#);
    let invoice =
        r#"{"id":"F","buyer":"B","delivery":"2026-01-01","due":"2026-02-01","amount":"1"},"#;
    while invoices.len() < SIZE / 4 {
        invoices.push_str(invoice);
    }
    invoices.push_str(r#"{"id":"F","buyer":"B","delivery":"2026-01-01","amount":0.5}]}"#);
    let error = ask("check_ledger", &invoices).unwrap_err();
    assert_eq!(error["code"], "float_refused");
    assert!(begun.elapsed() < NO_END, "took {:?}", begun.elapsed());
}

#[test]
fn groups_above_groups_cost_little() {
    let begun = Instant::now();
    let groups: Vec<Value> = (0..20_000)
        .map(|place| json!({ "id": format!("G{place}"), "parent": format!("G{}", place + 1) }))
        .chain([json!({ "id": "G20000" })])
        .collect();
    let ledger = json!({ "schema": "tradecredit/ledger/1", "currency": "EUR", "groups": groups });
    let answer = ask("check_ledger", &ledger.to_string()).unwrap();
    assert_eq!(answer["refused"].as_array().unwrap().len(), 20_001 - 50);
    assert!(begun.elapsed() < NO_END, "took {:?}", begun.elapsed());
}

#[test]
fn money_that_waits_costs_little() {
    let begun = Instant::now();
    let many = 10_000;
    let payments: Vec<Value> = (0..many)
        .map(
            |n| json!({ "id": format!("P{n}"), "buyer": "B", "date": "2026-01-01", "amount": "2" }),
        )
        .collect();
    let invoices: Vec<Value> = (0..many)
        .map(|n| {
            let (id, day) = (format!("F{n}"), "2026-02-01");
            json!({ "id": id, "buyer": "B", "delivery": day, "due": day, "amount": "1" })
        })
        .collect();
    let request = json!({
        "as_of": "2026-03-01",
        "ledger": {
            "schema": "tradecredit/ledger/1", "currency": "EUR",
            "buyers": [{ "id": "B" }], "payments": payments, "invoices": invoices
        }
    });
    let answer = ask("allocate_payments", &request.to_string()).unwrap();
    assert_eq!(answer["on_account"].as_array().unwrap().len(), many / 2);
    assert!(begun.elapsed() < NO_END, "took {:?}", begun.elapsed());
}

#[test]
fn many_facts_about_one_thing_cost_little() {
    let begun = Instant::now();
    let many = 60_000;
    let temporary = |n| {
        json!({
            "buyer": "B", "kind": "temporary", "date": "2026-01-01",
            "expires": "2026-12-31", "amount": format!("{n}")
        })
    };
    let credited =
        |n| json!({ "id": format!("C{n}"), "invoice": "F", "date": "2026-02-01", "amount": "1" });
    let request = json!({
        "as_of": "2026-03-01",
        "policy": {
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" }
        },
        "ledger": {
            "schema": "tradecredit/ledger/1", "currency": "EUR",
            "buyers": [{ "id": "B" }],
            "invoices": [{
                "id": "F", "buyer": "B", "delivery": "2026-01-01", "due": "2026-04-01", "amount": "100000"
            }],
            "limits": (0..many).map(temporary).collect::<Vec<Value>>(),
            "credit_notes": (0..many).map(credited).collect::<Vec<Value>>()
        }
    });
    let answer = ask("duties", &request.to_string()).unwrap();
    assert!(answer.get("refused").is_none(), "facts were refused");
    let duties = answer["duties"].as_array().unwrap();
    let ends = duties.iter().filter(|duty| duty["kind"] == "temporary_limit_expiry");
    assert_eq!(ends.count(), many);
    assert!(begun.elapsed() < NO_END, "took {:?}", begun.elapsed());
}

#[test]
fn claims_on_a_group_cost_little() {
    let begun = Instant::now();
    let many = 300;
    let named = |n: usize| format!("B{n:03}");
    let day = |n: usize| format!("2026-{:02}-{:02}", n % 6 + 1, n % 28 + 1);
    let buyers = (0..many).map(|n| json!({ "id": named(n), "group": "G" }));
    let invoices = (0..many).map(|n| {
        json!({ "id": format!("F{n}"), "buyer": named(n), "delivery": day(n), "terms": "30", "amount": "5" })
    });
    let limits = (0..many)
        .map(|n| json!({ "buyer": named(n), "kind": "granted", "date": "2026-01-01", "amount": "5" }))
        .chain([json!({ "group": "G", "kind": "granted", "date": "2026-01-01", "amount": "500" })]);
    let insolvencies = (0..many).map(|n| json!({ "buyer": named(n), "opened": day(n + 40) }));
    let mut request = json!({
        "as_of": "2026-12-31",
        "policy": {
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
            "periods": { "maximum_extension": "P30D" }
        },
        "ledger": {
            "schema": "tradecredit/ledger/1", "currency": "EUR", "groups": [{ "id": "G" }],
            "buyers": buyers.collect::<Vec<Value>>(), "invoices": invoices.collect::<Vec<Value>>(),
            "limits": limits.collect::<Vec<Value>>(), "insolvencies": insolvencies.collect::<Vec<Value>>()
        },
        "claims": (0..many).map(|n| json!({ "buyer": named(n), "cause": "insolvency" })).collect::<Vec<Value>>()
    });
    let year = ask("settle_claims", &request.to_string()).unwrap();
    let settled = year["settlements"].as_array().unwrap();
    assert_eq!(settled.len(), many);
    assert!(begun.elapsed() < NO_END, "took {:?}", begun.elapsed());
    // What one claim alone comes to, it comes to among the others.
    let first = settled.iter().find(|one| one["buyer"] == "B007").unwrap();
    request.as_object_mut().unwrap().remove("claims");
    request["claim"] = json!({ "buyer": "B007", "cause": "insolvency" });
    let alone = ask("settle", &request.to_string()).unwrap();
    for part in ["indemnity", "insured_loss", "receivables", "where_it_went"] {
        assert_eq!(alone[part], first[part], "{part}");
    }
}

/// What is put in the place of some value of a request.
fn junk() -> impl Strategy<Value = Value> {
    let texts = [
        "",
        " ",
        "\u{0}",
        "\u{1b}[31m",
        "0.9",
        "90%",
        "1e5",
        "-1",
        "-0",
        "NaN",
        "+1",
        ".5",
        "5.",
        "٣",
        "2026-02-30",
        "0000-00-00",
        "9999-12-31",
        "0001-01-01",
        "P0D",
        "P-1D",
        "P100Y",
        "999",
        "fm999",
        "0fm31",
        "EUR",
        "XXX",
        "99999999999999999999999999999",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "100%",
        "0.00000000000000000000000001%",
        "null",
        "\u{202e}",
        "🧾",
        "B",
        "F1",
        "none",
    ];
    prop_oneof![
        4 => proptest::sample::select(texts.to_vec()).prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => proptest::sample::select(vec![json!([]), json!({}), json!([[]]), json!(0.5), json!(1e300)]),
        1 => ".{0,300}".prop_map(Value::from),
    ]
}

/// Changes the value at a place counted through the whole document.
fn mutate(value: &mut Value, place: &mut usize, junk: &Value, how: u8) -> bool {
    if *place == 0 {
        match (value, how) {
            (Value::Array(items), 1) => items.extend(items.clone()),
            (Value::Array(items), 2) => drop(items.pop()),
            (Value::Array(items), 3) => items.reverse(),
            (Value::Object(fields), 1) => drop(fields.insert("unknown".into(), junk.clone())),
            (Value::Object(fields), 2) => {
                let first = fields.keys().next().cloned();
                first.map(|name| fields.remove(&name));
            }
            (value, _) => *value = junk.clone(),
        }
        return true;
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| mutate(item, place, junk, how)),
        Value::Object(fields) => fields.values_mut().any(|field| mutate(field, place, junk, how)),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_requests_never_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), junk(), 0_u8..5), 1..4),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        thread_local!(static REQUESTS: Vec<(String, String)> = requests());
        let (operation, request) = REQUESTS.with(|requests| which.get(requests).clone());
        let Ok(mut value) = serde_json::from_str::<Value>(&request) else { return Ok(()) };
        for (place, junk, how) in changes {
            mutate(&mut value, &mut place.index(60), &junk, how);
        }
        let mut text = value.to_string();
        if let Some(cut) = cut {
            let mut end = cut.index(text.len() + 1);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
        let _ = ask(&operation, &text);
    }
}

/// Where the fuzzer once got to, the tests get to each time; and whatever comes back comes back twice.
#[test]
fn what_fuzzing_came_upon_is_answered_or_refused() {
    let corpus = fuzzed().unwrap();
    assert!(corpus.len() > 100, "{} requests", corpus.len());
    for (operation, request) in corpus {
        assert_eq!(ask(&operation, &request), ask(&operation, &request), "{operation}: {request}");
    }
}

#[test]
fn what_fuzzing_came_upon_is_small() {
    let corpus = fuzzed().unwrap();
    let size: usize =
        corpus.iter().map(|(operation, request)| operation.len() + request.len()).sum();
    assert!(size < 300_000, "{size} bytes");
}

/// Bytes that mean something to a reader of documents.
const TELLING: &[u8] = b"0123456789.-+eE\"\\{}[],:% \x00";

/// What the fuzzer does, without a fuzzer: every request of a vector and of the fuzzer's corpus with bytes
/// changed, in the same way each time, so that what fails here fails again.
#[test]
fn requests_with_bytes_changed_never_panic() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    for (operation, request) in requests().into_iter().chain(fuzzed().unwrap()) {
        for _ in 0..3 {
            let mut changed = request.clone().into_bytes();
            for _ in 0..=draw(3) {
                let at = draw(changed.len());
                let byte = TELLING[draw(TELLING.len())];
                match draw(8) {
                    0..3 if at < changed.len() => changed[at] = byte,
                    3..5 => changed.insert(at, byte),
                    5..7 if at < changed.len() => drop(changed.remove(at)),
                    _ => changed.truncate(at),
                }
            }
            if let Ok(changed) = String::from_utf8(changed) {
                let _ = ask(&operation, &changed);
            }
        }
    }
}

#[test]
fn the_vectors_are_no_larger_than_a_person_can_read() {
    for (name, file) in files().unwrap() {
        assert!(fs::metadata(file).unwrap().len() < 200_000, "{name} is too large to be checked");
    }
}
