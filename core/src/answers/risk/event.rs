//! Events on a buyer, as somebody who watches it reports them.

use serde::{Deserialize, Serialize};

use crate::value::{Amount, Day, Id, document, is_default};

/// Something that was learnt of a buyer (RSK-2). Overdue receivables and
/// insolvencies of the ledger count without being reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "event",
    rename_all = "snake_case",
    deny_unknown_fields,
    expecting = "an event with its name, such as { \"event\": \"news\", \"buyer\": …, \"date\": … }"
)]
pub enum WatchEvent {
    /// Its grade changed.
    GradeChange {
        /// Whose.
        buyer: Id,
        /// When.
        date: Day,
        /// The grade before; absent: the one before it in these events, or
        /// the ledger's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Id>,
        /// The grade from then on.
        after: Id,
    },
    /// It is overdue elsewhere, as other suppliers report.
    Overdue {
        /// Who.
        buyer: Id,
        /// When it was learnt.
        date: Day,
        /// By how many days.
        days: u16,
        /// How much, in the policy currency.
        #[serde(default, skip_serializing_if = "is_default")]
        amount: Amount,
    },
    /// Insolvency proceedings that the ledger does not have yet.
    Insolvency {
        /// Who.
        buyer: Id,
        /// When they were opened.
        date: Day,
    },
    /// Anything else.
    News {
        /// About whom.
        buyer: Id,
        /// When.
        date: Day,
        /// About what: a word that rules can wait for.
        topic: Id,
    },
}

impl document::ToldApart for WatchEvent {
    const BY: &'static str = "event";
}

impl WatchEvent {
    /// About whom.
    #[must_use]
    pub const fn buyer(&self) -> &Id {
        match self {
            Self::GradeChange { buyer, .. }
            | Self::Overdue { buyer, .. }
            | Self::Insolvency { buyer, .. }
            | Self::News { buyer, .. } => buyer,
        }
    }

    /// When.
    #[must_use]
    pub const fn date(&self) -> Day {
        match self {
            Self::GradeChange { date, .. }
            | Self::Overdue { date, .. }
            | Self::Insolvency { date, .. }
            | Self::News { date, .. } => *date,
        }
    }
}
