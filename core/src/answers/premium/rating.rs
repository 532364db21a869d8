//! Which rate and which factors hold for a figure, and what they make of it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::error::Error;
use crate::terms::{PremiumRules, RateRow};
use crate::value::{Amount, Country, Currency, Id, Rate, RoundingPoint, Span, exact};

/// A quotient that does not end keeps so many decimals until it is rounded.
const DECIMALS: u32 = 12;

/// What rates and factors depend on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Features<'a> {
    pub(super) country: Option<Country>,
    pub(super) grade: Option<&'a Id>,
    pub(super) terms: Option<Span>,
}

/// A base and everything that it is multiplied by, as a fraction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Product {
    over: Decimal,
    under: Decimal,
}

/// The rate for a figure: the first row that fits, else the one of the clause.
///
/// `general` takes the place of the clause's own rate (rating by experience).
///
/// # Errors
///
/// `not_found` if no rate fits.
pub(super) fn rate(
    rules: &PremiumRules,
    general: Option<Rate>,
    features: Features<'_>,
) -> Result<Rate, Error> {
    rules
        .rates
        .iter()
        .find(|row| fits(row, features))
        .map(|row| row.rate)
        .or(general)
        .or(rules.rate)
        .ok_or_else(|| {
            let message = alloc::format!(
                "no premium rate fits {}: add a row to `premium.rates`, or `premium.rate` for all \
                 that fits no row",
                named(features)
            );
            Error::Leaf { code: "not_found", message }
        })
}

fn fits(row: &RateRow, features: Features<'_>) -> bool {
    let terms_fit = |most: Span| features.terms.is_some_and(|terms| days(terms) <= days(most));
    listed(row.countries.as_ref(), features.country.as_ref())
        && listed(row.grades.as_ref(), features.grade)
        && row.terms_up_to.is_none_or(terms_fit)
}

fn listed<T: PartialEq>(list: Option<&Vec<T>>, one: Option<&T>) -> bool {
    list.is_none_or(|list| one.is_some_and(|one| list.contains(one)))
}

/// A credit period in days, to compare with another: a year has 365, a month 30.
fn days(span: Span) -> i32 {
    let (years, months) = (span.whole_months().div_euclid(12), span.whole_months().rem_euclid(12));
    years
        .saturating_mul(365)
        .saturating_add(months.saturating_mul(30))
        .saturating_add(span.extra_days())
}

fn named(features: Features<'_>) -> String {
    let mut names: Vec<String> = Vec::new();
    if let Some(country) = features.country {
        names.push(alloc::format!("the country `{country}`"));
    }
    if let Some(grade) = features.grade {
        names.push(alloc::format!("the grade `{grade}`"));
    }
    if let Some(terms) = features.terms {
        names.push(alloc::format!("the credit period `{terms}`"));
    }
    if names.is_empty() { "this figure".to_string() } else { names.join(", ") }
}

impl Product {
    /// Starts with a base.
    pub(super) const fn of(base: Amount) -> Self {
        Self { over: base.get(), under: Decimal::ONE }
    }

    /// Times a fraction.
    pub(super) fn times(self, over: Decimal, under: Decimal) -> Result<Self, Error> {
        Ok(Self {
            over: exact::product(self.over, over)?,
            under: exact::product(self.under, under)?,
        })
    }

    /// Times every factor that fits.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] for a factor on a credit period that is not known.
    pub(super) fn times_factors(
        mut self,
        rules: &PremiumRules,
        features: Features<'_>,
    ) -> Result<Self, Error> {
        for factor in &rules.factors {
            if !listed(factor.countries.as_ref(), features.country.as_ref())
                || !listed(factor.grades.as_ref(), features.grade)
            {
                continue;
            }
            if let Some(by) = factor.by {
                self = self.times(by.get(), Decimal::ONE)?;
            }
            if let Some(per) = factor.terms_per {
                let Some(terms) = features.terms else {
                    let problem = alloc::format!(
                        "the factor `{}` needs the credit period: give it as `terms`",
                        factor.name
                    );
                    return Err(Error::Unanswerable { problem }.at("terms"));
                };
                self = self.times(days(terms).into(), days(per).into())?;
            }
        }
        Ok(self)
    }

    /// The amount, before and after it is rounded as the policy says.
    pub(super) fn rounded(
        self,
        rules: &PremiumRules,
        currency: Currency,
    ) -> Result<Charged, Error> {
        let quotient = if self.under == Decimal::ONE {
            self.over
        } else {
            let half_up = RoundingStrategy::MidpointAwayFromZero;
            exact::quotient(self.over, self.under)?.round_dp_with_strategy(DECIMALS, half_up)
        };
        let unrounded = Amount::new(quotient.normalize())?;
        let amount = match rules.rounding.at {
            RoundingPoint::EachStep => rules.rounding.round(unrounded, currency)?,
            RoundingPoint::Result => unrounded,
        };
        Ok(Charged { amount, unrounded })
    }
}

/// An amount that is charged, and what it was before it was rounded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Charged {
    pub(super) amount: Amount,
    pub(super) unrounded: Amount,
}
