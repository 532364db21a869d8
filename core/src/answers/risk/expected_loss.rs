//! Expected loss in plain figures: exposure × probability × loss given
//! default, discounted and insured where the figures say so.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::ratio::rounded_product;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{Amount, Currency, Id, Rate, Rounding, RoundingPoint, Share, exact, is_default};

/// A risk in figures (RSK-3): a buyer, or a period of a receivable's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a risk in figures, as an object")]
pub struct RiskFigures {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Id>,
    /// What is owed at default (EAD).
    pub exposure: Amount,
    /// How probable default is (PD, probabilité de défaut): within the period
    /// that this line stands for, seen from today.
    pub probability: Share,
    /// What of the exposure is lost at default (LGD, perte en cas de défaut);
    /// by default all of it.
    #[serde(default = "all", skip_serializing_if = "is_all")]
    pub loss_given_default: Share,
    /// When the loss falls, and at which rate it is worth less today; absent:
    /// it counts in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
    /// How much this line counts, where it is one of several scenarios; by
    /// default all of it.
    #[serde(default = "all", skip_serializing_if = "is_all")]
    pub weight: Share,
    /// What is insured; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured: Option<InsuredFigures>,
}

fn all() -> Share {
    Share::ALL
}

fn is_all(share: &Share) -> bool {
    *share == Share::ALL
}

/// When a loss falls and what it is worth today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a discount, as { \"rate\": …, \"years\": … }")]
pub struct Discount {
    /// The effective interest rate a year (taux d'intérêt effectif).
    pub rate: Rate,
    /// Whole years, with compound interest.
    #[serde(default, skip_serializing_if = "is_default")]
    pub years: u16,
    /// Days beyond them, with simple interest on a year of 365 days.
    #[serde(default, skip_serializing_if = "is_default")]
    pub days: u16,
}

/// What is insured of a risk in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an insured part, as an object")]
pub struct InsuredFigures {
    /// What of the exposure is covered.
    pub covered: Amount,
    /// The insured percentage (quotité garantie).
    pub percentage: Share,
    /// What the insured bears of each loss first (franchise).
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub deductible: Amount,
}

/// Expected losses (RSK-3). French: pertes attendues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExpectedLosses {
    /// The currency of the amounts below.
    pub currency: Currency,
    /// Risk by risk, as given.
    pub risks: Vec<ExpectedLoss>,
    /// What is owed in all.
    pub exposure: Amount,
    /// Expected in all, before the policy.
    pub before: Amount,
    /// What of it the insurer is expected to pay.
    pub insurer: Amount,
    /// What stays: `before = insurer + after`.
    pub after: Amount,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What is expected of one risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExpectedLoss {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Id>,
    /// The loss at default: exposure × loss given default.
    pub loss: Amount,
    /// What that loss is worth today.
    pub present_value: Amount,
    /// Loss × probability × weight, not discounted.
    pub undiscounted: Amount,
    /// What is expected: present value × probability × weight.
    pub before: Amount,
    /// What of it the insurer is expected to pay.
    pub insurer: Amount,
    /// What stays.
    pub after: Amount,
}

/// Expected losses of risks in figures (RSK-3).
///
/// With `rounding.at = each_step` each step goes on from the rounded amount
/// before it, with `result` only what is shown is rounded.
///
/// # Errors
///
/// [`Error::Unanswerable`] where more is covered than owed, at its path;
/// [`Error::Overflow`].
pub fn expected_losses(
    risks: &[RiskFigures],
    currency: Currency,
    rounding: Rounding,
    witness: &mut impl Witness,
) -> Result<ExpectedLosses, Error> {
    let mut answers = Vec::with_capacity(risks.len());
    let (mut before, mut insurer) = (Amount::ZERO, Amount::ZERO);
    for (at, risk) in risks.iter().enumerate() {
        let (answer, exact) = one(risk, currency, rounding, witness)
            .map_err(|error| error.within(&format!("risks[{at}]")))?;
        before = before.plus(exact.before)?;
        insurer = insurer.plus(exact.insurer)?;
        answers.push(answer);
    }
    let before = rounding.round(before, currency)?;
    let insurer = rounding.round(insurer, currency)?.capped_at(before);
    let after = before.less(insurer)?;
    witness.see(|| {
        Step::new("expected_after_the_policy", Rule::Rsk3)
            .fact("insurer", insurer)
            .amounts(before, after)
    });
    Ok(ExpectedLosses {
        currency,
        exposure: Amount::total(risks.iter().map(|risk| risk.exposure))?,
        before,
        insurer,
        after,
        risks: answers,
        steps: Vec::new(),
    })
}

/// What goes into the sums: as shown, or under `result` as it was before.
struct Summed {
    before: Amount,
    insurer: Amount,
}

fn one(
    risk: &RiskFigures,
    currency: Currency,
    rounding: Rounding,
    witness: &mut impl Witness,
) -> Result<(ExpectedLoss, Summed), Error> {
    let round = |number: Decimal| rounding.round(Amount::new(number)?, currency);
    // What the next step goes on from.
    let next = |exact: Decimal, rounded: Amount| match rounding.at {
        RoundingPoint::EachStep => rounded.get(),
        RoundingPoint::Result => exact,
    };
    let exact_loss = exact::product(risk.exposure.get(), risk.loss_given_default.get())?;
    let loss = round(exact_loss)?;
    let from = next(exact_loss, loss);
    let factor = risk.discount.map_or(Ok(Decimal::ONE), factor)?;
    let worth = exact::quotient(from, factor)?;
    let present_value = round(worth)?;
    let worth = next(worth, present_value);
    let probability = exact::product(risk.probability.get(), risk.weight.get())?;
    let expected = rounded_product(worth, probability)?;
    let before = round(expected)?;
    witness.see(|| {
        let step = Step::new("expected_loss", Rule::Rsk3)
            .fact("exposure", risk.exposure)
            .fact("probability", risk.probability)
            .fact("loss_given_default", risk.loss_given_default)
            .amounts(present_value, before);
        risk.name.iter().fold(step, |step, name| step.fact("name", name))
    });
    let paid = match &risk.insured {
        None => Decimal::ZERO,
        Some(insured) => {
            if insured.covered > risk.exposure {
                let problem = "what is covered is part of the exposure, not more";
                return Err(Error::Unanswerable { problem: problem.into() }.at("insured.covered"));
            }
            let covered = insured.covered.share(risk.loss_given_default)?;
            let paid = covered.less(insured.deductible)?.share(insured.percentage)?;
            rounded_product(exact::quotient(paid.get(), factor)?, probability)?
        }
    };
    let insurer = round(paid)?.capped_at(before);
    let summed = Summed {
        before: Amount::new(next(expected.round_dp(exact::CARRIED), before))?,
        insurer: Amount::new(next(paid.min(expected).round_dp(exact::CARRIED), insurer))?,
    };
    let answer = ExpectedLoss {
        name: risk.name.clone(),
        loss,
        present_value,
        undiscounted: round(rounded_product(from, probability)?)?,
        before,
        insurer,
        after: before.less(insurer)?,
    };
    Ok((answer, summed))
}

/// `(1 + rate)^years × (1 + rate × days ÷ 365)`, to the 28 digits of a decimal.
fn factor(discount: Discount) -> Result<Decimal, Error> {
    let Discount { rate, years, days } = discount;
    let year = exact::sum(Decimal::ONE, rate.get())?;
    let mut factor = Decimal::ONE;
    for _ in 0..years {
        factor = rounded_product(factor, year)?;
    }
    let interest = exact::product(rate.get(), Decimal::from(days))?;
    let part = exact::quotient(interest, Decimal::from(365_u16))?;
    let part = part.checked_add(Decimal::ONE).ok_or(Error::Overflow { operation: "a sum" })?;
    rounded_product(factor, part)
}
