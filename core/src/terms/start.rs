//! When a policy begins.

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::value::{Day, is_default};

/// The first day of a policy, by the day on which it is signed (PLA-4).
/// French: date d'effet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a rule on the first day, as an object")]
pub struct StartRule {
    /// The day of the month that divides; by default the 15th.
    #[serde(skip_serializing_if = "is_the_fifteenth")]
    pub cutoff_day: u8,
    /// What a signature on that day itself gives.
    #[serde(skip_serializing_if = "is_default")]
    pub on_cutoff_day: OnCutoffDay,
}

const FIFTEENTH: u8 = 15;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_the_fifteenth(day: &u8) -> bool {
    *day == FIFTEENTH
}

impl Default for StartRule {
    fn default() -> Self {
        Self { cutoff_day: FIFTEENTH, on_cutoff_day: OnCutoffDay::default() }
    }
}

/// What a signature on the dividing day itself gives: sources are silent (PLA-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnCutoffDay {
    /// The policy begins on the 1st of the month.
    #[default]
    CurrentMonth,
    /// The policy begins on the 1st of the next month.
    NextMonth,
}

impl StartRule {
    /// The first day of a policy signed on a day: the 1st of the month if it
    /// is signed before the dividing day, else the 1st of the next.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a dividing day that no month has;
    /// [`Error::InvalidDay`] past year 9999.
    ///
    /// ```
    /// use tradecredit::terms::StartRule;
    ///
    /// let rule = StartRule::default();
    /// assert_eq!(rule.first_day("2024-03-14".parse()?)?.to_string(), "2024-03-01");
    /// assert_eq!(rule.first_day("2024-12-20".parse()?)?.to_string(), "2025-01-01");
    /// # Ok::<(), tradecredit::Error>(())
    /// ```
    pub fn first_day(&self, signed: Day) -> Result<Day, Error> {
        if !(1..=31).contains(&self.cutoff_day) {
            return Err(Error::OutOfRange {
                what: "the dividing day",
                allowed: "a day of the month, from 1 to 31",
                given: alloc::format!("{}", self.cutoff_day),
            }
            .at("cutoff_day"));
        }
        let of_month = u8::try_from(signed.date().day()).unwrap_or_default();
        let current = of_month < self.cutoff_day
            || of_month == self.cutoff_day && self.on_cutoff_day == OnCutoffDay::CurrentMonth;
        if current { Ok(signed.month_start()) } else { signed.month_end().plus_days(1) }
    }
}
