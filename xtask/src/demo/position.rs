//! Which receivables are insured, and why not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tradecredit::explain::{Language, Trace, sentence};

use super::table::table;
use super::{Book, call, rows, text, words};
use crate::shell::Result;

/// Above so many open receivables, they are counted instead of listed.
const LISTED: usize = 40;

pub(super) fn show(book: &Book) -> Result<Value> {
    let assessment = call("assess", &book.request(&json!({})))?;
    let receivables = rows(&assessment["receivables"]);
    println!("1. WHICH RECEIVABLES ARE INSURED\n");
    if receivables.len() <= LISTED {
        println!("{}", listed(book, receivables)?);
    } else {
        println!("{}", counted(book, receivables)?);
    }
    let total = &assessment["exposure"]["total"];
    println!(
        "  Open {}, of which covered {} and over the limits {}; overdue {}.",
        book.amount(&total["open"])?,
        book.amount(&total["covered"])?,
        book.amount(&total["over_the_limit"])?,
        book.amount(&total["overdue"])?,
    );
    let settled = rows(&assessment["settled"]).len();
    if settled > 0 {
        println!("  {settled} receivables are settled.");
    }
    for refused in rows(&assessment["refused"]).iter().take(5) {
        println!("  {}: {}", text(&refused["path"]), text(&refused["message"]));
    }
    if receivables.len() <= LISTED {
        println!("\n  Why not, in words a seller understands:\n");
        for row in receivables.iter().filter(|row| !explained_by_tax(row)) {
            println!("{}", reasons(book, row)?);
        }
    }
    println!();
    Ok(assessment)
}

fn listed(book: &Book, receivables: &[Value]) -> Result<String> {
    let mut lines = Vec::new();
    for row in receivables {
        let codes: Vec<String> =
            rows(&row["reasons"]).iter().map(|reason| words(text(&reason["code"]))).collect();
        lines.push(vec![
            text(&row["invoice"]).to_owned(),
            book.buyer(text(&row["buyer"])),
            book.amount(&row["open"])?,
            book.amount(&row["covered"])?,
            text(&row["percentage"]["share"]).to_owned(),
            words(text(&row["verdict"])),
            codes.join(", "),
        ]);
    }
    Ok(table(&["Invoice", "Buyer", "Open>", "Covered>", "at>", "Verdict", "Because"], &lines))
}

/// Receivables by verdict, and by reason.
fn counted(book: &Book, receivables: &[Value]) -> Result<String> {
    let mut verdicts: BTreeMap<String, (usize, tradecredit::Amount)> = BTreeMap::new();
    let mut reasons: BTreeMap<String, (usize, tradecredit::Amount)> = BTreeMap::new();
    for row in receivables {
        let open: tradecredit::Amount = text(&row["open"]).parse()?;
        let add =
            |counts: &mut BTreeMap<String, (usize, tradecredit::Amount)>, name: &str| -> Result {
                let (count, amount) = counts.entry(words(name)).or_default();
                *count += 1;
                *amount = amount.plus(open)?;
                Ok(())
            };
        add(&mut verdicts, text(&row["verdict"]))?;
        let codes: BTreeSet<&str> =
            rows(&row["reasons"]).iter().map(|reason| text(&reason["code"])).collect();
        for code in codes {
            add(&mut reasons, code)?;
        }
    }
    let lines =
        |counts: BTreeMap<String, (usize, tradecredit::Amount)>| -> Result<Vec<Vec<String>>> {
            let mut counts: Vec<_> = counts.into_iter().collect();
            counts.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
            counts
                .into_iter()
                .map(|(name, (count, amount))| {
                    let amount = book.amount(&json!(amount.to_string()))?;
                    Ok(vec![name, count.to_string(), amount])
                })
                .collect()
        };
    Ok(format!(
        "{}\n{}",
        table(&["Verdict", "Receivables>", "Open>"], &lines(verdicts)?),
        table(&["Reason", "Receivables>", "Open>"], &lines(reasons)?),
    ))
}

/// Whether nothing but tax is not covered: too common to be told each time.
fn explained_by_tax(row: &Value) -> bool {
    rows(&row["reasons"]).iter().all(|reason| reason["code"] == "vat_not_insured")
}

/// The reasons of one receivable, as the library words them.
fn reasons(book: &Book, row: &Value) -> Result<String> {
    let invoice = text(&row["invoice"]);
    let trace: Trace = serde_json::from_value(call(
        "explain_cover",
        &book.request(&json!({ "invoice": invoice })),
    )?)?;
    let codes: Vec<&str> =
        rows(&row["reasons"]).iter().map(|reason| text(&reason["code"])).collect();
    let mut said = format!("  {invoice}, {}", book.buyer(text(&row["buyer"])));
    for step in trace.steps.iter().filter(|step| codes.contains(&step.id.as_ref())) {
        said.push_str(&format!("\n     · {}", sentence(step, &trace, Language::English)));
        if let Some(clause) = &step.clause {
            said.push_str(&format!(" (clause {clause})"));
        }
    }
    Ok(said)
}
