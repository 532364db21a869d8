//! The verdict on one receivable.

use serde::{Deserialize, Serialize};

use crate::value::{Amount, Quantity, Share};

/// Whether a receivable is insured (COV-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All of what is open is covered.
    Covered,
    /// Some of it is.
    PartlyCovered,
    /// None of it is.
    NotCovered,
    /// Nobody can say yet: it is disputed.
    Suspended,
}

impl Verdict {
    /// What is covered of what is open, unless a reason forbids it.
    #[inline]
    pub(crate) fn of<Q: Quantity>(excluded: bool, suspended: bool, covered: Q, open: Q) -> Self {
        if excluded {
            Self::NotCovered
        } else if suspended {
            Self::Suspended
        } else if covered == Q::default() {
            Self::NotCovered
        } else if covered == open {
            Self::Covered
        } else {
            Self::PartlyCovered
        }
    }

    /// The stable name, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::PartlyCovered => "partly_covered",
            Self::NotCovered => "not_covered",
            Self::Suspended => "suspended",
        }
    }
}

/// What justifies the limit in force (COV-3, COV-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitBasis {
    /// A decision of the insurer.
    Named,
    /// The policyholder's own limit, by payment experience.
    PaymentExperience,
    /// The policyholder's own limit, by a credit report.
    CreditReport,
    /// The limit on buyers nobody looked at.
    Unnamed,
    /// No limit.
    None,
}

impl LimitBasis {
    /// The stable name, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::PaymentExperience => "payment_experience",
            Self::CreditReport => "credit_report",
            Self::Unnamed => "unnamed",
            Self::None => "none",
        }
    }
}

/// One open receivable as the cover calculation leaves it: what the loss
/// account of a claim starts from. Amounts are in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivableCover {
    /// The place of the receivable in its account.
    pub place: usize,
    /// What is open, tax and interest included.
    pub open: Amount,
    /// The part of it on the insured base (POL-5).
    pub base: Amount,
    /// The part of the base that the limit covers (COV-5…7); nothing if the
    /// receivable is not insurable.
    pub covered: Amount,
    /// Whether it is insurable: no reason excludes it as a whole, nor suspends it.
    pub insurable: bool,
    /// The insured percentage that holds for it (POL-6), lateness counted in.
    pub percentage: Share,
    /// What justifies the limit.
    pub limit_basis: LimitBasis,
    /// The verdict.
    pub verdict: Verdict,
}
