//! `cargo xtask demo`: the main job on a small book, or on anybody's ledger.
//!
//! Everything shown comes out of the library's operations, JSON in and JSON
//! out, exactly as a program in another language would call them.

mod columns;
mod dates;
mod numbers;
mod open_items;

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use tradecredit::wire;

use crate::shell::Result;

/// What to show, and on which ledger.
#[derive(Args)]
pub(crate) struct Options {
    /// A CSV export of open items instead of the book that ships with the project.
    #[arg(long, value_name = "FILE.csv")]
    open_items: Option<PathBuf>,
    /// Which column is what: `buyer=cust_no,amount=total,due=due_date,dates=m-d-y`.
    #[arg(long, requires = "open_items")]
    column_map: Option<String>,
    /// A policy document; without it, a template is filled for the ledger.
    #[arg(long, value_name = "FILE.json")]
    policy: Option<PathBuf>,
    /// The template: very_small_firm, small_mid_size_firm, mid_cap or multinational.
    #[arg(long, default_value = "small_mid_size_firm")]
    template: String,
    /// The currency of the export, where its header does not say.
    #[arg(long, requires = "open_items")]
    currency: Option<String>,
    /// The day as of which to ask; without it, the last day on which anything happened.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
}

pub(crate) fn run(options: &Options) -> Result {
    let path = options.open_items.as_ref().unwrap();
    let items = open_items::read(path, options.column_map.as_deref(), options.currency.as_deref())?;
    println!(
        "{:?}\n{} rows, {} unreadable {:?}",
        items.reading,
        items.total,
        items.unreadable.len(),
        items.unreadable.first()
    );
    let check = call("check_ledger", &items.ledger)?;
    println!("{} refused, {}", check["refused"].as_array().unwrap().len(), check["refused"][0]);
    let _ = json!({});
    Ok(())
}

fn call(operation: &str, request: &Value) -> Result<Value> {
    let answer = wire::call(operation, &request.to_string())
        .map_err(|error| format!("{operation}: {error}"))?;
    Ok(serde_json::from_str(&answer)?)
}
