//! The same ledger and claims under several policies.

use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::Serialize;

use super::loss::LossShare;
use super::settle::Settling;
use super::settlement::{Claim, ClaimStatus, Settlement};
use super::state::ClaimState;
use super::years::settle_claims;
use crate::error::Error;
use crate::explain::{Receipt, Step};
use crate::facts::Ledger;
use crate::terms::Policy;
use crate::value::{Amount, Calendar, Currency, Day, Id, Rates};

/// What several policies pay for the same losses (CLM-4, PLA-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The currency of the amounts below.
    pub currency: Currency,
    /// Each policy, in the order given.
    pub policies: Vec<PolicyResult>,
}

/// What one policy pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyResult {
    /// The policy.
    pub policy: Id,
    /// What it pays for all claims.
    pub indemnity: Amount,
    /// What the insured bears of all gross debts.
    pub retained: Amount,
    /// Its rank by indemnity, 1 for the highest; equal indemnities share one.
    pub rank: usize,
    /// Each claim, in order of the date of loss under this policy.
    pub claims: Vec<ClaimResult>,
    /// Where it first parts from the first policy, claim by claim.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Parting>,
    /// What was computed from what.
    pub receipt: Receipt,
}

/// What one policy pays for one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClaimResult {
    /// The claim, by its name or its buyer.
    pub claim: Id,
    /// Whether it is a loss, and pays.
    pub status: ClaimStatus,
    /// The indemnity.
    pub indemnity: Amount,
    /// What the insured bears of the gross debt.
    pub retained: Amount,
}

/// Where a policy first parts from the first one, for a claim: the step of
/// each from which they differ; absent where one has no step left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Parting {
    /// The claim, by its name or its buyer.
    pub claim: Id,
    /// The step of the first policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Step>,
    /// The step of this policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub this: Option<Step>,
}

/// Runs the same claims under several policies.
///
/// # Errors
///
/// [`Error::OutOfRange`] for fewer than two policies,
/// [`Error::CurrencyMismatch`] for policies in different currencies, and those
/// of [`settle_claims`].
pub fn compare_policies(
    policies: &[Policy],
    ledger: &Ledger,
    claims: &[Claim],
    as_of: Day,
    rates: &Rates,
    holidays: &Calendar,
) -> Result<Comparison, Error> {
    let (Some(first), true) = (policies.first(), policies.len() > 1) else {
        return Err(Error::OutOfRange {
            what: "a comparison",
            allowed: "between at least two policies",
            given: alloc::format!("{}", policies.len()),
        }
        .at("policies"));
    };
    let currency = first.terms().currency;
    let mut results: Vec<PolicyResult> = Vec::with_capacity(policies.len());
    let mut reference: Vec<Settlement> = Vec::new();
    for policy in policies {
        let other = policy.terms().currency;
        if other != currency {
            return Err(Error::CurrencyMismatch {
                operation: "compare",
                left: currency,
                right: other,
            });
        }
        let settling = Settling { policy, ledger, as_of, rates, holidays };
        let settled = settle_claims(&settling, claims, &ClaimState::default(), true)?;
        let mut result = PolicyResult {
            policy: policy.terms().id.clone(),
            indemnity: settled.indemnity.amount,
            retained: Amount::ZERO,
            rank: 0,
            claims: Vec::with_capacity(claims.len()),
            parts: Vec::new(),
            receipt: settled.receipt,
        };
        for one in &settled.settlements {
            let retained = retained(&settling, claims, one)?;
            result.retained = result.retained.plus(retained)?;
            result.claims.push(ClaimResult {
                claim: name(one),
                status: one.status,
                indemnity: one.indemnity.amount,
                retained,
            });
            let same = reference.iter().find(|other| name(other) == name(one));
            result.parts.extend(same.and_then(|other| parting(other, one)));
        }
        if results.is_empty() {
            reference = settled.settlements;
        }
        results.push(result);
    }
    let amounts: Vec<Amount> = results.iter().map(|result| result.indemnity).collect();
    for result in &mut results {
        let better = amounts.iter().filter(|amount| **amount > result.indemnity).count();
        result.rank = better.saturating_add(1);
    }
    Ok(Comparison { currency, policies: results })
}

fn name(settlement: &Settlement) -> Id {
    settlement.claim.clone().unwrap_or_else(|| settlement.buyer.clone())
}

/// What the insured bears: the gross debt less the indemnity. What is no loss
/// yet, or none that the policy covers, it bears whole.
fn retained(
    settling: &Settling<'_>,
    claims: &[Claim],
    settlement: &Settlement,
) -> Result<Amount, Error> {
    if settlement.where_it_went.is_empty() {
        let asked = claims
            .iter()
            .find(|claim| claim.buyer == settlement.buyer && claim.id == settlement.claim);
        return asked.map_or(Ok(Amount::ZERO), |claim| settling.debt(claim));
    }
    let borne = settlement
        .where_it_went
        .iter()
        .filter(|portion| portion.share != LossShare::Indemnity)
        .try_fold(Decimal::ZERO, |sum, portion| crate::value::exact::sum(sum, portion.amount))?;
    Amount::new(borne.max(Decimal::ZERO))
}

fn parting(first: &Settlement, this: &Settlement) -> Option<Parting> {
    let mut at = 0_usize;
    loop {
        let (a, b) = (first.steps.get(at), this.steps.get(at));
        if a.is_none() && b.is_none() {
            return None;
        }
        // The wording's own article number is no difference in money.
        let same = a.zip(b).is_some_and(|(a, b)| {
            a.id == b.id && a.facts == b.facts && a.before == b.before && a.after == b.after
        });
        if !same {
            return Some(Parting { claim: name(this), first: a.cloned(), this: b.cloned() });
        }
        at = at.saturating_add(1);
    }
}
