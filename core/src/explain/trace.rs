//! A trace: the steps of one answer, ready to be kept, sent or put into words.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Receipt, Step};
use crate::value::Currency;

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
    pub receipt: Option<Receipt>,
}
