//! Rows of a frame as the facts of a ledger, each read by the engine's own type.

use std::collections::BTreeMap;

use arrow_array::{ArrayRef, RecordBatchReader};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use serde_json::{Map, Value};
use tradecredit::facts::{
    Buyer, Cost, CreditNote, CreditReport, Dispute, Extension, Insolvency, Invoice, LimitDecision,
    Notice, Payment, Recovery,
};
use tradecredit::{Error, wire};

use crate::capsule::{spent, unreadable};
use crate::cells;

/// A list of facts that frames can hold: its name, its columns, those that are needed.
struct List {
    name: &'static str,
    columns: &'static [&'static str],
    needed: &'static [&'static str],
    check: fn(&str) -> Result<(), Error>,
}

fn check<T: serde::de::DeserializeOwned>(fact: &str) -> Result<(), Error> {
    wire::read::<T>(fact).map(|_| ())
}

const LISTS: &[List] = &[
    List {
        name: "buyers",
        columns: &["id", "name", "country", "kind", "group", "grade", "register"],
        needed: &["id"],
        check: check::<Buyer>,
    },
    List {
        name: "invoices",
        columns: &[
            "id",
            "buyer",
            "delivery",
            "invoiced",
            "due",
            "terms",
            "amount",
            "vat",
            "interest",
            "currency",
            "ordered",
            "payment_method",
            BUYER_NAME,
            BUYER_COUNTRY,
        ],
        needed: &["id", "buyer", "delivery", "amount"],
        check: check::<Invoice>,
    },
    List {
        name: "credit_notes",
        columns: &["id", "invoice", "date", "amount", "vat"],
        needed: &["id", "invoice", "date", "amount"],
        check: check::<CreditNote>,
    },
    List {
        name: "payments",
        columns: &["id", "buyer", "date", "amount", "currency", "invoices", "kind"],
        needed: &["id", "buyer", "date", "amount"],
        check: check::<Payment>,
    },
    List {
        name: "extensions",
        columns: &["invoice", "date", "due", "agreed_by_insurer"],
        needed: &["invoice", "date", "due"],
        check: check::<Extension>,
    },
    List {
        name: "disputes",
        columns: &["invoice", "opened", "settled", "in_favour_of"],
        needed: &["invoice", "opened"],
        check: check::<Dispute>,
    },
    List {
        name: "limits",
        columns: &[
            "buyer",
            "group",
            "kind",
            "date",
            "effective",
            "expires",
            "amount",
            "currency",
            "requested",
            "insured_percentage",
            "maximum_terms",
            "non_cancellable_until",
        ],
        needed: &["kind", "date"],
        check: check::<LimitDecision>,
    },
    List {
        name: "credit_reports",
        columns: &["buyer", "date", "recommended", "currency", "source"],
        needed: &["buyer", "date", "recommended"],
        check: check::<CreditReport>,
    },
    List {
        name: "insolvencies",
        columns: &["buyer", "kind", "opened", "published"],
        needed: &["buyer", "opened"],
        check: check::<Insolvency>,
    },
    List {
        name: "notices",
        columns: &["kind", "date", "buyer", "invoices"],
        needed: &["kind", "date"],
        check: check::<Notice>,
    },
    List {
        name: "costs",
        columns: &["id", "buyer", "date", "kind", "amount", "currency"],
        needed: &["id", "buyer", "date", "kind", "amount"],
        check: check::<Cost>,
    },
    List {
        name: "recoveries",
        columns: &["id", "buyer", "date", "amount", "costs", "currency", "invoices"],
        needed: &["id", "buyer", "date", "amount"],
        check: check::<Recovery>,
    },
];

const BUYER_NAME: &str = "buyer_name";
const BUYER_COUNTRY: &str = "buyer_country";

/// The lists that frames can hold, with the columns of each.
pub(crate) fn columns() -> Vec<(&'static str, Vec<&'static str>)> {
    LISTS.iter().map(|list| (list.name, list.columns.to_vec())).collect()
}

/// What a frame held.
#[derive(Default)]
pub(crate) struct Facts {
    text: String,
    kept: Vec<usize>,
    refused: Vec<Refused>,
    buyers: BTreeMap<String, Map<String, Value>>,
    rows: usize,
}

/// The facts as a JSON list, the rows they come from where some were refused,
/// the refused rows as path, code and message, and the buyers that were named.
pub(crate) type Read = (String, Option<Vec<usize>>, Vec<Refused>, String);

/// What cannot stand: its path, a stable code, and why.
pub(crate) type Refused = (String, String, String);

impl List {
    fn named(name: &str) -> PyResult<&'static Self> {
        LISTS.iter().find(|list| list.name == name).ok_or_else(|| {
            let names: Vec<_> = LISTS.iter().map(|list| list.name).collect();
            PyTypeError::new_err(format!("there is no frame `{name}`: give {}", names.join(", ")))
        })
    }

    /// Which column holds which field: the map first, then the field's own name.
    fn find(
        &self,
        present: &[String],
        map: &[(String, String)],
    ) -> PyResult<Vec<(&'static str, usize)>> {
        let name = self.name;
        let shown = || format!("its columns are {}", present.join(", "));
        for (field, column) in map {
            if !self.columns.contains(&field.as_str()) {
                return Err(PyValueError::new_err(format!(
                    "`columns`: {name} have no field `{field}`: the fields are {}",
                    self.columns.join(", ")
                )));
            }
            if !present.contains(column) {
                return Err(PyValueError::new_err(format!(
                    "`columns`: the frame of {name} has no column `{column}` for `{field}`: {}",
                    shown()
                )));
            }
        }
        let mut found = Vec::new();
        for field in self.columns {
            let mapped = map.iter().find(|(known, _)| known == field).map(|(_, column)| column);
            let wanted = mapped.map_or(*field, String::as_str);
            if let Some(place) = present.iter().position(|column| column == wanted) {
                found.push((*field, place));
            }
        }
        let lacks = |field: &str| !found.iter().any(|(known, _)| *known == field);
        let lacking = self.needed.iter().find(|field| lacks(field)).copied();
        let lacking =
            lacking.or((name == "invoices" && lacks("due") && lacks("terms")).then_some("due"));
        let lacking =
            lacking.or((name == "limits" && lacks("buyer") && lacks("group")).then_some("buyer"));
        match lacking {
            None => Ok(found),
            Some(field) => Err(PyValueError::new_err(format!(
                "the frame of {name} has no column `{field}`: {}; say which one it is with \
columns={{\"{name}\": {{\"{field}\": \"…\"}}}}",
                shown()
            ))),
        }
    }
}

/// Reads a list of facts from a stream; `once` where it can be read only once.
pub(crate) fn from_stream(
    list: &str,
    reader: impl RecordBatchReader,
    map: &[(String, String)],
    once: bool,
) -> PyResult<Read> {
    let list = List::named(list)?;
    let schema = reader.schema();
    let present: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let found = list.find(&present, map)?;
    for (field, place) in &found {
        let column = schema.field(*place);
        if let Some(problem) = cells::refused(column.data_type()) {
            return Err(PyTypeError::new_err(format!(
                "column `{}` of the {} (`{field}`) {problem}",
                column.name(),
                list.name
            )));
        }
    }
    let mut facts = Facts::default();
    let mut batches = reader.peekable();
    if once && batches.peek().is_none() {
        return Err(spent(list.name));
    }
    for batch in batches {
        let batch = batch.map_err(|error| unreadable(&error))?;
        let columns: Vec<(&'static str, &ArrayRef)> = found
            .iter()
            .filter_map(|(field, place)| batch.columns().get(*place).map(|column| (*field, column)))
            .collect();
        for row in 0..batch.num_rows() {
            facts.add(list, |fact| {
                for (field, column) in &columns {
                    match cells::cell(column.as_ref(), row) {
                        Err(problem) => return Err((*field, problem)),
                        Ok(Some(value)) => {
                            fact.insert((*field).to_owned(), value);
                        }
                        Ok(None) => {}
                    }
                }
                Ok(())
            });
        }
    }
    Ok(facts.done())
}

/// Reads a list of facts from rows that are already JSON.
pub(crate) fn from_rows(list: &str, rows: &str, map: &[(String, String)]) -> PyResult<Read> {
    let list = List::named(list)?;
    let rows: Vec<Map<String, Value>> = serde_json::from_str(rows).map_err(|_| {
        PyTypeError::new_err(format!("the rows of {} are a list of dicts", list.name))
    })?;
    let mut present: Vec<String> = Vec::new();
    for row in &rows {
        for column in row.keys() {
            if !present.contains(column) {
                present.push(column.clone());
            }
        }
    }
    if rows.is_empty() {
        return Ok(Facts::default().done());
    }
    let found = list.find(&present, map)?;
    let mut facts = Facts::default();
    for row in rows {
        facts.add(list, |fact| {
            for (field, place) in &found {
                let value = present.get(*place).and_then(|column| row.get(column));
                if let Some(value) = value.filter(|value| !value.is_null()) {
                    fact.insert((*field).to_owned(), value.clone());
                }
            }
            Ok(())
        });
    }
    Ok(facts.done())
}

impl Facts {
    fn add(
        &mut self,
        list: &List,
        fill: impl FnOnce(&mut Map<String, Value>) -> Result<(), (&'static str, String)>,
    ) {
        let row = self.rows;
        self.rows += 1;
        let mut fact = Map::new();
        let problem = fill(&mut fact)
            .map_err(|(field, problem)| (Some(field.to_owned()), "invalid_document", problem))
            .and_then(|()| self.sound(list, &mut fact));
        if let Err((field, code, message)) = problem {
            let dot = if field.is_some() { "." } else { "" };
            let path = format!("{}[{row}]{dot}{}", list.name, field.unwrap_or_default());
            self.refused.push((path, code.to_owned(), message));
        }
    }

    /// Adds a fact that the engine can read.
    fn sound(
        &mut self,
        list: &List,
        fact: &mut Map<String, Value>,
    ) -> Result<(), (Option<String>, &'static str, String)> {
        if let Some(field) = list.needed.iter().find(|field| !fact.contains_key(**field)) {
            return Err((Some((*field).to_owned()), "missing", format!("`{field}` is empty")));
        }
        let (name, country) = (fact.remove(BUYER_NAME), fact.remove(BUYER_COUNTRY));
        for field in ["terms", "invoices"] {
            shaped(fact, field);
        }
        let explained = |error: &Error| {
            let path = error.path().filter(|path| *path != ".").map(str::to_owned);
            (path, error.code(), innermost(error))
        };
        let text = Value::Object(std::mem::take(fact)).to_string();
        (list.check)(&text).map_err(|error| explained(&error))?;
        if list.name == "invoices" || list.name == "payments" {
            self.buyer(&text, name, country)?;
        }
        if !self.text.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(&text);
        self.kept.push(self.rows - 1);
        Ok(())
    }

    /// Remembers a buyer that an invoice or a payment names.
    fn buyer(
        &mut self,
        fact: &str,
        name: Option<Value>,
        country: Option<Value>,
    ) -> Result<(), (Option<String>, &'static str, String)> {
        let Ok(Value::Object(mut fact)) = serde_json::from_str(fact) else { return Ok(()) };
        let Some(Value::String(id)) = fact.remove("buyer") else { return Ok(()) };
        if self.buyers.contains_key(&id) && name.is_none() && country.is_none() {
            return Ok(());
        }
        let mut buyer = self.buyers.get(&id).cloned().unwrap_or_default();
        let mut news = false;
        for (field, value) in [("name", name), ("country", country)] {
            if let Some(value) = value.filter(|_| !buyer.contains_key(field)) {
                buyer.insert(field.to_owned(), value);
                news = true;
            }
        }
        if buyer.is_empty() || news {
            buyer.insert("id".to_owned(), Value::String(id.clone()));
            let text = Value::Object(buyer.clone()).to_string();
            check::<Buyer>(&text).map_err(|error| {
                let field = error.path().map(|path| format!("buyer_{path}"));
                (field, error.code(), innermost(&error))
            })?;
            self.buyers.insert(id, buyer);
        }
        Ok(())
    }

    fn done(self) -> Read {
        let kept = (self.kept.len() != self.rows).then_some(self.kept);
        let buyers: Vec<Value> = self.buyers.into_values().map(Value::Object).collect();
        (format!("[{}]", self.text), kept, self.refused, Value::Array(buyers).to_string())
    }
}

/// Terms of payment may be an object, and the invoices of a payment a list: in a
/// frame of texts, an object is written as JSON and one invoice as its name.
fn shaped(fact: &mut Map<String, Value>, field: &str) {
    let Some(Value::String(text)) = fact.get(field) else { return };
    if text.starts_with(['{', '['])
        && let Ok(value) = serde_json::from_str(text)
    {
        fact.insert(field.to_owned(), value);
    } else if field == "invoices" {
        let one = Value::Array(vec![Value::String(text.clone())]);
        fact.insert(field.to_owned(), one);
    }
}

/// What is wrong, without the path that stands beside it.
fn innermost(error: &Error) -> String {
    match error {
        Error::At { source, .. } => innermost(source),
        other => other.to_string(),
    }
}
