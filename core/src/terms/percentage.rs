//! The insured percentage.

use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::Cause;
use crate::value::{Country, Share, document::once_each};

/// What share of a covered loss the insurer bears (POL-6). French: quotité
/// garantie.
///
/// Depends on the kind of limit; the percentage of the cause of loss, of the
/// country or of the limit decision takes its place. The most specific wins:
/// limit decision, then cause, then country, then kind of limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "insured percentages, as an object")]
pub struct InsuredPercentage {
    /// For buyers with a limit decided by the insurer (dénommés); by default 90 %.
    #[serde(skip_serializing_if = "is_ninety")]
    pub named: Share,
    /// For buyers under a discretionary limit; by default as `named`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discretionary: Option<Share>,
    /// For unnamed buyers (non dénommés); by default as `discretionary`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<Share>,
    /// For buyers of a country, whatever the kind of limit.
    #[serde(deserialize_with = "once_each", skip_serializing_if = "BTreeMap::is_empty")]
    pub by_country: BTreeMap<Country, Share>,
    /// For a cause of loss, whatever the country.
    #[serde(deserialize_with = "once_each", skip_serializing_if = "BTreeMap::is_empty")]
    pub by_cause: BTreeMap<Cause, Share>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

fn ninety() -> Share {
    Share::percent(90)
}

fn is_ninety(share: &Share) -> bool {
    *share == ninety()
}

impl Default for InsuredPercentage {
    fn default() -> Self {
        Self {
            named: ninety(),
            discretionary: None,
            unnamed: None,
            by_country: BTreeMap::new(),
            by_cause: BTreeMap::new(),
            clause: None,
        }
    }
}
