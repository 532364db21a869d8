//! Operations on recoveries.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::claim::Documents;
use super::{read, write};
use crate::answers::claim::{Claim, ClaimState};
use crate::answers::recovery::{self, LossFigures, Recovered, RecoveryShares};
use crate::error::Error;
use crate::facts::LedgerDocument;
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Amount, Calendar, Day, Rates, Share};

/// Shares what was recovered after the indemnity (REC-2…4): on plain figures
/// (`loss` and `recoveries`), or for a `claim` on a `ledger`.
///
/// # Errors
///
/// Those of the documents, and of figures that contradict each other.
pub fn share_recovery(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"loss\": …, \"recoveries\": […] }")]
    struct Request {
        policy: PolicyTerms,
        loss: Option<LossFigures>,
        #[serde(default)]
        recoveries: Vec<Recovered>,
        date_of_loss: Option<Day>,
        ledger: Option<LedgerDocument>,
        claim: Option<Claim>,
        as_of: Option<Day>,
        #[serde(default)]
        rates: Rates,
        #[serde(default)]
        holidays: Calendar,
        state: Option<ClaimState>,
    }
    let asked: Request = read(request)?;
    let mut steps = Vec::new();
    let shares = match (asked.loss, asked.ledger, asked.claim, asked.as_of) {
        (Some(loss), None, None, None) => {
            let policy = Policy::new(asked.policy).map_err(|error| error.at("policy"))?;
            let period = &policy.terms().period;
            let day = asked.date_of_loss.unwrap_or(period.from);
            let state = asked.state.map(|state| state.checked(period)).transpose();
            let state = state.map_err(|error| error.at("state"))?;
            let state = state.as_ref().map(|state| (state, day));
            let recoveries = &asked.recoveries;
            recovery::share_recovery(policy.on(day), &loss, recoveries, state, &mut steps)?
        }
        (None, Some(ledger), Some(claim), Some(as_of)) if asked.recoveries.is_empty() => {
            let state = asked.state.unwrap_or_default();
            let documents = Documents::new(asked.policy, ledger, state)?;
            let settling = documents.settling(as_of, &asked.rates, &asked.holidays);
            recovery::share_ledger_recoveries(&settling, &claim, documents.state(), &mut steps)?
        }
        _ => {
            let problem = "say either `loss` and `recoveries`, or `ledger`, `claim` and `as_of`";
            return Err(Error::Unanswerable { problem: problem.into() });
        }
    };
    write(&RecoveryShares { steps, ..shares })
}

/// Shares the fees of a collection (REC-5).
///
/// # Errors
///
/// Those of the policy.
pub fn collection_fees(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"collected\": … }")]
    struct Request {
        policy: PolicyTerms,
        collected: Amount,
        amicable: Option<Amount>,
        #[serde(default)]
        judicial: Amount,
        percentage: Option<Share>,
    }
    let Request { policy, collected, amicable, judicial, percentage } = read(request)?;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let mut steps = Vec::new();
    let shares = recovery::collection_fees(
        policy.terms(),
        collected,
        amicable,
        judicial,
        percentage,
        &mut steps,
    )?;
    write(&recovery::FeeShares { steps, ..shares })
}
