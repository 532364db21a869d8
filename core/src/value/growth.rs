//! Growth over time: what a series of payments grows by each day.
//!
//! An effective annual cost is a root, which no finite decimal is. It is
//! found by bisection on decimals of 28 digits, every product rounded to the
//! nearest in that last digit, without binary fractions and so alike on every
//! machine. A growth over `n` days is exact to about `28 - log₁₀ n` digits; callers round
//! it to the few digits they were asked for.

use rust_decimal::Decimal;

use crate::error::Error;

/// Money at a day: received if positive, given back if negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flow {
    /// Days after the first flow.
    pub(crate) day: u32,
    /// How much.
    pub(crate) amount: Decimal,
}

/// A number of zero or more as money given back.
pub(crate) fn minus(mut number: Decimal) -> Decimal {
    number.set_sign_negative(true);
    number
}

/// Halvings of a bracket: each gives a binary digit, and 28 decimal digits are 94 of them.
const HALVINGS: u32 = 220;

/// `factor` multiplied `times` times; nothing where that is too large to write.
pub(crate) fn power(factor: Decimal, times: u32) -> Option<Decimal> {
    let (mut result, mut square, mut left) = (Decimal::ONE, factor, times);
    while left > 0 {
        if left & 1 == 1 {
            result = result.checked_mul(square)?;
        }
        left >>= 1_u32;
        if left > 0 {
            square = square.checked_mul(square)?;
        }
    }
    Some(result)
}

/// The growth a day at which what is received first equals what is given back
/// later, flows in order of their days.
///
/// # Errors
///
/// [`Error::Unanswerable`] if nothing is received first or nothing is given
/// back, or if the direction changes more than once: then several rates, or
/// none, would fit.
pub(crate) fn daily_growth(flows: &[Flow]) -> Result<Decimal, Error> {
    let moving = || flows.iter().filter(|flow| !flow.amount.is_zero());
    let signs = moving().map(|flow| flow.amount.is_sign_negative());
    let changes = signs.clone().zip(signs.skip(1)).filter(|(one, next)| one != next).count();
    let first = moving().next().is_some_and(|flow| !flow.amount.is_sign_negative());
    if changes != 1 || !first {
        let problem = "money is received first and given back later, once: otherwise no single rate says what it costs";
        return Err(Error::Unanswerable { problem: problem.into() });
    }
    let two = Decimal::TWO;
    let (mut low, mut high) = (Decimal::ZERO, two);
    while !owes(flows, high) {
        low = high;
        high = high.checked_mul(two).ok_or(Error::Overflow { operation: "an annual cost" })?;
    }
    for _ in 0..HALVINGS {
        let Some(middle) = low.checked_add(high).and_then(|sum| sum.checked_div(two)) else {
            break;
        };
        if middle == low || middle == high {
            break;
        }
        if owes(flows, middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Ok(high)
}

/// Whether at this growth something is still owed after the last flow.
fn owes(flows: &[Flow], growth: Decimal) -> bool {
    let mut owed = Decimal::ZERO;
    let mut day = 0_u32;
    for flow in flows {
        // Too large to write is more than anybody gives back.
        let Some(grown) = power(growth, flow.day.saturating_sub(day)) else { return true };
        let Some(sum) = owed.checked_mul(grown).and_then(|owed| owed.checked_add(flow.amount))
        else {
            return true;
        };
        (owed, day) = (sum, flow.day);
    }
    owed >= Decimal::ZERO
}
