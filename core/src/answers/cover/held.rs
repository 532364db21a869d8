//! The limit that a delivery finds.

use super::LimitBasis;
use super::evidence::OwnLimit;
use super::governing::{Governing, Limit, Otherwise};
use super::limit::{Highest, State, Timeline};
use crate::error::Error;
use crate::terms::{Fallback, PolicyTerms};
use crate::value::{Amount, Day};

/// The limit that a delivery finds, and where it comes from (COV-3, COV-4, COV-6).
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) limit: Limit,
    /// What governs the delivery.
    pub(crate) governing: Governing,
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
        let Some(candidates) = line.candidates(terms, delivery, ordered)? else {
            return Err(Error::Unanswerable { problem: "no limit is known".into() });
        };
        let rules = &terms.limits;
        let of_now = candidates.now.decision.state.fallback(rules);
        let found = own(of_now)?;
        let mut after = |state: State| match state.fallback(rules) {
            Fallback::None => Ok((Amount::ZERO, LimitBasis::None)),
            other if other == of_now => Ok(held(&found)),
            other => own(other).map(|own| held(&own)),
        };
        let otherwise = Otherwise {
            undecided: after(State::Undecided)?,
            refused: after(State::Refused)?,
            expired: after(State::Expired)?,
        };
        let governing = candidates.best(&otherwise)?;
        let fallback = governing.decision.state.fallback(rules);
        let found = if fallback == of_now { found } else { own(fallback)? };
        let limit = line.limit(highest, rules.increase, delivery, &governing, &otherwise)?;
        Ok(Self { limit, governing, own: found, otherwise })
    }
}

/// What a policy gives without a decision, as a limit.
fn held(own: &OwnLimit) -> (Amount, LimitBasis) {
    (own.amount, own.basis.unwrap_or(LimitBasis::None))
}
