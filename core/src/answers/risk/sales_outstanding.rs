//! Days sales outstanding: how many days of sales are not paid yet.

use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Precision;
use crate::error::Error;
use crate::value::{Amount, Number, exact};

/// Sales of a period such as a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "sales of a period, as { \"sales\": …, \"days\": … }")]
pub struct SalesPeriod {
    /// What was sold on credit, tax included as in the receivables.
    pub sales: Amount,
    /// How many days the period has.
    pub days: u16,
}

/// The figures that days sales outstanding start from (RSK-3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalesFigures {
    /// What is owed at the end of the last period.
    pub receivables: Amount,
    /// What was owed before the first: the simple method then takes the
    /// average of both.
    pub opening: Option<Amount>,
    /// The part of it that is not due yet.
    pub not_due: Option<Amount>,
    /// Sales, the last period first.
    pub periods: Vec<SalesPeriod>,
}

/// Days sales outstanding by each method (RSK-3). French: délai moyen de
/// règlement, DSO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DaysSalesOutstanding {
    /// What is owed.
    pub receivables: Amount,
    /// What was sold in all periods.
    pub turnover: Amount,
    /// How many days they have together.
    pub days: u32,
    /// The simple method: receivables ÷ turnover × days. Absent: no turnover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub simple: Option<Number>,
    /// The same of what is not due yet: where it would stand if everybody paid
    /// on time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_possible: Option<Number>,
    /// The difference of both: the average delay (retard moyen).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay: Option<Number>,
    /// The count-back method (méthode par épuisement): the last sales first,
    /// until the receivables are used up.
    pub count_back: Number,
    /// What was used up of each period, the last first.
    pub used: Vec<PeriodUsed>,
    /// What of the receivables is older than the sales given.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub older: Amount,
}

/// What the count-back method used up of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodUsed {
    /// What was sold.
    pub sales: Amount,
    /// How much of the receivables it explains.
    pub explains: Amount,
    /// How many of its days count.
    pub days: Number,
}

/// Days sales outstanding (RSK-3): by the simple method and by count-back.
///
/// # Errors
///
/// [`Error::Unanswerable`] where more is said to be not due than is owed;
/// [`Error::Overflow`].
pub fn days_sales_outstanding(
    figures: &SalesFigures,
    precision: Precision,
) -> Result<DaysSalesOutstanding, Error> {
    let SalesFigures { receivables, opening, not_due, periods } = figures;
    if let Some(not_due) = not_due
        && not_due > receivables
    {
        let problem = "what is not due is part of the receivables, not more";
        return Err(Error::Unanswerable { problem: problem.into() }.at("not_due"));
    }
    let turnover = Amount::total(periods.iter().map(|period| period.sales))?;
    let days = periods.iter().fold(0_u32, |sum, period| sum.saturating_add(period.days.into()));
    let in_days = |amount: Decimal| -> Result<Option<Decimal>, Error> {
        if turnover.is_zero() {
            return Ok(None);
        }
        let product = exact::product(amount, Decimal::from(days))?;
        exact::quotient(product, turnover.get()).map(Some)
    };
    let average = match opening {
        None => receivables.get(),
        Some(opening) => exact::quotient(receivables.plus(*opening)?.get(), Decimal::TWO)?,
    };
    let simple = in_days(average)?;
    let best = match not_due {
        Some(not_due) => in_days(not_due.get())?,
        None => None,
    };
    let delay = match (in_days(receivables.get())?, best) {
        (Some(all), Some(best)) => all.checked_sub(best),
        _ => None,
    };
    let (mut left, mut counted) = (*receivables, Decimal::ZERO);
    let mut used = Vec::new();
    for period in periods {
        if left.is_zero() {
            break;
        }
        let explains = left.capped_at(period.sales);
        left = left.less(explains)?;
        let whole = Decimal::from(period.days);
        let part = if explains < period.sales {
            exact::quotient(exact::product(explains.get(), whole)?, period.sales.get())?
        } else {
            whole
        };
        counted = counted.checked_add(part).ok_or(Error::Overflow { operation: "a sum" })?;
        used.push(PeriodUsed { sales: period.sales, explains, days: precision.number(part)? });
    }
    let number = |days: Option<Decimal>| days.map(|days| precision.number(days)).transpose();
    Ok(DaysSalesOutstanding {
        receivables: *receivables,
        turnover,
        days,
        simple: number(simple)?,
        best_possible: number(best)?,
        delay: number(delay)?,
        count_back: precision.number(counted)?,
        used,
        older: left,
    })
}
