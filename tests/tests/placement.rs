//! Laws of placement: the stages, the dates, and where two quotes cross.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tradecredit::{Day, wire};
use tradecredit_tests::files;

fn ask(operation: &str, request: &Value) -> Value {
    let answer = wire::call(operation, &request.to_string());
    let answer = answer.unwrap_or_else(|error| panic!("{operation}: {error}\n{request}"));
    serde_json::from_str(&answer).unwrap()
}

/// The stages that may follow each, by name.
fn table() -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = ask("placement_stages", &json!({}));
    let rows = rows.as_array().unwrap();
    rows.iter()
        .map(|row| {
            (text(&row["stage"]), row["next"].as_array().unwrap().iter().map(text).collect())
        })
        .collect()
}

fn next<'t>(table: &'t [(String, Vec<String>)], stage: &str) -> &'t [String] {
    &table.iter().find(|(name, _)| name == stage).unwrap().1
}

fn placement(stages: &[String]) -> Value {
    let stages: Vec<Value> =
        stages.iter().map(|stage| json!({ "stage": stage, "date": "2026-03-02" })).collect();
    json!({ "placement": { "schema": "tradecredit/placement/1", "stages": stages } })
}

/// The shortest way from the first contact to every stage.
fn ways(table: &[(String, Vec<String>)]) -> Vec<Vec<String>> {
    let mut ways = vec![vec!["contact".to_owned()]];
    let mut at = 0;
    while at < ways.len() {
        let way = ways[at].clone();
        for stage in next(table, way.last().unwrap()) {
            if !ways.iter().any(|other| other.last() == Some(stage)) {
                ways.push(way.iter().chain([stage]).cloned().collect());
            }
        }
        at += 1;
    }
    ways
}

#[test]
fn every_stage_is_reached_and_every_other_step_is_refused_by_name() {
    let table = table();
    let ways = ways(&table);
    assert_eq!(ways.len(), table.len(), "a stage cannot be reached");
    for way in ways {
        let from = way.last().unwrap();
        let state = ask("placement", &placement(&way));
        assert_eq!(state["stage"], **from);
        for (to, _) in &table {
            let longer: Vec<String> = way.iter().chain([to]).cloned().collect();
            let answer = wire::call("placement", &placement(&longer).to_string());
            if next(&table, from).contains(to) {
                answer.unwrap();
            } else {
                let error = answer.unwrap_err();
                let message = error.to_string();
                assert_eq!(error.code(), "unanswerable");
                assert!(message.contains(&format!("from `{from}` to `{to}`")), "{message}");
            }
        }
    }
}

/// Every step of every vector reads as a sentence in both languages.
#[test]
fn every_step_has_its_words() {
    let operations = [
        "accept_quote",
        "check_submission",
        "compare_quotes",
        "effective_date",
        "offer_validity",
        "placement",
        "renewal",
    ];
    let mut seen = BTreeSet::new();
    for (name, file) in files().unwrap() {
        if !operations.iter().any(|operation| name.starts_with(&format!("{operation}/"))) {
            continue;
        }
        let vector: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let Some(steps) = vector["answer"]["steps"].as_array() else { continue };
        for language in ["en", "fr"] {
            let trace =
                json!({ "schema": "tradecredit/trace/1", "currency": "EUR", "steps": steps });
            let text = ask("render", &json!({ "trace": trace, "language": language }));
            let text = text["text"].as_str().unwrap();
            assert!(!text.contains(['{', '_']), "{name}: {text}");
        }
        seen.extend(steps.iter().map(|step| step["id"].as_str().unwrap().to_owned()));
    }
    let words = [
        "break_even",
        "break_even_cut_short",
        "no_break_even",
        "quote_minimum_binds",
        "quote_not_open",
    ];
    for id in words.into_iter().chain(["policy_ends", "new_terms", "submission_lacks"]) {
        assert!(seen.contains(id), "no vector shows `{id}`");
    }
}

#[test]
fn every_notice_period_has_a_source() {
    for row in ask("notice_table", &json!({})).as_array().unwrap() {
        assert!(row["source"].as_str().unwrap().contains("http"), "{row}");
    }
}

/// A policy in yen, so that a search can be checked yen by yen.
fn policy(terms: &Terms) -> Value {
    let mut steps = vec![json!({ "step": "credit_limit" })];
    if terms.threshold > 0 {
        steps.push(json!({ "step": "threshold", "amount": terms.threshold.to_string() }));
    }
    if terms.deductible > 0 {
        let amount = terms.deductible.to_string();
        steps.push(json!({ "step": "each_loss_deductible", "amount": amount }));
    }
    steps.push(json!({ "step": "insured_percentage" }));
    if terms.aggregate > 0 {
        let amount = terms.aggregate.to_string();
        steps.push(json!({ "step": "aggregate_first_loss", "amount": amount }));
    }
    steps.push(json!({ "step": "maximum_liability", "amount": terms.maximum.to_string() }));
    json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I",
        "currency": "JPY", "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "form": "flat",
        "premium": { "basis": "flat", "flat": terms.cost.to_string() },
        "insured_percentage": { "named": format!("{}%", terms.percent) },
        "indemnity": { "steps": steps },
    })
}

#[derive(Debug, Clone)]
struct Terms {
    cost: u32,
    percent: u32,
    threshold: u32,
    deductible: u32,
    aggregate: u32,
    maximum: u32,
    limits: (u32, u32),
}

fn terms() -> impl Strategy<Value = Terms> {
    let amounts = (0_u32..40, 50_u32..=100, 0_u32..60, 0_u32..30, 0_u32..60, 20_u32..300);
    (amounts, (10_u32..200, 10_u32..200)).prop_map(
        |((cost, percent, threshold, deductible, aggregate, maximum), limits)| Terms {
            cost: cost + 1,
            percent,
            // Half of the policies do without.
            threshold: threshold.saturating_sub(30),
            deductible: deductible.saturating_sub(15),
            aggregate: aggregate.saturating_sub(30),
            maximum,
            limits,
        },
    )
}

/// What a year with two losses costs under a policy: the slow way.
fn net(terms: &Terms, policy: &Value, losses: [Decimal; 2]) -> Decimal {
    let limits = [terms.limits.0, terms.limits.1];
    let losses: Vec<Value> = losses
        .iter()
        .zip(limits)
        .zip(["B-1", "B-2"])
        .map(|((loss, limit), id)| {
            json!({ "id": id, "amount": loss.to_string(), "limit": limit.to_string() })
        })
        .collect();
    let answer = ask("indemnity", &json!({ "policy": policy, "losses": losses, "explain": false }));
    let indemnity: Decimal = answer["indemnity"]["amount"].as_str().unwrap().parse().unwrap();
    Decimal::from(terms.cost) - indemnity
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    /// The turns are those that are found yen by yen.
    #[test]
    fn no_turn_is_missed(
        a in terms(), b in terms(), first in 1_u32..100, second in 1_u32..100,
    ) {
        let quote = |id: &str, terms: &Terms| json!({
            "schema": "tradecredit/quote/1", "id": id, "issued": "2026-01-01", "policy": policy(terms),
            "limits": [
                { "buyer": "B-1", "amount": terms.limits.0.to_string() },
                { "buyer": "B-2", "amount": terms.limits.1.to_string() },
            ],
        });
        let top = 400_u32;
        let losses = json!([
            { "buyer": "B-1", "amount": first.to_string() }, { "buyer": "B-2", "amount": second.to_string() },
        ]);
        let answer = ask("compare_quotes", &json!({
            "submission": {
                "schema": "tradecredit/submission/1", "client": "H", "currency": "JPY", "turnover": "10000",
            },
            "quotes": [quote("a", &a), quote("b", &b)],
            "scenarios": [{ "id": "s", "losses": losses, "up_to": top.to_string() }],
        }));
        let found = &answer["scenarios"][0]["break_even"][0];
        prop_assert_eq!(&found["complete"], true);

        let (policy_a, policy_b) = (policy(&a), policy(&b));
        let total = Decimal::from(first + second);
        let gap = |yen: u32| {
            let part = |loss: u32| {
                (Decimal::from(loss) * Decimal::from(yen) / total)
                    .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
            };
            let losses = [part(first), part(second)];
            net(&a, &policy_a, losses) - net(&b, &policy_b, losses)
        };
        // Against the quote that is cheaper without losses: above zero, the other leads.
        let swapped = b.cost < a.cost;
        let sign = |gap: Decimal| if gap.is_zero() { 0 } else if (gap > Decimal::ZERO) != swapped { 1 } else { -1 };
        let mut lead = sign(Decimal::from(a.cost) - Decimal::from(b.cost));
        let mut expected = Vec::new();
        for yen in 1..=top {
            let now = sign(gap(yen));
            if now != 0 && now != lead {
                let better = if now > 0 { &found["other"] } else { &found["cheaper"] };
                expected.push(json!({ "loss": yen.to_string(), "better": better }));
                lead = now;
            }
        }
        let turns = found["turns"].as_array().cloned().unwrap_or_default();
        prop_assert_eq!(turns, expected, "{:?} {:?}", a, b);
    }

    #[test]
    fn a_policy_begins_on_the_first_of_this_month_or_the_next(
        days in 0_i32..40_000, cutoff in 1_u8..=31, later in any::<bool>(),
    ) {
        let signed = Day::from_epoch_days(days).unwrap();
        let on = if later { "next_month" } else { "current_month" };
        let request = json!({ "signed": signed.to_string(), "cutoff_day": cutoff, "on_cutoff_day": on });
        let answer = ask("effective_date", &request);
        let effective: Day = answer["effective"].as_str().unwrap().parse().unwrap();
        let this = signed.month_start();
        let next = signed.month_end().plus_days(1).unwrap();
        let of_month = u8::try_from(signed.date().day()).unwrap();
        let early = of_month < cutoff || of_month == cutoff && !later;
        prop_assert_eq!(effective, if early { this } else { next });
    }
}
