//! What it costs to assess 100,000 receivables with all that happened to them.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};
use tradecredit::answers::cover::{Question, assess};
use tradecredit::{Calendar, Day, Ledger, LedgerDocument, Policy, Rates};

const INVOICES: i32 = 100_000;

fn assessment(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("assess 100,000 receivables");
    group.sample_size(10);
    // One buyer is the hardest case for whatever compares a buyer's receivables with each other.
    for (name, buyers) in [("of 2,000 buyers", 2_000), ("of one buyer", 1)] {
        let (document, facts) = book(buyers);
        let ledger = Ledger::new(document).expect("the book is sound");
        let policy = policy();
        let (rates, holidays) = (Rates::default(), Calendar::default());
        let as_of = day(250).parse().expect("a day");
        let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
        assert!(facts > 250_000 && ledger.refused().is_empty(), "{facts} facts");
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let answer = assess(black_box(&question), None).expect("it is answered");
                let assessed = answer.receivables.len().saturating_add(answer.settled.len());
                assert_eq!(i32::try_from(assessed), Ok(INVOICES));
                let sums = answer.exposure.total;
                assert_eq!(sums.covered.plus(sums.over_the_limit), Ok(sums.insurable));
            });
        });
    }
    group.finish();
}

fn policy() -> Policy {
    let document = json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
        "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "periods": {
            "maximum_terms": "P60D", "maximum_extension": "P60D", "maximum_invoicing": "P30D"
        },
        "stop": { "materiality": "10%" },
        "limits": {
            "discretionary": {
                "amount": "15000", "payment_experience": { "tolerance": "P30D" },
                "credit_report": {}
            },
            "unnamed": { "amount": "5000" }, "grace": "P30D"
        },
        "notification": {
            "overdue": { "within": "P60D", "if_late": { "percentage_reduced": { "to": "70%" } } }
        }
    });
    Policy::from_json(&document.to_string()).expect("the policy is sound")
}

fn day(offset: i32) -> String {
    Day::from_epoch_days(20_454 + offset).expect("a day of 2026").to_string()
}

/// Invoices with payments, credit notes, extensions, disputes and notices, and
/// buyers with decisions and reports; and how many facts that makes.
fn book(buyers: i32) -> (LedgerDocument, usize) {
    let per_buyer = INVOICES / buyers;
    let mut book = json!({
        "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [], "invoices": [],
        "payments": [], "credit_notes": [], "extensions": [], "disputes": [], "limits": [],
        "credit_reports": [], "notices": []
    });
    let mut push = |list: &str, fact: Value| {
        if let Some(list) = book[list].as_array_mut() {
            list.push(fact);
        }
    };
    for b in 0..buyers {
        let buyer = format!("B{b}");
        push("buyers", json!({ "id": buyer, "country": if b % 3 == 0 { "FR" } else { "DE" } }));
        for k in 0..if b % 3 == 1 { 0 } else { 5 } {
            push(
                "limits",
                json!({
                    "buyer": buyer, "kind": if k % 2 == 0 { "granted" } else { "reduced" },
                    "date": day(k * 40), "amount": (50_000 + k * 1_000).to_string()
                }),
            );
        }
        push("credit_reports", json!({ "buyer": buyer, "date": day(3), "recommended": "20000" }));
        for i in 0..per_buyer {
            let on = i * 240 / per_buyer;
            let n = b * per_buyer + i;
            let id = format!("F{n}");
            push(
                "invoices",
                json!({
                    "id": id, "buyer": buyer, "delivery": day(on), "due": day(on + 45),
                    "amount": format!("{}.{:02}", 100 + n % 3_000, n % 100),
                    "vat": (20 + n % 500).to_string()
                }),
            );
            let paid = |id: String, on: i32, amount: i32| json!({ "id": id, "buyer": buyer, "date": day(on), "amount": amount.to_string() });
            if i % 2 == 0 {
                push("payments", paid(format!("P{n}"), on + 40 + n % 30, 500 + n % 1_000));
            }
            if i % 4 == 0 {
                push("payments", paid(format!("Q{n}"), on + 50, 333));
            }
            if i % 5 == 0 {
                push(
                    "credit_notes",
                    json!({
                        "id": format!("C{n}"), "invoice": id, "date": day(on + 20), "amount": "10"
                    }),
                );
            }
            if i % 7 == 0 {
                push(
                    "extensions",
                    json!({
                        "invoice": id, "date": day(on + 30), "due": day(on + 70),
                        "agreed_by_insurer": true
                    }),
                );
            }
            if i % 9 == 0 {
                push("disputes", json!({ "invoice": id, "opened": day(on + 30) }));
            }
            if i % 2 == 1 {
                push(
                    "notices",
                    json!({
                        "kind": "overdue", "buyer": buyer, "date": day(on + 100), "invoices": [id]
                    }),
                );
            }
        }
    }
    let lists = book.as_object().into_iter().flat_map(|lists| lists.values());
    let facts = lists.filter_map(Value::as_array).map(Vec::len).sum();
    (serde_json::from_value(book).expect("a ledger"), facts)
}

criterion_group!(benches, assessment);
criterion_main!(benches);
