//! What an answer about factoring was computed from.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::facts::Ledger;
use crate::terms::factoring::FactoringTerms;
use crate::terms::{Policy, hex};
use crate::value::{Day, document};

/// A receipt: which library computed an answer, from which documents (POL-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactoringReceipt {
    /// The version of this library.
    pub library: String,
    /// SHA-256 of the canonical factoring contract.
    pub contract: String,
    /// SHA-256 of the canonical policy document, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// SHA-256 of the canonical ledger document, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<String>,
    /// The day as of which the question was asked, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

impl FactoringReceipt {
    /// The receipt of an answer.
    ///
    /// # Errors
    ///
    /// None in practice: see [`crate::wire::write`].
    pub fn new(
        terms: &FactoringTerms,
        documents: Option<(&Ledger, Option<&Policy>)>,
        as_of: Option<Day>,
    ) -> Result<Self, Error> {
        Ok(Self {
            library: env!("CARGO_PKG_VERSION").into(),
            contract: hex(&Sha256::digest(document::write(terms)?)),
            policy: documents.and_then(|(_, policy)| policy).map(|policy| policy.digest().into()),
            ledger: documents.map(|(ledger, _)| ledger.digest().into()),
            as_of,
        })
    }
}
