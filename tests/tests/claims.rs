//! Laws of claims and recoveries, on random policies and ledgers.

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tradecredit::wire;

fn ask(operation: &str, request: &Value) -> Value {
    let answer = wire::call(operation, &request.to_string());
    serde_json::from_str(&answer.unwrap_or_else(|error| panic!("{operation}: {error}\n{request}")))
        .unwrap()
}

fn number(value: &Value) -> Decimal {
    value.as_str().unwrap_or("0").parse().unwrap()
}

fn cents(cents: u32) -> String {
    Decimal::new(cents.into(), 2).to_string()
}

/// Steps in any order; a minimum retention only after the percentage.
fn steps() -> impl Strategy<Value = Vec<Value>> {
    let amount = || (0_u32..3_000_000).prop_map(cents);
    let all = (amount(), amount(), amount(), amount(), amount(), any::<[bool; 4]>()).prop_map(
        |(threshold, deductible, aggregate, maximum, retention, flags)| {
            let [total, at_least, erodes, indemnity] = flags;
            vec![
                json!({"step": "threshold", "amount": threshold,
                    "on": if total { "total_debt" } else { "insured_loss" },
                    "payable_if": if at_least { "at_least" } else { "above" },
                    "erodes_aggregate": erodes}),
                json!({"step": "credit_limit", "caps": if indemnity { "indemnity" } else { "loss" }}),
                json!({"step": "each_loss_deductible", "amount": deductible}),
                json!({"step": "insured_percentage"}),
                json!({"step": "aggregate_first_loss", "amount": aggregate}),
                json!({"step": "maximum_liability", "amount": maximum}),
                json!({"step": "minimum_retention", "amount": retention}),
            ]
        },
    );
    (all, any::<[bool; 7]>()).prop_flat_map(|(all, keep)| {
        let kept: Vec<Value> =
            all.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(step, _)| step).collect();
        Just(kept).prop_shuffle().prop_map(sound)
    })
}

/// What the checks of a policy ask: dependent steps after those they need.
fn sound(mut steps: Vec<Value>) -> Vec<Value> {
    let has = |steps: &[Value], name: &str| steps.iter().position(|step| step["step"] == name);
    if let Some(at) = has(&steps, "minimum_retention") {
        let retention = steps.remove(at);
        if has(&steps, "insured_percentage").is_some() {
            steps.push(retention);
        }
    }
    if has(&steps, "aggregate_first_loss").is_none()
        && let Some(at) = has(&steps, "threshold")
    {
        steps[at]["erodes_aggregate"] = json!(false);
    }
    steps
}

fn policy(steps: &[Value], percent: u32, rounding: &str, extra: &Value) -> Value {
    let mut policy = json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
        "currency": "EUR", "period": {"from": "2026-01-01", "to": "2026-12-31"},
        "insured_percentage": {"named": format!("{percent}%")},
        "indemnity": {"steps": steps, "rounding": {"at": rounding}},
    });
    for (name, value) in extra.as_object().into_iter().flatten() {
        policy[name] = value.clone();
    }
    policy
}

fn rounding() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("each_step"), Just("result")]
}

/// A loss on plain figures: receivables, a limit, more debt, costs.
fn loss() -> impl Strategy<Value = Value> {
    let receivables = prop::collection::vec(0_u32..2_000_000, 1..6);
    (receivables, 0_u32..5_000_000, 0_u32..500_000, 0_u32..50_000, 0_u8..12).prop_map(
        |(amounts, limit, more, costs, month)| {
            let total: u32 = amounts.iter().sum();
            let rows: Vec<Value> =
                amounts.into_iter().map(|amount| json!({"amount": cents(amount)})).collect();
            json!({"receivables": rows, "limit": cents(limit), "total_debt": cents(total + more),
                "costs": cents(costs), "date_of_loss": format!("2026-{:02}-15", month + 1)})
        },
    )
}

/// A whole ledger of two insolvent buyers, with payments, credit notes and disputes.
fn ledger() -> impl Strategy<Value = Value> {
    let invoice = (0_u8..28, 1_u32..900_000, 0_u32..100_000, any::<bool>(), 0_u8..6);
    let payment = (0_u8..28, 1_u32..500_000, any::<bool>());
    (
        prop::collection::vec(invoice, 1..8),
        prop::collection::vec(payment, 0..5),
        prop::collection::vec(0_u32..2_000_000, 2),
    )
        .prop_map(|(invoices, payments, limits)| {
            let buyer = |first: bool| if first { "B1" } else { "B2" };
            let rows: Vec<Value> = invoices
                .iter()
                .enumerate()
                .map(|(at, (day, amount, vat, first, _))| {
                    json!({"id": format!("F{at}"), "buyer": buyer(*first),
                        "delivery": format!("2026-02-{:02}", day + 1), "due": "2026-04-15",
                        "amount": cents(*amount), "vat": cents(*vat)})
                })
                .collect();
            let disputes: Vec<Value> = invoices
                .iter()
                .enumerate()
                .filter(|(_, (.., state))| *state == 0)
                .map(|(at, _)| json!({"invoice": format!("F{at}"), "opened": "2026-04-20"}))
                .collect();
            let paid: Vec<Value> = payments
                .iter()
                .enumerate()
                .map(|(at, (day, amount, first))| {
                    json!({"id": format!("Z{at}"), "buyer": buyer(*first),
                        "date": format!("2026-03-{:02}", day + 1), "amount": cents(*amount)})
                })
                .collect();
            json!({
                "schema": "tradecredit/ledger/1", "currency": "EUR",
                "buyers": [{"id": "B1"}, {"id": "B2"}], "invoices": rows, "payments": paid,
                "disputes": disputes,
                "limits": [
                    {"buyer": "B1", "kind": "granted", "date": "2025-12-01", "amount": cents(limits[0])},
                    {"buyer": "B2", "kind": "granted", "date": "2025-12-01", "amount": cents(limits[1])},
                ],
                "insolvencies": [
                    {"buyer": "B1", "opened": "2026-05-04"}, {"buyer": "B2", "opened": "2026-04-30"},
                ],
            })
        })
}

fn sum(lines: &Value) -> Decimal {
    lines.as_array().into_iter().flatten().map(|line| number(&line["amount"])).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn gross_debt_is_the_sum_of_where_it_went_and_the_trace_ends_with_the_answer(
        steps in steps(), percent in 0_u32..=100, at in rounding(),
        losses in prop::collection::vec(loss(), 1..5),
    ) {
        let request = json!({"policy": policy(&steps, percent, at, &json!({})), "losses": losses});
        let answer = ask("indemnity", &request);
        for loss in answer["losses"].as_array().unwrap() {
            prop_assert_eq!(sum(&loss["where_it_went"]), number(&loss["gross_debt"]));
            let last = loss["steps"].as_array().unwrap().last().unwrap();
            prop_assert_eq!(number(&last["after"]), number(&loss["indemnity"]));
        }
    }

    #[test]
    fn never_more_than_the_insured_share_or_what_is_left_of_the_maximum(
        steps in steps(), percent in 0_u32..=100, at in rounding(),
        losses in prop::collection::vec(loss(), 1..5),
    ) {
        let request = json!({"policy": policy(&steps, percent, at, &json!({})), "losses": losses});
        let answer = ask("indemnity", &request);
        let has = |name: &str| steps.iter().find(|step| step["step"] == name);
        let mut paid = Decimal::ZERO;
        // Each step rounds by half a cent at most.
        let slack = Decimal::new(5, 3) * Decimal::from(steps.len() + 1);
        for loss in answer["losses"].as_array().unwrap() {
            let (indemnity, insured) = (number(&loss["indemnity"]), number(&loss["insured_loss"]));
            let share = if has("insured_percentage").is_some() {
                Decimal::new(percent.into(), 2)
            } else {
                Decimal::ONE
            };
            prop_assert!(indemnity <= insured * share + slack, "{loss}");
            paid += indemnity;
        }
        if let Some(maximum) = has("maximum_liability") {
            prop_assert!(paid <= number(&maximum["amount"]));
        }
    }

    #[test]
    fn a_higher_deductible_never_pays_more(
        steps in steps(), percent in 0_u32..=100, at in rounding(), loss in loss(),
        low in 0_u32..1_000_000, more in 0_u32..1_000_000,
    ) {
        let with = |deductible: u32| {
            let mut steps: Vec<Value> = steps
                .iter()
                .map(|step| {
                    let mut step = step.clone();
                    if step["step"] == "each_loss_deductible" {
                        step["amount"] = json!(cents(deductible));
                    }
                    step
                })
                .collect();
            if !steps.iter().any(|step| step["step"] == "each_loss_deductible") {
                steps.insert(0, json!({"step": "each_loss_deductible", "amount": cents(deductible)}));
            }
            let policy = policy(&steps, percent, at, &json!({}));
            number(&ask("indemnity", &json!({"policy": policy, "losses": [loss]}))["indemnity"]["amount"])
        };
        prop_assert!(with(low + more) <= with(low));
    }

    #[test]
    fn explaining_changes_nothing_and_order_of_entry_does_not_matter(
        steps in steps(), percent in 0_u32..=100, at in rounding(),
        ledger in ledger(), before in any::<bool>(),
    ) {
        let mut terms = policy(&steps, percent, at, &json!({}));
        if before {
            terms["indemnity"]["credits"] = json!("limit_before_credits");
        }
        let claims = [
            json!({"id": "S1", "buyer": "B1", "cause": "insolvency"}),
            json!({"id": "S2", "buyer": "B2", "cause": "insolvency"}),
        ];
        let year = |claims: &[Value], explain: bool| {
            let request = json!({"policy": terms, "ledger": ledger, "claims": claims,
                "as_of": "2026-06-30", "explain": explain});
            ask("settle_claims", &request)
        };
        let explained = year(&claims, true);
        let mut silent = explained.clone();
        for settled in silent["settlements"].as_array_mut().unwrap() {
            prop_assert_eq!(
                sum(&settled["where_it_went"]),
                number(&settled["account"]["gross_debt"]),
                "{}", settled
            );
            let steps = settled["steps"].as_array().unwrap();
            prop_assert_eq!(number(&steps.last().unwrap()["after"]), number(&settled["indemnity"]["amount"]));
            settled.as_object_mut().unwrap().remove("steps");
        }
        prop_assert_eq!(&year(&claims, false), &silent);
        let turned = [claims[1].clone(), claims[0].clone()];
        prop_assert_eq!(year(&turned, true), explained.clone());
        // Replaying the year equals adding one claim at a time.
        let mut state = json!({"years": []});
        let mut paid = Decimal::ZERO;
        for claim in turned {
            let request = json!({"policy": terms, "ledger": ledger, "claim": claim,
                "as_of": "2026-06-30", "state": state});
            let settled = ask("settle", &request);
            state = settled["state"].clone();
            paid += number(&settled["indemnity"]["amount"]);
        }
        prop_assert_eq!(paid, number(&explained["indemnity"]["amount"]));
        prop_assert_eq!(state, explained["state"].clone());
    }

    #[test]
    fn shares_of_a_recovery_sum_to_it_and_nobody_ends_above_their_loss(
        debt in 1_u32..10_000_000, insured in 0_u32..=100, paid in 0_u32..=100,
        key in prop::sample::select(vec!["indemnity_to_debt", "insured_to_uninsured", "risk_borne",
            "oldest_first", "insurer_first", "insured_first"]),
        same in any::<bool>(),
        recovered in prop::collection::vec((0_u32..=100, 0_u32..=60), 1..5),
    ) {
        let total = Decimal::new(debt.into(), 2);
        let part = |whole: Decimal, percent: u32| {
            (whole * Decimal::from(percent) / Decimal::ONE_HUNDRED).trunc_with_scale(2)
        };
        let insured = part(total, insured);
        let indemnity = part(insured, paid);
        let mut left = total;
        let recoveries: Vec<Value> = recovered
            .iter()
            .map(|(share, costs)| {
                let amount = part(left, *share);
                left -= amount;
                json!({"amount": amount.to_string(), "costs": part(amount, *costs).to_string()})
            })
            .collect();
        let rules = json!({"recoveries": {"sharing": key, "costs": if same { "same_key" } else { "first" }}});
        let answer = ask("share_recovery", &json!({
            "policy": policy(&[json!({"step": "insured_percentage"})], 90, "each_step", &rules),
            "loss": {"total_debt": total.to_string(), "insured_debt": insured.to_string(),
                "indemnity": indemnity.to_string()},
            "recoveries": recoveries,
        }));
        for shared in answer["recoveries"].as_array().unwrap() {
            let of = |name: &str| number(&shared[name]);
            prop_assert_eq!(of("insurer") + of("policyholder"), of("net"));
            prop_assert_eq!(of("net") + of("costs"), of("amount"));
        }
        prop_assert!(number(&answer["insurer"]["amount"]) <= indemnity);
        prop_assert!(number(&answer["policyholder"]["amount"]) <= total - indemnity);
    }
}
