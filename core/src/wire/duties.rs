//! Operations on duties.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::answers::duties::{self, Duties, Question};
use crate::error::Error;
use crate::explain::Language;
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Calendar, Count, Day, Rates};

/// Every duty of a policy as of a day, most urgent first (DUE-1).
///
/// # Errors
///
/// Those of reading the documents, and of [`duties::duties`].
pub fn duties(request: DutiesRequest) -> Result<Duties, Error> {
    answer(request).map(|(_, duties)| duties)
}

/// The same duties as an iCalendar file (DUE-10).
///
/// # Errors
///
/// As [`duties`].
pub fn calendar(request: CalendarRequest) -> Result<CalendarFile, Error> {
    let CalendarRequest { policy, ledger, as_of, soon_days, holidays, rates, language } = request;
    let days = soon_days.0;
    let request = DutiesRequest { policy, ledger, as_of, soon_days, holidays, rates };
    let (policy, duties) = answer(request)?;
    Ok(CalendarFile { ics: duties::calendar(&policy, &duties, days, language) })
}

fn answer(request: DutiesRequest) -> Result<(Policy, Duties), Error> {
    let DutiesRequest { policy, ledger, as_of, soon_days, holidays, rates } = request;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
    let question = Question {
        policy: &policy,
        ledger: &ledger,
        as_of,
        soon_days: soon_days.0,
        holidays: &holidays,
        rates: &rates,
    };
    let duties = duties::duties(&question)?;
    Ok((policy, duties))
}

const fn two_weeks() -> Count {
    Count(14)
}

/// What `duties` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": … }")]
pub struct DutiesRequest {
    /// The policy.
    policy: PolicyTerms,
    /// The ledger.
    ledger: LedgerDocument,
    /// The day of the question.
    as_of: Day,
    /// A duty with at most so many days left is due soon; by default 14.
    #[serde(default = "two_weeks")]
    soon_days: Count,
    /// Holidays, for a policy that rolls last days over them.
    #[serde(default)]
    holidays: Calendar,
    /// Exchange rates, for amounts at stake in other currencies.
    #[serde(default)]
    rates: Rates,
}

/// What `calendar` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": … }")]
pub struct CalendarRequest {
    /// The policy.
    policy: PolicyTerms,
    /// The ledger.
    ledger: LedgerDocument,
    /// The day of the question.
    as_of: Day,
    /// How many days before the last day the alarm goes; by default 14.
    #[serde(default = "two_weeks")]
    soon_days: Count,
    /// Holidays, for a policy that rolls last days over them.
    #[serde(default)]
    holidays: Calendar,
    /// Exchange rates, for amounts at stake in other currencies.
    #[serde(default)]
    rates: Rates,
    /// The language of summaries and descriptions; by default English.
    #[serde(default)]
    language: Language,
}

/// An iCalendar file (DUE-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CalendarFile {
    /// The text of the file (RFC 5545), with line ends as the standard asks.
    pub ics: String,
}
