//! Several claims, each after the other (CLM-6).

use alloc::vec::Vec;

use serde::Serialize;

use super::settle::Settling;
use super::settlement::{Claim, ClaimStatus, Settlement};
use super::shared::Shared;
use super::state::ClaimState;
use crate::error::Error;
use crate::explain::Receipt;
use crate::value::order;
use crate::value::{Amount, Currency, Money};

/// The settlements of several claims, in order of date of loss (CLM-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settlements {
    /// The currency of the amounts below: the policy's.
    pub currency: Currency,
    /// The indemnities of all claims.
    pub indemnity: Money,
    /// Each settlement, in order of date of loss, ties by claim; those that
    /// are not a loss yet come last and use nothing up.
    pub settlements: Vec<Settlement>,
    /// What claims have used up after all of them.
    pub state: ClaimState,
    /// What was computed from what.
    pub receipt: Receipt,
}

/// Settles claims in order of date of loss, ties by claim name: each uses up
/// aggregate and maximum liability before the next. The order in which they
/// are given does not matter, and replaying them all gives the same as adding
/// one at a time. With `explained`, each has its steps, and its receivables
/// what every reason goes by.
///
/// # Errors
///
/// Those of [`Settling::settle`], with the place of the claim.
/// [`Error::Unanswerable`] if two claims concern the same receivables.
pub fn settle_claims(
    settling: &Settling<'_>,
    claims: &[Claim],
    state: &ClaimState,
    explained: bool,
) -> Result<Settlements, Error> {
    let mut order = Vec::with_capacity(claims.len());
    let mut shared = Shared::default();
    for (at, claim) in claims.iter().enumerate() {
        let day = settling.date_among(claim, &mut shared).map_err(|error| placed(error, at))?;
        order.push((day.is_none(), day, claim.name(), claim, at));
    }
    order::by(&mut order, |a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
    alone(claims)?;
    let mut state = state.clone();
    let mut settlements = Vec::with_capacity(claims.len());
    for (.., claim, at) in order {
        let settled = if explained {
            let mut steps = Vec::new();
            settling
                .settle_among(claim, &state, &mut steps, &mut shared)
                .map(|one| Settlement { steps, ..one })
        } else {
            settling.settle_among(claim, &state, &mut (), &mut shared)
        };
        let settled = settled.map_err(|error| placed(error, at))?;
        if settled.status != ClaimStatus::NotYetALoss {
            state = settled.state.clone();
        }
        settlements.push(settled);
    }
    let total = Amount::total(settlements.iter().map(|one| one.indemnity.amount))?;
    let currency = settling.policy.terms().currency;
    Ok(Settlements {
        currency,
        indemnity: Money::new(total, currency),
        settlements,
        state,
        receipt: Receipt::new(settling.policy, Some(settling.ledger), settling.as_of),
    })
}

/// Names the claim in an error.
pub(super) fn placed(error: Error, at: usize) -> Error {
    match error {
        Error::At { path, source } => match path.strip_prefix("claim.") {
            Some(field) => source.at(alloc::format!("claims[{at}].{field}")),
            None => Error::At { path, source },
        },
        error => error.at(alloc::format!("claims[{at}]")),
    }
}

/// No receivable may be claimed twice, and no two claims have one name.
fn alone(claims: &[Claim]) -> Result<(), Error> {
    use alloc::collections::{BTreeMap, BTreeSet};
    let mut names = BTreeSet::new();
    let mut whole: BTreeMap<_, usize> = BTreeMap::new();
    let mut invoices = BTreeSet::new();
    for (at, claim) in claims.iter().enumerate() {
        let twice = |field: &str, problem: &str| {
            let path = alloc::format!("claims[{at}].{field}");
            Err(Error::Unanswerable { problem: problem.into() }.at(path))
        };
        if let Some(id) = &claim.id
            && !names.insert(id)
        {
            return twice("id", "two claims have this name: give each its own");
        }
        let others = whole.entry(&claim.buyer).or_insert(0);
        *others = others.saturating_add(1);
        if *others > 1 && claim.invoices.is_empty() {
            return twice("buyer", "a second claim on a buyer names its `invoices`");
        }
        for invoice in &claim.invoices {
            if !invoices.insert(invoice) {
                return twice("invoices", "a receivable is claimed twice");
            }
        }
    }
    Ok(())
}
