//! The cover of buyers whose limits depend on each other: one buyer, or every
//! buyer below a group that has a limit.

use alloc::vec::Vec;

use super::account::{Prepared, prepare};
use super::answer::{BuyerCover, GroupLimit, LimitInForce};
use super::freeze::freeze;
use super::fx::Exchange;
use super::groups::Groups;
use super::limits::{Full, Limits};
use super::outcome::outcome;
use super::row::Row;
use super::{LimitBasis, Question};
use crate::error::{Error, Problem};
use crate::facts::{Account, Balances};
use crate::terms::FillOrder;
use crate::value::{Amount, Id};

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
    let exchange = Exchange::of_question(question);
    let (groups, failed) = match Groups::new(question, &accounts, &exchange) {
        Ok(groups) => (groups, None),
        Err(error) => (Groups::default(), Some(error)),
    };
    let mut prepared = Vec::with_capacity(accounts.len());
    for (account, balances) in accounts.iter().zip(balances) {
        prepared.push(prepare(question, account, balances, &groups, &exchange, failed.as_ref()));
    }
    // Below a group, what froze for a time and was given back since was frozen while cover on
    // another member was.
    let together = accounts.len() > 1 && !groups.own.is_empty();
    for one in &mut prepared {
        let now = one.end.map(|(day, _)| day);
        one.ends.retain(|(from, ..)| now == Some(*from) || together);
    }
    // What was open when cover ended may be settled since: it took up room then.
    let first_end = prepared.iter().flat_map(|one| &one.ends).map(|(day, ..)| *day).min();
    let most = accounts.iter().map(|account| account.receivables.len()).sum();
    let mut rows: Vec<Row<'a>> = Vec::with_capacity(most);
    for (place, one) in prepared.iter_mut().enumerate() {
        one.rows(question, place, first_end, &mut rows)?;
    }
    let limits = Limits::new(question, &prepared, &groups);
    let order = ordered(&rows, limits.now.limits.fill_order, prepared.len());
    let frozen = freeze(&limits, &order, &mut rows)?;
    let full = match frozen.filter(|_| limits.as_they_were(&rows)) {
        Some(full) => {
            for row in &mut rows {
                row.wish.ceiling = Some(row.filled.covered);
            }
            full
        }
        None => limits.fill(&order, &mut rows, None)?,
    };
    let mut covers = Vec::with_capacity(prepared.len());
    for (place, one) in prepared.iter_mut().enumerate() {
        covers.push(opened(question, one, &groups, place, &full)?);
    }
    for row in &mut rows {
        let (cover, one) = (covers.get_mut(row.buyer), prepared.get(row.buyer));
        if let (false, Some(cover), Some(one)) = (row.open.is_zero(), cover, one) {
            outcome(question, one, row, &groups, cover)?;
        }
    }
    Ok(covers)
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

/// A buyer's cover, still without its receivables.
fn opened<'a>(
    question: &Question<'a>,
    one: &mut Prepared<'a>,
    groups: &Groups<'_>,
    place: usize,
    full: &Full,
) -> Result<BuyerCover, Error> {
    let (limit, stopped) = one.limit_now(question)?;
    let taken = full.of_buyer.get(place).map(|taken| taken.of_limit).unwrap_or_default();
    let capping = groups.capping(one.account);
    let mut headroom = limit.amount.less(taken)?;
    let mut above = Vec::with_capacity(capping.len());
    let now = question.policy.on(question.as_of);
    for group in capping {
        let (Some(own), Some(name)) = (groups.own.get(group), groups.ids.get(group)) else {
            continue;
        };
        let highest = own.highest_until(question.as_of);
        let Some(governing) = own.governing(now, question.as_of, None)? else { continue };
        let limit = own.cap(&highest, now.limits.increase, question.as_of, &governing)?;
        let taken = full.of_group.get(group).copied().unwrap_or_default();
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
