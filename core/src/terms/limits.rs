//! Credit limits: what holds without a decision, and what a change reaches.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::value::{Amount, Span, is_default};

/// Rules on credit limits (POL-10, COV-3…7). French: agréments, limites de
/// crédit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "rules on credit limits, as an object")]
pub struct LimitRules {
    /// The limit that the policyholder may set itself; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discretionary: Option<Discretionary>,
    /// The limit on buyers nobody looked at; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<Unnamed>,
    /// What holds after the insurer refused or cancelled a limit.
    #[serde(skip_serializing_if = "is_default")]
    pub after_refusal: Fallback,
    /// What the expiry of a decision does to the one before it.
    #[serde(skip_serializing_if = "is_default")]
    pub expiry: Expiry,
    /// What holds after a limit expired, where no decision is left in force.
    #[serde(skip_serializing_if = "is_default")]
    pub after_expiry: Fallback,
    /// In which order receivables fill the limit.
    #[serde(skip_serializing_if = "is_default")]
    pub fill_order: FillOrder,
    /// Whether receivables that are not insurable take up room in the limit.
    #[serde(skip_serializing_if = "is_default")]
    pub uninsurable_fill_the_limit: bool,
    /// What an increase reaches.
    #[serde(skip_serializing_if = "is_default")]
    pub increase: Increase,
    /// Deliveries within this span after a reduction or cancellation keep the
    /// former limit; absent: none do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace: Option<Span>,
    /// Whether deliveries under an order dated before a reduction or
    /// cancellation keep the former limit (ordres à livrer).
    #[serde(skip_serializing_if = "is_default")]
    pub binding_orders: bool,
    /// What ends the sliding of receivables into cover; by default all three.
    #[serde(skip_serializing_if = "all_ends")]
    pub sliding_stops_on: Vec<EndOfSliding>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

const ALL_ENDS: [EndOfSliding; 3] =
    [EndOfSliding::Cancellation, EndOfSliding::Insolvency, EndOfSliding::Stop];

fn all_ends(ends: &[EndOfSliding]) -> bool {
    ends == ALL_ENDS
}

impl Default for LimitRules {
    fn default() -> Self {
        Self {
            discretionary: None,
            unnamed: None,
            after_refusal: Fallback::None,
            expiry: Expiry::Reverts,
            after_expiry: Fallback::None,
            fill_order: FillOrder::Delivery,
            uninsurable_fill_the_limit: false,
            increase: Increase::Immediate,
            grace: None,
            binding_orders: false,
            sliding_stops_on: ALL_ENDS.to_vec(),
            clause: None,
        }
    }
}

/// A limit that the policyholder may set itself on evidence (COV-4). French:
/// zone discrétionnaire, auto-agrément.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a discretionary limit, as an object")]
pub struct Discretionary {
    /// The most it can be, in the policy currency.
    pub amount: Amount,
    /// Evidence from the buyer's own payments; absent: does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_experience: Option<PaymentExperience>,
    /// Evidence from a credit report; absent: does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_report: Option<CreditReportRule>,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// When a buyer's payments justify a discretionary limit (COV-4): enough
/// invoices paid in time, none late; up to the highest balance so paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a rule on payment experience, as an object")]
pub struct PaymentExperience {
    /// How many invoices must have been paid; by default 2.
    pub invoices: u32,
    /// How far back payments count; by default twelve months.
    pub within: Span,
    /// How late after the due date a payment may be; by default not at all.
    pub tolerance: Span,
}

impl Default for PaymentExperience {
    fn default() -> Self {
        Self { invoices: 2, within: Span::months(12), tolerance: Span::days(0) }
    }
}

/// When a credit report justifies a discretionary limit (COV-4): recent
/// enough, and recommending at least the balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a rule on credit reports, as an object")]
pub struct CreditReportRule {
    /// How old the report may be at delivery; by default twelve months.
    pub not_older_than: Span,
}

impl Default for CreditReportRule {
    fn default() -> Self {
        Self { not_older_than: Span::months(12) }
    }
}

/// The limit on buyers nobody looked at (COV-4). French: non dénommés,
/// garantie aveugle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "the limit on unnamed buyers, as an object")]
pub struct Unnamed {
    /// The limit, in the policy currency.
    pub amount: Amount,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What holds on a buyer whose limit ended (COV-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Fallback {
    /// Nothing.
    #[default]
    None,
    /// Unnamed cover only.
    Unnamed,
    /// As if no decision had been made: discretionary, else unnamed.
    Discretionary,
}

/// What the expiry of a decision does to the one before it (COV-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// The one before comes back, if it has not expired itself.
    #[default]
    Reverts,
    /// Nothing comes back: a decision ends the one before it for good.
    Ends,
}

/// In which order receivables fill a limit (COV-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FillOrder {
    /// By delivery date.
    #[default]
    Delivery,
    /// By invoice date.
    Invoice,
    /// By due date.
    Due,
}

/// What an increased limit reaches (COV-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Increase {
    /// Receivables that are already open, too.
    #[default]
    Immediate,
    /// Deliveries made after it.
    NewDeliveries,
}

/// What ends the sliding of receivables into cover (COV-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EndOfSliding {
    /// The limit was cancelled or refused.
    Cancellation,
    /// The buyer became insolvent.
    Insolvency,
    /// Deliveries were stopped.
    Stop,
}

impl EndOfSliding {
    /// The stable name of this end, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cancellation => "cancellation",
            Self::Insolvency => "insolvency",
            Self::Stop => "stop",
        }
    }
}
