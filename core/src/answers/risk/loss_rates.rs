//! Loss rates by age: how much of what reaches an age is lost in the end.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Precision;
use super::ratio::Ratio;
use crate::error::Error;
use crate::value::{Amount, Id, Rate, Share, exact, is_default};

/// What became of receivables, age by age, the youngest first (RSK-3): either
/// `reached` or `month_ends`. French: historique de défaillance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a loss history, as an object")]
pub struct LossHistory {
    /// What reached each age: of what was sold, what was still open when it
    /// fell overdue, a month later, and so on. The last is what was lost,
    /// unless `lost` says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reached: Vec<Amount>,
    /// What was lost of it in the end; absent: all that reached the last age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost: Option<Amount>,
    /// The aged balance at the end of each month, in order: what one month
    /// stands in one age stands in the next a month later, unless it was paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub month_ends: Vec<MonthEndAges>,
    /// How the months come together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub averaging: Averaging,
    /// What of the last age is lost; by default all of it.
    #[serde(default = "all", skip_serializing_if = "is_all")]
    pub loss_given_default: Share,
    /// What the future makes of the past: each rate is multiplied by it, up to
    /// 100 %; by default 100 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlook: Option<Rate>,
}

fn all() -> Share {
    Share::ALL
}

fn is_all(share: &Share) -> bool {
    *share == Share::ALL
}

impl Default for LossHistory {
    fn default() -> Self {
        Self {
            reached: Vec::new(),
            lost: None,
            month_ends: Vec::new(),
            averaging: Averaging::Pooled,
            loss_given_default: Share::ALL,
            outlook: None,
        }
    }
}

/// What was open at the end of a month, by age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a month end, as { \"balances\": […] }")]
pub struct MonthEndAges {
    /// Which month, as it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Id>,
    /// What was open, the youngest age first; the last age holds what reached
    /// it in the month.
    pub balances: Vec<Amount>,
}

/// How the roll rates of several months come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Averaging {
    /// What rolled in all months ÷ what could have: large months count more.
    #[default]
    Pooled,
    /// The mean of the months' own rates.
    Mean,
}

/// Loss rates by age (RSK-3). French: taux de perte par tranche d'ancienneté.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LossRates {
    /// Age by age, the youngest first.
    pub ages: Vec<AgeLossRate>,
}

/// What history says of an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgeLossRate {
    /// How much of it rolls on to the next age (taux de passage); absent: it
    /// is the last, or nothing was seen to pass or stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roll_rate: Option<Share>,
    /// How much of it is lost in the end.
    pub loss_rate: Share,
    /// How much was seen of it, rolling on or not: few cases prove little.
    /// Absent: it is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<Amount>,
}

/// The rates behind, not rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rolls {
    /// From each age to the next; nothing where nothing was seen.
    pub(super) steps: Vec<Option<Ratio>>,
    /// How much of each age was seen.
    pub(super) seen: Vec<Amount>,
    /// Of what reaches the last age.
    pub(super) last: Ratio,
    pub(super) loss_given_default: Share,
    pub(super) outlook: Option<Rate>,
}

impl Rolls {
    /// How much of each age is lost, the last included.
    pub(super) fn loss_rates(&self) -> Result<Vec<Ratio>, Error> {
        let lost = Ratio::fraction(self.loss_given_default.get());
        let outlook = self.outlook.map(|outlook| Ratio::fraction(outlook.get()));
        let finished = |reaches: Ratio| -> Result<Ratio, Error> {
            let rate = if self.loss_given_default == Share::ALL {
                reaches
            } else {
                reaches.times(lost)?
            };
            let rate = outlook.map_or(Ok(rate), |outlook| rate.times(outlook))?;
            Ok(rate.at_most_all())
        };
        // What reaches the end, from the last age back to the first: an age
        // of which nothing was seen is taken to roll on whole.
        let mut reaches = self.last;
        let mut rates = alloc::vec![finished(reaches)?];
        for roll in self.steps.iter().rev() {
            if let Some(roll) = roll {
                reaches = roll.times(reaches)?;
            }
            rates.push(finished(reaches)?);
        }
        rates.reverse();
        Ok(rates)
    }

    pub(super) fn answer(&self, precision: Precision) -> Result<LossRates, Error> {
        let mut rolls = self.steps.iter();
        let mut seen = self.seen.iter();
        let ages = self.loss_rates()?.into_iter().map(|rate| {
            let roll = rolls.next().copied().flatten();
            Ok(AgeLossRate {
                roll_rate: roll.map(|roll| precision.share(roll)).transpose()?,
                loss_rate: precision.share(rate)?,
                seen: seen.next().copied(),
            })
        });
        Ok(LossRates { ages: ages.collect::<Result<_, Error>>()? })
    }
}

impl LossHistory {
    /// The roll rates of this history.
    pub(super) fn rolls(&self) -> Result<Rolls, Error> {
        let wrong = |path: &str, problem: &str| {
            Err(Error::Unanswerable { problem: problem.into() }.at(path))
        };
        let ((steps, seen), last) = match (self.reached.is_empty(), self.month_ends.is_empty()) {
            (false, true) => cohort(&self.reached, self.lost)?,
            (true, false) if self.lost.is_some() => {
                return wrong("lost", "month ends say themselves what reached the last age");
            }
            (true, false) => (months(&self.month_ends, self.averaging)?, Ratio::ALL),
            _ => return wrong("reached", "a loss history has either `reached` or `month_ends`"),
        };
        let Self { loss_given_default, outlook, .. } = *self;
        Ok(Rolls { steps, seen, last, loss_given_default, outlook })
    }
}

/// Loss rates from history (RSK-3): what reaches an age × what of that rolls
/// on, age after age, × the loss given default.
///
/// # Errors
///
/// [`Error::Unanswerable`] at the figure that contradicts another;
/// [`Error::Overflow`].
pub fn loss_rates(history: &LossHistory, precision: Precision) -> Result<LossRates, Error> {
    history.rolls()?.answer(precision)
}

/// From each age to the next, and how much was seen of it.
type Steps = (Vec<Option<Ratio>>, Vec<Amount>);

fn cohort(reached: &[Amount], lost: Option<Amount>) -> Result<(Steps, Ratio), Error> {
    let mut rolls = Vec::with_capacity(reached.len());
    for (at, (before, after)) in reached.iter().zip(reached.iter().skip(1)).enumerate() {
        if after > before {
            let problem = format!("{after} reached this age, but only {before} the one before it");
            let path = format!("reached[{}]", at.saturating_add(1));
            return Err(Error::Unanswerable { problem }.at(path));
        }
        rolls.push(Ratio::of(after.get(), before.get()));
    }
    let last = match (lost, reached.last()) {
        (Some(lost), Some(last)) => {
            if lost > *last {
                let problem = format!("{lost} was lost, but only {last} reached the last age");
                return Err(Error::Unanswerable { problem }.at("lost"));
            }
            Ratio::of(lost.get(), last.get()).unwrap_or(Ratio::ALL)
        }
        _ => Ratio::ALL,
    };
    let seen = reached.split_last().map_or(&[][..], |(_, before)| before);
    Ok(((rolls, seen.to_vec()), last))
}

fn months(ends: &[MonthEndAges], averaging: Averaging) -> Result<Steps, Error> {
    let ages = ends.first().map_or(0, |end| end.balances.len());
    if let Some(at) = ends.iter().position(|end| end.balances.len() != ages || ages < 2) {
        let problem = "every month end has the same ages, at least two".into();
        return Err(Error::Unanswerable { problem }.at(format!("month_ends[{at}].balances")));
    }
    let (mut rolls, mut amounts) = (Vec::new(), Vec::new());
    for age in 1..ages {
        let before = age.saturating_sub(1);
        let (mut rolled, mut could, mut rates, mut seen) =
            (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO, 0_u32);
        for (one, next) in ends.iter().zip(ends.iter().skip(1)) {
            let (Some(from), Some(to)) = (one.balances.get(before), next.balances.get(age)) else {
                continue;
            };
            rolled = exact::sum(rolled, to.get())?;
            could = exact::sum(could, from.get())?;
            if let Some(ratio) = Ratio::of(to.get(), from.get()) {
                let rate = ratio.at_most_all().value()?;
                rates = rates.checked_add(rate).ok_or(Error::Overflow { operation: "a sum" })?;
                seen = seen.saturating_add(1);
            }
        }
        let ratio = match averaging {
            Averaging::Pooled => Ratio::of(rolled, could),
            Averaging::Mean => Ratio::of(rates, seen.into()),
        };
        rolls.push(ratio.map(Ratio::at_most_all));
        amounts.push(Amount::new(could)?);
    }
    Ok((rolls, amounts))
}
