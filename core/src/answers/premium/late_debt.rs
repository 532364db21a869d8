//! A debt that was paid late, and what was agreed or is law for that (PRE-7).

use alloc::vec::Vec;

use serde::Deserialize;

use crate::error::Error;
use crate::value::{
    Amount, Currency, Day, DayCount, MonthEnd, Number, Rate, ReferenceRate, Rounding, Span,
};

/// A debt that was paid late, and what the law or the contract gives for it (PRE-7).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a debt that was paid late, as an object")]
pub struct LateDebt {
    /// The currency of the debt.
    pub currency: Currency,
    /// What was owed, value added tax included.
    pub amount: Amount,
    /// The due date; with `paid`, in place of `days`.
    pub due: Option<Day>,
    /// The day of payment, or the day up to which interest is asked: it counts.
    pub paid: Option<Day>,
    /// How many days late, where the dates do not matter.
    pub days: Option<u32>,
    /// The rate a year; absent: a published rate with a margin.
    pub rate: Option<Rate>,
    /// Percentage points above the published rate, such as 8 %.
    pub margin: Option<Rate>,
    /// The published rates, each from a day on.
    #[serde(default)]
    pub reference_rates: Vec<DatedRate>,
    /// When a change of the published rate is felt.
    #[serde(default)]
    pub rate_changes: RateChanges,
    /// A rate below which interest never is, as a multiple of another
    /// published rate (France: three times the legal rate).
    pub floor: Option<RateFloor>,
    /// Part payments.
    #[serde(default)]
    pub payments: Vec<PartPayment>,
    /// When interest that is still owed is added to the debt and bears interest.
    #[serde(default)]
    pub compounds: Compounds,
    /// How days become a part of a year.
    #[serde(default)]
    pub day_count: DayCount,
    /// How amounts are rounded; `each_step` rounds the interest of each period.
    #[serde(default)]
    pub rounding: Rounding,
    /// Whether the interest of one day is rounded before it is multiplied by
    /// the days, as the courts of England advise.
    #[serde(default)]
    pub rounds_each_day: bool,
    /// The fixed compensation (European Union: 40 EUR).
    pub compensation: Option<Amount>,
    /// In its place, by size of the debt (United Kingdom).
    #[serde(default)]
    pub compensation_bands: Vec<CompensationBand>,
}

/// A published interest rate from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a dated interest rate, as an object")]
pub struct DatedRate {
    /// First day on which it holds.
    pub from: Day,
    /// The rate a year.
    pub rate: ReferenceRate,
}

/// When a change of the published rate is felt (PRE-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RateChanges {
    /// The rate of 1 January holds for the first half of a year, that of
    /// 1 July for the second (Directive 2011/7/EU, France).
    #[default]
    HalfYearly,
    /// From the day on which it is published.
    AtOnce,
    /// Never: the rate of the half-year in which the delay began holds
    /// throughout (United Kingdom).
    Never,
}

/// When interest that is still owed is added to the debt (PRE-7), counted
/// from the first day that bears interest. French: anatocisme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Compounds {
    /// Never: simple interest (Directive 2011/7/EU, United Kingdom).
    #[default]
    Never,
    /// After every thirty days (United States, Prompt Payment Act).
    #[serde(rename = "every_30_days")]
    Every30Days,
    /// After every month (India, MSMED Act, section 16).
    Monthly,
    /// After every year (Netherlands, article 6:119 of the Civil Code).
    Yearly,
}

impl Compounds {
    /// The days before `until` on which interest is added, in order: at most
    /// five thousand, which are four hundred years of months.
    pub(super) fn days(self, first: Day, until: Day) -> Result<Vec<Day>, Error> {
        let after = |months| first.plus(Span::months(months), MonthEnd::Clamp);
        let mut days = Vec::new();
        for count in 1..=5_000_u16 {
            let next = match self {
                Self::Never => return Ok(days),
                Self::Every30Days => first.plus_days(i32::from(count).saturating_mul(30)),
                Self::Monthly => after(count),
                Self::Yearly => after(count.saturating_mul(12)),
            };
            match next {
                Ok(day) if day < until => days.push(day),
                _ => return Ok(days),
            }
        }
        let problem = "interest is added more than 5,000 times: look at `due` and `paid`";
        Err(Error::Unanswerable { problem: problem.into() })
    }
}

/// A rate below which interest never is (PRE-7).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a least rate, as an object")]
pub struct RateFloor {
    /// The multiple.
    pub multiple: Number,
    /// Of which published rate.
    pub rates: Vec<DatedRate>,
}

/// A part of the debt that was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a part payment, as an object")]
pub struct PartPayment {
    /// When: the part bears interest up to this day.
    pub date: Day,
    /// How much.
    pub amount: Amount,
}

/// A fixed compensation for debts from a size on (PRE-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a compensation by size of the debt, as an object")]
pub struct CompensationBand {
    /// The smallest debt.
    pub from: Amount,
    /// The compensation.
    pub amount: Amount,
}
