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
        let mut table = Self { first, days: Vec::new(), rule: Box::new(rule) };
        table.days = (first..=last).map(|day| table.anew(day)).collect();
        table
    }

    /// Where the rule leads from a day.
    #[inline]
    pub(super) fn of(&self, day: Day) -> Result<Day, Involved> {
        Day::within(self.written(day.epoch_days())).ok_or(Involved)
    }

    /// The same, of days as columns write them: from no day it leads nowhere.
    #[inline]
    pub(super) fn written(&self, day: i32) -> i32 {
        let place = usize::try_from(day.wrapping_sub(self.first)).ok();
        match place.and_then(|place| self.days.get(place)) {
            Some(found) => *found,
            None => self.anew(day),
        }
    }

    #[cold]
    fn anew(&self, day: i32) -> i32 {
        let found = Day::within(day).and_then(|day| (self.rule)(day).ok());
        found.map_or(NO_DAY, Day::epoch_days)
    }
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("first", &self.first).finish_non_exhaustive()
    }
}
