//! What a ledger's own payments say: roll rates by age, and sales by month.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::SalesPeriod;
use super::loss_rates::Rolls;
use super::ratio::Ratio;
use crate::answers::cover::{BuyerCover, Question};
use crate::error::{Error, Problem};
use crate::facts::{Account, Receivable};
use crate::value::order;
use crate::value::{Amount, Day, MonthEnd, Rate, Rounding, Share, Span, exact};

/// The first day past due of each age but the first (COV-9).
pub(super) const FIRST_DAYS: [i32; 5] = [1, 31, 61, 91, 181];
/// The ages of COV-9, by their names in documents.
pub(super) const AGES: [&str; 6] =
    ["not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_180", "over_180"];

/// What was sold and what became of it, in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct History {
    /// How much of each age rolled on to the next.
    pub(super) rolls: Rolls,
    /// Sales by month, the last month first.
    pub(super) sales: Vec<SalesPeriod>,
    /// Receivables that could not be counted, and why.
    pub(super) refused: Vec<Problem>,
}

/// How far back history counts, and what it is read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Looking {
    /// How far back sales count.
    pub(super) sales: Span,
    /// How far back due dates count.
    pub(super) due: Span,
    pub(super) loss_given_default: Share,
    pub(super) outlook: Option<Rate>,
}

/// Sales and roll rates of a ledger (RSK-3). A receivable counts for the step
/// from one age to the next once it is old enough to have taken it: what it
/// was at the start of both ages is known by then.
pub(super) fn history<'a>(
    covers: impl Iterator<Item = (&'a Account, &'a BuyerCover)>,
    question: &Question<'_>,
    looking: Looking,
) -> Result<History, Error> {
    let as_of = question.as_of;
    let due_from = as_of.minus(looking.due, MonthEnd::Clamp)?;
    let sold_from = as_of.minus(looking.sales, MonthEnd::Clamp)?;
    let (mut rolled, mut could) = ([Decimal::ZERO; 5], [Decimal::ZERO; 5]);
    let mut sold: Vec<(Day, Amount)> = Vec::new();
    let mut refused = Vec::new();
    for (account, cover) in covers {
        for (receivable, balance) in account.receivables.iter().zip(&cover.balances.receivables) {
            if !balance.arisen {
                continue;
            }
            let due = receivable.due_on(as_of);
            let delivered = receivable.invoice.delivery;
            if due <= due_from && delivered <= sold_from {
                continue;
            }
            let converted = |amount: Amount| converted(question, receivable, amount);
            let (net, vat) = receivable.billed_on(as_of)?;
            let billed = match converted(net.plus(vat)?) {
                Ok(billed) => billed,
                Err(error @ Error::MissingRate { .. }) => {
                    let path = format!("ledger.invoices.{}", receivable.invoice.id);
                    refused.push(error.into_problem(path));
                    continue;
                }
                Err(error) => return Err(error),
            };
            if delivered > sold_from {
                sold.push((delivered, billed));
            }
            if due <= due_from {
                continue;
            }
            let mut before = billed;
            for ((days, rolled), could) in FIRST_DAYS.iter().zip(&mut rolled).zip(&mut could) {
                let starts = due.plus_days(*days)?;
                if starts > as_of {
                    break;
                }
                let after = converted(balance.open_on(starts))?.capped_at(before);
                *rolled = exact::sum(*rolled, after.get())?;
                *could = exact::sum(*could, before.get())?;
                before = after;
            }
        }
    }
    let steps = rolled.iter().zip(&could).map(|(rolled, could)| Ratio::of(*rolled, *could));
    let rolls = Rolls {
        steps: steps.collect(),
        seen: could.into_iter().map(Amount::new).collect::<Result<_, _>>()?,
        last: Ratio::ALL,
        loss_given_default: looking.loss_given_default,
        outlook: looking.outlook,
    };
    Ok(History { rolls, sales: months(sold, as_of)?, refused })
}

/// In the policy currency, at the rate of the as-of day.
fn converted(
    question: &Question<'_>,
    receivable: &Receivable,
    amount: Amount,
) -> Result<Amount, Error> {
    let currency = question.policy.terms().currency;
    if receivable.currency == currency {
        return Ok(amount);
    }
    let converted =
        question.rates.convert(amount, receivable.currency, currency, question.as_of)?;
    Rounding::default().round(converted, currency)
}

/// Sales month by month, from the as-of day back to the first sale.
fn months(mut sold: Vec<(Day, Amount)>, as_of: Day) -> Result<Vec<SalesPeriod>, Error> {
    order::by(&mut sold, Ord::cmp);
    let Some((first, _)) = sold.first().copied() else { return Ok(Vec::new()) };
    let mut months = Vec::new();
    let mut end = as_of;
    loop {
        let start = end.month_start().max(first);
        let mut sales = Amount::ZERO;
        while let Some((_, amount)) = sold.pop_if(|(day, _)| *day >= start) {
            sales = sales.plus(amount)?;
        }
        let days = end.days_after(start).saturating_add(1);
        months.push(SalesPeriod { sales, days: u16::try_from(days).unwrap_or_default() });
        if start <= first {
            return Ok(months);
        }
        end = start.plus_days(-1)?;
    }
}
