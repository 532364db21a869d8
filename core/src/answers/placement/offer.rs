//! How long an offer can be accepted (PLA-3).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::error::Error;
use crate::explain::{Rule, Step};
use crate::value::{Day, Id};

/// How long an offer can be accepted, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferValidity {
    /// When it was issued.
    pub issued: Day,
    /// The last day on which it can be accepted.
    pub last_day: Day,
    /// Days from the day of the question to the last day; negative once it is
    /// past. Absent: no day was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i32>,
    /// Whether it can be accepted on the day of the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// How an offer stands: its last day, and what is left of it.
#[must_use]
pub fn validity(issued: Day, last_day: Day, as_of: Option<Day>) -> OfferValidity {
    OfferValidity {
        issued,
        last_day,
        days_left: as_of.map(|day| last_day.days_after(day)),
        open: as_of.map(|day| (issued..=last_day).contains(&day)),
        steps: alloc::vec![
            Step::new("offer_open_until", Rule::Pla3).fact("issued", issued).fact("day", last_day)
        ],
    }
}

/// Checks that an offer can be accepted on a day.
///
/// # Errors
///
/// [`Error::Unanswerable`] for a day after the last one, or before the issue.
pub fn open_on(offer: Option<&Id>, issued: Day, last_day: Day, accepted: Day) -> Result<(), Error> {
    let name = offer.map_or_else(|| String::from("the offer"), |id| format!("the offer `{id}`"));
    let problem = if accepted > last_day {
        format!(
            "{name} of {issued} could be accepted until {last_day}, not on {accepted}: \
             ask the insurer to extend it or to quote again"
        )
    } else if accepted < issued {
        format!("{name} was issued on {issued}: it cannot be accepted on {accepted}, before that")
    } else {
        return Ok(());
    };
    Err(Error::Unanswerable { problem })
}
