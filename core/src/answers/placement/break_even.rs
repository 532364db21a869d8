//! From which loss on another quote is the cheaper one (PLA-5).
//!
//! The losses of a scenario are scaled so that they sum to `L`, each rounded
//! to the cent. With `N(L) = cost + L − indemnity(L)` for each of two quotes,
//! the break-even is the least `L` at which the order of both `N` turns.
//!
//! `N` has steps and bends where limits, thresholds and aggregates bind, so
//! the two may cross more than once, and halving an interval can miss the
//! first crossing. But an indemnity never falls when the losses grow. Over an
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
use crate::terms::Policy;
use crate::value::{Amount, Id, Rounding, exact};

use super::scenario::paid;

/// From which yearly loss on a quote is better than the one that is cheaper
/// without losses (PLA-5). French: point d'équilibre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreakEven {
    /// The quote that costs less without losses; of two that cost the same,
    /// the first.
    pub cheaper: Id,
    /// The other one.
    pub other: Id,
    /// The least loss of the year at which the other one leaves the insured
    /// better off (of two that cost the same: at which they differ); absent:
    /// there is none up to `up_to`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<Amount>,
    /// Which of both is better from there on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub better: Option<Id>,
    /// Up to which loss was searched.
    pub up_to: Amount,
    /// Whether no smaller loss turns the order. Where two quotes run so close
    /// together that the search had to be cut short, this is false.
    pub first: bool,
}

/// How often at most each quote of a pair is asked.
const MOST_ASKED: u32 = 4_000;

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
        let terms = |policy: &Policy| {
            let terms = policy.terms();
            (terms.indemnity.clone(), terms.form.clone(), terms.period, terms.endorsements.clone())
        };
        self.losses == other.losses
            && self.premium == other.premium
            && self.policy.terms().premium.minimum == other.policy.terms().premium.minimum
            && terms(self.policy) == terms(other.policy)
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

/// The break-even of two quotes.
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
        loss: None,
        better: None,
        up_to,
        first: true,
    };
    if low.pays_like(high) {
        return Ok(found);
    }
    let gap = exact::difference(high.cost.get(), low.cost.get())?;
    let even = gap.is_zero();
    let top = scale.cents(up_to)?;
    let mut asked = 0_u32;
    // Whether the other quote is better at a loss, or the two differ if they cost the same.
    let mut turned = |low: &mut Curve<'a>, high: &mut Curve<'a>, cents: u64| {
        asked = asked.saturating_add(1);
        let ahead = exact::difference(high.indemnity(cents, scale)?, low.indemnity(cents, scale)?)?;
        let order = ahead.cmp(&gap);
        let turned = order == Ordering::Greater || even && order == Ordering::Less;
        Ok::<_, Error>((turned.then_some(order), asked))
    };
    let mut stack = alloc::vec![(0_u64, top)];
    let (mut best, mut best_order): (Option<u64>, Option<Ordering>) = (None, None);
    while let Some((from, to)) = stack.pop() {
        if from >= to || best.is_some_and(|best| best <= to && best <= from.saturating_add(1)) {
            continue;
        }
        let (here, asked) = turned(low, high, to)?;
        if here.is_some() && best.is_none_or(|best| to < best) {
            (best, best_order) = (Some(to), here);
        }
        if to.saturating_sub(from) == 1 {
            if here.is_some() {
                // The lower halves come first: nothing before it turns.
                break;
            }
            continue;
        }
        let most = exact::difference(high.indemnity(to, scale)?, low.indemnity(from, scale)?)?;
        let least = exact::difference(high.indemnity(from, scale)?, low.indemnity(to, scale)?)?;
        if most <= gap && (!even || least >= gap) {
            continue;
        }
        if asked >= MOST_ASKED {
            found.first = false;
            break;
        }
        let middle = from.midpoint(to);
        stack.push((middle, to));
        stack.push((from, middle));
    }
    if let (Some(cents), Some(order)) = (best, best_order) {
        found.loss = Some(scale.amount(cents)?);
        found.better = Some(if order == Ordering::Less { low.id } else { high.id }.clone());
    }
    Ok(found)
}
