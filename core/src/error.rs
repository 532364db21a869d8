//! The one error type of this crate.
//!
//! An [`Error`] means that a question could not be answered: the input is
//! malformed, contradictory, or too large to compute exactly. A receivable
//! that is simply *not covered* is an answer, with its reasons, not an error.
//!
//! Messages are lower-case fragments without a full stop, put what the caller
//! gave between backticks, say what to do instead, and never name a Rust
//! type: they are also read from Python and JavaScript.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use thiserror::Error;

use crate::value::{Currency, Day};

/// One thing that is wrong with a document, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Where, as `limits.unnamed.amount` or `invoices[17].due`.
    pub path: String,
    /// What kind of problem: a stable name, the same in every language.
    pub code: &'static str,
    /// What is wrong there and what to do, in words.
    pub message: String,
}

/// Why a question could not be answered.
///
/// Match on the variant in Rust; across a language boundary, match on
/// [`code`](Self::code), which never changes once released.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A text is not an exact decimal number.
    #[error(
        "`{given}` is not an exact decimal: write digits such as `1250.00`, at most 28 of them"
    )]
    InexactDecimal {
        /// The text as given.
        given: String,
    },

    /// A binary floating-point number stands where an exact one is needed.
    #[error(
        "a binary floating-point number cannot be exact: write it as text, such as \"1250.00\""
    )]
    FloatRefused,

    /// A share or rate carries no unit.
    #[error("`{given}` has no unit: write \"90%\", \"2.1‰\" or \"35bp\"")]
    MissingUnit {
        /// The text as given.
        given: String,
    },

    /// A number lies outside the range that its meaning allows.
    #[error("{what} must be {allowed}, got `{given}`")]
    OutOfRange {
        /// The quantity, in the words of the glossary.
        what: &'static str,
        /// The allowed range, in words.
        allowed: &'static str,
        /// The number as given.
        given: String,
    },

    /// A text is not a code of a closed list, or fails its check digits.
    #[error("`{given}` is not {what}: {remedy}")]
    UnknownCode {
        /// What was expected, in words.
        what: &'static str,
        /// The text as given.
        given: String,
        /// What to do instead.
        remedy: &'static str,
    },

    /// A text is not a calendar day.
    #[error("`{given}` is not a day of the calendar: write it as `2026-01-31`")]
    InvalidDay {
        /// The text as given.
        given: String,
    },

    /// A text is not a span of calendar time.
    #[error("`{given}` is not a span of days, months or years: write it as `P60D`, `P6M` or `P1Y`")]
    InvalidSpan {
        /// The text as given.
        given: String,
    },

    /// A text or combination does not say one due date.
    #[error("`{given}` is not a term of payment: {remedy}")]
    InvalidTermsOfPayment {
        /// The text as given.
        given: String,
        /// What to do instead.
        remedy: &'static str,
    },

    /// A month-end convention refuses a date that does not exist.
    #[error(
        "`{from}` plus `{span}` would fall on a day that its month does not have, and the policy says `reject`"
    )]
    NoSuchDay {
        /// The day from which the span runs.
        from: Day,
        /// The span.
        span: String,
    },

    /// Two amounts of different currencies met in one operation.
    #[error("cannot {operation} amounts in `{left}` and `{right}`: convert to one currency first")]
    CurrencyMismatch {
        /// What was attempted, as a verb.
        operation: &'static str,
        /// Currency of the first amount.
        left: Currency,
        /// Currency of the second amount.
        right: Currency,
    },

    /// No exchange rate was supplied for a day on which one is needed.
    #[error(
        "no exchange rate from `{from}` to `{to}` on `{on}`: add it to the rates of the request"
    )]
    MissingRate {
        /// Currency to convert from.
        from: Currency,
        /// Currency to convert to.
        to: Currency,
        /// The day for which a rate is needed.
        on: Day,
    },

    /// A result has more digits than a decimal can hold (28 to 29).
    #[error("{operation} has too many digits to be exact")]
    Overflow {
        /// What was attempted, as a noun.
        operation: &'static str,
    },

    /// Something is named that the documents do not contain.
    #[error("{what} `{given}` is not in the {document}")]
    NotFound {
        /// What was looked for, such as `buyer`.
        what: &'static str,
        /// The name as given.
        given: String,
        /// Where it was looked for, such as `ledger`.
        document: &'static str,
    },

    /// A question contradicts the documents it is asked about.
    #[error("{problem}")]
    Unanswerable {
        /// What is wrong and what to do, in words.
        problem: String,
    },

    /// A text is not JSON, or a document does not have its documented shape.
    #[error("{problem}")]
    InvalidDocument {
        /// What is wrong.
        problem: String,
    },

    /// A document contradicts itself; every contradiction is listed.
    #[error("{}", listed(.document, .problems))]
    Contradictions {
        /// Which document.
        document: &'static str,
        /// All problems found, in the order of the document.
        problems: Vec<Problem>,
    },

    /// No operation has the given name.
    #[error("there is no operation `{given}`: see the list of operations")]
    UnknownOperation {
        /// The name as given.
        given: String,
    },

    /// Another error, at a place in a document.
    #[error("at `{path}`: {source}")]
    At {
        /// Where, as `policy.insured_percentage.named`.
        path: String,
        /// What is wrong there.
        source: Box<Error>,
    },

    /// An error inside a document, as read back from the JSON reader.
    #[error("{message}")]
    Leaf {
        /// The stable code.
        code: &'static str,
        /// The message, in words.
        message: String,
    },
}

impl Error {
    /// A stable name for this kind of error, the same in every language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InexactDecimal { .. } => "inexact_decimal",
            Self::FloatRefused => "float_refused",
            Self::MissingUnit { .. } => "missing_unit",
            Self::OutOfRange { .. } => "out_of_range",
            Self::UnknownCode { .. } => "unknown_code",
            Self::InvalidDay { .. } => "invalid_day",
            Self::InvalidSpan { .. } => "invalid_span",
            Self::InvalidTermsOfPayment { .. } => "invalid_terms_of_payment",
            Self::NoSuchDay { .. } => "no_such_day",
            Self::CurrencyMismatch { .. } => "currency_mismatch",
            Self::MissingRate { .. } => "missing_rate",
            Self::Overflow { .. } => "overflow",
            Self::NotFound { .. } => "not_found",
            Self::Unanswerable { .. } => "unanswerable",
            Self::InvalidDocument { .. } => "invalid_document",
            Self::Contradictions { .. } => "contradictions",
            Self::UnknownOperation { .. } => "unknown_operation",
            Self::At { source, .. } => source.code(),
            Self::Leaf { code, .. } => code,
        }
    }

    /// Every code there is, in the order of the variants.
    pub const CODES: &'static [&'static str] = &[
        "inexact_decimal",
        "float_refused",
        "missing_unit",
        "out_of_range",
        "unknown_code",
        "invalid_day",
        "invalid_span",
        "invalid_terms_of_payment",
        "no_such_day",
        "currency_mismatch",
        "missing_rate",
        "overflow",
        "not_found",
        "unanswerable",
        "invalid_document",
        "contradictions",
        "unknown_operation",
    ];

    /// Where in the document the error lies, where that is known.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::At { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Every contradiction of a document; empty for other errors.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Contradictions { problems, .. } => problems,
            Self::At { source, .. } => source.problems(),
            _ => &[],
        }
    }

    /// This error at a place in a document.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self::At { path: path.into(), source: Box::new(self) }
    }

    /// This error, its place read from a document that itself stands at `path`.
    #[must_use]
    pub fn within(self, path: &str) -> Self {
        match self {
            Self::At { path: inner, source } => {
                Self::At { path: alloc::format!("{path}.{inner}"), source }
            }
            other => other.at(path),
        }
    }

    /// The problem of a fact that a question depends on, as the reason why it
    /// cannot be answered. Its code is kept where errors have it, too.
    #[must_use]
    pub fn of_problem(problem: &Problem) -> Self {
        match Self::CODES.iter().find(|code| **code == problem.code) {
            Some(code) => Self::Leaf { code, message: problem.message.clone() },
            None => Self::Unanswerable { problem: problem.message.clone() },
        }
    }

    /// A problem at a place, for a list of everything that is wrong.
    #[must_use]
    pub fn into_problem(self, path: impl Into<String>) -> Problem {
        let (code, message) = (self.code(), alloc::string::ToString::to_string(&self));
        Problem { path: path.into(), code, message }
    }
}

fn listed(document: &str, problems: &[Problem]) -> String {
    let mut text = alloc::format!("the {document} contradicts itself");
    for Problem { path, message, .. } in problems {
        text.push_str(&alloc::format!("; at `{path}`: {message}"));
    }
    text
}
