//! Who gets what is recovered after the indemnity.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::value::{Share, is_default};

/// The recovery clause (POL-12, REC-1…5). French: récupérations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "the recovery clause, as an object")]
pub struct RecoveryRules {
    /// By which key a recovery is shared.
    #[serde(skip_serializing_if = "is_default")]
    pub sharing: SharingKey,
    /// Whether the costs of recovery come off first or are shared alike.
    #[serde(skip_serializing_if = "is_default")]
    pub costs: RecoveryCosts,
    /// What a recovery gives back.
    #[serde(skip_serializing_if = "is_default")]
    pub reinstates: Reinstates,
    /// Collection fees; absent: none agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fees: Option<CollectionFees>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// By which key a recovery is shared between insurer and insured (REC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SharingKey {
    /// The insurer gets net × indemnity ÷ total debt (HKECIC).
    #[default]
    IndemnityToDebt,
    /// First between insured and uninsured debt by limit part ÷ debt, then
    /// the insured part by indemnity ÷ insured loss (UK).
    InsuredToUninsured,
    /// What is recovered on insured receivables by indemnity ÷ insured loss;
    /// the rest is the insured's (Code des assurances A432-5).
    RiskBorne,
    /// To receivables in order of origin, each as it was indemnified.
    OldestFirst,
    /// The insurer until its indemnity is back, then the insured.
    InsurerFirst,
    /// The insured until its loss is back, then the insurer.
    InsuredFirst,
}

/// How the costs of a recovery are borne (REC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecoveryCosts {
    /// They come off the recovery before it is shared.
    #[default]
    First,
    /// Recovery and costs are shared by the same key, each rounded by itself.
    SameKey,
}

/// What a recovery gives back (REC-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reinstates {
    /// Nothing.
    #[default]
    Neither,
    /// The insurer's share gives back aggregate first loss.
    Aggregate,
    /// The insurer's share gives back maximum liability.
    MaximumLiability,
    /// Both.
    Both,
}

/// Fees of collection (REC-5). French: frais de recouvrement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "collection fees, as an object")]
pub struct CollectionFees {
    /// Share of what is collected amicably; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amicable: Option<Share>,
    /// Whether the insurer bears its insured percentage of collection fees.
    #[serde(skip_serializing_if = "is_default")]
    pub amicable_insured: bool,
    /// Whether the insurer bears its insured percentage of judicial costs.
    #[serde(skip_serializing_if = "is_default")]
    pub judicial_insured: bool,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}
