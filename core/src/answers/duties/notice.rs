//! Notice to the insurer: of what is overdue (DUE-2), brought forward by an
//! insolvency (DUE-3).
//!
//! A receivable has one last day for notice: that of the overdue clause, or an
//! earlier one of the insolvency clause. Whichever is first says what must be
//! told, and what lateness costs.

use alloc::string::String;
use alloc::vec::Vec;

use super::asked::{Asked, Deadline, Debt, Debtor, Lost, Shared};
use super::{Anchor, Consequence, Duty, DutyKind};
use crate::answers::cover::{self, Notices, insolvency_deadline, overdue_deadline};
use crate::error::{Error, Problem};
use crate::facts::{Insolvency, NoticeKind};
use crate::terms::{InsolvencyAnchor, Lateness, OverdueAnchor, PolicyTerms};

/// Whoever tells of an insolvency or files a claim has told of the debt, too.
pub(super) const TELLS: [NoticeKind; 3] =
    [NoticeKind::Overdue, NoticeKind::Insolvency, NoticeKind::Claim];

/// The notices that a buyer's open debts call for, if they stay unpaid.
pub(super) fn notices(
    asked: &Asked<'_>,
    debtor: &Debtor<'_>,
    refused: &mut Vec<Problem>,
) -> Result<Vec<Duty>, Error> {
    let told = Notices::new(debtor.account, &TELLS, asked.as_of);
    let insolvency = debtor.account.insolvency_on(asked.as_of);
    let (mut overdue, mut insolvent) = (Shared::default(), Shared::default());
    for debt in &debtor.debts {
        let done_on = told.of(debt.receivable);
        let (notice, anchor, due) = match first(asked, debt, insolvency) {
            Ok(Some(found)) => found,
            Ok(None) => continue,
            Err(error) => {
                refused.push(error.into_problem(debt.path()));
                continue;
            }
        };
        let shared = match notice {
            DutyKind::InsolvencyNotice => &mut insolvent,
            _ => &mut overdue,
        };
        let deadline = Deadline { last_day: due.last_day, first_day: None, anchor, done_on };
        shared.add(deadline, due.anchor, debt)?;
    }
    let buyer = &debtor.account.buyer.id;
    let mut duties = overdue.duties(asked, DutyKind::OverdueNotice, buyer, |terms| {
        lost(terms.notification.overdue.as_ref().map(|rule| (rule.if_late, &rule.clause)))
    })?;
    duties.extend(insolvent.duties(asked, DutyKind::InsolvencyNotice, buyer, |terms| {
        lost(terms.notification.insolvency.as_ref().map(|rule| (rule.if_late, &rule.clause)))
    })?);
    Ok(duties)
}

fn lost(rule: Option<(Lateness, &Option<String>)>) -> Lost<'_> {
    rule.map_or(((Consequence::FlagOnly, None), None), |(late, clause)| {
        (Consequence::of(late), clause.as_ref())
    })
}

/// Which notice a debt calls for first, what its time runs from, and by when.
fn first(
    asked: &Asked<'_>,
    debt: &Debt<'_>,
    insolvency: Option<&Insolvency>,
) -> Result<Option<(DutyKind, Anchor, cover::Deadline)>, Error> {
    let (terms, receivable) = (&debt.version.terms, debt.receivable);
    let overdue = match &terms.notification.overdue {
        None => None,
        Some(rule) => {
            let anchor = match rule.anchor {
                OverdueAnchor::Due => Anchor::DueDate,
                OverdueAnchor::OriginalDue => Anchor::OriginalDueDate,
                OverdueAnchor::MepEnd => Anchor::ExtensionEnd,
                OverdueAnchor::MaxTermsEnd => Anchor::MaximumTermsEnd,
            };
            let due = overdue_deadline(terms, rule, receivable, asked.as_of, asked.holidays)?;
            Some((DutyKind::OverdueNotice, anchor, due))
        }
    };
    // Later deliveries are none of the insolvency's business.
    let standing = insolvency.filter(|event| receivable.invoice.delivery <= event.opened);
    let insolvent = match standing {
        None => None,
        Some(event) => by_insolvency(asked, terms, event)?,
    };
    Ok(match (overdue, insolvent) {
        // It can only bring the day forward, never push it back.
        (Some(overdue), Some(insolvent)) if insolvent.2.last_day < overdue.2.last_day => {
            Some(insolvent)
        }
        (None, insolvent) => insolvent,
        (overdue, _) => overdue,
    })
}

fn by_insolvency(
    asked: &Asked<'_>,
    terms: &PolicyTerms,
    event: &Insolvency,
) -> Result<Option<(DutyKind, Anchor, cover::Deadline)>, Error> {
    let Some(rule) = &terms.notification.insolvency else { return Ok(None) };
    let published = event.published.is_some_and(|published| published <= asked.as_of);
    let anchor = if rule.anchor == InsolvencyAnchor::Publication && published {
        Anchor::InsolvencyPublication
    } else {
        Anchor::InsolvencyOpening
    };
    let due = insolvency_deadline(terms, rule, event, asked.as_of, asked.holidays)?;
    Ok(Some((DutyKind::InsolvencyNotice, anchor, due)))
}
