//! Columns whose rows cannot stand, each with its own fault, and what counts
//! and names rows, reasons and states.

use serde_json::json;
use tradecredit::answers::cover::{Question, ReasonCode, ReasonSet, buyer_cover};
use tradecredit::columns::{
    Amounts, Book, Losses, NO_AMOUNT, NO_DAY, NO_PERCENTAGE, Part, Receivables, State, method_code,
    settle,
};
use tradecredit::terms::{Cause, PaymentMethod};
use tradecredit::{Amount, Calendar, Day, Ledger, Policy, Rates};

const AS_OF: &str = "2026-06-30";

fn on(day: &str) -> i32 {
    day.parse::<Day>().unwrap().epoch_days()
}

fn policy(more: &serde_json::Value) -> Policy {
    let mut document = json!({
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
        "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" }
    });
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Policy::from_json(&document.to_string()).unwrap()
}

fn ledger(invoices: &serde_json::Value) -> Ledger {
    Ledger::from_json(
        &json!({
            "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [{ "id": "A" }],
            "limits": [{ "buyer": "A", "kind": "granted", "date": "2026-01-01", "amount": "1000" }],
            "invoices": invoices
        })
        .to_string(),
    )
    .unwrap()
}

#[test]
fn every_fault_names_its_row_its_column_and_its_kind() {
    let (policy, ledger) = (policy(&json!({})), ledger(&json!([])));
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let question = Question::new(&policy, &ledger, &rates, &holidays, AS_OF.parse().unwrap());
    let (delivery, due, later) = ([on("2026-03-01"); 11], [on("2026-08-01"); 11], on("2026-07-01"));
    let most = i128::from(i64::MAX);
    let amount = [200, -5, -most - 2, most + 1, 200, 200, 200, 200, 200, 200, i128::MIN];
    let vat = [NO_AMOUNT, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0];
    let open = [200, 0, 0, 0, 200, 200, 100, 200, 200, 200, 0];
    // Ordered on the day of delivery it can stand; paid later it can as long as all is open.
    let mut ordered = [NO_DAY; 11];
    (ordered[0], ordered[4]) = (delivery[0], delivery[0] + 1);
    let mut paid_on = [NO_DAY; 11];
    (paid_on[5], paid_on[6]) = (later, later);
    let mut dispute = [0; 11];
    dispute[7] = 3;
    let mut method = [0; 11];
    method[8] = 6;
    let rows = Receivables {
        amount: Amounts::I128(&amount),
        vat: Some(Amounts::I64(&vat)),
        open: Some(Amounts::I64(&open)),
        ordered: Some(&ordered),
        paid_on: Some(&paid_on),
        dispute: Some(&dispute),
        method: Some(&method),
        ..Receivables::new(&[0; 11], &delivery, &due)
    };
    let answer = Book::new(&question, 2, 11).unwrap().assess::<i64>(&[rows]).unwrap();
    let refused: Vec<_> =
        answer.refused.iter().map(|one| (one.row, one.column, one.code)).collect();
    assert_eq!(
        refused,
        [
            (1, "amount", "out_of_range"),
            (2, "amount", "out_of_range"),
            (3, "amount", "overflow"),
            (4, "ordered", "reversed"),
            (6, "paid_on", "conflict"),
            (7, "dispute", "unknown_code"),
            (8, "method", "unknown_code"),
            (9, "vat", "out_of_range"),
            (10, "amount", "missing"),
        ]
    );
    assert_eq!(answer.columns.covered[0], 200);
    assert_eq!(answer.columns.covered[5], 200);
}

#[test]
fn rows_are_counted_whole_and_in_parts() {
    let (policy, ledger) = (policy(&json!({})), ledger(&json!([])));
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let question = Question::new(&policy, &ledger, &rates, &holidays, AS_OF.parse().unwrap());
    let (delivery, due) = ([on("2026-03-01"); 3], [on("2026-08-01"); 3]);
    let none = Receivables::new(&[], &[], &[]);
    assert!(none.is_empty() && none.amount.is_empty());
    let rows = Receivables {
        amount: Amounts::I64(&[1, 2, 3]),
        ..Receivables::new(&[0; 3], &delivery, &due)
    };
    assert!(!rows.is_empty() && !rows.amount.is_empty());
    let book = Book::new(&question, 2, 3).unwrap();
    let mut chunks = [book.part(&[rows]).unwrap()];
    assert_eq!(chunks[0].rows(), 3);
    let parts = book.all_parts(&mut chunks);
    assert_eq!(parts.iter().map(Part::rows).sum::<usize>(), 3);
}

#[test]
fn losses_that_cannot_stand_are_told_by_row() {
    let policy = policy(&json!({}));
    let premium: Amount = "100".parse().unwrap();
    let losses = Losses {
        date_of_loss: Some(&[NO_DAY, on("2026-05-01"), i32::MAX]),
        percentage: Some(&[NO_PERCENTAGE, 12_000, NO_PERCENTAGE]),
        ..Losses::new(Amounts::I64(&[10_000, 10_000, 10_000]))
    };
    let answer = settle::<i64>(&policy, &losses, 2, premium).unwrap();
    let refused: Vec<_> =
        answer.refused.iter().map(|one| (one.row, one.column, one.code)).collect();
    assert_eq!(refused, [(1, "percentage", "unknown_code"), (2, "date_of_loss", "invalid_day")]);
    // 90 % of 100.00; nothing is said of the others.
    assert_eq!(answer.indemnity, [9_000, 0, 0]);
    let uneven = Losses { limit: Some(Amounts::I64(&[1])), ..losses };
    let error = settle::<i64>(&policy, &uneven, 2, premium).unwrap_err();
    assert!(error.to_string().contains("`limit`"), "{error}");
}

#[test]
fn codes_of_columns_are_as_documented() {
    let methods = [
        PaymentMethod::OpenAccount,
        PaymentMethod::BillOfExchange,
        PaymentMethod::LetterOfCredit,
        PaymentMethod::ConfirmedLetterOfCredit,
        PaymentMethod::Prepaid,
        PaymentMethod::Cash,
    ];
    assert_eq!(methods.map(method_code), [0, 1, 2, 3, 4, 5]);
    assert_eq!(
        State::ALL.map(State::name),
        ["covered", "partly_covered", "not_covered", "suspended", "settled", "not_yet", "refused"]
    );
    let mut set = ReasonSet::EMPTY;
    set.insert(ReasonCode::OverTheLimit);
    set.insert(ReasonCode::VatNotInsured);
    assert_eq!(set.bits(), ReasonCode::OverTheLimit.bit() + ReasonCode::VatNotInsured.bit());
    assert_eq!(ReasonSet::from_bits(set.bits()), set);
    // The highest bit is no reason.
    assert_eq!(ReasonSet::from_bits(set.bits() + (1 << 31)), set);
}

#[test]
fn the_cover_of_a_buyer_goes_by_the_cause_asked_about() {
    let policy = policy(&json!({ "insured_percentage": { "by_cause": { "insolvency": "80%" } } }));
    let ledger = ledger(&json!([{
        "id": "F", "buyer": "A", "delivery": "2026-02-01", "due": "2026-04-01", "amount": "100"
    }]));
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let (buyer, as_of) = ("A".parse().unwrap(), AS_OF.parse().unwrap());
    let share = |cause| {
        let cover = buyer_cover(&policy, &ledger, &rates, &buyer, as_of, cause, &holidays);
        cover.unwrap().receivables[0].percentage.to_string()
    };
    assert_eq!((share(None).as_str(), share(Some(Cause::Insolvency)).as_str()), ("90%", "80%"));
}
