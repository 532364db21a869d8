//! What became of one assigned invoice, as an answer.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::effective::EffectiveCost;
use crate::value::{Amount, Day, Id};

/// One step in the life of an assigned invoice (FAC-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvoiceMovement {
    /// When.
    pub date: Day,
    /// What happened.
    pub kind: InvoiceMovementKind,
    /// For how much.
    pub amount: Amount,
    /// What the debtor owes afterwards.
    pub open: Amount,
    /// What the factor holds back afterwards.
    pub reserve: Amount,
}

/// What happened to an assigned invoice (FAC-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceMovementKind {
    /// It was assigned.
    Assigned,
    /// The seller got the advance, net of charges.
    Advanced,
    /// Something was charged later.
    Charged,
    /// The debtor paid.
    Paid,
    /// A credit note reduced it.
    Credited,
    /// The guarantee took it over.
    Guaranteed,
    /// The seller took it back (recours).
    Recourse,
    /// The seller got what was held back.
    Released,
}

/// Something the factor charges on an invoice (FAC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Charge {
    /// What for: `factoring_commission`, `financing_commission`,
    /// `collection_fee`, or the name of the fee.
    pub name: Id,
    /// When.
    pub date: Day,
    /// How much, without tax.
    pub amount: Amount,
    /// The value added tax on it.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
}

/// Where an assigned invoice stands (FAC-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// The debtor still owes something.
    Open,
    /// Paid, and closed.
    Settled,
    /// Not paid, and closed: see what is guaranteed and what the seller took back.
    Failed,
}

/// What became of one assigned invoice (FAC-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceLife {
    /// The invoice.
    pub invoice: Id,
    /// Who owes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debtor: Option<Id>,
    /// Where it stands.
    pub state: InvoiceState,
    /// The invoice with its tax: `advance + retained + charges taken at
    /// assignment = amount`.
    pub amount: Amount,
    /// What is financed, before charges (quotité financée less fund).
    pub financed: Amount,
    /// What the seller got at assignment: what is financed less charges.
    pub advance: Amount,
    /// What was held back at assignment, the guarantee fund in it.
    pub retained: Amount,
    /// The guarantee fund in that.
    pub guarantee_fund: Amount,
    /// What was charged, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// All of it, tax included.
    pub charged: Amount,
    /// What the debtor paid.
    pub collected: Amount,
    /// What was credited to the debtor.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub credited: Amount,
    /// What the guarantee took over.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub guaranteed: Amount,
    /// What fell back on the seller.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub recourse: Amount,
    /// What the seller got back of what was held.
    pub released: Amount,
    /// What is still held back.
    pub held: Amount,
    /// What the seller owes the factor, over what was held back.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub owed_by_seller: Amount,
    /// What the debtor still owes.
    pub open: Amount,
    /// `advance + charged + held + released`.
    pub debit: Amount,
    /// `collected + guaranteed + open + owed_by_seller`: the same amount.
    pub credit: Amount,
    /// What it cost in effect, once settled by payment with nothing held any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<EffectiveCost>,
    /// What happened, in order.
    pub movements: Vec<InvoiceMovement>,
}
