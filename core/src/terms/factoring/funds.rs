//! What the factor holds back.

use serde::{Deserialize, Serialize};

use crate::value::{Amount, Id, Share, is_default};

/// The guarantee fund (FAC-1, FAC-4): what the factor holds back of assigned
/// receivables. French: fonds de garantie, retenue de garantie.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a guarantee fund, as an object")]
pub struct GuaranteeFund {
    /// Its share of the receivables; absent: `amount` is fixed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Share>,
    /// Its fixed amount; absent: `rate` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Of which receivables the share is taken in computing availability.
    #[serde(skip_serializing_if = "is_default")]
    pub on: FundBase,
    /// The least it holds; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// The most it holds: from there on nothing more is held back; absent: no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Amount>,
    /// When what was held back of an invoice is given back.
    #[serde(skip_serializing_if = "is_default")]
    pub release: Release,
}

/// Of which receivables a fund or reserve takes its share (FAC-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FundBase {
    /// Those that are financed.
    #[default]
    Eligible,
    /// All that are assigned, net of credit notes (encours cédé).
    Outstanding,
}

/// When the fund of an invoice is given back (FAC-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// When the invoice is settled.
    #[default]
    OnSettlement,
    /// With each payment, in proportion; what is left, at settlement.
    WithPayments,
    /// When the contract ends: until then it stays in the fund.
    AtEnd,
}

/// A reserve beside the guarantee fund (FAC-1), such as for credit notes to
/// come (réserve pour avoirs) or for disputes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a reserve, as an object")]
pub struct Reserve {
    /// What it is for.
    pub name: Id,
    /// Its share of the receivables; absent: `amount` is fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Share>,
    /// Its fixed amount; absent: `rate` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Of which receivables the share is taken.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on: FundBase,
}
