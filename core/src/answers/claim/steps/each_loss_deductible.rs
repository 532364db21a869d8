//! Each-loss deductible (franchise individuelle déduite).
//!
//! ```text
//! after = max(0, x − D)
//! ```
//!
//! Before the percentage it comes off the loss (Forderungsfranchise), after
//! it off the indemnity (Entschädigungsfranchise): where the step stands in
//! the list says which. The receivables bear it in proportion.
//!
//! **Borne by:** the insured, as `deductible`.
//! **Sources:** off the indemnity (Coface glossary, LG Köln 24 O 425/02);
//! before the percentage (UK and US losses-occurring wordings, Japan).

use alloc::string::String;

use crate::answers::claim::loss::{Loss, LossShare};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::Amount;

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    deductible: Amount,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    loss.becomes(loss.amount.less(deductible)?, LossShare::Deductible, witness, || {
        Step::new("each_loss_deductible", Rule::Clm4).clause(clause).fact("deductible", deductible)
    })
}
