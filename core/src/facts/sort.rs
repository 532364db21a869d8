//! The canonical order of facts, so that the order of entry never matters.

use alloc::vec::Vec;

use serde::Serialize;

use super::LedgerDocument;
use crate::value::order;
use crate::value::{Currency, Id, document};

/// Where each fact stood in the document as it was given, list by list.
pub(super) struct Places {
    pub(super) buyers: Vec<usize>,
    pub(super) groups: Vec<usize>,
    pub(super) invoices: Vec<usize>,
    pub(super) credit_notes: Vec<usize>,
    pub(super) payments: Vec<usize>,
    pub(super) extensions: Vec<usize>,
    pub(super) disputes: Vec<usize>,
    pub(super) limits: Vec<usize>,
    pub(super) credit_reports: Vec<usize>,
    pub(super) reinstatements: Vec<usize>,
    pub(super) insolvencies: Vec<usize>,
    pub(super) events: Vec<usize>,
    pub(super) notices: Vec<usize>,
    pub(super) costs: Vec<usize>,
    pub(super) recoveries: Vec<usize>,
    pub(super) indemnities: Vec<usize>,
    pub(super) declarations: Vec<usize>,
    pub(super) offers: Vec<usize>,
}

/// Brings a ledger into canonical form: what says its default left out, every
/// list in its order.
pub(super) fn sort(ledger: &mut LedgerDocument) -> Places {
    leave_out_defaults(ledger);
    arrange(&mut ledger.premiums, |a, b| (a.date, a.amount).cmp(&(b.date, b.amount)));
    Places {
        buyers: arrange(&mut ledger.buyers, |a, b| a.id.cmp(&b.id)),
        groups: arrange(&mut ledger.groups, |a, b| a.id.cmp(&b.id)),
        invoices: arrange(&mut ledger.invoices, |a, b| {
            (a.delivery, a.invoiced(), &a.id).cmp(&(b.delivery, b.invoiced(), &b.id))
        }),
        credit_notes: arrange(&mut ledger.credit_notes, |a, b| {
            (a.date, &a.id).cmp(&(b.date, &b.id))
        }),
        payments: arrange(&mut ledger.payments, |a, b| (a.date, &a.id).cmp(&(b.date, &b.id))),
        extensions: arrange(&mut ledger.extensions, |a, b| {
            (a.date, a.due, &a.invoice).cmp(&(b.date, b.due, &b.invoice))
        }),
        disputes: arrange(&mut ledger.disputes, |a, b| {
            (a.opened, a.settled, &a.invoice).cmp(&(b.opened, b.settled, &b.invoice))
        }),
        limits: arrange(&mut ledger.limits, |a, b| {
            (a.from(), &a.buyer, &a.group, a.kind).cmp(&(b.from(), &b.buyer, &b.group, b.kind))
        }),
        credit_reports: arrange(&mut ledger.credit_reports, |a, b| {
            (a.date, &a.buyer, a.recommended).cmp(&(b.date, &b.buyer, b.recommended))
        }),
        reinstatements: arrange(&mut ledger.reinstatements, |a, b| {
            (a.date, &a.buyer).cmp(&(b.date, &b.buyer))
        }),
        insolvencies: arrange(&mut ledger.insolvencies, |a, b| {
            (a.opened, a.published, &a.buyer).cmp(&(b.opened, b.published, &b.buyer))
        }),
        events: arrange(&mut ledger.events, |a, b| {
            (a.date, a.cause, &a.buyer, a.country).cmp(&(b.date, b.cause, &b.buyer, b.country))
        }),
        notices: arrange(&mut ledger.notices, |a, b| {
            (a.date, a.kind, &a.buyer, &a.invoices).cmp(&(b.date, b.kind, &b.buyer, &b.invoices))
        }),
        costs: arrange(&mut ledger.costs, |a, b| (a.date, &a.id).cmp(&(b.date, &b.id))),
        recoveries: arrange(&mut ledger.recoveries, |a, b| (a.date, &a.id).cmp(&(b.date, &b.id))),
        indemnities: arrange(&mut ledger.indemnities, |a, b| {
            (a.date, &a.claim, a.amount).cmp(&(b.date, &b.claim, b.amount))
        }),
        declarations: arrange(&mut ledger.declarations, |a, b| {
            (a.date, a.up_to).cmp(&(b.date, b.up_to))
        }),
        offers: arrange(&mut ledger.offers, |a, b| (a.issued, &a.id).cmp(&(b.issued, &b.id))),
    }
}

/// Leaves out what says what its absence says.
fn leave_out_defaults(ledger: &mut LedgerDocument) {
    let own = ledger.currency;
    let usual = |currency: &mut Option<Currency>| *currency = currency.filter(|it| *it != own);
    for invoice in &mut ledger.invoices {
        invoice.invoiced = invoice.invoiced.filter(|day| *day != invoice.delivery);
        usual(&mut invoice.currency);
    }
    for limit in &mut ledger.limits {
        limit.effective = limit.effective.filter(|day| *day != limit.date);
        usual(&mut limit.currency);
    }
    for notice in &mut ledger.notices {
        as_set(&mut notice.invoices);
    }
    for recovery in &mut ledger.recoveries {
        as_set(&mut recovery.invoices);
        usual(&mut recovery.currency);
    }
    ledger.payments.iter_mut().for_each(|payment| usual(&mut payment.currency));
    ledger.costs.iter_mut().for_each(|cost| usual(&mut cost.currency));
    ledger.credit_reports.iter_mut().for_each(|report| usual(&mut report.currency));
}

/// A list whose order says nothing. That of a payment's invoices does: it is
/// the order in which the buyer designated them.
fn as_set(invoices: &mut Vec<Id>) {
    order::by(invoices, Ord::cmp);
    invoices.dedup();
}

/// Sorts one list and tells where each fact stood. Facts that the key cannot
/// tell apart are ordered by their whole text.
fn arrange<T: Serialize>(
    facts: &mut Vec<T>,
    key: impl Fn(&T, &T) -> core::cmp::Ordering,
) -> Vec<usize> {
    let text = |fact: &T| document::write(fact).unwrap_or_default();
    let mut placed: Vec<(usize, T)> = core::mem::take(facts).into_iter().enumerate().collect();
    order::by(&mut placed, |(_, a), (_, b)| key(a, b).then_with(|| text(a).cmp(&text(b))));
    let (given_at, sorted) = placed.into_iter().unzip();
    *facts = sorted;
    given_at
}
