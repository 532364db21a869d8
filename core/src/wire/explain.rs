//! Putting a trace into words.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{self, Dictionary, Format, Language, Trace};

/// Puts the trace of any answer into words (EXP-1).
///
/// # Errors
///
/// The path of what departs from the document's shape.
#[expect(clippy::needless_pass_by_value, reason = "every operation takes its request")]
#[expect(clippy::unnecessary_wraps, reason = "every operation gives an answer or an error")]
pub fn render(request: Render) -> Result<Rendered, Error> {
    let Render { trace, language, format } = request;
    Ok(Rendered { text: explain::render(&trace, language, format) })
}

/// Asks for a trace in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"trace\": … }")]
pub struct Render {
    /// The trace of an answer.
    pub trace: Trace,
    /// In which language; English unless stated.
    #[serde(default)]
    pub language: Language,
    /// As text, Markdown or HTML; text unless stated.
    #[serde(default)]
    pub format: Format,
}

/// A trace in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rendered {
    /// The words.
    pub text: String,
}

/// The words of a language: what explanations are made of (EXP-1).
///
/// # Errors
///
/// None in practice: every operation gives an answer or an error.
#[expect(clippy::unnecessary_wraps, reason = "every operation gives an answer or an error")]
pub fn words(request: Words) -> Result<Dictionary, Error> {
    Ok(Dictionary::of(request.language))
}

/// Asks for the words of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"language\": … }")]
pub struct Words {
    /// Which language; English unless stated.
    #[serde(default)]
    pub language: Language,
}
