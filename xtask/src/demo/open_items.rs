//! Any ledger that a credit manager exports as CSV, read as a ledger document.
//!
//! Nothing is guessed in silence: which column is what, how dates and amounts
//! are written is found from the names and from every row, printed, and can be
//! said with `--column-map`. Rows that cannot be read are listed by number.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use super::columns::{Columns, Field};
use super::dates::DateOrder;
use super::numbers::DecimalMark;
use crate::shell::Result;

/// A ledger read from a file, and what could not be read.
pub(super) struct OpenItems {
    /// The ledger document.
    pub(super) ledger: Value,
    /// For each invoice of the ledger, the row it came from.
    pub(super) rows: Vec<usize>,
    /// Rows that could not be read, with the reason.
    pub(super) unreadable: Vec<(usize, String)>,
    /// How the file was read, to be shown.
    pub(super) reading: Vec<(String, String)>,
    /// How many rows there were.
    pub(super) total: usize,
}

pub(super) fn read(path: &Path, map: Option<&str>, currency: Option<&str>) -> Result<OpenItems> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = decoded(&bytes);
    if text.trim().is_empty() {
        return Err(format!("{}: the file is empty", path.display()).into());
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let headers: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut records = Vec::new();
    let mut unreadable = Vec::new();
    for (place, record) in reader.records().enumerate() {
        let row = place + 2; // the header is row 1
        match record {
            Ok(record) if record.len() == headers.len() => records.push((row, record)),
            Ok(record) => unreadable.push((
                row,
                format!("it has {} columns where the header has {}", record.len(), headers.len()),
            )),
            Err(error) => unreadable.push((row, error.to_string())),
        }
    }
    let total = records.len() + unreadable.len();
    let columns = Columns::find(&headers, map)?;
    let samples = |field: Field| {
        let column = columns.of(field);
        records.iter().filter_map(move |(_, record)| record.get(column?))
    };
    let dates = DateOrder::of(
        columns.date_order(),
        samples(Field::Delivery).chain(samples(Field::Due)).chain(samples(Field::Cleared)),
    )
    .map_err(|problem| columns.complaint(Field::Due, &problem))?;
    let mark = DecimalMark::of(samples(Field::Amount));
    let currency =
        currency.map(str::to_owned).or_else(|| columns.currency()).unwrap_or_else(|| "EUR".into());

    let mut book = Book::new(currency);
    let mut first_problem = None;
    for (row, record) in &records {
        let cell = |field: Field| {
            columns
                .of(field)
                .and_then(|column| record.get(column))
                .map(str::trim)
                .unwrap_or_default()
        };
        if let Err((field, problem)) = book.add(*row, &cell, dates, mark) {
            first_problem.get_or_insert((field, problem.clone()));
            unreadable.push((*row, problem));
        }
    }
    if let (true, Some((field, problem))) = (book.rows.is_empty(), first_problem) {
        return Err(columns.complaint(field, &problem).into());
    }
    let mut reading = columns.shown();
    reading.push(("dates".into(), dates.shown().into()));
    reading.push(("amounts".into(), mark.shown().into()));
    reading.push(("currency".into(), book.currency.clone()));
    Ok(OpenItems {
        ledger: json!({
            "schema": "tradecredit/ledger/1",
            "currency": book.currency,
            "buyers": book.buyers.values().collect::<Vec<_>>(),
            "invoices": book.invoices,
            "payments": book.payments,
            "disputes": book.disputes,
        }),
        rows: book.rows,
        total,
        unreadable,
        reading,
    })
}

struct Book {
    currency: String,
    buyers: BTreeMap<String, Value>,
    invoices: Vec<Value>,
    payments: Vec<Value>,
    disputes: Vec<Value>,
    rows: Vec<usize>,
    names: BTreeSet<String>,
}

impl Book {
    fn new(currency: String) -> Self {
        Self {
            currency,
            buyers: BTreeMap::new(),
            invoices: Vec::new(),
            payments: Vec::new(),
            disputes: Vec::new(),
            rows: Vec::new(),
            names: BTreeSet::new(),
        }
    }

    fn add<'c>(
        &mut self,
        row: usize,
        cell: &impl Fn(Field) -> &'c str,
        dates: DateOrder,
        mark: DecimalMark,
    ) -> std::result::Result<(), (Field, String)> {
        let date = |field: Field| dates.read(cell(field)).map_err(|problem| (field, problem));
        let amount = mark.read(cell(Field::Amount)).map_err(|problem| (Field::Amount, problem))?;
        let buyer = cell(Field::Buyer);
        if buyer.is_empty() {
            return Err((Field::Buyer, "the buyer is empty".into()));
        }
        let delivery =
            date(Field::Delivery)?.ok_or((Field::Delivery, "the date is empty".to_owned()))?;
        let due = date(Field::Due)?.ok_or((Field::Due, "the due date is empty".to_owned()))?;
        let cleared = date(Field::Cleared)?;
        let number = cell(Field::Invoice);
        let number = if number.is_empty() { format!("row {row}") } else { number.to_owned() };
        // Exports repeat document numbers (split lines): each row stays its own receivable.
        let invoice =
            if self.names.contains(&number) { format!("{number} (row {row})") } else { number };
        self.names.insert(invoice.clone());

        let mut facts = json!({ "id": buyer });
        let name = cell(Field::Name);
        if !name.is_empty() {
            facts["name"] = json!(name);
        }
        let country = cell(Field::Country);
        if country.len() == 2 && country.chars().all(|c| c.is_ascii_uppercase()) {
            facts["country"] = json!(country);
        }
        self.buyers.entry(buyer.to_owned()).or_insert(facts);
        if matches!(
            cell(Field::Disputed).to_lowercase().as_str(),
            "yes" | "y" | "true" | "1" | "oui"
        ) {
            // The export says whether, not when: the dispute counts from the due date
            // until the invoice was paid.
            let mut dispute = json!({ "invoice": invoice, "opened": due });
            if let Some(cleared) = &cleared {
                let opened = if *cleared < due { cleared } else { &due };
                dispute = json!({ "invoice": invoice, "opened": opened, "settled": cleared, "in_favour_of": "insured" });
            }
            self.disputes.push(dispute);
        }
        if let Some(cleared) = cleared {
            self.payments.push(json!({
                "id": format!("payment of {invoice}"), "buyer": buyer, "date": cleared,
                "amount": amount, "invoices": [invoice],
            }));
        }
        self.invoices.push(json!({
            "id": invoice, "buyer": buyer, "delivery": delivery, "due": due, "amount": amount,
        }));
        self.rows.push(row);
        Ok(())
    }
}

/// The text of a file: UTF-8 with or without a mark, else Western European.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// The sign between columns: the one that the header has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |sign: char| header.matches(sign).count();
    [(',', b','), (';', b';'), ('\t', b'\t'), ('|', b'|')]
        .into_iter()
        .max_by_key(|(sign, byte)| (count(*sign), *byte == b','))
        .map_or(b',', |(_, byte)| byte)
}
