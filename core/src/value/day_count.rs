//! Days as a part of a year.

use serde::{Deserialize, Serialize};

use super::Day;

/// How days become a part of a year, for what is charged by the year. Rule PRE-7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DayCount {
    /// Calendar days ÷ 365, in leap years, too (France, United Kingdom).
    #[default]
    #[serde(rename = "act_365")]
    Act365,
    /// Calendar days ÷ 366.
    #[serde(rename = "act_366")]
    Act366,
    /// Calendar days ÷ 360.
    #[serde(rename = "act_360")]
    Act360,
    /// Calendar days of each year ÷ the days of that year, 365 or 366.
    #[serde(rename = "act_act")]
    ActAct,
    /// Months of 30 days ÷ 360: the 31st adds no day, the end of February those missing.
    #[serde(rename = "30_360")]
    Thirty360,
}

impl DayCount {
    /// The days of a year; nothing where that depends on the year.
    #[must_use]
    pub const fn days_of_year(self) -> Option<i64> {
        match self {
            Self::Act365 => Some(365),
            Self::Act366 => Some(366),
            Self::Act360 | Self::Thirty360 => Some(360),
            Self::ActAct => None,
        }
    }

    /// The part of a year from a day up to but without another, as a fraction:
    /// days and the days of a year. Nothing if `until` is not later.
    ///
    /// Under [`ActAct`](Self::ActAct) over several years both numbers are
    /// those of a common denominator.
    ///
    /// ```
    /// use tradecredit::DayCount;
    ///
    /// let (from, until) = ("2024-01-31".parse()?, "2024-03-01".parse()?);
    /// assert_eq!(DayCount::Act365.fraction(from, until), (30, 365));
    /// assert_eq!(DayCount::Thirty360.fraction(from, until), (30, 360));
    /// # Ok::<(), tradecredit::Error>(())
    /// ```
    #[must_use]
    pub fn fraction(self, from: Day, until: Day) -> (i64, i64) {
        let days = i64::from(until.days_after(from).max(0));
        match self {
            Self::Act365 => (days, 365),
            Self::Act366 => (days, 366),
            Self::Act360 => (days, 360),
            Self::Thirty360 => (thirty(from, until), 360),
            Self::ActAct => by_year(from, until),
        }
    }
}

/// The days from a day up to but without another where each month has thirty:
/// the 31st adds none, and the last day of February as many as are missing.
fn thirty(from: Day, until: Day) -> i64 {
    let before = |day: Day| {
        let date = day.date();
        let months = i64::from(date.year()).saturating_mul(12).saturating_add(date.month().into());
        months.saturating_mul(30).saturating_add(date.day().saturating_sub(1).into())
    };
    before(until).saturating_sub(before(from)).max(0)
}

/// Days in common years ÷ 365 plus days in leap years ÷ 366, on the
/// denominator that both need.
fn by_year(from: Day, until: Day) -> (i64, i64) {
    let (mut common, mut leap) = (0_i64, 0_i64);
    let mut day = from;
    while day < until {
        let year = day.date().year();
        // The last year of the calendar has no next one.
        let next = Day::new(year.saturating_add(1), 1, 1).unwrap_or(Day::MAX).min(until);
        let days = i64::from(next.days_after(day));
        let sum = if day.date().in_leap_year() { &mut leap } else { &mut common };
        *sum = sum.saturating_add(days);
        day = next;
    }
    match (common, leap) {
        (common, 0) => (common, 365),
        (0, leap) => (leap, 366),
        _ => {
            let days = common.saturating_mul(366).saturating_add(leap.saturating_mul(365));
            (days, 365 * 366)
        }
    }
}
