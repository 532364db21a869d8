//! The premium line by line, on the basis of the policy.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::Serialize;

use super::experience::Experience;
use super::figures::{DeclaredTurnover, PremiumFigures};
use super::rating::{Features, Product, rate};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{Period, PolicyTerms, PremiumBasis, RatePeriod, Step as Clause};
use crate::value::{Amount, Country, Day, Id, Rate};

/// A line of the premium: a base and its rate (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PremiumLine {
    /// The day or the last day of the period that it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Day>,
    /// The invoice or the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Id>,
    /// The buyers' country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// What the rate is applied to.
    pub base: Amount,
    /// For how many months it is charged, where limits are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// For how many days of how many it is charged, where it is pro rata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<PartOfYear>,
    /// The rate; absent for a flat premium.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// The premium.
    pub premium: Amount,
}

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartOfYear {
    /// Days, as the policy counts them.
    pub days: i64,
    /// The days of a year.
    pub of: i64,
}

/// What the lines are made from.
pub(super) struct Rating<'a> {
    pub(super) terms: &'a PolicyTerms,
    pub(super) figures: &'a PremiumFigures,
    pub(super) year: Period,
    pub(super) experience: Experience,
}

/// A base to be priced.
#[derive(Clone, Copy, Default)]
pub(super) struct Base<'a> {
    pub(super) up_to: Option<Day>,
    pub(super) of: Option<&'a Id>,
    pub(super) features: Features<'a>,
    pub(super) amount: Amount,
    pub(super) months: Option<u32>,
    pub(super) days: Option<PartOfYear>,
}

impl Rating<'_> {
    /// The lines of the premium.
    ///
    /// # Errors
    ///
    /// With the path of the figure: a rate that is not there, a day outside
    /// the insurance year, figures that contradict each other.
    pub(super) fn lines(&self, witness: &mut impl Witness) -> Result<Vec<PremiumLine>, Error> {
        let figures = self.figures;
        match self.terms.premium.basis {
            PremiumBasis::Turnover => self.each(&figures.turnover, "turnover", |row| {
                self.price(self.declared(row)?, witness)
            }),
            PremiumBasis::Balances => self.each(&figures.balances, "balances", |row| {
                let cap = row.limit.filter(|_| self.terms.premium.capped_at_limit);
                let base = Base {
                    up_to: row.on,
                    of: row.buyer.as_ref(),
                    features: Features {
                        country: row.country,
                        grade: row.grade.as_ref(),
                        terms: row.terms,
                    },
                    amount: cap.map_or(row.amount, |cap| row.amount.capped_at(cap)),
                    months: Some(1),
                    ..Base::default()
                };
                self.inside(row.on).map_err(|error| error.at("on"))?;
                self.price(base, witness)
            }),
            PremiumBasis::Invoices => self.each(&figures.invoices, "invoices", |row| {
                let base = Base {
                    up_to: row.date,
                    of: row.id.as_ref(),
                    features: Features {
                        country: row.country,
                        grade: row.grade.as_ref(),
                        terms: row.terms,
                    },
                    amount: row.amount,
                    ..Base::default()
                };
                self.inside(row.date).map_err(|error| error.at("date"))?;
                self.price(base, witness)
            }),
            PremiumBasis::HighestLimit => self.highest_limits(witness),
            PremiumBasis::MaximumLiability => self.maximum_liability(witness),
            PremiumBasis::Flat => self.flat(witness),
            PremiumBasis::TopUp => {
                self.each(&figures.limits, "limits", |row| self.price(self.pro_rata(row)?, witness))
            }
        }
    }

    /// One line for each figure of a list; an error gets the figure's path.
    fn each<T>(
        &self,
        rows: &[T],
        name: &str,
        mut line: impl FnMut(&T) -> Result<PremiumLine, Error>,
    ) -> Result<Vec<PremiumLine>, Error> {
        if rows.is_empty() {
            return self.no_figures(name);
        }
        let at = |place: usize| format!("figures.{name}[{place}]");
        rows.iter()
            .enumerate()
            .map(|(place, row)| line(row).map_err(|error| error.within(&at(place))))
            .collect()
    }

    /// Without figures only a minimum is due; a policy without one needs them.
    pub(super) fn no_figures(&self, name: &str) -> Result<Vec<PremiumLine>, Error> {
        if self.terms.premium.minimum.is_some() {
            return Ok(Vec::new());
        }
        let problem = format!(
            "the premium of this policy is on `{name}`, of which there are none: give them, or a \
             policy with a minimum premium"
        );
        Err(Error::Unanswerable { problem }.at(format!("figures.{name}")))
    }

    /// A day of the figures lies in the insurance year.
    fn inside(&self, day: Option<Day>) -> Result<(), Error> {
        match day {
            Some(day) if !self.year.contains(day) => {
                let Period { from, to } = self.year;
                let problem = format!("{day} lies outside the insurance year from {from} to {to}");
                Err(Error::Unanswerable { problem })
            }
            _ => Ok(()),
        }
    }

    fn declared<'r>(&self, row: &'r DeclaredTurnover) -> Result<Base<'r>, Error> {
        self.inside(row.up_to).map_err(|error| error.at("up_to"))?;
        Ok(Base {
            up_to: row.up_to,
            features: Features {
                country: row.country,
                grade: row.grade.as_ref(),
                terms: row.terms,
            },
            amount: row.insurable()?,
            ..Base::default()
        })
    }

    fn maximum_liability(&self, witness: &mut impl Witness) -> Result<Vec<PremiumLine>, Error> {
        let limits = &self.figures.limits;
        let agreed = || {
            self.terms.indemnity.steps.iter().find_map(|step| match step {
                Clause::MaximumLiability { amount, .. } => *amount,
                _ => None,
            })
        };
        let all_limits = match limits.as_slice() {
            [] => None,
            limits => Some(Amount::total(limits.iter().map(|limit| limit.amount))?),
        };
        let Some(amount) = self.figures.maximum_liability.or(all_limits).or_else(agreed) else {
            return self.no_figures("maximum_liability");
        };
        let base = Base { amount, ..Base::default() };
        let line =
            self.price(base, witness).map_err(|error| error.within("figures.maximum_liability"))?;
        Ok(alloc::vec![line])
    }

    fn flat(&self, witness: &mut impl Witness) -> Result<Vec<PremiumLine>, Error> {
        let rules = &self.terms.premium;
        let amount = rules.flat.or(rules.minimum).unwrap_or_default();
        let product = Product::of(amount)
            .times(self.experience.multiplier()?, Decimal::ONE)?
            .times_factors(rules, Features::default())?;
        let charged = product.rounded(rules, self.terms.currency)?;
        witness.see(|| {
            Step::new("premium_flat", Rule::Pre1)
                .clause(rules.clause.as_ref())
                .amounts(amount, charged.amount)
                .rounded_from(charged.unrounded)
        });
        Ok(alloc::vec![PremiumLine {
            up_to: None,
            of: None,
            country: None,
            base: amount,
            months: None,
            days: None,
            rate: None,
            premium: charged.amount,
        }])
    }

    /// A line: base × rate × the factors that fit × the time it is for.
    pub(super) fn price(
        &self,
        base: Base<'_>,
        witness: &mut impl Witness,
    ) -> Result<PremiumLine, Error> {
        let rules = &self.terms.premium;
        let rate = rate(rules, self.experience.rate, base.features).map_err(|error| match base
            .features
            .country
        {
            Some(_) => error.at("country"),
            None => error,
        })?;
        let mut product = Product::of(base.amount)
            .times(rate.get(), Decimal::ONE)?
            .times(self.experience.multiplier()?, Decimal::ONE)?
            .times_factors(rules, base.features)?;
        if let Some(months) = base.months {
            let of = match rules.rate_per {
                RatePeriod::Month => Decimal::ONE,
                RatePeriod::Year => Decimal::from(12),
            };
            product = product.times(months.into(), of)?;
        }
        if let Some(PartOfYear { days, of }) = base.days {
            product = product.times(days.into(), of.into())?;
        }
        let charged = product.rounded(rules, self.terms.currency)?;
        witness.see(|| {
            let id = match (base.months, base.days) {
                (Some(_), _) => "premium_line_months",
                (_, Some(_)) => "premium_line_days",
                _ => "premium_line",
            };
            let mut step = Step::new(id, Rule::Pre1)
                .clause(rules.clause.as_ref())
                .fact("rate", rate)
                .amounts(base.amount, charged.amount)
                .rounded_from(charged.unrounded);
            if let Some(months) = base.months {
                step = step.fact("months", months);
            }
            if let Some(PartOfYear { days, of }) = base.days {
                let count = |days| u32::try_from(days).unwrap_or(u32::MAX);
                step = step.fact("days", count(days)).fact("of", count(of));
            }
            if let Some(country) = base.features.country {
                step = step.fact("country", country);
            }
            step
        });
        Ok(PremiumLine {
            up_to: base.up_to,
            of: base.of.cloned(),
            country: base.features.country,
            base: base.amount,
            months: base.months,
            days: base.days,
            rate: Some(rate),
            premium: charged.amount,
        })
    }
}

impl DeclaredTurnover {
    /// What of the turnover premium is due on.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] if more is left out than was declared.
    pub fn insurable(&self) -> Result<Amount, Error> {
        let not = Amount::total(self.not_insurable.iter().map(|part| part.amount))?;
        if not > self.amount {
            let problem = format!(
                "{not} of it is not insurable, which is more than the turnover of {}: declare the \
                 whole turnover as `amount`",
                self.amount
            );
            return Err(Error::Unanswerable { problem }.at("not_insurable"));
        }
        self.amount.less(not)
    }
}
