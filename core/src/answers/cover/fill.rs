//! How receivables fill a buyer's limit, and those of the groups above it.

use alloc::vec::Vec;

use crate::error::Error;
use crate::value::Amount;

/// One receivable on its way into the limits.
#[derive(Debug, Clone)]
pub(super) struct Filling {
    /// Which buyer of the cluster.
    pub(super) buyer: usize,
    /// What is to be covered.
    pub(super) base: Amount,
    /// The buyer's limit for it.
    pub(super) limit: Amount,
    /// The groups above it, each with its limit for it, if it has one.
    pub(super) caps: Vec<(usize, Option<Amount>)>,
    /// The most that can be covered of it, whatever room there is (COV-7).
    pub(super) ceiling: Option<Amount>,
    /// Whether it is covered as far as there is room.
    pub(super) insurable: bool,
    /// Whether it takes up room though it is not covered.
    pub(super) takes_room: bool,
}

/// What the limits left for one receivable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Filled {
    /// What is covered.
    pub(super) covered: Amount,
    /// What the receivables before it take of the buyer's limit.
    pub(super) taken: Amount,
    /// What they would take of a limit without end.
    pub(super) wanted: Amount,
    /// What the receivables before it left of the buyer's limit.
    pub(super) room: Amount,
    /// What is left of the scarcest group limit.
    pub(super) group_room: Option<GroupRoom>,
}

/// What is left of a group's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GroupRoom {
    /// Which group.
    pub(super) group: usize,
    /// Its limit.
    pub(super) cap: Amount,
    /// What the receivables before take of it.
    pub(super) taken: Amount,
    /// What they leave.
    pub(super) left: Amount,
}

/// Fills the limits in the order given (COV-5):
/// `covered_i = min(open_i, max(0, L_i − Σ covered before i))`, likewise for
/// every group above the buyer.
///
/// # Errors
///
/// [`Error::Overflow`].
pub(super) fn fill(
    order: &[usize],
    all: &[Filling],
    buyers: usize,
    groups: usize,
) -> Result<(Vec<Filled>, Vec<Amount>, Vec<Amount>), Error> {
    let mut of_buyer = alloc::vec![Amount::ZERO; buyers];
    let mut of_group = alloc::vec![Amount::ZERO; groups];
    let mut wanted = alloc::vec![Amount::ZERO; buyers];
    let mut filled = alloc::vec![Filled::default(); all.len()];
    for place in order {
        let (Some(item), Some(result)) = (all.get(*place), filled.get_mut(*place)) else {
            continue;
        };
        let (Some(before), Some(wanted)) =
            (of_buyer.get_mut(item.buyer), wanted.get_mut(item.buyer))
        else {
            continue;
        };
        let (taken, wanted_before) = (*before, *wanted);
        let room = item.limit.less(taken)?;
        let mut group_room: Option<GroupRoom> = None;
        for (group, cap) in &item.caps {
            let Some(cap) = cap else { continue };
            let taken = of_group.get(*group).copied().unwrap_or_default();
            let left = cap.less(taken)?;
            if group_room.is_none_or(|room| left < room.left) {
                group_room = Some(GroupRoom { group: *group, cap: *cap, taken, left });
            }
        }
        let mut covered = Amount::ZERO;
        if item.insurable {
            covered = item.base.capped_at(room);
            for cap in [group_room.map(|room| room.left), item.ceiling].into_iter().flatten() {
                covered = covered.capped_at(cap);
            }
        }
        let takes = if item.takes_room { item.base } else { covered };
        *before = taken.plus(takes)?;
        if item.insurable || item.takes_room {
            *wanted = wanted_before.plus(item.base)?;
        }
        for (group, _) in &item.caps {
            if let Some(before) = of_group.get_mut(*group) {
                *before = before.plus(takes)?;
            }
        }
        *result = Filled { covered, taken, wanted: wanted_before, room, group_room };
    }
    Ok((filled, of_buyer, of_group))
}
