//! The most the insurer pays, as a multiple of the premium (CLM-4, PRE-2).

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{PolicyTerms, PremiumBase, Step as Clause};
use crate::value::{Amount, Currency, Money, Number, Rounding, Share, exact};

/// A maximum liability in figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a maximum liability in figures, as an object")]
pub struct LiabilityFigures {
    /// The currency.
    pub currency: Currency,
    /// A fixed amount; absent: a multiple of the premium.
    pub amount: Option<Amount>,
    /// The multiple.
    pub multiple: Option<Number>,
    /// Of which premium.
    #[serde(default)]
    pub of_premium: PremiumBase,
    /// The premium paid for the time.
    #[serde(default)]
    pub premium_paid: Amount,
    /// The minimum premium of the time.
    #[serde(default)]
    pub minimum_premium: Amount,
    /// The insured percentage, for the loss that uses the maximum up.
    pub insured_percentage: Option<Share>,
    /// How amounts are rounded.
    #[serde(default)]
    pub rounding: Rounding,
}

/// The most the insurer pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MaximumLiability {
    /// The most; absent: the policy states no maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Money>,
    /// The premium that is multiplied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium: Option<Amount>,
    /// The multiple.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple: Option<Number>,
    /// The covered loss that uses the maximum up: maximum ÷ insured percentage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exhausted_by: Option<Amount>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

impl LiabilityFigures {
    /// The figures of a policy, with the premium that was paid.
    #[must_use]
    pub fn of_policy(terms: &PolicyTerms, premium_paid: Amount) -> Self {
        let mut figures = Self {
            currency: terms.currency,
            amount: None,
            multiple: None,
            of_premium: PremiumBase::default(),
            premium_paid,
            minimum_premium: terms.premium.minimum.unwrap_or_default(),
            insured_percentage: Some(terms.insured_percentage.named),
            rounding: terms.indemnity.rounding,
        };
        for step in &terms.indemnity.steps {
            if let Clause::MaximumLiability { amount, multiple, of_premium, .. } = step {
                figures.amount = *amount;
                figures.multiple = *multiple;
                figures.of_premium = *of_premium;
            }
        }
        figures
    }

    /// The most the insurer pays: an amount, or a multiple of the premium paid,
    /// of the minimum premium, or of the greater of both.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] for an amount and a multiple at once;
    /// [`Error::OutOfRange`] for an insured percentage of nothing.
    pub fn maximum(&self, witness: &mut impl Witness) -> Result<MaximumLiability, Error> {
        let premium = self.of_premium.of(self.premium_paid, self.minimum_premium);
        let maximum = match (self.amount, self.multiple) {
            (Some(_), Some(_)) => {
                let problem = "a maximum liability is either an `amount` or a `multiple`".into();
                return Err(Error::Unanswerable { problem }.at("multiple"));
            }
            (Some(amount), None) => amount,
            (None, Some(multiple)) => {
                let product = Amount::new(exact::product(premium.get(), multiple.get())?)?;
                let maximum = self.rounding.round(product, self.currency)?;
                witness.see(|| {
                    Step::new("liability_multiple", Rule::Clm4)
                        .fact("multiple", multiple)
                        .amounts(premium, maximum)
                        .rounded_from(product)
                });
                maximum
            }
            (None, None) => {
                return Ok(MaximumLiability {
                    maximum: None,
                    premium: None,
                    multiple: None,
                    exhausted_by: None,
                    steps: Vec::new(),
                });
            }
        };
        let exhausted_by = match self.insured_percentage {
            None => None,
            Some(percentage) if percentage == Share::NONE => {
                return Err(Error::OutOfRange {
                    what: "an insured percentage",
                    allowed: "above 0%",
                    given: "0%".into(),
                }
                .at("insured_percentage"));
            }
            Some(percentage) => {
                let quotient = Amount::new(exact::quotient(maximum.get(), percentage.get())?)?;
                let loss = self.rounding.round(quotient, self.currency)?;
                witness.see(|| {
                    Step::new("liability_exhausted", Rule::Clm4)
                        .fact("percentage", percentage)
                        .amounts(maximum, loss)
                });
                Some(loss)
            }
        };
        Ok(MaximumLiability {
            maximum: Some(Money::new(maximum, self.currency)),
            premium: self.multiple.map(|_| premium),
            multiple: self.multiple,
            exhausted_by,
            steps: Vec::new(),
        })
    }
}
