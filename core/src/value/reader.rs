//! The JSON reader and writer behind [`document`](super::document): the plain
//! one, and one that makes less code.
//!
//! A reader of a document is compiled anew for every place it reads from: for
//! text, for text whose path is tracked, for values. With the feature `small`
//! they all read through one erased reader instead, so each document is
//! compiled once: half of what a browser downloads. Results are the same.

use alloc::string::{String, ToString};

use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer};
use serde_json::Value;

/// Why something could not be read.
pub(super) struct Failure {
    text: String,
    // Where the message ends and the place begins.
    message: usize,
    data: bool,
}

impl Failure {
    /// The message with its line and column, where the reader knows them.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The message without line and column, which a caller from another
    /// language never wrote.
    pub(super) fn message(&self) -> &str {
        self.text.get(..self.message).unwrap_or(&self.text)
    }

    /// Whether the text is JSON, but not the document that was expected.
    pub(super) const fn is_data(&self) -> bool {
        self.data
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        let text = error.to_string();
        let place = alloc::format!(" at line {} column {}", error.line(), error.column());
        let message = text.strip_suffix(&place).map_or(text.len(), str::len);
        Self { text, message, data: error.is_data() }
    }
}

#[cfg(not(feature = "small"))]
mod kind {
    use super::{DeserializeOwned, Deserializer, Failure, Serialize, String, ToString, Value};

    pub(in crate::value) fn whole<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
        serde_json::from_str(text).map_err(Failure::from)
    }

    pub(in crate::value) fn tracked<'de, T: serde::Deserialize<'de>>(
        json: impl Deserializer<'de, Error = serde_json::Error>,
    ) -> Result<T, (String, Failure)> {
        serde_path_to_error::deserialize(json).map_err(|error| {
            let path = error.path().to_string();
            (path, error.into_inner().into())
        })
    }

    pub(in crate::value) fn text<T: Serialize>(answer: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(answer)
    }

    pub(in crate::value) fn value<T: Serialize>(answer: &T) -> Result<Value, serde_json::Error> {
        serde_json::to_value(answer)
    }
}

#[cfg(feature = "small")]
mod kind {
    use erased_serde::Deserializer as Erased;
    use serde_path_to_error::Track;

    use super::{DeserializeOwned, Deserializer, Failure, Serialize, String, ToString, Value};

    /// Messages of the JSON reader about the text itself. Erased, an error keeps
    /// its words but not its category.
    const SYNTAX: [&str; 8] = [
        "expected value",
        "expected `,` or `}`",
        "expected `,` or `]`",
        "expected `:`",
        "expected `\"`",
        "key must be a string",
        "number out of range",
        "recursion limit exceeded",
    ];

    impl From<erased_serde::Error> for Failure {
        fn from(error: erased_serde::Error) -> Self {
            let text = error.to_string();
            let message = place(&text).unwrap_or(text.len());
            let data = text.get(..message).is_none_or(|words| !SYNTAX.contains(&words));
            Self { text, message, data }
        }
    }

    /// Where ` at line 3 column 14` begins at the end of a text.
    fn place(text: &str) -> Option<usize> {
        let (before, column) = text.rsplit_once(" column ")?;
        let (message, line) = before.rsplit_once(" at line ")?;
        let number =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        (number(line) && number(column)).then_some(message.len())
    }

    // The text is read again with its path tracked if this fails: the failure itself is not looked at.
    pub(in crate::value) fn whole<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
        let mut json = serde_json::Deserializer::from_str(text);
        let read = erased_serde::deserialize(&mut <dyn Erased<'_>>::erase(&mut json))?;
        json.end()?;
        Ok(read)
    }

    pub(in crate::value) fn tracked<'de, T: serde::Deserialize<'de>>(
        json: impl Deserializer<'de, Error = serde_json::Error>,
    ) -> Result<T, (String, Failure)> {
        let mut track = Track::new();
        let tracked = serde_path_to_error::Deserializer::new(json, &mut track);
        let read = erased_serde::deserialize(&mut <dyn Erased<'_>>::erase(tracked));
        read.map_err(|error| (track.path().to_string(), error.into()))
    }

    pub(in crate::value) fn text<T: Serialize>(answer: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(answer as &dyn erased_serde::Serialize)
    }

    pub(in crate::value) fn value<T: Serialize>(answer: &T) -> Result<Value, serde_json::Error> {
        serde_json::to_value(answer as &dyn erased_serde::Serialize)
    }
}

pub(super) use kind::{text, tracked, value, whole};
