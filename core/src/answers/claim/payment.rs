//! When the indemnity is paid, on account of what, and to whom.

use alloc::vec::Vec;

use super::settlement::{Payee, ProvisionalPayment};
use crate::error::Error;
use crate::facts::{Account, NoticeKind};
use crate::terms::{PaymentAnchor, PolicyTerms};
use crate::value::{Amount, Calendar, Day, Id, Span, split};

/// From which day times to pay run.
#[derive(Clone, Copy)]
pub(super) struct Clock<'a> {
    pub(super) terms: &'a PolicyTerms,
    pub(super) account: &'a Account,
    pub(super) date_of_loss: Day,
    pub(super) as_of: Day,
    pub(super) holidays: &'a Calendar,
}

impl Clock<'_> {
    fn after(&self, anchor: PaymentAnchor, span: Span) -> Result<Option<Day>, Error> {
        let first = |kinds: &[NoticeKind]| {
            let mut notices = self.account.notices.iter();
            let known = |date: Day| date <= self.as_of;
            notices.find(|one| known(one.date) && kinds.contains(&one.kind)).map(|one| one.date)
        };
        let from = match anchor {
            PaymentAnchor::DateOfLoss => Some(self.date_of_loss),
            PaymentAnchor::Notification => first(&[NoticeKind::Overdue, NoticeKind::Insolvency]),
            PaymentAnchor::ClaimFiled => first(&[NoticeKind::Claim]),
        };
        let periods = &self.terms.periods;
        from.map(|day| day.plus(span, periods.month_end)?.rolled(periods.roll, self.holidays))
            .transpose()
    }

    /// The day on which the indemnity falls due, if that was agreed and the
    /// day from which it runs is known.
    pub(super) fn due(&self) -> Result<Option<Day>, Error> {
        match &self.terms.indemnity.due {
            Some(due) => self.after(due.anchor, due.within),
            None => Ok(None),
        }
    }

    /// The payment on account, deducted from the final one.
    pub(super) fn provisional(
        &self,
        indemnity: Amount,
    ) -> Result<Option<ProvisionalPayment>, Error> {
        let Some(rule) = &self.terms.indemnity.provisional else { return Ok(None) };
        let exact = indemnity.share(rule.share)?;
        let rounded = self.terms.indemnity.rounding.round(exact, self.terms.currency)?;
        let amount = rounded.capped_at(indemnity);
        let due = self.after(rule.anchor, rule.after)?;
        Ok(Some(ProvisionalPayment { amount, due, remains: indemnity.less(amount)? }))
    }
}

/// Splits what is payable between the loss payees and the policyholder, who
/// gets the rest; cents go by largest remainder (VAL-4).
pub(super) fn payees(
    terms: &PolicyTerms,
    buyer: &Id,
    payable: Amount,
) -> Result<Vec<Payee>, Error> {
    let rules = &terms.indemnity;
    let concerned = || {
        let payees = rules.loss_payees.iter();
        payees.filter(|payee| payee.buyers.is_empty() || payee.buyers.contains(buyer))
    };
    if concerned().next().is_none() {
        return Ok(Vec::new());
    }
    let mut weights = Vec::new();
    for payee in concerned() {
        weights.push(Amount::new(payee.share.get())?);
    }
    let whole = Amount::new(rust_decimal::Decimal::ONE)?;
    let given = Amount::total(weights.iter().copied())?;
    if given > whole {
        let problem = alloc::format!(
            "the loss payees on buyer `{buyer}` would get more than the whole indemnity"
        );
        return Err(Error::Unanswerable { problem }.at("policy.indemnity.loss_payees"));
    }
    weights.push(whole.less(given)?);
    let unit = Amount::new(rules.rounding.unit_of(terms.currency))?;
    let amounts = split(payable, &weights, unit)?;
    let names = concerned().map(|payee| &payee.name).chain([&terms.policyholder]);
    Ok(names.zip(amounts).map(|(name, amount)| Payee { name: name.clone(), amount }).collect())
}
