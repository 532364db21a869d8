//! Exact decimals: every digit kept, or an error.
//!
//! `rust_decimal`'s operators can panic and its `checked_*` methods can round
//! away digits silently; these functions do neither. Reading is strict (no
//! exponent, no `+`, no spaces), writing is canonical (no trailing zeros), so
//! two equal values always have the same text. Rule VAL-1.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use core::cmp::Ordering;

use rust_decimal::Decimal;

use crate::error::Error;

/// Reads a decimal such as `1250.00` or `-0.5`, exactly or not at all.
///
/// # Errors
///
/// [`Error::InexactDecimal`] for any other text, and for more digits than a
/// [`Decimal`] can hold (28 to 29).
///
/// ```
/// use tradecredit::exact;
///
/// assert_eq!(exact::text(exact::parse("1250.00")?), "1250");
/// assert!(exact::parse("1.25e3").is_err());
/// # Ok::<(), tradecredit::Error>(())
/// ```
pub fn parse(text: &str) -> Result<Decimal, Error> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|c| c.is_ascii_digit() || c == b'.');
    let number = if plain { Decimal::from_str_exact(text).ok() } else { None };
    number
        // Nothing has no sign, and is written in one way.
        .map(|number| if number.is_zero() { number.abs() } else { number })
        .ok_or_else(|| Error::InexactDecimal { given: clipped(text) })
}

/// Writes the one canonical text of a number.
#[must_use]
pub fn text(number: Decimal) -> String {
    number.normalize().to_string()
}

/// What the caller gave, short enough for a message.
pub(crate) fn clipped(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => {
            let mut short = text.get(..end).unwrap_or_default().to_owned();
            short.push('…');
            short
        }
        None => text.to_owned(),
    }
}

/// A number that is not negative and whose digits fit in 64 bits, with its
/// scale: what nearly every amount is, and quick to compute with.
#[inline]
pub(crate) const fn small(number: Decimal) -> Option<(u64, u32)> {
    let parts = number.unpack();
    if parts.hi != 0 || parts.negative {
        return None;
    }
    Some((((parts.mid as u64) << 32) | parts.lo as u64, parts.scale))
}

/// Two small numbers of one scale.
#[inline]
const fn alike(a: Decimal, b: Decimal) -> Option<(u64, u64, u32)> {
    match (small(a), small(b)) {
        (Some((a, scale)), Some((b, other))) if scale == other => Some((a, b, scale)),
        _ => None,
    }
}

/// A number from its digits, if a decimal has as many.
#[expect(clippy::cast_possible_truncation, reason = "cut into the parts of a decimal")]
#[inline]
pub(crate) const fn with_scale(digits: u128, scale: u32) -> Option<Decimal> {
    if digits >> 96 != 0 || scale > Decimal::MAX_SCALE {
        return None;
    }
    let (lo, mid, hi) = (digits as u32, (digits >> 32) as u32, (digits >> 64) as u32);
    Some(Decimal::from_parts(lo, mid, hi, false, scale))
}

/// Which of two numbers is the greater.
#[must_use]
#[inline]
pub(crate) fn compare(a: Decimal, b: Decimal) -> Ordering {
    match alike(a, b) {
        Some((a, b, _)) => a.cmp(&b),
        None => a.cmp(&b),
    }
}

/// `a + b`, to the last digit.
///
/// # Errors
///
/// [`Error::Overflow`] where the sum has too many digits.
#[inline]
pub fn sum(a: Decimal, b: Decimal) -> Result<Decimal, Error> {
    if let Some((a, b, scale)) = alike(a, b)
        && let Some(sum) = a.checked_add(b)
        && let Some(sum) = with_scale(sum.into(), scale)
    {
        return Ok(sum);
    }
    a.checked_add(b)
        .filter(|sum| sum.scale() >= a.scale().max(b.scale()))
        .map_or_else(|| slow(a, b, Decimal::checked_add, "a sum"), Ok)
}

/// `a - b`, to the last digit.
///
/// # Errors
///
/// [`Error::Overflow`] where the difference has too many digits.
#[inline]
pub fn difference(a: Decimal, b: Decimal) -> Result<Decimal, Error> {
    if let Some((a, b, scale)) = alike(a, b)
        && let Some(difference) = a.checked_sub(b)
        && let Some(difference) = with_scale(difference.into(), scale)
    {
        return Ok(difference);
    }
    a.checked_sub(b)
        .filter(|difference| difference.scale() >= a.scale().max(b.scale()))
        .map_or_else(|| slow(a, b, Decimal::checked_sub, "a difference"), Ok)
}

/// Trailing zeros can make an exact result look rounded: try again without them.
fn slow(
    a: Decimal,
    b: Decimal,
    operation: impl Fn(Decimal, Decimal) -> Option<Decimal>,
    name: &'static str,
) -> Result<Decimal, Error> {
    let (a, b) = (a.normalize(), b.normalize());
    operation(a, b)
        .filter(|result| result.scale() >= a.scale().max(b.scale()))
        .ok_or(Error::Overflow { operation: name })
}

/// `a × b`, to the last digit.
///
/// # Errors
///
/// [`Error::Overflow`] where the product has too many digits.
#[inline]
pub fn product(a: Decimal, b: Decimal) -> Result<Decimal, Error> {
    if let (Some((a, of_a)), Some((b, of_b))) = (small(a), small(b))
        && let Some(product) = u128::from(a).checked_mul(b.into())
        && let Some(product) = with_scale(product, of_a.saturating_add(of_b))
    {
        return Ok(product);
    }
    let exact = |a: Decimal, b: Decimal| {
        let scale =
            if a.is_zero() || b.is_zero() { 0 } else { a.scale().saturating_add(b.scale()) };
        a.checked_mul(b).filter(|product| product.scale() >= scale)
    };
    exact(a, b)
        .or_else(|| exact(a.normalize(), b.normalize()))
        .ok_or(Error::Overflow { operation: "a product" })
}

/// `a ÷ b` to the 28 digits that a decimal holds: the one operation whose
/// result may not end. Round it by a stated rule before it becomes an amount.
///
/// # Errors
///
/// [`Error::Overflow`] for a division by zero or a result too large.
pub fn quotient(a: Decimal, b: Decimal) -> Result<Decimal, Error> {
    a.checked_div(b).ok_or(Error::Overflow { operation: "a quotient" })
}

/// Decimals of what does not end, where it goes into sums: a cent is ten thousand million of the last one.
pub(crate) const CARRIED: u32 = 12;

/// `a × b ÷ c` to twelve decimals, so that sums with it have the digits they need.
///
/// # Errors
///
/// Those of [`quotient`].
pub(crate) fn proportion(a: Decimal, b: Decimal, c: Decimal) -> Result<Decimal, Error> {
    // A product of more digits than a decimal has keeps the 28 that count.
    let product = a.checked_mul(b).ok_or(Error::Overflow { operation: "a product" })?;
    Ok(quotient(product, c)?.round_dp(CARRIED))
}

/// Whole units of a scale: 1,250 at scale 2 is 12.50.
///
/// # Errors
///
/// [`Error::Overflow`] for a scale above 28.
pub(crate) fn scaled(units: i64, scale: u32) -> Result<Decimal, Error> {
    Decimal::try_from_i128_with_scale(i128::from(units), scale)
        .map_err(|_| Error::Overflow { operation: "a scale" })
}
