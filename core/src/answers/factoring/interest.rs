//! Interest by the day: balances × rates × days.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::terms::factoring::FinancingCommission;
use crate::value::order;
use crate::value::{Amount, AnnualRate, Day, exact};

/// What an index stood at (FAC-2), such as EURIBOR 3M: the caller supplies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a fixing of an index, as an object")]
pub struct IndexFixing {
    /// The first day on which it holds.
    pub from: Day,
    /// The last; absent: until the next fixing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// The index, a year.
    pub rate: AnnualRate,
}

/// What is in use from a day on (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a balance from a day on, as an object")]
pub struct DatedBalance {
    /// The first day on which it holds.
    pub from: Day,
    /// How much.
    pub amount: Amount,
}

/// Days on which neither balance nor rate changed (FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InterestStretch {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// How many days they are.
    pub days: u32,
    /// What was in use.
    pub used: Amount,
    /// The rate a year.
    pub rate: AnnualRate,
    /// Balance × days (nombre débiteur).
    pub numbers: Amount,
}

/// The interest of a time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Interest {
    /// Stretch by stretch.
    pub(super) stretches: Vec<InterestStretch>,
    /// Σ balance × days.
    pub(super) numbers: Decimal,
    /// Σ balance × days × rate: to be divided by the days of a year.
    pub(super) weighted: Decimal,
    /// How many days.
    pub(super) days: u32,
}

/// An index over time, ready to be asked.
#[derive(Debug, Clone)]
pub(super) struct Pricing<'a> {
    terms: &'a FinancingCommission,
    fixings: Vec<IndexFixing>,
}

impl<'a> Pricing<'a> {
    /// The rates of a financing commission with what its index stood at.
    pub(super) fn new(
        terms: &'a FinancingCommission,
        fixings: &[IndexFixing],
    ) -> Result<Self, Error> {
        let mut fixings = fixings.to_vec();
        order::by_key(&mut fixings, |fixing| fixing.from);
        let twice = fixings.windows(2).find_map(|pair| match pair {
            [one, next] if one.from == next.from => Some(one.from),
            _ => None,
        });
        if let Some(day) = twice {
            let problem = format!("the index stands twice from {day} on: keep one of them");
            return Err(Error::Unanswerable { problem }.at("index"));
        }
        Ok(Self { terms, fixings })
    }

    /// The whole rate on a day; without a day, that of the only fixing.
    pub(super) fn rate(&self, day: Option<Day>) -> Result<AnnualRate, Error> {
        let Some(name) = &self.terms.index else {
            return Ok(AnnualRate::new(self.terms.margin.get()));
        };
        let fixing = match (day, self.fixings.as_slice()) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(day), fixings) => fixings
                .partition_point(|fixing| fixing.from <= day)
                .checked_sub(1)
                .and_then(|last| fixings.get(last))
                .filter(|fixing| fixing.to.is_none_or(|to| day <= to)),
        };
        let Some(fixing) = fixing else {
            let problem = match day {
                Some(day) => {
                    format!("the index `{name}` has no rate on {day}: add a fixing that holds then")
                }
                None => format!(
                    "the index `{name}` needs exactly one rate where the use is given without days: {} are given",
                    self.fixings.len()
                ),
            };
            return Err(Error::Unanswerable { problem }.at("index"));
        };
        let index = self.terms.floor.map_or(fixing.rate, |floor| fixing.rate.max(floor));
        let whole = exact::sum(index.get(), self.terms.margin.get())?;
        // An index far below zero makes the money free, not paid for.
        Ok(AnnualRate::new(whole.max(Decimal::ZERO)))
    }

    /// The days from `from` on which the index changes.
    fn changes(&self) -> impl Iterator<Item = Day> {
        let after = |day: Day| day.plus_days(1).ok();
        let needed = self.terms.index.is_some();
        self.fixings
            .iter()
            .filter(move |_| needed)
            .flat_map(move |fixing| [Some(fixing.from), fixing.to.and_then(after)])
            .flatten()
    }

    /// The interest of balances up to `end`, that day not counted.
    pub(super) fn interest(&self, balances: &[DatedBalance], end: Day) -> Result<Interest, Error> {
        let rate = |day| self.rate(Some(day));
        interest(balances, end, self.changes(), rate)
    }
}

/// Balances in order of their days, each day once.
pub(super) fn in_order(balances: &[DatedBalance]) -> Result<Vec<DatedBalance>, Error> {
    let mut sorted = balances.to_vec();
    order::by_key(&mut sorted, |balance| balance.from);
    let twice = sorted.windows(2).find_map(|pair| match pair {
        [one, next] if one.from == next.from => Some(one.from),
        _ => None,
    });
    let Some(day) = twice else { return Ok(sorted) };
    let problem = format!("two balances stand from {day} on: keep one of them");
    Err(Error::Unanswerable { problem }.at("balances"))
}

/// Interest by the day: for each stretch without a change, balance × days and
/// balance × days × rate. Days on which nothing is in use need no rate.
pub(super) fn interest(
    balances: &[DatedBalance],
    end: Day,
    changes: impl Iterator<Item = Day>,
    rate: impl Fn(Day) -> Result<AnnualRate, Error>,
) -> Result<Interest, Error> {
    let mut balances = balances.to_vec();
    order::by_key(&mut balances, |balance| balance.from);
    let Some(start) = balances.first().map(|balance| balance.from) else {
        return Ok(Interest::default());
    };
    let days: BTreeSet<Day> = balances
        .iter()
        .map(|balance| balance.from)
        .chain(changes)
        .chain([end])
        .filter(|day| (start..=end).contains(day))
        .collect();
    let mut sum = Interest::default();
    for (from, next) in days.iter().zip(days.iter().skip(1)) {
        let count = u32::try_from(next.days_after(*from)).unwrap_or_default();
        let held = balances.partition_point(|balance| balance.from <= *from).checked_sub(1);
        let used = held.and_then(|at| balances.get(at)).map_or(Amount::ZERO, |held| held.amount);
        sum.days = sum.days.saturating_add(count);
        if used.is_zero() {
            continue;
        }
        let rate = rate(*from)?;
        let numbers = exact::product(used.get(), Decimal::from(count))?;
        sum.numbers = exact::sum(sum.numbers, numbers)?;
        sum.weighted = exact::sum(sum.weighted, exact::product(numbers, rate.get())?)?;
        sum.stretches.push(InterestStretch {
            from: *from,
            to: next.plus_days(-1)?,
            days: count,
            used,
            rate,
            numbers: Amount::new(numbers)?,
        });
    }
    Ok(sum)
}
