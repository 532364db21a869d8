//! Laws of factoring: money is conserved in every life of an invoice, what is
//! eligible and what is not make the whole, and effective rates are roots.

use std::collections::BTreeSet;
use std::fs;
use std::str::FromStr;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tradecredit::answers::factoring::{IneligibleCode, IneligibleReason};
use tradecredit::explain::{Language, Trace, sentence};
use tradecredit::wire;
use tradecredit_tests::{Vector, files};

fn ask(operation: &str, request: &Value) -> Value {
    let answer = wire::call(operation, &request.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{operation}: {error}"))).unwrap()
}

fn number(value: &Value) -> Decimal {
    value.as_str().map_or(Decimal::ZERO, |text| Decimal::from_str(text).unwrap())
}

fn percent(value: &Value) -> Decimal {
    Decimal::from_str(value.as_str().unwrap().trim_end_matches('%')).unwrap()
}

fn cents(amount: u64) -> String {
    format!("{}.{:02}", amount / 100, amount % 100)
}

fn day(offset: u32) -> String {
    let first: tradecredit::Day = "2026-01-01".parse().unwrap();
    first.plus_days(i32::try_from(offset).unwrap()).unwrap().to_string()
}

fn terms(more: &Value) -> Value {
    let mut terms = json!({
        "schema": "tradecredit/factoring/1", "id": "C", "seller": "S", "factor": "F", "currency": "EUR",
    });
    for (name, value) in more.as_object().unwrap() {
        terms[name] = value.clone();
    }
    terms
}

/// Every reason occurs in a vector, and has words for what it goes by.
#[test]
fn every_reason_has_a_vector_and_words() {
    let mut seen = BTreeSet::new();
    let trace: Trace = serde_json::from_value(
        json!({ "schema": "tradecredit/trace/1", "currency": "EUR", "steps": [] }),
    )
    .unwrap();
    for (name, file) in files().unwrap() {
        if !name.starts_with("factoring_availability/") {
            continue;
        }
        let Some(answer) = Vector::read(&file).unwrap().answer else { continue };
        for row in answer["receivables"].as_array().into_iter().flatten() {
            for reason in row.get("reasons").and_then(Value::as_array).into_iter().flatten() {
                let reason: IneligibleReason = serde_json::from_value(reason.clone()).unwrap();
                seen.insert(reason.code);
                for language in [Language::English, Language::French] {
                    let text = sentence(&reason.explained(), &trace, language);
                    assert!(text.ends_with('.') && !text.contains('{'), "{name}: {text}");
                }
            }
        }
    }
    let missing: Vec<_> =
        IneligibleCode::ALL.iter().filter(|code| !seen.contains(code)).map(|c| c.name()).collect();
    assert!(missing.is_empty(), "no vector shows {missing:?}");
}

/// Every step of every vector reads as a sentence in both languages.
#[test]
fn every_step_has_its_words() {
    let topics = [
        "compare_financing",
        "discount_bills",
        "early_payment",
        "factoring_availability",
        "factoring_cost",
        "factoring_guarantee",
        "factoring_invoices",
        "overdraft",
        "reverse_factoring",
    ];
    let mut count = 0;
    for (name, file) in files().unwrap() {
        if !topics.iter().any(|topic| name.starts_with(&format!("{topic}/"))) {
            continue;
        }
        let vector: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let Some(steps) = vector["answer"].get("steps") else { continue };
        for language in ["en", "fr"] {
            let trace =
                json!({ "schema": "tradecredit/trace/1", "currency": "EUR", "steps": steps });
            let text = ask("render", &json!({ "trace": trace, "language": language }));
            let text = text["text"].as_str().unwrap();
            assert!(!text.contains('{'), "{name}: {text}");
            for step in steps.as_array().unwrap() {
                let bare = step["id"].as_str().unwrap().replace('_', " ");
                assert!(!text.contains(&format!(". {bare}")), "{name}: no words for `{bare}`");
                count += 1;
            }
        }
    }
    assert!(count > 100, "the steps were not found");
}

#[derive(Debug, Clone)]
struct Facts {
    amounts: Vec<u64>,
    payments: Vec<(usize, u32, u64)>,
    credits: Vec<(usize, u32, u64)>,
    failures: Vec<(usize, u32, bool)>,
}

fn facts() -> impl Strategy<Value = Facts> {
    (
        prop::collection::vec(1_u64..5_000_000, 1..5),
        prop::collection::vec((0_usize..5, 0_u32..150, 1_u64..3_000_000), 0..8),
        prop::collection::vec((0_usize..5, 0_u32..80, 1_u64..100_000), 0..3),
        prop::collection::vec((0_usize..5, 100_u32..200, any::<bool>()), 0..3),
    )
        .prop_map(|(amounts, payments, credits, failures)| Facts {
            amounts,
            payments,
            credits,
            failures,
        })
}

fn contract() -> impl Strategy<Value = Value> {
    (
        0_u32..=30,
        70_u32..=100,
        0_u32..300,
        0_u32..900,
        0_u8..3,
        0_u8..4,
        any::<bool>(),
        prop::option::of(1_u32..20_000),
    )
        .prop_map(|(fund, advance, commission, margin, taken, release, own, most)| {
            let releases = ["on_settlement", "with_payments", "at_end"];
            let released = releases[usize::from(release.min(2))];
            let mut more = json!({
                "advance": format!("{advance}%"),
                "commission": { "rate": format!("{commission}bp"), "vat": "20%" },
                "fees": [{ "name": "late", "rate": "0.1%", "per": "late_week" },
                         { "name": "invoice", "amount": "3.5", "per": "invoice" }],
                "guarantee": { "risk": if own { "factor" } else { "seller" } },
                "guarantee_fund": {
                    "rate": format!("{fund}%"),
                    "release": released,
                },
            });
            if let Some(most) = most {
                more["guarantee_fund"]["maximum"] = json!(most.to_string());
            }
            if release == 3 {
                more["rebates"] = json!([{ "up_to": 30, "fee": "2%" }, { "fee": "5%" }]);
            } else {
                let taken = ["in_arrears", "in_advance", "in_advance_on_net"][usize::from(taken)];
                more["financing"] = json!({ "margin": format!("{margin}bp"), "taken": taken });
            }
            terms(&more)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    /// At every moment, to the cent: advance + charges + reserve + released =
    /// collected + guaranteed + open + owed; once closed, nothing is open or,
    /// but for a fund kept to the end, held.
    #[test]
    fn money_is_conserved(facts in facts(), contract in contract(), as_of in 0_u32..250, at_end in any::<bool>()) {
        let name = |place: usize| format!("F-{place}");
        let known = |place: &usize| *place < facts.amounts.len();
        let mut assignment = json!({ "invoices": [], "payments": [], "credit_notes": [], "failures": [] });
        for (place, amount) in facts.amounts.iter().enumerate() {
            assignment["invoices"].as_array_mut().unwrap().push(json!({
                "id": name(place), "assigned": day(0), "due": day(60), "amount": cents(*amount),
            }));
        }
        let failed: BTreeSet<usize> = facts.failures.iter().map(|(place, ..)| *place).collect();
        for (place, on, amount) in facts.payments.iter().filter(|(place, ..)| known(place)) {
            // What comes in after a failure is a recovery.
            let on = if failed.contains(place) { on % 100 } else { *on };
            assignment["payments"].as_array_mut().unwrap().push(json!({
                "invoice": name(*place), "date": day(on), "amount": cents(*amount),
            }));
        }
        for (place, on, amount) in facts.credits.iter().filter(|(place, ..)| known(place)) {
            assignment["credit_notes"].as_array_mut().unwrap().push(json!({
                "invoice": name(*place), "date": day(*on), "amount": cents(*amount),
            }));
        }
        for (place, on, dispute) in facts.failures.iter().filter(|(place, ..)| known(place)) {
            let cause = if *dispute { "dispute" } else { "insolvency" };
            assignment["failures"].as_array_mut().unwrap().push(json!({
                "invoice": name(*place), "date": day(*on), "cause": cause,
            }));
        }
        let as_of = if at_end { 250 } else { as_of };
        let request = json!({ "terms": contract, "assignment": assignment, "as_of": day(as_of) });
        let came_back = wire::call("factoring_invoices", &request.to_string());
        let mut reversed = request.clone();
        for list in ["invoices", "payments", "credit_notes", "failures"] {
            reversed["assignment"][list].as_array_mut().unwrap().reverse();
        }
        let again = wire::call("factoring_invoices", &reversed.to_string());
        prop_assert_eq!(came_back.is_ok(), again.is_ok());
        if let (Ok(one), Ok(other)) = (&came_back, &again) {
            prop_assert_eq!(one, other, "the order of entry matters");
        }
        // Facts that cannot stand, such as a credit note above what is open, are refused.
        if let Ok(answer) = came_back {
            let answer: Value = serde_json::from_str(&answer).unwrap();
            let mut held = Decimal::ZERO;
            for life in answer["invoices"].as_array().unwrap() {
                let of = |field: &str| number(&life[field]);
                let debit = of("advance") + of("charged") + of("held") + of("released");
                let credit = of("collected") + of("guaranteed") + of("open") + of("owed_by_seller");
                prop_assert_eq!(debit, credit, "{}", life);
                prop_assert_eq!(debit, of("debit"));
                prop_assert_eq!(credit, of("credit"));
                let charges: Decimal = life["charges"].as_array().into_iter().flatten()
                    .map(|charge| number(&charge["amount"]) + number(&charge["vat"])).sum();
                prop_assert_eq!(charges, of("charged"));
                if life["state"] != "open" {
                    prop_assert_eq!(of("open"), Decimal::ZERO);
                    if contract["guarantee_fund"]["release"] != "at_end" {
                        prop_assert_eq!(of("held"), Decimal::ZERO, "{}", life);
                    }
                }
                held += of("held");
            }
            prop_assert_eq!(held, number(&answer["total"]["held"]));
            for day in answer["guarantee_fund"].as_array().into_iter().flatten() {
                let most = number(&contract["guarantee_fund"]["maximum"]);
                prop_assert!(most.is_zero() || number(&day["held"]) <= most);
            }
        }
    }

    /// At assignment: advance + what is held back + commissions = the invoice.
    #[test]
    fn an_advance_its_reserve_and_commissions_make_the_invoice(amount in 10_000_u64..1_000_000_000, contract in contract()) {
        let assignment = json!({ "invoices": [{ "id": "F", "assigned": day(0), "due": day(60), "amount": cents(amount) }] });
        let answer = ask("factoring_invoices", &json!({ "terms": contract, "assignment": assignment, "as_of": day(0) }));
        let life = &answer["invoices"][0];
        let sum = number(&life["advance"]) + number(&life["retained"]) + number(&life["charged"]);
        prop_assert_eq!(sum, number(&life["amount"]));
    }

    /// A compound rate is a root: compounded again, it gives back what was paid.
    #[test]
    fn a_compound_rate_gives_back_the_discount(basis_points in 1_u32..2_000, days in 1_u16..400) {
        let discount = format!("{basis_points}bp");
        let offer = json!({ "discount": discount, "days_early": days });
        let answer = ask("early_payment", &json!({ "currency": "EUR", "offer": offer, "effective": { "decimals": 12 } }));
        let simple = percent(&answer["effective"]["simple"]);
        let share = Decimal::new(i64::from(basis_points), 4);
        let exact = share / (Decimal::ONE - share) * Decimal::from(36_500) / Decimal::from(days);
        prop_assert!((simple - exact).abs() <= Decimal::new(1, 12));
        let Some(compound) = answer["effective"]["compound"].as_str() else { return Ok(()) };
        let growth = Decimal::ONE + percent(&json!(compound)) / Decimal::ONE_HUNDRED;
        // (1 + r)^days = (1 / (1 - d))^365, compared by exact powers as long as they fit.
        if growth < Decimal::from(2) && days <= 60 {
            let power = |base: Decimal, times: u32| (0..times).fold(Decimal::ONE, |sum, _| sum * base);
            let left = power(growth, days.into());
            let right = power(Decimal::ONE / (Decimal::ONE - share), 365);
            prop_assert!((left / right - Decimal::ONE).abs() < Decimal::new(1, 9), "{} {}", left, right);
        }
    }

    /// Under whatever rules: eligible + ineligible = open, on each receivable and in all; and what
    /// can be drawn never exceeds what is eligible.
    #[test]
    fn what_is_eligible_and_what_is_not_make_the_whole(
        amounts in prop::collection::vec((0_usize..4, 1_u64..1_000_000, 0_u32..200), 1..20),
        concentration in 1_u32..100, limit in 0_u32..10_000, over in 0_u32..=100, overdue in 0_u32..90,
    ) {
        let invoices: Vec<Value> = amounts.iter().enumerate().map(|(place, (buyer, amount, on))| json!({
            "id": format!("F-{place}"), "buyer": format!("B-{buyer}"), "delivery": day(*on), "due": day(on + 30), "amount": cents(*amount),
        })).collect();
        let buyers: Vec<Value> = (0..4).map(|buyer| json!({ "id": format!("B-{buyer}") })).collect();
        let ledger = json!({ "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": buyers, "invoices": invoices });
        let contract = terms(&json!({
            "guarantee_fund": { "rate": "10%" },
            "eligibility": { "concentration": format!("{concentration}%"), "debtor_limit": "factor",
                "over_the_limit": format!("{over}%"), "maximum_overdue": format!("P{overdue}D") },
        }));
        let limits = json!({ "B-0": limit.to_string(), "B-1": "5000", "B-2": "100" });
        let request = json!({ "terms": contract, "ledger": ledger, "as_of": day(200), "limits": limits });
        let answer = ask("factoring_availability", &request);
        let (eligible, open) = (number(&answer["eligible"]), number(&answer["outstanding"]));
        prop_assert_eq!(eligible + number(&answer["ineligible"]), open);
        let mut sum = Decimal::ZERO;
        for row in answer["receivables"].as_array().unwrap() {
            prop_assert!(number(&row["eligible"]) <= number(&row["open"]));
            prop_assert!(number(&row["with_recourse"]) <= number(&row["eligible"]));
            let whole = row["eligible"] == row["open"] && row.get("with_recourse").is_none();
            prop_assert_eq!(whole, row.get("reasons").is_none(), "{}", row);
            sum += number(&row["eligible"]);
        }
        prop_assert_eq!(sum, eligible);
        prop_assert!(number(&answer["available"]["amount"]) <= eligible);
    }
}
