//! Premium on limits: for the days they run, or the months (PRE-1).

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::figures::RunningLimit;
use super::lines::{Base, PartOfYear, PremiumLine, Rating};
use super::rating::Features;
use crate::error::Error;
use crate::explain::Witness;
use crate::terms::Period;
use crate::value::{Day, Id, MonthEnd, Span};

/// Some months in which the highest limit on a buyer was the same.
struct Months<'a> {
    limit: &'a RunningLimit,
    up_to: Day,
    count: u32,
}

impl Rating<'_> {
    /// The days of a limit within the insurance year; nothing if it has none.
    fn days_of(&self, limit: &RunningLimit) -> Result<Option<Period>, Error> {
        let from = limit.from.unwrap_or(self.year.from);
        let to = limit.to.unwrap_or(self.year.to);
        if to < from {
            let problem = format!("the limit ends on {to} before it begins on {from}");
            return Err(Error::Unanswerable { problem }.at("to"));
        }
        let days = Period { from: from.max(self.year.from), to: to.min(self.year.to) };
        Ok((days.from <= days.to).then_some(days))
    }

    pub(super) fn pro_rata<'r>(&self, limit: &'r RunningLimit) -> Result<Base<'r>, Error> {
        let rules = &self.terms.premium;
        let (days, of, up_to) = match self.days_of(limit)? {
            None => (0, 1, limit.to),
            Some(Period { from, to }) => {
                let least = Span::months(rules.minimum_months.unwrap_or(0).into());
                let until = to.plus_days(1)?.max(from.plus(least, MonthEnd::Clamp)?);
                let (days, of) = rules.day_count.fraction(from, until);
                (days, of, Some(to))
            }
        };
        Ok(Base { up_to, days: Some(PartOfYear { days, of }), ..limit_base(limit) })
    }

    /// The highest limit on each buyer in each calendar month in which it ran.
    pub(super) fn highest_limits(
        &self,
        witness: &mut impl Witness,
    ) -> Result<Vec<PremiumLine>, Error> {
        let limits = &self.figures.limits;
        if limits.is_empty() {
            return self.no_figures("limits");
        }
        // A limit without a buyer stands by itself; the others by buyer, as first named.
        let mut places: BTreeMap<&Id, usize> = BTreeMap::new();
        let mut groups: Vec<Vec<(usize, &RunningLimit)>> = Vec::new();
        for (place, limit) in limits.iter().enumerate() {
            let group = match &limit.buyer {
                None => groups.len(),
                Some(buyer) => *places.entry(buyer).or_insert(groups.len()),
            };
            match groups.get_mut(group) {
                Some(group) => group.push((place, limit)),
                None => groups.push(alloc::vec![(place, limit)]),
            }
        }
        let mut lines = Vec::new();
        for group in groups {
            let path = format!("figures.limits[{}]", group.first().map_or(0, |(place, _)| *place));
            for months in self.months(&group)? {
                let base = Base {
                    up_to: Some(months.up_to),
                    months: Some(months.count),
                    ..limit_base(months.limit)
                };
                lines.push(self.price(base, witness).map_err(|error| error.within(&path))?);
            }
        }
        Ok(lines)
    }

    /// The months of one buyer, those with the same limit together; at least
    /// as many as the policy charges, the last limit filling them up.
    fn months<'r>(&self, group: &[(usize, &'r RunningLimit)]) -> Result<Vec<Months<'r>>, Error> {
        let mut highest: BTreeMap<Day, &RunningLimit> = BTreeMap::new();
        for (place, limit) in group {
            let at = |error: Error| error.within(&format!("figures.limits[{place}]"));
            let Some(days) = self.days_of(limit).map_err(at)? else { continue };
            let mut month = days.from.month_start();
            while month <= days.to {
                let entry = highest.entry(month).or_insert(limit);
                if limit.amount > entry.amount {
                    *entry = limit;
                }
                month = month.month_end().plus_days(1)?;
            }
        }
        let mut months: Vec<Months<'_>> = Vec::new();
        let mut count = 0_u32;
        for (month, limit) in highest {
            count = count.saturating_add(1);
            let up_to = month.month_end().min(self.year.to);
            match months.last_mut() {
                Some(last) if core::ptr::eq(last.limit, limit) => {
                    last.count = last.count.saturating_add(1);
                    last.up_to = up_to;
                }
                _ => months.push(Months { limit, up_to, count: 1 }),
            }
        }
        let least = u32::from(self.terms.premium.minimum_months.unwrap_or(0));
        if let Some(last) = months.last_mut() {
            last.count = last.count.saturating_add(least.saturating_sub(count));
        }
        Ok(months)
    }
}

fn limit_base(limit: &RunningLimit) -> Base<'_> {
    Base {
        of: limit.buyer.as_ref(),
        features: Features { country: limit.country, grade: limit.grade.as_ref(), terms: None },
        amount: limit.amount,
        ..Base::default()
    }
}
