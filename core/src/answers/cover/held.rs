//! The limit that a delivery finds.

use super::LimitBasis;
use super::evidence::OwnLimit;
use super::limit::{Highest, InForce, Limit, Otherwise, State, Timeline};
use crate::error::Error;
use crate::terms::{Fallback, PolicyTerms};
use crate::value::{Amount, Day};

/// The limit that a delivery finds, and where it comes from (COV-3, COV-4, COV-6).
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) limit: Limit,
    /// The decision that governs the delivery.
    pub(crate) governing: InForce,
    /// What holds without a decision, as far as that decision allows.
    pub(crate) own: OwnLimit,
    /// What would hold in whatever may follow.
    pub(crate) otherwise: Otherwise,
}

impl Held {
    /// `own` says what holds without a decision (COV-4).
    pub(crate) fn at(
        terms: &PolicyTerms,
        (line, highest): (&Timeline, &Highest),
        delivery: Day,
        ordered: Option<Day>,
        mut own: impl FnMut(Fallback) -> Result<OwnLimit, Error>,
    ) -> Result<Self, Error> {
        let Some(governing) = line.governing(terms, delivery, ordered)? else {
            return Err(Error::Unanswerable { problem: "no limit is known".into() });
        };
        let rules = &terms.limits;
        let fallback = governing.state.fallback(rules);
        let found = own(fallback)?;
        let mut after = |other: Fallback| {
            if other == Fallback::None {
                return Ok((Amount::ZERO, LimitBasis::None));
            }
            if other == fallback { Ok(held(&found)) } else { own(other).map(|own| held(&own)) }
        };
        let otherwise = Otherwise {
            now: held(&found),
            undecided: after(State::Undecided.fallback(rules))?,
            refused: after(State::Refused.fallback(rules))?,
            expired: after(State::Expired.fallback(rules))?,
        };
        let limit = line.limit(highest, rules.increase, delivery, &governing, &otherwise)?;
        Ok(Self { limit, governing, own: found, otherwise })
    }
}

/// What a policy gives without a decision, as a limit.
fn held(own: &OwnLimit) -> (Amount, LimitBasis) {
    (own.amount, own.basis.unwrap_or(LimitBasis::None))
}
