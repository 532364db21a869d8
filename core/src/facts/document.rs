//! The ledger document: every list of facts, as written down.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{
    Buyer, Cost, CoverReinstated, CreditNote, CreditReport, Declaration, Dispute, Event, Extension,
    Group, IndemnityPaid, Insolvency, Invoice, LimitDecision, Notice, Offer, Payment, PremiumPaid,
    Recovery,
};
use crate::value::Currency;

/// The version of the ledger document that this crate reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LedgerSchema {
    /// `tradecredit/ledger/1`
    #[serde(rename = "tradecredit/ledger/1")]
    V1,
}

/// What happened, as somebody wrote it down: facts only, each with its date,
/// in any order. [`Ledger::new`](super::Ledger::new) finds the facts that
/// cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a ledger, as an object")]
pub struct LedgerDocument {
    /// Always `tradecredit/ledger/1`.
    pub schema: LedgerSchema,
    /// The currency of amounts that name none.
    pub currency: Currency,
    /// Who owes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buyers: Vec<Buyer>,
    /// Groups of buyers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// What is owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Invoice>,
    /// Credit notes against invoices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit_notes: Vec<CreditNote>,
    /// What was received before any indemnity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<Payment>,
    /// Later due dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// Disputes over invoices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<Dispute>,
    /// Decisions on limits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitDecision>,
    /// Evidence for discretionary limits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit_reports: Vec<CreditReport>,
    /// Cover given back by the insurer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reinstatements: Vec<CoverReinstated>,
    /// Insolvency proceedings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insolvencies: Vec<Insolvency>,
    /// Events that can cause a political loss.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// What was told and filed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
    /// Costs borne.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<Cost>,
    /// What was recovered after a loss.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recoveries: Vec<Recovery>,
    /// Indemnities paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indemnities: Vec<IndemnityPaid>,
    /// Premiums paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub premiums: Vec<PremiumPaid>,
    /// Declarations made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declarations: Vec<Declaration>,
    /// Offers received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
}

impl LedgerDocument {
    /// A ledger without facts.
    #[must_use]
    pub const fn empty(currency: Currency) -> Self {
        Self {
            schema: LedgerSchema::V1,
            currency,
            buyers: Vec::new(),
            groups: Vec::new(),
            invoices: Vec::new(),
            credit_notes: Vec::new(),
            payments: Vec::new(),
            extensions: Vec::new(),
            disputes: Vec::new(),
            limits: Vec::new(),
            credit_reports: Vec::new(),
            reinstatements: Vec::new(),
            insolvencies: Vec::new(),
            events: Vec::new(),
            notices: Vec::new(),
            costs: Vec::new(),
            recoveries: Vec::new(),
            indemnities: Vec::new(),
            premiums: Vec::new(),
            declarations: Vec::new(),
            offers: Vec::new(),
        }
    }
}
