//! A premium from past losses (PRE-4). French: taux de prime pure.

use alloc::vec::Vec;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{Amount, Currency, Rate, Rounding, RoundingPoint, Share, exact};

/// Decimals of the fraction that a rate keeps: a millionth of a percent.
const RATE_DECIMALS: u32 = 8;

/// Losses and what is to be added to them (PRE-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"losses\": … }")]
pub struct BurningCostFigures {
    /// The currency.
    pub currency: Currency,
    /// The losses to be expected: those of a period, or of a unit of it.
    pub losses: Amount,
    /// The turnover on which they fell, for rates.
    pub turnover: Option<Amount>,
    /// Expenses that are the same whatever the premium.
    #[serde(default)]
    pub fixed_expenses: Amount,
    /// Expenses that are a share of the premium, such as commission.
    #[serde(default = "nothing")]
    pub variable_expenses: Share,
    /// The insurer's margin or reserve for contingencies, a share of the premium.
    #[serde(default = "nothing")]
    pub margin: Share,
    /// How many such periods make a year; absent: one.
    pub periods: Option<u16>,
    /// How amounts are rounded; `each_step` rounds before periods are added up.
    #[serde(default)]
    pub rounding: Rounding,
}

const fn nothing() -> Share {
    Share::NONE
}

/// What past losses say about a premium (PRE-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BurningCost {
    /// Losses ÷ turnover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub burning_cost: Option<Rate>,
    /// (losses + fixed expenses) ÷ (1 − variable expenses − margin).
    pub premium: Amount,
    /// The premium of a year.
    pub annual: Amount,
    /// Premium ÷ turnover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// The premium that pays for losses, expenses and margin (PRE-4).
///
/// # Errors
///
/// [`Error::OutOfRange`] if expenses and margin leave nothing of the premium,
/// or for a turnover of nothing.
pub fn burning_cost(
    asked: &BurningCostFigures,
    witness: &mut impl Witness,
) -> Result<BurningCost, Error> {
    let shares = exact::sum(asked.variable_expenses.get(), asked.margin.get())?;
    let left = exact::difference(Decimal::ONE, shares)?;
    if left <= Decimal::ZERO {
        return Err(Error::OutOfRange {
            what: "variable expenses and margin together",
            allowed: "below 100% of the premium",
            given: alloc::format!("{} and {}", asked.variable_expenses, asked.margin),
        }
        .at("variable_expenses"));
    }
    let round =
        |amount| asked.rounding.round(amount, asked.currency).map_err(|error| error.at("rounding"));
    let costs = asked.losses.plus(asked.fixed_expenses)?;
    let unrounded = Amount::new(exact::quotient(costs.get(), left)?)?;
    let premium = round(unrounded)?;
    let periods = asked.periods.unwrap_or(1);
    let annual = match asked.rounding.at {
        RoundingPoint::EachStep => Amount::new(exact::product(premium.get(), periods.into())?)?,
        RoundingPoint::Result => {
            let over = exact::product(costs.get(), periods.into())?;
            round(Amount::new(exact::quotient(over, left)?)?)?
        }
    };
    witness.see(|| {
        Step::new("burning_cost_premium", Rule::Pre4)
            .fact("losses", asked.losses)
            .fact("fixed", asked.fixed_expenses)
            .fact("variable", asked.variable_expenses)
            .fact("margin", asked.margin)
            .amounts(costs, premium)
    });
    let rate = |amount: Amount| -> Result<Option<Rate>, Error> {
        let Some(turnover) = asked.turnover else { return Ok(None) };
        if turnover.is_zero() {
            return Err(Error::OutOfRange {
                what: "a turnover",
                allowed: "above zero",
                given: "0".into(),
            }
            .at("turnover"));
        }
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        let ratio = exact::quotient(amount.get(), turnover.get())?;
        Rate::new(ratio.round_dp_with_strategy(RATE_DECIMALS, half_up)).map(Some)
    };
    Ok(BurningCost {
        burning_cost: rate(asked.losses)?,
        premium,
        annual,
        rate: rate(premium)?,
        steps: Vec::new(),
    })
}
