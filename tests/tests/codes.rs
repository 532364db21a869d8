//! Every way to be refused is shown by a vector, or here.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use tradecredit::{Amount, Error, Money, wire};
use tradecredit_tests::files;

/// What a fact or a clause can be reported for.
const PROBLEMS: &[&str] =
    &["conflict", "duplicate", "exceeds", "missing", "not_found", "reversed", "senseless"];

#[test]
fn every_code_has_a_vector() {
    let mut codes = BTreeSet::new();
    let mut problems = BTreeSet::new();
    for (name, file) in files().unwrap() {
        let vector: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        codes.extend(vector["error"]["code"].as_str().map(str::to_owned));
        let lists = [&vector["error"]["problems"], &vector["answer"]["refused"]];
        for problem in lists.into_iter().filter_map(Value::as_array).flatten() {
            let code = problem["code"].as_str().unwrap_or_else(|| panic!("{name}: no code"));
            assert!(
                PROBLEMS.contains(&code) || Error::CODES.contains(&code),
                "{name}: the code `{code}` stands in no list"
            );
            problems.insert(code.to_owned());
        }
    }
    // No request can ask for these two: see the tests below.
    codes.extend(["currency_mismatch", "unknown_operation"].map(str::to_owned));
    for code in Error::CODES {
        assert!(codes.contains(*code), "no vector is refused with `{code}`");
    }
    for code in PROBLEMS {
        assert!(problems.contains(*code), "no vector reports `{code}`");
    }
}

#[test]
fn two_currencies_do_not_add_up() {
    let money = |currency: &str| Money::new(Amount::ZERO, currency.parse().unwrap());
    let error = money("EUR").plus(money("USD")).unwrap_err();
    assert_eq!(error.code(), "currency_mismatch");
    assert_eq!(
        error.to_string(),
        "cannot add amounts in `EUR` and `USD`: convert to one currency first"
    );
}

#[test]
fn an_operation_that_does_not_exist() {
    assert_eq!(wire::call("setle", "{}").unwrap_err().code(), "unknown_operation");
}
