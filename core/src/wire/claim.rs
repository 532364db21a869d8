//! Operations on losses and claims.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::{read, write};
use crate::answers::claim::{
    self, Claim, ClaimState, FigureLoss, Settlement, Settling, indemnity_on_figures,
    presets as all_presets,
};
use crate::error::Error;
use crate::explain::Receipt;
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Amount, Calendar, Day, Rates};

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

/// The documents that a claim is settled from.
pub(super) struct Documents {
    policy: Policy,
    ledger: Ledger,
    state: ClaimState,
}

impl Documents {
    pub(super) fn new(
        policy: PolicyTerms,
        ledger: LedgerDocument,
        state: ClaimState,
    ) -> Result<Self, Error> {
        let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
        let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
        let state = state.checked(&policy.terms().period).map_err(|error| error.at("state"))?;
        Ok(Self { policy, ledger, state })
    }

    pub(super) fn settling<'a>(
        &'a self,
        as_of: Day,
        rates: &'a Rates,
        holidays: &'a Calendar,
    ) -> Settling<'a> {
        Settling { policy: &self.policy, ledger: &self.ledger, as_of, rates, holidays }
    }

    pub(super) const fn state(&self) -> &ClaimState {
        &self.state
    }
}

/// One claim on a ledger: what most operations here ask.
#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"policy\": …, \"ledger\": …, \"claim\": …, \"as_of\": … }"
)]
struct OneClaim {
    policy: PolicyTerms,
    ledger: LedgerDocument,
    claim: Claim,
    as_of: Day,
    #[serde(default)]
    rates: Rates,
    #[serde(default)]
    holidays: Calendar,
    #[serde(default)]
    state: ClaimState,
    #[serde(default = "yes")]
    explain: bool,
}

/// What the insurer pays for a claim, and who bears the rest (CLM-1…12).
///
/// # Errors
///
/// Those of the documents and of [`Settling::settle`].
pub fn settle(request: &str) -> Result<String, Error> {
    let OneClaim { policy, ledger, claim, as_of, rates, holidays, state, explain } = read(request)?;
    let documents = Documents::new(policy, ledger, state)?;
    let settling = documents.settling(as_of, &rates, &holidays);
    if explain {
        return write(&settling.explained(&claim, documents.state())?);
    }
    let answer = settling.settle(&claim, documents.state(), &mut ())?;
    let receipt = Some(Receipt::new(settling.policy, Some(settling.ledger), as_of));
    write(&Settlement { receipt, ..answer })
}

/// What is to be paid back of an indemnity by the facts now known (CLM-10).
///
/// # Errors
///
/// Those of [`settle`].
pub fn refund(request: &str) -> Result<String, Error> {
    let OneClaim { policy, ledger, claim, as_of, rates, holidays, state, .. } = read(request)?;
    let documents = Documents::new(policy, ledger, state)?;
    let settling = documents.settling(as_of, &rates, &holidays);
    write(&claim::refund(&settling, &claim, documents.state())?)
}

/// Several claims, each after the other, in order of date of loss (CLM-6).
///
/// # Errors
///
/// Those of [`settle`], with the place of the claim.
pub fn settle_claims(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(
        deny_unknown_fields,
        expecting = "{ \"policy\": …, \"ledger\": …, \"claims\": […], \"as_of\": … }"
    )]
    struct Request {
        policy: PolicyTerms,
        ledger: LedgerDocument,
        claims: Vec<Claim>,
        as_of: Day,
        #[serde(default)]
        rates: Rates,
        #[serde(default)]
        holidays: Calendar,
        #[serde(default)]
        state: ClaimState,
        #[serde(default = "yes")]
        explain: bool,
    }
    let Request { policy, ledger, claims, as_of, rates, holidays, state, explain } = read(request)?;
    let documents = Documents::new(policy, ledger, state)?;
    let settling = documents.settling(as_of, &rates, &holidays);
    write(&claim::settle_claims(&settling, &claims, documents.state(), explain)?)
}

/// The same ledger and claims under several policies, and the step at which
/// they part.
///
/// # Errors
///
/// Those of [`settle_claims`], and of fewer than two policies.
pub fn compare_policies(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(
        deny_unknown_fields,
        expecting = "{ \"policies\": […], \"ledger\": …, \"claims\": […], \"as_of\": … }"
    )]
    struct Request {
        policies: Vec<PolicyTerms>,
        ledger: LedgerDocument,
        claims: Vec<Claim>,
        as_of: Day,
        #[serde(default)]
        rates: Rates,
        #[serde(default)]
        holidays: Calendar,
    }
    let Request { policies, ledger, claims, as_of, rates, holidays } = read(request)?;
    let mut checked = Vec::with_capacity(policies.len());
    for (at, terms) in policies.into_iter().enumerate() {
        let policy =
            Policy::new(terms).map_err(|error| error.at(alloc::format!("policies[{at}]")))?;
        checked.push(policy);
    }
    let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
    write(&claim::compare_policies(&checked, &ledger, &claims, as_of, &rates, &holidays)?)
}
