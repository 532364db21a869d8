//! The provision matrix of IFRS 9: aged balances times loss rates.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ratio::Ratio;
use super::{LossHistory, Precision};
use crate::error::Error;
use crate::explain::{FactValue, Rule, Step, Witness};
use crate::value::{Amount, Currency, Id, Rounding, RoundingPoint, Share};

/// An age of receivables and what is open of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an age, as { \"age\": …, \"balance\": … }")]
pub struct AgedBalance {
    /// How the age is called, such as `1-30`.
    pub age: Id,
    /// What is open.
    pub balance: Amount,
    /// How much of it is lost in the end; absent: the history says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss_rate: Option<Share>,
}

/// A provision matrix (RSK-3). French: matrice de provisionnement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProvisionMatrix {
    /// The currency of the amounts below.
    pub currency: Currency,
    /// Age by age, as given.
    pub ages: Vec<ProvisionRow>,
    /// What is open in all.
    pub balance: Amount,
    /// The allowance for expected losses in all.
    pub allowance: Amount,
    /// Its share of what is open; absent: nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowance_share: Option<Share>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// One age of a provision matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProvisionRow {
    /// How the age is called.
    pub age: Id,
    /// What is open.
    pub balance: Amount,
    /// The loss rate, rounded for reading: the allowance comes of the exact one.
    pub loss_rate: Share,
    /// The expected loss (perte de crédit attendue).
    pub allowance: Amount,
}

/// Aged balances times loss rates (RSK-3): the rates given, or those of the
/// history.
///
/// With `rounding.at = each_step` the total is the sum of the rounded
/// allowances, with `result` it is rounded by itself.
///
/// # Errors
///
/// [`Error::Unanswerable`] for an age without a rate, at its path;
/// [`Error::Overflow`].
pub fn provision_matrix(
    ages: &[AgedBalance],
    history: Option<&LossHistory>,
    currency: Currency,
    (rounding, precision): (Rounding, Precision),
    witness: &mut impl Witness,
) -> Result<ProvisionMatrix, Error> {
    let past = match history {
        None => Vec::new(),
        Some(history) => {
            let rolls = history.rolls().map_err(|error| error.within("history"))?;
            let rates = rolls.loss_rates()?;
            if rates.len() != ages.len() {
                let problem = format!(
                    "the history has {} ages and the balances have {}: give both alike",
                    rates.len(),
                    ages.len()
                );
                return Err(Error::Unanswerable { problem }.at("history"));
            }
            rates
        }
    };
    let mut rates = Vec::with_capacity(ages.len());
    for (at, age) in ages.iter().enumerate() {
        let rate = match age.loss_rate {
            Some(rate) => Ratio::fraction(rate.get()),
            None => *past.get(at).ok_or_else(|| {
                let problem = "an age has a `loss_rate`, or the `history` says it".into();
                Error::Unanswerable { problem }.at(format!("ages[{at}].loss_rate"))
            })?,
        };
        rates.push(rate);
    }
    matrix(
        ages.iter().map(|age| (&age.age, age.balance)).zip(rates),
        currency,
        (rounding, precision),
        witness,
    )
}

/// The same for rates that are known already.
pub(super) fn matrix<'a>(
    ages: impl Iterator<Item = ((&'a Id, Amount), Ratio)>,
    currency: Currency,
    (rounding, precision): (Rounding, Precision),
    witness: &mut impl Witness,
) -> Result<ProvisionMatrix, Error> {
    let (mut rows, mut balances, mut exact) = (Vec::new(), Amount::ZERO, Decimal::ZERO);
    for ((age, balance), rate) in ages {
        let unrounded = Amount::new(rate.share_of(balance)?)?;
        let allowance = rounding.round(unrounded, currency)?;
        let loss_rate = precision.share(rate)?;
        witness.see(|| {
            Step::new("provision_of_age", Rule::Rsk3)
                .fact("age", FactValue::Code(Cow::Owned(age.as_str().into())))
                .fact("loss_rate", loss_rate)
                .amounts(balance, allowance)
                .rounded_from(unrounded)
        });
        balances = balances.plus(balance)?;
        exact = exact.checked_add(unrounded.get()).ok_or(Error::Overflow { operation: "a sum" })?;
        rows.push(ProvisionRow { age: age.clone(), balance, loss_rate, allowance });
    }
    let allowance = match rounding.at {
        RoundingPoint::EachStep => Amount::total(rows.iter().map(|row| row.allowance))?,
        RoundingPoint::Result => rounding.round(Amount::new(exact)?, currency)?,
    };
    witness.see(|| Step::new("provision_total", Rule::Rsk3).amounts(balances, allowance));
    Ok(ProvisionMatrix {
        currency,
        ages: rows,
        balance: balances,
        allowance,
        allowance_share: precision.share_of(allowance, balances)?,
        steps: Vec::new(),
    })
}
