//! Putting a trace into words.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::{read, write};
use crate::error::Error;
use crate::explain::{self, Format, Language, Trace};

/// Puts the trace of any answer into words (EXP-1).
///
/// # Errors
///
/// The path of what departs from the document's shape.
pub fn render(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"trace\": … }")]
    struct Request {
        trace: Trace,
        #[serde(default)]
        language: Language,
        #[serde(default)]
        format: Format,
    }
    #[derive(Serialize)]
    struct Answer {
        text: String,
    }
    let Request { trace, language, format } = read(request)?;
    write(&Answer { text: explain::render(&trace, language, format) })
}

/// The words of a language: the phrases and codes that explanations are made of (EXP-1).
///
/// # Errors
///
/// The path of what departs from the document's shape.
pub fn words(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"language\": … }")]
    struct Request {
        #[serde(default)]
        language: Language,
    }
    let Request { language } = read(request)?;
    write(&explain::Dictionary::of(language))
}
