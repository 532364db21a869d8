//! What governs a delivery, and the limit that it comes to (COV-4, COV-6).

use super::LimitBasis;
use super::decision::{InForce, State};
use super::temporary::Temporary;
use crate::error::Error;
use crate::value::Amount;

/// The limit for one delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    /// How much.
    pub(crate) amount: Amount,
    /// What justifies it.
    pub(crate) basis: LimitBasis,
    /// The decision whose percentage and terms hold for it.
    pub(crate) decision: Option<InForce>,
}

impl Limit {
    /// Whether it is higher, or as high and the insurer's own.
    pub(super) fn is_better(&self, other: &Self) -> bool {
        let named = |limit: &Self| limit.basis == LimitBasis::Named;
        (self.amount, named(self)) > (other.amount, named(other))
    }
}

/// What holds for a delivery where the insurer granted nothing, by why it did
/// not (COV-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Otherwise {
    /// While nothing is decided.
    pub(crate) undecided: (Amount, LimitBasis),
    /// After a refusal or cancellation.
    pub(crate) refused: (Amount, LimitBasis),
    /// After expiry.
    pub(crate) expired: (Amount, LimitBasis),
}

impl Otherwise {
    /// Nothing at all.
    pub(crate) const NOTHING: Self = {
        let nothing = (Amount::ZERO, LimitBasis::None);
        Self { undecided: nothing, refused: nothing, expired: nothing }
    };

    /// In a state; nothing where a limit was granted.
    const fn of(&self, state: State) -> (Amount, LimitBasis) {
        match state {
            State::Undecided => self.undecided,
            State::Refused | State::Cancelled => self.refused,
            State::Expired => self.expired,
            State::Granted => (Amount::ZERO, LimitBasis::None),
        }
    }
}

/// What governs a delivery: a decision, and what temporary limits add to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Governing {
    /// The decision, or what holds without one.
    pub(crate) decision: InForce,
    pub(super) beside: Temporary,
}

impl Governing {
    /// How much it comes to.
    pub(super) fn limit(&self, otherwise: &Otherwise) -> Result<Limit, Error> {
        if self.decision.state != State::Granted {
            return self.beside.upon(otherwise.of(self.decision.state));
        }
        let amount = self.decision.granted.plus(self.beside.amount)?;
        Ok(Limit { amount, basis: LimitBasis::Named, decision: Some(self.decision) })
    }
}

/// What may govern a delivery: what is in force, and the former limits that it
/// keeps within grace or under a binding order (COV-6), the best of those that
/// give the same without additions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidates {
    pub(crate) now: Governing,
    granted: Option<Governing>,
    undecided: Option<Governing>,
    refused: Option<Governing>,
    expired: Option<Governing>,
}

impl Candidates {
    pub(super) const fn only(now: Governing) -> Self {
        Self { now, granted: None, undecided: None, refused: None, expired: None }
    }

    pub(super) fn keep(&mut self, former: Governing) -> Result<(), Error> {
        let place = match former.decision.state {
            State::Granted => &mut self.granted,
            State::Undecided => &mut self.undecided,
            State::Refused | State::Cancelled => &mut self.refused,
            State::Expired => &mut self.expired,
        };
        // Of equals the latest.
        let better = match place {
            Some(best) => {
                let given = |it: &Governing| it.decision.granted.plus(it.beside.amount);
                given(&former)? >= given(best)?
            }
            None => true,
        };
        if better {
            *place = Some(former);
        }
        Ok(())
    }

    fn kept(&self) -> impl Iterator<Item = Governing> {
        [self.granted, self.undecided, self.expired, self.refused].into_iter().flatten()
    }

    /// The one that gives most. Where what is in force gives no more than what
    /// is kept, what is kept counts.
    pub(crate) fn best(&self, otherwise: &Otherwise) -> Result<Governing, Error> {
        let mut best: Option<(Governing, Limit)> = None;
        // A refusal that followed another kept nothing of it but its additions.
        let now = self.now;
        let again = |former: &Governing| taken(former.decision.state) && taken(now.decision.state);
        for former in self.kept() {
            let limit = former.limit(otherwise)?;
            let idle = again(&former) && former.beside.amount.is_zero();
            if !idle && best.is_none_or(|(_, best)| limit.is_better(&best)) {
                best = Some((former, limit));
            }
        }
        let limit = now.limit(otherwise)?;
        Ok(best.filter(|(_, kept)| !limit.is_better(kept)).map_or(now, |(former, _)| former))
    }

    /// The one that gives a group's members most: where none was decided or it
    /// expired, nothing caps them.
    pub(crate) fn best_of_group(&self) -> Result<Governing, Error> {
        match self.undecided.or(self.expired) {
            Some(uncapped) => Ok(uncapped),
            None if !caps(self.now.decision.state) => Ok(self.now),
            None => self.best(&Otherwise::NOTHING),
        }
    }
}

/// Whether a group's limit in this state caps its members (COV-3).
pub(super) const fn caps(state: State) -> bool {
    match state {
        State::Undecided | State::Expired => false,
        State::Granted | State::Refused | State::Cancelled => true,
    }
}

/// Whether a limit was taken away.
pub(super) const fn taken(state: State) -> bool {
    matches!(state, State::Refused | State::Cancelled)
}
