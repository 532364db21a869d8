//! What happened to buyers and countries, what was notified, what was paid.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{OFFER_VALIDITY, offer_last_day};
use crate::error::Error;
use crate::terms::{Cause, CostKind};
use crate::value::{Amount, Country, Currency, Day, Id, is_default};

/// Insolvency proceedings against a buyer (CLM-1, DUE-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an insolvency, as an object")]
pub struct Insolvency {
    /// The buyer.
    pub buyer: Id,
    /// What kind of proceedings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: InsolvencyKind,
    /// The day they were opened.
    pub opened: Day,
    /// The day they were published (in France in the BODACC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Day>,
}

/// What kind of insolvency proceedings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InsolvencyKind {
    /// Winding up by a court (liquidation judiciaire).
    #[default]
    Liquidation,
    /// Reorganisation by a court (redressement judiciaire).
    Reorganisation,
    /// Protection from creditors (sauvegarde).
    Moratorium,
    /// A composition with all creditors (concordat).
    Composition,
    /// Execution that found nothing.
    FruitlessExecution,
}

/// An event that can cause a political loss (CLM-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an event, as an object")]
pub struct Event {
    /// The cause of loss.
    pub cause: Cause,
    /// When it happened.
    pub date: Day,
    /// The buyer it concerns; absent: every buyer of the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// The country it concerns; absent: only the buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}

/// Something that the policyholder told or filed (DUE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a notice, as an object")]
pub struct Notice {
    /// What was told or filed.
    pub kind: NoticeKind,
    /// When.
    pub date: Day,
    /// The buyer it concerns; absent: the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// The invoices it concerns; empty: every one of the buyer delivered by then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Id>,
}

/// What was told or filed (DUE-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// That receivables are overdue (déclaration d'impayé).
    Overdue,
    /// That the buyer is insolvent.
    Insolvency,
    /// The claim (demande d'intervention contentieuse).
    Claim,
    /// The debt, in the buyer's insolvency (déclaration de créance).
    DebtFiling,
    /// That the policy shall end (résiliation).
    Termination,
}

/// A cost that the policyholder bore (CLM-2, REC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a cost, as an object")]
pub struct Cost {
    /// Its number.
    pub id: Id,
    /// The buyer it concerns.
    pub buyer: Id,
    /// When it was borne.
    pub date: Day,
    /// What it was for.
    pub kind: CostKind,
    /// How much.
    pub amount: Amount,
    /// Its currency; absent: the ledger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// Something recovered after the date of loss (REC-1, REC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a recovery, as an object")]
pub struct Recovery {
    /// Its number.
    pub id: Id,
    /// The buyer it concerns.
    pub buyer: Id,
    /// When it was received.
    pub date: Day,
    /// How much, before costs.
    pub amount: Amount,
    /// What it cost to recover.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub costs: Amount,
    /// Its currency; absent: the ledger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The invoices it concerns; empty: the buyer's whole debt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Id>,
}

/// An indemnity that was paid (CLM-8, CLM-10), in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an indemnity paid, as an object")]
pub struct IndemnityPaid {
    /// The claim.
    pub claim: Id,
    /// The buyer.
    pub buyer: Id,
    /// When.
    pub date: Day,
    /// How much.
    pub amount: Amount,
}

/// A premium that was paid (PRE-2), in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a premium paid, as an object")]
pub struct PremiumPaid {
    /// When.
    pub date: Day,
    /// How much.
    pub amount: Amount,
}

/// A declaration of turnover or balances (PRE-1), in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a declaration, as an object")]
pub struct Declaration {
    /// When it was made.
    pub date: Day,
    /// Last day of the period that it covers.
    pub up_to: Day,
    /// What was declared.
    pub amount: Amount,
}

/// An offer of an insurer (PLA-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an offer, as an object")]
pub struct Offer {
    /// Its number.
    pub id: Id,
    /// When it was issued.
    pub issued: Day,
    /// Last day on which it can be accepted; absent: a month after issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// When it was accepted; absent: not yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Day>,
}

impl Offer {
    /// The last day on which it can be accepted (PLA-3).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDay`] past year 9999.
    pub fn last_day(&self) -> Result<Day, Error> {
        offer_last_day(self.issued, self.valid_until, OFFER_VALIDITY)
    }
}
