//! Who owes, and who decides how much credit they get.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::terms::BuyerKind;
use crate::value::{Amount, Country, Currency, Day, Id, Share, Span, is_default};

/// A buyer (acheteur, débiteur).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a buyer, as an object")]
pub struct Buyer {
    /// Its name in this ledger.
    pub id: Id,
    /// Its trade name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Id>,
    /// Where it is established; absent: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// What kind of buyer it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: BuyerKind,
    /// The group it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Id>,
    /// Its grade, on the scale the parties agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Id>,
    /// A number of a public register (SIREN, LEI, VAT number), as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<Id>,
}

/// A group of buyers that a limit may cap together (COV-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a group of buyers, as an object")]
pub struct Group {
    /// Its name in this ledger.
    pub id: Id,
    /// The group above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id>,
}

/// A decision of the insurer on a limit (COV-3). French: avis de décision,
/// arbitrage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a decision on a limit, as an object")]
pub struct LimitDecision {
    /// The buyer; absent for a decision on a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// The group; absent for a decision on a buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Id>,
    /// What was decided.
    pub kind: LimitKind,
    /// When it was decided.
    pub date: Day,
    /// First day on which it holds; absent: the day it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<Day>,
    /// Last day on which it holds; absent: until the next decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// The limit; for a temporary one, what it adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Its currency; absent: the ledger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// What was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested: Option<Amount>,
    /// An insured percentage for this buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_percentage: Option<Share>,
    /// Maximum terms of payment for this buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_terms: Option<Span>,
    /// Last day on which no reduction or cancellation takes effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_cancellable_until: Option<Day>,
}

impl LimitDecision {
    /// First day on which the decision holds.
    #[must_use]
    pub fn from(&self) -> Day {
        self.effective.unwrap_or(self.date)
    }
}

/// What an insurer decided on a limit (COV-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// A limit (agrément).
    Granted,
    /// A lower one.
    Reduced,
    /// A higher one.
    Increased,
    /// An addition between two dates.
    Temporary,
    /// None (refus).
    Refused,
    /// No longer any (résiliation).
    Cancelled,
}

/// Evidence for a discretionary limit (COV-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a credit report, as an object")]
pub struct CreditReport {
    /// The buyer.
    pub buyer: Id,
    /// Date of the report.
    pub date: Day,
    /// The credit that it recommends.
    pub recommended: Amount,
    /// Its currency; absent: the ledger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// The insurer gives cover on a buyer back after a stop (COV-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a reinstatement of cover, as an object")]
pub struct CoverReinstated {
    /// The buyer.
    pub buyer: Id,
    /// First day on which deliveries are covered again.
    pub date: Day,
}
