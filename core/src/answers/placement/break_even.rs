//! At which losses the order of two quotes turns (PLA-5).
//!
//! The losses of a scenario are scaled so that they sum to `L`, each rounded
//! to the cent. With `N(L) = cost + L − indemnity(L)` for each of two quotes,
//! a break-even is the least `L` at which the order of both `N` turns; the
//! next one is looked for from there.
//!
//! `N` has steps and bends where limits, thresholds and aggregates bind, so
//! the two may cross more than once, and halving an interval can miss a
//! crossing. But an indemnity never falls when the losses grow. Over an
//! interval from `a` to `b`, `indemnity(a)` and `indemnity(b)` therefore bound
//! it, and with it the difference of both `N`: an interval that these bounds
//! keep from turning is dropped, every other one is halved, the lower half
//! first, down to a cent. What is found so is the first crossing.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::answers::claim::FigureLoss;
use crate::error::Error;
use crate::terms::{Policy, Step as Clause};
use crate::value::{Amount, Id, Rounding, exact};

use super::scenario::paid;

/// At which yearly losses the order of two quotes turns (PLA-5). French: point
/// d'équilibre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreakEven {
    /// The quote that costs less without losses; of two that cost the same,
    /// the first.
    pub cheaper: Id,
    /// The other one.
    pub other: Id,
    /// Where the order turns, the smallest loss first; empty: nowhere up to
    /// `up_to`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
    /// Up to which loss was searched.
    pub up_to: Amount,
    /// Whether these are all turns up to there. False where there are more
    /// than twelve, or two quotes run so close together that the search was
    /// cut short.
    pub complete: bool,
}

/// A loss at which the order of two quotes turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turn {
    /// The least loss of the year at which the other quote than before leaves
    /// the insured better off.
    pub loss: Amount,
    /// Which one that is.
    pub better: Id,
}

/// How often at most each quote of a pair is asked.
const MOST_ASKED: u32 = 4_000;
/// At how many losses of each interval it is asked after that.
const SAMPLES: u64 = 64;
/// How many turns of a pair are told.
const MOST_TURNS: usize = 12;

/// A quote as a function of the loss.
pub(super) struct Curve<'a> {
    pub(super) id: &'a Id,
    pub(super) policy: &'a Policy,
    pub(super) losses: Vec<FigureLoss>,
    pub(super) premium: Amount,
    pub(super) cost: Amount,
    known: BTreeMap<u64, Decimal>,
}

impl<'a> Curve<'a> {
    pub(super) const fn new(
        id: &'a Id,
        policy: &'a Policy,
        losses: Vec<FigureLoss>,
        premium: Amount,
        cost: Amount,
    ) -> Self {
        Self { id, policy, losses, premium, cost, known: BTreeMap::new() }
    }

    /// The indemnity for losses that sum to so many cents.
    fn indemnity(&mut self, cents: u64, scale: &Scale) -> Result<Decimal, Error> {
        if let Some(known) = self.known.get(&cents) {
            return Ok(*known);
        }
        let mut losses = self.losses.clone();
        for loss in &mut losses {
            for amount in [&mut loss.amount, &mut loss.total_debt].into_iter().flatten() {
                *amount = scale.of(*amount, cents)?;
            }
        }
        let indemnity = paid(self.policy, &losses, self.premium)?.get();
        self.known.insert(cents, indemnity);
        Ok(indemnity)
    }

    /// Whether both pay the same for the same losses, whatever these are.
    fn pays_like(&self, other: &Self) -> bool {
        let terms = |policy: &'a Policy| {
            let terms = policy.terms();
            (&terms.indemnity, &terms.form, terms.period, &terms.endorsements)
        };
        let multiple =
            |step: &Clause| matches!(step, Clause::MaximumLiability { multiple: Some(_), .. });
        let by_premium = self.policy.terms().indemnity.steps.iter().any(multiple);
        let minimum = |policy: &Policy| policy.terms().premium.minimum;
        self.losses == other.losses
            && terms(self.policy) == terms(other.policy)
            && (!by_premium
                || self.premium == other.premium && minimum(self.policy) == minimum(other.policy))
    }
}

/// How the losses of a scenario are scaled.
pub(super) struct Scale {
    total: Decimal,
    unit: Decimal,
    rounding: Rounding,
    currency: crate::value::Currency,
}

impl Scale {
    pub(super) fn new(total: Amount, currency: crate::value::Currency) -> Self {
        Self {
            total: total.get(),
            unit: currency.minor_unit(),
            rounding: Rounding::default(),
            currency,
        }
    }

    fn of(&self, amount: Amount, cents: u64) -> Result<Amount, Error> {
        let whole = exact::product(Decimal::from(cents), self.unit)?;
        let part = exact::quotient(exact::product(amount.get(), whole)?, self.total)?;
        self.rounding.round(Amount::new(part)?, self.currency)
    }

    fn cents(&self, amount: Amount) -> Result<u64, Error> {
        let units = exact::quotient(amount.get(), self.unit)?.floor();
        u64::try_from(units).map_err(|_| Error::Overflow { operation: "a break-even" })
    }

    fn amount(&self, cents: u64) -> Result<Amount, Error> {
        Amount::new(exact::product(Decimal::from(cents), self.unit)?)
    }
}

/// Where the order of two quotes turns.
pub(super) fn break_even<'a>(
    a: &mut Curve<'a>,
    b: &mut Curve<'a>,
    scale: &Scale,
    up_to: Amount,
) -> Result<BreakEven, Error> {
    let (low, high) = if b.cost < a.cost { (b, a) } else { (a, b) };
    let mut found = BreakEven {
        cheaper: low.id.clone(),
        other: high.id.clone(),
        turns: Vec::new(),
        up_to,
        complete: true,
    };
    if low.pays_like(high) {
        return Ok(found);
    }
    let gap = exact::difference(high.cost.get(), low.cost.get())?;
    let top = scale.cents(up_to)?;
    // Who leads without losses: the cheaper one, or nobody.
    let mut search = Search { low, high, scale, gap, asked: 0, cut_short: false };
    let mut lead = if gap.is_zero() { Ordering::Equal } else { Ordering::Less };
    let mut from = 0;
    while let Some((cents, now)) = search.next(from, top, lead)? {
        if found.turns.len() >= MOST_TURNS {
            search.cut_short = true;
            break;
        }
        let ahead = if now == Ordering::Less { &search.low } else { &search.high };
        let better = ahead.id.clone();
        found.turns.push(Turn { loss: scale.amount(cents)?, better });
        (from, lead) = (cents, now);
    }
    found.complete = !search.cut_short;
    Ok(found)
}

/// A search for the next turn of a pair.
struct Search<'s, 'a> {
    low: &'s mut Curve<'a>,
    high: &'s mut Curve<'a>,
    scale: &'s Scale,
    /// How much more the dearer quote costs.
    gap: Decimal,
    asked: u32,
    cut_short: bool,
}

impl Search<'_, '_> {
    /// How much more the dearer quote pays at one loss than the cheaper one at
    /// another, against what it costs more.
    fn ahead(&mut self, high: u64, low: u64) -> Result<Ordering, Error> {
        let more = exact::difference(
            self.high.indemnity(high, self.scale)?,
            self.low.indemnity(low, self.scale)?,
        )?;
        Ok(more.cmp(&self.gap))
    }

    /// Whether another one than before leads at a loss, and which.
    fn turned(&mut self, cents: u64, lead: Ordering) -> Result<Option<Ordering>, Error> {
        let now = self.ahead(cents, cents)?;
        Ok(Some(now).filter(|now| *now != lead && *now != Ordering::Equal))
    }

    /// The least loss above `from` at which another one leads.
    fn next(
        &mut self,
        from: u64,
        top: u64,
        lead: Ordering,
    ) -> Result<Option<(u64, Ordering)>, Error> {
        let mut stack = alloc::vec![(from, top)];
        while let Some((from, to)) = stack.pop() {
            if from >= to {
                continue;
            }
            if to.saturating_sub(from) == 1 {
                if let Some(now) = self.turned(to, lead)? {
                    // The lower halves come first: nothing before it turns.
                    return Ok(Some((to, now)));
                }
                continue;
            }
            let (most, least) = (self.ahead(to, from)?, self.ahead(from, to)?);
            let can_rise = lead != Ordering::Greater && most == Ordering::Greater;
            let can_fall = lead != Ordering::Less && least == Ordering::Less;
            if !can_rise && !can_fall {
                continue;
            }
            self.asked = self.asked.saturating_add(1);
            if self.asked > MOST_ASKED {
                stack.push((from, to));
                return self.sampled(stack, lead);
            }
            let middle = from.midpoint(to);
            stack.push((middle, to));
            stack.push((from, middle));
        }
        Ok(None)
    }

    /// A turn in the intervals that are left, the lowest on top, found by
    /// looking at some losses only: there may be one before it.
    fn sampled(
        &mut self,
        mut stack: Vec<(u64, u64)>,
        lead: Ordering,
    ) -> Result<Option<(u64, Ordering)>, Error> {
        self.cut_short = true;
        while let Some((from, to)) = stack.pop() {
            let part = to.saturating_sub(from).div_ceil(SAMPLES).max(1);
            let mut before = from;
            while before < to {
                let mut after = before.saturating_add(part).min(to);
                let Some(mut now) = self.turned(after, lead)? else {
                    before = after;
                    continue;
                };
                while after.saturating_sub(before) > 1 {
                    let middle = before.midpoint(after);
                    match self.turned(middle, lead)? {
                        Some(there) => (after, now) = (middle, there),
                        None => before = middle,
                    }
                }
                return Ok(Some((after, now)));
            }
        }
        Ok(None)
    }
}
