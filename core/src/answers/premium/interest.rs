//! Interest and compensation for late payment (PRE-7). French: pénalités de
//! retard; German: Verzugszinsen.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::late_debt::{Compounds, DatedRate, LateDebt, RateChanges};
use crate::value::order;

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{Amount, Currency, Day, Money, Number, Rate, RoundingPoint, exact, is_default};

/// A quotient that does not end keeps so many decimals until it is rounded.
const DECIMALS: u32 = 12;

/// What is due for paying late (PRE-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LateInterest {
    /// The currency of the amounts below.
    pub currency: Currency,
    /// How many days late.
    pub days: u32,
    /// The interest, period by period; each has one rate and one balance.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<InterestPeriod>,
    /// The interest in all.
    pub interest: Amount,
    /// The fixed compensation.
    pub compensation: Amount,
    /// Both.
    pub total: Money,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// Interest at one rate on one balance (PRE-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InterestPeriod {
    /// First day that bears interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day that bears interest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Days, as they are counted.
    pub days: i64,
    /// The days of a year.
    pub of: i64,
    /// What bears interest.
    pub balance: Amount,
    /// The rate a year.
    pub rate: Rate,
    /// The interest.
    pub interest: Amount,
    /// What it was before it was rounded, where that differs.
    #[serde(skip_serializing_if = "is_default")]
    pub unrounded: Option<Amount>,
}

/// Interest and compensation for a debt that was paid late (PRE-7):
/// balance × rate × days ÷ days of a year.
///
/// # Errors
///
/// With the path: no rate at all, no published rate for a day, dates that are
/// missing; [`Error::Overflow`].
pub fn late_interest(debt: &LateDebt, witness: &mut impl Witness) -> Result<LateInterest, Error> {
    let (days, periods) = match (debt.due, debt.paid, debt.days) {
        (Some(due), Some(paid), None) => {
            let days = u32::try_from(paid.days_after(due)).unwrap_or(0);
            (days, if days == 0 { Vec::new() } else { dated(debt, due, paid, witness)? })
        }
        (None, None, Some(0)) => (0, Vec::new()),
        (None, None, Some(days)) => (days, alloc::vec![undated(debt, days, witness)?]),
        _ => {
            let problem = "say either `due` and `paid`, or `days`".into();
            return Err(Error::Unanswerable { problem });
        }
    };
    let sum = Amount::total(periods.iter().map(|period| period.interest))?;
    let interest = debt.rounding.round(sum, debt.currency).map_err(|error| error.at("rounding"))?;
    let compensation = if days == 0 { Amount::ZERO } else { compensation(debt, witness)? };
    let total = interest.plus(compensation)?;
    witness.see(|| {
        Step::new("late_total", Rule::Pre7)
            .fact("interest", interest)
            .fact("compensation", compensation)
            .amounts(debt.amount, total)
    });
    Ok(LateInterest {
        currency: debt.currency,
        days,
        periods,
        interest,
        compensation,
        total: Money::new(total, debt.currency),
        steps: Vec::new(),
    })
}

fn compensation(debt: &LateDebt, witness: &mut impl Witness) -> Result<Amount, Error> {
    if debt.compensation.is_some() && !debt.compensation_bands.is_empty() {
        let problem = "the compensation is either one amount or by size of the debt".into();
        return Err(Error::Unanswerable { problem }.at("compensation"));
    }
    let band = debt
        .compensation_bands
        .iter()
        .filter(|band| band.from <= debt.amount)
        .max_by_key(|band| band.from)
        .map(|band| band.amount);
    let amount = debt.compensation.or(band).unwrap_or_default();
    if !amount.is_zero() {
        witness.see(|| Step::new("late_compensation", Rule::Pre7).amounts(debt.amount, amount));
    }
    Ok(amount)
}

fn undated(
    debt: &LateDebt,
    days: u32,
    witness: &mut impl Witness,
) -> Result<InterestPeriod, Error> {
    let Some(rate) = debt.rate else {
        let problem = "without dates the `rate` a year must be given".into();
        return Err(Error::Unanswerable { problem }.at("rate"));
    };
    let Some(of) = debt.day_count.days_of_year() else {
        let problem = "`act_act` needs the dates: give `due` and `paid` in place of `days`".into();
        return Err(Error::Unanswerable { problem }.at("day_count"));
    };
    if debt.floor.is_some() {
        let problem = "a floor needs the dates: give `due` and `paid` in place of `days`".into();
        return Err(Error::Unanswerable { problem }.at("floor"));
    }
    if !debt.payments.is_empty() {
        let problem = "part payments need the dates: give `due` and `paid` in place of `days`";
        return Err(Error::Unanswerable { problem: problem.into() }.at("payments"));
    }
    if debt.compounds != Compounds::Never {
        let problem = "interest on interest needs the dates: give `due` and `paid` in place of \
                       `days`";
        return Err(Error::Unanswerable { problem: problem.into() }.at("compounds"));
    }
    let period =
        Stretch { from: None, to: None, part: (days.into(), of), balance: debt.amount, rate };
    period.interest(debt, witness)
}

/// The delay in periods of one rate and one balance.
fn dated(
    debt: &LateDebt,
    due: Day,
    paid: Day,
    witness: &mut impl Witness,
) -> Result<Vec<InterestPeriod>, Error> {
    if debt.rounds_each_day && debt.day_count.days_of_year().is_none() {
        let problem = "under `act_act` the interest of a day depends on the year: take another \
                       `day_count` with `rounds_each_day`";
        return Err(Error::Unanswerable { problem: problem.into() }.at("day_count"));
    }
    let first = due.plus_days(1)?;
    let after = paid.plus_days(1)?;
    let mut payments = debt.payments.clone();
    order::by_key(&mut payments, |payment| payment.date);
    // The days on which a period begins.
    let mut starts = alloc::vec![first];
    for payment in &payments {
        starts.push(payment.date.plus_days(1)?);
    }
    if debt.rate.is_none() || debt.floor.is_some() {
        match debt.rate_changes {
            RateChanges::HalfYearly => {
                let mut day = next_half_year(first)?;
                while day < after {
                    starts.push(day);
                    day = next_half_year(day)?;
                }
            }
            RateChanges::AtOnce => {
                let floors = debt.floor.iter().flat_map(|floor| &floor.rates);
                starts.extend(debt.reference_rates.iter().chain(floors).map(|dated| dated.from));
            }
            RateChanges::Never => {}
        }
    }
    let added = debt.compounds.days(first, after).map_err(|error| error.at("compounds"))?;
    starts.extend(&added);
    starts.retain(|day| first <= *day && *day < after);
    order::by(&mut starts, Ord::cmp);
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([after]);
    let mut payments = payments.into_iter().peekable();
    let mut added = added.into_iter().peekable();
    let rates = Rates::of(debt);
    let mut balance = debt.amount;
    // The interest that is owed and not yet part of the balance.
    let mut owed = Amount::ZERO;
    let mut open: Option<Dated> = None;
    let mut periods = Vec::with_capacity(starts.len());
    for (from, until) in starts.iter().copied().zip(ends) {
        while let Some(payment) = payments.next_if(|payment| payment.date < from) {
            balance = balance.less(payment.amount)?;
        }
        if balance.is_zero() {
            break;
        }
        let adds = added.next_if_eq(&from).is_some();
        let rate = rates.on(first, from)?;
        match &mut open {
            // A half-year that changes nothing must not be rounded by itself.
            Some(before) if !adds && (before.balance, before.rate) == (balance, rate) => {
                before.until = until;
                continue;
            }
            _ => {}
        }
        if let Some(closed) = open.take() {
            let period = closed.interest(debt, witness)?;
            owed = owed.plus(period.interest)?;
            periods.push(period);
        }
        if adds {
            let before = balance;
            balance = balance.plus(owed)?;
            witness.see(|| {
                let step = Step::new("late_interest_added", Rule::Pre7).fact("from", from);
                step.fact("interest", owed).amounts(before, balance)
            });
            owed = Amount::ZERO;
        }
        open = Some(Dated { from, until, balance, rate });
    }
    if let Some(last) = open {
        periods.push(last.interest(debt, witness)?);
    }
    Ok(periods)
}

/// Days of one rate and one balance, up to but without the last.
struct Dated {
    from: Day,
    until: Day,
    balance: Amount,
    rate: Rate,
}

impl Dated {
    fn interest(
        self,
        debt: &LateDebt,
        witness: &mut impl Witness,
    ) -> Result<InterestPeriod, Error> {
        let Self { from, until, balance, rate } = self;
        let part = debt.day_count.fraction(from, until);
        let to = Some(until.plus_days(-1)?);
        Stretch { from: Some(from), to, part, balance, rate }.interest(debt, witness)
    }
}

/// The first day of the half-year of a day: 1 January or 1 July.
fn half_year(day: Day) -> Result<Day, Error> {
    let date = day.date();
    Day::new(date.year(), if date.month() < 7 { 1 } else { 7 }, 1)
}

fn next_half_year(day: Day) -> Result<Day, Error> {
    let date = day.date();
    if date.month() < 7 {
        Day::new(date.year(), 7, 1)
    } else {
        Day::new(date.year().saturating_add(1), 1, 1)
    }
}

/// The rates of a debt, the published ones in order of their days.
struct Rates<'a> {
    debt: &'a LateDebt,
    reference: Vec<DatedRate>,
    floor: Option<(Number, Vec<DatedRate>)>,
}

impl<'a> Rates<'a> {
    fn of(debt: &'a LateDebt) -> Self {
        let sorted = |rates: &[DatedRate]| {
            let mut rates = rates.to_vec();
            order::by_key(&mut rates, |dated| dated.from);
            rates
        };
        Self {
            debt,
            reference: sorted(&debt.reference_rates),
            floor: debt.floor.as_ref().map(|floor| (floor.multiple, sorted(&floor.rates))),
        }
    }

    /// The rate a year for a period that begins on a day.
    fn on(&self, first: Day, day: Day) -> Result<Rate, Error> {
        let looked_up = match self.debt.rate_changes {
            RateChanges::HalfYearly => half_year(day)?,
            RateChanges::AtOnce => day,
            RateChanges::Never => half_year(first)?,
        };
        let mut rate = match (self.debt.rate, self.debt.margin) {
            (Some(rate), _) => rate.get(),
            (None, Some(margin)) => {
                let reference = published(&self.reference, looked_up, "reference_rates")?;
                exact::sum(reference, margin.get())?
            }
            (None, None) => {
                let problem = "say the `rate` a year, or a `margin` above `reference_rates`".into();
                return Err(Error::Unanswerable { problem }.at("rate"));
            }
        };
        if let Some((multiple, rates)) = &self.floor {
            let least = published(rates, looked_up, "floor.rates")?;
            rate = rate.max(exact::product(multiple.get(), least)?);
        }
        Rate::new(rate.max(Decimal::ZERO))
    }
}

/// The published rate in force on a day, of rates in order.
fn published(rates: &[DatedRate], day: Day, path: &str) -> Result<Decimal, Error> {
    rates
        .partition_point(|dated| dated.from <= day)
        .checked_sub(1)
        .and_then(|last| rates.get(last))
        .map(|dated| dated.rate.get())
        .ok_or_else(|| {
            let message =
                format!("no published rate holds on {day}: add the one in force that day");
            Error::Leaf { code: "not_found", message }.at(path)
        })
}

/// A stretch of days at one rate on one balance.
struct Stretch {
    from: Option<Day>,
    to: Option<Day>,
    part: (i64, i64),
    balance: Amount,
    rate: Rate,
}

impl Stretch {
    fn interest(
        &self,
        debt: &LateDebt,
        witness: &mut impl Witness,
    ) -> Result<InterestPeriod, Error> {
        let (days, of) = self.part;
        let round = |amount| {
            debt.rounding.round(amount, debt.currency).map_err(|error| error.at("rounding"))
        };
        let divided = |over: Decimal| -> Result<Amount, Error> {
            let half_up = RoundingStrategy::MidpointAwayFromZero;
            let quotient = exact::quotient(over, of.into())?;
            Amount::new(quotient.round_dp_with_strategy(DECIMALS, half_up).normalize())
        };
        let yearly = exact::product(self.balance.get(), self.rate.get())?;
        let unrounded = if debt.rounds_each_day {
            let daily = round(divided(yearly)?)?;
            Amount::new(exact::product(daily.get(), days.into())?)?
        } else {
            divided(exact::product(yearly, days.into())?)?
        };
        let interest = match debt.rounding.at {
            RoundingPoint::EachStep => round(unrounded)?,
            RoundingPoint::Result => unrounded,
        };
        witness.see(|| {
            let count = |days: i64| u32::try_from(days).unwrap_or(u32::MAX);
            let id = if self.from.is_some() { "late_interest_dated" } else { "late_interest" };
            let mut step = Step::new(id, Rule::Pre7)
                .fact("rate", self.rate)
                .fact("days", count(days))
                .fact("of", count(of))
                .amounts(self.balance, interest)
                .rounded_from(unrounded);
            if let (Some(from), Some(to)) = (self.from, self.to) {
                step = step.fact("from", from).fact("to", to);
            }
            step
        });
        Ok(InterestPeriod {
            from: self.from,
            to: self.to,
            days,
            of,
            balance: self.balance,
            rate: self.rate,
            interest,
            unrounded: Some(unrounded).filter(|unrounded| *unrounded != interest),
        })
    }
}
