//! Laws of cover, for any book: nothing is lost, order and hindsight change
//! nothing, more limit never means less cover.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use tradecredit::answers::cover::{Reason, ReasonCode, ReasonSet};
use tradecredit::explain::{Language, Trace, sentence};
use tradecredit::{Amount, Ledger, LedgerDocument, wire};
use tradecredit_tests::{Vector, files};

mod generated;

use generated::{books, day, policies, rates};

fn amount(value: &Value) -> Amount {
    value.as_str().unwrap().parse().unwrap()
}

fn assess(policy: &Value, ledger: &Value, as_of: u32) -> Value {
    let request =
        json!({ "policy": policy, "ledger": ledger, "as_of": day(as_of), "rates": rates(as_of) });
    let answer = wire::call("assess", &request.to_string()).unwrap();
    serde_json::from_str(&answer).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_cent_is_covered_or_not(policy in policies(), book in books(true), as_of in 0_u32..200) {
        let answer = assess(&policy, &book, as_of);
        prop_assert_eq!(answer.get("refused"), None);
        let mut of_buyer: BTreeMap<String, (Amount, Amount)> = BTreeMap::new();
        let mut total = (Amount::ZERO, Amount::ZERO);
        for row in answer["receivables"].as_array().unwrap() {
            let [open, base, covered, uncovered] =
                ["open", "base", "covered", "uncovered"].map(|name| amount(&row[name]));
            let limit = amount(&row["limit"]["amount"]);
            prop_assert_eq!(covered.plus(uncovered).unwrap(), open);
            prop_assert!(covered <= base && base <= open && covered <= limit);
            let whole = row["verdict"] == "covered";
            prop_assert_eq!(whole, covered == open && !open.is_zero());
            if covered < open {
                prop_assert!(row.get("reasons").is_some(), "nothing says why: {}", row);
            }
            let buyer = row["buyer"].as_str().unwrap().to_owned();
            let sums = of_buyer.entry(buyer).or_default();
            *sums = (sums.0.plus(covered).unwrap(), sums.1.max(limit));
            total = (total.0.plus(open).unwrap(), total.1.plus(covered).unwrap());
        }
        for (covered, highest) in of_buyer.values() {
            prop_assert!(covered <= highest, "{} covered on limits up to {}", covered, highest);
        }
        let sums = &answer["exposure"]["total"];
        prop_assert_eq!((amount(&sums["open"]), amount(&sums["covered"])), total);
    }

    #[test]
    fn the_order_of_entry_changes_no_byte(
        policy in policies(),
        book in books(true),
        as_of in 0_u32..200,
        turn in 1_usize..7,
    ) {
        let mut turned = book.clone();
        for list in turned.as_object_mut().unwrap().values_mut() {
            if let Some(list) = list.as_array_mut() {
                let length = list.len().max(1);
                list.rotate_left(turn % length);
                if turn % 2 == 0 {
                    list.reverse();
                }
            }
        }
        let ask = |ledger: &Value| {
            let request = json!({ "policy": policy, "ledger": ledger, "as_of": day(as_of), "rates": rates(as_of) });
            wire::call("assess", &request.to_string()).unwrap()
        };
        prop_assert_eq!(ask(&book), ask(&turned));
    }

    #[test]
    fn what_comes_later_is_not_known(
        policy in policies(),
        book in books(true),
        as_of in 0_u32..150,
    ) {
        let document: LedgerDocument = serde_json::from_value(book.clone()).unwrap();
        let then = document.known_by(day(as_of).parse().unwrap());
        prop_assert!(Ledger::new(then.clone()).unwrap().refused().is_empty());
        let mut now = assess(&policy, &book, as_of);
        let mut then = assess(&policy, &serde_json::to_value(then).unwrap(), as_of);
        for answer in [&mut now, &mut then] {
            answer["receipt"].as_object_mut().unwrap().remove("ledger");
        }
        prop_assert_eq!(now, then);
    }

    #[test]
    fn a_higher_limit_never_lowers_cover(
        mut policy in policies(),
        book in books(false),
        as_of in 0_u32..200,
        more in 1_u32..30_000,
    ) {
        let rules = policy["limits"].as_object_mut().unwrap();
        rules.remove("unnamed");
        rules.remove("discretionary");
        let mut higher = book.clone();
        for limit in higher["limits"].as_array_mut().unwrap() {
            if limit["kind"] != "temporary" && limit.get("amount").is_some() {
                let raised = amount(&limit["amount"]).plus(Amount::new(more.into()).unwrap());
                limit["amount"] = json!(raised.unwrap().to_string());
            }
        }
        let (low, high) = (assess(&policy, &book, as_of), assess(&policy, &higher, as_of));
        let rows = |answer: &Value| answer["receivables"].as_array().unwrap().clone();
        for (low, high) in rows(&low).iter().zip(&rows(&high)) {
            prop_assert_eq!(&low["invoice"], &high["invoice"]);
            prop_assert!(amount(&low["covered"]) <= amount(&high["covered"]), "{low} {high}");
        }
    }
}

#[test]
fn a_set_of_reasons_is_a_number() {
    let mut bits = 0;
    for code in ReasonCode::ALL {
        assert_eq!(bits & code.bit(), 0, "{} has a bit of its own", code.name());
        bits |= code.bit();
        let name = serde_json::to_value(code).unwrap();
        assert_eq!(name, code.name());
    }
    let all = ReasonSet::from_bits(u32::MAX);
    assert_eq!(all.bits(), bits);
    assert!(all.iter().eq(ReasonCode::ALL.iter().copied()));
}

/// Every reason occurs in a vector, and has words for what it goes by.
#[test]
fn every_reason_has_a_vector_and_words() {
    let mut seen = BTreeSet::new();
    for (name, file) in files().unwrap() {
        if !name.starts_with("assess/") {
            continue;
        }
        let Some(answer) = Vector::read(&file).unwrap().answer else { continue };
        for row in answer["receivables"].as_array().unwrap() {
            for reason in row.get("reasons").and_then(Value::as_array).into_iter().flatten() {
                let reason: Reason = serde_json::from_value(reason.clone()).unwrap();
                seen.insert(reason.code);
                let trace: Trace = serde_json::from_value(json!({
                    "schema": "tradecredit/trace/1", "currency": "EUR", "steps": []
                }))
                .unwrap();
                for language in [Language::English, Language::French] {
                    let text = sentence(&reason.step(), &trace, language);
                    assert!(text.ends_with('.') && !text.contains('{'), "{name}: {text}");
                }
            }
        }
    }
    let missing: Vec<_> =
        ReasonCode::ALL.iter().filter(|code| !seen.contains(code)).map(|c| c.name()).collect();
    assert!(missing.is_empty(), "no vector shows {missing:?}");
}
