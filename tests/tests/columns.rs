//! Columns say what the same facts say as a ledger, down to every reason.

use proptest::prelude::*;
use serde_json::{Value, json};
use tradecredit::answers::claim::{ClaimState, FigureLoss, indemnity_on_figures};
use tradecredit::answers::cover::{
    Assessment, Question, assess, insolvency_deadline, overdue_deadline, stop_day,
};
use tradecredit::columns::{
    Amounts, Assessed, Book, Losses, NO_AMOUNT, NO_BUYER, NO_DAY, Part, Parted, Receivables,
    Refusal, State, settle,
};
use tradecredit::{Amount, Calendar, Day, Ledger, Policy, Rates};

const BUYERS: [&str; 4] = ["A", "B", "C", "D"];
const METHODS: [&str; 6] = [
    "open_account",
    "bill_of_exchange",
    "letter_of_credit",
    "confirmed_letter_of_credit",
    "prepaid",
    "cash",
];

fn first() -> i32 {
    "2026-01-01".parse::<Day>().unwrap().epoch_days()
}

fn day(offset: i32) -> String {
    Day::from_epoch_days(first() + offset).unwrap().to_string()
}

fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn cents_of(amount: Amount) -> i64 {
    let cents = amount.get() * rust_decimal::Decimal::from(100);
    assert!(cents.is_integer(), "{amount}");
    cents.to_string().split('.').next().unwrap().parse().unwrap()
}

/// One receivable, in days from the first of the year and cents.
#[derive(Debug, Clone, Default)]
struct Row {
    buyer: usize,
    delivery: i32,
    invoiced: Option<i32>,
    terms: i32,
    net: i64,
    vat: i64,
    paid: i64,
    paid_on: Option<i32>,
    dispute: u8,
    method: u8,
    ordered: Option<i32>,
    told: Option<i32>,
}

impl Row {
    fn invoiced(&self) -> i32 {
        self.invoiced.unwrap_or(self.delivery)
    }

    fn due(&self) -> i32 {
        self.invoiced() + self.terms
    }
}

prop_compose! {
    fn rows(with_rest: bool)(
        buyer in 0_usize..4,
        delivery in 0_i32..120,
        invoiced in prop::option::of(-3_i32..12),
        terms in 0_i32..70,
        net in 1_i64..40_000,
        vat in prop_oneof![3 => Just(0), 1 => 0_i64..3_000],
        paid in prop_oneof![4 => Just(0), 1 => 1_i64..9_000, 1 => Just(i64::MAX)],
        paid_on in prop::option::of(0_i32..100),
        dispute in prop_oneof![6 => Just(0_u8), 1 => Just(1), 1 => Just(2)],
        method in prop_oneof![6 => Just(0_u8), 1 => 0_u8..6],
        ordered in prop::option::of(0_i32..20),
        told in prop_oneof![5 => Just(None), 1 => (0_i32..160).prop_map(Some)],
    ) -> Row {
        let rest = |value: i64| if with_rest { value } else { 0 };
        let whole = net + rest(vat);
        Row {
            buyer,
            delivery,
            invoiced: invoiced.map(|gap| delivery + gap),
            terms,
            net,
            vat: rest(vat),
            paid: rest(paid).min(whole),
            paid_on: paid_on.map(|gap| delivery - 5 + gap),
            dispute,
            method,
            ordered: ordered.map(|gap| delivery - gap),
            told,
        }
    }
}

fn policies() -> impl Strategy<Value = Value> {
    let limits = (
        prop::sample::select(vec!["none", "unnamed", "discretionary"]),
        prop::sample::select(vec!["delivery", "invoice", "due"]),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(0_u32..40),
        any::<bool>(),
        0_u8..4,
        prop::sample::subsequence(vec!["cancellation", "insolvency", "stop"], 0..=3),
        prop::sample::select(vec!["reverts", "ends"]),
    );
    let stop = (
        prop::sample::select(vec!["due", "original_due", "extended_due", "invoice"]),
        prop_oneof![3 => Just(None), 1 => (0_u32..40).prop_map(Some)],
        prop::sample::select(vec!["on_payment", "retroactive", "insurer_only"]),
        prop::option::of(1_u32..60),
    );
    let rest = (
        any::<bool>(),
        0_u8..3,
        prop::sample::select(vec!["due", "original_due", "mep_end", "max_terms_end"]),
        any::<bool>(),
        prop::sample::select(vec!["none", "following", "preceding"]),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    );
    (limits, stop, rest).prop_map(|(limits, stop, rest)| {
        let (fallback, order, fills, immediate, grace, binding, own, ends, expiry) = limits;
        let (anchor, material, reinstatement, after) = stop;
        let (notify, if_late, overdue, months, roll, taxed, endorsed, scoped) = rest;
        let mut rules = json!({
            "after_refusal": fallback, "after_expiry": fallback, "expiry": expiry, "fill_order": order,
            "uninsurable_fill_the_limit": fills, "binding_orders": binding,
            "increase": if immediate { "immediate" } else { "new_deliveries" },
            "sliding_stops_on": ends
        });
        if let Some(days) = grace {
            rules["grace"] = json!(format!("P{days}D"));
        }
        if own % 2 == 1 {
            rules["unnamed"] = json!({ "amount": "150" });
        }
        if own > 1 {
            rules["discretionary"] = json!({
                "amount": "400", "payment_experience": { "tolerance": "P5D" }, "credit_report": {}
            });
        }
        let mut policy = json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-05", "to": "2026-12-31" },
            "periods": {
                "maximum_terms": if months { "P2M" } else { "P60D" }, "maximum_invoicing": "P10D",
                "roll": roll
            },
            "limits": rules, "insured_base": if taxed { "inc_vat" } else { "ex_vat" },
            // What was paid, was paid on its own invoice.
            "payment_allocation": "designation_first"
        });
        if let Some(days) = after {
            policy["stop"] = json!({
                "anchor": anchor, "after": format!("P{days}D"), "reinstatement": reinstatement
            });
            if let Some(share) = material {
                policy["stop"]["materiality"] = json!(format!("{share}%"));
            }
        }
        if notify {
            let cost = match if_late {
                0 => json!("no_cover"),
                1 => json!({ "percentage_reduced": { "to": "50%" } }),
                _ => json!("flag_only"),
            };
            policy["notification"] = json!({
                "overdue": {
                    "anchor": if overdue == "mep_end" { "due" } else { overdue },
                    "within": "P20D", "if_late": cost
                },
                "insolvency": { "within": "P10D", "if_late": cost }
            });
        }
        if scoped {
            policy["scope"] = json!({
                "countries": ["FR", "DE"], "excluded_buyers": ["C"],
                "by_country": { "DE": { "maximum_terms": "P45D" } }
            });
        }
        if endorsed {
            policy["endorsements"] = json!([{
                "id": "E1", "effective": "2026-03-01",
                "changes": { "periods": { "maximum_terms": "P30D" } }
            }]);
        }
        policy
    })
}

/// What is known of buyers, without receivables.
fn ledgers() -> impl Strategy<Value = Value> {
    let limit = (0_usize..4, 0_i32..120, 0_usize..6, 0_i64..90_000, 0_i32..40);
    let event = (0_usize..4, 0_i32..150, 0_i32..20);
    (
        prop::collection::vec(limit, 0..8),
        prop::collection::vec(event.clone(), 0..3),
        prop::collection::vec(event.clone(), 0..2),
        prop::collection::vec(event, 0..2),
    )
        .prop_map(|(limits, reports, notices, insolvencies)| {
            let mut book = json!({
                "schema": "tradecredit/ledger/1", "currency": "EUR",
                "buyers": BUYERS.map(|id| json!({ "id": id })), "invoices": [], "payments": [],
                "disputes": [], "limits": [], "credit_reports": [], "reinstatements": [],
                "insolvencies": [], "notices": []
            });
            for (buyer, country) in [(0, "FR"), (1, "DE"), (2, "IT")] {
                book["buyers"][buyer]["country"] = json!(country);
            }
            let mut push = |list: &str, fact: Value| book[list].as_array_mut().unwrap().push(fact);
            let kinds = ["granted", "reduced", "increased", "temporary", "refused", "cancelled"];
            let mut taken = std::collections::BTreeSet::new();
            for (buyer, on, kind, amount, span) in limits {
                if !taken.insert((buyer, on)) {
                    continue;
                }
                let mut fact =
                    json!({ "buyer": BUYERS[buyer], "kind": kinds[kind], "date": day(on) });
                if kind < 4 {
                    fact["amount"] = json!(money(amount));
                }
                if kind == 3 || span > 25 {
                    fact["expires"] = json!(day(on + span));
                }
                if kind == 0 && span % 7 == 1 {
                    fact["maximum_terms"] = json!("P40D");
                }
                push("limits", fact);
            }
            for (buyer, on, units) in reports {
                push("credit_reports", json!({
                    "buyer": BUYERS[buyer], "date": day(on), "recommended": (units * 30).to_string()
                }));
            }
            for (buyer, on, more) in notices {
                push("notices", json!({ "kind": "overdue", "buyer": BUYERS[buyer], "date": day(on) }));
                if more % 2 == 0 {
                    push("reinstatements", json!({ "buyer": BUYERS[buyer], "date": day(on + more) }));
                }
            }
            for (buyer, on, more) in insolvencies {
                push("insolvencies", json!({
                    "buyer": BUYERS[buyer], "opened": day(on), "published": day(on + more)
                }));
            }
            book
        })
}

/// The same rows, as facts of a ledger.
fn told_as_facts(ledger: &Value, rows: &[Row]) -> Value {
    let mut book = ledger.clone();
    let mut push = |list: &str, fact: Value| book[list].as_array_mut().unwrap().push(fact);
    for (n, row) in rows.iter().enumerate() {
        let (id, buyer) = (format!("F{n:04}"), BUYERS[row.buyer]);
        let mut invoice = json!({
            "id": id, "buyer": buyer, "delivery": day(row.delivery), "due": day(row.due()),
            "invoiced": day(row.invoiced()), "amount": money(row.net), "vat": money(row.vat),
            "payment_method": METHODS[usize::from(row.method)]
        });
        if let Some(ordered) = row.ordered {
            invoice["ordered"] = json!(day(ordered));
        }
        push("invoices", invoice);
        if row.paid > 0 {
            push(
                "payments",
                json!({
                    "id": format!("P{n}"), "buyer": buyer, "amount": money(row.paid),
                    "date": day(row.paid_on.unwrap_or(row.delivery)), "invoices": [id]
                }),
            );
        }
        match row.dispute {
            1 => push("disputes", json!({ "invoice": id, "opened": day(row.delivery) })),
            2 => push(
                "disputes",
                json!({
                    "invoice": id, "opened": day(row.delivery), "settled": day(row.delivery),
                    "in_favour_of": "buyer"
                }),
            ),
            _ => {}
        }
        if let Some(told) = row.told {
            push(
                "notices",
                json!({
                    "kind": "overdue", "buyer": buyer, "date": day(told), "invoices": [id]
                }),
            );
        }
    }
    book
}

/// The same rows, as columns.
fn told_as_columns(question: &Question<'_>, rows: &[Row], pieces: usize) -> Assessed<i64> {
    let days = |of: fn(&Row) -> Option<i32>| -> Vec<i32> {
        rows.iter().map(|row| of(row).map_or(NO_DAY, |day| first() + day)).collect()
    };
    let buyer: Vec<u32> = rows.iter().map(|row| u32::try_from(row.buyer).unwrap()).collect();
    let (delivery, invoiced) = (days(|row| Some(row.delivery)), days(|row| row.invoiced));
    let (due, paid_on) = (days(|row| Some(row.due())), days(|row| row.paid_on));
    let (ordered, told) = (days(|row| row.ordered), days(|row| row.told));
    let amounts = |of: fn(&Row) -> i64| -> Vec<i64> { rows.iter().map(of).collect() };
    let (amount, vat) = (amounts(|row| row.net), amounts(|row| row.vat));
    let open: Vec<i128> = rows.iter().map(|row| (row.net + row.vat - row.paid).into()).collect();
    let dispute: Vec<u8> = rows.iter().map(|row| row.dispute).collect();
    let method: Vec<u8> = rows.iter().map(|row| row.method).collect();
    let size = rows.len().div_ceil(pieces).max(1);
    let cut: Vec<Receivables<'_>> = (0..rows.len())
        .step_by(size)
        .map(|from| {
            let to = (from + size).min(rows.len());
            Receivables {
                invoiced: Some(&invoiced[from..to]),
                amount: Amounts::I64(&amount[from..to]),
                vat: Some(Amounts::I64(&vat[from..to])),
                open: Some(Amounts::I128(&open[from..to])),
                paid_on: Some(&paid_on[from..to]),
                dispute: Some(&dispute[from..to]),
                method: Some(&method[from..to]),
                ordered: Some(&ordered[from..to]),
                told: Some(&told[from..to]),
                ..Receivables::new(&buyer[from..to], &delivery[from..to], &due[from..to])
            }
        })
        .collect();
    // As if there were many rows: several groups of buyers.
    let book = Book::new(question, 2, 40_000 * pieces).unwrap();
    let whole = book.assess(&cut).unwrap();
    assert_eq!(in_chunks(&book, &cut), whole);
    whole
}

/// The same in chunks of two pieces, as on several threads: the groups of buyers in any order.
fn in_chunks(book: &Book<'_>, pieces: &[Receivables<'_>]) -> Assessed<i64> {
    let mut chunks: Vec<_> = pieces.chunks(2).map(|chunk| book.part(chunk).unwrap()).collect();
    let firsts: Vec<usize> =
        (0..chunks.len()).map(|at| chunks[..at].iter().map(Parted::rows).sum()).collect();
    let moved = |(at, refusal): (usize, Refusal)| Refusal {
        row: refusal.row + u32::try_from(firsts[at]).unwrap(),
        ..refusal
    };
    let parts = book.all_parts(&mut chunks);
    let rows: usize = pieces.iter().map(Receivables::len).sum();
    assert_eq!(parts.iter().map(Part::rows).sum::<usize>(), rows);
    let mut all = Assessed {
        columns: book.columns(&book.part(&[]).unwrap()),
        buyers: vec![],
        refused: vec![],
    };
    let mut occurring = std::collections::BTreeSet::new();
    for part in parts.into_iter().rev() {
        let found = book.cover(part).unwrap();
        all.buyers.extend(found.buyers);
        all.refused.extend(found.refused.into_iter().map(moved));
        let sets: Vec<u32> = found.reasons.iter().map(|set| set.bits()).collect();
        assert!(sets.is_sorted_by(|one, next| one < next) && !sets.contains(&0), "{sets:?}");
        occurring.extend(sets);
    }
    for (at, chunk) in chunks.iter().enumerate() {
        all.refused.extend(chunk.refused().iter().map(|refusal| moved((at, refusal.clone()))));
        let more = book.columns::<i64>(chunk);
        all.columns.state.extend(more.state);
        all.columns.covered.extend(more.covered);
        all.columns.uncovered.extend(more.uncovered);
        all.columns.limit.extend(more.limit);
        all.columns.reasons.extend(more.reasons);
        all.columns.stop.extend(more.stop);
        all.columns.notify.extend(more.notify);
    }
    assert!(all.columns.reasons.iter().all(|set| *set == 0 || occurring.contains(set)));
    all.buyers.sort_by_key(|sums| sums.buyer);
    all.refused.sort_by_key(|refusal| refusal.row);
    all
}

fn same(
    policy: &Policy,
    (with, without): (&Ledger, &Ledger),
    rows: &[Row],
    as_of: i32,
    pieces: usize,
) -> Result<(), TestCaseError> {
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let as_of = Day::from_epoch_days(first() + as_of).unwrap();
    let question = |ledger| Question::new(policy, ledger, &rates, &holidays, as_of);
    let answer: Assessment = assess(&question(with), None).unwrap();
    let columns = told_as_columns(&question(without), rows, pieces);
    let out = &columns.columns;
    prop_assert_eq!(out.state.len(), rows.len());
    let known: std::collections::BTreeMap<&str, _> =
        answer.receivables.iter().map(|row| (row.invoice.as_str(), row)).collect();
    for n in 0..rows.len() {
        let id = format!("F{n:04}");
        let Some(row) = known.get(id.as_str()) else {
            let settled = answer.settled.iter().any(|other| other.as_str() == id);
            let refused = answer.refused.iter().any(|problem| problem.path.contains(&id));
            let state = match (settled, refused) {
                (true, _) => State::Settled,
                (_, true) => State::Refused,
                _ => State::NotYet,
            };
            prop_assert_eq!(out.state[n], state, "{}", id);
            prop_assert_eq!([out.covered[n], out.uncovered[n], out.limit[n]], [0; 3], "{}", id);
            prop_assert_eq!((out.reasons[n], out.stop[n], out.notify[n]), (0, NO_DAY, NO_DAY));
            continue;
        };
        prop_assert_eq!(out.state[n].verdict(), Some(row.verdict), "{} {:?}", id, row);
        prop_assert_eq!(out.covered[n], cents_of(row.covered), "{} {:?}", id, row);
        prop_assert_eq!(out.uncovered[n], cents_of(row.uncovered), "{}", id);
        prop_assert_eq!(out.limit[n], cents_of(row.limit.amount), "{} {:?}", id, row);
        // Two kinds of evidence may be missing: that is one reason of the set.
        let mut codes: Vec<_> = row.reasons.iter().map(|reason| reason.code).collect();
        codes.dedup();
        let spelled: Vec<_> = columns.columns.reasons().nth(n).unwrap().iter().collect();
        prop_assert_eq!(spelled, codes, "{} {:?}", id, row);
        let account = with.account(&row.buyer).unwrap();
        let fact = account.receivables.iter().find(|fact| fact.invoice.id == row.invoice).unwrap();
        let terms = policy.on(as_of);
        let stop = stop_day(terms, fact, as_of).unwrap().map_or(NO_DAY, Day::epoch_days);
        prop_assert_eq!(out.stop[n], stop, "{}", id);
        let terms = policy.on(fact.invoice.delivery);
        let overdue = terms.notification.overdue.as_ref();
        let last = overdue
            .map(|rule| overdue_deadline(terms, rule, fact, as_of, &holidays).unwrap().last_day);
        // An insolvency that came after the delivery can only bring it forward.
        let event = account.insolvency_on(as_of);
        let event = event.filter(|event| fact.invoice.delivery <= event.opened);
        let insolvency = terms.notification.insolvency.as_ref().zip(event).map(|(rule, event)| {
            insolvency_deadline(terms, rule, event, as_of, &holidays).unwrap().last_day
        });
        let first = last.into_iter().chain(insolvency).min();
        prop_assert_eq!(out.notify[n], first.map_or(NO_DAY, Day::epoch_days), "{}", id);
    }
    for sums in &columns.buyers {
        let id = BUYERS[sums.buyer as usize];
        let other = answer.exposure.buyers.iter().find(|one| one.buyer.as_str() == id).unwrap();
        prop_assert_eq!(sums.receivables, other.sums.receivables);
        let ageing = other.sums.ageing;
        let ageing = [
            ageing.not_due,
            ageing.days_1_30,
            ageing.days_31_60,
            ageing.days_61_90,
            ageing.days_91_180,
            ageing.over_180,
        ];
        prop_assert_eq!(sums.ageing, ageing.map(cents_of));
        let others = [
            other.sums.open,
            other.sums.overdue,
            other.sums.insurable,
            other.sums.covered,
            other.sums.over_the_limit,
            other.sums.limit,
            other.sums.headroom,
        ];
        let own = [
            sums.open,
            sums.overdue,
            sums.insurable,
            sums.covered,
            sums.over_the_limit,
            sums.limit,
            sums.headroom,
        ];
        prop_assert_eq!(own, others.map(cents_of), "{} {:?}", id, sums);
        prop_assert_eq!(sums.basis, other.limit_in_force.basis);
        prop_assert_eq!(sums.stopped_since, other.stopped_since);
        prop_assert_eq!(sums.insolvent_since, other.insolvent_since);
        prop_assert_eq!(sums.cover_ended, other.cover_ended);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn columns_say_what_a_ledger_says(
        policy in policies(),
        ledger in ledgers(),
        (rest, mut rows) in any::<bool>()
            .prop_flat_map(|rest| (Just(rest), prop::collection::vec(rows(rest), 0..18))),
        as_of in 0_i32..200,
        pieces in 1_usize..7,
    ) {
        // What was paid on the day asked about is paid; an invoice falls due after it is made.
        for row in &mut rows {
            row.paid_on = row.paid_on.map(|day| day.min(as_of));
            row.invoiced = row.invoiced.map(|day| day.max(0));
        }
        let policy = Policy::from_json(&policy.to_string()).unwrap();
        let with = Ledger::from_json(&told_as_facts(&ledger, &rows).to_string()).unwrap();
        prop_assert!(with.refused().is_empty(), "{:?}", with.refused());
        let without = Ledger::from_json(&ledger.to_string()).unwrap();
        let _ = rest;
        same(&policy, (&with, &without), &rows, as_of, pieces)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// What was open when cover ended took room then; what was paid since makes none (COV-7).
    #[test]
    fn columns_freeze_what_a_ledger_freezes(
        mut rows in prop::collection::vec(rows(true), 2..12),
        (end, as_of) in (20_i32..70, 70_i32..140),
        limit in 5_000_i64..90_000,
        order in prop::sample::select(vec!["delivery", "invoice", "due"]),
        (fills, taxed) in any::<(bool, bool)>(),
    ) {
        for row in &mut rows {
            // A is cancelled, and B insolvent; of each, something is open for good.
            row.buyer %= 2;
            row.delivery %= 90;
            row.ordered = row.ordered.map(|day| day.min(row.delivery));
            row.paid = if row.paid == row.net + row.vat { row.paid / 2 } else { row.paid };
            row.paid_on = row.paid_on.map(|day| day.min(as_of));
            row.invoiced = row.invoiced.map(|day| day.max(0));
        }
        let policy = Policy::from_json(&json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
            "insured_base": if taxed { "inc_vat" } else { "ex_vat" },
            "limits": { "fill_order": order, "uninsurable_fill_the_limit": fills },
            "payment_allocation": "designation_first"
        }).to_string()).unwrap();
        let granted = |buyer: &str| json!({
            "buyer": buyer, "kind": "granted", "date": day(-1), "amount": money(limit)
        });
        let ledger = json!({
            "schema": "tradecredit/ledger/1", "currency": "EUR",
            "buyers": BUYERS.map(|id| json!({ "id": id })),
            "limits": [
                granted("A"), { "buyer": "A", "kind": "cancelled", "date": day(end) }, granted("B")
            ],
            "insolvencies": [{ "buyer": "B", "opened": day(end) }],
            "invoices": [], "payments": [], "disputes": [], "notices": []
        });
        let with = Ledger::from_json(&told_as_facts(&ledger, &rows).to_string()).unwrap();
        let without = Ledger::from_json(&ledger.to_string()).unwrap();
        same(&policy, (&with, &without), &rows, as_of, 2)?;
    }
}

#[test]
fn days_of_other_centuries_fill_limits_in_their_order() {
    let policy = json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
        "currency": "EUR", "period": { "from": "1930-01-01", "to": "2029-12-31" },
        "stop": { "anchor": "due", "after": "P2Y" }
    });
    let ledger = json!({
        "schema": "tradecredit/ledger/1", "currency": "EUR",
        "buyers": BUYERS.map(|id| json!({ "id": id })),
        "limits": [{ "buyer": "A", "kind": "granted", "date": "1930-01-01", "amount": "10" },
                   { "buyer": "B", "kind": "granted", "date": "1930-01-01", "amount": "10" }],
        "invoices": [], "payments": [], "disputes": [], "notices": []
    });
    let row = |buyer, delivery, terms| Row { buyer, delivery, terms, net: 600, ..Row::default() };
    // Of A, the later of two deliveries of 1932 is first among the rows. Those of B fall due in 2190
    // and 2261.
    let rows = [
        row(0, -34_000, 150_000),
        row(0, 10, 30),
        row(0, -34_001, 150_000),
        row(1, 20, 60_000),
        row(1, -34_000, 120_000),
    ];
    let policy = Policy::from_json(&policy.to_string()).unwrap();
    let with = Ledger::from_json(&told_as_facts(&ledger, &rows).to_string()).unwrap();
    let without = Ledger::from_json(&ledger.to_string()).unwrap();
    same(&policy, (&with, &without), &rows, 100, 2).unwrap();
    let answer = {
        let (rates, holidays) = (Rates::default(), Calendar::default());
        let as_of = Day::from_epoch_days(first() + 100).unwrap();
        let question = Question::new(&policy, &without, &rates, &holidays, as_of);
        told_as_columns(&question, &rows, 2)
    };
    assert_eq!(answer.columns.covered, [400, 0, 600, 400, 600]);
}

/// Deliveries within the grace after a cancellation, or under an order of before it, keep the former limit
/// (COV-6), but only the room that was left when they were made: cover has ended, and nothing slides in (COV-7).
#[test]
fn after_the_end_of_cover_nothing_slides_into_columns_either() {
    let plain = Row { buyer: 0, delivery: 10, terms: 60, net: 8_000, ..Row::default() };
    // Of 80 owed when cover ended on day 31, 60 were paid on day 50: too late for what was delivered on day 40.
    let before = Row { paid: 6_000, paid_on: Some(50), ..plain.clone() };
    let after = Row { delivery: 40, net: 5_000, ..plain.clone() };
    let on_the_day = Row { delivery: 31, net: 1_000, ..plain.clone() };
    let too_late = Row { delivery: 70, net: 500, ..plain };
    for (rules, ordered) in [
        (json!({ "grace": "P30D" }), None),
        (json!({ "binding_orders": true }), Some(5)),
        (json!({ "grace": "P30D", "increase": "new_deliveries", "fill_order": "due" }), None),
    ] {
        let mut limits = rules.clone();
        limits["sliding_stops_on"] = json!(["cancellation"]);
        let policy = json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
            "limits": limits, "payment_allocation": "designation_first"
        });
        let ledger = json!({
            "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [{ "id": "A" }],
            "invoices": [], "payments": [], "disputes": [], "notices": [],
            "limits": [
                { "buyer": "A", "kind": "granted", "date": day(0), "amount": "100" },
                { "buyer": "A", "kind": "cancelled", "date": day(31) }
            ]
        });
        let policy = Policy::from_json(&policy.to_string()).unwrap();
        let without = Ledger::from_json(&ledger.to_string()).unwrap();
        for also in [vec![], vec![on_the_day.clone()], vec![too_late.clone()]] {
            let mut rows = vec![before.clone(), Row { ordered, ..after.clone() }];
            rows.extend(also);
            let with = Ledger::from_json(&told_as_facts(&ledger, &rows).to_string()).unwrap();
            same(&policy, (&with, &without), &rows, 80, 1).unwrap();
        }
    }
}

/// Rows with the same days and codes are judged once for all: not where more is known of a buyer or of a row.
#[test]
fn what_was_judged_of_a_row_holds_only_for_rows_of_which_no_more_is_known() {
    let row = Row { buyer: 0, delivery: 20, terms: 30, net: 1_000, ..Row::default() };
    let nothing = json!({});
    let late = Row { delivery: 1, terms: 2, ..row.clone() };
    let told = |on| Row { told: Some(on), ..row.clone() };
    let taxed = |vat| Row { vat, ..row.clone() };
    let cases = [
        (nothing.clone(), row.clone(), row.clone(), None),
        (
            json!({ "insolvencies": [{ "buyer": "*", "opened": day(10) }] }),
            row.clone(),
            row.clone(),
            None,
        ),
        (
            json!({ "notices": [{ "kind": "overdue", "buyer": "*", "date": day(60) }] }),
            row.clone(),
            row.clone(),
            None,
        ),
        (json!({ "excluded": "*" }), row.clone(), row.clone(), None),
        (json!({ "stop": "P10D" }), row.clone(), row.clone(), Some(late)),
        (json!({ "limit": nothing }), row.clone(), row.clone(), None),
        (
            json!({ "limit": { "amount": "100", "maximum_terms": "P20D" } }),
            row.clone(),
            row.clone(),
            None,
        ),
        (nothing.clone(), told(60), told(80), None),
        (nothing, taxed(100), taxed(300), None),
    ];
    // Both buyers are of one group, and the first is answered about first.
    for (first, second) in [(0, 2), (2, 0)] {
        for (known, plain, other, also) in &cases {
            let name = BUYERS[second];
            let facts = |list: &str| -> Value {
                let text = known[list].to_string().replace('*', name);
                if known[list].is_null() { json!([]) } else { serde_json::from_str(&text).unwrap() }
            };
            let mut policy = json!({
                "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
                "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
                "periods": { "maximum_terms": "P60D" }, "payment_allocation": "designation_first",
                "notification": { "overdue": { "within": "P20D", "if_late": "flag_only" } }
            });
            if !known["excluded"].is_null() {
                policy["scope"] = json!({ "excluded_buyers": [name] });
            }
            if let Some(after) = known["stop"].as_str() {
                policy["stop"] = json!({ "after": after });
            }
            let granted = |buyer: &str| json!({ "buyer": buyer, "kind": "granted", "date": "2025-12-01", "amount": "100" });
            let mut limits = vec![granted(BUYERS[first])];
            if known["limit"] != json!({}) {
                let mut own = granted(name);
                for (field, value) in known["limit"].as_object().into_iter().flatten() {
                    own[field] = value.clone();
                }
                limits.push(own);
            }
            let ledger = json!({
                "schema": "tradecredit/ledger/1", "currency": "EUR",
                "buyers": BUYERS.map(|id| json!({ "id": id })), "invoices": [], "payments": [], "disputes": [],
                "notices": facts("notices"), "insolvencies": facts("insolvencies"), "limits": limits
            });
            let mut rows =
                vec![Row { buyer: first, ..plain.clone() }, Row { buyer: second, ..other.clone() }];
            rows.extend(also.iter().map(|row| Row { buyer: second, ..row.clone() }));
            let policy = Policy::from_json(&policy.to_string()).unwrap();
            let without = Ledger::from_json(&ledger.to_string()).unwrap();
            let with = Ledger::from_json(&told_as_facts(&ledger, &rows).to_string()).unwrap();
            same(&policy, (&with, &without), &rows, 100, 1).unwrap();
        }
    }
}

/// Scenario, day, amount, limit, hundredths of a percent, other debt, costs.
type Loss = (u32, i32, i64, Option<i64>, Option<i32>, i64, i64);

fn losses() -> impl Strategy<Value = Vec<Loss>> {
    let loss = (
        0_u32..3,
        4_i32..360,
        0_i64..2_000_000,
        prop::option::of(0_i64..1_500_000),
        prop::option::of(0_i32..=10_000),
        prop_oneof![2 => Just(0), 1 => 0_i64..400_000],
        prop_oneof![2 => Just(0), 1 => 0_i64..90_000],
    );
    prop::collection::vec(loss, 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn losses_in_columns_pay_what_losses_in_figures_pay(
        mut steps in prop::sample::subsequence(vec![
            json!({ "step": "threshold", "amount": "500" }),
            json!({ "step": "credit_limit" }),
            json!({ "step": "each_loss_deductible", "amount": "250.50" }),
            json!({ "step": "insured_percentage" }),
            json!({ "step": "minimum_retention", "amount": "800" }),
            json!({ "step": "aggregate_first_loss", "amount": "9000" }),
            json!({ "step": "maximum_liability", "multiple": "3" }),
        ], 1..=7),
        losses in losses(),
    ) {
        if steps.iter().all(|step| step["step"] != "insured_percentage") {
            steps.retain(|step| step["step"] != "minimum_retention");
            steps.push(json!({ "step": "insured_percentage" }));
        }
        let policy = Policy::from_json(&json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-05", "to": "2026-12-31" },
            "insured_percentage": { "named": "85%" }, "indemnity": { "steps": steps }
        }).to_string()).unwrap();
        let premium: Amount = "7000".parse().unwrap();
        let cents = |of: &dyn Fn(usize) -> i64| -> Vec<i64> { (0..losses.len()).map(of).collect() };
        let amount = cents(&|row| losses[row].2);
        let limit = cents(&|row| losses[row].3.unwrap_or(NO_AMOUNT));
        let debt = cents(&|row| losses[row].2 + losses[row].5);
        let costs = cents(&|row| losses[row].6);
        let scenario: Vec<u32> = losses.iter().map(|loss| loss.0).collect();
        let dates: Vec<i32> = losses.iter().map(|loss| first() + loss.1).collect();
        let shares: Vec<i32> =
            losses.iter().map(|loss| loss.4.unwrap_or(tradecredit::columns::NO_PERCENTAGE)).collect();
        let columns = tradecredit::columns::settle::<i64>(
            &policy,
            &tradecredit::columns::Losses {
                scenario: Some(&scenario),
                date_of_loss: Some(&dates),
                limit: Some(Amounts::I64(&limit)),
                percentage: Some(&shares),
                total_debt: Some(Amounts::I64(&debt)),
                costs: Some(Amounts::I64(&costs)),
                ..tradecredit::columns::Losses::new(Amounts::I64(&amount))
            },
            2,
            premium,
        )
        .unwrap();
        prop_assert!(columns.refused.is_empty(), "{:?}", columns.refused);
        for scenario in 0..3 {
            let rows: Vec<usize> =
                (0..losses.len()).filter(|row| losses[*row].0 == scenario).collect();
            let figures: Vec<FigureLoss> = rows
                .iter()
                .map(|row| {
                    let (_, on, amount, limit, percentage, more, costs) = losses[*row];
                    let mut loss = json!({
                        "id": format!("{row:04}"), "date_of_loss": day(on), "amount": money(amount),
                        "total_debt": money(amount + more), "costs": money(costs)
                    });
                    if let Some(limit) = limit {
                        loss["limit"] = json!(money(limit));
                    }
                    if let Some(share) = percentage {
                        loss["percentage"] = json!(format!("{}.{:02}%", share / 100, share % 100));
                    }
                    serde_json::from_value(loss).unwrap()
                })
                .collect();
            let state = ClaimState::default();
            let answer = indemnity_on_figures(&policy, &figures, state, premium, false).unwrap();
            for loss in &answer.losses {
                let row: usize = loss.id.as_ref().unwrap().as_str().parse().unwrap();
                prop_assert_eq!(columns.indemnity[row], cents_of(loss.indemnity));
                prop_assert_eq!(columns.insured_loss[row], cents_of(loss.insured_loss));
                prop_assert_eq!(columns.gross_debt[row], cents_of(loss.gross_debt));
                let mut went = columns.indemnity[row];
                for (share, column) in &columns.where_it_went {
                    let other = loss.where_it_went.iter().find(|portion| portion.share == *share);
                    let other = other.map(|portion| portion.amount).unwrap_or_default();
                    prop_assert_eq!(rust_decimal::Decimal::new(column[row], 2), other);
                    went += column[row];
                }
                prop_assert_eq!(went, columns.gross_debt[row]);
            }
        }
    }
}

#[test]
fn what_cannot_stand_is_told_by_row_and_reason() {
    let policy = Policy::from_json(
        &json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" }
        })
        .to_string(),
    )
    .unwrap();
    let ledger = Ledger::from_json(
        &json!({
            "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [{ "id": "A" }],
            "limits": [{ "buyer": "A", "kind": "granted", "date": "2026-01-01", "amount": "1000" }]
        })
        .to_string(),
    )
    .unwrap();
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let as_of = Day::from_epoch_days(first() + 100).unwrap();
    let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
    let delivery = [1, 1, 1, 1, 1, 1, 101].map(|day| first() + day);
    let delivery: Vec<i32> = delivery.into_iter().chain([NO_DAY]).collect();
    let due = [31, 31, 31, 31, 31, 31, 131, 31].map(|day| first() + day);
    let rows = Receivables {
        amount: Amounts::I64(&[100, -1, 100, NO_AMOUNT, 100, 100, i64::MAX, 100]),
        open: Some(Amounts::I64(&[100, 0, 101, 0, 100, 100, 5, 0])),
        ..Receivables::new(&[0, 0, 0, 0, NO_BUYER, 1, 0, 0], &delivery, &due)
    };
    let answer = Book::new(&question, 2, 8).unwrap().assess::<i64>(&[rows]).unwrap();
    let refused: Vec<_> =
        answer.refused.iter().map(|one| (one.row, one.column, one.code)).collect();
    assert_eq!(
        refused,
        [
            (1, "amount", "out_of_range"),
            (2, "open", "conflict"),
            (3, "amount", "missing"),
            (4, "buyer", "missing"),
            (5, "buyer", "unknown"),
            (7, "delivery", "missing"),
        ]
    );
    assert_eq!(answer.columns.state[0], State::Covered);
    assert_eq!(answer.columns.state[6], State::NotYet);
    assert_eq!(answer.buyers.len(), 1);
    let uneven = Receivables { amount: Amounts::I64(&[]), ..rows };
    let error = Book::new(&question, 2, 8).unwrap().assess::<i64>(&[uneven]).unwrap_err();
    assert!(error.to_string().contains("`amount`"), "{error}");
}

/// What is finer than the units of the columns is refused by row, in its chunk; the rest of the book is answered.
#[test]
fn a_limit_that_is_finer_than_the_columns_is_told_by_row() {
    let policy = json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
        "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "insured_percentage": { "named": "90%" }
    });
    let policy = Policy::from_json(&policy.to_string()).unwrap();
    let granted = |buyer: &str, amount: &str| json!({ "buyer": buyer, "kind": "granted", "date": "2026-01-01", "amount": amount });
    let ledger = Ledger::from_json(
        &json!({
            "schema": "tradecredit/ledger/1", "currency": "EUR",
            "buyers": BUYERS.map(|id| json!({ "id": id })),
            "limits": [granted("A", "10.5"), granted("B", "10.00"), granted("C", "10.5")]
        })
        .to_string(),
    )
    .unwrap();
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let as_of = Day::from_epoch_days(first() + 100).unwrap();
    let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
    // Of B's 10, 8 and 2 of 7 are covered. Of A's 10.50, all of 6, and 4.50 of 5: half a euro is no whole one.
    let (delivery, due) =
        ([1, 2, 3, 4, 5].map(|day| first() + day), [40; 5].map(|day| first() + day));
    let rows = Receivables {
        amount: Amounts::I64(&[8, 6, 5, 7, 3]),
        ..Receivables::new(&[1, 0, 0, 1, 2], &delivery, &due)
    };
    let one = |at: usize| Receivables {
        amount: match rows.amount {
            Amounts::I64(all) => Amounts::I64(&all[at..=at]),
            Amounts::I128(_) => unreachable!(),
        },
        ..Receivables::new(&rows.buyer[at..=at], &rows.delivery[at..=at], &rows.due[at..=at])
    };
    for parts in [1, 100_000] {
        let book = Book::new(&question, 0, parts).unwrap();
        let answer = book.assess::<i64>(&[rows]).unwrap();
        assert_eq!(in_chunks(&book, &[0, 1, 2, 3, 4].map(one)), answer);
        let refused: Vec<_> =
            answer.refused.iter().map(|one| (one.row, one.column, one.code)).collect();
        // Neither is the limit itself: a row under it cannot be written, however small.
        assert_eq!(
            refused,
            [(1, "", "inexact_decimal"), (2, "", "inexact_decimal"), (4, "", "inexact_decimal")]
        );
        assert_eq!(answer.columns.covered, [8, 0, 0, 2, 0]);
        assert_eq!(answer.columns.uncovered, [0, 0, 0, 5, 0]);
    }
    // 90 % of 15 is 13.50.
    let losses = Losses { scenario: Some(&[1, 0, 0]), ..Losses::new(Amounts::I64(&[20, 15, 10])) };
    let answer = settle::<i64>(&policy, &losses, 0, Amount::ZERO).unwrap();
    let refused: Vec<_> =
        answer.refused.iter().map(|one| (one.row, one.column, one.code)).collect();
    assert_eq!(refused, [(1, "", "inexact_decimal")]);
    assert_eq!(answer.indemnity, [18, 0, 9]);
}

/// Two buyers of whom more is known, but not the same, and a row of each with the same days and codes.
#[test]
fn what_was_judged_under_one_exclusion_holds_for_no_other() {
    let row = |buyer| Row { buyer, delivery: 20, terms: 22, net: 1_000, ..Row::default() };
    let granted = |buyer: usize, terms: &str| {
        json!({
            "buyer": BUYERS[buyer], "kind": "granted", "date": day(-30), "amount": "100", "maximum_terms": terms
        })
    };
    for (one, other) in [(0, 2), (2, 0)] {
        let cases = [
            // The country of one is not insured, and the other by its name.
            (
                json!({ "countries": ["FR"], "excluded_buyers": [BUYERS[other]] }),
                json!([granted(one, "P60D"), granted(other, "P60D")]),
            ),
            // One has no limit yet, and the other none any more.
            (
                json!({}),
                json!([
                    granted(other, "P90D"), { "buyer": BUYERS[other], "kind": "cancelled", "date": day(1) }
                ]),
            ),
            // 22 days are too long for one, and not for the other.
            (json!({}), json!([granted(one, "P20D"), granted(other, "P25D")])),
        ];
        for (scope, limits) in cases {
            let policy = json!({
                "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
                "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
                "periods": { "maximum_terms": "P60D" }, "scope": scope,
                "limits": { "sliding_stops_on": [] }, "payment_allocation": "designation_first"
            });
            let mut ledger = json!({
                "schema": "tradecredit/ledger/1", "currency": "EUR",
                "buyers": BUYERS.map(|id| json!({ "id": id, "country": "FR" })),
                "limits": limits, "invoices": [], "payments": [], "disputes": [], "notices": []
            });
            ledger["buyers"][one]["country"] = json!("DE");
            let rows = [row(0), row(2)];
            let policy = Policy::from_json(&policy.to_string()).unwrap();
            let without = Ledger::from_json(&ledger.to_string()).unwrap();
            let with = Ledger::from_json(&told_as_facts(&ledger, &rows).to_string()).unwrap();
            same(&policy, (&with, &without), &rows, 100, 1).unwrap();
        }
    }
}

/// Rows of a group of buyers that nobody asked about yet are refused, and the others answered.
#[test]
fn columns_can_be_written_before_every_group_was_asked_about() {
    let policy = json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
        "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "stop": { "after": "P30D" }
    });
    let granted =
        |buyer: &str| json!({ "buyer": buyer, "kind": "granted", "date": day(-30), "amount": "5" });
    let ledger = json!({
        "schema": "tradecredit/ledger/1", "currency": "EUR",
        "buyers": BUYERS.map(|id| json!({ "id": id })), "limits": BUYERS.map(granted)
    });
    let policy = Policy::from_json(&policy.to_string()).unwrap();
    let ledger = Ledger::from_json(&ledger.to_string()).unwrap();
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let as_of = Day::from_epoch_days(first() + 60).unwrap();
    let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
    let book = Book::new(&question, 2, 40_000).unwrap();
    assert!(format!("{book:?}").contains("first"), "{book:?}");
    let (delivery, due) = ([first() + 1; 3], [first() + 50; 3]);
    let rows = Receivables {
        amount: Amounts::I64(&[300, 400, 600]),
        ..Receivables::new(&[1, 0, 2], &delivery, &due)
    };
    let mut chunks = [book.part(&[rows]).unwrap()];
    let first_part = book.all_parts(&mut chunks).into_iter().next().unwrap();
    assert_eq!(first_part.rows(), 2);
    book.cover(first_part).unwrap();
    let columns = book.columns::<i64>(&chunks[0]);
    assert_eq!(columns.state, [State::Refused, State::Covered, State::PartlyCovered]);
    assert_eq!(columns.covered, [0, 400, 500]);
    assert_eq!(columns.uncovered, [0, 0, 100]);
    let last = first() + 80;
    assert_eq!(columns.stop, [NO_DAY, last, last]);
}
