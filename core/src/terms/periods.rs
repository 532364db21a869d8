//! The credit periods: how long a receivable may run and stay insured.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::value::{MonthEnd, Roll, Share, Span, is_default};

/// Credit periods (POL-7) and how days are counted (VAL-5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "credit periods, as an object")]
pub struct Periods {
    /// Longest terms of payment, from the invoice date (durée maximale de
    /// crédit); absent: no maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_terms: Option<Span>,
    /// Maximum extension period after the due date (délai de prorogation),
    /// after which deliveries to the buyer stop being insured; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_extension: Option<Span>,
    /// Longest time from delivery to invoice; absent: no maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_invoicing: Option<Span>,
    /// What a month added to the 31st gives.
    #[serde(skip_serializing_if = "is_default")]
    pub month_end: MonthEnd,
    /// Where a deadline goes that falls on a weekend or holiday.
    #[serde(skip_serializing_if = "is_default")]
    pub roll: Roll,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// The end of cover for further deliveries to a buyer that is late (COV-8).
/// French: arrêt des livraisons. In force whenever a maximum extension period
/// or `after` is agreed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a stop clause, as an object")]
pub struct Stop {
    /// From which date of the unpaid receivable the time runs.
    #[serde(skip_serializing_if = "is_default")]
    pub anchor: StopAnchor,
    /// How long; absent: the maximum extension period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Span>,
    /// Share of the buyer's balance that must be that late, and exceeded, for
    /// a stop; absent: any amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub materiality: Option<Share>,
    /// What gives cover back.
    #[serde(skip_serializing_if = "is_default")]
    pub reinstatement: Reinstatement,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// From which date of an unpaid receivable the stop runs (COV-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StopAnchor {
    /// The due date, with extensions to which the insurer agreed.
    #[default]
    Due,
    /// The due date first agreed.
    OriginalDue,
    /// The due date with every extension, agreed by the insurer or not.
    ExtendedDue,
    /// The invoice date.
    Invoice,
}

/// What gives cover back after a stop (COV-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reinstatement {
    /// Payment of what is late, for later deliveries.
    #[default]
    OnPayment,
    /// Payment of what is late, also for deliveries made under the stop.
    Retroactive,
    /// Only the insurer's word.
    InsurerOnly,
}
