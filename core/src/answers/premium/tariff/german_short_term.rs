//! The German federal guarantees for credit below two years.
//!
//! ```text
//! rate in % = coefficient × months + coefficient,  to two decimals
//! ```
//!
//! **Source:** Handbuch Exportkreditgarantien, C II 4.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use super::{Coefficients, Origin, coefficient};
use crate::error::Error;
use crate::value::{Number, Rate, document, exact};

const TABLE: &str = include_str!("german_short_term.json");

#[derive(Deserialize)]
struct Table {
    source: alloc::string::String,
    vintage: alloc::string::String,
    note: alloc::string::String,
    per_month: Coefficients,
    fixed: Coefficients,
}

pub(super) fn origin() -> Result<Origin, Error> {
    document::read(TABLE)
}

pub(super) fn rate(country: u8, buyer: &str, months: Number) -> Result<(Rate, Origin), Error> {
    let Table { source, vintage, note, per_month, fixed } = document::read(TABLE)?;
    let months = months.get().ceil();
    if months >= Decimal::from(24) || months.is_zero() {
        return Err(Error::OutOfRange {
            what: "a credit period of this tariff",
            allowed: "above nothing and below 24 months",
            given: alloc::format!("{months}"),
        }
        .at("months"));
    }
    let for_time = exact::product(coefficient(&per_month, buyer, country)?, months)?;
    let percent = exact::sum(for_time, coefficient(&fixed, buyer, country)?)?;
    let percent = percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let rate = Rate::new(exact::product(percent, Decimal::new(1, 2))?)?;
    Ok((rate, Origin { source, vintage, note }))
}
