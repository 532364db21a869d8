//! The limits of a cluster, filled as they are or as they were on a day.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::Question;
use super::account::Prepared;
use super::fill::{GroupRoom, Taken, Wish};
use super::groups::Groups;
use super::held::Held;
use super::limit::Highest;
use super::row::Row;
use crate::error::Error;
use crate::terms::PolicyTerms;
use crate::value::{Amount, Day};

/// The limits of every buyer of a cluster, and of the groups above them.
pub(super) struct Limits<'c, 'a> {
    /// The terms in force on the day asked about.
    pub(super) now: &'a PolicyTerms,
    as_of: Day,
    prepared: &'c [Prepared<'a>],
    groups: &'c Groups<'c>,
    /// The groups above each buyer that have limits.
    capping: Vec<Vec<usize>>,
}

/// What takes up room in them.
#[derive(Debug, Clone)]
pub(super) struct Full {
    /// In the limit of each buyer.
    pub(super) of_buyer: Vec<Taken<Amount>>,
    /// In the limit of each group.
    pub(super) of_group: Vec<Amount>,
}

/// The highest limits up to a day (COV-6).
struct Until {
    /// None: the same as on the as-of day.
    buyers: Vec<Option<Highest>>,
    groups: Vec<Highest>,
}

impl<'c, 'a> Limits<'c, 'a> {
    pub(super) fn new(
        question: &Question<'a>,
        prepared: &'c [Prepared<'a>],
        groups: &'c Groups<'c>,
    ) -> Self {
        Self {
            now: question.policy.on(question.as_of),
            as_of: question.as_of,
            prepared,
            groups,
            capping: prepared.iter().map(|one| groups.capping(one.account)).collect(),
        }
    }

    pub(super) fn prepared(&self, row: &Row<'_>) -> Option<&'c Prepared<'a>> {
        self.prepared.get(row.buyer)
    }

    /// Fills them in an order (COV-5): as of the day asked about, or as
    /// receivables and limits stood at the end of another.
    pub(super) fn fill(
        &self,
        order: &[usize],
        rows: &mut [Row<'_>],
        at: Option<Day>,
    ) -> Result<Full, Error> {
        let on = at.unwrap_or(self.as_of);
        let until = self.until(on);
        let mut full = Full {
            of_buyer: alloc::vec![Taken::default(); self.prepared.len()],
            of_group: alloc::vec![Amount::ZERO; self.groups.own.len()],
        };
        for place in self.frozen_first(order, rows, on).iter() {
            let Some(row) = rows.get_mut(*place) else { continue };
            let Some(before) = full.of_buyer.get_mut(row.buyer) else { continue };
            row.wish = self.wish(row, &until, at)?;
            let above = self.capping.get(row.buyer).map_or(&[][..], Vec::as_slice);
            let room = self.group_room(row, above, &until, &full.of_group)?;
            let takes;
            (row.filled, takes) = before.fill(&row.wish, room)?;
            for group in above {
                if let Some(before) = full.of_group.get_mut(*group) {
                    *before = before.plus(takes)?;
                }
            }
        }
        Ok(full)
    }

    /// Whether receivables asked of their buyers' limits in the last fill what they
    /// ask as of the day; below a group they never do.
    pub(super) fn as_they_were(&self, rows: &[Row<'_>]) -> bool {
        self.groups.own.is_empty()
            && rows.iter().all(|row| {
                let held = self.prepared(row).and_then(|one| one.held(row.held));
                row.wish.base == row.base
                    && held.is_some_and(|held| row.wish.limit == held.limit.amount)
            })
    }

    fn until(&self, day: Day) -> Until {
        let lines = self.prepared.iter().map(|one| one.line.as_ref().map(|line| &line.timeline));
        let others = lines.map(|line| line.filter(|line| !line.same(day, self.as_of)));
        Until {
            buyers: others.map(|line| line.map(|line| line.highest_until(day))).collect(),
            groups: self.groups.own.iter().map(|own| own.highest_until(day)).collect(),
        }
    }

    /// Cover that is frozen is nobody else's room, whatever the order (COV-7), nor is what took room
    /// before it without being covered. Of a group's limit that takes room in its turn, and so does
    /// the frozen cover of a buyer of which no group capped any.
    fn frozen_first<'o>(&self, order: &'o [usize], rows: &[Row<'_>], on: Day) -> Cow<'o, [usize]> {
        let alone = self.groups.own.is_empty();
        let mut first = alloc::vec![false; self.prepared.len()];
        for row in rows {
            if let (Some(frozen), Some(first)) = (row.frozen_on(on), first.get_mut(row.buyer)) {
                *first |= alone || frozen.capped;
            }
        }
        let mut order = Cow::Borrowed(order);
        if first.contains(&true) {
            order.to_mut().sort_by_key(|place| {
                let row = rows.get(*place).filter(|row| alone || row.judged.insurable());
                let row = row.filter(|row| first.get(row.buyer) == Some(&true));
                row.and_then(|row| row.frozen_on(on)).map_or(Day::MAX, |frozen| frozen.on)
            });
        }
        order
    }

    /// What a receivable asks of its buyer's limit.
    fn wish(&self, row: &Row<'_>, until: &Until, at: Option<Day>) -> Result<Wish<Amount>, Error> {
        let delivery = row.receivable.invoice.delivery;
        let one = self.prepared(row);
        let held = one.and_then(|one| one.held(row.held));
        let (mut base, mut limit) = (row.base, held.map_or(Amount::ZERO, |held| held.limit.amount));
        if let (Some(day), Some(one)) = (at, one) {
            base = if delivery > day { Amount::ZERO } else { one.base_on(row, day)? };
            let highest = until.buyers.get(row.buyer).and_then(Option::as_ref);
            if let (Some(line), Some(held), Some(highest)) = (&one.line, held, highest) {
                let increase = row.terms.limits.increase;
                let Held { governing, otherwise, .. } = held;
                let then = &line.timeline;
                limit = then.limit(highest, increase, delivery, governing, otherwise)?.amount;
            }
        }
        let insurable = row.judged.insurable();
        Ok(Wish {
            base,
            limit,
            ceiling: row.frozen_on(at.unwrap_or(self.as_of)).map(|frozen| frozen.covered),
            insurable,
            // A disputed receivable likewise: it keeps its place only where such a clause is agreed.
            takes_room: !insurable && self.now.limits.uninsurable_fill_the_limit,
        })
    }

    /// What is left of the scarcest group limit above a receivable.
    fn group_room(
        &self,
        row: &Row<'_>,
        above: &[usize],
        until: &Until,
        of_group: &[Amount],
    ) -> Result<Option<GroupRoom>, Error> {
        let invoice = &row.receivable.invoice;
        let mut scarcest: Option<GroupRoom> = None;
        for group in above {
            let (Some(own), Some(highest)) =
                (self.groups.own.get(*group), until.groups.get(*group))
            else {
                continue;
            };
            let Some(governing) = own.governing(row.terms, invoice.delivery, invoice.ordered)?
            else {
                continue;
            };
            let increase = row.terms.limits.increase;
            let Some(cap) = own.cap(highest, increase, invoice.delivery, &governing)? else {
                continue;
            };
            let taken = of_group.get(*group).copied().unwrap_or_default();
            let left = cap.less(taken)?;
            if scarcest.is_none_or(|room| left < room.left) {
                scarcest = Some(GroupRoom { group: *group, cap, taken, left });
            }
        }
        Ok(scarcest)
    }
}
