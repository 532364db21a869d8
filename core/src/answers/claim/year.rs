//! The insurance year of a day.

use crate::error::Error;
use crate::terms::Period;
use crate::value::{Day, MonthEnd, Span};

/// Twelve months from the first day of the policy, again and again (CLM-6).
///
/// A day after the end of the policy belongs to its last insurance year, a
/// day before its beginning to the first: a loss may come after the end where
/// the risk attached before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InsuranceYear {
    /// The first day.
    pub from: Day,
    /// The first day of the next one; nothing for the last year of a policy.
    pub until: Option<Day>,
    /// How many insurance years of the policy came before it.
    pub before: u32,
}

impl InsuranceYear {
    /// The insurance year of a day.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDay`] past year 9999.
    pub fn of(period: &Period, day: Day) -> Result<Self, Error> {
        let day = day.clamp(period.from, period.to.max(period.from));
        // An estimate that is never too late, so that only a step or two are left to walk.
        let days = day.days_after(period.from);
        let mut before = u32::try_from(days.checked_div(367).unwrap_or(0)).unwrap_or(0);
        let mut from = start(period, before)?;
        loop {
            let next = before.saturating_add(1);
            let until = match start(period, next) {
                Ok(until) if until <= period.to => until,
                _ => return Ok(Self { from, until: None, before }),
            };
            if day < until {
                return Ok(Self { from, until: Some(until), before });
            }
            (before, from) = (next, until);
        }
    }

    /// How many insurance years a policy has.
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of).
    pub fn count(period: &Period) -> Result<u32, Error> {
        Self::of(period, period.to).map(|last| last.before.saturating_add(1))
    }

    /// Whether a day belongs to this insurance year.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        (self.before == 0 || self.from <= day) && self.until.is_none_or(|until| day < until)
    }
}

fn start(period: &Period, years: u32) -> Result<Day, Error> {
    let months = u16::try_from(years.saturating_mul(12)).unwrap_or(u16::MAX);
    period.from.plus(Span::months(months), MonthEnd::Clamp)
}
