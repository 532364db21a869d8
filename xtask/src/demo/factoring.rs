//! What a factor would finance of the ledger, under each kind of contract.

use std::collections::BTreeMap;

use serde_json::json;

use super::table::table;
use super::{Book, call, rows, text, words};
use crate::shell::Result;

/// Availability under each kind, with the reasons for what is not eligible.
/// An export names no limits of a factor: each debtor gets `limit`.
pub(super) fn show(book: &Book, limit: Option<&str>) -> Result {
    let limits: BTreeMap<&str, &str> = match limit {
        None => BTreeMap::new(),
        Some(limit) => {
            rows(&book.ledger["buyers"]).iter().map(|buyer| (text(&buyer["id"]), limit)).collect()
        }
    };
    let mut lines = Vec::new();
    let mut reasons = Vec::new();
    for kind in rows(&call("factoring_templates", &json!({}))?) {
        let changes = json!({ "currency": book.ledger["currency"] });
        let terms = call("factoring_template", &json!({ "name": kind, "changes": changes }))?;
        let answer = call(
            "factoring_availability",
            &book.request(&json!({ "terms": terms, "limits": limits })),
        )?;
        let amount = |field: &str| book.amount(&answer[field]);
        lines.push(vec![
            words(text(kind)),
            amount("outstanding")?,
            amount("ineligible")?,
            amount("eligible")?,
            amount("advance")?,
            amount("guarantee_fund")?,
            book.amount(&answer["available"]["amount"])?,
        ]);
        for reason in rows(&answer["reasons"]) {
            reasons.push(vec![
                words(text(kind)),
                words(text(&reason["code"])),
                reason["receivables"].to_string(),
                book.amount(&reason["amount"])?,
            ]);
        }
    }
    println!("WHAT A FACTOR WOULD FINANCE\n");
    let header = ["Kind", "Open>", "Not eligible>", "Eligible>", "Advance>", "Fund>", "Available>"];
    println!("{}", table(&header, &lines));
    println!(
        "{}",
        table(&["Kind", "Not eligible because", "Receivables>", "Takes off>"], &reasons)
    );
    match limit {
        Some(limit) => println!("  Each debtor has a limit of {limit} with the factor."),
        None => println!("  No debtor has a limit with the factor: give one with --debtor-limit."),
    }
    println!("  Under reverse factoring, every invoice counts as approved by its buyer.\n");
    Ok(())
}
