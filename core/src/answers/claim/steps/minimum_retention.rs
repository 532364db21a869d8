//! Minimum retention (retenue minimale): the insured keeps the greater of an
//! amount and the uninsured percentage.
//!
//! ```text
//! after = max(0, min(x, loss before the percentage − R))
//! ```
//!
//! 5,000 at 85 % with a minimum of 1,000: the insured's 750 become 1,000, and
//! 4,000 is paid.
//!
//! **Borne by:** the insured, as `minimum_retention` (what it adds to the
//! uninsured percentage).
//! **Source:** UK brokers (ciff.co.uk, First losses explained).

use alloc::string::String;

use crate::answers::claim::loss::{Loss, LossShare};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::Amount;

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    retention: Amount,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    // The policy puts this step after the percentage; see the checks of its terms.
    let whole = loss.before_percentage.unwrap_or(loss.amount);
    let after = loss.amount.capped_at(whole.less(retention)?);
    loss.becomes(after, LossShare::MinimumRetention, witness, || {
        Step::new("minimum_retention", Rule::Clm4)
            .clause(clause)
            .fact("retention", retention)
            .fact("loss", whole)
    })
}
