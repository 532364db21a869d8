//! Operations on recoveries.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::claim::yes;
use super::{read, write};
use crate::answers::claim::ClaimState;
use crate::answers::recovery::{self, LossFigures, Recovered, RecoveryShares};
use crate::error::Error;
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Amount, Day, Share};

/// Shares what was recovered after the indemnity (REC-2…4), on plain figures.
///
/// # Errors
///
/// Those of the policy, and of figures that contradict each other.
pub fn share_recovery(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"loss\": …, \"recoveries\": […] }")]
    struct Request {
        policy: PolicyTerms,
        loss: LossFigures,
        recoveries: Vec<Recovered>,
        state: Option<ClaimState>,
        date_of_loss: Option<Day>,
        #[serde(default = "yes")]
        explain: bool,
    }
    let Request { policy, loss, recoveries, state, date_of_loss, explain } = read(request)?;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let period = &policy.terms().period;
    let day = date_of_loss.unwrap_or(period.from);
    let state = state
        .map(|state| state.checked(period))
        .transpose()
        .map_err(|error| error.at("state"))?;
    let state = state.as_ref().map(|state| (state, day));
    let terms = policy.on(day);
    let mut steps = Vec::new();
    let shares = if explain {
        recovery::share_recovery(terms, &loss, &recoveries, state, &mut steps)?
    } else {
        recovery::share_recovery(terms, &loss, &recoveries, state, &mut ())?
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
