//! What factoring costs, as an answer.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::effective::EffectiveCost;
use super::interest::InterestStretch;
use super::receipt::FactoringReceipt;
use crate::explain::Step;
use crate::value::{Amount, AnnualRate, Currency, Id, Number};

/// What factoring costs in a time (FAC-2), without tax where none is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactoringCost {
    /// The currency of every amount: the contract's.
    pub currency: Currency,
    /// The receivables (encours), where the use gives them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receivables: Option<Amount>,
    /// What can be drawn on them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<Amount>,
    /// What is in use, on average.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<Amount>,
    /// The factoring commission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub factoring_commission: Option<CommissionCost>,
    /// The financing commission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub financing_commission: Option<FinancingCost>,
    /// Fees, in the order of the contract.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeCost>,
    /// What else it costs.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub extras: Amount,
    /// What the seller's own funding of the rest costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_funding: Option<Amount>,
    /// All of it.
    pub total: Amount,
    /// The value added tax on commissions and fees, on top.
    pub vat: Amount,
    /// What it saves.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub savings: Amount,
    /// What the seller has without factoring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without: Option<WithoutCost>,
    /// What it costs more than it saves, and than what the seller has without it.
    pub net_cost: Amount,
    /// What it costs less.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub net_benefit: Amount,
    /// The commissions, fees and extras as a share of the turnover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of_turnover: Option<AnnualRate>,
    /// What the money in use costs in effect, all charges counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<EffectiveCost>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What was computed from what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<FactoringReceipt>,
}

/// The factoring commission of a time (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CommissionCost {
    /// What the rate applies to.
    pub base: Amount,
    /// What it comes to by its rate.
    pub by_rate: Amount,
    /// The least that is due, for that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// The least as a share of what it comes to by its rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_share: Option<AnnualRate>,
    /// What is due: the higher of the two.
    pub amount: Amount,
    /// The value added tax on it.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
}

/// The financing commission of a time (FAC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FinancingCost {
    /// How much.
    pub amount: Amount,
    /// The rate a year, where it did not change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<AnnualRate>,
    /// What it comes to as a share of what is in use on average, for the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_use: Option<AnnualRate>,
    /// Σ balance × days (nombres débiteurs), where the use is given by days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Amount>,
    /// Days on which neither balance nor rate changed, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stretches: Vec<InterestStretch>,
}

/// A fee of a time (FAC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FeeCost {
    /// What it is for.
    pub name: Id,
    /// How often it is due.
    pub times: Number,
    /// How much in all.
    pub amount: Amount,
    /// The value added tax on it.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
}

/// What a seller has without factoring (FAC-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WithoutCost {
    /// The receivables.
    pub receivables: Amount,
    /// What funding them costs.
    pub interest: Amount,
    /// What is lost.
    pub losses: Amount,
    /// What ledger and collection cost.
    pub administration: Amount,
    /// All of it.
    pub total: Amount,
}
