//! Paying early against a discount.

use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::effective::{EffectiveCost, EffectiveStyle};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::growth::Flow;
use crate::value::{Amount, AnnualRate, Currency, DayBasis, Rate, Rounding, Share, exact};

/// An offer to be paid early (FAC-5): `discount` for paying `discount_days`
/// after the invoice in place of `net_days`, or a `rate` a year for `days_early`.
/// French: escompte pour paiement comptant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an early payment, as an object")]
pub struct EarlyPayment {
    /// The invoice; absent: only rates are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Amount>,
    /// The share taken off (2 % of 2/10 net 30).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Share>,
    /// The last day on which it is (10 of 2/10 net 30).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_days: Option<u16>,
    /// The day on which the whole invoice is due (30 of 2/10 net 30).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_days: Option<u16>,
    /// The rate a year of a discount by time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// How many days early it is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_early: Option<u16>,
    /// The rate a year at which whoever pays early borrows what is paid until
    /// the invoice is due; absent: nothing is borrowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Rate>,
    /// How many days a year has for `rate` and `credit`; by default 360.
    #[serde(default, skip_serializing_if = "crate::value::is_default")]
    pub basis: DayBasis,
}

impl EarlyPayment {
    fn wrong<T>(problem: &str) -> Result<T, Error> {
        Err(Error::Unanswerable { problem: problem.into() }.at("offer"))
    }

    /// The share that is taken off, and how many days early.
    fn share_and_days(&self) -> Result<(Decimal, u16), Error> {
        match (self.discount, self.discount_days, self.net_days, self.rate, self.days_early) {
            (Some(discount), Some(by), Some(net), None, None) => {
                Ok((discount.get(), net.saturating_sub(by)))
            }
            (Some(discount), None, None, None, Some(days)) => Ok((discount.get(), days)),
            (None, None, None, Some(rate), Some(days)) => {
                let part = exact::product(rate.get(), days.into())?;
                Ok((exact::quotient(part, self.basis.get())?, days))
            }
            _ => Self::wrong(
                "say either `discount`, `discount_days` and `net_days`, or `rate` and `days_early`",
            ),
        }
    }
}

/// What an early payment comes to (FAC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EarlyPaymentCost {
    /// The currency of the amounts.
    pub currency: Currency,
    /// How many days early.
    pub days_early: u16,
    /// What is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Amount>,
    /// What is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Amount>,
    /// What it leaves if what is paid is borrowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub borrowed: Option<BorrowedPayment>,
    /// What is taken off as a share of what is paid, for those days.
    pub of_payment: AnnualRate,
    /// What it costs whoever is paid early, and earns whoever pays, a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<EffectiveCost>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// An early payment that is borrowed (FAC-5): `discount − interest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BorrowedPayment {
    /// The interest on what is paid, until the invoice is due.
    pub interest: Amount,
    /// How much the discount is above the interest.
    pub net_benefit: Amount,
    /// How much the interest is above the discount.
    pub net_cost: Amount,
}

/// What an early payment comes to: the discount, and its cost a year, simple
/// `d ÷ (1 − d) × basis ÷ days` and compound `(1 + d ÷ (1 − d))^(basis ÷ days) − 1`
/// (FAC-5).
///
/// 2/10 net 30 costs 37.2 % a year, simple.
///
/// # Errors
///
/// [`Error::Unanswerable`] if it is not one of the two kinds, or not early;
/// [`Error::Overflow`].
pub fn early_payment(
    offer: &EarlyPayment,
    currency: Currency,
    rounding: &Rounding,
    style: EffectiveStyle,
    witness: &mut impl Witness,
) -> Result<EarlyPaymentCost, Error> {
    let style = style.checked()?;
    let (share, days) = offer.share_and_days()?;
    if days == 0 {
        return EarlyPayment::wrong("it is not early: the discount ends before the invoice is due");
    }
    if share >= Decimal::ONE {
        return EarlyPayment::wrong("the discount would leave nothing to pay");
    }
    let interest = |amount: Amount, rate: Rate| {
        // Multiply first: the division is the only step that may not end.
        let year = exact::product(amount.get(), rate.get())?;
        let exact = exact::quotient(exact::product(year, days.into())?, offer.basis.get())?;
        rounding.round(Amount::new(exact)?, currency)
    };
    let discount = match offer.invoice {
        None => None,
        Some(invoice) => {
            let discount = match offer.rate {
                Some(rate) => interest(invoice, rate)?,
                None => {
                    rounding.round(Amount::new(exact::product(invoice.get(), share)?)?, currency)?
                }
            };
            let discount = discount.capped_at(invoice);
            witness.see(|| {
                Step::new("early_discount", Rule::Fac5)
                    .fact("days", u32::from(days))
                    .fact("rate", style.rate(share))
                    .amounts(invoice, discount)
            });
            Some(discount)
        }
    };
    let amounts = match (offer.invoice, discount) {
        (Some(invoice), Some(discount)) => Some((discount, invoice.less(discount)?)),
        _ => None,
    };
    let borrowed = match (offer.credit, amounts) {
        (None, _) => None,
        (Some(_), None) => {
            return EarlyPayment::wrong(
                "say the `invoice`: what a `credit` costs is compared with its discount",
            );
        }
        (Some(rate), Some((discount, paid))) => {
            let interest = interest(paid, rate)?;
            let (net_benefit, net_cost) = (discount.less(interest)?, interest.less(discount)?);
            witness.see(|| {
                Step::new("early_credit", Rule::Fac5)
                    .fact("rate", rate)
                    .fact("days", u32::from(days))
                    .fact("benefit", net_benefit)
                    .fact("cost", net_cost)
                    .amounts(paid, interest)
            });
            Some(BorrowedPayment { interest, net_benefit, net_cost })
        }
    };
    let paid = exact::difference(Decimal::ONE, share)?;
    let last = u32::from(days);
    let flows = [Flow { day: 0, amount: paid }, Flow { day: last, amount: Decimal::NEGATIVE_ONE }];
    let numbers = exact::product(paid.round_dp(24), days.into())?;
    let effective =
        EffectiveCost::of(share.round_dp(24), numbers, (&flows, style.basis.days()), style)?
            .map(|cost| cost.with_nominal(share.round_dp(24), days.into(), style))
            .transpose()?;
    if let Some(effective) = &effective {
        witness.see(|| {
            let step = Step::new("effective_simple", Rule::Fac2).fact("rate", effective.simple);
            step.fact("days", last)
        });
        if let Some(compound) = effective.compound {
            witness.see(|| Step::new("effective_compound", Rule::Fac2).fact("rate", compound));
        }
    }
    Ok(EarlyPaymentCost {
        currency,
        days_early: days,
        paid: amounts.map(|(_, paid)| paid),
        discount,
        borrowed,
        of_payment: style.rate(exact::quotient(share, paid)?),
        effective,
        steps: Vec::new(),
    })
}
