//! Documents as JSON text: read strictly, written canonically.

use alloc::string::{String, ToString};

use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer};

use super::written;
use crate::error::Error;

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
    let value = tracked(&mut json)?;
    json.end().map_err(|error| explained(&error, "."))?;
    Ok(value)
}

/// Reads a value from JSON that is already taken apart, keeping the path.
pub(crate) fn tracked<'de, T: serde::Deserialize<'de>>(
    json: impl Deserializer<'de, Error = serde_json::Error>,
) -> Result<T, Error> {
    serde_path_to_error::deserialize(json).map_err(|error| {
        let path = error.path().to_string();
        explained(error.inner(), &path)
    })
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

/// A document taken apart, to be amended.
///
/// # Errors
///
/// As [`write`].
pub(crate) fn to_value<T: Serialize>(document: &T) -> Result<serde_json::Value, Error> {
    serde_json::to_value(document)
        .map_err(|error| Error::InvalidDocument { problem: error.to_string() })
}
