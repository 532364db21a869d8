//! Aggregate first loss (franchise annuelle globale): the insured bears the
//! first losses of a year or policy.
//!
//! ```text
//! R = aggregate − what earlier claims of the same time used up
//! after = max(0, x − R),  leaves max(0, R − x)
//! ```
//!
//! Eroded by what reaches it: losses if it stands before the percentage,
//! would-be indemnities if after. The receivables bear it in proportion.
//!
//! **Borne by:** the insured, as `aggregate`.
//! **Sources:** would-be indemnities (ooreka, Coface); losses, then the
//! percentage (US brokers); losses and no percentage (excess of loss).

use alloc::string::String;

use crate::answers::claim::loss::{Gate, Loss, LossShare};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::Amount;

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    aggregate: Amount,
    left: Amount,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    let reaches = loss.amount;
    loss.eroded = reaches.capped_at(left);
    let leaves = left.less(reaches)?;
    let step = |id| {
        Step::new(id, Rule::Clm4)
            .clause(clause)
            .fact("aggregate", aggregate)
            .fact("left", left)
            .fact("reaches", reaches)
            .fact("leaves", leaves)
    };
    if loss.gate == Gate::Eroding {
        witness.see(|| step("aggregate_eroded").amounts(Amount::ZERO, Amount::ZERO));
    }
    loss.becomes(reaches.less(left)?, LossShare::Aggregate, witness, || {
        step("aggregate_first_loss")
    })
}
