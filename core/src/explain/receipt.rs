//! What was computed from what.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::facts::Ledger;
use crate::terms::Policy;
use crate::value::{Day, Id};

/// A receipt: which library computed an answer, from which documents (POL-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The version of this library.
    pub library: String,
    /// The version of the trace document: `tradecredit/trace/1`.
    pub schema: String,
    /// SHA-256 of the canonical policy document.
    pub policy: String,
    /// SHA-256 of the canonical ledger document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// The day as of which the question was asked.
    pub as_of: Day,
    /// The endorsements that made the version of the policy in force that day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endorsements: Vec<Id>,
}

impl Receipt {
    /// The receipt of an answer.
    #[must_use]
    pub fn new(policy: &Policy, ledger: Option<&Ledger>, as_of: Day) -> Self {
        Self {
            library: env!("CARGO_PKG_VERSION").into(),
            schema: "tradecredit/trace/1".into(),
            policy: policy.digest().into(),
            ledger: ledger.map(|ledger| ledger.digest().into()),
            as_of,
            endorsements: policy
                .version_on(as_of)
                .map(|version| version.endorsements.clone())
                .unwrap_or_default(),
        }
    }
}
