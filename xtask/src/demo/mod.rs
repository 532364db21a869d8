//! `cargo xtask demo`: the main job on a small book, or on anybody's ledger.
//!
//! Everything shown comes out of the library's operations, JSON in and JSON
//! out, exactly as a program in another language would call them.

mod book;
mod claim;
mod columns;
mod dates;
mod duties;
mod factoring;
mod numbers;
mod open_items;
mod position;
mod quotes;
mod table;

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use tradecredit::explain::Language;
use tradecredit::{Amount, Currency, wire};

use self::book::Book;
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
    /// The template: `very_small_firm`, `small_mid_size_firm`, `mid_cap` or `multinational`.
    #[arg(long)]
    template: Option<String>,
    /// The currency of the export, where its header does not say.
    #[arg(long, requires = "open_items")]
    currency: Option<String>,
    /// Compare three invented quotes on the ledger in place of showing one policy.
    #[arg(long)]
    quotes: bool,
    /// The day as of which to ask; without it, the last day on which anything happened.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// What a factor would finance under each kind of contract, in place of cover and claim.
    #[arg(long)]
    factoring: bool,
    /// The factor's limit on each debtor, which no export names.
    #[arg(long, value_name = "AMOUNT", requires = "factoring")]
    debtor_limit: Option<String>,
}

pub(crate) fn run(options: &Options) -> Result {
    let book = Book::open(options)?;
    println!("{}", book.heading());
    if options.quotes {
        return quotes::show(&book);
    }
    if options.factoring {
        return factoring::show(&book, options.debtor_limit.as_deref());
    }
    let assessment = position::show(&book)?;
    duties::show(&book)?;
    claim::show(&book, &assessment)
}

/// Asks the library, as any language does.
fn call(operation: &str, request: &Value) -> Result<Value> {
    let answer = wire::call(operation, &request.to_string())
        .map_err(|error| format!("{operation}: {error}"))?;
    Ok(serde_json::from_str(&answer)?)
}

impl Book {
    /// A request about this book: its documents, its day, and `more`.
    fn request(&self, more: &Value) -> Value {
        let mut request =
            json!({ "policy": self.policy, "ledger": self.ledger, "as_of": self.as_of });
        for (name, value) in more.as_object().into_iter().flatten() {
            request[name] = value.clone();
        }
        request
    }

    /// An amount of an answer, for a reader of English.
    fn amount(&self, amount: &Value) -> Result<String> {
        let amount: Amount = text(amount).parse()?;
        let currency: Currency = text(&self.policy["currency"]).parse()?;
        Ok(Language::English.number(&currency.written(amount.get())))
    }

    /// A buyer's trade name, or its number.
    fn buyer(&self, id: &str) -> String {
        self.names.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }
}

/// The text of a JSON string; nothing for anything else.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The rows of a JSON list; none for anything else.
fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A stable code as words: `not_covered` becomes `not covered`.
fn words(code: &str) -> String {
    code.replace('_', " ")
}
