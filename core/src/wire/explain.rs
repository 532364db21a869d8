//! Putting a trace into words.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{self, Format, Language, Step, Trace, TraceSchema, words as tables};
use crate::value::Currency;

/// Puts the trace of any answer into words (EXP-1).
///
/// # Errors
///
/// The path of what departs from the document's shape.
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

/// Puts codes and single steps into words, for a screen or a report of one's
/// own (EXP-1). A reason of an assessment is a step with the reason's code as
/// its `id`.
///
/// # Errors
///
/// The path of what departs from the document's shape.
pub fn phrases(request: Phrases) -> Result<Worded, Error> {
    let Phrases { language, currency, codes, steps } = request;
    let trace =
        Trace { schema: TraceSchema::V1, currency, title: None, steps: Vec::new(), receipt: None };
    let sentences = steps.iter().map(|step| explain::sentence(step, &trace, language)).collect();
    let codes = codes
        .into_iter()
        .filter_map(|code| {
            let words = tables::code(&code, language)?.to_string();
            Some((code, words))
        })
        .collect();
    Ok(Worded { codes, sentences })
}

/// Asks for words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"codes\": […] }")]
pub struct Phrases {
    /// In which language; English unless stated.
    #[serde(default)]
    pub language: Language,
    /// The currency of the amounts in the steps.
    pub currency: Currency,
    /// Codes, such as `protracted_default`.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Steps.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// Codes and steps in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Worded {
    /// The words for each code; a code without words is not here.
    pub codes: BTreeMap<String, String>,
    /// A sentence for each step, in the same order.
    pub sentences: Vec<String>,
}
