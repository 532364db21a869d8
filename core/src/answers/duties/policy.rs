//! What the policy itself asks for: declarations, instalments, notice, and
//! the end of offers (DUE-8).

use alloc::vec::Vec;

use super::asked::{Asked, Timing};
use super::{Anchor, AtStake, Consequence, Duty, DutyKind};
use crate::error::Error;
use crate::facts::NoticeKind;
use crate::terms::{Period, last_day_of_notice};
use crate::value::{Amount, Day, MonthEnd, Span, split};

const CLAMP: MonthEnd = MonthEnd::Clamp;

/// Every duty that concerns no buyer.
pub(super) fn duties(asked: &Asked<'_>) -> Result<Vec<Duty>, Error> {
    let mut duties = declarations(asked)?;
    duties.extend(instalments(asked)?);
    duties.extend(notice(asked)?);
    duties.extend(offers(asked)?);
    Ok(duties)
}

/// A policy period in parts of some months; the last ends with the policy.
pub(crate) fn parts(whole: Period, months: u16) -> Result<Vec<Period>, Error> {
    let mut parts = Vec::new();
    let mut from = whole.from;
    for count in 1_u16.. {
        if from > whole.to {
            break;
        }
        // Counted from the first day each time: a month's end cut short once stays in place.
        let span = Span::months(months.saturating_mul(count));
        let Ok(next) = whole.from.plus(span, CLAMP) else {
            parts.push(Period { from, to: whole.to });
            break;
        };
        parts.push(Period { from, to: next.plus_days(-1)?.min(whole.to) });
        from = next;
    }
    Ok(parts)
}

/// One declaration for each part of the policy period, due a span after its
/// last day. The declaration that covers up to that day does it.
fn declarations(asked: &Asked<'_>) -> Result<Vec<Duty>, Error> {
    let premium = &asked.terms.premium;
    let Some(rule) = &premium.declarations else { return Ok(Vec::new()) };
    let periods = &asked.terms.periods;
    let known = || {
        let declarations = asked.ledger.declarations().iter();
        declarations.filter(|declaration| declaration.date <= asked.as_of)
    };
    parts(asked.terms.period, rule.every.months())?
        .into_iter()
        .map(|period| {
            let last_day = period
                .to
                .plus(rule.within, periods.month_end)?
                .rolled(periods.roll, asked.holidays)?;
            let timing = Timing {
                anchor: Anchor::DeclaredPeriodEnd,
                anchor_day: period.to,
                first_day: None,
                last_day,
                done_on: known().find(|made| made.up_to == period.to).map(|made| made.date),
            };
            let at_stake = AtStake::without_amount(Consequence::DeclarationOutstanding);
            Ok(Duty {
                period: Some(period),
                clause: rule.clause.clone().or_else(|| premium.clause.clone()),
                ..asked.duty(DutyKind::Declaration, &timing, at_stake)
            })
        })
        .collect()
}

/// The instalments of each insurance year, each due on the first day of the
/// part of the year that it pays for. Premiums paid fill them in order.
fn instalments(asked: &Asked<'_>) -> Result<Vec<Duty>, Error> {
    let terms = asked.terms;
    let premium = &terms.premium;
    let whole = premium.advance();
    let count = match (premium.instalments, whole) {
        (None, None) => return Ok(Vec::new()),
        (count, _) => count.unwrap_or(1).max(1),
    };
    let amounts = whole
        .map(|whole| {
            let unit = Amount::new(terms.currency.minor_unit())?;
            split(whole, &alloc::vec![Amount::ZERO; count.into()], unit)
        })
        .transpose()?;
    let paid: Vec<(Day, Amount)> = asked
        .ledger
        .premiums()
        .iter()
        .filter(|paid| paid.date <= asked.as_of)
        .map(|paid| (paid.date, paid.amount))
        .collect();
    let mut purse = Purse { paid: paid.into_iter(), day: Day::MIN, left: Amount::ZERO };
    let mut duties = Vec::new();
    for year in parts(terms.period, 12)? {
        for number in 0..count {
            let period = instalment_period(year, number, count)?;
            let amount = amounts.as_ref().and_then(|amounts| amounts.get(usize::from(number)));
            let (done_on, unpaid) = match amount {
                Some(amount) => purse.pay(*amount)?,
                // Nobody knows how much: each payment counts as one.
                None => (purse.paid.next().map(|(day, _)| day), Amount::ZERO),
            };
            let timing = Timing {
                anchor: Anchor::PaidPeriodStart,
                anchor_day: period.from,
                first_day: None,
                last_day: period.from.rolled(terms.periods.roll, asked.holidays)?,
                done_on,
            };
            let at_stake = AtStake {
                // An instalment that is paid shows what it was.
                amount: amount.map(|amount| if done_on.is_some() { *amount } else { unpaid }),
                ..AtStake::without_amount(Consequence::PremiumOverdue)
            };
            duties.push(Duty {
                period: Some(period),
                clause: premium.clause.clone(),
                ..asked.duty(DutyKind::Instalment, &timing, at_stake)
            });
        }
    }
    Ok(duties)
}

/// The part of an insurance year that an instalment pays for: whole months
/// where there are at most twelve, else days; never past the policy's end.
pub(crate) fn instalment_period(year: Period, number: u8, count: u8) -> Result<Period, Error> {
    let start = |number: u8| -> Result<Day, Error> {
        let share = |whole: i32| {
            let part = whole.saturating_mul(number.into());
            part.checked_div(count.into()).unwrap_or_default()
        };
        let day = if count <= 12 {
            let months = u16::try_from(share(12)).unwrap_or_default();
            year.from.plus(Span::months(months), CLAMP)?
        } else {
            year.from.plus_days(share(365))?
        };
        Ok(day.min(year.to))
    };
    let from = start(number)?;
    let next = number.saturating_add(1);
    let to = if next == count { year.to } else { start(next)?.plus_days(-1)?.max(from) };
    Ok(Period { from, to })
}

/// Premiums paid, in order of their dates, spent on instalments in order.
struct Purse<I> {
    paid: I,
    day: Day,
    left: Amount,
}

impl<I: Iterator<Item = (Day, Amount)>> Purse<I> {
    /// The day on which an instalment was paid in full, or what is unpaid of it.
    fn pay(&mut self, amount: Amount) -> Result<(Option<Day>, Amount), Error> {
        let mut unpaid = amount;
        loop {
            let spent = self.left.capped_at(unpaid);
            self.left = self.left.less(spent)?;
            unpaid = unpaid.less(spent)?;
            if unpaid.is_zero() {
                return Ok((Some(self.day), unpaid));
            }
            let Some((day, paid)) = self.paid.next() else { return Ok((None, unpaid)) };
            (self.day, self.left) = (day, paid);
        }
    }
}

/// The policyholder's notice that keeps a policy from going on (PLA-6).
fn notice(asked: &Asked<'_>) -> Result<Option<Duty>, Error> {
    let Some(span) =
        asked.terms.renewal.notice_by_policyholder.filter(|_| asked.terms.renewal.tacit)
    else {
        return Ok(None);
    };
    let periods = &asked.terms.periods;
    let end = asked.terms.period.to;
    let last_day = last_day_of_notice(end, span)?;
    let given = asked
        .ledger
        .notices()
        .iter()
        .find(|notice| notice.kind == NoticeKind::Termination && notice.date <= asked.as_of);
    let timing = Timing {
        anchor: Anchor::PolicyEnd,
        anchor_day: end,
        first_day: None,
        last_day: last_day.rolled(periods.roll, asked.holidays)?,
        done_on: given.map(|notice| notice.date),
    };
    let at_stake = AtStake::without_amount(Consequence::PolicyRenewed);
    let clause = asked.terms.renewal.clause.clone();
    Ok(Some(Duty { clause, ..asked.duty(DutyKind::RenewalNotice, &timing, at_stake) }))
}

/// The last day on which each offer can be accepted: as it says, else a month
/// from its issue (PLA-3).
fn offers(asked: &Asked<'_>) -> Result<Vec<Duty>, Error> {
    let known = asked.ledger.offers().iter().filter(|offer| offer.issued <= asked.as_of);
    known
        .map(|offer| {
            let last_day = offer.last_day()?;
            let timing = Timing {
                anchor: Anchor::OfferIssue,
                anchor_day: offer.issued,
                first_day: None,
                last_day,
                done_on: offer.accepted.filter(|day| *day <= asked.as_of),
            };
            let at_stake = AtStake::without_amount(Consequence::OfferLapses);
            let offer = Some(offer.id.clone());
            Ok(Duty { offer, ..asked.duty(DutyKind::OfferExpiry, &timing, at_stake) })
        })
        .collect()
}
