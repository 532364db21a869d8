//! What a cost of factoring is computed from.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::availability::NamedAmount;
use super::interest::{DatedBalance, IndexFixing};
use crate::value::{Amount, Day, DayBasis, Number, Rate, Share, is_default};

/// How much a seller makes use of its factor in a time (FAC-2), in the
/// contract's currency. Of `used`, `utilisation` and `receivables` at most one
/// says what is financed; none: nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "the use of a factoring contract, as an object")]
pub struct FactoringUse {
    /// Invoices assigned in that time, tax included (chiffre d'affaires confié TTC).
    pub turnover: Amount,
    /// The value added tax in them.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
    /// How many months that is; by default 12.
    #[serde(default = "a_year", skip_serializing_if = "is_a_year")]
    pub months: u16,
    /// An amount in use all along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<ConstantUse>,
    /// What was in use from day to day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utilisation: Option<Utilisation>,
    /// What the receivables come to: the contract says how much is financed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receivables: Option<AverageReceivables>,
    /// What the index stood at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub index: Vec<IndexFixing>,
    /// How many of what fees are due for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub counts: FeeCounts,
    /// What else it costs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<NamedAmount>,
    /// What it saves, such as staff or bad debts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub savings: Vec<NamedAmount>,
    /// The rate a year at which the seller itself funds the receivables that
    /// the factor does not; absent: not counted. With `receivables` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_funding: Option<Rate>,
    /// What the seller has without factoring; absent: nothing to compare with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<WithoutFactoring>,
}

const fn a_year() -> u16 {
    12
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_a_year(months: &u16) -> bool {
    *months == 12
}

/// An amount in use all along (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an amount in use, as an object")]
pub struct ConstantUse {
    /// How much.
    pub amount: Amount,
    /// For how many days; absent: for the months of the use, each a twelfth of a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
}

/// What was in use from day to day (FAC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a utilisation over time, as an object")]
pub struct Utilisation {
    /// Each balance, from its day on.
    pub balances: Vec<DatedBalance>,
    /// The last day that counts.
    pub to: Day,
}

/// What receivables come to on average (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "average receivables, as an object")]
pub struct AverageReceivables {
    /// How much; absent: turnover of a year × `days` ÷ `basis`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// For how many days an invoice stays unpaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// How many days a year has; by default 365.
    #[serde(default = "calendar_year")]
    pub basis: DayBasis,
    /// The share of what can be drawn that is; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Share>,
}

const fn calendar_year() -> DayBasis {
    DayBasis::Days365
}

/// How many of what fees are due for (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "counts for fees, as an object")]
pub struct FeeCounts {
    /// Invoices assigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoices: Option<Number>,
    /// Debtors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debtors: Option<Number>,
    /// Requests for limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_requests: Option<Number>,
    /// Weeks for which invoices are late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_weeks: Option<Number>,
    /// The invoices that are late; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_turnover: Option<Amount>,
}

/// What a seller has without factoring (FAC-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "the seller's position without factoring, as an object")]
pub struct WithoutFactoring {
    /// The receivables; absent: turnover of a year × `days` ÷ `basis`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receivables: Option<Amount>,
    /// For how many days an invoice stays unpaid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// How many days a year has; by default 365.
    #[serde(default = "calendar_year")]
    pub basis: DayBasis,
    /// The rate a year at which it funds them.
    pub rate: Rate,
    /// The share of its turnover that it loses (bad debts).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub losses: Option<Share>,
    /// What it spends on the ledger and collection.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub administration: Amount,
}
