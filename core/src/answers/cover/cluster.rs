//! The cover of buyers whose limits depend on each other: one buyer, or every
//! buyer below a group that has a limit.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::account::{Prepared, prepare};
use super::answer::{BuyerCover, GroupLimit, LimitInForce};
use super::fill::{Filling, Full, Wish, fill};
use super::fx::Exchange;
use super::groups::Groups;
use super::held::Held;
use super::limit::Highest;
use super::outcome::outcome;
use super::row::Row;
use super::{LimitBasis, Question};
use crate::error::{Error, Problem};
use crate::facts::{Account, Balances};
use crate::terms::{FillOrder, PolicyTerms};
use crate::value::{Amount, Day, Id};

/// Where cover ended, as the fill needs it: the limits above, up to a day.
struct Until {
    /// None: the same as on the as-of day.
    buyers: Vec<Option<Highest>>,
    groups: Vec<Highest>,
}

impl Until {
    fn new(prepared: &[Prepared<'_>], groups: &Groups<'_>, day: Day, as_of: Day) -> Self {
        let lines = prepared.iter().map(|one| one.line.as_ref().map(|line| &line.timeline));
        let others = lines.map(|line| line.filter(|line| !line.same(day, as_of)));
        Self {
            buyers: others.map(|line| line.map(|line| line.highest_until(day))).collect(),
            groups: groups.own.iter().map(|own| own.highest_until(day)).collect(),
        }
    }
}

/// The cover of every buyer of a cluster, in the order given (COV-1…8); each
/// with what was paid on its receivables.
///
/// # Errors
///
/// [`Error::Overflow`].
pub(crate) fn cover_cluster<'a>(
    question: &Question<'a>,
    given: Vec<(&'a Account, Balances)>,
) -> Result<Vec<BuyerCover>, Error> {
    let (accounts, balances): (Vec<&'a Account>, Vec<Balances>) = given.into_iter().unzip();
    let accounts = accounts.as_slice();
    let now = question.policy.on(question.as_of);
    let exchange = Exchange::of_question(question);
    let (groups, failed) = match Groups::new(question, accounts, &exchange) {
        Ok(groups) => (groups, None),
        Err(error) => (Groups::default(), Some(error)),
    };
    let mut prepared = Vec::with_capacity(accounts.len());
    for (account, balances) in accounts.iter().zip(balances) {
        prepared.push(prepare(question, account, balances, &groups, &exchange, failed.as_ref()));
    }
    // Below a group, what froze for a time and was given back since was frozen when cover on
    // another member ended.
    let last_end = prepared.iter().filter_map(|one| one.end).map(|(day, _)| day).max();
    let together = accounts.len() > 1 && !groups.own.is_empty();
    for one in &mut prepared {
        let now = one.end.map(|(day, _)| day);
        one.ends.retain(|(from, ..)| now == Some(*from) || (together && Some(*from) < last_end));
    }
    // What was open when cover ended may be settled since: it took up room then.
    let first_end = prepared.iter().flat_map(|one| &one.ends).map(|(day, ..)| *day).min();
    let most = accounts.iter().map(|account| account.receivables.len()).sum();
    let mut rows: Vec<Row<'a>> = Vec::with_capacity(most);
    for (place, one) in prepared.iter_mut().enumerate() {
        one.rows(question, place, first_end, &mut rows)?;
    }
    let capping: Vec<Vec<usize>> = accounts.iter().map(|account| groups.capping(account)).collect();
    let order = ordered(&rows, now.limits.fill_order, prepared.len());
    let count = groups.own.len();
    let run = |at: Option<Day>, frozen: &[Option<Frozen>]| -> Result<_, Error> {
        let until = Until::new(&prepared, &groups, at.unwrap_or(question.as_of), question.as_of);
        let mut all = Vec::with_capacity(rows.len());
        for (row, frozen) in rows.iter().zip(frozen) {
            let caps = capping.get(row.buyer).map_or(&[][..], Vec::as_slice);
            let ceiling = frozen.map(|frozen| frozen.covered);
            all.push(filling(now, row, &prepared, &groups, caps, &until, at, ceiling)?);
        }
        // Cover that is frozen is nobody else's room, whatever the order (COV-7), nor is what took room
        // before it without being covered. Of a group's limit that takes room in its turn.
        let mut order = Cow::Borrowed(&order);
        if frozen.iter().any(Option::is_some) {
            order.to_mut().sort_by_key(|place| {
                let covered =
                    count == 0 || rows.get(*place).is_some_and(|row| row.judged.insurable());
                let frozen = frozen.get(*place).copied().flatten().filter(|_| covered);
                frozen.map_or(Day::MAX, |frozen| frozen.on)
            });
        }
        let full = fill(&order, &all, prepared.len(), count)?;
        Ok((all, full))
    };
    let mut frozen: Vec<Option<Frozen>> = alloc::vec![None; rows.len()];
    let mut freezing: Vec<Freezing> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        for (end, _, until) in prepared.get(row.buyer).map_or(&[][..], |one| one.ends.as_slice()) {
            if let Some(on) = freezes(row, *end).filter(|on| until.is_none_or(|until| *on < until))
            {
                freezing.push(Freezing { on, place, until: *until });
            }
        }
    }
    freezing.sort_unstable_by_key(|one| (one.on, one.place));
    let all_freeze = freezing.len() == rows.len();
    let mut fills = 0_usize;
    let mut then: Option<(Vec<Filling>, Full)> = None;
    for today in freezing.chunk_by(|one, next| one.on == next.on) {
        let Some(Freezing { on, .. }) = today.first() else { continue };
        thaw(&mut frozen, *on);
        let (all, full) = run(Some(*on), &frozen)?;
        for Freezing { on, place, until } in today {
            let filled = full.filled.get(*place);
            if let (Some(frozen), Some(filled)) = (frozen.get_mut(*place), filled) {
                *frozen = Some(Frozen { on: *on, covered: filled.covered, until: *until });
            }
        }
        fills = fills.saturating_add(1);
        then = Some((all, full));
    }
    thaw(&mut frozen, question.as_of);
    // Where all froze on one day and nothing changed since, to fill the limits anew comes to the same.
    let same = all_freeze && fills == 1 && count == 0;
    let (all, full) = match then.filter(|(all, _)| same && unchanged(all, &rows, &prepared)) {
        None => run(None, &frozen)?,
        Some((mut all, full)) => {
            for (item, filled) in all.iter_mut().zip(&full.filled) {
                item.wish.ceiling = Some(filled.covered);
            }
            (all, full)
        }
    };
    let Full { filled, of_buyer, of_group } = full;
    let mut covers = Vec::with_capacity(accounts.len());
    for (place, one) in prepared.iter_mut().enumerate() {
        let caps = capping.get(place).map_or(&[][..], Vec::as_slice);
        let taken = of_buyer.get(place).map(|taken| taken.of_limit).unwrap_or_default();
        covers.push(opened(question, one, &groups, caps, taken, &of_group)?);
    }
    for ((row, item), filled) in rows.iter_mut().zip(&all).zip(&filled) {
        let (cover, one) = (covers.get_mut(row.buyer), prepared.get(row.buyer));
        if let (false, Some(cover), Some(one)) = (row.open.is_zero(), cover, one) {
            outcome(question, one, row, (&item.wish, filled), &groups, cover)?;
        }
    }
    Ok(covers)
}

/// What was covered of a receivable when nothing slid in any more.
#[derive(Debug, Clone, Copy)]
struct Frozen {
    on: Day,
    covered: Amount,
    /// The day on which it is given back.
    until: Option<Day>,
}

/// The day on which a receivable freezes.
#[derive(Debug, Clone, Copy)]
struct Freezing {
    on: Day,
    /// Which row.
    place: usize,
    until: Option<Day>,
}

/// Gives back what is given back by a day.
fn thaw(frozen: &mut [Option<Frozen>], day: Day) {
    for one in frozen {
        *one = one.filter(|one| one.until.is_none_or(|until| day < until));
    }
}

/// Whether receivables ask of their buyers' limits on another day what they
/// ask as of the day.
fn unchanged(then: &[Filling], rows: &[Row<'_>], prepared: &[Prepared<'_>]) -> bool {
    rows.iter().zip(then).all(|(row, item)| {
        let held = prepared.get(row.buyer).and_then(|one| one.held(row.held));
        item.wish.base == row.base && held.is_some_and(|held| item.wish.limit == held.limit.amount)
    })
}

/// On which day the cover of a receivable freezes (COV-7): when cover on its
/// buyer ended, or at its delivery if that came later and nevertheless keeps
/// the former limit (COV-6). Such deliveries are few: they end with the grace
/// and with the orders of before.
fn freezes(row: &Row<'_>, end: Day) -> Option<Day> {
    let delivery = row.receivable.invoice.delivery;
    let insurable = row.judged.insurable();
    if delivery <= end { Some(end) } else { Some(delivery).filter(|_| insurable) }
}

/// In which order receivables fill the limits (COV-5).
fn ordered(rows: &[Row<'_>], by: FillOrder, buyers: usize) -> Vec<usize> {
    let key = |place: &usize| {
        let row = rows.get(*place)?;
        let invoice = &row.receivable.invoice;
        let first = match by {
            FillOrder::Delivery => invoice.delivery,
            FillOrder::Invoice => invoice.invoiced(),
            FillOrder::Due => row.receivable.due,
        };
        Some((first, invoice.invoiced(), &invoice.id))
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // One buyer's receivables stand in order of delivery already.
    if by != FillOrder::Delivery || buyers > 1 {
        order.sort_by(|a, b| key(a).cmp(&key(b)));
    }
    order
}

/// One receivable on its way into the limits: as of the day asked about, or
/// as it stood at the end of the day on which its cover, or another's, froze.
#[expect(clippy::too_many_arguments, reason = "one place that brings the parts together")]
fn filling(
    now: &PolicyTerms,
    row: &Row<'_>,
    prepared: &[Prepared<'_>],
    groups: &Groups<'_>,
    capping: &[usize],
    until: &Until,
    at: Option<Day>,
    ceiling: Option<Amount>,
) -> Result<Filling, Error> {
    let invoice = &row.receivable.invoice;
    let one = prepared.get(row.buyer);
    let held = one.and_then(|one| one.held(row.held));
    let (mut base, mut limit) = (row.base, held.map_or(Amount::ZERO, |held| held.limit.amount));
    if let (Some(day), Some(one)) = (at, one) {
        base = if invoice.delivery > day { Amount::ZERO } else { one.base_on(row, day)? };
        let highest = until.buyers.get(row.buyer).and_then(Option::as_ref);
        if let (Some(line), Some(held), Some(highest)) = (&one.line, held, highest) {
            let increase = row.terms.limits.increase;
            let Held { governing, otherwise, .. } = held;
            let then = &line.timeline;
            limit = then.limit(highest, increase, invoice.delivery, governing, otherwise)?.amount;
        }
    }
    let mut caps = Vec::with_capacity(capping.len());
    for group in capping {
        let (Some(own), Some(highest)) = (groups.own.get(*group), until.groups.get(*group)) else {
            continue;
        };
        let cap = match own.governing(row.terms, invoice.delivery, invoice.ordered)? {
            None => None,
            Some(governing) => {
                own.cap(highest, row.terms.limits.increase, invoice.delivery, &governing)?
            }
        };
        caps.push((*group, cap));
    }
    let insurable = row.judged.insurable();
    // A disputed receivable likewise: it keeps its place only where such a clause is agreed.
    let takes_room = !insurable && now.limits.uninsurable_fill_the_limit;
    let wish = Wish { base, limit, ceiling, insurable, takes_room };
    Ok(Filling { buyer: row.buyer, wish, caps })
}

/// A buyer's cover, still without its receivables.
fn opened<'a>(
    question: &Question<'a>,
    one: &mut Prepared<'a>,
    groups: &Groups<'_>,
    capping: &[usize],
    taken: Amount,
    of_group: &[Amount],
) -> Result<BuyerCover, Error> {
    let (limit, stopped) = one.limit_now(question)?;
    let mut headroom = limit.amount.less(taken)?;
    let mut above = Vec::with_capacity(capping.len());
    let now = question.policy.on(question.as_of);
    for group in capping {
        let (Some(own), Some(name)) = (groups.own.get(*group), groups.ids.get(*group)) else {
            continue;
        };
        let highest = own.highest_until(question.as_of);
        let Some(governing) = own.governing(now, question.as_of, None)? else { continue };
        let limit = own.cap(&highest, now.limits.increase, question.as_of, &governing)?;
        let taken = of_group.get(*group).copied().unwrap_or_default();
        if let Some(limit) = limit {
            headroom = headroom.capped_at(limit.less(taken)?);
        }
        above.push(GroupLimit { group: (*name).clone(), limit, taken });
    }
    let insolvent_since =
        one.account.insolvency_on(question.as_of).map(|insolvency| insolvency.opened);
    if stopped.is_some() || insolvent_since.is_some() {
        headroom = Amount::ZERO;
    }
    let open = one.balances.receivables.len().saturating_sub(one.settled.len());
    Ok(BuyerCover {
        buyer: one.account.buyer.id.clone(),
        currency: question.policy.terms().currency,
        balances: core::mem::replace(
            &mut one.balances,
            Balances { receivables: Vec::new(), on_account: Vec::new() },
        ),
        receivables: Vec::with_capacity(open),
        details: Vec::with_capacity(open),
        settled: core::mem::take(&mut one.settled),
        refused: core::mem::take(&mut one.refused),
        limit_in_force: limit,
        taken,
        headroom,
        stopped_since: stopped,
        insolvent_since,
        ended: one.end.map(|(day, _)| day),
        groups: above,
    })
}

/// A receivable that could not be assessed, and why (LED-2).
pub(super) fn refusal(invoice: &Id, error: &Error) -> Problem {
    Problem {
        path: alloc::format!("ledger.invoices.{invoice}"),
        code: error.code(),
        message: alloc::format!("{error}"),
    }
}

/// A buyer's limit on a day without a limit.
pub(super) const NO_LIMIT: LimitInForce = LimitInForce {
    amount: Amount::ZERO,
    basis: LimitBasis::None,
    decided: None,
    evidence: Vec::new(),
    percentage: None,
};
