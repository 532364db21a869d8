//! `tradecredit` for JavaScript: text in, text out.
//!
//! Requests and answers cross the boundary as JSON text, so both sides agree
//! on every digit and this crate has no types of its own. `npm/index.js` turns
//! objects into that text and errors into exceptions; no rule of insurance
//! lives in either.

use tradecredit::wire;
use wasm_bindgen::prelude::wasm_bindgen;

/// Answers a request.
///
/// # Errors
///
/// The error as a JSON document.
#[wasm_bindgen]
pub fn call(operation: &str, request: &str) -> Result<String, String> {
    wire::call(operation, request).map_err(|error| error.to_json())
}

/// The name of every operation.
#[wasm_bindgen]
#[must_use]
pub fn operations() -> Vec<String> {
    wire::OPERATIONS.iter().map(|(name, _)| (*name).to_owned()).collect()
}
