//! A trace: the steps of one answer, ready to be kept, sent or put into words.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Receipt, Step};
use crate::value::{Currency, Day, Id};

/// The version of the trace document that this crate reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TraceSchema {
    /// `tradecredit/trace/1`
    #[default]
    #[serde(rename = "tradecredit/trace/1")]
    V1,
}

/// The steps of one answer and what they were computed from (EXP-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a trace, as an object")]
pub struct Trace {
    /// Always `tradecredit/trace/1`.
    pub schema: TraceSchema,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What it explains: a heading in the words of the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What was computed from what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<TraceReceipt>,
}

/// The receipt of an answer, under a policy or under a factoring contract (POL-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TraceReceipt {
    /// The version of the library that computed it.
    pub library: String,
    /// The version of the trace document: `tradecredit/trace/1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// SHA-256 of the canonical factoring contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    /// SHA-256 of the canonical policy document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// SHA-256 of the canonical ledger document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// The day as of which the question was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The endorsements that made the version of the policy in force that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endorsements: Vec<Id>,
}

impl From<Receipt> for TraceReceipt {
    fn from(receipt: Receipt) -> Self {
        Self {
            library: receipt.library,
            schema: Some(receipt.schema),
            contract: None,
            policy: Some(receipt.policy),
            ledger: receipt.ledger,
            as_of: Some(receipt.as_of),
            endorsements: receipt.endorsements,
        }
    }
}
