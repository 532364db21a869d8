//! What a whole book costs: 200,000 open items of 2,000 buyers, unsorted, and
//! 20,000 losses in figures; on one thread.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::json;
use tradecredit::answers::cover::Question;
use tradecredit::columns::{Amounts, Book, Losses, Receivables, settle};
use tradecredit::{Amount, Calendar, Day, Ledger, Policy, Rates};

const ROWS: usize = 200_000;
const BUYERS: u32 = 2_000;

fn policy() -> Policy {
    let document = json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
        "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "periods": { "maximum_terms": "P45D", "maximum_extension": "P60D" },
        "notification": { "overdue": { "within": "P90D", "if_late": "flag_only" } },
        "indemnity": { "steps": [
            { "step": "credit_limit" },
            { "step": "each_loss_deductible", "amount": "500" },
            { "step": "insured_percentage" },
            { "step": "aggregate_first_loss", "amount": "50000" },
            { "step": "maximum_liability", "amount": "5000000" }
        ] }
    });
    Policy::from_json(&document.to_string()).expect("the policy is sound")
}

/// Numbers that look like chance, and are the same every time.
fn numbers() -> impl FnMut(u32) -> u32 {
    let mut state = 42_u64;
    move |most| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).unwrap_or_default() % most
    }
}

fn book(criterion: &mut Criterion) {
    let policy = policy();
    let ledger = json!({
        "schema": "tradecredit/ledger/1", "currency": "EUR",
        "buyers": (0..BUYERS).map(|b| json!({ "id": format!("B{b:05}") })).collect::<Vec<_>>(),
        "limits": (0..BUYERS).map(|b| json!({
            "buyer": format!("B{b:05}"), "kind": "granted", "date": "2025-12-01",
            "amount": (20_000 + b * 7_919 % 400_000).to_string()
        })).collect::<Vec<_>>()
    });
    let ledger = Ledger::from_json(&ledger.to_string()).expect("the ledger is sound");
    let first = "2026-01-01".parse::<Day>().expect("a day").epoch_days();
    let mut next = numbers();
    let (mut buyer, mut amount) = (Vec::new(), Vec::new());
    let (mut delivery, mut due) = (Vec::new(), Vec::new());
    for _ in 0..ROWS {
        buyer.push(next(BUYERS));
        let on = first + i32::try_from(next(80)).expect("a day");
        delivery.push(on);
        due.push(on + 30 + i32::try_from(next(3)).expect("a day") * 15);
        amount.push(i64::from(1_000 + next(800_000)));
    }
    let whole: i64 = amount.iter().sum();
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let mut group = criterion.benchmark_group("columns: 200,000 open items");
    group.sample_size(10);
    // Half a year later most buyers are stopped, and their cover is frozen.
    for (name, as_of) in [("in time", "2026-03-22"), ("late", "2026-06-30")] {
        let as_of = as_of.parse().expect("a day");
        let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let rows = Receivables {
                    amount: Amounts::I64(&amount),
                    ..Receivables::new(&buyer, &delivery, &due)
                };
                let book = Book::new(black_box(&question), 2, ROWS).expect("it is ready");
                let answer = book.assess::<i64>(&[rows]).expect("it is answered");
                let out = &answer.columns;
                let (covered, not): (i64, i64) =
                    (out.covered.iter().sum(), out.uncovered.iter().sum());
                assert_eq!(covered + not, whole);
            });
        });
    }
    group.finish();
}

fn losses(criterion: &mut Criterion) {
    let policy = policy();
    let mut next = numbers();
    let amount: Vec<i64> = (0..20_000).map(|_| i64::from(10_000 + next(9_000_000))).collect();
    let limit: Vec<i64> = (0..20_000).map(|_| i64::from(next(8_000_000))).collect();
    let scenario: Vec<u32> = (0..20_000).map(|row| row / 20).collect();
    let mut group = criterion.benchmark_group("columns: 20,000 losses in figures");
    group.sample_size(10);
    group.bench_function("of 1,000 scenarios", |bencher| {
        bencher.iter(|| {
            let losses = Losses {
                scenario: Some(&scenario),
                limit: Some(Amounts::I64(&limit)),
                ..Losses::new(Amounts::I64(&amount))
            };
            let answer = settle::<i64>(black_box(&policy), &losses, 2, Amount::ZERO)
                .expect("it is answered");
            let went = answer.where_it_went.iter().flat_map(|(_, column)| column).sum::<i64>();
            let gross: i64 = answer.gross_debt.iter().sum();
            assert_eq!(went + answer.indemnity.iter().sum::<i64>(), gross);
        });
    });
    group.finish();
}

criterion_group!(benches, book, losses);
criterion_main!(benches);
