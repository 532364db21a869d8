//! A span of calendar time, and how it is counted.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use super::exact::clipped;
use super::written::{Written, written_as_text};
use super::{Calendar, Day};
use crate::error::Error;

/// A span of days, months or years, such as a maximum extension period.
///
/// Written in ISO 8601: `P60D`, `P6M`, `P1Y`, `P1M15D`; `P2W` is read and
/// written as `P14D`. Years count as twelve months. Months are counted first,
/// then days. Rule VAL-5.
///
/// ```
/// use tradecredit::{Day, MonthEnd, Span};
///
/// let end = "2024-01-31".parse::<Day>()?.plus("P1M".parse()?, MonthEnd::Clamp)?;
/// assert_eq!(end.to_string(), "2024-02-29");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    months: i32,
    days: i32,
}

/// What happens to a day that its month does not have: 31 January plus a
/// month. Rule VAL-5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MonthEnd {
    /// The last day of the month: 28 or 29 February.
    #[default]
    Clamp,
    /// The first day of the next month: 1 March.
    NextDay,
    /// No such day: an error.
    Reject,
}

/// Where a last day goes that falls on a weekend or a holiday. Rule VAL-5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// It stays: days are calendar days.
    #[default]
    None,
    /// To the next working day.
    Following,
    /// To the working day before.
    Preceding,
}

impl Span {
    /// A span of days.
    #[must_use]
    pub const fn days(days: u16) -> Self {
        Self { months: 0, days: days as i32 }
    }

    /// A span of months.
    #[must_use]
    pub const fn months(months: u16) -> Self {
        Self { months: months as i32, days: 0 }
    }

    /// Whole months of this span; years count as twelve.
    #[must_use]
    pub const fn whole_months(self) -> i32 {
        self.months
    }

    /// Days of this span beyond its whole months.
    #[must_use]
    pub const fn extra_days(self) -> i32 {
        self.days
    }
}

impl Day {
    /// The day at the end of a span that starts here.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchDay`] under [`MonthEnd::Reject`]; [`Error::InvalidDay`]
    /// past year 9999.
    pub fn plus(self, span: Span, month_end: MonthEnd) -> Result<Self, Error> {
        self.shifted(span, 1, month_end)
    }

    /// The day a span before this one.
    ///
    /// # Errors
    ///
    /// As [`plus`](Self::plus).
    pub fn minus(self, span: Span, month_end: MonthEnd) -> Result<Self, Error> {
        self.shifted(span, -1, month_end)
    }

    fn shifted(self, span: Span, sign: i32, month_end: MonthEnd) -> Result<Self, Error> {
        let (months, days) = (span.months.saturating_mul(sign), span.days.saturating_mul(sign));
        if months == 0 {
            return self.plus_days(days);
        }
        let date = self.date();
        let moved = date
            .checked_add(jiff::Span::new().try_months(months).unwrap_or_default())
            .map_err(|_| Error::InvalidDay { given: alloc::format!("{self} plus {span}") })?;
        let landed = Self::try_from(moved)?;
        let landed = if moved.day() == date.day() {
            landed
        } else {
            match month_end {
                MonthEnd::Clamp => landed,
                MonthEnd::NextDay => landed.plus_days(1)?,
                MonthEnd::Reject => {
                    return Err(Error::NoSuchDay { from: self, span: span.to_string() });
                }
            }
        };
        landed.plus_days(days)
    }

    /// This day, or the nearest working day that `roll` names.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDay`] at the ends of the calendar.
    pub fn rolled(self, roll: Roll, holidays: &Calendar) -> Result<Self, Error> {
        let step = match roll {
            Roll::None => return Ok(self),
            Roll::Following => 1,
            Roll::Preceding => -1,
        };
        let mut day = self;
        while day.is_weekend() || holidays.contains(day) {
            day = day.plus_days(step)?;
        }
        Ok(day)
    }
}

impl FromStr for Span {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::InvalidSpan { given: clipped(text) };
        // The reader of the calendar library also takes hours, signs and fractions.
        let plain = text.len() <= 20
            && text.starts_with('P')
            && text.bytes().skip(1).all(|c| c.is_ascii_digit() || b"YMWD".contains(&c));
        let read: jiff::Span =
            if plain { text.parse().map_err(|_| wrong())? } else { return Err(wrong()) };
        let months =
            i32::from(read.get_years()).saturating_mul(12).saturating_add(read.get_months());
        let days = read.get_weeks().saturating_mul(7).saturating_add(read.get_days());
        if months > 1_200 || days > 36_525 {
            return Err(Error::OutOfRange {
                what: "a span",
                allowed: "at most a hundred years",
                given: clipped(text),
            });
        }
        Ok(Self { months, days })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.months.div_euclid(12), self.months.rem_euclid(12));
        f.write_str("P")?;
        for (count, unit) in [(years, 'Y'), (months, 'M'), (self.days, 'D')] {
            if count != 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        if self.months == 0 && self.days == 0 { f.write_str("0D") } else { Ok(()) }
    }
}

impl Written for Span {
    const EXPECTED: &'static str = "a span such as \"P60D\", \"P6M\" or \"P1Y\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::InvalidSpan { given: given.to_string() })
    }
}
written_as_text!(Span, "Span", r"^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$");
