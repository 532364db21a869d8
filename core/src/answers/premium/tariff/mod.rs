//! Published tariffs, as data with their source and vintage (PRE-1).
//!
//! Each is one file of coefficients and one of formula. A tariff changes from
//! time to time: the answer says what was read where, and to check it.

mod german_short_term;
mod oecd_minimum_premium;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{Amount, Currency, Money, Number, Rate, Rounding, Share, document, exact};

/// A question to a published tariff (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "tariff",
    rename_all = "snake_case",
    deny_unknown_fields,
    expecting = "a question to a tariff, as { \"tariff\": \"oecd_minimum_premium\", … }"
)]
pub enum TariffQuestion {
    /// The minimum premium rate of the OECD Arrangement, for credit of two
    /// years and more: a percentage of the principal, paid up front.
    OecdMinimumPremium {
        /// The country's risk category, 1 to 7.
        country_category: u8,
        /// The buyer's category: `SOV+`, `SOV/CC0`, `CC1` … `CC5`.
        buyer_category: String,
        /// The horizon of risk in years: half the disbursement period and the
        /// whole repayment period; absent: from the next two.
        horizon_of_risk: Option<Number>,
        /// The disbursement period in years.
        disbursement_years: Option<Number>,
        /// The repayment period in years, in equal instalments.
        repayment_years: Option<Number>,
        /// Percentage of cover for commercial risk; absent: 95 %.
        commercial_cover: Option<Share>,
        /// Percentage of cover for political risk; absent: 95 %.
        political_cover: Option<Share>,
        /// Quality of the cover; absent: standard.
        #[serde(default, deserialize_with = "document::strictly")]
        quality: CoverQuality,
        /// Credit enhancement factor; absent: none.
        credit_enhancement: Option<Share>,
        /// Local currency factor; absent: none.
        local_currency: Option<Share>,
        /// Discount for a buyer's rating term, counted up to 15 %; absent: none.
        term: Option<Share>,
        /// The principal, for the premium in money.
        amount: Option<Amount>,
        /// Its currency.
        currency: Option<Currency>,
    },
    /// The premium of the German federal guarantees for credit below two years.
    GermanShortTerm {
        /// The country's risk category, 1 to 7.
        country_category: u8,
        /// The buyer's category: `SOV+`, `SOV`, `SOV-`, `CC0` … `CC5`.
        buyer_category: String,
        /// The credit period in months; a month that is begun counts whole.
        months: Number,
        /// The covered amount without interest, for the premium in money.
        amount: Option<Amount>,
        /// Its currency.
        currency: Option<Currency>,
    },
}

/// The quality of an export credit agency's product (OECD).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CoverQuality {
    /// Below standard: insurance without cover of interest in the waiting period.
    Below,
    /// Standard.
    #[default]
    Standard,
    /// Above standard: an unconditional guarantee.
    Above,
}

/// What a published tariff says (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TariffPremium {
    /// The rate.
    pub rate: Rate,
    /// The premium, if an amount was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium: Option<Money>,
    /// Where the tariff was read.
    pub source: String,
    /// Which edition it is.
    pub vintage: String,
    /// What to be careful about.
    pub note: String,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// A tariff that the library knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownTariff {
    /// Its name in a question.
    pub tariff: &'static str,
    /// Where it was read.
    pub source: String,
    /// Which edition it is.
    pub vintage: String,
    /// What to be careful about.
    pub note: String,
}

/// What every table says of itself.
#[derive(Debug, Clone, Deserialize)]
struct Origin {
    source: String,
    vintage: String,
    note: String,
}

/// Coefficients by buyer category, one for each country category.
type Coefficients = BTreeMap<String, Vec<Option<Number>>>;

/// What a tariff says (PRE-1).
///
/// # Errors
///
/// With the path: a category that the tariff does not have, an amount without
/// a currency; [`Error::Overflow`].
pub fn tariff(asked: &TariffQuestion, witness: &mut impl Witness) -> Result<TariffPremium, Error> {
    let (rate, origin, amount, currency) = match asked {
        TariffQuestion::OecdMinimumPremium {
            country_category,
            buyer_category,
            horizon_of_risk,
            disbursement_years,
            repayment_years,
            commercial_cover,
            political_cover,
            quality,
            credit_enhancement,
            local_currency,
            term,
            amount,
            currency,
        } => {
            let question = oecd_minimum_premium::Question {
                country_category: *country_category,
                buyer_category,
                horizon: horizon(*horizon_of_risk, *disbursement_years, *repayment_years)?,
                commercial: *commercial_cover,
                political: *political_cover,
                quality: *quality,
                credit_enhancement: credit_enhancement.unwrap_or(Share::NONE),
                local_currency: local_currency.unwrap_or(Share::NONE),
                term: term.unwrap_or(Share::NONE),
            };
            let (rate, origin) = question.rate()?;
            (rate, origin, *amount, *currency)
        }
        TariffQuestion::GermanShortTerm {
            country_category,
            buyer_category,
            months,
            amount,
            currency,
        } => {
            let (rate, origin) =
                german_short_term::rate(*country_category, buyer_category, *months)?;
            (rate, origin, *amount, *currency)
        }
    };
    let premium = match (amount, currency) {
        (None, _) => None,
        (Some(_), None) => {
            let problem = "say the currency of the amount".into();
            return Err(Error::Unanswerable { problem }.at("currency"));
        }
        (Some(amount), Some(currency)) => {
            let product = Amount::new(exact::product(amount.get(), rate.get())?)?;
            let premium = Rounding::default().round(product, currency)?;
            witness.see(|| {
                Step::new("premium_line", Rule::Pre1)
                    .fact("rate", rate)
                    .amounts(amount, premium)
                    .rounded_from(product)
            });
            Some(Money::new(premium, currency))
        }
    };
    let Origin { source, vintage, note } = origin;
    Ok(TariffPremium { rate, premium, source, vintage, note, steps: Vec::new() })
}

/// The tariffs that the library knows.
///
/// # Errors
///
/// None in practice: a test reads them.
pub fn tariffs() -> Result<Vec<KnownTariff>, Error> {
    let known = [
        ("german_short_term", german_short_term::origin()?),
        ("oecd_minimum_premium", oecd_minimum_premium::origin()?),
    ];
    let listed =
        |(tariff, Origin { source, vintage, note })| KnownTariff { tariff, source, vintage, note };
    Ok(known.into_iter().map(listed).collect())
}

/// The horizon of risk: half the disbursement and the whole repayment period.
fn horizon(
    given: Option<Number>,
    disbursement: Option<Number>,
    repayment: Option<Number>,
) -> Result<Decimal, Error> {
    match (given, repayment) {
        (Some(given), None) if disbursement.is_none() => Ok(given.get()),
        (None, Some(repayment)) => {
            let half = Decimal::new(5, 1);
            let disbursement = disbursement.map_or(Decimal::ZERO, Number::get);
            exact::sum(exact::product(disbursement, half)?, repayment.get())
        }
        _ => {
            let problem = "say either `horizon_of_risk`, or `repayment_years` with or without \
                           `disbursement_years`"
                .into();
            Err(Error::Unanswerable { problem }.at("horizon_of_risk"))
        }
    }
}

/// The coefficient of a country category, which is 1 to 7.
fn of_category<T: Copy>(row: &[T], category: u8) -> Result<T, Error> {
    usize::from(category).checked_sub(1).and_then(|place| row.get(place)).copied().ok_or_else(
        || {
            Error::OutOfRange {
                what: "a country category",
                allowed: "from 1 to 7",
                given: alloc::format!("{category}"),
            }
            .at("country_category")
        },
    )
}

/// The coefficient of a buyer category in a country category.
fn coefficient(table: &Coefficients, buyer: &str, country: u8) -> Result<Decimal, Error> {
    let Some(row) = table.get(buyer) else {
        let known: Vec<&str> = table.keys().map(String::as_str).collect();
        let message = alloc::format!(
            "the tariff has no buyer category `{}`: write one of {}",
            exact::clipped(buyer),
            known.join(", ")
        );
        return Err(Error::Leaf { code: "unknown_code", message }.at("buyer_category"));
    };
    of_category(row, country)?.map(Number::get).ok_or_else(|| {
        let message = alloc::format!(
            "the tariff has no rate for the buyer category `{buyer}` in country category {country}"
        );
        Error::Leaf { code: "not_found", message }.at("buyer_category")
    })
}
