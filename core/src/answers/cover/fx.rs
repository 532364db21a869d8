//! Receivables and limits in the policy currency.

use rust_decimal::Decimal;

use super::Question;
use crate::error::Error;
use crate::facts::Receivable;
use crate::terms::{InsuredBase, PolicyTerms};
use crate::value::{Amount, Conversion, Currency, Day, FxDate, FxMoment, Rates, Rounding, exact};

/// How amounts come into the policy currency as of a day (VAL-7). A moment
/// that has not come yet, or that an assessment does not know (payment, date
/// of loss), is the as-of day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange<'a> {
    pub(crate) rates: &'a Rates,
    pub(crate) currency: Currency,
    pub(crate) as_of: Day,
    pub(crate) date_of_loss: Option<Day>,
    pub(crate) fx_date: &'a FxDate,
    /// To the minor unit: a unit that the policy names is for what it pays, not
    /// for what is owed.
    pub(crate) rounding: Rounding,
}

/// How the amounts of one receivable come into the policy currency; nothing
/// to do for its own currency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Converter {
    conversion: Option<Conversion>,
    currency: Currency,
    rounding: Rounding,
}

impl<'a> Exchange<'a> {
    /// By the terms in force on the day asked about.
    pub(crate) fn of_question(question: &Question<'a>) -> Self {
        let now = question.policy.on(question.as_of);
        Self {
            rates: question.rates,
            currency: now.currency,
            as_of: question.as_of,
            date_of_loss: question.date_of_loss,
            fx_date: &now.fx_date,
            rounding: now.indemnity.rounding.to_minor_unit(),
        }
    }

    /// At the rate that the policy names; the lowest of several.
    pub(crate) fn of(&self, receivable: &Receivable) -> Result<Converter, Error> {
        let mut chosen: Option<(Amount, Conversion)> = None;
        if receivable.currency != self.currency {
            for moment in self.fx_date.moments() {
                let day = match moment {
                    FxMoment::Invoice => receivable.invoice.invoiced(),
                    FxMoment::Due => receivable.due_on(self.as_of),
                    FxMoment::DateOfLoss => self.date_of_loss.unwrap_or(self.as_of),
                    FxMoment::Payment => self.as_of,
                };
                let found = self.rates.conversion(
                    receivable.currency,
                    self.currency,
                    day.min(self.as_of),
                )?;
                let worth = found.apply(receivable.gross)?;
                if chosen.is_none_or(|(lowest, _)| worth < lowest) {
                    chosen = Some((worth, found));
                }
            }
        }
        let conversion = chosen.map(|(_, conversion)| conversion);
        Ok(Converter { conversion, currency: self.currency, rounding: self.rounding })
    }

    /// The amount of a limit, at the rate of the date of loss or as-of day.
    pub(crate) fn limit(&self, amount: Amount, currency: Currency) -> Result<Amount, Error> {
        if currency == self.currency {
            return Ok(amount);
        }
        let day = self.date_of_loss.unwrap_or(self.as_of);
        let amount = self.rates.convert(amount, currency, self.currency, day)?;
        self.rounding.round(amount, self.currency)
    }
}

impl Converter {
    /// An amount of the receivable, in the policy currency.
    pub(crate) fn apply(&self, amount: Amount) -> Result<Amount, Error> {
        match &self.conversion {
            None => Ok(amount),
            Some(conversion) => self.rounding.round(conversion.apply(amount)?, self.currency),
        }
    }

    /// The insured part of what was open of a receivable at the end of a day (POL-5).
    pub(crate) fn base(
        &self,
        terms: &PolicyTerms,
        receivable: &Receivable,
        open: Amount,
        day: Day,
    ) -> Result<Amount, Error> {
        let billed = Billed::on(terms, receivable, day)?;
        self.part(self.apply(open)?, billed.insured, billed.gross)
    }

    /// For amounts that are in the policy currency already.
    pub(crate) const fn none(exchange: &Exchange<'_>) -> Self {
        Self { conversion: None, currency: exchange.currency, rounding: exchange.rounding }
    }

    /// A part of an open amount, in the proportion of the invoice.
    #[inline]
    pub(crate) fn part(&self, open: Amount, part: Amount, whole: Amount) -> Result<Amount, Error> {
        if part == whole || open.is_zero() {
            return Ok(open);
        }
        if part.is_zero() || whole.is_zero() {
            return Ok(Amount::ZERO);
        }
        let exact = if open == whole {
            if self.rounding.unit.is_none() && part.get().scale() <= self.currency.minor_digits() {
                return Ok(part.capped_at(open));
            }
            part.get()
        } else {
            exact::quotient(exact::product(open.get(), part.get())?, whole.get())?
        };
        let rounded = self.rounding.round_number(exact, self.currency)?;
        Amount::new(rounded.max(Decimal::ZERO)).map(|part| part.capped_at(open))
    }
}

/// What was billed, by whether it is insured (POL-5).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Billed {
    /// Everything, after credit notes.
    pub(crate) gross: Amount,
    /// What counts as debt.
    pub(crate) insured: Amount,
    /// Interest that does not.
    pub(crate) interest: Amount,
}

impl Billed {
    /// As known on a day. Credit notes reduce the price before the interest.
    #[inline]
    pub(crate) fn on(
        terms: &PolicyTerms,
        receivable: &Receivable,
        day: Day,
    ) -> Result<Self, Error> {
        let (net, vat) = receivable.billed_on(day)?;
        let interest = if terms.indemnity.interest_insured {
            Amount::ZERO
        } else {
            receivable.invoice.interest.capped_at(net)
        };
        let insured = net.less(interest)?;
        let insured = match terms.insured_base {
            InsuredBase::ExVat => insured,
            InsuredBase::IncVat => insured.plus(vat)?,
        };
        let noted = !receivable.credit_notes.is_empty();
        let gross = if noted { net.plus(vat)? } else { receivable.gross };
        Ok(Self { gross, insured, interest })
    }
}
