//! How figures and days are written in a language.

use alloc::format;
use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::value::{Amount, Currency, Day, Span};

/// A language that the library speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Language {
    /// English, with the terms of the London market.
    #[default]
    #[serde(rename = "en")]
    English,
    /// French, with the terms of the French market.
    #[serde(rename = "fr")]
    French,
}

/// A thin space that does not break: between digits, and before French signs.
const THIN: char = '\u{202f}';
/// A space that does not break: between a figure and its unit.
const FIXED: char = '\u{a0}';

impl Language {
    /// An amount with its currency: `27,000.00 EUR`, `27 000,00 EUR`.
    #[must_use]
    pub fn amount(self, amount: Amount, currency: Currency) -> String {
        format!("{}{FIXED}{currency}", self.number(&currency.written(amount.get())))
    }

    /// An amount with its currency where the currency is known by its code.
    #[must_use]
    pub fn number(self, digits: &str) -> String {
        let (group, point) = match self {
            Self::English => (',', '.'),
            Self::French => (THIN, ','),
        };
        let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = String::from(sign);
        for (place, digit) in whole.chars().enumerate() {
            let left = whole.len().saturating_sub(place);
            if place > 0 && left.checked_rem(3) == Some(0) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }

    /// A colon after a word.
    pub(super) const fn colon(self) -> &'static str {
        match self {
            Self::English => ":",
            Self::French => " :",
        }
    }

    /// A share or a rate as it is written: `90%`, `90 %`.
    #[must_use]
    pub fn percent(self, text: &str) -> String {
        match (self, text.strip_suffix('%')) {
            (Self::French, Some(digits)) => format!("{}{FIXED}%", self.number(digits)),
            _ => text.into(),
        }
    }

    /// A day: `30 June 2026`, `30 juin 2026`.
    #[must_use]
    pub fn day(self, day: Day) -> String {
        const ENGLISH: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        const FRENCH: [&str; 12] = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ];
        let date = day.date();
        let months = if self == Self::English { ENGLISH } else { FRENCH };
        let month = usize::try_from(date.month())
            .ok()
            .and_then(|month| month.checked_sub(1))
            .and_then(|month| months.get(month))
            .copied()
            .unwrap_or_default();
        match (self, date.day()) {
            (Self::French, 1) => format!("1er{FIXED}{month} {}", date.year()),
            (_, day) => format!("{day}{FIXED}{month} {}", date.year()),
        }
    }

    /// A span: `6 months`, `6 mois`.
    #[must_use]
    pub fn span(self, span: Span) -> String {
        let (months, days) = (span.whole_months(), span.extra_days());
        let part = |count: i32, one: &str, many: &str| {
            format!("{count}{FIXED}{}", if count.abs() < 2 { one } else { many })
        };
        let (month, day, and) = match self {
            Self::English => (part(months, "month", "months"), part(days, "day", "days"), "and"),
            Self::French => (part(months, "mois", "mois"), part(days, "jour", "jours"), "et"),
        };
        match (months, days) {
            (0, _) => day,
            (_, 0) => month,
            _ => format!("{month} {and} {day}"),
        }
    }
}
