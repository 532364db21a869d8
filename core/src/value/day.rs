//! A day of the calendar.

use alloc::string::ToString;
use core::fmt;
use core::str::FromStr;

use jiff::civil::{Date, Weekday};

use super::exact::clipped;
use super::written::{Written, written_as_text};
use crate::error::Error;

/// A day of the Gregorian calendar, without time or zone, from year 1 to 9999.
///
/// Written as `2026-01-31`. "Today" is always an argument. Rule VAL-5.
///
/// ```
/// use tradecredit::Day;
///
/// let due: Day = "2017-01-31".parse()?;
/// assert_eq!(due.plus_days(60)?.to_string(), "2017-04-01");
/// assert_eq!("2026-02-30".parse::<Day>().unwrap_err().code(), "invalid_day");
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(
    // Days since 1970-01-01: comparing and counting days are what a ledger does most.
    i32,
);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The first day there is.
    pub const MIN: Self = Self(-719_162);
    /// The last day there is: `9999-12-31`.
    pub const MAX: Self = Self(2_932_896);

    /// A day of the calendar.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDay`] if the month has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, Error> {
        Date::new(year, month, day)
            .map_err(|_| ())
            .and_then(|date| Self::from_date(date).ok_or(()))
            .map_err(|()| Error::InvalidDay {
                given: alloc::format!("{year:04}-{month:02}-{day:02}"),
            })
    }

    fn from_date(date: Date) -> Option<Self> {
        let days = date.since(EPOCH).ok()?.get_days();
        (date.year() >= 1).then_some(Self(days))
    }

    /// The day a number of days after 1970-01-01, as Arrow's Date32 counts.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDay`] outside years 1 to 9999.
    pub fn from_epoch_days(days: i32) -> Result<Self, Error> {
        if (Self::MIN.0..=Self::MAX.0).contains(&days) {
            Ok(Self(days))
        } else {
            Err(Error::InvalidDay { given: alloc::format!("day {days} since 1970-01-01") })
        }
    }

    /// As [`from_epoch_days`](Self::from_epoch_days), where no words are needed.
    #[inline]
    pub(crate) fn within(days: i32) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&days).then_some(Self(days))
    }

    /// Days since 1970-01-01.
    #[must_use]
    #[inline]
    pub const fn epoch_days(self) -> i32 {
        self.0
    }

    /// The same day as a calendar date.
    #[must_use]
    pub fn date(self) -> Date {
        // Both ends of the range are dates, so the fallback is never taken.
        EPOCH.checked_add(jiff::Span::new().try_days(self.0).unwrap_or_default()).unwrap_or(EPOCH)
    }

    /// The day `days` later (earlier, if negative).
    ///
    /// # Errors
    ///
    /// [`Error::InvalidDay`] past year 9999.
    pub fn plus_days(self, days: i32) -> Result<Self, Error> {
        self.0.checked_add(days).and_then(|sum| Self::from_epoch_days(sum).ok()).ok_or_else(|| {
            let sign = if days.is_negative() { "less" } else { "plus" };
            let days = days.unsigned_abs();
            Error::InvalidDay { given: alloc::format!("{self} {sign} {days} days") }
        })
    }

    /// How many days this day lies after `other`; negative if before.
    #[must_use]
    #[inline]
    pub const fn days_after(self, other: Self) -> i32 {
        self.0.saturating_sub(other.0)
    }

    /// The last day of this day's month.
    #[must_use]
    pub fn month_end(self) -> Self {
        Self::from_date(self.date().last_of_month()).unwrap_or(self)
    }

    /// The first day of this day's month.
    #[must_use]
    pub fn month_start(self) -> Self {
        Self::from_date(self.date().first_of_month()).unwrap_or(self)
    }

    /// Whether this is a Saturday or a Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        matches!(self.date().weekday(), Weekday::Saturday | Weekday::Sunday)
    }
}

impl TryFrom<Date> for Day {
    type Error = Error;

    fn try_from(date: Date) -> Result<Self, Error> {
        Self::from_date(date).ok_or_else(|| Error::InvalidDay { given: date.to_string() })
    }
}

impl FromStr for Day {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let number = |range: core::ops::Range<usize>| -> Option<i16> {
            let digits = text.get(range)?;
            digits.bytes().all(|c| c.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let shape = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let day = || {
            let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
            Self::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        if shape { day() } else { None }.ok_or_else(|| Error::InvalidDay { given: clipped(text) })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Written for Day {
    const EXPECTED: &'static str = "a day of the calendar such as \"2026-01-31\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Err(Error::InvalidDay { given: given.to_string() })
    }
}
written_as_text!(Day, "Day", r"^\d{4}-\d{2}-\d{2}$");
