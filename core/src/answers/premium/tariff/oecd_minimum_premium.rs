//! The minimum premium rate of the OECD Arrangement.
//!
//! ```text
//! MPR in % = { [(a × HOR + b) × max(PCC, PCP) ÷ 0.95] × (1 − LCF)
//!              + [c × PCC ÷ 0.95 × HOR × (1 − CEF)] }
//!            × QPF × PCF × BTSF × (1 − min(TERM, 0.15))
//! PCF = 1 up to 95 %, above it 1 + (max(PCC, PCP) − 0.95) ÷ 0.05 × coefficient
//! ```
//!
//! **Source:** OECD Arrangement, Annex VI; Regulation (EU) 1233/2011.
//! Choice: the rate is given to four decimals of a percent.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use super::{Coefficients, CoverQuality, Origin, coefficient, of_category};
use crate::error::Error;
use crate::value::{Number, Rate, Share, document, exact};

const TABLE: &str = include_str!("oecd_minimum_premium.json");

#[derive(Deserialize)]
struct Table {
    source: String,
    vintage: String,
    note: String,
    a: Vec<Number>,
    b: Vec<Number>,
    c: Coefficients,
    pcf: Vec<Number>,
    qpf: BTreeMap<String, Vec<Number>>,
}

/// What the formula takes.
pub(super) struct Question<'a> {
    pub(super) country_category: u8,
    pub(super) buyer_category: &'a str,
    pub(super) horizon: Decimal,
    pub(super) commercial: Option<Share>,
    pub(super) political: Option<Share>,
    pub(super) quality: CoverQuality,
    pub(super) credit_enhancement: Share,
    pub(super) local_currency: Share,
    pub(super) term: Share,
}

pub(super) fn origin() -> Result<Origin, Error> {
    document::read(TABLE)
}

impl Question<'_> {
    pub(super) fn rate(&self) -> Result<(Rate, Origin), Error> {
        let Table { source, vintage, note, a, b, c, pcf, qpf } = document::read(TABLE)?;
        let of = |row: &[Number]| of_category(row, self.country_category).map(Number::get);
        let standard = Decimal::new(95, 2);
        let commercial = self.commercial.map_or(standard, Share::get);
        let cover = commercial.max(self.political.map_or(standard, Share::get));

        // Everything over 0.95, and over 0.05 where cover is above standard: divided once, at the end.
        let country = exact::sum(exact::product(of(&a)?, self.horizon)?, of(&b)?)?;
        let country =
            exact::product(exact::product(country, cover)?, self.local_currency.rest()?.get())?;
        let buyer = exact::product(
            coefficient(&c, self.buyer_category, self.country_category)?,
            commercial,
        )?;
        let buyer = exact::product(
            exact::product(buyer, self.horizon)?,
            self.credit_enhancement.rest()?.get(),
        )?;
        let mut over = exact::sum(country, buyer)?;
        let mut under = standard;

        let quality = match self.quality {
            CoverQuality::Below => "below",
            CoverQuality::Standard => "standard",
            CoverQuality::Above => "above",
        };
        over = exact::product(over, of(qpf.get(quality).map_or(&[], Vec::as_slice))?)?;
        if cover > standard {
            let step = Decimal::new(5, 2);
            let more = exact::product(exact::difference(cover, standard)?, of(&pcf)?)?;
            over = exact::product(over, exact::sum(step, more)?)?;
            under = exact::product(under, step)?;
        }
        if self.buyer_category == "SOV+" {
            over = exact::product(over, Decimal::new(9, 1))?;
        }
        let term = self.term.get().min(Decimal::new(15, 2));
        over = exact::product(over, exact::difference(Decimal::ONE, term)?)?;
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        let percent = exact::quotient(over, under)?.round_dp_with_strategy(4, half_up);
        let rate = Rate::new(exact::product(percent, Decimal::new(1, 2))?)?;
        Ok((rate, Origin { source, vintage, note }))
    }
}
