//! Operations on losses and claims.

use alloc::format;
use alloc::vec::Vec;

use serde::Deserialize;

use crate::answers::claim::{
    self, Claim, ClaimState, Comparison, FigureLoss, Figures, Preset, Refund, Settlement,
    Settlements, Settling, indemnity_on_figures,
};
use crate::error::Error;
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Amount, Calendar, Day, Rates};

fn yes() -> bool {
    true
}

/// The request of [`indemnity`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"losses\": […] }")]
pub struct IndemnityRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// The losses, each in figures.
    pub losses: Vec<FigureLoss>,
    /// What earlier claims used up.
    #[serde(default)]
    pub state: ClaimState,
    /// Premium paid in the insurance year, for a maximum that multiplies it.
    #[serde(default)]
    pub premium_paid: Amount,
    /// Whether the answer has its steps; by default it does.
    #[serde(default = "yes")]
    pub explain: bool,
}

/// The request of [`presets`]: an empty object.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an empty object")]
pub struct PresetsRequest {}

/// The request of [`settle`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"policy\": …, \"ledger\": …, \"claim\": …, \"as_of\": … }"
)]
pub struct SettleRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// The claim.
    pub claim: Claim,
    /// As of the end of which day.
    pub as_of: Day,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
    /// What earlier claims used up, this one not counted.
    #[serde(default)]
    pub state: ClaimState,
    /// Whether the answer has its steps; by default it does.
    #[serde(default = "yes")]
    pub explain: bool,
}

/// The request of [`refund`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"policy\": …, \"ledger\": …, \"claim\": …, \"as_of\": … }"
)]
pub struct RefundRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened, the indemnities paid among it.
    pub ledger: LedgerDocument,
    /// The claim.
    pub claim: Claim,
    /// As of the end of which day.
    pub as_of: Day,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
    /// What earlier claims used up, this one not counted.
    #[serde(default)]
    pub state: ClaimState,
}

/// The request of [`settle_claims`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"policy\": …, \"ledger\": …, \"claims\": […], \"as_of\": … }"
)]
pub struct SettleClaimsRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// The claims, in any order.
    pub claims: Vec<Claim>,
    /// As of the end of which day.
    pub as_of: Day,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
    /// What earlier claims used up, these not counted.
    #[serde(default)]
    pub state: ClaimState,
    /// Whether each answer has its steps; by default it does.
    #[serde(default = "yes")]
    pub explain: bool,
}

/// The request of [`compare_policies`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"policies\": […], \"ledger\": …, \"claims\": […], \"as_of\": … }"
)]
pub struct ComparePoliciesRequest {
    /// At least two policies; the others are compared with the first.
    pub policies: Vec<PolicyTerms>,
    /// What happened.
    pub ledger: LedgerDocument,
    /// The claims, in any order.
    pub claims: Vec<Claim>,
    /// As of the end of which day.
    pub as_of: Day,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
}

/// The documents that a claim is settled from, each sound.
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
        let state = state.checked(&policy.terms().period).map_err(|error| error.within("state"))?;
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

/// The indemnity for losses in plain figures: the policy's steps and nothing
/// else (CLM-4).
///
/// # Errors
///
/// Those of the policy, and of figures that contradict each other.
pub fn indemnity(request: IndemnityRequest) -> Result<Figures, Error> {
    let IndemnityRequest { policy, losses, state, premium_paid, explain } = request;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    indemnity_on_figures(&policy, &losses, state, premium_paid, explain)
}

/// The named orders of steps, with their sources (CLM-5).
///
/// # Errors
///
/// None in practice.
pub fn presets(_: PresetsRequest) -> Result<Vec<Preset>, Error> {
    claim::presets()
}

/// What the insurer pays for a claim, and who bears the rest (CLM-1…12).
///
/// # Errors
///
/// Those of the documents and of [`Settling::settle`].
pub fn settle(request: SettleRequest) -> Result<Settlement, Error> {
    let SettleRequest { policy, ledger, claim, as_of, rates, holidays, state, explain } = request;
    let documents = Documents::new(policy, ledger, state)?;
    let settling = documents.settling(as_of, &rates, &holidays);
    let mut answer = settling.explained(&claim, documents.state())?;
    if !explain {
        // The steps only: the reasons of each receivable are part of a document.
        answer.steps.clear();
    }
    Ok(answer)
}

/// What is to be paid back of an indemnity by the facts now known (CLM-10).
///
/// # Errors
///
/// Those of [`settle`].
pub fn refund(request: RefundRequest) -> Result<Refund, Error> {
    let RefundRequest { policy, ledger, claim, as_of, rates, holidays, state } = request;
    let documents = Documents::new(policy, ledger, state)?;
    let settling = documents.settling(as_of, &rates, &holidays);
    claim::refund(&settling, &claim, documents.state())
}

/// Several claims, each after the other, in order of date of loss (CLM-6).
///
/// # Errors
///
/// Those of [`settle`], with the place of the claim.
pub fn settle_claims(request: SettleClaimsRequest) -> Result<Settlements, Error> {
    let SettleClaimsRequest { policy, ledger, claims, as_of, rates, holidays, state, explain } =
        request;
    let documents = Documents::new(policy, ledger, state)?;
    let settling = documents.settling(as_of, &rates, &holidays);
    let mut answer = claim::settle_claims(&settling, &claims, documents.state(), true)?;
    if !explain {
        answer.settlements.iter_mut().for_each(|one| one.steps.clear());
    }
    Ok(answer)
}

/// The same ledger and claims under several policies, and the step at which
/// they part.
///
/// # Errors
///
/// Those of [`settle_claims`], and of fewer than two policies.
pub fn compare_policies(request: ComparePoliciesRequest) -> Result<Comparison, Error> {
    let ComparePoliciesRequest { policies, ledger, claims, as_of, rates, holidays } = request;
    let mut checked = Vec::with_capacity(policies.len());
    for (at, terms) in policies.into_iter().enumerate() {
        checked.push(Policy::new(terms).map_err(|error| error.at(format!("policies[{at}]")))?);
    }
    let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
    claim::compare_policies(&checked, &ledger, &claims, as_of, &rates, &holidays)
}
