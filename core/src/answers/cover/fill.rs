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
    /// What the receivables before it left of the buyer's limit.
    pub(super) room: Amount,
    /// What they left of the scarcest group limit, and which that is.
    pub(super) group_room: Option<(usize, Amount)>,
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
    let mut filled = alloc::vec![Filled::default(); all.len()];
    for place in order {
        let (Some(item), Some(result)) = (all.get(*place), filled.get_mut(*place)) else {
            continue;
        };
        let Some(before) = of_buyer.get_mut(item.buyer) else { continue };
        let room = item.limit.less(*before)?;
        let mut group_room: Option<(usize, Amount)> = None;
        for (group, cap) in &item.caps {
            let Some(cap) = cap else { continue };
            let before = of_group.get(*group).copied().unwrap_or_default();
            let left = cap.less(before)?;
            if group_room.is_none_or(|(_, scarcest)| left < scarcest) {
                group_room = Some((*group, left));
            }
        }
        let mut covered = Amount::ZERO;
        if item.insurable {
            covered = item.base.capped_at(room);
            for cap in [group_room.map(|(_, left)| left), item.ceiling].into_iter().flatten() {
                covered = covered.capped_at(cap);
            }
        }
        let takes = if item.takes_room { item.base } else { covered };
        *before = before.plus(takes)?;
        for (group, _) in &item.caps {
            if let Some(before) = of_group.get_mut(*group) {
                *before = before.plus(takes)?;
            }
        }
        *result = Filled { covered, room, group_room };
    }
    Ok((filled, of_buyer, of_group))
}
