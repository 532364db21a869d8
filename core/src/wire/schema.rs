//! The JSON Schema of every document, request and answer (draft 2020-12),
//! with the descriptions of the types themselves.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub use schemars::Schema;
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};

use super::ErrorDocument;
use crate::error::Error;
use crate::explain::Trace;
use crate::facts::{LedgerDocument, Placement, Quote, Submission};
use crate::terms::PolicyTerms;
use crate::terms::factoring::FactoringTerms;

/// What an operation takes and what it gives.
#[derive(Debug, Clone)]
pub struct OperationSchema {
    /// The name of the operation in every language.
    pub operation: &'static str,
    /// The schema of its request.
    pub request: Schema,
    /// The schema of its answer.
    pub answer: Schema,
}

impl OperationSchema {
    pub(super) fn of<Request: JsonSchema, Answer: JsonSchema>(
        operation: &'static str,
        _: fn(Request) -> Result<Answer, Error>,
    ) -> Self {
        Self { operation, request: read::<Request>(), answer: written::<Answer>() }
    }
}

/// The documents that are kept and exchanged, by name: `policy`, `ledger`,
/// `submission`, `quote`, `placement`, `factoring`, `trace`, and the `error` that every operation
/// may give in place of an answer.
#[must_use]
pub fn documents() -> Vec<(&'static str, Schema)> {
    alloc::vec![
        ("error", written::<ErrorDocument<'static>>()),
        ("factoring", read::<FactoringTerms>()),
        ("ledger", read::<LedgerDocument>()),
        ("placement", read::<Placement>()),
        ("policy", read::<PolicyTerms>()),
        ("quote", read::<Quote>()),
        ("submission", read::<Submission>()),
        ("trace", read::<Trace>()),
    ]
}

/// Every schema as a file of `docs/schema`: its name and its text.
///
/// # Errors
///
/// [`Error::InvalidDocument`], which only a defect of this crate can cause.
pub fn files() -> Result<Vec<(String, String)>, Error> {
    let mut files = Vec::new();
    for (name, schema) in documents() {
        files.push((alloc::format!("{name}.json"), text(&schema)?));
    }
    // Requests are made of these documents: their schemas are there for code that asks.
    for OperationSchema { operation, answer, .. } in super::schemas() {
        files.push((alloc::format!("answers/{operation}.json"), text(&answer)?));
    }
    Ok(files)
}

/// Indented, ending with a line feed.
fn text(schema: &Schema) -> Result<String, Error> {
    let mut text = serde_json::to_string_pretty(schema)
        .map_err(|error| Error::InvalidDocument { problem: error.to_string() })?;
    text.push('\n');
    Ok(text)
}

fn read<T: JsonSchema>() -> Schema {
    SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>()
}

fn written<T: JsonSchema>() -> Schema {
    SchemaGenerator::new(SchemaSettings::draft2020_12().for_serialize()).into_root_schema_for::<T>()
}
