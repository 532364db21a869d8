//! What a ledger of 100,000 invoices costs to read and to check.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tradecredit::{Ledger, LedgerDocument, wire};

const INVOICES: usize = 100_000;
const BUYERS: usize = 1_000;

fn ledger(criterion: &mut Criterion) {
    let text = book();
    let bytes = u64::try_from(text.len()).unwrap_or_default();
    let mut group = criterion.benchmark_group("a ledger of 100,000 invoices");
    group.throughput(Throughput::Bytes(bytes)).sample_size(10);
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let document = wire::read::<LedgerDocument>(black_box(&text));
            assert_eq!(document.map(|document| document.invoices.len()), Ok(INVOICES));
        });
    });
    group.bench_function("read and check", |bencher| {
        bencher.iter(|| {
            let ledger = Ledger::from_json(black_box(&text)).expect("the book is sound");
            let receivables: usize =
                ledger.accounts().iter().map(|account| account.receivables.len()).sum();
            assert_eq!((receivables, ledger.refused().len()), (INVOICES, 0));
        });
    });
    group.finish();
}

/// Invoices of a thousand buyers, in no order.
fn book() -> String {
    let mut text = String::from(r#"{"schema":"tradecredit/ledger/1","currency":"EUR","buyers":["#);
    for buyer in 0..BUYERS {
        let comma = if buyer == 0 { "" } else { "," };
        let _ = write!(text, r#"{comma}{{"id":"B{buyer}","country":"FR"}}"#);
    }
    text.push_str(r#"],"invoices":["#);
    for place in 0..INVOICES {
        let comma = if place == 0 { "" } else { "," };
        let (buyer, month, day) = (place * 7 % BUYERS, place * 5 % 12 + 1, place * 11 % 28 + 1);
        let _ = write!(
            text,
            r#"{comma}{{"id":"F{place}","buyer":"B{buyer}","delivery":"2026-{month:02}-{day:02}","due":"2027-{month:02}-{day:02}","amount":"{place}.25","vat":"{place}.05"}}"#
        );
    }
    text.push_str("]}");
    text
}

criterion_group!(benches, ledger);
criterion_main!(benches);
