//! A top-up: what is over the limit of the primary policy (CLM-12).

use serde::{Deserialize, Serialize};

use super::loss::Part;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::Amount;

/// The primary policy's result on the same buyer, as data (CLM-12). French:
/// la police de premier rang.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "the primary policy's result, as an object")]
pub struct Primary {
    /// Its limit on the buyer, in the currency of the top-up policy.
    pub limit: Amount,
    /// What it covers of the loss, before its percentage; absent: the loss up
    /// to its limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered: Option<Amount>,
}

/// Takes the loss within the primary limit off the receivables, oldest first,
/// and lets what is left fill the top-up limit. Returns what was taken off.
///
/// # Errors
///
/// [`Error::Overflow`].
pub(super) fn over_primary(
    parts: &mut [Part],
    primary: &Primary,
    limit: Option<Amount>,
    witness: &mut impl Witness,
) -> Result<Amount, Error> {
    let loss = Amount::total(parts.iter().map(|part| part.amount))?;
    let covered = primary.covered.unwrap_or(primary.limit).capped_at(loss);
    let (mut off, mut room) = (covered, limit);
    for part in parts {
        let taken = off.capped_at(part.amount);
        off = off.less(taken)?;
        part.amount = part.amount.less(taken)?;
        part.covered = room.map_or(part.amount, |room| part.amount.capped_at(room));
        if let Some(left) = room {
            room = Some(left.less(part.covered)?);
        }
    }
    let over = loss.less(covered)?;
    witness.see(|| {
        Step::new("over_primary_limit", Rule::Clm12)
            .fact("limit", primary.limit)
            .fact("covered", covered)
            .amounts(loss, over)
    });
    Ok(covered)
}
