//! Laws of a whole year of claims, for any policy and book: every cent appears, nothing that
//! does not matter changes it, and nobody gains by what costs more.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tradecredit::wire;

mod generated;

use generated::{BUYERS, books, day, policies, rates};

/// By then whatever was due is a loss.
const AS_OF: u32 = 260;

fn number(value: &Value) -> Decimal {
    value.as_str().unwrap_or("0").parse().unwrap()
}

fn sum(lines: &Value, field: &str) -> Decimal {
    lines.as_array().into_iter().flatten().map(|line| number(&line[field])).sum()
}

/// A policy under which much is a claim: its steps, a waiting period, more costs and credits.
fn insured() -> impl Strategy<Value = Value> {
    let steps = (
        prop::option::of((0_u32..300, any::<bool>(), any::<bool>())),
        any::<bool>(),
        prop::option::of(0_u32..200),
        any::<bool>(),
        prop::option::of(0_u32..400),
        prop::option::of(0_u32..900),
    );
    let loss = (any::<bool>(), any::<bool>(), any::<bool>(), 55_u32..=100);
    (policies(), steps, loss).prop_map(|(mut policy, steps, loss)| {
        let (threshold, caps, deductible, before, aggregate, maximum) = steps;
        let (per_receivable, credits_first, each_step, percent) = loss;
        let mut list = Vec::new();
        if let Some((amount, total, erodes)) = threshold {
            list.push(json!({ "step": "threshold", "amount": amount.to_string(),
                "on": if total { "total_debt" } else { "insured_loss" },
                "erodes_aggregate": erodes && aggregate.is_some() }));
        }
        list.push(
            json!({ "step": "credit_limit", "caps": if caps { "loss" } else { "indemnity" } }),
        );
        list.push(json!({ "step": "insured_percentage" }));
        if let Some(amount) = deductible {
            let at = if before { list.len() - 1 } else { list.len() };
            list.insert(
                at,
                json!({ "step": "each_loss_deductible", "amount": amount.to_string() }),
            );
        }
        if let Some(amount) = aggregate {
            list.push(json!({ "step": "aggregate_first_loss", "amount": amount.to_string() }));
        }
        if let Some(amount) = maximum {
            list.push(json!({ "step": "maximum_liability", "amount": amount.to_string() }));
        }
        let at = if each_step { "each_step" } else { "result" };
        policy["indemnity"] = json!({ "steps": list, "rounding": { "at": at } });
        if credits_first && caps {
            policy["indemnity"]["credits"] = json!("limit_after_credits");
        }
        policy["waiting_period"] = json!({ "span": "P1M" });
        if per_receivable {
            policy["waiting_period"]["date_of_loss_per"] = json!("receivable");
        }
        if policy["endorsements"][0]["changes"]["insured_percentage"].is_null() {
            policy["insured_percentage"] = json!({ "named": format!("{percent}%") });
        }
        policy
    })
}

/// A claim on each buyer: of insolvency where there was one, else of default.
fn claims(book: &Value) -> Vec<Value> {
    let insolvent = |buyer: &str| {
        book["insolvencies"].as_array().into_iter().flatten().any(|it| it["buyer"] == buyer)
    };
    let claim = |buyer: &&str| {
        let cause = if insolvent(buyer) { "insolvency" } else { "protracted_default" };
        json!({ "id": format!("S{buyer}"), "buyer": buyer, "cause": cause })
    };
    BUYERS.iter().map(claim).collect()
}

fn year(policy: &Value, book: &Value, claims: &[Value], more: &Value) -> Value {
    let dollars = book.to_string().contains("USD");
    let rates = if dollars { rates(AS_OF) } else { json!([]) };
    let mut request = json!({ "policy": policy, "ledger": book, "claims": claims,
        "as_of": day(AS_OF), "rates": rates });
    for (name, value) in more.as_object().into_iter().flatten() {
        request[name] = value.clone();
    }
    let answer = wire::call("settle_claims", &request.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{error}\n{request}"))).unwrap()
}

fn turned(list: &mut Value) {
    if let Some(list) = list.as_array_mut() {
        list.reverse();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn every_cent_of_a_debt_is_somewhere(policy in insured(), book in books(true)) {
        let answer = year(&policy, &book, &claims(&book), &json!({}));
        let mut paid = Decimal::ZERO;
        for settled in answer["settlements"].as_array().unwrap() {
            let went = sum(&settled["where_it_went"], "amount");
            prop_assert_eq!(went, number(&settled["account"]["gross_debt"]), "{}", settled);
            let indemnity = number(&settled["indemnity"]["amount"]);
            prop_assert!(indemnity >= Decimal::ZERO);
            prop_assert!(indemnity <= number(&settled["account"]["gross_debt"]));
            prop_assert_eq!(sum(&settled["receivables"], "indemnity"), indemnity, "{}", settled);
            paid += indemnity;
        }
        prop_assert_eq!(paid, number(&answer["indemnity"]["amount"]));
        let steps = policy["indemnity"]["steps"].as_array().unwrap();
        if let Some(maximum) = steps.iter().find(|step| step["step"] == "maximum_liability") {
            prop_assert!(paid <= number(&maximum["amount"]));
        }
    }

    #[test]
    fn neither_the_order_of_entry_nor_an_explanation_changes_a_year(
        policy in insured(), book in books(true),
    ) {
        let claims = claims(&book);
        let mut explained = year(&policy, &book, &claims, &json!({ "explain": true }));
        let silent = year(&policy, &book, &claims, &json!({ "explain": false }));
        let mut mixed = book.clone();
        mixed.as_object_mut().unwrap().values_mut().for_each(turned);
        let last_first: Vec<Value> = claims.iter().rev().cloned().collect();
        let again = year(&policy, &mixed, &last_first, &json!({ "explain": true }));
        prop_assert_eq!(&again, &explained);
        for settled in explained["settlements"].as_array_mut().unwrap() {
            settled.as_object_mut().unwrap().remove("steps");
        }
        prop_assert_eq!(&silent, &explained);
    }

    #[test]
    fn a_higher_deductible_or_threshold_never_pays_more(
        policy in insured(), book in books(true), more in 1_u32..200,
    ) {
        let raised = |name: &str| {
            let mut policy = policy.clone();
            for step in policy["indemnity"]["steps"].as_array_mut().unwrap() {
                if step["step"] == name {
                    let higher = number(&step["amount"]) + Decimal::from(more);
                    step["amount"] = json!(higher.to_string());
                }
            }
            policy
        };
        // One claim at a time: what a claim does not use of the aggregate is left for the next.
        for claim in claims(&book) {
            let paid = |policy: &Value| {
                number(&year(policy, &book, std::slice::from_ref(&claim), &json!({}))["indemnity"]["amount"])
            };
            let before = paid(&policy);
            for step in policy["indemnity"]["steps"].as_array().unwrap() {
                let name = step["step"].as_str().unwrap();
                if ["each_loss_deductible", "threshold", "aggregate_first_loss"].contains(&name) {
                    prop_assert!(paid(&raised(name)) <= before, "{name}: {claim}");
                }
            }
        }
    }
}
