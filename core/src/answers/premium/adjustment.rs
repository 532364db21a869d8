//! The adjustment of what was invoiced in advance (PRE-3).

use alloc::vec::Vec;

use serde::Serialize;

use super::figures::PremiumFigures;
use super::lines::PremiumLine;
use crate::answers::duties::parts;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{Period, PolicyTerms};
use crate::value::order;
use crate::value::{Amount, Day};

/// What is still due for an insurance year, or given back (PRE-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PremiumAdjustment {
    /// What was invoiced before.
    pub billed: Amount,
    /// What is invoiced in addition, over the year.
    pub charged: Amount,
    /// What is given back.
    pub refunded: Amount,
    /// What is too little to be invoiced and goes to the next year.
    pub carried_forward: Amount,
    /// The adjustments within the year, where the policy has them; the last
    /// is that of its end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within_year: Vec<PeriodAdjustment>,
}

/// An adjustment at the end of a part of the year (PRE-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodAdjustment {
    /// The last day of the period.
    pub up_to: Day,
    /// The premium on everything up to then.
    pub earned: Amount,
    /// What is invoiced.
    pub charged: Amount,
    /// What waits, because it is too little.
    pub waiting: Amount,
}

/// `charged = max(0, due + brought forward − billed − rebates)`; a refund only
/// if the policy says so, and down to the minimum.
///
/// # Errors
///
/// [`Error::Overflow`].
pub(super) fn adjust(
    terms: &PolicyTerms,
    year: Period,
    figures: &PremiumFigures,
    lines: &[PremiumLine],
    due: Amount,
    witness: &mut impl Witness,
) -> Result<PremiumAdjustment, Error> {
    let rules = &terms.premium.adjustment;
    let billed = figures.billed.or(terms.premium.advance()).unwrap_or_default();
    let owed = due.plus(figures.brought_forward)?;
    let credited = billed.plus(figures.rebates)?;
    let more = owed.less(credited)?;
    let too_much = billed.less(owed)?;
    let least = rules.carry_forward_up_to.unwrap_or_default();
    let mut answer = PremiumAdjustment {
        billed,
        charged: Amount::ZERO,
        refunded: Amount::ZERO,
        carried_forward: Amount::ZERO,
        within_year: Vec::new(),
    };
    if let Some(every) = rules.every {
        answer.within_year = within_year(terms, year, every.months(), lines, credited, more)?;
        answer.charged = Amount::total(answer.within_year.iter().map(|part| part.charged))?;
    } else if more > least {
        answer.charged = more;
    } else {
        answer.carried_forward = more;
    }
    if rules.refund {
        answer.refunded = too_much;
    }
    let clause = rules.clause.as_ref().or(terms.premium.clause.as_ref());
    if !figures.brought_forward.is_zero() || !figures.rebates.is_zero() {
        witness.see(|| {
            Step::new("premium_carried_in", Rule::Pre3)
                .clause(clause)
                .fact("brought_forward", figures.brought_forward)
                .fact("rebates", figures.rebates)
        });
    }
    for part in &answer.within_year {
        witness.see(|| {
            Step::new("premium_adjusted_within", Rule::Pre3)
                .clause(clause)
                .fact("up_to", part.up_to)
                .fact("waiting", part.waiting)
                .amounts(part.earned, part.charged)
        });
    }
    if (billed.is_zero() && answer.carried_forward.is_zero()) || billed == owed {
        // Nothing was invoiced in advance, or just what is due: nothing to tell.
        return Ok(answer);
    }
    witness.see(|| {
        let (id, after) = if !answer.carried_forward.is_zero() {
            ("premium_carried_forward", answer.carried_forward)
        } else if !answer.refunded.is_zero() {
            ("premium_refunded", answer.refunded)
        } else if !too_much.is_zero() {
            ("premium_not_refunded", Amount::ZERO)
        } else {
            ("premium_adjusted", answer.charged)
        };
        Step::new(id, Rule::Pre3).clause(clause).fact("billed", billed).amounts(due, after)
    });
    Ok(answer)
}

/// At the end of each part of the year: what was earned beyond what was
/// invoiced, unless it is too little and waits for the next one. The end of
/// the year settles everything.
fn within_year(
    terms: &PolicyTerms,
    year: Period,
    months: u16,
    lines: &[PremiumLine],
    credited: Amount,
    more: Amount,
) -> Result<Vec<PeriodAdjustment>, Error> {
    let least = terms.premium.adjustment.carry_forward_up_to.unwrap_or_default();
    let mut by_day: Vec<(Day, Amount)> =
        lines.iter().map(|line| (line.up_to.unwrap_or(year.to), line.premium)).collect();
    order::by_key(&mut by_day, |(day, _)| *day);
    let mut by_day = by_day.into_iter().peekable();
    let (mut sum, mut charged) = (Amount::ZERO, Amount::ZERO);
    let mut adjustments = Vec::new();
    for period in parts(year, months)? {
        while let Some((_, premium)) = by_day.next_if(|(day, _)| *day <= period.to) {
            sum = sum.plus(premium)?;
        }
        let earned = terms.premium.rounding.round(sum, terms.currency)?;
        let pending = if period.to == year.to { more } else { earned.less(credited)? };
        let pending = pending.less(charged)?;
        let now = if period.to == year.to || pending > least { pending } else { Amount::ZERO };
        charged = charged.plus(now)?;
        adjustments.push(PeriodAdjustment {
            up_to: period.to,
            earned,
            charged: now,
            waiting: pending.less(now)?,
        });
    }
    Ok(adjustments)
}
