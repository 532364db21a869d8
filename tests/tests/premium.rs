//! Laws of premiums, on random policies and figures.

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

fn sum<'a>(rows: impl IntoIterator<Item = &'a Value>, field: &str) -> Decimal {
    rows.into_iter().map(|row| number(&row[field])).sum()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A premium clause on turnover; what it says of refunds and thresholds is random.
fn clause() -> impl Strategy<Value = Value> {
    let amounts = (0_u32..2_000_000, proptest::option::of(0_u32..2_500_000), 0_u32..300_000);
    let flags = any::<[bool; 3]>();
    (1_u32..60, 1_u32..60, amounts, 1_u8..=40, flags).prop_map(
        |(rate, abroad, (minimum, deposit, threshold), instalments, [refund, monthly, once])| {
            let mut adjustment = json!({
                "refund": refund, "carry_forward_up_to": cents(threshold),
            });
            if monthly {
                adjustment["every"] = json!("monthly");
            }
            json!({
                "rate": format!("{rate}bp"),
                "rates": [{ "countries": ["BR", "TR"], "rate": format!("{abroad}bp") }],
                "minimum": cents(minimum),
                "deposit": deposit.map(cents),
                "instalments": instalments,
                "adjustment": adjustment,
                "rounding": { "at": if once { "result" } else { "each_step" } },
                "fees": [{ "kind": "limit_request", "amount": "45", "vat": "20%" }],
            })
        },
    )
}

fn turnover() -> impl Strategy<Value = Vec<Value>> {
    let row = (0_u8..12, 0_usize..4, 0_u32..400_000_000, 0_u32..100).prop_map(
        |(month, country, amount, percent)| {
            let out = u64::from(amount) * u64::from(percent) / 100;
            let mut row = json!({
                "up_to": format!("2026-{:02}-28", month + 1),
                "amount": cents(amount),
                "not_insurable": [
                    { "reason": "public_buyer", "amount": cents(u32::try_from(out).unwrap()) },
                ],
            });
            if let Some(country) = ["FR", "BR", "TR"].get(country) {
                row["country"] = json!(country);
            }
            row
        },
    );
    proptest::collection::vec(row, 1..20)
}

fn request(clause: &Value, turnover: &[Value]) -> Value {
    json!({
        "policy": {
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
            "policyholder_country": "FR", "premium": clause,
        },
        "figures": {
            "turnover": turnover,
            "services": [{ "kind": "limit_request", "count": 3 }],
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_statement_adds_up(clause in clause(), turnover in turnover()) {
        let answer = ask("premium", &request(&clause, &turnover));
        let at = |pointer: &str| number(answer.pointer(pointer).unwrap_or(&Value::Null));

        let advance = clause["deposit"].as_str().unwrap_or(clause["minimum"].as_str().unwrap());
        let instalments = list(&answer["instalments"]);
        prop_assert_eq!(sum(instalments, "amount"), advance.parse().unwrap());
        prop_assert_eq!(instalments.len(), usize::try_from(clause["instalments"].as_u64().unwrap()).unwrap());

        if clause["rounding"]["at"] == "each_step" {
            prop_assert_eq!(sum(list(&answer["lines"]), "premium"), at("/earned"));
        }
        prop_assert_eq!(at("/due"), at("/earned").max(number(&clause["minimum"])));

        let not = sum(list(&answer["turnover"]["not_insurable"]), "amount");
        prop_assert_eq!(at("/turnover/insurable") + not, at("/turnover/declared"));

        let (charged, refunded) = (at("/adjustment/charged"), at("/adjustment/refunded"));
        prop_assert_eq!(at("/premium"), at("/adjustment/billed") + charged - refunded);
        prop_assert!(refunded.is_zero() || clause["adjustment"]["refund"] == true);
        prop_assert!(charged.is_zero() || refunded.is_zero());
        prop_assert!(at("/premium") + at("/adjustment/carried_forward") >= at("/due"));
        let within = list(&answer["adjustment"]["within_year"]);
        if !within.is_empty() {
            prop_assert_eq!(sum(within, "charged"), charged);
            prop_assert!(number(&within.last().unwrap()["waiting"]).is_zero());
        }

        prop_assert_eq!(sum(list(&answer["taxes"]), "tax"), at("/tax"));
        prop_assert_eq!(sum(list(&answer["taxes"]), "base"), at("/premium"));
        let net = at("/premium") + at("/fees_total") + at("/vat");
        prop_assert_eq!(net + at("/tax"), at("/total/amount"));
    }

    #[test]
    fn more_turnover_never_costs_less(
        clause in clause(),
        turnover in turnover(),
        more in 0_u32..100_000_000,
        place in any::<prop::sample::Index>(),
    ) {
        let before = ask("premium", &request(&clause, &turnover));
        let mut larger = turnover.clone();
        let row = place.get(&larger).clone();
        let at = place.index(larger.len());
        larger[at]["amount"] = json!((number(&row["amount"]) + Decimal::new(more.into(), 2)).to_string());
        let after = ask("premium", &request(&clause, &larger));
        for field in ["earned", "due", "premium"] {
            prop_assert!(number(&after[field]) >= number(&before[field]), "{}", field);
        }
    }

    #[test]
    fn interest_adds_up(
        amount in 1_u32..1_000_000_000,
        rates in proptest::collection::vec((0_i32..3_000, -100_i32..500), 1..6),
        delay in 0_i32..1_500,
        count in 0_usize..5,
        changes in 0_usize..3,
    ) {
        let day = |days: i32| {
            tradecredit::Day::from_epoch_days(18_000 + days).unwrap().to_string()
        };
        let mut rates: Vec<Value> = rates
            .into_iter()
            .map(|(from, bp)| json!({ "from": day(from), "rate": format!("{bp}bp") }))
            .collect();
        rates.push(json!({ "from": "2010-01-01", "rate": "0%" }));
        let changes = ["half_yearly", "at_once", "never"][changes];
        let counts = ["act_365", "act_366", "act_360", "act_act", "30_360"];
        let request = json!({
            "currency": "EUR", "amount": cents(amount), "due": day(1_000), "paid": day(1_000 + delay),
            "margin": "8%", "reference_rates": rates, "day_count": counts[count],
            "rate_changes": changes,
            "compensation": "40",
        });
        let answer = ask("late_interest", &request);
        let periods = list(&answer["periods"]);
        let interest = number(&answer["interest"]);
        prop_assert_eq!(sum(periods, "interest"), interest);
        let fixed = if delay == 0 { Decimal::ZERO } else { Decimal::from(40) };
        prop_assert_eq!(number(&answer["total"]["amount"]), interest + fixed);
        if count < 3 {
            let days: i64 = periods.iter().map(|period| period["days"].as_i64().unwrap()).sum();
            prop_assert_eq!(days, i64::from(delay));
        }
    }
}

#[test]
fn the_tables_are_read_and_name_their_sources() {
    for operation in ["tariffs", "premium_taxes"] {
        let rows = ask(operation, &json!({}));
        assert!(!list(&rows).is_empty());
        for row in list(&rows) {
            assert!(!row["source"].as_str().unwrap().is_empty(), "{row}");
        }
    }
}

/// Two rows of one tax never hold on the same day.
#[test]
fn the_taxes_of_a_country_follow_each_other() {
    let rows = ask("premium_taxes", &json!({}));
    let rows = list(&rows);
    let until = |row: &Value| row["to"].as_str().unwrap_or("9999-12-31").to_owned();
    for (place, one) in rows.iter().enumerate() {
        for other in &rows[place + 1..] {
            let same = one["country"] == other["country"] && one["name"] == other["name"];
            let apart = until(one).as_str() < other["from"].as_str().unwrap()
                || until(other).as_str() < one["from"].as_str().unwrap();
            assert!(!same || apart, "{one} and {other}");
        }
    }
}
