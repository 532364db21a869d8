//! Notice of what is overdue (DUE-2), brought forward by an insolvency (DUE-3).

use alloc::vec::Vec;

use super::asked::{Asked, Deadline, Debtor, Shared, Told};
use super::{Anchor, Consequence, Duty, DutyKind, insolvency};
use crate::answers::cover::overdue_deadline;
use crate::error::{Error, Problem};
use crate::facts::NoticeKind;
use crate::terms::OverdueAnchor;

/// Whoever tells of an insolvency or files a claim has told what is overdue.
pub(super) const TELLS: [NoticeKind; 3] =
    [NoticeKind::Overdue, NoticeKind::Insolvency, NoticeKind::Claim];

/// The notices that a buyer's open debts call for, if they stay unpaid.
pub(super) fn notices(
    asked: &Asked<'_>,
    debtor: &Debtor<'_>,
    refused: &mut Vec<Problem>,
) -> Result<Vec<Duty>, Error> {
    let Some(notice) = &asked.terms.notification.overdue else { return Ok(Vec::new()) };
    let told = Told::of(debtor.account, &TELLS, asked.as_of);
    let insolvency = insolvency::deadline(asked, debtor.account)?;
    let own = match notice.anchor {
        OverdueAnchor::Due => Anchor::DueDate,
        OverdueAnchor::OriginalDue => Anchor::OriginalDueDate,
        OverdueAnchor::MepEnd => Anchor::ExtensionEnd,
        OverdueAnchor::MaxTermsEnd => Anchor::MaximumTermsEnd,
    };
    let mut shared = Shared::default();
    for debt in &debtor.debts {
        let receivable = debt.receivable;
        let deadline =
            match overdue_deadline(asked.terms, notice, receivable, asked.as_of, asked.holidays) {
                Ok(deadline) => deadline,
                Err(error) => {
                    refused.push(error.into_problem(debt.path()));
                    continue;
                }
            };
        let (mut anchor, mut anchor_day, mut last_day) = (own, deadline.anchor, deadline.last_day);
        // An insolvency can only bring the day forward, never push it back.
        if let Some((insolvency, by, opened)) = &insolvency
            && receivable.invoice.delivery <= *opened
            && insolvency.last_day < last_day
        {
            (anchor, anchor_day, last_day) = (*by, insolvency.anchor, insolvency.last_day);
        }
        let done_on = told.first(receivable);
        let deadline = Deadline { last_day, first_day: None, anchor, done_on };
        shared.add(deadline, anchor_day, debt)?;
    }
    let by_insolvency = asked.terms.notification.insolvency.as_ref();
    shared.duties(asked, DutyKind::OverdueNotice, &debtor.account.buyer.id, |anchor| {
        match by_insolvency.filter(|_| anchor != own) {
            Some(clause) => (Consequence::of(clause.if_late), clause.clause.as_ref()),
            None => (Consequence::of(notice.if_late), notice.clause.as_ref()),
        }
    })
}
