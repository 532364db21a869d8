//! What a claim with fifty invoices costs whoever has read policy and ledger before: the cover of the
//! buyer's receivables, the loss account, every step to the indemnity, and an answer with each receivable.
//!
//! Reading the two documents is not in it, nor are their digests, which reading takes.
//! With explanation: every step, and what every reason goes by. Without: which reasons there are.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tradecredit::answers::claim::{Claim, ClaimState, Settlement, Settling};
use tradecredit::explain::Step;
use tradecredit::terms::Cause;
use tradecredit::{Amount, Calendar, Error, Ledger, Policy, Rates};

const POLICY: &str = r#"{
    "schema": "tradecredit/policy/1", "id": "P", "policyholder": "Seller", "insurer": "Insurer",
    "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
    "indemnity": { "steps": [
        { "step": "threshold", "amount": "1000" },
        { "step": "credit_limit" },
        { "step": "insured_percentage" },
        { "step": "each_loss_deductible", "amount": "500" },
        { "step": "aggregate_first_loss", "amount": "2000" },
        { "step": "maximum_liability", "amount": "200000" }
    ] }
}"#;

/// Fifty invoices of 1,000 on a limit of 40,000.
fn ledger() -> Result<Ledger, Error> {
    let mut text = String::from(
        r#"{"schema":"tradecredit/ledger/1","currency":"EUR","buyers":[{"id":"B"}],
        "limits":[{"buyer":"B","kind":"granted","date":"2025-12-01","amount":"40000"}],
        "insolvencies":[{"buyer":"B","opened":"2026-05-04"}],"invoices":["#,
    );
    for place in 0..50 {
        let comma = if place == 0 { "" } else { "," };
        let (month, day) = (place % 3 + 1, place % 28 + 1);
        let _ = write!(
            text,
            r#"{comma}{{"id":"F{place}","buyer":"B","delivery":"2026-{month:02}-{day:02}","due":"2026-06-{day:02}","amount":"1000","vat":"200"}}"#
        );
    }
    text.push_str("]}");
    Ledger::from_json(&text)
}

/// How many reasons the receivables have, and how many are spelled out.
fn told(answer: &Settlement) -> (usize, usize) {
    let rows = answer.receivables.iter();
    rows.fold((0, 0), |(codes, spelled), row| {
        (codes + row.codes.iter().count(), spelled + row.reasons.len())
    })
}

fn settle(criterion: &mut Criterion) {
    let policy = Policy::from_json(POLICY).expect("the policy is sound");
    let ledger = ledger().expect("the ledger is sound");
    let claim = Claim::new("B".parse().expect("a name"), Cause::Insolvency);
    let as_of = "2026-06-30".parse().expect("a day");
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let settling =
        Settling { policy: &policy, ledger: &ledger, as_of, rates: &rates, holidays: &holidays };
    let state = ClaimState::default();
    // 40,000 × 90 % − 500 − 2,000
    let expected: Amount = "33500".parse().expect("an amount");
    let mut group = criterion.benchmark_group("a claim with fifty invoices");
    group.bench_function("without explanation", |bencher| {
        bencher.iter(|| {
            let answer =
                settling.settle(black_box(&claim), &state, &mut ()).expect("it is settled");
            assert_eq!((answer.indemnity.amount, told(&answer)), (expected, (60, 0)));
        });
    });
    group.bench_function("with explanation", |bencher| {
        bencher.iter(|| {
            let mut steps: Vec<Step> = Vec::new();
            let answer = settling.settle(black_box(&claim), &state, &mut steps);
            let answer = answer.expect("it is settled");
            assert_eq!((answer.indemnity.amount, told(&answer)), (expected, (60, 60)));
            assert_eq!(steps.last().and_then(|step| step.after), Some(expected));
        });
    });
    group.finish();
}

criterion_group!(benches, settle);
criterion_main!(benches);
