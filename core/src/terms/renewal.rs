//! How a policy goes on, and how it is amended.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::value::{Day, Id, MonthEnd, Span, document, is_default};

/// Renewal and notice (PLA-6, DUE-8). French: reconduction et préavis.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a renewal clause, as an object")]
pub struct Renewal {
    /// Whether the policy goes on unless somebody gives notice (tacite
    /// reconduction).
    #[serde(skip_serializing_if = "is_default")]
    pub tacit: bool,
    /// How long before the end the policyholder must give notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_by_policyholder: Option<Span>,
    /// How long before the end the insurer must give notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_by_insurer: Option<Span>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// The last day on which notice can be given, for a policy with this last day
/// (PLA-6, DUE-8): the whole span lies between the notice and the end, so a
/// policy that ends on 31 December with two months takes notice until 31
/// October. A month cut short gives the earlier day, the safe one.
///
/// # Errors
///
/// [`Error::InvalidDay`] at the ends of the calendar.
pub fn last_day_of_notice(end: Day, notice: Span) -> Result<Day, Error> {
    end.plus_days(1)?.minus(notice, MonthEnd::Clamp)?.plus_days(-1)
}

/// A dated amendment (POL-14). French: avenant.
///
/// `changes` is the part of the policy document that changes: fields that it
/// gives take the place of the former ones, `null` takes a field away, objects
/// are merged field by field and lists are replaced whole (RFC 7396).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an endorsement, as an object")]
pub struct Endorsement {
    /// Its name.
    pub id: Id,
    /// First day on which it holds.
    pub effective: Day,
    /// What changes.
    #[serde(deserialize_with = "document::changes")]
    pub changes: Map<String, Value>,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}
