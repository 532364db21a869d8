//! What factoring costs.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::value::{Amount, AnnualRate, DayBasis, Id, Rate, Share, is_default};

/// The factoring commission (FAC-2): for keeping the ledger, collecting and
/// bearing the risk. French: commission d'affacturage, commission de service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a factoring commission, as an object")]
pub struct Commission {
    /// Its rate.
    pub rate: Rate,
    /// Of what.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on: CommissionBase,
    /// The least that is due; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<MinimumCommission>,
    /// Value added tax on it; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<Share>,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What the factoring commission is a share of (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommissionBase {
    /// Invoices with value added tax (toutes taxes comprises).
    #[default]
    IncVat,
    /// Invoices without it.
    ExVat,
}

/// The least factoring commission (FAC-2). French: minimum de commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a minimum commission, as an object")]
pub struct MinimumCommission {
    /// How much, without tax.
    pub amount: Amount,
    /// For what.
    pub per: MinimumPer,
}

/// For what a minimum is due (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MinimumPer {
    /// Each year, in proportion for a part of one.
    Year,
    /// Each month.
    Month,
    /// Each invoice.
    Invoice,
}

/// The financing commission (FAC-2): used × (index + margin) × days ÷ basis.
/// French: commission de financement, commission spéciale de financement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a financing commission, as an object")]
pub struct FinancingCommission {
    /// The margin over the index, or the whole rate where there is none.
    pub margin: Rate,
    /// The name of the index, such as `EURIBOR 3M`; absent: the margin is the rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<Id>,
    /// The least the index counts for, such as `0%`; absent: what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<AnnualRate>,
    /// How many days a year has; by default 360.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: DayBasis,
    /// What it is counted on, in the life of an invoice and on average receivables.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on: InterestBase,
    /// When it is taken.
    #[serde(default, skip_serializing_if = "is_default")]
    pub taken: InterestTaken,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What the financing commission of an invoice is counted on (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InterestBase {
    /// What is financed, commissions and fees in it.
    #[default]
    Advance,
    /// What is financed less commissions and fees.
    NetOfCommission,
}

/// When the financing commission of an invoice is taken (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InterestTaken {
    /// At the end, for the days that passed (postcompté).
    #[default]
    InArrears,
    /// At the start, to the due date, on what is advanced (précompté).
    InAdvance,
    /// At the start, so that the amount paid out with its interest comes to
    /// what is advanced.
    InAdvanceOnNet,
}

/// A fee beside the commissions (FAC-2), such as for the file, audits, each
/// invoice, a line kept open, or late payment. French: frais annexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a fee of the factor, as an object")]
pub struct FactoringFee {
    /// What it is for, such as `file` or `audit`.
    pub name: Id,
    /// How much each time; absent: `rate` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Its share of `on` each time; absent: `amount` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// What the share is of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on: FeeBase,
    /// For what it is due.
    pub per: FeePer,
    /// Value added tax on it; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<Share>,
}

/// What a fee that is a share is of (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeBase {
    /// Invoices assigned; for a fee per late week, those that are late.
    #[default]
    Invoices,
    /// The ceiling of the contract (`facility`).
    Facility,
    /// What of the ceiling is not in use (commission de non-utilisation).
    Unused,
}

/// For what a fee is due (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeePer {
    /// Once.
    Contract,
    /// Each year, in proportion for a part of one.
    Year,
    /// Each month.
    Month,
    /// Each invoice.
    Invoice,
    /// Each debtor.
    Debtor,
    /// Each request for a limit.
    LimitRequest,
    /// Each week, begun or whole, for which an invoice is late.
    LateWeek,
}

/// A step of a table of fees by the day of collection (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a step of a table of rebates, as an object")]
pub struct RebateStep {
    /// The last day after assignment on which it holds; absent: any later day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u16>,
    /// The fee, as a share of the invoice.
    pub fee: Share,
}
