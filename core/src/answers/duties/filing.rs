//! The window to file a claim (DUE-4) and the debt in the insolvency (DUE-5).

use alloc::vec::Vec;

use super::asked::{Asked, Deadline, Debt, Debtor, Shared};
use super::{Anchor, Consequence, Duty, DutyKind, notice};
use crate::answers::cover::Notices;
use crate::error::{Error, Problem};
use crate::facts::{Account, InsolvencyKind, NoticeKind};
use crate::terms::{DateOfLossPer, FilingAnchor, WaitingAnchor};
use crate::value::{Day, MonthEnd};

/// The claims that a buyer's open debts call for, if they stay unpaid.
pub(super) fn claims(
    asked: &Asked<'_>,
    debtor: &Debtor<'_>,
    refused: &mut Vec<Problem>,
) -> Result<Vec<Duty>, Error> {
    let losses = Losses::of(asked, debtor);
    let mut shared = Shared::default();
    for debt in &debtor.debts {
        match window(asked, &losses, debt) {
            Ok(None) => {}
            Ok(Some((deadline, anchor_day))) => shared.add(deadline, anchor_day, debt)?,
            Err(error) => refused.push(error.into_problem(debt.path())),
        }
    }
    shared.duties(asked, DutyKind::ClaimFiling, &debtor.account.buyer.id, |terms| {
        match &terms.notification.claim_filing {
            Some(filing) => (Consequence::of(filing.if_late), filing.clause.as_ref()),
            None => ((Consequence::FlagOnly, None), None),
        }
    })
}

/// The window, and the day from which it is counted; nothing where no last day
/// is agreed, or nobody can know it yet.
fn window(
    asked: &Asked<'_>,
    losses: &Losses<'_>,
    debt: &Debt<'_>,
) -> Result<Option<(Deadline, Day)>, Error> {
    let terms = &debt.version.terms;
    let Some(filing) = &terms.notification.claim_filing else { return Ok(None) };
    let Some(within) = filing.within else { return Ok(None) };
    let loss = losses.day(asked, debt)?;
    let (anchor, anchor_day) = match filing.anchor {
        FilingAnchor::Due => (Anchor::DueDate, debt.receivable.due_on(asked.as_of)),
        FilingAnchor::OriginalDue => (Anchor::OriginalDueDate, debt.receivable.due),
        FilingAnchor::Invoice => (Anchor::InvoiceDate, debt.receivable.invoice.invoiced()),
        FilingAnchor::DateOfLoss => match loss {
            Some(loss) => (Anchor::LossDate, loss),
            None => return Ok(None),
        },
    };
    let periods = &terms.periods;
    let first_day = match filing.not_before {
        Some(span) => Some(anchor_day.plus(span, periods.month_end)?),
        // A waiting period that runs from the filing of the claim cannot delay the filing.
        None if terms.waiting_period.anchor == WaitingAnchor::ClaimFiled => losses.insolvent,
        None => loss,
    };
    let last_day =
        anchor_day.plus(within, periods.month_end)?.rolled(periods.roll, asked.holidays)?;
    let done_on = losses.filed.of(debt.receivable);
    Ok(Some((Deadline { last_day, first_day, anchor, done_on }, anchor_day)))
}

/// When a buyer's debts become losses, as far as anybody can know (CLM-1).
struct Losses<'a> {
    told: Notices<'a>,
    filed: Notices<'a>,
    /// The insolvency is a loss at once.
    insolvent: Option<Day>,
    /// The end of the waiting period that began first, where a buyer has one
    /// date of loss.
    first: Option<Day>,
}

impl<'a> Losses<'a> {
    fn of(asked: &Asked<'_>, debtor: &Debtor<'a>) -> Self {
        let account: &'a Account = debtor.account;
        let mut losses = Self {
            told: Notices::new(account, &notice::TELLS, asked.as_of),
            filed: Notices::new(account, &[NoticeKind::Claim], asked.as_of),
            insolvent: account.insolvency_on(asked.as_of).map(|insolvency| insolvency.opened),
            first: None,
        };
        if asked.terms.waiting_period.date_of_loss_per == DateOfLossPer::Buyer {
            // A debt whose waiting period cannot be counted is reported with its own window.
            let ends = debtor.debts.iter().filter_map(|debt| losses.end(asked, debt).ok()?);
            losses.first = ends.min();
        }
        losses
    }

    /// The end of a debt's own waiting period; nothing before it has begun.
    fn end(&self, asked: &Asked<'_>, debt: &Debt<'_>) -> Result<Option<Day>, Error> {
        // As the claim itself will be dated (CLM-1): by the terms of the due date.
        let terms = asked.policy.on(debt.receivable.due);
        let waiting = &terms.waiting_period;
        let begin = match waiting.anchor {
            WaitingAnchor::Due => Some(debt.receivable.due_on(asked.as_of)),
            WaitingAnchor::OriginalDue => Some(debt.receivable.due),
            WaitingAnchor::Notification => self.told.of(debt.receivable),
            WaitingAnchor::ClaimFiled => self.filed.of(debt.receivable),
        };
        begin.map(|begin| begin.plus(waiting.span, terms.periods.month_end)).transpose()
    }

    /// The date of loss of a debt: the buyer's, for what is due by then; else
    /// its own; an earlier insolvency comes first.
    fn day(&self, asked: &Asked<'_>, debt: &Debt<'_>) -> Result<Option<Day>, Error> {
        let due = debt.receivable.due_on(asked.as_of);
        let waited = match self.first.filter(|first| due <= *first) {
            Some(first) => Some(first),
            None => self.end(asked, debt)?,
        };
        let insolvent = self.insolvent.map(|day| day.max(debt.receivable.invoice.delivery));
        Ok([waited, insolvent].into_iter().flatten().min())
    }
}

/// The debt to be filed in a buyer's insolvency.
///
/// The time runs from publication and is set by law, so neither the policy's
/// convention on month ends nor its rolling over weekends moves it.
pub(super) fn debts(asked: &Asked<'_>, debtor: &Debtor<'_>) -> Result<Vec<Duty>, Error> {
    let account = debtor.account;
    let limits = account.buyer.country.and_then(|country| {
        let limits = asked.terms.notification.debt_filing.get(&country)?;
        let home = asked.terms.policyholder_country.unwrap_or(country);
        Some(if home == country { limits.domestic } else { limits.abroad })
    });
    let proceedings = account.insolvencies.iter().find(|insolvency| {
        insolvency.opened <= asked.as_of && insolvency.kind != InsolvencyKind::FruitlessExecution
    });
    let (Some(within), Some(proceedings)) = (limits, proceedings) else { return Ok(Vec::new()) };
    let Some(published) = proceedings.published.filter(|published| *published <= asked.as_of)
    else {
        return Ok(Vec::new());
    };
    let last_day = published.plus(within, MonthEnd::Clamp)?;
    let filed = Notices::new(account, &[NoticeKind::DebtFiling], asked.as_of);
    let mut shared = Shared::default();
    for debt in debtor.standing_at(proceedings) {
        let done_on = filed.of(debt.receivable);
        let anchor = Anchor::InsolvencyPublication;
        shared.add(Deadline { last_day, first_day: None, anchor, done_on }, published, debt)?;
    }
    shared.duties(asked, DutyKind::DebtFiling, &account.buyer.id, |_| {
        ((Consequence::DebtForfeited, None), None)
    })
}
