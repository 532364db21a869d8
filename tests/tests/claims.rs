//! Laws of claims and recoveries, on random policies and ledgers.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tradecredit::answers::claim::{Claim, ClaimState, Settling, settle_claims};
use tradecredit::answers::cover::ReasonCode;
use tradecredit::{Calendar, Ledger, Policy, Rates, wire};
use tradecredit_tests::files;

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

/// What else a ledger and a policy have: a group with a limit, dollars, insured
/// costs, a recovery before the indemnity, an endorsement, a default in place of
/// an insolvency, an aggregate of the whole policy.
fn world() -> impl Strategy<Value = (Value, Value)> {
    (ledger(), any::<[bool; 6]>(), 0_u32..2_000_000, 0_u32..90_000).prop_map(
        |(mut ledger, flags, room, amount)| {
            let [group, dollars, costs, recovery, endorsed, default] = flags;
            let mut terms = json!({});
            if group {
                ledger["groups"] = json!([{"id": "G"}]);
                for buyer in ledger["buyers"].as_array_mut().unwrap() {
                    buyer["group"] = json!("G");
                }
                let limit = json!({"group": "G", "kind": "granted", "date": "2026-01-01", "amount": cents(room)});
                ledger["limits"].as_array_mut().unwrap().push(limit);
            }
            if dollars {
                ledger["invoices"][0]["currency"] = json!("USD");
            }
            if costs {
                ledger["costs"] = json!([{"id": "K", "buyer": "B1", "date": "2026-05-20",
                    "kind": "collection", "amount": cents(amount)}]);
                terms["indemnity"]["insured_costs"] = json!(["collection"]);
            }
            if recovery {
                ledger["recoveries"] = json!([{"id": "R", "buyer": "B1", "date": "2026-05-25",
                    "amount": cents(amount)}]);
            }
            if endorsed {
                terms["endorsements"] = json!([{"id": "E", "effective": "2026-02-15", "changes":
                    {"insured_percentage": {"by_cause": {"insolvency": "61.5%"}}}}]);
            }
            if default {
                ledger["insolvencies"].as_array_mut().unwrap().remove(0);
                terms["waiting_period"] = json!({"span": "P1M"});
            }
            (ledger, terms)
        },
    )
}

/// Claims on both buyers, for what happened to each.
fn claims(ledger: &Value) -> [Value; 2] {
    let insolvent = ledger["insolvencies"].as_array().is_some_and(|all| all.len() == 2);
    let cause = if insolvent { "insolvency" } else { "protracted_default" };
    [
        json!({"id": "S1", "buyer": "B1", "cause": cause}),
        json!({"id": "S2", "buyer": "B2", "cause": "insolvency"}),
    ]
}

fn rates() -> Value {
    let days = (1..=30).map(|day| format!("2026-06-{day:02}"));
    let days = days.chain((1..=31).map(|day| format!("2026-05-{day:02}")));
    let days = days.chain(["2026-04-30".into()]);
    days.map(|day| json!({"from": "USD", "to": "EUR", "on": day, "rate": "0.8765"})).collect()
}

/// Puts what a world adds into a policy.
fn amended(mut policy: Value, extra: &Value) -> Value {
    for (name, value) in extra.as_object().into_iter().flatten() {
        if let (Some(inner), Some(fields)) = (policy[name].as_object_mut(), value.as_object()) {
            inner.extend(fields.clone());
        } else {
            policy[name] = value.clone();
        }
    }
    policy
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

/// Every step of every vector reads as a sentence in both languages.
/// Where nobody wants an explanation, the answer lacks steps and what reasons go by: nothing else.
fn unexplained(terms: &Value, ledger: &Value, claims: &[Value]) -> Result<(), TestCaseError> {
    let policy = Policy::from_json(&terms.to_string()).unwrap();
    let ledger = Ledger::from_json(&ledger.to_string()).unwrap();
    let claims: Vec<Claim> =
        claims.iter().map(|claim| serde_json::from_value(claim.clone()).unwrap()).collect();
    let rates: Rates = serde_json::from_value(rates()).unwrap();
    let (holidays, as_of) = (Calendar::default(), "2026-06-30".parse().unwrap());
    let settling =
        Settling { policy: &policy, ledger: &ledger, as_of, rates: &rates, holidays: &holidays };
    let year = |explained| settle_claims(&settling, &claims, &ClaimState::default(), explained);
    let (explained, mut silent) = (year(true).unwrap(), year(false).unwrap());
    for (one, other) in silent.settlements.iter_mut().zip(&explained.settlements) {
        prop_assert!(one.steps.is_empty() && !other.steps.is_empty());
        one.steps.clone_from(&other.steps);
        for (row, spelled) in one.receivables.iter_mut().zip(&other.receivables) {
            let mut codes: Vec<ReasonCode> =
                spelled.reasons.iter().map(|reason| reason.code).collect();
            codes.dedup();
            prop_assert!(row.reasons.is_empty());
            prop_assert_eq!(row.codes.iter().collect::<Vec<_>>(), codes);
            row.reasons.clone_from(&spelled.reasons);
        }
    }
    prop_assert_eq!(silent, explained);
    Ok(())
}

#[test]
fn every_step_has_its_words() {
    let topics =
        ["indemnity", "settle", "settle_claims", "refund", "share_recovery", "collection_fees"];
    let mut seen = BTreeSet::new();
    for (name, file) in files().unwrap() {
        if !topics.iter().any(|topic| name.starts_with(&format!("{topic}/"))) {
            continue;
        }
        let vector: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let answer = &vector["answer"];
        let nested = ["losses", "settlements"].map(|field| answer[field].as_array());
        let lists = nested.into_iter().flatten().flatten().chain([answer]);
        for steps in lists.map(|one| &one["steps"]).filter(|steps| steps.is_array()) {
            for language in ["en", "fr"] {
                let trace =
                    json!({"schema": "tradecredit/trace/1", "currency": "EUR", "steps": steps});
                let text = ask("render", &json!({"trace": trace, "language": language}));
                let text = text["text"].as_str().unwrap();
                assert!(!text.contains('{'), "{name}: {text}");
                for step in steps.as_array().unwrap() {
                    let id = step["id"].as_str().unwrap();
                    let bare = format!("{}  [", id.replace('_', " "));
                    assert!(!text.contains(&bare), "{name}: no words for `{id}`");
                    seen.insert(id.to_owned());
                }
            }
        }
    }
    for id in ["threshold_refused", "aggregate_eroded", "over_primary_limit", "recovery_by_key"] {
        assert!(seen.contains(id), "no vector shows `{id}`");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

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
            let indemnity = number(&loss["indemnity"]);
            // A limit after the percentage caps the indemnity, not the loss.
            let place = |name: &str| steps.iter().position(|step| step["step"] == name);
            let first = place("credit_limit").zip(place("insured_percentage"));
            let insured = if first.is_some_and(|(limit, percentage)| percentage < limit) {
                number(&loss["steps"][0]["after"])
            } else {
                number(&loss["insured_loss"])
            };
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
        (ledger, extra) in world(), before in any::<bool>(),
    ) {
        let mut terms = amended(policy(&steps, percent, at, &json!({})), &extra);
        if before {
            terms["indemnity"]["credits"] = json!("limit_before_credits");
        }
        let claims = claims(&ledger);
        let rates = rates();
        let year = |claims: &[Value], explain: bool| {
            let request = json!({"policy": terms, "ledger": ledger, "claims": claims,
                "as_of": "2026-06-30", "explain": explain, "rates": rates});
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
        unexplained(&terms, &ledger, &claims)?;
        let turned = [claims[1].clone(), claims[0].clone()];
        let mut facts = ledger.clone();
        for list in facts.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut) {
            list.reverse();
        }
        let request = json!({"policy": terms, "ledger": facts, "claims": turned,
            "as_of": "2026-06-30", "rates": rates});
        let mut reversed = ask("settle_claims", &request);
        reversed["receipt"] = explained["receipt"].clone();
        prop_assert_eq!(&reversed, &explained);
        prop_assert_eq!(year(&turned, true), explained.clone());
        // Replaying the year equals adding one claim at a time.
        let mut state = json!({"years": []});
        let mut paid = Decimal::ZERO;
        for claim in turned {
            let request = json!({"policy": terms, "ledger": ledger, "claim": claim,
                "as_of": "2026-06-30", "state": state, "rates": rates});
            let settled = ask("settle", &request);
            state = settled["state"].clone();
            paid += number(&settled["indemnity"]["amount"]);
        }
        prop_assert_eq!(paid, number(&explained["indemnity"]["amount"]));
        prop_assert_eq!(state, explained["state"].clone());
    }

    #[test]
    fn on_a_ledger_no_deductible_pays_more_and_no_claim_more_than_its_covered_share(
        steps in steps(), percent in 0_u32..=100, at in rounding(),
        (ledger, extra) in world(), low in 0_u32..1_000_000, more in 0_u32..1_000_000,
    ) {
        let claim = &claims(&ledger)[0];
        let with = |deductible: u32| {
            let mut steps: Vec<Value> =
                steps.iter().filter(|step| step["step"] != "each_loss_deductible").cloned().collect();
            steps.insert(0, json!({"step": "each_loss_deductible", "amount": cents(deductible)}));
            let policy = amended(policy(&steps, percent, at, &json!({})), &extra);
            ask("settle", &json!({"policy": policy, "ledger": ledger, "claim": claim,
                "as_of": "2026-06-30", "rates": rates(), "explain": false}))
        };
        let (paid, less) = (with(low), with(low + more));
        let indemnity = number(&paid["indemnity"]["amount"]);
        let receivables = paid["receivables"].as_array().into_iter().flatten();
        let percents = receivables.clone().map(|row| row["percentage"].as_str().unwrap());
        let percents: BTreeSet<Decimal> =
            percents.map(|share| share.trim_end_matches('%').parse().unwrap()).collect();
        let highest = percents.last().copied();
        let place = |name: &str| steps.iter().position(|step| step["step"] == name);
        prop_assert!(number(&less["indemnity"]["amount"]) <= indemnity);
        if let (Some(limit), Some(percentage), Some(highest)) =
            (place("credit_limit"), place("insured_percentage"), highest)
            && limit < percentage
            && steps[limit]["caps"] == "loss"
        {
            let slack = Decimal::new(5, 3) * Decimal::from(steps.len() + 2);
            let most = number(&paid["insured_loss"]) * highest / Decimal::ONE_HUNDRED;
            prop_assert!(indemnity <= most + slack, "{paid}");
        }
        // What each receivable brings, and the costs, sum to the indemnity.
        let brought: Decimal = receivables.map(|row| number(&row["indemnity"])).sum();
        prop_assert!(brought <= indemnity, "{paid}");
        if ledger["costs"].is_null() {
            prop_assert_eq!(brought, indemnity);
        }
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
