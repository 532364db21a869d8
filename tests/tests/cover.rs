//! Laws of cover, for any book: nothing is lost, order and hindsight change
//! nothing, more limit never means less cover.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use tradecredit::answers::cover::{Reason, ReasonCode, ReasonSet};
use tradecredit::explain::{Language, Trace, sentence};
use tradecredit::{Amount, Day, Ledger, LedgerDocument, wire};
use tradecredit_tests::{Vector, files};

const BUYERS: [&str; 3] = ["A", "B", "C"];

fn day(offset: u32) -> String {
    let first: Day = "2026-01-01".parse().unwrap();
    first.plus_days(i32::try_from(offset).unwrap()).unwrap().to_string()
}

fn amount(value: &Value) -> Amount {
    value.as_str().unwrap().parse().unwrap()
}

/// A policy: every convention of cover at any of its values.
fn policies() -> impl Strategy<Value = Value> {
    let limits = (
        prop::sample::select(vec!["none", "unnamed", "discretionary"]),
        prop::sample::select(vec!["delivery", "invoice", "due"]),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(0_u32..40),
        any::<bool>(),
        any::<bool>(),
        prop::sample::subsequence(vec!["cancellation", "insolvency", "stop"], 0..=3),
    );
    let stop = (
        prop::sample::select(vec!["due", "original_due", "extended_due", "invoice"]),
        prop::option::of(0_u32..40),
        prop::sample::select(vec!["on_payment", "retroactive", "insurer_only"]),
        prop::option::of(1_u32..60),
    );
    let late = (any::<bool>(), prop::sample::select(vec![0, 1, 2]));
    (limits, stop, late).prop_map(|(limits, stop, (notify, if_late))| {
        let (fallback, order, fills, immediate, grace, binding, own, ends) = limits;
        let (anchor, material, reinstatement, after) = stop;
        let mut rules = json!({
            "after_refusal": fallback, "after_expiry": fallback, "fill_order": order,
            "uninsurable_fill_the_limit": fills, "binding_orders": binding,
            "increase": if immediate { "immediate" } else { "new_deliveries" },
            "sliding_stops_on": ends
        });
        if let Some(days) = grace {
            rules["grace"] = json!(format!("P{days}D"));
        }
        if own {
            rules["unnamed"] = json!({ "amount": "150" });
            rules["discretionary"] = json!({
                "amount": "400", "payment_experience": { "tolerance": "P5D" }, "credit_report": {}
            });
        }
        let mut policy = json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-05", "to": "2026-12-31" },
            "periods": { "maximum_terms": "P60D" }, "limits": rules
        });
        if let Some(days) = after {
            policy["stop"] = json!({
                "anchor": anchor, "after": format!("P{days}D"), "reinstatement": reinstatement
            });
            if let Some(share) = material {
                policy["stop"]["materiality"] = json!(format!("{share}%"));
            }
        }
        if notify {
            let cost = match if_late {
                0 => json!("no_cover"),
                1 => json!({ "percentage_reduced": { "to": "50%" } }),
                _ => json!("flag_only"),
            };
            policy["notification"] = json!({
                "overdue": { "within": "P20D", "if_late": cost },
                "insolvency": { "within": "P10D", "if_late": cost }
            });
        }
        policy
    })
}

/// A book whose facts can all stand.
fn books(groups: bool) -> impl Strategy<Value = Value> {
    let invoice = (0_usize..3, 0_u32..120, 0_u32..70, 1_u32..40_000, 0_u32..3_000, 0_u32..12);
    let payment = (0_usize..3, 0_u32..150, 1_u32..60_000);
    let limit = (0_usize..5, 0_u32..120, 0_usize..6, 0_u32..50_000, 0_u32..40);
    let event = (0_usize..3, 0_u32..150, 0_u32..20);
    (
        prop::collection::vec(invoice, 0..14),
        prop::collection::vec(payment, 0..8),
        prop::collection::vec(limit, 0..10),
        prop::collection::vec(event.clone(), 0..3),
        prop::collection::vec(event.clone(), 0..3),
        prop::collection::vec(event, 0..3),
    )
        .prop_map(move |(invoices, payments, limits, reports, notices, insolvencies)| {
            let money = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
            let mut book = json!({
                "schema": "tradecredit/ledger/1", "currency": "EUR",
                "buyers": BUYERS.map(|id| json!({ "id": id })), "invoices": [], "credit_notes": [],
                "payments": [], "extensions": [], "disputes": [], "limits": [],
                "credit_reports": [], "reinstatements": [], "insolvencies": [], "notices": []
            });
            if groups {
                book["groups"] = json!([{ "id": "G", "parent": "H" }, { "id": "H" }]);
                book["buyers"][0]["group"] = json!("G");
                book["buyers"][1]["group"] = json!("H");
            }
            let mut push = |list: &str, fact: Value| book[list].as_array_mut().unwrap().push(fact);
            for (n, (buyer, on, terms, net, vat, more)) in invoices.into_iter().enumerate() {
                let id = format!("F{n}");
                push("invoices", json!({
                    "id": id, "buyer": BUYERS[buyer], "delivery": day(on), "due": day(on + terms),
                    "amount": money(net), "vat": money(vat),
                    "ordered": day(on.saturating_sub(more * 3))
                }));
                match more {
                    0 => push("credit_notes", json!({
                        "id": format!("N{n}"), "invoice": id, "date": day(on + 3),
                        "amount": money(net / 2)
                    })),
                    1 => push("extensions", json!({
                        "invoice": id, "date": day(on + terms / 2), "due": day(on + terms + 15),
                        "agreed_by_insurer": net % 2 == 0
                    })),
                    2 => push("disputes", json!({ "invoice": id, "opened": day(on + 9) })),
                    3 => push("disputes", json!({
                        "invoice": id, "opened": day(on + 9), "settled": day(on + 30),
                        "in_favour_of": if net % 2 == 0 { "buyer" } else { "insured" }
                    })),
                    _ => {}
                }
            }
            for (n, (buyer, on, paid)) in payments.into_iter().enumerate() {
                push("payments", json!({
                    "id": format!("P{n}"), "buyer": BUYERS[buyer], "date": day(on),
                    "amount": money(paid)
                }));
            }
            let kinds = ["granted", "reduced", "increased", "temporary", "refused", "cancelled"];
            let mut taken = BTreeSet::new();
            for (whose, on, kind, cents, span) in limits {
                if !taken.insert((whose, on)) || (whose > 2 && !groups) {
                    continue;
                }
                let mut fact = json!({ "kind": kinds[kind], "date": day(on) });
                match whose {
                    3 => fact["group"] = json!("G"),
                    4 => fact["group"] = json!("H"),
                    buyer => fact["buyer"] = json!(BUYERS[buyer]),
                }
                if kind < 4 {
                    fact["amount"] = json!(money(cents));
                }
                if kind == 3 || span > 30 {
                    fact["expires"] = json!(day(on + span));
                }
                if kind == 0 && span % 5 == 0 {
                    fact["non_cancellable_until"] = json!(day(on + span));
                }
                push("limits", fact);
            }
            for (buyer, on, units) in reports {
                push("credit_reports", json!({
                    "buyer": BUYERS[buyer], "date": day(on), "recommended": (units * 30).to_string()
                }));
            }
            for (buyer, on, more) in notices {
                push("notices", json!({ "kind": "overdue", "buyer": BUYERS[buyer], "date": day(on) }));
                if more % 2 == 0 {
                    push("reinstatements", json!({ "buyer": BUYERS[buyer], "date": day(on + more) }));
                }
            }
            for (buyer, on, more) in insolvencies {
                push("insolvencies", json!({
                    "buyer": BUYERS[buyer], "opened": day(on), "published": day(on + more)
                }));
            }
            book
        })
}

fn assess(policy: &Value, ledger: &Value, as_of: u32) -> Value {
    let request = json!({ "policy": policy, "ledger": ledger, "as_of": day(as_of) });
    let answer = wire::call("assess", &request.to_string()).unwrap();
    serde_json::from_str(&answer).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

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
            let request = json!({ "policy": policy, "ledger": ledger, "as_of": day(as_of) });
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
