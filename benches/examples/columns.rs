//! What columns cost, pass by pass: `cargo run --release --example columns -- ROWS BUYERS THREADS`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::json;
use tradecredit::answers::cover::Question;
use tradecredit::columns::{Amounts, Book, Parted, Receivables};
use tradecredit::{Calendar, Day, Ledger, Policy, Rates};

fn main() {
    let number = |at: usize, default: usize| {
        std::env::args().nth(at).and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (rows, buyers, threads) = (number(1, 1_000_000), number(2, 10_000), number(3, 2));
    let policy = Policy::from_json(
        &json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
            "periods": { "maximum_terms": "P90D", "maximum_extension": "P60D" },
            "notification": { "overdue": { "within": "P90D", "if_late": "flag_only" } }
        })
        .to_string(),
    )
    .expect("a policy");
    let started = Instant::now();
    let ledger = json!({
        "schema": "tradecredit/ledger/1", "currency": "EUR",
        "buyers": (0..buyers).map(|b| json!({ "id": format!("B{b:07}"), "country": "FR" })).collect::<Vec<_>>(),
        "limits": (0..buyers).map(|b| json!({
            "buyer": format!("B{b:07}"), "kind": "granted", "date": "2025-12-01",
            "amount": (20_000 + (b * 7919) % 400_000).to_string()
        })).collect::<Vec<_>>()
    }).to_string();
    println!("ledger text {} ms", started.elapsed().as_millis());
    let started = Instant::now();
    let document = serde_json::from_str(&ledger).expect("a document");
    println!("ledger read {} ms", started.elapsed().as_millis());
    let started = Instant::now();
    let ledger = Ledger::new(document).expect("a ledger");
    println!("ledger new {} ms", started.elapsed().as_millis());
    let mut state = 42_u64;
    let mut next = |most: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let first = "2026-01-01".parse::<Day>().expect("a day").epoch_days();
    let mut buyer = Vec::new();
    let (mut delivery, mut due, mut amount) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        buyer.push(u32::try_from(next(buyers as u64)).expect("a buyer"));
        let on = first + i32::try_from(next(180)).expect("a day");
        delivery.push(on);
        due.push(on + 30 + i32::try_from(next(3)).expect("a day") * 15);
        amount.push(i128::from(1_000 + next(800_000)));
    }
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let as_of = "2026-06-30".parse().expect("a day");
    let question = Question {
        policy: &policy,
        ledger: &ledger,
        rates: &rates,
        as_of,
        cause: None,
        holidays: &holidays,
        known: as_of,
        date_of_loss: None,
    };
    for _ in 0..3 {
        let started = Instant::now();
        let book = Book::new(&question, 2, rows).expect("a book");
        println!("book {} ms, {} parts", started.elapsed().as_millis(), book.parts());
        let whole = Receivables {
            amount: Amounts::I128(&amount),
            ..Receivables::new(&buyer, &delivery, &due)
        };
        let size = rows.div_ceil(16);
        let cut: Vec<Receivables<'_>> = (0..rows)
            .step_by(size)
            .map(|from| {
                let to = (from + size).min(rows);
                Receivables {
                    amount: Amounts::I128(&amount[from..to]),
                    ..Receivables::new(
                        &whole.buyer[from..to],
                        &whole.delivery[from..to],
                        &whole.due[from..to],
                    )
                }
            })
            .collect();
        let pass = Instant::now();
        let mut parted: Vec<Parted<'_>> =
            spread(threads, cut.len(), |at| book.part(&[cut[at]]).expect("parted"));
        println!("part {} ms", pass.elapsed().as_millis());
        let pass = Instant::now();
        let parts = book.all_parts(&mut parted);
        let parts: Vec<std::sync::Mutex<Option<_>>> =
            parts.into_iter().map(|part| std::sync::Mutex::new(Some(part))).collect();
        let covered = spread(threads, parts.len(), |at| {
            let part = parts[at].lock().expect("a part").take().expect("once");
            book.cover(part).expect("covered")
        });
        println!("cover {} ms", pass.elapsed().as_millis());
        drop(parts);
        let pass = Instant::now();
        let parted: Vec<std::sync::Mutex<Option<_>>> =
            parted.into_iter().map(|part| std::sync::Mutex::new(Some(part))).collect();
        let out = spread(threads, parted.len(), |at| {
            let chunk = parted[at].lock().expect("a chunk").take().expect("once");
            book.columns::<i128>(&chunk)
        });
        println!("columns {} ms", pass.elapsed().as_millis());
        let whole = started.elapsed();
        let total: i128 = out.iter().flat_map(|columns| &columns.covered).sum();
        let sums: i64 =
            covered.iter().flat_map(|covered| &covered.buyers).map(|sums| sums.covered).sum();
        assert_eq!(total, i128::from(sums));
        println!(
            "{} rows, {} ms, {} thousand rows/s, covered {total}",
            rows,
            whole.as_millis(),
            rows as u128 / whole.as_millis().max(1)
        );
    }
}

fn spread<T: Send>(threads: usize, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, T)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut own = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= count {
                            break own;
                        }
                        own.push((at, work(at)));
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, one)| one).collect()
}
