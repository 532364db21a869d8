//! Splitting an amount into parts that sum to it.

use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::{Amount, exact};
use crate::error::Error;

/// Splits an amount in the ratio of `weights` into parts that sum to it.
///
/// Each part is a multiple of `unit`; what is left goes by largest remainder,
/// ties to the earliest part. An amount finer than the unit keeps its last
/// digits in the part that is served last. Weights that are all
/// zero split evenly. Rule VAL-4.
///
/// # Errors
///
/// [`Error::OutOfRange`] if there are no weights; [`Error::Overflow`].
///
/// ```
/// use tradecredit::{Amount, split};
///
/// let thirds = split("100".parse()?, &["1".parse()?; 3], "0.01".parse()?)?;
/// let texts: Vec<_> = thirds.iter().map(ToString::to_string).collect();
/// assert_eq!(texts, ["33.34", "33.33", "33.33"]);
/// # Ok::<(), tradecredit::Error>(())
/// ```
pub fn split(whole: Amount, weights: &[Amount], unit: Amount) -> Result<Vec<Amount>, Error> {
    if weights.is_empty() || unit.is_zero() {
        return Err(Error::OutOfRange {
            what: "a split",
            allowed: "into at least one part, in units above zero",
            given: alloc::format!("{} parts of {unit}", weights.len()),
        });
    }
    let total = Amount::total(weights.iter().copied())?;
    let even = total.is_zero();
    let total = if even { Decimal::from(weights.len()) } else { total.get() };

    let mut parts = Vec::with_capacity(weights.len());
    let mut given = Amount::ZERO;
    for (place, weight) in weights.iter().enumerate() {
        let weight = if even { Decimal::ONE } else { weight.get() };
        // Multiply first: the division is the only step that may not end.
        let ideal = exact::quotient(exact::product(whole.get(), weight)?, total)?;
        let units = exact::quotient(ideal, unit.get())?.floor();
        let part = Amount::new(exact::product(units, unit.get())?)?;
        let part = part.capped_at(whole.less(given)?);
        given = given.plus(part)?;
        parts.push((exact::difference(ideal, part.get())?, place, part));
    }
    let mut left = whole.less(given)?;
    parts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    while !left.is_zero() {
        for (_, _, part) in &mut parts {
            let more = left.capped_at(unit);
            *part = part.plus(more)?;
            left = left.less(more)?;
        }
    }
    parts.sort_by_key(|(_, place, _)| *place);
    Ok(parts.into_iter().map(|(_, _, part)| part).collect())
}
