//! The holidays that a caller passes in.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Day;

/// Days on which nobody works besides weekends. The library ships none: they
/// are facts of a country and a year, and the caller passes them in. Rule VAL-5.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Vec<Day>", into = "Vec<Day>")]
pub struct Calendar(BTreeSet<Day>);

impl Calendar {
    /// Whether a day is a holiday.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.0.contains(&day)
    }

    /// Whether there is no holiday at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Day>> for Calendar {
    fn from(days: Vec<Day>) -> Self {
        Self(days.into_iter().collect())
    }
}

impl From<Calendar> for Vec<Day> {
    fn from(calendar: Calendar) -> Self {
        calendar.0.into_iter().collect()
    }
}
