//! The last day on which deliveries to a buyer are insured (DUE-6).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::asked::{Asked, Debtor, Timing, add};
use super::{Anchor, AtStake, Consequence, Duty, DutyKind};
use crate::answers::cover::stop_day;
use crate::error::{Error, Problem};
use crate::facts::Receivable;
use crate::terms::{Reinstatement, StopAnchor};
use crate::value::order;
use crate::value::{Amount, Currency, Day};

/// A receivable that stops deliveries, or will if it stays unpaid.
struct Late<'a> {
    last_day: Day,
    receivable: &'a Receivable,
    open: Amount,
    /// Paid since, but only the insurer's word gives cover back.
    paid: bool,
}

/// The stop of deliveries to a buyer, if what is open stays unpaid.
pub(super) fn stop(
    asked: &Asked<'_>,
    debtor: &Debtor<'_>,
    refused: &mut Vec<Problem>,
) -> Result<Option<Duty>, Error> {
    let account = debtor.account;
    let given_back = account.reinstatements.iter().map(|fact| fact.date);
    let given_back = given_back.filter(|day| *day <= asked.as_of).max();
    let counts = |last_day: Day| given_back.is_none_or(|day| last_day >= day);

    let mut late = Vec::new();
    // What the insurer gave cover back for stops nothing more, but it still is late.
    let mut forgiven: BTreeMap<Currency, Amount> = BTreeMap::new();
    for debt in &debtor.debts {
        match stop_day(asked.terms, debt.receivable, asked.as_of) {
            Ok(Some(last_day)) if counts(last_day) => late.push(Late {
                last_day,
                receivable: debt.receivable,
                open: debt.open,
                paid: false,
            }),
            Ok(Some(_)) => add(&mut forgiven, debt.receivable.currency, debt.open)?,
            Ok(None) => {}
            Err(error) => refused.push(error.into_problem(debt.path())),
        }
    }
    if asked.terms.stop.reinstatement == Reinstatement::InsurerOnly {
        for (receivable, balance) in account.receivables.iter().zip(&debtor.balances.receivables) {
            let Some(cleared) = balance.cleared() else { continue };
            let Ok(Some(last_day)) = stop_day(asked.terms, receivable, cleared) else { continue };
            if last_day < cleared && counts(last_day) {
                let open = balance.open_on(last_day);
                late.push(Late { last_day, receivable, open, paid: true });
            }
        }
    }
    order::by_key(&mut late, |late| (late.last_day, late.receivable.invoice.delivery));
    let Some(stop) = decisive(asked, debtor, &late, forgiven)? else { return Ok(None) };

    let (anchor, anchor_day) = match asked.terms.stop.anchor {
        StopAnchor::Due => (Anchor::DueDate, stop.receivable.due_on(asked.as_of)),
        StopAnchor::OriginalDue => (Anchor::OriginalDueDate, stop.receivable.due),
        StopAnchor::ExtendedDue => {
            (Anchor::ExtendedDueDate, stop.receivable.extended_due_on(asked.as_of))
        }
        StopAnchor::Invoice => (Anchor::InvoiceDate, stop.receivable.invoice.invoiced()),
    };
    let last_day = stop.last_day;
    let timing = Timing { anchor, anchor_day, first_day: None, last_day, done_on: None };
    let at_stake = AtStake::without_amount(Consequence::DeliveriesUninsured);
    let clause = asked.terms.stop.clause.as_ref().or(asked.terms.periods.clause.as_ref());
    Ok(Some(Duty {
        buyer: Some(account.buyer.id.clone()),
        invoices: late
            .iter()
            .take_while(|late| late.last_day <= last_day)
            .map(|late| late.receivable.invoice.id.clone())
            .collect(),
        clause: clause.cloned(),
        ..asked.duty(DutyKind::Stop, &timing, at_stake)
    }))
}

/// The receivable with which the stop begins: the first, or under a
/// materiality the one with which what is late exceeds its share of the
/// buyer's balance. Where a rate is missing to tell, the first: the earlier
/// day is the safe one.
fn decisive<'a, 'b>(
    asked: &Asked<'_>,
    debtor: &Debtor<'_>,
    late: &'b [Late<'a>],
    forgiven: BTreeMap<Currency, Amount>,
) -> Result<Option<&'b Late<'a>>, Error> {
    let Some(materiality) = asked.terms.stop.materiality else { return Ok(late.first()) };
    let Some(balance) = asked.in_policy_currency(&debtor.open()?)? else {
        return Ok(late.first());
    };
    let enough = balance.share(materiality)?;
    let mut sums = forgiven;
    for stop in late {
        if stop.paid {
            return Ok(Some(stop));
        }
        add(&mut sums, stop.receivable.currency, stop.open)?;
        match asked.in_policy_currency(&sums)? {
            Some(sum) if sum <= enough => {}
            _ => return Ok(Some(stop)),
        }
    }
    Ok(None)
}
