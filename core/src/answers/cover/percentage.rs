//! Which insured percentage holds.

use serde::{Deserialize, Serialize};

use super::LimitBasis;
use crate::terms::{Cause, PolicyTerms};
use crate::value::{Country, Share};

/// What the insured percentage of a receivable goes by (POL-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PercentageBy {
    /// The decision on the limit.
    LimitDecision,
    /// The cause of loss asked about.
    Cause,
    /// The buyer's country.
    Country,
    /// The kind of limit.
    LimitKind,
    /// A notification that came late.
    Lateness,
}

impl PercentageBy {
    /// The stable name, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LimitDecision => "limit_decision",
            Self::Cause => "cause",
            Self::Country => "country",
            Self::LimitKind => "limit_kind",
            Self::Lateness => "lateness",
        }
    }
}

/// The insured percentage: the most specific wins (POL-6).
pub(in crate::answers) fn percentage(
    terms: &PolicyTerms,
    basis: LimitBasis,
    decided: Option<Share>,
    country: Option<Country>,
    cause: Option<Cause>,
) -> (Share, PercentageBy) {
    let rule = &terms.insured_percentage;
    if let Some(share) = decided {
        return (share, PercentageBy::LimitDecision);
    }
    if let Some(share) = cause.and_then(|cause| rule.by_cause.get(&cause)) {
        return (*share, PercentageBy::Cause);
    }
    if let Some(share) = country.and_then(|country| rule.by_country.get(&country)) {
        return (*share, PercentageBy::Country);
    }
    let discretionary = rule.discretionary.unwrap_or(rule.named);
    let share = match basis {
        LimitBasis::Named | LimitBasis::None => rule.named,
        LimitBasis::PaymentExperience | LimitBasis::CreditReport => discretionary,
        LimitBasis::Unnamed => rule.unnamed.unwrap_or(discretionary),
    };
    (share, PercentageBy::LimitKind)
}
