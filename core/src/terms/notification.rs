//! What must be told to whom, by when, and what lateness costs.

use alloc::collections::BTreeMap;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::Cause;
use crate::value::{Country, Share, Span, document::once_each, is_default};

/// Duties of notification and filing (POL-8, DUE-2…5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "duties of notification, as an object")]
pub struct Notification {
    /// Of a receivable that is overdue (déclaration d'impayé); absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<OverdueNotice>,
    /// Of a buyer's insolvency; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insolvency: Option<InsolvencyNotice>,
    /// When a claim may and must be filed; absent: any time after the waiting
    /// period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_filing: Option<ClaimFiling>,
    /// By when the debt must be filed in the buyer's insolvency, by the
    /// buyer's country (déclaration de créance). By default France: two months
    /// from publication, four for creditors abroad.
    #[serde(deserialize_with = "once_each", skip_serializing_if = "only_france")]
    pub debt_filing: BTreeMap<Country, DebtFiling>,
}

fn usual_debt_filing() -> BTreeMap<Country, DebtFiling> {
    let france = DebtFiling { domestic: Span::months(2), abroad: Span::months(4) };
    "FR".parse().map(|country| (country, france)).into_iter().collect()
}

fn only_france(filing: &BTreeMap<Country, DebtFiling>) -> bool {
    *filing == usual_debt_filing()
}

impl Default for Notification {
    fn default() -> Self {
        Self {
            overdue: None,
            insolvency: None,
            claim_filing: None,
            debt_filing: usual_debt_filing(),
        }
    }
}

/// By when an overdue receivable must be notified (DUE-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a duty to notify overdue receivables, as an object")]
pub struct OverdueNotice {
    /// From which date the time runs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub anchor: OverdueAnchor,
    /// How long.
    pub within: Span,
    /// The reporting day of the month (1 to 31; 31 is the month's last day):
    /// the last day moves to it, in the same month. Absent: it does not move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month_end_cutoff: Option<u8>,
    /// What lateness costs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub if_late: Lateness,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// From which date the time to notify an overdue receivable runs (DUE-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OverdueAnchor {
    /// The due date, with extensions to which the insurer agreed.
    #[default]
    Due,
    /// The due date first agreed.
    OriginalDue,
    /// The end of the maximum extension period.
    MepEnd,
    /// The invoice date plus the maximum terms of payment (délai maximum
    /// contractuel).
    MaxTermsEnd,
}

/// By when a buyer's insolvency must be notified (DUE-3). It can only bring
/// the overdue notification forward, never push it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a duty to notify insolvency, as an object")]
pub struct InsolvencyNotice {
    /// From which date the time runs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub anchor: InsolvencyAnchor,
    /// How long.
    pub within: Span,
    /// What lateness costs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub if_late: Lateness,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// From which date of an insolvency the time runs (DUE-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InsolvencyAnchor {
    /// Its publication (in France the BODACC); the opening where none is known.
    #[default]
    Publication,
    /// The judgment that opened it.
    Opening,
}

/// When a claim may and must be filed (DUE-4).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a claim filing window, as an object")]
pub struct ClaimFiling {
    /// From which date the window is counted.
    #[serde(skip_serializing_if = "is_default")]
    pub anchor: FilingAnchor,
    /// First day of the window; absent: the end of the waiting period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Span>,
    /// Last day of the window; absent: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// What lateness costs.
    #[serde(skip_serializing_if = "is_default")]
    pub if_late: Lateness,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// From which date of a receivable the claim filing window is counted (DUE-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FilingAnchor {
    /// The due date, with extensions to which the insurer agreed.
    #[default]
    Due,
    /// The due date first agreed.
    OriginalDue,
    /// The invoice date.
    Invoice,
    /// The date of loss.
    DateOfLoss,
}

/// By when a debt must be filed in the insolvency of a buyer (DUE-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "time limits for filing a debt, as an object")]
pub struct DebtFiling {
    /// From publication, for a policyholder in the buyer's country.
    pub domestic: Span,
    /// From publication, for a policyholder in another country.
    pub abroad: Span,
}

/// What being late costs (DUE-9). Never assumed from general insurance law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Lateness {
    /// Cover of the receivable (déchéance).
    #[default]
    NoCover,
    /// Part of the insured percentage.
    PercentageReduced {
        /// The insured percentage that is left.
        to: Share,
    },
    /// Nothing, but the answer says so.
    FlagOnly,
}

/// How long a receivable must stay unpaid before it is a loss (POL-9, CLM-1).
/// French: délai de carence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a waiting period, as an object")]
pub struct WaitingPeriod {
    /// From which date it runs, for protracted default.
    #[serde(skip_serializing_if = "is_default")]
    pub anchor: WaitingAnchor,
    /// How long; by default six months.
    #[serde(skip_serializing_if = "is_six_months")]
    pub span: Span,
    /// How long for a political cause, from its event; absent: `span`.
    #[serde(deserialize_with = "once_each", skip_serializing_if = "BTreeMap::is_empty")]
    pub by_cause: BTreeMap<Cause, Span>,
    /// One date of loss for the buyer, or one per receivable.
    #[serde(skip_serializing_if = "is_default")]
    pub date_of_loss_per: DateOfLossPer,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

fn is_six_months(span: &Span) -> bool {
    *span == Span::months(6)
}

impl Default for WaitingPeriod {
    fn default() -> Self {
        Self {
            anchor: WaitingAnchor::Due,
            span: Span::months(6),
            by_cause: BTreeMap::new(),
            date_of_loss_per: DateOfLossPer::Buyer,
            clause: None,
        }
    }
}

/// From which date the waiting period of a protracted default runs (CLM-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitingAnchor {
    /// The due date, with extensions to which the insurer agreed.
    #[default]
    Due,
    /// The due date first agreed.
    OriginalDue,
    /// The overdue notification.
    Notification,
    /// The filing of the claim (France: réception du dossier).
    ClaimFiled,
}

/// Whether a buyer has one date of loss or each receivable its own (CLM-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DateOfLossPer {
    /// The oldest unpaid covered receivable starts the period for the buyer.
    #[default]
    Buyer,
    /// Each receivable has its own period.
    Receivable,
}
