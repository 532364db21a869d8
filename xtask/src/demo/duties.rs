//! What must be done, by when, or what is lost.

use serde_json::json;

use super::table::table;
use super::{Book, call, rows, text, words};
use crate::shell::Result;

/// How many duties are shown: the most urgent come first.
const SHOWN: usize = 15;

pub(super) fn show(book: &Book) -> Result {
    let answer = call("duties", &book.request(&json!({})))?;
    let open: Vec<_> = rows(&answer["duties"])
        .iter()
        .filter(|duty| !text(&duty["state"]).starts_with("done"))
        .collect();
    println!("2. WHAT MUST BE DONE, BY WHEN\n");
    let mut lines = Vec::new();
    for duty in open.iter().take(SHOWN) {
        let invoices: Vec<&str> = rows(&duty["invoices"]).iter().map(text).collect();
        let about = match (text(&duty["buyer"]), invoices.as_slice()) {
            ("", _) => "the policy".to_owned(),
            (buyer, []) => book.buyer(buyer),
            (buyer, [one]) => format!("{}, {one}", book.buyer(buyer)),
            (buyer, several) => format!("{}, {} invoices", book.buyer(buyer), several.len()),
        };
        let stake = &duty["at_stake"];
        let lost = match stake["amount"].as_str() {
            Some(_) => format!(
                "{} of {}",
                words(text(&stake["consequence"])),
                book.amount(&stake["amount"])?
            ),
            None => words(text(&stake["consequence"])),
        };
        lines.push(vec![
            text(&duty["last_day"]).to_owned(),
            duty["days_left"].to_string(),
            words(text(&duty["state"])),
            words(text(&duty["kind"])),
            about,
            lost,
            text(&duty["rule"]).to_owned(),
        ]);
    }
    println!(
        "{}",
        table(&["Last day", "Days left>", "State", "Duty", "About", "At stake", "Rule"], &lines)
    );
    if open.len() > SHOWN {
        println!("  … and {} more, less urgent.", open.len() - SHOWN);
    }
    println!();
    Ok(())
}
