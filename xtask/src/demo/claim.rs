//! A claim settled, and explained in two languages.

use serde_json::{Value, json};
use tradecredit::Amount;

use super::table::table;
use super::{Book, call, rows, text, words};
use crate::shell::Result;

pub(super) fn show(book: &Book, assessment: &Value) -> Result {
    println!("3. A CLAIM SETTLED AND EXPLAINED\n");
    let (book, buyer) = claimed(book, assessment)?;
    let request = book.request(&json!({ "claim": { "buyer": buyer, "cause": "insolvency" } }));
    let settlement = call("settle", &request)?;
    println!(
        "  {} is insolvent since {}. The indemnity is {}.\n",
        book.buyer(&buyer),
        text(&settlement["date_of_loss"]),
        book.amount(&settlement["indemnity"]["amount"])?,
    );
    let mut went = Vec::new();
    for portion in rows(&settlement["where_it_went"]) {
        went.push(vec![words(text(&portion["share"])), book.amount(&portion["amount"])?]);
    }
    println!("  Where every cent of the debt went:\n\n{}", table(&["Share", "Amount>"], &went));
    let trace = json!({
        "schema": "tradecredit/trace/1",
        "currency": book.policy["currency"],
        "title": format!("{} · {}", text(&book.policy["id"]), book.buyer(&buyer)),
        "steps": settlement["steps"],
        "receipt": settlement["receipt"],
    });
    for language in ["en", "fr"] {
        let answer = call("render", &json!({ "trace": trace, "language": language }))?;
        println!("{}", text(&answer["text"]));
    }
    Ok(())
}

/// The insolvent buyer of the book; where there is none, the buyer with the
/// most covered debt, supposed insolvent on the day of the question.
fn claimed(book: &Book, assessment: &Value) -> Result<(Book, String)> {
    let mut book = book.clone();
    if let Some(insolvency) = rows(&book.ledger["insolvencies"]).first() {
        let buyer = text(&insolvency["buyer"]).to_owned();
        return Ok((book, buyer));
    }
    let mut most: Option<(Amount, &str)> = None;
    for exposure in rows(&assessment["exposure"]["buyers"]) {
        let covered: Amount = text(&exposure["covered"]).parse()?;
        if most.is_none_or(|(known, _)| covered > known) {
            most = Some((covered, text(&exposure["buyer"])));
        }
    }
    let buyer =
        most.ok_or("the ledger has no buyer with an open receivable on this day")?.1.to_owned();
    println!(
        "  Suppose that {}, on whom most is covered, became insolvent on {}.",
        book.buyer(&buyer),
        book.as_of
    );
    book.ledger["insolvencies"] = json!([{ "buyer": buyer, "opened": book.as_of }]);
    Ok((book, buyer))
}
