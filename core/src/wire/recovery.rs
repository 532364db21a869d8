//! Operations on recoveries.

use alloc::vec::Vec;

use serde::Deserialize;

use super::claim::Documents;
use crate::answers::claim::{Claim, ClaimState};
use crate::answers::recovery::{self, FeeShares, LossFigures, Recovered, RecoveryShares};
use crate::error::Error;
use crate::facts::LedgerDocument;
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Amount, Calendar, Day, Rates, Share};

/// The request of [`share_recovery`]: either `loss` and `recoveries`, or
/// `ledger`, `claim` and `as_of`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"loss\": …, \"recoveries\": […] }")]
pub struct ShareRecoveryRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// The indemnified loss in figures.
    pub loss: Option<LossFigures>,
    /// What came in, in order.
    #[serde(default)]
    pub recoveries: Vec<Recovered>,
    /// The date of loss, with figures; absent: the first day of the policy.
    pub date_of_loss: Option<Day>,
    /// What happened.
    pub ledger: Option<LedgerDocument>,
    /// The claim.
    pub claim: Option<Claim>,
    /// As of the end of which day.
    pub as_of: Option<Day>,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
    /// With figures: what claims used up, this one counted. With a ledger:
    /// what earlier claims used up.
    pub state: Option<ClaimState>,
}

/// The request of [`collection_fees`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"collected\": … }")]
pub struct CollectionFeesRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What was collected.
    pub collected: Amount,
    /// The amicable fee as charged; absent: the agreed share of what was collected.
    pub amicable: Option<Amount>,
    /// Lawyers and courts.
    #[serde(default)]
    pub judicial: Amount,
    /// The insured percentage; absent: the policy's for named buyers.
    pub percentage: Option<Share>,
}

/// Shares what was recovered after the indemnity (REC-2…4).
///
/// # Errors
///
/// Those of the documents, and of figures that contradict each other.
pub fn share_recovery(asked: ShareRecoveryRequest) -> Result<RecoveryShares, Error> {
    let mut steps = Vec::new();
    let shares = match (asked.loss, asked.ledger, asked.claim, asked.as_of) {
        (Some(loss), None, None, None) => {
            let policy = Policy::new(asked.policy).map_err(|error| error.at("policy"))?;
            let period = &policy.terms().period;
            let day = asked.date_of_loss.unwrap_or(period.from);
            let state = asked.state.map(|state| state.checked(period)).transpose();
            let state = state.map_err(|error| error.within("state"))?;
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
    Ok(RecoveryShares { steps, ..shares })
}

/// Shares the fees of a collection (REC-5).
///
/// # Errors
///
/// Those of the policy.
pub fn collection_fees(request: CollectionFeesRequest) -> Result<FeeShares, Error> {
    let CollectionFeesRequest { policy, collected, amicable, judicial, percentage } = request;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let mut steps = Vec::new();
    let terms = policy.terms();
    let shares =
        recovery::collection_fees(terms, collected, amicable, judicial, percentage, &mut steps)?;
    Ok(FeeShares { steps, ..shares })
}
