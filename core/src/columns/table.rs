//! Rules from one day to another, worked out once.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::NO_DAY;
use crate::error::Error;
use crate::value::Day;

type DayRule<'a> = Box<dyn Fn(Day) -> Result<Day, Error> + Send + Sync + 'a>;

/// A rule from one day to another. For the years around the day asked about it
/// is worked out in advance: a book has many rows and few days.
pub(super) struct Table<'a> {
    first: i32,
    days: Vec<i32>,
    rule: DayRule<'a>,
}

/// A row or a buyer is more than columns can tell, such as for want of a day:
/// its document says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Involved;

/// How many days before and after: eleven years.
const REACH: i32 = 4_096;

impl<'a> Table<'a> {
    pub(super) fn new(
        as_of: Day,
        rule: impl Fn(Day) -> Result<Day, Error> + Send + Sync + 'a,
    ) -> Self {
        let first = as_of.epoch_days().saturating_sub(REACH);
        let last = as_of.epoch_days().saturating_add(REACH);
        let days = (first..=last)
            .map(|day| {
                let found = Day::from_epoch_days(day).and_then(&rule);
                found.map_or(NO_DAY, Day::epoch_days)
            })
            .collect();
        Self { first, days, rule: Box::new(rule) }
    }

    /// Where the rule leads from a day.
    #[inline]
    pub(super) fn of(&self, day: Day) -> Result<Day, Involved> {
        let place = day.epoch_days().checked_sub(self.first);
        match place.and_then(|place| usize::try_from(place).ok()).and_then(|it| self.days.get(it)) {
            Some(&NO_DAY) => Err(Involved),
            Some(found) => Day::within(*found).ok_or(Involved),
            None => (self.rule)(day).map_err(|_| Involved),
        }
    }
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("first", &self.first).finish_non_exhaustive()
    }
}
