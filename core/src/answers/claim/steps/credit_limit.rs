//! Credit limit (agrément, limite de crédit).
//!
//! ```text
//! caps = loss:       after = min(x, Σ covered_i)       covered_i from COV-5…7
//! caps = indemnity:  after = min(x, limit in force at the date of loss)
//! ```
//!
//! Insured costs beside the receivables use up no limit and are not capped by
//! it. From here on each receivable weighs what the limit covers of it,
//! whatever was taken off before.
//!
//! **Borne by:** the insured, as `over_the_limit`.
//! **Sources:** the loss before the percentage (Europe, private Japan,
//! Brazil); the indemnity (NEXI, one Japanese insurer).

use alloc::string::String;

use crate::answers::claim::loss::{Loss, LossShare, Part};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::Caps;
use crate::value::Amount;

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    caps: Caps,
    limit: Option<Amount>,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    let costs = loss.costs_left();
    let receivables = loss.amount.less(costs)?;
    let cap = match (caps, limit) {
        (Caps::Loss, Some(_)) => Amount::total(loss.parts.iter().map(|part| part.covered))?,
        (Caps::Indemnity, Some(limit)) => limit,
        // Nothing is over it, also not what an earlier step was rounded up by.
        (_, None) => receivables,
    };
    let kept = receivables.capped_at(cap);
    if caps == Caps::Loss && loss.before_percentage.is_none() {
        within_cover(loss);
    }
    let after = kept.plus(costs)?;
    // Rounding may not lift the receivables over the limit.
    let binds = Some(cap).filter(|_| kept < receivables);
    if let Some(most) = binds.or(limit.filter(|limit| *limit >= kept)) {
        loss.at_most(most.plus(costs)?);
    }
    loss.becomes(after, LossShare::OverTheLimit, witness, || {
        let step = |id| Step::new(id, Rule::Clm4).clause(clause).fact("covered", kept);
        match (caps, limit) {
            // The cap lies below both: cover that ended does not come back as money comes in.
            (Caps::Loss, Some(limit)) if kept < receivables.min(limit) => {
                step("credit_limit_by_receivable").fact("limit", limit)
            }
            (Caps::Loss, Some(limit)) => step("credit_limit").fact("limit", limit),
            (Caps::Indemnity, Some(limit)) => {
                step("credit_limit_on_indemnity").fact("limit", limit)
            }
            (_, None) => step("credit_limit_not_given"),
        }
    })
}

/// Each receivable weighs what the limit covers of it, as long as it covers anything.
fn within_cover(loss: &mut Loss<'_>) {
    let covered = |part: &Part| part.amount.capped_at(part.covered);
    if loss.parts.iter().any(|part| !covered(part).is_zero()) {
        loss.parts.iter_mut().for_each(|part| part.amount = covered(part));
    }
}
