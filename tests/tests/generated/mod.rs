//! Policies and books drawn at random, for the laws of cover and claims.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use tradecredit::Day;

/// Who buys.
pub(crate) const BUYERS: [&str; 3] = ["A", "B", "C"];

/// So many days after the first of January 2026.
pub(crate) fn day(offset: u32) -> String {
    let first: Day = "2026-01-01".parse().unwrap();
    first.plus_days(i32::try_from(offset).unwrap()).unwrap().to_string()
}

/// A policy: every convention of cover at any of its values.
pub(crate) fn policies() -> impl Strategy<Value = Value> {
    let limits = (
        prop::sample::select(vec!["none", "unnamed", "discretionary"]),
        prop::sample::select(vec!["delivery", "invoice", "due"]),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(0_u32..40),
        any::<bool>(),
        any::<bool>(),
        prop::sample::subsequence(vec!["cancellation", "insolvency", "stop"], 0..=3),
        prop::sample::select(vec!["reverts", "ends"]),
    );
    let stop = (
        prop::sample::select(vec!["due", "original_due", "extended_due", "invoice"]),
        prop::option::of(0_u32..40),
        prop::sample::select(vec!["on_payment", "retroactive", "insurer_only"]),
        prop::option::of(1_u32..60),
    );
    let late = (any::<bool>(), prop::sample::select(vec![0, 1, 2]));
    let rest = (
        prop::sample::select(vec!["oldest_first", "oldest_due_first", "designation_first"]),
        any::<bool>(),
        prop::option::of((0_u32..150, 0_u32..4)),
    );
    (limits, stop, late, rest).prop_map(|(limits, stop, (notify, if_late), rest)| {
        let (fallback, order, fills, immediate, grace, binding, own, ends, expiry) = limits;
        let (anchor, material, reinstatement, after) = stop;
        let mut rules = json!({
            "after_refusal": fallback, "after_expiry": fallback, "expiry": expiry, "fill_order": order,
            "uninsurable_fill_the_limit": fills, "binding_orders": binding,
            "increase": if immediate { "immediate" } else { "new_deliveries" },
            "sliding_stops_on": ends
        });
        if let Some(days) = grace {
            rules["grace"] = json!(format!("P{days}D"));
        }
        if own {
            rules["unnamed"] = json!({ "amount": "150" });
            rules["discretionary"] = json!({
                "amount": "400", "payment_experience": { "tolerance": "P5D" }, "credit_report": {}
            });
        }
        let mut policy = json!({
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
            "currency": "EUR", "period": { "from": "2026-01-05", "to": "2026-12-31" },
            "periods": { "maximum_terms": "P60D" }, "limits": rules
        });
        let (allocation, with_tax, endorsed) = rest;
        policy["payment_allocation"] = json!(allocation);
        policy["insured_base"] = json!(if with_tax { "inc_vat" } else { "ex_vat" });
        if let Some((from, what)) = endorsed {
            let changes = match what {
                0 => json!({ "periods": { "maximum_terms": "P30D" } }),
                1 => json!({ "insured_percentage": { "named": "61.5%", "unnamed": "40%" } }),
                2 => json!({ "limits": { "fill_order": "due", "increase": "new_deliveries" } }),
                _ => json!({ "stop": { "after": "P15D" } }),
            };
            policy["endorsements"] =
                json!([{ "id": "E", "effective": day(from + 5), "changes": changes }]);
        }
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
                "overdue": { "within": "P20D", "if_late": cost },
                "insolvency": { "within": "P10D", "if_late": cost }
            });
        }
        policy
    })
}

/// What a dollar is worth in euros, day by day up to the day of the question.
pub(crate) fn rates(as_of: u32) -> Value {
    let on = |offset: u32| {
        let rate = format!("0.8{:03}", offset * 7 % 1000);
        json!({ "from": "USD", "to": "EUR", "on": day(offset), "rate": rate })
    };
    (0..=as_of).map(on).collect()
}

/// A book whose facts can all stand: payments that designate invoices or not, credit notes,
/// extensions, disputes opened and settled, every kind of decision on limits of buyers and groups,
/// evidence, notices, insolvencies, some of it in dollars.
pub(crate) fn books(groups: bool) -> impl Strategy<Value = Value> {
    let invoice = (0_usize..3, 0_u32..120, 0_u32..70, 1_u32..40_000, 0_u32..3_000, 0_u32..12);
    let payment = (0_usize..3, 0_u32..150, 1_u32..60_000);
    let limit = (0_usize..5, 0_u32..120, 0_usize..6, 0_u32..50_000, 0_u32..40);
    let event = (0_usize..3, 0_u32..150, 0_u32..20);
    (
        prop::collection::vec(invoice, 0..14),
        prop::collection::vec(payment, 0..8),
        prop::collection::vec(limit, 0..10),
        prop::collection::vec(event.clone(), 0..3),
        prop::collection::vec(event.clone(), 0..3),
        prop::collection::vec(event, 0..3),
    )
        .prop_map(move |(invoices, payments, limits, reports, notices, insolvencies)| {
            let mut book = json!({
                "schema": "tradecredit/ledger/1", "currency": "EUR",
                "buyers": BUYERS.map(|id| json!({ "id": id })), "invoices": [], "credit_notes": [],
                "payments": [], "extensions": [], "disputes": [], "limits": [],
                "credit_reports": [], "reinstatements": [], "insolvencies": [], "notices": []
            });
            if groups {
                book["groups"] = json!([{ "id": "G", "parent": "H" }, { "id": "H" }]);
                book["buyers"][0]["group"] = json!("G");
                book["buyers"][1]["group"] = json!("H");
            }
            let mut sold: [Vec<(u32, String)>; 3] = Default::default();
            let mut push = |list: &str, fact: Value| book[list].as_array_mut().unwrap().push(fact);
            for (n, (buyer, on, terms, net, vat, more)) in invoices.into_iter().enumerate() {
                let id = format!("F{n}");
                let mut invoice = json!({
                    "id": id, "buyer": BUYERS[buyer], "delivery": day(on), "due": day(on + terms),
                    "amount": money(net), "vat": money(vat),
                    "ordered": day(on.saturating_sub(more * 3))
                });
                if more == 11 {
                    invoice["currency"] = json!("USD");
                } else {
                    sold[buyer].push((on, id.clone()));
                }
                push("invoices", invoice);
                match more {
                    0 => push("credit_notes", json!({
                        "id": format!("N{n}"), "invoice": id, "date": day(on + 3),
                        "amount": money(net / 2)
                    })),
                    1 => push("extensions", json!({
                        "invoice": id, "date": day(on + terms / 2), "due": day(on + terms + 15),
                        "agreed_by_insurer": net % 2 == 0
                    })),
                    2 => push("disputes", json!({ "invoice": id, "opened": day(on + 9) })),
                    3 => push("disputes", json!({
                        "invoice": id, "opened": day(on + 9), "settled": day(on + 30),
                        "in_favour_of": if net % 2 == 0 { "buyer" } else { "insured" }
                    })),
                    _ => {}
                }
            }
            for (n, (buyer, on, paid)) in payments.into_iter().enumerate() {
                let mut payment = json!({
                    "id": format!("P{n}"), "buyer": BUYERS[buyer], "date": day(on),
                    "amount": money(paid)
                });
                if paid % 7 == 0 {
                    payment["currency"] = json!("USD");
                } else if paid % 3 == 0
                    // What is not yet delivered is not yet known.
                    && let Some((_, known)) = sold[buyer].iter().rfind(|(since, _)| *since <= on)
                {
                    payment["invoices"] = json!([known]);
                }
                push("payments", payment);
            }
            for fact in decisions(limits, groups) {
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

fn money(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Decisions on limits, one a day for each buyer or group: who, when, of which kind, how much, for how long.
fn decisions(limits: Vec<(usize, u32, usize, u32, u32)>, groups: bool) -> Vec<Value> {
    let mut facts = Vec::new();
    let kinds = ["granted", "reduced", "increased", "temporary", "refused", "cancelled"];
    let mut taken = BTreeSet::new();
    for (whose, on, kind, cents, span) in limits {
        if !taken.insert((whose, on)) || (whose > 2 && !groups) {
            continue;
        }
        let mut fact = json!({ "kind": kinds[kind], "date": day(on) });
        match whose {
            3 => fact["group"] = json!("G"),
            4 => fact["group"] = json!("H"),
            buyer => fact["buyer"] = json!(BUYERS[buyer]),
        }
        if kind < 4 {
            fact["amount"] = json!(money(cents));
        }
        if kind == 3 || span > 25 {
            fact["expires"] = json!(day(on + span));
        }
        if kind == 0 && span % 5 == 0 {
            fact["non_cancellable_until"] = json!(day(on + span));
        }
        facts.push(fact);
    }
    facts
}
