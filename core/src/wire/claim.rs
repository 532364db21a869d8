//! Operations on losses and claims.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::{read, write};
use crate::answers::claim::{ClaimState, FigureLoss, indemnity_on_figures, presets as all_presets};
use crate::error::Error;
use crate::terms::{Policy, PolicyTerms};
use crate::value::Amount;

pub(super) fn yes() -> bool {
    true
}

/// The indemnity for losses in plain figures: the policy's steps and nothing
/// else (CLM-4).
///
/// # Errors
///
/// Those of the policy, and of figures that contradict each other.
pub fn indemnity(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"losses\": […] }")]
    struct Request {
        policy: PolicyTerms,
        losses: Vec<FigureLoss>,
        #[serde(default)]
        state: ClaimState,
        #[serde(default)]
        premium_paid: Amount,
        #[serde(default = "yes")]
        explain: bool,
    }
    let Request { policy, losses, state, premium_paid, explain } = read(request)?;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    write(&indemnity_on_figures(&policy, &losses, state, premium_paid, explain)?)
}

/// The named orders of steps, with their sources (CLM-5).
///
/// # Errors
///
/// The path of an unknown field: the request is an empty object.
pub fn presets(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "an empty object")]
    struct Request {}
    let Request {} = read(request)?;
    write(&all_presets()?)
}
