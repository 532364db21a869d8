//! Recoveries of a claim, from the ledger.

use alloc::vec::Vec;

use super::figures::{LossFigures, ReceivableFigures, Recovered};
use super::share::{RecoveryShares, share_recovery};
use crate::answers::claim::{Claim, ClaimState, Settling};
use crate::error::Error;
use crate::explain::{Receipt, Witness};
use crate::terms::{Caps, Step as Clause};
use crate::value::Amount;

/// Shares what the ledger says was recovered since the indemnity was first
/// paid (REC-2…4). The debt is what it was that day; the indemnity is all that
/// was paid since.
///
/// `state` is what earlier claims used up; the answer's state counts this
/// claim, and what the recoveries gave back.
///
/// # Errors
///
/// [`Error::Unanswerable`] if no indemnity was paid yet: until then what comes
/// in is a credit of the loss account (REC-1). Those of [`Settling::settle`].
pub fn share_ledger_recoveries(
    settling: &Settling<'_>,
    claim: &Claim,
    state: &ClaimState,
    witness: &mut impl Witness,
) -> Result<RecoveryShares, Error> {
    let Some((indemnity, first)) = settling.paid_since(claim)? else {
        let problem = "no indemnity was paid by the day: until then, what comes in is a credit of \
                       the loss account"
            .into();
        return Err(Error::Unanswerable { problem }.at("claim"));
    };
    let then = Settling { as_of: first, ..*settling };
    let settled = then.settle(claim, state, &mut ())?;
    let terms = settling.policy.on(settled.date_of_loss.unwrap_or(first));
    let capped = terms
        .indemnity
        .steps
        .iter()
        .any(|step| matches!(step, Clause::CreditLimit { caps: Caps::Loss, .. }));
    let receivables: Vec<ReceivableFigures> = settled
        .receivables
        .iter()
        .map(|one| ReceivableFigures {
            invoice: Some(one.invoice.clone()),
            debt: one.open,
            insured: if capped { one.covered } else { one.insurable },
            indemnity: one.indemnity,
        })
        .collect();
    let total_debt = settled.account.as_ref().map_or(Amount::ZERO, |account| account.total_debt);
    let insured_debt = if receivables.is_empty() {
        settled.insured_loss.capped_at(total_debt)
    } else {
        Amount::total(receivables.iter().map(|one| one.insured))?
    };
    let figures = LossFigures {
        total_debt,
        insured_debt: Some(insured_debt),
        insured_loss: Some(settled.insured_loss.max(indemnity)),
        indemnity,
        receivables,
    };
    let account = settling.ledger.account(&claim.buyer)?;
    let mut recoveries = Vec::new();
    for recovery in &account.recoveries {
        if recovery.date < first || recovery.date > settling.as_of {
            continue;
        }
        let from = recovery.currency.unwrap_or(settling.ledger.currency());
        let convert = |amount| -> Result<Amount, Error> {
            let exact = settling.rates.convert(amount, from, terms.currency, recovery.date)?;
            terms.indemnity.rounding.round(exact, terms.currency)
        };
        recoveries.push(Recovered {
            id: Some(recovery.id.clone()),
            date: Some(recovery.date),
            amount: convert(recovery.amount)?,
            costs: convert(recovery.costs)?,
            invoices: recovery.invoices.clone(),
            on_uninsured: false,
        });
    }
    let day = settled.date_of_loss.unwrap_or(first);
    let shares =
        share_recovery(terms, &figures, &recoveries, Some((&settled.state, day)), witness)?;
    let receipt = Some(Receipt::new(settling.policy, Some(settling.ledger), settling.as_of));
    Ok(RecoveryShares { receipt, ..shares })
}
