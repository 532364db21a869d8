//! What is invoiced in advance, in parts that sum to it (PRE-2).

use alloc::vec::Vec;

use serde::Serialize;

use crate::answers::duties::instalment_period;
use crate::error::Error;
use crate::terms::{Period, PolicyTerms};
use crate::value::{Amount, Day, split};

/// A part of the premium, and when it is due (PRE-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Instalment {
    /// The first day of the part of the year that it pays for.
    pub due: Day,
    /// How much.
    pub amount: Amount,
}

/// The instalments of an insurance year: even parts, the cents that are left
/// over to the first ones.
///
/// # Errors
///
/// [`Error::OutOfRange`] for a rounding unit of zero; [`Error::Overflow`].
pub(super) fn instalments(
    terms: &PolicyTerms,
    year: Period,
    whole: Amount,
) -> Result<Vec<Instalment>, Error> {
    let count = terms.premium.instalments.unwrap_or(1).max(1);
    let unit = Amount::new(terms.premium.rounding.unit_of(terms.currency))?;
    let amounts = split(whole, &alloc::vec![Amount::ZERO; count.into()], unit)?;
    amounts
        .into_iter()
        .zip(0..count)
        .map(|(amount, number)| {
            let due = instalment_period(year, number, count)?.from;
            Ok(Instalment { due, amount })
        })
        .collect()
}
