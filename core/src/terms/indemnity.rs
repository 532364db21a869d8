//! How a loss becomes an indemnity: an ordered list of steps.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::value::{Amount, Id, Number, Rounding, Share, Span, document, is_default};

/// The indemnity clause (POL-11, CLM-2…8). French: calcul et règlement de
/// l'indemnité.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "the indemnity clause, as an object")]
pub struct IndemnityRules {
    /// What is done to the loss, in this order; each kind of step at most
    /// once. By default the credit limit, then the insured percentage.
    #[serde(skip_serializing_if = "usual_steps", deserialize_with = "document::all_told_apart")]
    pub steps: Vec<Step>,
    /// Whether payments between delivery and loss come off before the limit
    /// or share pro rata in what the limit left.
    #[serde(skip_serializing_if = "is_default")]
    pub credits: CreditOrder,
    /// Contractual interest up to the due date counts as debt (intérêts).
    #[serde(skip_serializing_if = "is_default")]
    pub interest_insured: bool,
    /// Kinds of cost that count as insured loss; by default none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub insured_costs: Vec<CostKind>,
    /// How amounts are rounded.
    #[serde(skip_serializing_if = "is_default")]
    pub rounding: Rounding,
    /// When the indemnity falls due; absent: not agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<IndemnityDue>,
    /// A payment on account; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional: Option<Provisional>,
    /// Who else has a right to the indemnity (délégation de bénéfice).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loss_payees: Vec<LossPayee>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

const USUAL_STEPS: [Step; 2] = [
    Step::CreditLimit { caps: Caps::Loss, clause: None },
    Step::InsuredPercentage { clause: None },
];

fn usual_steps(steps: &[Step]) -> bool {
    steps == USUAL_STEPS
}

impl Default for IndemnityRules {
    fn default() -> Self {
        Self {
            steps: USUAL_STEPS.to_vec(),
            credits: CreditOrder::default(),
            interest_insured: false,
            insured_costs: Vec::new(),
            rounding: Rounding::default(),
            due: None,
            provisional: None,
            loss_payees: Vec::new(),
            clause: None,
        }
    }
}

/// One step from the loss to the indemnity (CLM-4). The policy orders them;
/// `clause` is the wording's own article number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "step",
    rename_all = "snake_case",
    deny_unknown_fields,
    expecting = "a step with its name, such as { \"step\": \"insured_percentage\" }"
)]
pub enum Step {
    /// A gate: all or nothing (seuil d'intervention).
    Threshold {
        /// The threshold.
        amount: Amount,
        /// What is compared with it.
        #[serde(
            default,
            skip_serializing_if = "is_default",
            deserialize_with = "document::strictly"
        )]
        on: ThresholdOn,
        /// Whether a loss of exactly the threshold pays.
        #[serde(
            default,
            skip_serializing_if = "is_default",
            deserialize_with = "document::strictly"
        )]
        payable_if: PayableIf,
        /// Whether a refused loss still uses up the aggregate first loss.
        #[serde(default, skip_serializing_if = "is_default")]
        erodes_aggregate: bool,
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// The credit limit on the buyer (agrément).
    CreditLimit {
        /// What the limit caps.
        #[serde(
            default,
            skip_serializing_if = "is_default",
            deserialize_with = "document::strictly"
        )]
        caps: Caps,
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// A fixed sum off each loss (franchise individuelle déduite).
    EachLossDeductible {
        /// The deductible.
        amount: Amount,
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// The insurer's share of what remains (quotité garantie).
    InsuredPercentage {
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// The insured keeps at least this much of each loss (retenue minimale).
    MinimumRetention {
        /// The least the insured keeps.
        amount: Amount,
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// The first losses of a year or policy (franchise annuelle globale).
    AggregateFirstLoss {
        /// The aggregate.
        amount: Amount,
        /// For which time it holds.
        #[serde(
            default,
            skip_serializing_if = "is_default",
            deserialize_with = "document::strictly"
        )]
        per: Per,
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// The most the insurer pays in a year or policy (limite de décaissement):
    /// an amount, or a multiple of the premium.
    MaximumLiability {
        /// A fixed amount.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Amount>,
        /// A multiple of the premium.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        multiple: Option<Number>,
        /// Of which premium.
        #[serde(
            default,
            skip_serializing_if = "is_default",
            deserialize_with = "document::strictly"
        )]
        of_premium: PremiumBase,
        /// For which time it holds.
        #[serde(
            default,
            skip_serializing_if = "is_default",
            deserialize_with = "document::strictly"
        )]
        per: Per,
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
    /// A sum that is subtracted, where a wording treats its threshold so.
    NonQualifyingDeduction {
        /// The sum.
        amount: Amount,
        /// The wording's own article number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
}

impl document::ToldApart for Step {
    const BY: &'static str = "step";
}

impl Step {
    /// The name that the document gives to the step.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Threshold { .. } => "threshold",
            Self::CreditLimit { .. } => "credit_limit",
            Self::EachLossDeductible { .. } => "each_loss_deductible",
            Self::InsuredPercentage { .. } => "insured_percentage",
            Self::MinimumRetention { .. } => "minimum_retention",
            Self::AggregateFirstLoss { .. } => "aggregate_first_loss",
            Self::MaximumLiability { .. } => "maximum_liability",
            Self::NonQualifyingDeduction { .. } => "non_qualifying_deduction",
        }
    }

    /// The wording's own article number.
    #[must_use]
    pub const fn clause(&self) -> Option<&String> {
        match self {
            Self::Threshold { clause, .. }
            | Self::CreditLimit { clause, .. }
            | Self::EachLossDeductible { clause, .. }
            | Self::InsuredPercentage { clause }
            | Self::MinimumRetention { clause, .. }
            | Self::AggregateFirstLoss { clause, .. }
            | Self::MaximumLiability { clause, .. }
            | Self::NonQualifyingDeduction { clause, .. } => clause.as_ref(),
        }
    }
}

/// What a threshold is compared with (CLM-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ThresholdOn {
    /// The amount that reaches the step.
    #[default]
    InsuredLoss,
    /// The buyer's whole debt.
    TotalDebt,
}

/// Whether a loss of exactly the threshold pays (CLM-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayableIf {
    /// Only above it (Atradius Belgium, UK brokers).
    #[default]
    Above,
    /// At it, too.
    AtLeast,
}

/// What the credit limit caps (CLM-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Caps {
    /// The loss: receivables fill the limit in order of origin.
    #[default]
    Loss,
    /// The indemnity (NEXI).
    Indemnity,
}

/// For which time an aggregate or a maximum holds (CLM-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Twelve months from the first day of the policy, again and again.
    #[default]
    InsuranceYear,
    /// The whole life of the policy.
    Policy,
}

/// Which premium a maximum liability multiplies (CLM-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PremiumBase {
    /// The greater of both.
    #[default]
    Greater,
    /// What was paid in the same time.
    Paid,
    /// The minimum premium.
    Minimum,
}

impl PremiumBase {
    /// The premium that is multiplied, of what was paid and the minimum.
    #[must_use]
    pub fn of(self, paid: Amount, minimum: Amount) -> Amount {
        match self {
            Self::Paid => paid,
            Self::Minimum => minimum,
            Self::Greater => paid.max(minimum),
        }
    }
}

/// Whether credits come off before or after the limit (CLM-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CreditOrder {
    /// Credits first, then the limit.
    #[default]
    LimitAfterCredits,
    /// The limit first; credits are shared pro rata.
    LimitBeforeCredits,
}

/// What a cost was for (CLM-2, REC-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// Amicable collection.
    Collection,
    /// Lawyers and courts.
    Legal,
    /// Production or purchase of goods not delivered.
    Production,
    /// Storage, transport, resale of goods.
    Salvage,
}

/// When the indemnity falls due (CLM-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "when the indemnity falls due, as an object")]
pub struct IndemnityDue {
    /// From which date.
    #[serde(default, skip_serializing_if = "is_default")]
    pub anchor: PaymentAnchor,
    /// How long after it.
    pub within: Span,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// From which date the time to pay runs (CLM-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentAnchor {
    /// The date of loss: the end of the waiting period, or the insolvency.
    #[default]
    DateOfLoss,
    /// The overdue or insolvency notification.
    Notification,
    /// The filing of the claim (réception du dossier).
    ClaimFiled,
}

/// A payment on account of the indemnity (CLM-8). French: indemnité
/// provisionnelle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a payment on account, as an object")]
pub struct Provisional {
    /// Share of the indemnity that is paid on account.
    pub share: Share,
    /// From which date the time runs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub anchor: PaymentAnchor,
    /// How long after it.
    pub after: Span,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Somebody else with a right to a share of the indemnity (CLM-11). French:
/// délégataire, bénéficiaire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a loss payee, as an object")]
pub struct LossPayee {
    /// The bank or factor.
    pub name: Id,
    /// Its share of what is paid.
    pub share: Share,
    /// Buyers whose indemnities it concerns; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buyers: Vec<Id>,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}
