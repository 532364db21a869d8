//! Splitting an amount into parts that sum to it.

use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::order;
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
    if let Some(parts) = in_whole_numbers(whole, weights, unit) {
        return Ok(parts);
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
    order::by(&mut parts, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    while !left.is_zero() {
        for (_, _, part) in &mut parts {
            let more = left.capped_at(unit);
            *part = part.plus(more)?;
            left = left.less(more)?;
        }
    }
    order::by_key(&mut parts, |(_, place, _)| *place);
    Ok(parts.into_iter().map(|(_, _, part)| part).collect())
}

/// The same in whole numbers, where they fit: the whole in units, the weights
/// in the finest of their digits.
fn in_whole_numbers(whole: Amount, weights: &[Amount], unit: Amount) -> Option<Vec<Amount>> {
    let (unit_digits, scale) = unit.digits()?;
    let whole = in_digits(whole, scale)?;
    if whole.checked_rem(unit_digits)? != 0 {
        return None;
    }
    let units = whole.checked_div(unit_digits)?;
    let mut finest = 0;
    for weight in weights {
        finest = finest.max(weight.digits()?.1);
    }
    let mut shares = Vec::with_capacity(weights.len());
    let mut total: u64 = 0;
    for weight in weights {
        let digits = in_digits(*weight, finest)?;
        total = total.checked_add(digits)?;
        shares.push(digits);
    }
    let mut left = units;
    // The part in units, and what it lost.
    let mut parts: Vec<(u64, u64)> = Vec::with_capacity(shares.len());
    for share in shares {
        let (part, lost) = divided(units, share, total)?;
        left = left.checked_sub(part)?;
        parts.push((part, lost));
    }
    // Fewer are left than there are parts.
    if left > 0 {
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order::by_key(&mut order, |place| core::cmp::Reverse(parts.get(*place).map(|part| part.1)));
        for place in order.into_iter().take(usize::try_from(left).ok()?) {
            let part = parts.get_mut(place)?;
            part.0 = part.0.checked_add(1)?;
        }
    }
    let mut amounts = Vec::with_capacity(parts.len());
    for (units, _) in parts {
        amounts.push(Amount::of_digits(u128::from(units).checked_mul(unit_digits.into())?, scale)?);
    }
    Some(amounts)
}

/// `units × share ÷ total`, and what is left over; a processor divides 64 bits at once.
fn divided(units: u64, share: u64, total: u64) -> Option<(u64, u64)> {
    if let Some(product) = units.checked_mul(share) {
        return Some((product.checked_div(total)?, product.checked_rem(total)?));
    }
    let (product, total) = (u128::from(units).checked_mul(share.into())?, u128::from(total));
    let (part, lost) = (product.checked_div(total)?, product.checked_rem(total)?);
    Some((u64::try_from(part).ok()?, u64::try_from(lost).ok()?))
}

/// The digits of an amount at a scale, if it has no finer ones.
fn in_digits(amount: Amount, scale: u32) -> Option<u64> {
    let (digits, own) = amount.digits()?;
    if let Some(more) = scale.checked_sub(own) {
        return digits.checked_mul(10_u64.checked_pow(more)?);
    }
    let finer = 10_u64.checked_pow(own.checked_sub(scale)?)?;
    if digits.checked_rem(finer)? != 0 {
        return None;
    }
    digits.checked_div(finer)
}
