//! The policy and the ledger that the demo is about.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use tradecredit::{Day, MonthEnd, Span};

use super::{Options, call, open_items, rows, text};
use crate::shell::Result;

/// A policy, a ledger, a day, and where the ledger came from.
#[derive(Clone)]
pub(super) struct Book {
    pub(super) policy: Value,
    pub(super) ledger: Value,
    pub(super) as_of: String,
    /// Trade names by buyer.
    pub(super) names: BTreeMap<String, String>,
    heading: String,
}

const POLICY: &str = include_str!("../../../examples/policy.json");
const LEDGER: &str = include_str!("../../../examples/ledger.json");

impl Book {
    pub(super) fn open(options: &Options) -> Result<Self> {
        let mut heading = String::new();
        let (ledger, small) = match &options.open_items {
            None => (serde_json::from_str(LEDGER)?, true),
            Some(path) => {
                let items = open_items::read(
                    path,
                    options.column_map.as_deref(),
                    options.currency.as_deref(),
                )?;
                heading.push_str(&said(&items)?);
                (items.ledger, false)
            }
        };
        let as_of = match &options.as_of {
            Some(day) => day.clone(),
            None if small => "2026-06-30".into(),
            None => last_day(&ledger),
        };
        let policy = match (&options.policy, &options.template) {
            (Some(path), _) => serde_json::from_str(&fs::read_to_string(path)?)?,
            (None, None) if small => serde_json::from_str(POLICY)?,
            (None, template) => {
                filled(template.as_deref().unwrap_or("small_mid_size_firm"), &ledger)?
            }
        };
        let names = rows(&ledger["buyers"])
            .iter()
            .filter(|buyer| buyer["name"].is_string())
            .map(|buyer| (text(&buyer["id"]).to_owned(), text(&buyer["name"]).to_owned()))
            .collect();
        let checked = call("check_policy", &policy)?;
        heading.push_str(&format!(
            "\nPolicy {} of {} with {}, {} to {}, in {}\nAs of {as_of}\n",
            text(&policy["id"]),
            text(&policy["policyholder"]),
            text(&policy["insurer"]),
            text(&policy["period"]["from"]),
            text(&policy["period"]["to"]),
            text(&policy["currency"]),
        ));
        let policy = checked["policy"].clone();
        Ok(Self { policy, ledger, as_of, names, heading })
    }

    pub(super) fn heading(&self) -> &str {
        &self.heading
    }
}

/// How an export was read, its sum, and what was refused, row by row.
fn said(items: &open_items::OpenItems) -> Result<String> {
    let mut said = String::from("Read as\n");
    for (field, column) in &items.reading {
        said.push_str(&format!("  {field:<10} {column}\n"));
    }
    let mut sum = tradecredit::Amount::ZERO;
    for invoice in rows(&items.ledger["invoices"]) {
        sum = sum.plus(text(&invoice["amount"]).parse()?)?;
    }
    let sum = tradecredit::explain::Language::English.number(&sum.to_string());
    said.push_str(&format!("\n{} rows; the amounts sum to {sum} exactly\n", items.total));

    let mut refused: Vec<(usize, String)> = items.unreadable.clone();
    for problem in rows(&call("check_ledger", &items.ledger)?["refused"]) {
        let path = text(&problem["path"]);
        let place =
            path.strip_prefix("invoices[").and_then(|rest| rest.split(']').next()?.parse().ok());
        match place.and_then(|place: usize| items.rows.get(place)) {
            Some(row) => refused.push((*row, text(&problem["message"]).to_owned())),
            // What hangs on a refused row (its payment) is refused with it.
            None => said.push_str(&format!("  {path}: {}\n", text(&problem["message"]))),
        }
    }
    refused.sort();
    if !refused.is_empty() {
        said.push_str(&format!("{} rows cannot stand; the others count:\n", refused.len()));
        for (row, reason) in refused.iter().take(SHOWN) {
            said.push_str(&format!("  row {row}: {reason}\n"));
        }
        if refused.len() > SHOWN {
            said.push_str(&format!("  … and {} more\n", refused.len() - SHOWN));
        }
    }
    Ok(said)
}

/// How many refused rows are shown one by one.
const SHOWN: usize = 40;

/// A template with the currency and the time of a ledger.
fn filled(template: &str, ledger: &Value) -> Result<Value> {
    let days = || rows(&ledger["invoices"]).iter().map(|invoice| text(&invoice["delivery"]));
    let first: Day = days().min().unwrap_or("2026-01-01").parse()?;
    let last: Day = days().max().unwrap_or("2026-12-31").parse()?;
    let year = first.plus(Span::months(12), MonthEnd::Clamp)?.plus_days(-1)?;
    let last = last.max(year);
    let changes = json!({
        "id": format!("demo-{}", template.replace('_', "-")),
        "policyholder": "The seller of this ledger",
        "insurer": "An insurer",
        "currency": ledger["currency"],
        "period": { "from": first.to_string(), "to": last.to_string() },
        "policyholder_country": null,
    });
    call("policy_template", &json!({ "name": template, "changes": changes }))
}

/// The last day on which the ledger says that anything happened.
fn last_day(ledger: &Value) -> String {
    let delivered = rows(&ledger["invoices"]).iter().map(|invoice| &invoice["delivery"]);
    let paid = rows(&ledger["payments"]).iter().map(|payment| &payment["date"]);
    delivered.chain(paid).map(text).max().unwrap_or("2026-06-30").to_owned()
}
