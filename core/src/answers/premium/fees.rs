//! Fees beside the premium (PRE-5).

use alloc::vec::Vec;

use serde::Serialize;

use super::figures::Service;
use crate::answers::duties::parts;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{Fee, FeeKind, Period, PolicyTerms};
use crate::value::{Amount, Rate, exact};

/// What is charged for one kind of service (PRE-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeeLine {
    /// What it is for.
    pub kind: FeeKind,
    /// How many there were.
    pub count: u32,
    /// How many of them are charged: without those included in the premium,
    /// once for each period.
    pub charged: u32,
    /// How much each time.
    pub each: Amount,
    /// How much in all.
    pub amount: Amount,
    /// Value added tax on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat: Option<Amount>,
    /// Whether insurance premium tax is due on it, too.
    #[serde(skip_serializing_if = "crate::value::is_default")]
    pub premium_tax: bool,
}

impl FeeKind {
    /// The word for it in a document.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::LimitRequest => "limit_request",
            Self::LimitMonitoring => "limit_monitoring",
            Self::Enquiry => "enquiry",
            Self::Policy => "policy_fee",
        }
    }
}

/// The fees for what was done in the year; the fee for the policy itself is
/// due once. A service that no fee fits costs nothing.
///
/// # Errors
///
/// [`Error::Overflow`].
pub(super) fn fees(
    terms: &PolicyTerms,
    year: Period,
    services: &[Service],
    witness: &mut impl Witness,
) -> Result<Vec<FeeLine>, Error> {
    let rules = &terms.premium.fees;
    let mut counts: Vec<u32> =
        rules.iter().map(|fee| u32::from(fee.kind == FeeKind::Policy)).collect();
    for service in services.iter().filter(|service| service.kind != FeeKind::Policy) {
        let first = rules.iter().position(|fee| fits(fee, service));
        if let Some(count) = first.and_then(|place| counts.get_mut(place)) {
            *count = count.saturating_add(service.count);
        }
    }
    let mut lines = Vec::new();
    for (fee, count) in rules.iter().zip(counts) {
        if count == 0 {
            continue;
        }
        let periods = match fee.every {
            Some(every) => parts(year, every.months())?.len(),
            None => 1,
        };
        let periods = u32::try_from(periods).unwrap_or(u32::MAX);
        let charged = count.saturating_sub(fee.included).saturating_mul(periods);
        let round = |amount| terms.premium.rounding.round(amount, terms.currency);
        let amount = round(Amount::new(exact::product(fee.amount.get(), charged.into())?)?)?;
        let vat = |rate: Rate| round(Amount::new(exact::product(amount.get(), rate.get())?)?);
        let line = FeeLine {
            kind: fee.kind,
            count,
            charged,
            each: fee.amount,
            amount,
            vat: fee.vat.map(vat).transpose()?,
            premium_tax: fee.premium_tax,
        };
        witness.see(|| {
            Step::new("premium_fee", Rule::Pre5)
                .clause(fee.clause.as_ref().or(terms.premium.clause.as_ref()))
                .fact("kind", fee.kind.code())
                .fact("charged", charged)
                .amounts(fee.amount, amount)
        });
        lines.push(line);
    }
    Ok(lines)
}

fn fits(fee: &Fee, service: &Service) -> bool {
    let there = |countries: &Vec<_>| service.country.is_some_and(|it| countries.contains(&it));
    fee.kind == service.kind && fee.countries.as_ref().is_none_or(there)
}

/// The sum of the fees, of their value added tax, and of those that premium
/// tax is due on.
pub(super) fn sums(lines: &[FeeLine]) -> Result<(Amount, Amount, Amount), Error> {
    let fees = Amount::total(lines.iter().map(|line| line.amount))?;
    let vat = Amount::total(lines.iter().filter_map(|line| line.vat))?;
    let taxed = lines.iter().filter(|line| line.premium_tax).map(|line| line.amount);
    Ok((fees, vat, Amount::total(taxed)?))
}
