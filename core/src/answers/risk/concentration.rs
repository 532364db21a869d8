//! Concentration: how much of a portfolio hangs on few names.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Precision;
use super::ratio::Ratio;
use crate::error::Error;
use crate::value::order;
use crate::value::{Amount, Id, Number, Share, exact, split};

/// What one name stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an exposure, as { \"name\": …, \"amount\": … }")]
pub struct Holding {
    /// Whose.
    pub name: Id,
    /// How much.
    pub amount: Amount,
}

/// How concentrated a portfolio is (RSK-3). French: concentration des risques.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Concentration {
    /// Everything.
    pub total: Amount,
    /// How many names stand for more than nothing.
    pub names: u32,
    /// The largest, largest first, equal ones in order of their names.
    pub largest: Vec<LargestHolding>,
    /// What the largest have together.
    pub largest_amount: Amount,
    /// Their share of everything; absent: there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_share: Option<Share>,
    /// The Herfindahl index from 0 to 1: the sum of the squared shares. Times
    /// 10,000 it is the index in points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub herfindahl: Option<Number>,
    /// How many equal names would be as concentrated: 1 ÷ the index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equal_names: Option<Number>,
}

/// One of the largest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LargestHolding {
    /// Whose.
    pub name: Id,
    /// How much.
    pub amount: Amount,
    /// Its share: the shares of all names sum to 100 % (VAL-4).
    pub share: Share,
}

/// To how many digits shares are kept of amounts too large to be squared: the
/// index is exact to as many.
const INDEX_DIGITS: u32 = 12;

/// How concentrated a portfolio is; a name that stands twice counts once, with
/// the sum.
///
/// # Errors
///
/// [`Error::Overflow`].
pub fn concentration(
    holdings: &[Holding],
    largest: u16,
    precision: Precision,
) -> Result<Concentration, Error> {
    let mut names: BTreeMap<&Id, Amount> = BTreeMap::new();
    for holding in holdings {
        let sum = names.entry(&holding.name).or_default();
        *sum = sum.plus(holding.amount)?;
    }
    let mut sorted: Vec<(&Id, Amount)> =
        names.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
    order::by(&mut sorted, |one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    let amounts: Vec<Amount> = sorted.iter().map(|(_, amount)| *amount).collect();
    let total = Amount::total(amounts.iter().copied())?;
    let shares = shares(&amounts, precision)?;
    let largest: Vec<LargestHolding> = sorted
        .iter()
        .zip(shares)
        .take(usize::from(largest))
        .map(|((name, amount), share)| LargestHolding {
            name: (*name).clone(),
            amount: *amount,
            share,
        })
        .collect();
    let largest_amount = Amount::total(largest.iter().map(|holding| holding.amount))?;
    let index = herfindahl(&amounts, total)?;
    Ok(Concentration {
        total,
        names: u32::try_from(amounts.len()).unwrap_or(u32::MAX),
        largest,
        largest_amount,
        largest_share: precision.share_of(largest_amount, total)?,
        herfindahl: index.map(|index| precision.index(index.value()?)).transpose()?,
        equal_names: index.map(|index| precision.number(index.inverse()?)).transpose()?,
    })
}

/// The sum of the squared shares; nothing for parts that are all zero.
fn herfindahl(parts: &[Amount], total: Amount) -> Result<Option<Ratio>, Error> {
    let square = |amount: Amount| exact::product(amount.get(), amount.get());
    let squares = parts.iter().try_fold(Decimal::ZERO, |sum, part| exact::sum(sum, square(*part)?));
    if let (Ok(squares), Ok(whole)) = (squares, square(total)) {
        return Ok(Ratio::of(squares, whole));
    }
    let mut index = Decimal::ZERO;
    for part in parts {
        let Some(ratio) = Ratio::of(part.get(), total.get()) else { continue };
        let share = ratio.value()?.round_dp(INDEX_DIGITS);
        index = exact::sum(index, exact::product(share, share)?)?;
    }
    Ok(Some(Ratio::fraction(index)))
}

/// The shares of parts in their sum, which sum to 100 % (VAL-4); nothing for
/// parts that are all zero.
pub(super) fn shares(parts: &[Amount], precision: Precision) -> Result<Vec<Share>, Error> {
    if parts.iter().all(|part| part.is_zero()) {
        return Ok(alloc::vec![Share::NONE; parts.len()]);
    }
    let whole = Amount::new(Decimal::ONE)?;
    let split = split(whole, parts, Amount::new(precision.step())?)?;
    split.into_iter().map(|part| Share::new(part.get())).collect()
}
