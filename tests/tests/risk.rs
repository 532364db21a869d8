//! Laws of buyer risk, for any portfolio: shares sum to the whole, the policy
//! never adds to a loss, and the order of facts changes nothing.

use proptest::prelude::*;
use serde_json::{Value, json};
use tradecredit::explain::{Language, Trace, sentence};
use tradecredit::{Amount, Share, wire};
use tradecredit_tests::{Vector, files};

fn ask(operation: &str, request: &Value) -> Value {
    let answer = wire::call(operation, &request.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{error}"))).unwrap()
}

fn amount(value: &Value) -> Amount {
    value.as_str().unwrap().parse().unwrap()
}

fn whole(rows: &Value) -> Share {
    let shares = rows.as_array().unwrap().iter().map(|row| {
        let share: Share = row["share"].as_str().unwrap().parse().unwrap();
        Amount::new(share.get()).unwrap()
    });
    Share::new(Amount::total(shares).unwrap().get()).unwrap()
}

fn money(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Buyers, what they owe and paid, and how graded they are.
fn books() -> impl Strategy<Value = Value> {
    let invoice = (0_usize..4, 1_u32..28, 1_u32..7, 1_u32..9_000_000);
    let payment = (0_usize..4, 1_u32..28, 1_u32..7, 1_u32..9_000_000);
    let limit = prop::option::of(0_u32..9_000_000);
    (
        prop::collection::vec(invoice, 1..12),
        prop::collection::vec(payment, 0..8),
        prop::collection::vec(limit, 4),
        prop::collection::vec(prop::option::of(1_u32..10), 4),
    )
        .prop_map(|(invoices, payments, limits, grades)| {
            let buyer = |place: usize| format!("B-{place}");
            let day = |month: u32, day: u32| format!("2026-{month:02}-{day:02}");
            let mut book = json!({
                "schema": "tradecredit/ledger/1", "currency": "EUR",
                "buyers": [], "limits": [], "invoices": [], "payments": []
            });
            for (place, (limit, grade)) in limits.iter().zip(&grades).enumerate() {
                let mut one = json!({ "id": buyer(place) });
                if let Some(grade) = grade {
                    one["grade"] = json!(grade.to_string());
                }
                book["buyers"].as_array_mut().unwrap().push(one);
                if let Some(limit) = limit {
                    book["limits"].as_array_mut().unwrap().push(json!({
                        "buyer": buyer(place), "kind": "granted", "date": "2026-01-01",
                        "amount": money(*limit)
                    }));
                }
            }
            for (at, (place, on, month, cents)) in invoices.into_iter().enumerate() {
                book["invoices"].as_array_mut().unwrap().push(json!({
                    "id": format!("F-{at}"), "buyer": buyer(place), "delivery": day(month, on),
                    "terms": "30", "amount": money(cents)
                }));
            }
            for (at, (place, on, month, cents)) in payments.into_iter().enumerate() {
                book["payments"].as_array_mut().unwrap().push(json!({
                    "id": format!("R-{at}"), "buyer": buyer(place), "date": day(month, on),
                    "amount": money(cents)
                }));
            }
            book
        })
}

fn portfolio(ledger: &Value, deductible: u32) -> Value {
    json!({
        "policy": {
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
            "indemnity": { "steps": [
                { "step": "credit_limit" },
                { "step": "each_loss_deductible", "amount": money(deductible) },
                { "step": "insured_percentage" },
                { "step": "aggregate_first_loss", "amount": "100" }
            ] }
        },
        "ledger": ledger, "as_of": "2026-07-15",
        "scale": "nine", "unrated": "7.5%", "loss_given_default": "55%",
        "grades": {
            "scales": [{ "name": "nine", "best": "9", "range": { "from": 1, "to": 9 } }],
            "default_probabilities": [{ "scale": "nine", "source": "S", "grades": [
                { "grade": "9", "through": "6", "probability": "0.3%" },
                { "grade": "5", "through": "1", "probability": "4%" }
            ] }]
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shares_sum_to_the_whole(cents in prop::collection::vec(1_u32..9_000_000, 1..40), digits in 0_u8..6) {
        let holdings: Vec<Value> = cents
            .iter()
            .enumerate()
            .map(|(place, cents)| json!({ "name": format!("N-{place}"), "amount": money(*cents) }))
            .collect();
        let mut backwards = holdings.clone();
        backwards.reverse();
        let asked = |holdings: &[Value]| {
            ask("concentration", &json!({
                "holdings": holdings, "largest": 100, "precision": { "digits": digits }
            }))
        };
        let answer = asked(&holdings);
        prop_assert_eq!(whole(&answer["largest"]), Share::ALL);
        prop_assert_eq!(answer, asked(&backwards));
    }

    #[test]
    fn the_policy_never_adds_to_a_loss(book in books(), deductible in 0_u32..500_000) {
        let answer = ask("evaluate_portfolio", &portfolio(&book, deductible));
        let expected = &answer["expected_loss"];
        let figure = |name: &str| amount(&expected[name]);
        prop_assert_eq!(figure("insurer").plus(figure("after")).unwrap(), figure("before"));
        prop_assert!(figure("after") <= figure("before"));
        for buyer in expected["buyers"].as_array().unwrap() {
            prop_assert!(amount(&buyer["indemnity"]) <= amount(&buyer["loss"]));
            prop_assert!(amount(&buyer["loss"]) <= amount(&buyer["exposure"]));
        }
        prop_assert!(amount(&answer["provision"]["allowance"]) <= amount(&answer["open"]));
        let ages = answer["ageing"].as_array().unwrap().iter().map(|age| amount(&age["open"]));
        prop_assert_eq!(Amount::total(ages).unwrap(), amount(&answer["open"]));
        if !amount(&answer["open"]).is_zero() {
            prop_assert_eq!(whole(&answer["ageing"]), Share::ALL);
            prop_assert_eq!(whole(&answer["countries"]), Share::ALL);
        }
    }

    #[test]
    fn the_order_of_facts_changes_nothing(book in books()) {
        let mut turned = book.clone();
        for list in ["buyers", "limits", "invoices", "payments"] {
            turned[list].as_array_mut().unwrap().reverse();
        }
        let (one, other) = (portfolio(&book, 0), portfolio(&turned, 0));
        prop_assert_eq!(ask("evaluate_portfolio", &one), ask("evaluate_portfolio", &other));
    }

    #[test]
    fn a_suggestion_never_adds_cover(book in books(), share in 0_u8..=100) {
        let asked = json!({
            "policy": portfolio(&book, 0)["policy"], "ledger": book, "as_of": "2026-07-15",
            "grades": portfolio(&book, 0)["grades"],
            "rules": { "scale": "nine", "rules": [
                { "when": { "event": "below_grade", "grade": "5" },
                  "then": { "action": "reduce_to", "share": format!("{share}%") } },
                { "when": { "event": "overdue", "days": 30 }, "then": { "action": "suspend" } },
                { "when": { "event": "overdue", "days": 60 }, "then": { "action": "cancel" } }
            ] }
        });
        for one in ask("watch", &asked)["suggestions"].as_array().unwrap() {
            if let Some(after) = one.get("after") {
                for name in ["limit", "covered", "headroom"] {
                    prop_assert!(amount(&after[name]) <= amount(&one["now"][name]), "{}", one);
                }
                prop_assert_eq!(&after["open"], &one["now"]["open"]);
            }
        }
    }
}

#[test]
fn every_step_has_its_words() {
    let mut seen = 0;
    for (name, file) in files().unwrap() {
        let Ok(answer) = Vector::read(&file).unwrap().run() else { continue };
        let answer: Value = serde_json::from_str(&answer).unwrap();
        for step in answer["steps"].as_array().into_iter().flatten() {
            if !step["rule"].as_str().unwrap().starts_with("RSK") {
                continue;
            }
            seen += 1;
            let trace = json!({
                "schema": "tradecredit/trace/1", "currency": "EUR", "steps": [step]
            });
            let trace: Trace = serde_json::from_value(trace).unwrap();
            for language in [Language::English, Language::French] {
                let text = sentence(&trace.steps[0], &trace, language);
                assert!(!text.contains(['{', '}', '_']), "{name}: {text}");
            }
        }
    }
    assert!(seen > 20);
}
