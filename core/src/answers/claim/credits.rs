//! Credits against the limit: recoveries that came in before the indemnity
//! (REC-1), and the two orders of credits and limit (CLM-3).

use alloc::vec::Vec;

use super::account::{Admission, Row, proportion};
use crate::answers::cover::BuyerCover;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::facts::Account;
use crate::terms::PolicyTerms;
use crate::value::{Amount, Day, Id};

/// Credits money to the receivables it names, then to the oldest. What is
/// covered shrinks with what is open; room that this frees in the limit goes
/// to the oldest receivables that may still slide in (COV-7).
///
/// Returns what found nothing to be credited to.
pub(super) fn credit(
    terms: &PolicyTerms,
    account: &Account,
    rows: &mut [Row],
    amount: Amount,
    invoices: &[Id],
) -> Result<Amount, Error> {
    let (rounding, currency) = (&terms.indemnity.rounding.to_minor_unit(), terms.currency);
    let mut left = amount;
    let mut freed = Amount::ZERO;
    // What is paid in full takes nothing, and no limit: with many recoveries, most rows are.
    let paid = rows.iter().take_while(|row| row.open.is_zero()).count();
    let rows = rows.get_mut(paid..).unwrap_or_default();
    for named in [true, false] {
        if named && invoices.is_empty() {
            continue;
        }
        for row in rows.iter_mut() {
            if left.is_zero() {
                break;
            }
            let invoice = account.receivables.get(row.place).map(|one| &one.invoice.id);
            if named && !invoice.is_some_and(|id| invoices.contains(id)) {
                continue;
            }
            let taken = left.capped_at(row.open);
            if taken.is_zero() {
                continue;
            }
            left = left.less(taken)?;
            let open = row.open.less(taken)?;
            let base = if row.base == row.open {
                open
            } else {
                proportion(row.base, open, row.open, rounding, currency)?
            };
            row.open = open;
            row.base = base.capped_at(open);
            let covered = row.covered.capped_at(row.base);
            freed = freed.plus(row.covered.less(covered)?)?;
            row.covered = covered;
        }
    }
    for row in rows.iter_mut().filter(|row| row.admission == Admission::Admitted) {
        if freed.is_zero() {
            break;
        }
        if row.ceiling.is_none() {
            let more = row.base.less(row.covered)?.capped_at(freed);
            row.covered = row.covered.plus(more)?;
            freed = freed.less(more)?;
        }
    }
    Ok(left)
}

/// The order in which receivables took their room: what was delivered after
/// cover ended comes after what froze then (COV-7).
fn in_order(account: &Account, cover: &BuyerCover, rows: &[Row]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    if let Some(ended) = cover.ended {
        order.sort_by_key(|place| {
            let receivable = rows.get(*place).and_then(|row| account.receivables.get(row.place));
            receivable.map(|one| one.invoice.delivery.max(ended))
        });
    }
    order
}

/// The limit first, credits after it (`limit_before_credits`): receivables
/// fill the limit as they stood at delivery; what came in since is shared pro
/// rata between the covered and the uncovered part of them all. What is not in
/// the account, and other members of a group, have of it what they have as of
/// the day. What was over the limit when cover ended stays over it (COV-7).
/// `base_on` tells what was insurable of a receivable at the end of a day.
pub(super) fn limit_first(
    terms: &PolicyTerms,
    account: &Account,
    cover: &BuyerCover,
    rows: &mut [Row],
    base_on: impl Fn(usize, Day) -> Result<Amount, Error>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    let (rounding, currency) = (&terms.indemnity.rounding, terms.currency);
    let mut filled: Vec<Amount> = alloc::vec![Amount::ZERO; rows.len()];
    let (mut owed, mut covered, mut now) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
    // What those before took of the limit as of the day.
    let mut before = Amount::ZERO;
    for place in in_order(account, cover, rows) {
        let (Some(row), Some(taken)) = (rows.get(place), filled.get_mut(place)) else { continue };
        if row.admission != Admission::Admitted {
            continue;
        }
        let receivable = account.receivables.get(row.place);
        let delivery = receivable.map_or(Day::MIN, |one| one.invoice.delivery);
        let base = base_on(row.place, delivery)?.max(row.drawn);
        // They took more of it before the credits.
        let mut room = row.room.less(covered.less(before)?)?;
        if let (Some(ceiling), Some(ended)) = (row.ceiling, cover.ended)
            && ceiling < base_on(row.place, ended.max(delivery))?
        {
            room = room.capped_at(ceiling);
        }
        let part = base.capped_at(room);
        *taken = part;
        before = before.plus(row.filled)?;
        owed = owed.plus(base)?;
        covered = covered.plus(part)?;
        now = now.plus(row.base)?;
    }
    let target = proportion(covered, now, owed, rounding, currency)?.capped_at(now);
    // Each keeps what it had in the limit, as far as it is still open; the rest to the oldest.
    let mut left = target;
    for (row, part) in rows.iter_mut().zip(&filled) {
        row.covered = part.capped_at(row.base).capped_at(left);
        left = left.less(row.covered)?;
    }
    for row in rows.iter_mut().filter(|row| row.admission == Admission::Admitted) {
        let more = row.base.less(row.covered)?.capped_at(left);
        row.covered = row.covered.plus(more)?;
        left = left.less(more)?;
    }
    witness.see(|| {
        Step::new("limit_before_credits", Rule::Clm3)
            .clause(terms.indemnity.clause.as_ref())
            .fact("owed", owed)
            .fact("credits", owed.less(now).unwrap_or_default())
            .amounts(covered, target)
    });
    Ok(())
}
