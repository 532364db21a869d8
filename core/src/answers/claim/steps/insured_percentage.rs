//! Insured percentage (quotité garantie).
//!
//! ```text
//! after = x × Σ w_i × p_i ÷ Σ w_i    each receivable at its own percentage (POL-6)
//! ```
//!
//! What was taken off before is borne by all in proportion: `w_i` is what of a
//! receivable is insurable, or what the limit covers of it once that step is
//! past. The sum is rounded once, not each receivable. Without this step (excess of
//! loss) the loss counts whole.
//!
//! **Borne by:** the insured, as `own_share`.
//! **Sources:** every wording; the percentage can differ by buyer, country,
//! cause and limit (German Kreditmitteilung, French non-dénommés).

use alloc::string::String;

use crate::answers::claim::loss::{Loss, LossShare, Part};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{Amount, Share, exact};

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    loss.costs.amount = loss.costs_left();
    let receivables = loss.amount.less(loss.costs.amount)?;
    let whole = Amount::total(loss.parts.iter().map(|part| part.amount))?;
    let mut insured = Amount::ZERO;
    let mut range: Option<(Share, Share)> = None;
    let mut at = |part: &mut Part, counts: bool| -> Result<Amount, Error> {
        if part.amount.is_zero() {
            return Ok(Amount::ZERO);
        }
        part.amount = part.amount.share(part.percentage)?;
        if counts {
            let (low, high) = range.unwrap_or((part.percentage, part.percentage));
            range = Some((low.min(part.percentage), high.max(part.percentage)));
        }
        Ok(part.amount)
    };
    for part in &mut loss.parts {
        insured = insured.plus(at(part, !receivables.is_zero())?)?;
    }
    let costs = at(&mut loss.costs, true)?;
    // Of the receivables as much as is left of them.
    let contributed = match range {
        _ if receivables == whole => insured,
        Some((low, high)) if low == high => receivables.share(low)?,
        _ if whole.is_zero() => receivables.share(loss.costs.percentage)?,
        _ => Amount::new(exact::proportion(receivables.get(), insured.get(), whole.get())?)?,
    };
    let after = contributed.plus(costs)?;
    loss.before_percentage = Some(loss.amount);
    loss.contributed = Some(contributed);
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
