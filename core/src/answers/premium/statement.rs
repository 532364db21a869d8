//! What cover costs in an insurance year, as a statement.

use alloc::vec::Vec;

use serde::Serialize;

use super::adjustment::{PremiumAdjustment, adjust};
use super::declaration::TurnoverBreakdown;
use super::experience::{Experience, LossRatioResult, bonus_malus};
use super::fees::{FeeLine, fees, sums};
use super::figures::PremiumFigures;
use super::instalments::{Instalment, instalments};
use super::lines::{PremiumLine, Rating};
use super::tax::{DatedTax, TaxLine, Taxable, taxes};
use crate::answers::claim::InsuranceYear;
use crate::error::Error;
use crate::explain::{Format, Language, Receipt, Rule, Step, Trace, TraceSchema, Witness, render};
use crate::terms::{Period, Policy, PolicyTerms, PremiumBasis};
use crate::value::{Amount, Currency, Day, Money, split};

/// What a policy costs in an insurance year (PRE-1…6).
///
/// `total = premium + fees + value added tax on them + tax`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PremiumStatement {
    /// The currency of the amounts below: the policy's.
    pub currency: Currency,
    /// The insurance year.
    pub year: Period,
    /// What the rate is applied to.
    pub basis: PremiumBasis,
    /// What was declared, and what of it is insurable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turnover: Option<TurnoverBreakdown>,
    /// The premium line by line; they sum to `earned`.
    pub lines: Vec<PremiumLine>,
    /// The premium on the figures.
    pub earned: Amount,
    /// The least that is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// The premium due for the year: the greater of both.
    pub due: Amount,
    /// What is invoiced in advance, in parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instalments: Vec<Instalment>,
    /// What is added to that, or given back.
    pub adjustment: PremiumAdjustment,
    /// The bonus or malus on the losses of the year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bonus_malus: Option<LossRatioResult>,
    /// What the policyholder pays as premium: what was billed, adjusted, less
    /// a bonus, with a malus.
    pub premium: Amount,
    /// Fees beside the premium.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeLine>,
    /// Their sum.
    pub fees_total: Amount,
    /// Value added tax on fees.
    pub vat: Amount,
    /// Insurance premium tax.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<TaxLine>,
    /// Its sum; absent: it is not known, and `total` is without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
    /// What the year costs in all.
    pub total: Money,
    /// How it came about; empty if nobody asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What was computed from what.
    pub receipt: Receipt,
}

/// What a premium is computed from.
#[derive(Debug, Clone, Copy)]
pub struct PremiumQuestion<'a> {
    /// What was agreed.
    pub policy: &'a Policy,
    /// The figures of the year.
    pub figures: &'a PremiumFigures,
    /// A day of the insurance year; nothing: the first day of the policy.
    pub on: Option<Day>,
    /// Dated tax rates that take the place of the table of the library.
    pub taxes: &'a [DatedTax],
    /// The day whose tax rates hold; nothing: the first day of the year.
    pub tax_on: Option<Day>,
}

impl PremiumQuestion<'_> {
    /// What the policy costs in the insurance year (PRE-1…6).
    ///
    /// # Errors
    ///
    /// With the path of a figure that has no rate, lies outside the year or
    /// contradicts another; `not_found` for a tax that no table has on the
    /// day; [`Error::Overflow`].
    pub fn answer(&self, witness: &mut impl Witness) -> Result<PremiumStatement, Error> {
        let period = self.policy.terms().period;
        let day = self.on.unwrap_or(period.from);
        if !period.contains(day) {
            let problem = alloc::format!(
                "{day} lies outside the policy period from {} to {}",
                period.from,
                period.to
            );
            return Err(Error::Unanswerable { problem }.at("on"));
        }
        let terms = self.policy.on(day);
        let year = year_of(&period, day)?;
        let rules = &terms.premium;
        let figures = self.figures;

        let turnover = TurnoverBreakdown::of(terms, year, &figures.turnover, witness)?;
        let experience = Experience::of(rules, &figures.history, witness)?;
        let rating = Rating { terms, figures, year, experience };
        let lines = rating.lines(witness)?;
        let earned = Amount::total(lines.iter().map(|line| line.premium))?;
        let earned = rules.rounding.round(earned, terms.currency)?;
        let due = earned.max(rules.minimum.unwrap_or_default());
        if let Some(minimum) = rules.minimum {
            let id = if earned < minimum { "premium_minimum" } else { "premium_above_minimum" };
            witness.see(|| {
                Step::new(id, Rule::Pre2)
                    .clause(rules.clause.as_ref())
                    .fact("minimum", minimum)
                    .amounts(earned, due)
            });
        }
        let instalments = match rules.advance() {
            Some(advance) => instalments(terms, year, advance)?,
            None => Vec::new(),
        };
        let adjustment = adjust(terms, year, figures, &lines, due, witness)?;
        let bonus_malus = match &figures.losses {
            Some(losses) => bonus_malus(terms, losses, due, witness)?,
            None => None,
        };
        let (bonus, malus) =
            bonus_malus.map_or((Amount::ZERO, Amount::ZERO), |result| (result.bonus, result.malus));
        let billed = adjustment.billed.plus(adjustment.charged)?;
        let premium = billed.less(adjustment.refunded)?.plus(malus)?.less(bonus)?;
        if !bonus.is_zero() || !malus.is_zero() {
            let before = billed.less(adjustment.refunded)?;
            witness.see(|| {
                Step::new("premium_net", Rule::Pre4)
                    .clause(rules.clause.as_ref())
                    .fact("bonus", bonus)
                    .fact("malus", malus)
                    .amounts(before, premium)
            });
        }
        let fees = fees(terms, year, &figures.services, witness)?;
        let (fees_total, vat, taxed_fees) = sums(&fees)?;
        let mut taxable = self.taxable(terms, &lines, premium)?;
        taxable.domestic = taxable.domestic.plus(taxed_fees)?;
        let on = self.tax_on.unwrap_or(year.from);
        let taxes = taxes(terms, self.taxes, on, taxable, witness)?;
        let tax = if let Some(lines) = &taxes {
            Some(Amount::total(lines.iter().map(|line| line.tax))?)
        } else {
            witness.see(|| Step::new("premium_tax_not_known", Rule::Pre6));
            None
        };
        let total = premium.plus(fees_total)?.plus(vat)?.plus(tax.unwrap_or_default())?;
        witness.see(|| {
            Step::new("premium_total", Rule::Pre6)
                .fact("fees", fees_total)
                .fact("vat", vat)
                .fact("tax", tax.unwrap_or_default())
                .amounts(premium, total)
        });
        Ok(PremiumStatement {
            currency: terms.currency,
            year,
            basis: rules.basis,
            turnover,
            lines,
            earned,
            minimum: rules.minimum,
            due,
            instalments,
            adjustment,
            bonus_malus,
            premium,
            fees,
            fees_total,
            vat,
            taxes: taxes.unwrap_or_default(),
            tax,
            total: Money::new(total, terms.currency),
            steps: Vec::new(),
            receipt: Receipt::new(self.policy, None, day),
        })
    }

    /// As [`answer`](Self::answer), with every step.
    ///
    /// # Errors
    ///
    /// Those of [`answer`](Self::answer).
    pub fn explained(&self) -> Result<PremiumStatement, Error> {
        let mut steps = Vec::new();
        let statement = self.answer(&mut steps)?;
        Ok(PremiumStatement { steps, ..statement })
    }

    /// The premium for business at home and abroad: in the ratio of the lines,
    /// unless the figures say the share.
    fn taxable(
        &self,
        terms: &PolicyTerms,
        lines: &[PremiumLine],
        premium: Amount,
    ) -> Result<Taxable, Error> {
        if let Some(share) = self.figures.domestic_share {
            let part = terms.premium.rounding.round(premium.share(share)?, terms.currency)?;
            let domestic = part.capped_at(premium);
            return Ok(Taxable { domestic, export: premium.less(domestic)? });
        }
        let home = |line: &&PremiumLine| {
            line.country.is_none_or(|country| Some(country) == terms.policyholder_country)
        };
        let domestic = Amount::total(lines.iter().filter(home).map(|line| line.premium))?;
        let all = Amount::total(lines.iter().map(|line| line.premium))?;
        let export = all.less(domestic)?;
        if export.is_zero() {
            return Ok(Taxable { domestic: premium, export: Amount::ZERO });
        }
        let unit = Amount::new(terms.premium.rounding.unit_of(terms.currency))?;
        let parts = split(premium, &[domestic, export], unit)?;
        let domestic = parts.first().copied().unwrap_or_default();
        Ok(Taxable { domestic, export: premium.less(domestic)? })
    }
}

impl PremiumStatement {
    /// How the cost came about, as a document to keep or to render.
    #[must_use]
    pub fn trace(&self) -> Trace {
        Trace {
            schema: TraceSchema::V1,
            currency: self.currency,
            title: None,
            steps: self.steps.clone(),
            receipt: Some(self.receipt.clone().into()),
        }
    }

    /// How the cost came about, in words.
    #[must_use]
    pub fn explain(&self, language: Language) -> alloc::string::String {
        render(&self.trace(), language, Format::Text)
    }
}

/// The insurance year of a day, first and last day.
pub(super) fn year_of(period: &Period, day: Day) -> Result<Period, Error> {
    let year = InsuranceYear::of(period, day)?;
    let to = match year.until {
        Some(next) => next.plus_days(-1)?,
        None => period.to,
    };
    Ok(Period { from: year.from, to })
}
