//! How one receivable after the other fills a buyer's limit.

use crate::error::Error;
use crate::value::{Amount, Quantity};

/// What one receivable asks of its buyer's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Wish<Q> {
    /// What is to be covered.
    pub(crate) base: Q,
    /// The buyer's limit for it.
    pub(crate) limit: Q,
    /// The most that can be covered of it, whatever room there is (COV-7).
    pub(crate) ceiling: Option<Q>,
    /// Whether it is covered as far as there is room.
    pub(crate) insurable: bool,
    /// Whether it takes up room though it is not covered.
    pub(crate) takes_room: bool,
}

/// A buyer's limit as far as it is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Taken<Q> {
    /// What takes up room in it.
    pub(crate) of_limit: Q,
    /// What would, were it without end.
    pub(crate) wanted: Q,
}

/// What the limits left for one receivable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Filled<Q = Amount> {
    /// What is covered.
    pub(crate) covered: Q,
    /// What the receivables before it take of the buyer's limit.
    pub(crate) taken: Q,
    /// What they would take of a limit without end.
    pub(crate) wanted: Q,
    /// What the receivables before it left of the buyer's limit.
    pub(crate) room: Q,
    /// What is left of the scarcest group limit.
    pub(crate) group_room: Option<GroupRoom<Q>>,
}

/// What is left of a group's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GroupRoom<Q = Amount> {
    /// Which group.
    pub(crate) group: usize,
    /// Its limit.
    pub(crate) cap: Q,
    /// What the receivables before take of it.
    pub(crate) taken: Q,
    /// What they leave.
    pub(crate) left: Q,
}

/// Which limits a receivable does not fit into, and by how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Short<Q> {
    /// Over the buyer's limit.
    pub(crate) of_limit: Q,
    /// Over the scarcest group limit.
    pub(crate) of_group: Q,
    /// There is room, but cover ended before (COV-7).
    pub(crate) ended: Q,
}

impl<Q: Quantity> Taken<Q> {
    /// Fills in one receivable after those before it (COV-5):
    /// `covered_i = min(open_i, max(0, L_i − Σ covered before i))`. Also gives
    /// what it takes up itself.
    #[inline]
    pub(crate) fn fill(
        &mut self,
        wish: &Wish<Q>,
        group_room: Option<GroupRoom<Q>>,
    ) -> Result<(Filled<Q>, Q), Error> {
        let Self { of_limit: taken, wanted } = *self;
        let room = wish.limit.less(taken)?;
        let mut covered = Q::default();
        if wish.insurable {
            covered = wish.base.min(room);
            for cap in [group_room.map(|room| room.left), wish.ceiling].into_iter().flatten() {
                covered = covered.min(cap);
            }
        }
        let takes = if wish.takes_room { wish.base } else { covered };
        self.of_limit = taken.plus(takes)?;
        if wish.insurable || wish.takes_room {
            self.wanted = wanted.plus(wish.base)?;
        }
        Ok((Filled { covered, taken, wanted, room, group_room }, takes))
    }
}

impl<Q: Quantity> Filled<Q> {
    /// What an insurable receivable lacks; `ended`: cover on its buyer ended.
    #[inline]
    pub(crate) fn short(&self, base: Q, ended: bool) -> Result<Short<Q>, Error> {
        let mut could = base.min(self.room);
        let mut of_group = Q::default();
        if let Some(group) = self.group_room {
            could = could.min(group.left);
            of_group = base.less(group.left)?;
        }
        let ended = if ended { could.less(self.covered)? } else { Q::default() };
        Ok(Short { of_limit: base.less(self.room)?, of_group, ended })
    }
}
