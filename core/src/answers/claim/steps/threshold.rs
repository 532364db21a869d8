//! Threshold (seuil d'intervention): a gate, all or nothing.
//!
//! ```text
//! y = x,  or the buyer's whole debt if on = total_debt
//! after = x   if y > threshold (payable_if = above) or y ≥ threshold (at_least)
//! after = 0   otherwise, and nothing reaches the later steps
//! ```
//!
//! It never subtracts: above it the whole loss counts. With `erodes_aggregate`
//! a refused loss still runs through the later steps, pays nothing, and uses
//! up the aggregate.
//!
//! **Borne by:** the insured, as `below_the_threshold`.
//! **Sources:** "equal to or less than" is refused (Atradius Belgium, UK
//! brokers: `above`); a system that follows Allianz practice pays at it
//! (`at_least`); losses below it do not erode the aggregate (AIG Brazil).

use alloc::string::String;

use crate::answers::claim::loss::{Gate, Loss, LossShare};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{PayableIf, ThresholdOn};
use crate::value::Amount;

/// The clause.
#[derive(Clone, Copy)]
pub(in crate::answers::claim) struct Threshold {
    pub(in crate::answers::claim) amount: Amount,
    pub(in crate::answers::claim) on: ThresholdOn,
    pub(in crate::answers::claim) payable_if: PayableIf,
    pub(in crate::answers::claim) erodes_aggregate: bool,
}

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    rule: Threshold,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    let compared = match rule.on {
        ThresholdOn::InsuredLoss => loss.amount,
        ThresholdOn::TotalDebt => loss.total_debt,
    };
    let passes = match rule.payable_if {
        PayableIf::Above => compared > rule.amount,
        PayableIf::AtLeast => compared >= rule.amount,
    };
    let step = |id: &'static str| {
        Step::new(id, Rule::Clm4)
            .clause(clause)
            .fact("threshold", rule.amount)
            .fact("compared", compared)
    };
    if passes {
        return loss.becomes(loss.amount, LossShare::BelowTheThreshold, witness, || {
            step("threshold_passed")
        });
    }
    let reaches = loss.amount;
    loss.becomes(Amount::ZERO, LossShare::BelowTheThreshold, witness, || {
        step("threshold_refused")
    })?;
    loss.gate = Gate::Shut;
    if rule.erodes_aggregate {
        loss.gate = Gate::Eroding;
        loss.amount = reaches;
    }
    Ok(())
}
