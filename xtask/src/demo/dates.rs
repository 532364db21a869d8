//! How an export writes its dates.

use tradecredit::Day;

/// The order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

impl DateOrder {
    /// The order that was said, or the only one that fits every date.
    pub(super) fn of<'t>(
        said: Option<&str>,
        dates: impl Iterator<Item = &'t str>,
    ) -> Result<Self, String> {
        match said {
            Some("y-m-d") => return Ok(Self::YearMonthDay),
            Some("d-m-y" | "d/m/y") => return Ok(Self::DayMonthYear),
            Some("m-d-y" | "m/d/y") => return Ok(Self::MonthDayYear),
            Some(other) => {
                return Err(format!("`dates={other}` is not one of y-m-d, d-m-y, m-d-y"));
            }
            None => {}
        }
        let mut orders = vec![Self::YearMonthDay, Self::DayMonthYear, Self::MonthDayYear];
        let mut example = String::new();
        for date in dates.filter(|date| !date.trim().is_empty()) {
            let fitting: Vec<Self> =
                orders.iter().copied().filter(|order| order.read(date).is_ok()).collect();
            if fitting.is_empty() {
                // One odd date among many is a row to report, not a reason to give up.
                if example.is_empty() {
                    example = date.to_owned();
                }
            } else {
                orders = fitting;
            }
        }
        match orders.as_slice() {
            [order] => Ok(*order),
            [Self::DayMonthYear, Self::MonthDayYear] => Err(
                "every date reads both as day-month and as month-day: say dates=d-m-y or dates=m-d-y in --column-map".into(),
            ),
            _ => Err(format!("`{example}` is not a date")),
        }
    }

    /// A date in the library's form; nothing for an empty cell.
    pub(super) fn read(self, text: &str) -> Result<Option<String>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || format!("`{text}` is not a date written as {}", self.shown());
        let date = text.split([' ', 'T']).next().unwrap_or(text);
        let parts: Vec<i16> = date
            .split(['-', '/', '.'])
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map_err(|_| wrong())?;
        let &[first, second, third] = parts.as_slice() else { return Err(wrong()) };
        let (year, month, day) = match self {
            Self::YearMonthDay => (first, second, third),
            Self::DayMonthYear => (third, second, first),
            Self::MonthDayYear => (third, first, second),
        };
        if year < 1000 {
            return Err(wrong());
        }
        let narrow = |part: i16| i8::try_from(part).map_err(|_| wrong());
        Day::new(year, narrow(month)?, narrow(day)?)
            .map(|day| Some(day.to_string()))
            .map_err(|_| wrong())
    }

    pub(super) const fn shown(self) -> &'static str {
        match self {
            Self::YearMonthDay => "year-month-day",
            Self::DayMonthYear => "day-month-year",
            Self::MonthDayYear => "month-day-year",
        }
    }
}
