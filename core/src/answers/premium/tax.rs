//! Insurance premium tax, from a dated table (PRE-6). French: taxe sur les
//! conventions d'assurances; German: Versicherungsteuer.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::PolicyTerms;
use crate::value::{Amount, Country, Day, Rate, document, exact};

/// The table that comes with the library, with its sources: check it against
/// the law before relying on it.
const PUBLISHED: &str = include_str!("taxes.json");

/// The rates of a tax on insurance premiums from a day on (PRE-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a dated tax on premiums, as an object")]
pub struct DatedTax {
    /// The country that levies it: that of the policyholder.
    pub country: Country,
    /// What it is called; a country may levy several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// On premium for buyers in the country.
    pub domestic: Rate,
    /// On premium for buyers abroad.
    pub export: Rate,
    /// First day on which it holds.
    pub from: Day,
    /// Last day on which it holds; absent: until now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Where the rates were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Tax on a part of the premium (PRE-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TaxLine {
    /// The country that levies it.
    pub country: Country,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For which business.
    pub on: TaxedBusiness,
    /// The premium, and fees that are taxed like it.
    pub base: Amount,
    /// The rate.
    pub rate: Rate,
    /// The tax.
    pub tax: Amount,
    /// Since when the rate holds; absent: the policy says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Where the rate was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Business that a premium is for (PRE-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaxedBusiness {
    /// Buyers in the policyholder's country.
    Domestic,
    /// Buyers abroad.
    Export,
}

impl TaxedBusiness {
    const fn code(self) -> &'static str {
        match self {
            Self::Domestic => "domestic",
            Self::Export => "export",
        }
    }
}

/// The table that comes with the library.
///
/// # Errors
///
/// None in practice: a test reads it.
pub fn published_taxes() -> Result<Vec<DatedTax>, Error> {
    document::read(PUBLISHED)
}

/// The premium for business at home and abroad.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taxable {
    pub(super) domestic: Amount,
    pub(super) export: Amount,
}

/// The taxes on a premium; nothing if the policyholder's country is not known
/// or no table knows it.
///
/// The rates of the policy come first, then those of the caller, then the
/// table of the library.
///
/// # Errors
///
/// `not_found` where a table knows the country, but not on that day.
pub(super) fn taxes(
    terms: &PolicyTerms,
    given: &[DatedTax],
    on: Day,
    premium: Taxable,
    witness: &mut impl Witness,
) -> Result<Option<Vec<TaxLine>>, Error> {
    let Some(country) = terms.policyholder_country else { return Ok(None) };
    let Some(rates) = rates(terms, given, country, on)? else { return Ok(None) };
    let mut lines = Vec::new();
    for rate in rates {
        let parts = [
            (TaxedBusiness::Domestic, premium.domestic, rate.domestic),
            (TaxedBusiness::Export, premium.export, rate.export),
        ];
        for (business, base, percent) in parts {
            if base.is_zero() {
                continue;
            }
            let unrounded = Amount::new(exact::product(base.get(), percent.get())?)?;
            let tax = terms.premium.rounding.round(unrounded, terms.currency)?;
            witness.see(|| {
                Step::new("premium_tax", Rule::Pre6)
                    .clause(terms.premium.clause.as_ref())
                    .fact("country", country)
                    .fact("business", business.code())
                    .fact("rate", percent)
                    .amounts(base, tax)
                    .rounded_from(unrounded)
            });
            lines.push(TaxLine {
                country,
                name: rate.name.clone(),
                on: business,
                base,
                rate: percent,
                tax,
                since: rate.since,
                source: rate.source.clone(),
            });
        }
    }
    Ok(Some(lines))
}

/// The rates of one tax.
struct Rates {
    name: Option<String>,
    domestic: Rate,
    export: Rate,
    since: Option<Day>,
    source: Option<String>,
}

fn rates(
    terms: &PolicyTerms,
    given: &[DatedTax],
    country: Country,
    on: Day,
) -> Result<Option<Vec<Rates>>, Error> {
    if let Some(agreed) = terms.premium.taxes.iter().find(|tax| tax.country == country) {
        let (domestic, export) = (agreed.domestic, agreed.export);
        return Ok(Some(alloc::vec![Rates {
            name: None,
            domestic,
            export,
            since: None,
            source: None
        }]));
    }
    let known = |table: &[DatedTax]| table.iter().any(|row| row.country == country);
    let (table, path) = if known(given) {
        (Cow::Borrowed(given), "taxes")
    } else {
        (Cow::Owned(published_taxes()?), "tax_on")
    };
    if !known(&table) {
        return Ok(None);
    }
    let rates: Vec<Rates> = table
        .iter()
        .filter(|row| row.country == country)
        .filter(|row| row.from <= on && row.to.is_none_or(|to| on <= to))
        .map(|row| Rates {
            name: row.name.clone(),
            domestic: row.domestic,
            export: row.export,
            since: Some(row.from),
            source: row.source.clone(),
        })
        .collect();
    if rates.is_empty() {
        let message = alloc::format!(
            "no insurance premium tax of `{country}` is known for {on}: add a row for that day to \
             `taxes`"
        );
        return Err(Error::Leaf { code: "not_found", message }.at(path));
    }
    Ok(Some(rates))
}
