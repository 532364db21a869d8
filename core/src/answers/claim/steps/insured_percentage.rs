//! Insured percentage (quotité garantie).
//!
//! ```text
//! after = Σ x_i × p_i        each receivable at its own percentage (POL-6)
//! ```
//!
//! The sum is rounded once, not each receivable. Without this step (excess of
//! loss) the loss counts whole.
//!
//! **Borne by:** the insured, as `own_share`.
//! **Sources:** every wording; the percentage can differ by buyer, country,
//! cause and limit (German Kreditmitteilung, French non-dénommés).

use alloc::string::String;

use crate::answers::claim::loss::{Loss, LossShare};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{Amount, Share};

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    let mut after = Amount::ZERO;
    let mut range: Option<(Share, Share)> = None;
    for part in loss.parts.iter_mut().chain([&mut loss.costs]) {
        if part.amount.is_zero() {
            continue;
        }
        part.amount = part.amount.share(part.percentage)?;
        after = after.plus(part.amount)?;
        range = Some(match range {
            None => (part.percentage, part.percentage),
            Some((low, high)) => (low.min(part.percentage), high.max(part.percentage)),
        });
    }
    loss.before_percentage = Some(loss.amount);
    loss.becomes(after, LossShare::OwnShare, witness, || match range {
        Some((low, high)) if low != high => Step::new("insured_percentages", Rule::Clm4)
            .clause(clause)
            .fact("lowest", low)
            .fact("highest", high),
        Some((percentage, _)) => Step::new("insured_percentage", Rule::Clm4)
            .clause(clause)
            .fact("percentage", percentage),
        // Nothing reaches the step: no percentage to show.
        None => Step::new("nothing_to_insure", Rule::Clm4).clause(clause),
    })
}
