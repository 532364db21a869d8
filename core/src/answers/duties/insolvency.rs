//! Notice of a buyer's insolvency (DUE-3).

use alloc::vec::Vec;

use super::asked::{self, Asked, Debtor, Shared, Told};
use super::{Anchor, Consequence, Duty, DutyKind};
use crate::answers::cover::{Deadline, insolvency_deadline};
use crate::error::Error;
use crate::facts::{Account, NoticeKind};
use crate::terms::InsolvencyAnchor;
use crate::value::Day;

/// Whoever files the claim has told of the insolvency behind it.
const TELLS: [NoticeKind; 2] = [NoticeKind::Insolvency, NoticeKind::Claim];

/// By when a buyer's insolvency must be told, what the time runs from, and
/// the day it was opened; nothing without insolvency or without the duty.
pub(super) fn deadline(
    asked: &Asked<'_>,
    account: &Account,
) -> Result<Option<(Deadline, Anchor, Day)>, Error> {
    let Some(notice) = &asked.terms.notification.insolvency else { return Ok(None) };
    let Some(insolvency) = account.insolvency_on(asked.as_of) else { return Ok(None) };
    let published = insolvency.published.is_some_and(|published| published <= asked.as_of);
    let anchor = if notice.anchor == InsolvencyAnchor::Publication && published {
        Anchor::InsolvencyPublication
    } else {
        Anchor::InsolvencyOpening
    };
    insolvency_deadline(asked.terms, notice, insolvency, asked.as_of, asked.holidays)
        .map(|deadline| Some((deadline, anchor, insolvency.opened)))
}

/// The notice that a buyer's insolvency calls for.
pub(super) fn notices(asked: &Asked<'_>, debtor: &Debtor<'_>) -> Result<Vec<Duty>, Error> {
    let (Some(notice), Some((Deadline { anchor: anchor_day, last_day }, anchor, _))) =
        (&asked.terms.notification.insolvency, deadline(asked, debtor.account)?)
    else {
        return Ok(Vec::new());
    };
    let Some(insolvency) = debtor.account.insolvency_on(asked.as_of) else {
        return Ok(Vec::new());
    };
    let told = Told::of(debtor.account, &TELLS, asked.as_of);
    let mut shared = Shared::default();
    for debt in debtor.standing_at(insolvency) {
        let done_on = told.first(debt.receivable);
        let deadline = asked::Deadline { last_day, first_day: None, anchor, done_on };
        shared.add(deadline, anchor_day, debt)?;
    }
    shared.duties(asked, DutyKind::InsolvencyNotice, &debtor.account.buyer.id, |_| {
        (Consequence::of(notice.if_late), notice.clause.as_ref())
    })
}
