//! What a quote costs in a year, with everything in it (PLA-5).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

use super::limits::requests;
use crate::answers::premium::{
    DatedTax, DeclaredTurnover, MonthEndBalance, NotInsurable, NotInsurableReason, PremiumFigures,
    PremiumQuestion, RunningLimit, Service,
};
use crate::error::Error;
use crate::facts::{Quote, Submission};
use crate::terms::{FeeKind, Policy, PolicyTerms, PremiumBasis};
use crate::value::{Amount, Country, Id, Number, exact};

/// What a quote costs in its first insurance year (PLA-5). French: coût annuel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnualCost {
    /// The premium on the expected figures, at least the minimum.
    pub premium: Amount,
    /// The least that is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Amount>,
    /// Whether the minimum binds.
    pub minimum_binds: bool,
    /// Fees beside the premium, with their value added tax.
    pub fees: Amount,
    /// Insurance premium tax; absent: it is not known, and `total` is without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Amount>,
    /// All of it.
    pub total: Amount,
    /// All of it in ‰ of the turnover, rounded to three decimals.
    pub per_mille: Number,
}

/// On what the costs of quotes are compared.
pub(super) struct CostBasis<'a> {
    pub(super) submission: &'a Submission,
    pub(super) turnover: Amount,
    pub(super) figures: &'a PremiumFigures,
    pub(super) taxes: &'a [DatedTax],
}

/// What a quote costs in its first insurance year.
///
/// Figures that the caller leaves out come from the submission and the quote:
/// turnover, the balances of its buyers at each of twelve months' ends, the
/// limits granted, and one request for each limit that is wanted.
///
/// # Errors
///
/// Those of [`PremiumQuestion::answer`].
pub(super) fn annual_cost(
    policy: &Policy,
    quote: &Quote,
    basis: &CostBasis<'_>,
) -> Result<AnnualCost, Error> {
    let terms = policy.terms();
    let mut figures = basis.figures.clone();
    if figures.turnover.is_empty() {
        figures.turnover = turnover(terms, basis);
    }
    let country_of = |buyer: &Id| {
        let found = basis.submission.buyers.iter().find(|one| one.id == *buyer);
        found.and_then(|one| one.country)
    };
    if figures.balances.is_empty() && terms.premium.basis == PremiumBasis::Balances {
        figures.balances = balances(quote, basis.submission);
    }
    let on_limits = matches!(terms.premium.basis, PremiumBasis::HighestLimit | PremiumBasis::TopUp);
    if figures.limits.is_empty() && on_limits {
        let granted = quote.limits.iter().filter(|limit| !limit.amount.is_zero());
        figures.limits = granted
            .map(|limit| RunningLimit {
                buyer: Some(limit.buyer.clone()),
                country: country_of(&limit.buyer),
                grade: None,
                from: None,
                to: None,
                amount: limit.amount,
            })
            .collect();
    }
    if figures.services.is_empty() {
        figures.services = services(quote, basis.submission);
    }
    let question =
        PremiumQuestion { policy, figures: &figures, on: None, taxes: basis.taxes, tax_on: None };
    let statement = question.answer(&mut ()).map_err(|error| match error {
        // A quote has neither figures nor taxes of its own: its premium is what cannot be told.
        Error::At { source, .. } => source.at("policy.premium"),
        other => other,
    })?;
    let total = statement.total.amount;
    let ratio = exact::quotient(total.get(), basis.turnover.get())?;
    let per_mille = exact::product(ratio.round_dp(12), Decimal::ONE_THOUSAND)?
        .round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero);
    Ok(AnnualCost {
        premium: statement.premium,
        minimum: statement.minimum,
        minimum_binds: statement.minimum.is_some_and(|minimum| statement.earned < minimum),
        fees: statement.fees_total.plus(statement.vat)?,
        tax: statement.tax,
        total,
        per_mille: exact::text(per_mille).parse()?,
    })
}

/// The expected turnover; what a quote does not cover is not insurable.
fn turnover(terms: &PolicyTerms, basis: &CostBasis<'_>) -> Vec<DeclaredTurnover> {
    let row = |country: Option<Country>, amount: Amount| {
        let scope = &terms.scope;
        let covered = country.is_none_or(|country| scope.covers_country(country));
        let left_out = NotInsurable { reason: NotInsurableReason::CountryNotCovered, amount };
        DeclaredTurnover {
            up_to: None,
            country,
            grade: None,
            terms: None,
            amount,
            not_insurable: if covered { Vec::new() } else { alloc::vec![left_out] },
        }
    };
    let countries = &basis.submission.turnover_by_country;
    if countries.is_empty() {
        return alloc::vec![row(None, basis.turnover)];
    }
    countries.iter().map(|(country, amount)| row(Some(*country), *amount)).collect()
}

/// The balances of the submission, as if they stood so at every month's end.
fn balances(quote: &Quote, submission: &Submission) -> Vec<MonthEndBalance> {
    let mut balances = Vec::new();
    for _ in 0..12 {
        for buyer in &submission.buyers {
            let Some(amount) = buyer.balance else { continue };
            balances.push(MonthEndBalance {
                on: None,
                buyer: Some(buyer.id.clone()),
                country: buyer.country,
                grade: None,
                terms: None,
                amount,
                limit: quote.limit(&buyer.id).map(|limit| limit.amount),
            });
        }
    }
    balances
}

/// One request and one enquiry for each limit wanted, and each limit granted
/// is monitored; by country, because fees can differ.
fn services(quote: &Quote, submission: &Submission) -> Vec<Service> {
    let mut wanted: BTreeMap<Option<Country>, (u32, u32)> = BTreeMap::new();
    for request in requests(submission, quote) {
        let (asked, granted) = wanted.entry(request.country).or_default();
        *asked = asked.saturating_add(1);
        let has = request.granted.is_some_and(|amount| !amount.is_zero());
        *granted = granted.saturating_add(u32::from(has));
    }
    let mut services = Vec::new();
    for (country, (asked, granted)) in wanted {
        for (kind, count) in [
            (FeeKind::LimitRequest, asked),
            (FeeKind::Enquiry, asked),
            (FeeKind::LimitMonitoring, granted),
        ] {
            services.push(Service { kind, count, country });
        }
    }
    services
}
