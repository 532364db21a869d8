//! What is to be paid back when a payment or a breach surfaces after the
//! indemnity (CLM-10).

use alloc::vec::Vec;

use serde::Serialize;

use super::settle::Settling;
use super::settlement::Claim;
use super::state::ClaimState;
use crate::error::Error;
use crate::explain::{Receipt, Rule, Step, Witness};
use crate::value::{Amount, Currency, Id, Money};

/// What is to be paid back of an indemnity (CLM-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refund {
    /// The claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Id>,
    /// The buyer.
    pub buyer: Id,
    /// The currency of the amounts below: the policy's.
    pub currency: Currency,
    /// What was paid.
    pub already_paid: Amount,
    /// The indemnity by the facts now known.
    pub indemnity: Amount,
    /// What the policyholder pays back.
    pub refund: Money,
    /// How it came about.
    pub steps: Vec<Step>,
    /// What was computed from what.
    pub receipt: Receipt,
}

/// Computes a claim again with the facts now known, and what is to be paid
/// back of what was paid for it.
///
/// # Errors
///
/// Those of [`Settling::settle`].
pub fn refund(settling: &Settling<'_>, claim: &Claim, state: &ClaimState) -> Result<Refund, Error> {
    let mut steps = Vec::new();
    let now = settling.settle(claim, state, &mut steps)?;
    // Not even a loss any more: all of what was paid comes back.
    let paid = settling.paid_for(claim)?;
    let back = paid.less(now.indemnity.amount)?;
    steps.see(|| {
        Step::new("refund", Rule::Clm10).fact("indemnity", now.indemnity.amount).amounts(paid, back)
    });
    Ok(Refund {
        claim: now.claim,
        buyer: now.buyer,
        currency: now.currency,
        already_paid: paid,
        indemnity: now.indemnity.amount,
        refund: Money::new(back, now.currency),
        steps,
        receipt: Receipt::new(settling.policy, Some(settling.ledger), settling.as_of),
    })
}
