//! Non-qualifying deduction: a sum that is subtracted, where a wording treats
//! its threshold so.
//!
//! ```text
//! after = max(0, x − N)
//! ```
//!
//! Not a threshold: a threshold is a gate and subtracts nothing. The two give
//! different money (65,000 against 64,000 for the loss of CLM-4) and never
//! share a line of code. The receivables bear it in proportion.
//!
//! **Borne by:** the insured, as `non_qualifying`.
//! **Source:** the first version of an open-source back office, later corrected there.

use alloc::string::String;

use crate::answers::claim::loss::{Loss, LossShare};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::Amount;

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    deduction: Amount,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    loss.becomes(loss.amount.less(deduction)?, LossShare::NonQualifying, witness, || {
        Step::new("non_qualifying_deduction", Rule::Clm4)
            .clause(clause)
            .fact("deduction", deduction)
    })
}
