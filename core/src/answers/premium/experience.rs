//! What earlier years and the losses of this one do to the premium (PRE-4).

use rust_decimal::Decimal;
use serde::Serialize;

use super::figures::{PastYear, YearLosses};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{ExperienceOf, ExperienceRating, PolicyTerms, PremiumRules};
use crate::value::{Amount, Rate, Share, exact};

/// What earlier years make of rate and premium (PRE-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Experience {
    /// A rate in place of the clause's own.
    pub(super) rate: Option<Rate>,
    /// A coefficient of the premium.
    pub(super) coefficient: Option<Rate>,
    /// What is taken off after years without a claim.
    pub(super) discount: Share,
}

/// A bonus or malus on the loss ratio of the year (PRE-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LossRatioResult {
    /// Indemnities less recoveries ÷ premium; absent without a premium.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss_ratio: Option<Rate>,
    /// What is given back.
    pub bonus: Amount,
    /// What is added.
    pub malus: Amount,
}

impl Experience {
    /// No earlier years, or none that count.
    const NONE: Self = Self { rate: None, coefficient: None, discount: Share::NONE };

    /// The experience of the years before, oldest first.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] where a loss ratio needs the premium of a year
    /// that does not say it.
    pub(super) fn of(
        premium: &PremiumRules,
        history: &[PastYear],
        witness: &mut impl Witness,
    ) -> Result<Self, Error> {
        let Some(rules) = &premium.bonus_malus else { return Ok(Self::NONE) };
        let clause = rules.clause.as_ref().or(premium.clause.as_ref());
        let mut experience = Self::NONE;
        if let Some(rating) = &rules.experience {
            let reached = walked(rating, history)?;
            let years = u32::try_from(history.len()).unwrap_or(u32::MAX);
            witness.see(|| {
                Step::new("premium_experience", Rule::Pre4)
                    .clause(clause)
                    .fact("years", years)
                    .fact("start", rating.start)
                    .fact("rate", reached)
            });
            match rating.of {
                ExperienceOf::Rate => experience.rate = Some(reached),
                ExperienceOf::Premium => experience.coefficient = Some(reached),
            }
        }
        let free = history.iter().rev().take_while(|year| year.claims.is_zero()).count();
        let at = free.min(rules.no_claims.len());
        let discount = at.checked_sub(1).and_then(|at| rules.no_claims.get(at));
        if let Some(discount) = discount {
            let years = u32::try_from(free).unwrap_or(u32::MAX);
            witness.see(|| {
                Step::new("premium_no_claims", Rule::Pre4)
                    .clause(clause)
                    .fact("years", years)
                    .fact("discount", *discount)
            });
            experience.discount = *discount;
        }
        Ok(experience)
    }

    /// By what each line of the premium is multiplied.
    pub(super) fn multiplier(&self) -> Result<Decimal, Error> {
        let coefficient = self.coefficient.map_or(Decimal::ONE, Rate::get);
        exact::product(coefficient, self.discount.rest()?.get())
    }
}

/// The rate after a walk through the years, a step down after a good one and
/// up after a bad one, never below the floor or above the cap.
fn walked(rating: &ExperienceRating, history: &[PastYear]) -> Result<Rate, Error> {
    let mut rate = rating.start.get();
    for (place, year) in history.iter().enumerate() {
        let above = |ratio: Rate| -> Result<bool, Error> {
            let Some(premium) = year.premium else {
                let problem =
                    "the policy rates by loss ratio: say the premium of each earlier year";
                let path = alloc::format!("figures.history[{place}].premium");
                return Err(Error::Unanswerable { problem: problem.into() }.at(path));
            };
            Ok(year.claims.get() > exact::product(ratio.get(), premium.get())?)
        };
        let bad = rating.bad_above.map_or(Ok(!year.claims.is_zero()), above)?;
        let good = !bad && !rating.good_up_to.map_or(Ok(false), above)?;
        if bad {
            let step = rating.step_up.unwrap_or(rating.step);
            rate = exact::sum(rate, step.get())?.min(rating.cap.get());
        } else if good {
            rate = exact::difference(rate, rating.step.get())?.max(rating.floor.get());
        }
    }
    Rate::new(rate)
}

/// The bonus or malus on the losses of the year: a share of its premium.
///
/// # Errors
///
/// [`Error::Overflow`].
pub(super) fn bonus_malus(
    terms: &PolicyTerms,
    losses: &YearLosses,
    premium: Amount,
    witness: &mut impl Witness,
) -> Result<Option<LossRatioResult>, Error> {
    let Some(rules) = &terms.premium.bonus_malus else { return Ok(None) };
    let clause = rules.clause.as_ref().or(terms.premium.clause.as_ref());
    if rules.bonus.is_empty() && rules.malus.is_empty() {
        return Ok(None);
    }
    let net = losses.indemnities.less(losses.recoveries)?;
    // Compared without dividing: a ratio of exactly 45 % is not above 45 %.
    let above = |ratio: Rate| -> Result<bool, Error> {
        Ok(net.get() > exact::product(ratio.get(), premium.get())?)
    };
    let mut bonus = Amount::ZERO;
    let mut malus = Amount::ZERO;
    let held_back =
        (rules.only_if_closed && losses.open, rules.only_if_renewed && losses.not_renewed);
    let mut share = None;
    for step in &rules.bonus {
        if !above(step.loss_ratio)? {
            share = Some(step.share);
            break;
        }
    }
    let round = |share: Share| terms.premium.rounding.round(premium.share(share)?, terms.currency);
    match (share, held_back) {
        (None, _) => {}
        (Some(share), (false, false)) => {
            bonus = round(share)?;
            witness.see(|| {
                Step::new("premium_bonus", Rule::Pre4)
                    .clause(clause)
                    .fact("losses", net)
                    .fact("share", share)
                    .amounts(premium, bonus)
            });
        }
        (Some(_), (open, _)) => witness.see(|| {
            let why = if open { "losses_still_open" } else { "policy_not_renewed" };
            Step::new("premium_bonus_held_back", Rule::Pre4).clause(clause).fact("why", why)
        }),
    }
    let mut share = None;
    for step in &rules.malus {
        if above(step.loss_ratio)? {
            share = Some(step.share);
        }
    }
    if let Some(share) = share {
        malus = round(share)?;
        witness.see(|| {
            Step::new("premium_malus", Rule::Pre4)
                .clause(clause)
                .fact("losses", net)
                .fact("share", share)
                .amounts(premium, malus)
        });
    }
    let loss_ratio = if premium.is_zero() {
        None
    } else {
        // For reading only: what holds was compared exactly.
        let ratio = exact::quotient(net.get(), premium.get())?.round_dp(6);
        Some(Rate::new(ratio)?)
    };
    Ok(Some(LossRatioResult { loss_ratio, bonus, malus }))
}
