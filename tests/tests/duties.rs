//! Laws of the duties: what holds for every ledger on every day, and what
//! another reader makes of the calendar.

use std::collections::BTreeMap;

use icalendar::{Calendar as Read, CalendarComponent, Component, DatePerhapsTime, Event};
use proptest::prelude::*;
use serde_json::{Value, json};
use tradecredit::wire;
use tradecredit_tests::{Vector, files};

fn ask(operation: &str, request: &Value) -> Value {
    let answer = wire::call(operation, &request.to_string())
        .unwrap_or_else(|error| panic!("{}: {request}", error.to_json()));
    serde_json::from_str(&answer).unwrap()
}

/// A day of 2026 or 2027.
fn day(offset: i32) -> String {
    tradecredit::Day::from_epoch_days(20_454 + offset).unwrap().to_string()
}

#[derive(Debug, Clone)]
struct Facts {
    /// Buyer, delivery, days to due, cents.
    invoices: Vec<(usize, i32, i32, u32)>,
    /// Buyer, day, cents.
    payments: Vec<(usize, i32, u32)>,
    /// Kind, buyer, day.
    notices: Vec<(usize, usize, i32)>,
    /// Buyer, opened, days to publication.
    insolvencies: Vec<(usize, i32, Option<i32>)>,
    /// Buyer, day, days it holds.
    limits: Vec<(usize, i32, i32)>,
    /// Issued.
    offers: Vec<i32>,
}

impl Facts {
    fn ledger(&self, insolvent: bool) -> Value {
        let buyer = |number: usize| format!("B-{number}");
        let kinds = ["overdue", "insolvency", "claim", "debt_filing"];
        let money = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
        let list = |items: Vec<Value>| Value::Array(items);
        json!({
            "schema": "tradecredit/ledger/1",
            "currency": "EUR",
            "buyers": [{ "id": "B-0", "country": "FR" }, { "id": "B-1", "country": "DE" }],
            "invoices": list(self.invoices.iter().enumerate().map(|(n, (b, from, terms, cents))| json!({
                "id": format!("F-{n}"), "buyer": buyer(*b), "delivery": day(*from),
                "due": day(from + terms), "amount": money(*cents),
            })).collect()),
            "payments": list(self.payments.iter().enumerate().map(|(n, (b, on, cents))| json!({
                "id": format!("Z-{n}"), "buyer": buyer(*b), "date": day(*on), "amount": money(*cents),
            })).collect()),
            "notices": list(self.notices.iter().map(|(kind, b, on)| json!({
                "kind": kinds[*kind], "buyer": buyer(*b), "date": day(*on),
            })).collect()),
            "insolvencies": list(self.insolvencies.iter().filter(|_| insolvent).map(|(b, on, later)| {
                let mut fact = json!({ "buyer": buyer(*b), "opened": day(*on) });
                if let Some(later) = later {
                    fact["published"] = day(on + later).into();
                }
                fact
            }).collect()),
            "limits": list(self.limits.iter().map(|(b, on, holds)| json!({
                "buyer": buyer(*b), "kind": "granted", "date": day(*on), "amount": "1000",
                "expires": day(on + holds),
            })).collect()),
            "offers": list(self.offers.iter().enumerate().map(|(n, on)| json!({
                "id": format!("O-{n}"), "issued": day(*on),
            })).collect()),
        })
    }
}

fn facts() -> impl Strategy<Value = Facts> {
    let many = 0..6_usize;
    (
        prop::collection::vec((0..2_usize, 0..300_i32, 0..90_i32, 1..100_000_u32), 0..8),
        prop::collection::vec((0..2_usize, 0..400_i32, 1..200_000_u32), many.clone()),
        prop::collection::vec((0..4_usize, 0..2_usize, 0..400_i32), many),
        prop::collection::vec((0..2_usize, 0..300_i32, prop::option::of(0..30_i32)), 0..3),
        prop::collection::vec((0..2_usize, 0..300_i32, 0..200_i32), 0..4),
        prop::collection::vec(0..300_i32, 0..3),
    )
        .prop_map(|(invoices, payments, notices, insolvencies, limits, offers)| Facts {
            invoices,
            payments,
            notices,
            insolvencies,
            limits,
            offers,
        })
}

fn policy(choice: usize) -> Value {
    let overdue = ["due", "original_due", "mep_end", "max_terms_end"][choice % 4];
    let waiting = ["due", "original_due", "notification", "claim_filed"][(choice / 4) % 4];
    let stop = ["due", "original_due", "extended_due", "invoice"][(choice / 16) % 4];
    let cutoff = [Value::Null, 1.into(), 15.into(), 31.into()][(choice / 64) % 4].clone();
    let roll = ["none", "following", "preceding"][choice % 3];
    json!({
        "schema": "tradecredit/policy/1", "id": "P-1", "policyholder": "Seller", "insurer": "Insurer",
        "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "policyholder_country": "FR",
        "periods": { "maximum_terms": "P60D", "maximum_extension": "P30D", "roll": roll },
        "stop": { "anchor": stop, "materiality": "10%" },
        "limits": { "discretionary": {
            "amount": "5000", "payment_experience": { "tolerance": "P10D" }, "credit_report": {},
        } },
        "notification": {
            "overdue": { "anchor": overdue, "within": "P30D", "month_end_cutoff": cutoff },
            "insolvency": { "within": "P20D", "if_late": "flag_only" },
            "claim_filing": { "within": "P8M" },
        },
        "waiting_period": { "anchor": waiting, "span": "P3M" },
        "premium": {
            "rate": "2‰", "minimum": "1000", "instalments": 4,
            "declarations": { "every": "quarterly", "within": "P30D" },
        },
        "renewal": { "tacit": true, "notice_by_policyholder": "P2M" },
    })
}

fn request(choice: usize, ledger: &Value, as_of: i32) -> Value {
    json!({ "policy": policy(choice), "ledger": ledger, "as_of": day(as_of) })
}

fn listed(answer: &Value) -> &Vec<Value> {
    answer["duties"].as_array().unwrap()
}

/// The last day for notice of each invoice.
fn notice_days(answer: &Value) -> BTreeMap<String, String> {
    let mut days = BTreeMap::new();
    for duty in listed(answer) {
        if duty["kind"] == "overdue_notice" || duty["kind"] == "insolvency_notice" {
            for invoice in duty["invoices"].as_array().unwrap() {
                let last = duty["last_day"].as_str().unwrap().to_owned();
                let twice = days.insert(invoice.as_str().unwrap().to_owned(), last);
                assert!(twice.is_none(), "{invoice} has two last days for notice");
            }
        }
    }
    days
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_order_of_entry_changes_no_byte(
        facts in facts(), choice in 0..256_usize, as_of in 0..500_i32, turn in 0..8_usize,
    ) {
        let ledger = facts.ledger(true);
        let mut turned = ledger.clone();
        for list in turned.as_object_mut().unwrap().values_mut() {
            if let Value::Array(list) = list {
                list.reverse();
                let places = turn % list.len().max(1);
                list.rotate_left(places);
            }
        }
        for operation in ["duties", "calendar"] {
            let mut one = ask(operation, &request(choice, &ledger, as_of));
            let mut other = ask(operation, &request(choice, &turned, as_of));
            // What is refused is told where it stood, which is what was changed.
            for answer in [&mut one, &mut other] {
                answer.as_object_mut().unwrap().remove("refused");
            }
            prop_assert_eq!(one.to_string(), other.to_string());
        }
    }

    #[test]
    fn an_insolvency_never_pushes_a_notice_back(
        facts in facts(), choice in 0..256_usize, as_of in 0..500_i32,
    ) {
        let with = notice_days(&ask("duties", &request(choice, &facts.ledger(true), as_of)));
        let without = notice_days(&ask("duties", &request(choice, &facts.ledger(false), as_of)));
        prop_assert_eq!(with.len(), without.len());
        for (invoice, last_day) in &with {
            prop_assert!(*last_day <= without[invoice], "{} {}", invoice, last_day);
        }
    }

    #[test]
    fn days_left_and_states_agree_with_the_days(
        facts in facts(), choice in 0..256_usize, as_of in 0..500_i32,
    ) {
        let answer = ask("duties", &request(choice, &facts.ledger(true), as_of));
        let today = day(as_of);
        let mut counts = BTreeMap::new();
        for duty in listed(&answer) {
            let text = |name: &str| duty[name].as_str().map(ToOwned::to_owned);
            let last: tradecredit::Day = text("last_day").unwrap().parse().unwrap();
            let left = last.days_after(today.parse().unwrap());
            prop_assert_eq!(duty["days_left"].as_i64(), Some(left.into()));
            let closed = text("first_day").is_some_and(|first| today < first);
            let state = match text("done_on") {
                Some(done) if done <= text("last_day").unwrap() => "done",
                Some(_) => "done_late",
                None if left < 0 => "missed",
                None if left <= 14 && !closed => "due_soon",
                None => "upcoming",
            };
            prop_assert_eq!(duty["state"].as_str(), Some(state), "{}", duty);
            *counts.entry(state).or_insert(0_u64) += 1;
        }
        for (state, count) in answer["counts"].as_object().unwrap() {
            let counted = counts.get(state.as_str()).copied().unwrap_or_default();
            prop_assert_eq!(count.as_u64(), Some(counted));
        }
        let order = ["missed", "due_soon", "upcoming", "done_late", "done"];
        let key = |duty: &Value| {
            let state = order.iter().position(|state| duty["state"] == *state).unwrap();
            (state, duty["last_day"].as_str().unwrap().to_owned())
        };
        prop_assert!(listed(&answer).iter().map(key).is_sorted());
    }

    /// Time alone only makes a duty more urgent.
    #[test]
    fn without_new_facts_duties_only_grow_more_urgent(
        facts in facts(), choice in 0..256_usize, first in 400..500_i32, later in 0..200_i32,
    ) {
        let ledger = facts.ledger(true);
        let rank = |state: &Value| {
            ["upcoming", "due_soon", "missed"].iter().position(|name| state == name)
        };
        // Evidence is asked anew each day: which payment is the oldest that counts may change.
        let name = |duty: &Value| {
            ["kind", "buyer", "offer", "invoices", "period", "anchor_day", "last_day"]
                .map(|part| duty[part].to_string())
        };
        let before = ask("duties", &request(choice, &ledger, first));
        let after = ask("duties", &request(choice, &ledger, first + later));
        let states: BTreeMap<_, _> =
            listed(&after).iter().map(|duty| (name(duty), &duty["state"])).collect();
        for duty in listed(&before).iter().filter(|duty| duty["kind"] != "evidence_expiry") {
            let Some(state) = states.get(&name(duty)) else {
                return Err(TestCaseError::fail(format!("{duty} is gone")));
            };
            prop_assert!(rank(state) >= rank(&duty["state"]), "{} became {}", duty, state);
        }
    }

    /// Two answers about one book say the same of notices and of stops.
    #[test]
    fn duties_agree_with_the_verdicts(
        facts in facts(), choice in 0..256_usize, as_of in 0..500_i32,
    ) {
        let request = request(choice, &facts.ledger(true), as_of);
        let (duties, cover) = (ask("duties", &request), ask("assess", &request));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut late = BTreeMap::new();
        let mut stopped = BTreeMap::new();
        for duty in listed(&duties) {
            let is_late = duty["state"] == "missed" || duty["state"] == "done_late";
            if duty["kind"] == "overdue_notice" || duty["kind"] == "insolvency_notice" {
                for invoice in duty["invoices"].as_array().unwrap() {
                    late.insert(text(invoice), is_late);
                }
            } else if duty["kind"] == "stop" && is_late {
                stopped.insert(text(&duty["buyer"]), true);
            }
        }
        for receivable in cover["receivables"].as_array().unwrap() {
            let told_late = receivable["reasons"].as_array().into_iter().flatten().any(|reason| {
                let code = text(&reason["code"]);
                code.ends_with("_notified_late") || code.ends_with("_not_notified")
            });
            let invoice = text(&receivable["invoice"]);
            prop_assert_eq!(late.get(&invoice), Some(&told_late), "{}", invoice);
        }
        for buyer in cover["exposure"]["buyers"].as_array().unwrap() {
            let name = text(&buyer["buyer"]);
            let since = !buyer["stopped_since"].is_null();
            prop_assert_eq!(stopped.contains_key(&name), since, "{}: {}", name, buyer);
        }
    }

    #[test]
    fn another_reader_finds_every_duty_in_the_calendar(
        facts in facts(), choice in 0..256_usize, as_of in 0..500_i32, french in any::<bool>(),
    ) {
        let mut request = request(choice, &facts.ledger(true), as_of);
        let duties = ask("duties", &request);
        if french {
            request["language"] = "fr".into();
        }
        same(&duties, &ask("calendar", &request), &day(as_of))?;
    }
}

/// Reads the calendar back with a library that had no part in writing it.
fn same(duties: &Value, calendar: &Value, as_of: &str) -> Result<(), TestCaseError> {
    let text = calendar["ics"].as_str().unwrap();
    for line in text.split("\r\n") {
        prop_assert!(line.len() <= 75, "{} octets: {}", line.len(), line);
        prop_assert!(!line.contains(['\r', '\n']), "{}", line);
    }
    let read: Read = text.parse().map_err(TestCaseError::fail)?;
    let events: Vec<&Event> = read
        .components
        .iter()
        .map(|component| match component {
            CalendarComponent::Event(event) => event,
            other => panic!("not an event: {other:?}"),
        })
        .collect();
    prop_assert_eq!(events.len(), listed(duties).len());
    let mut names = std::collections::BTreeSet::new();
    for (event, duty) in events.into_iter().zip(listed(duties)) {
        prop_assert!(names.insert(event.get_uid().unwrap().to_owned()), "a name comes twice");
        let compact = |day: &str| day.replace('-', "");
        let stamp = format!("{}T000000Z", compact(as_of));
        prop_assert_eq!(event.property_value("DTSTAMP"), Some(stamp.as_str()));
        let Some(DatePerhapsTime::Date(start)) = event.get_start() else {
            return Err(TestCaseError::fail("not an all-day event"));
        };
        prop_assert_eq!(start.to_string(), duty["last_day"].as_str().unwrap());
        let Some(DatePerhapsTime::Date(end)) = event.get_end() else {
            return Err(TestCaseError::fail("an event without an end"));
        };
        prop_assert_eq!((end - start).num_days(), 1);
        let summary = event.get_summary().unwrap();
        if let Some(buyer) = duty["buyer"].as_str() {
            prop_assert!(summary.contains(buyer), "{}", summary);
        }
        let description = event.get_description().unwrap();
        prop_assert!(description.contains(duty["rule"].as_str().unwrap()));
        prop_assert!(!description.contains('{'), "{}", description);
        for invoice in duty["invoices"].as_array().into_iter().flatten() {
            prop_assert!(description.contains(invoice.as_str().unwrap()));
        }
        let open = duty["state"] == "due_soon" || duty["state"] == "upcoming";
        prop_assert_eq!(event.components().len(), usize::from(open));
    }
    Ok(())
}

#[test]
fn another_reader_finds_every_vector_of_the_calendar() {
    let mut seen = 0;
    for (name, file) in files().unwrap() {
        if !name.starts_with("calendar/") {
            continue;
        }
        let vector = Vector::read(&file).unwrap();
        let Some(calendar) = &vector.answer else { continue };
        let mut request: Value = serde_json::from_str(vector.request.get()).unwrap();
        request.as_object_mut().unwrap().remove("language");
        let duties = ask("duties", &request);
        same(&duties, calendar, request["as_of"].as_str().unwrap())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn an_event_keeps_its_name_from_day_to_day() {
    let facts = Facts {
        invoices: vec![(0, 0, 30, 100_000)],
        payments: vec![],
        notices: vec![],
        insolvencies: vec![],
        limits: vec![(0, 0, 100)],
        offers: vec![],
    };
    let names = |as_of: i32| -> Vec<String> {
        let answer = ask("calendar", &request(0, &facts.ledger(true), as_of));
        let read: Read = answer["ics"].as_str().unwrap().parse().unwrap();
        let mut names: Vec<String> =
            read.events().map(|event| event.get_uid().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(10), names(50));
}

#[test]
fn every_duty_has_its_words() {
    let vectors = files().unwrap();
    for (name, file) in vectors.iter().filter(|(name, _)| name.starts_with("duties/")) {
        let vector = Vector::read(file).unwrap();
        if vector.answer.is_none() {
            continue;
        }
        for language in ["en", "fr"] {
            let mut request: Value = serde_json::from_str(vector.request.get()).unwrap();
            request["language"] = language.into();
            let text = ask("calendar", &request)["ics"].as_str().unwrap().replace("\r\n ", "");
            // A code that no table knows is written as it is, and codes have underscores.
            for line in text.lines().filter(|line| !line.starts_with("UID")) {
                assert!(!line.contains('_') && !line.contains('{'), "{name}: {line}");
            }
        }
    }
}
