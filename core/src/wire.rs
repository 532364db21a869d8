//! The narrow waist: every operation of this crate as text in, text out.
//!
//! Bindings and conformance vectors use nothing else, so an operation listed
//! in [`OPERATIONS`] exists, with the same shape, the same digits and the same
//! errors, in every language.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Problem};
use crate::value::written;

/// An operation: a JSON request in, a JSON answer out.
pub type Operation = fn(&str) -> Result<String, Error>;

/// Every operation, by the name it has in every language.
pub const OPERATIONS: &[(&str, Operation)] = &[];

/// Runs the operation of a name on a request.
///
/// # Errors
///
/// [`Error::UnknownOperation`] and the errors of the operation.
pub fn call(operation: &str, request: &str) -> Result<String, Error> {
    let (_, run) = OPERATIONS
        .iter()
        .find(|(name, _)| *name == operation)
        .ok_or_else(|| Error::UnknownOperation { given: operation.to_owned() })?;
    run(request)
}

/// Reads a document, or says where it departs from its documented shape.
///
/// # Errors
///
/// [`Error::At`] with the path; [`Error::InvalidDocument`] for text that is
/// not JSON.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    // Keeping track of the path costs as much as reading: do it only to explain an error.
    serde_json::from_str(text).or_else(|_| located(text))
}

fn located<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        explained(error.inner(), &path)
    })?;
    json.end().map_err(|error| explained(&error, "."))?;
    Ok(value)
}

fn explained(error: &serde_json::Error, path: &str) -> Error {
    let text = error.to_string();
    if !error.is_data() {
        return Error::InvalidDocument { problem: alloc::format!("this is not JSON: {text}") };
    }
    // The reader appends a line and column that a caller from another language never wrote.
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let error = written::recovered(message);
    if path == "." { error } else { error.at(path) }
}

/// Writes an answer in canonical form: keys in the documented order, decimals
/// without trailing zeros, clauses that say their default left out.
///
/// # Errors
///
/// [`Error::InvalidDocument`], which only a defect of this crate can cause.
pub fn write<T: Serialize>(answer: &T) -> Result<String, Error> {
    serde_json::to_string(answer)
        .map_err(|error| Error::InvalidDocument { problem: error.to_string() })
}

/// An error as every language sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorDocument<'a> {
    /// A stable name for the kind of error.
    pub code: &'a str,
    /// What is wrong and what to do, in words.
    pub message: String,
    /// Where in the request, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<&'a str>,
    /// Every contradiction of a document, each with its own path and code.
    #[serde(skip_serializing_if = "<[Problem]>::is_empty")]
    pub problems: &'a [Problem],
}

impl Error {
    /// This error as a JSON document: what a binding raises in its language.
    #[must_use]
    pub fn to_json(&self) -> String {
        let document = ErrorDocument {
            code: self.code(),
            message: self.to_string(),
            path: self.path(),
            problems: self.problems(),
        };
        write(&document).unwrap_or_default()
    }
}
