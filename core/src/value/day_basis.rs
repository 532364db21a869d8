//! How many days a year has in counting interest and balances.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How many days a year has where balances or interest are counted by the day
/// (COV-10, FAC-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DayBasis {
    /// 360 days: the money market's year (année bancaire).
    #[default]
    #[serde(rename = "360")]
    Days360,
    /// 365 days: the calendar's year (année civile).
    #[serde(rename = "365")]
    Days365,
}

impl DayBasis {
    /// The days as a whole number.
    #[must_use]
    pub const fn days(self) -> u32 {
        match self {
            Self::Days360 => 360,
            Self::Days365 => 365,
        }
    }

    /// The days, to divide by.
    #[must_use]
    pub fn get(self) -> Decimal {
        Decimal::from(self.days())
    }
}
