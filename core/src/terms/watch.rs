//! Watch rules as data: which event on a buyer suggests what for its limit.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::value::{Amount, Id, Share, document};

/// Rules by which events suggest limit actions (RSK-2). French: règles de
/// surveillance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "watch rules, as an object")]
pub struct WatchRules {
    /// The scale on which the buyers' grades stand; absent: no rule goes by grades.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Id>,
    /// The rules. Where several apply to a buyer the strictest action counts.
    pub rules: Vec<WatchRule>,
}

/// One rule (RSK-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a watch rule, as { \"when\": …, \"then\": … }")]
pub struct WatchRule {
    /// What must have happened.
    #[serde(deserialize_with = "document::told_apart")]
    pub when: WatchTrigger,
    /// What is suggested then.
    #[serde(deserialize_with = "document::told_apart")]
    pub then: LimitAction,
    /// Where the rule stands in the seller's own credit manual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What a rule waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "event",
    rename_all = "snake_case",
    deny_unknown_fields,
    expecting = "a trigger with its name, such as { \"event\": \"insolvency\" }"
)]
pub enum WatchTrigger {
    /// The grade fell by so many notches or more (dégradation).
    Downgrade {
        /// How many.
        notches: u16,
    },
    /// The grade is worse than this one.
    BelowGrade {
        /// The worst grade that is still good enough.
        grade: Id,
    },
    /// Something is overdue by more than so many days (impayé).
    Overdue {
        /// How many days.
        days: u16,
        /// How much must be overdue by so long; absent: anything.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        above: Option<Amount>,
    },
    /// Insolvency proceedings were opened (procédure collective).
    Insolvency {},
    /// Something was heard of the buyer (information).
    News {
        /// About what, as the event says it; absent: about anything.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<Id>,
    },
}

impl document::ToldApart for WatchTrigger {
    const BY: &'static str = "event";
}

/// What is suggested for the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "action",
    rename_all = "snake_case",
    deny_unknown_fields,
    expecting = "an action with its name, such as { \"action\": \"cancel\" }"
)]
pub enum LimitAction {
    /// A look by a person; the limit stays.
    Review {},
    /// So much of the limit in force (réduction).
    ReduceTo {
        /// How much of it.
        share: Share,
    },
    /// At most an amount, in the policy currency.
    Cap {
        /// The amount.
        amount: Amount,
    },
    /// Nothing for new deliveries until somebody decides again (suspension).
    Suspend {},
    /// No limit any more (résiliation).
    Cancel {},
}

impl document::ToldApart for LimitAction {
    const BY: &'static str = "action";
}

impl LimitAction {
    /// The stable name, as in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Review {} => "review",
            Self::ReduceTo { .. } => "reduce_to",
            Self::Cap { .. } => "cap",
            Self::Suspend {} => "suspend",
            Self::Cancel {} => "cancel",
        }
    }
}
