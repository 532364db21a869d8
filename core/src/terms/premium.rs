//! What cover costs.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::value::{
    Amount, Country, DayCount, Id, Number, Rate, Rounding, Share, Span, is_default,
};

/// The premium clause (POL-13, PRE-1…6). French: prime.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "the premium clause, as an object")]
pub struct PremiumRules {
    /// What the rate is applied to.
    #[serde(skip_serializing_if = "is_default")]
    pub basis: PremiumBasis,
    /// The rate where no row below fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// Rates by country, grade or credit period; the first row that fits holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<RateRow>,
    /// For which time the rate holds, where the basis is an amount at a time
    /// (`balances`, `highest_limit`).
    #[serde(skip_serializing_if = "is_default")]
    pub rate_per: RatePeriod,
    /// Factors by which the premium is multiplied; all that fit hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<Factor>,
    /// How many months are charged at least for each limit (bases
    /// `highest_limit` and `top_up`); absent: as many as it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_months: Option<u8>,
    /// How the days of a limit become a part of a year (basis `top_up`).
    #[serde(skip_serializing_if = "is_default")]
    pub day_count: DayCount,
    /// The fixed premium of basis `flat`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat: Option<Amount>,
    /// Whether each balance counts only up to its limit (basis `balances`).
    #[serde(skip_serializing_if = "is_default")]
    pub capped_at_limit: bool,
    /// The least that is due for an insurance year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// What is paid in advance on the premium of the year (prime
    /// provisionnelle); absent: the flat or the minimum premium.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Amount>,
    /// How many instalments the deposit, flat or minimum premium is paid in;
    /// absent: one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instalments: Option<u8>,
    /// What must be declared; absent: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declarations: Option<Declarations>,
    /// The adjustment at the end of the year.
    #[serde(skip_serializing_if = "is_default")]
    pub adjustment: Adjustment,
    /// Steps of a bonus or malus on the loss ratio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus_malus: Option<BonusMalus>,
    /// Fees beside the premium.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// Insurance premium tax rates that take the place of the dated table.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<Tax>,
    /// How amounts of premium, fees and taxes are rounded.
    #[serde(skip_serializing_if = "is_default")]
    pub rounding: Rounding,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

impl PremiumRules {
    /// What is invoiced in advance for an insurance year, before its
    /// adjustment: the deposit, else the flat, else the minimum premium.
    #[must_use]
    pub fn advance(&self) -> Option<Amount> {
        self.deposit.or(self.flat).or(self.minimum)
    }
}

/// What a premium rate is applied to (PRE-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PremiumBasis {
    /// Insurable turnover, declared whole (chiffre d'affaires assurable).
    #[default]
    Turnover,
    /// Balances outstanding at each month's end.
    Balances,
    /// The highest limit granted in each month.
    HighestLimit,
    /// Each invoice, by its credit period.
    Invoices,
    /// The maximum the insurer can pay.
    MaximumLiability,
    /// A fixed premium.
    Flat,
    /// The extra limit of a top-up, pro rata for the days it runs.
    TopUp,
}

/// For which time a premium rate holds (PRE-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RatePeriod {
    /// For each month: each month's amount × rate.
    #[default]
    Month,
    /// For a year: each month's amount × rate ÷ 12.
    Year,
}

/// A factor by which the premium for some of the business is multiplied
/// (PRE-1): a number, or the credit period in relation to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a factor of the premium, as an object")]
pub struct Factor {
    /// What it is for.
    pub name: Id,
    /// Buyers of these countries; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<Country>>,
    /// Buyers of these grades; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grades: Option<Vec<Id>>,
    /// The number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Number>,
    /// In its place: the credit period ÷ this span.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_per: Option<Span>,
}

/// A premium rate for some of the business (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a premium rate, as an object")]
pub struct RateRow {
    /// Buyers of these countries; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<Country>>,
    /// Buyers of these grades, on the scale the parties agreed; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grades: Option<Vec<Id>>,
    /// Credit periods up to this long; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_up_to: Option<Span>,
    /// The rate.
    pub rate: Rate,
}

/// What must be declared, and when (PRE-1, DUE-8). French: déclaration de
/// chiffre d'affaires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a duty to declare, as an object")]
pub struct Declarations {
    /// For which periods.
    pub every: Frequency,
    /// How long after the end of each period.
    pub within: Span,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// How often something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Each month.
    Monthly,
    /// Each quarter.
    Quarterly,
    /// Each half-year.
    HalfYearly,
    /// Each year.
    Yearly,
}

impl Frequency {
    /// How many months lie between two occurrences.
    #[must_use]
    pub const fn months(self) -> u16 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Yearly => 12,
        }
    }
}

/// The adjustment of the premium at the end of a year (PRE-3).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a year-end adjustment, as an object")]
pub struct Adjustment {
    /// Whether too much premium is given back, down to the minimum.
    #[serde(skip_serializing_if = "is_default")]
    pub refund: bool,
    /// How often the premium is adjusted within the year; absent: once, at
    /// its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Frequency>,
    /// Adjustments up to this amount wait for the next one; that of the end of
    /// a year is carried to the next year, unless there are others within the
    /// year: then it is settled whatever it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carry_forward_up_to: Option<Amount>,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Bonus or malus (PRE-4). French: participation bénéficiaire, bonus-malus.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a bonus or malus, as an object")]
pub struct BonusMalus {
    /// Share of the premium given back, by loss ratio; the first step whose
    /// ratio is not exceeded holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bonus: Vec<LossRatioStep>,
    /// Share of the premium added, by loss ratio; the last step whose ratio is
    /// exceeded holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub malus: Vec<LossRatioStep>,
    /// Step-wise rating from year to year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<ExperienceRating>,
    /// Share of the premium taken off after one, two, three … years in a row
    /// without a claim; the last holds for all further years.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub no_claims: Vec<Share>,
    /// Whether a bonus needs the policy to be renewed.
    #[serde(skip_serializing_if = "is_default")]
    pub only_if_renewed: bool,
    /// Whether a bonus needs every loss of the period to be closed.
    #[serde(skip_serializing_if = "is_default")]
    pub only_if_closed: bool,
    /// The wording's own article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// A step of a scale on the loss ratio (PRE-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a step on the loss ratio, as an object")]
pub struct LossRatioStep {
    /// The loss ratio, indemnities ÷ premium.
    pub loss_ratio: Rate,
    /// Share of the premium.
    pub share: Share,
}

/// Rating by experience, step by step from year to year (PRE-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a rating by experience, as an object")]
pub struct ExperienceRating {
    /// The rate in the first year.
    pub start: Rate,
    /// How much it falls after a good year and rises after a bad one.
    pub step: Rate,
    /// How much it rises after a bad one, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_up: Option<Rate>,
    /// The least it can be.
    pub floor: Rate,
    /// The most it can be.
    pub cap: Rate,
    /// A year is a bad one if its loss ratio is above this; absent: if it had
    /// a claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bad_above: Option<Rate>,
    /// A year is a good one if its loss ratio is at most this; absent: if it is
    /// not a bad one. A year that is neither moves nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_up_to: Option<Rate>,
    /// What the rates above are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub of: ExperienceOf,
}

/// What a rating by experience moves (PRE-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExperienceOf {
    /// The premium rate: it takes the place of `rate`.
    #[default]
    Rate,
    /// A coefficient of the premium: 100 % leaves it as it is.
    Premium,
}

/// A fee beside the premium (PRE-5). French: frais d'enquête et de surveillance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a fee, as an object")]
pub struct Fee {
    /// What it is for.
    pub kind: FeeKind,
    /// How much each time.
    pub amount: Amount,
    /// For monitoring: how often; absent: once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Frequency>,
    /// For buyers of these countries; absent: all. The first fee of its kind
    /// that fits holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countries: Option<Vec<Country>>,
    /// How many are included in the premium.
    #[serde(default, skip_serializing_if = "is_default")]
    pub included: u32,
    /// Value added tax on it; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<Rate>,
    /// Whether insurance premium tax is due on it, too.
    #[serde(default, skip_serializing_if = "is_default")]
    pub premium_tax: bool,
    /// The wording's own article number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// What a fee is for (PRE-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    /// Each request for a limit.
    LimitRequest,
    /// Each limit that is monitored.
    LimitMonitoring,
    /// Each enquiry.
    Enquiry,
    /// The policy itself.
    Policy,
}

/// A tax on insurance premiums (PRE-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a tax on premiums, as an object")]
pub struct Tax {
    /// The country that levies it.
    pub country: Country,
    /// On premium for domestic business.
    pub domestic: Rate,
    /// On premium for export business.
    pub export: Rate,
}
