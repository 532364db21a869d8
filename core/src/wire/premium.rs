//! Operations on what cover costs.

use alloc::vec::Vec;

use serde::Deserialize;

use crate::answers::premium::{
    self, BurningCost, BurningCostFigures, DatedTax, FiguresQuestion, KnownTariff, LateDebt,
    LateInterest, LiabilityFigures, LostMargin, MaximumLiability, PremiumFigures, PremiumQuestion,
    PremiumStatement, SalesToRecover, TariffPremium, TariffQuestion,
};
use crate::error::Error;
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Amount, Day, Rates};

/// The request of [`premium()`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"figures\": … }")]
pub struct PremiumRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// The figures of the insurance year, declared or expected.
    #[serde(default)]
    pub figures: PremiumFigures,
    /// A day of the insurance year; absent: the first day of the policy.
    pub on: Option<Day>,
    /// Dated rates of insurance premium tax; those of a country take the place
    /// of what the library knows of it.
    #[serde(default)]
    pub taxes: Vec<DatedTax>,
    /// The day whose tax rates hold; absent: the first day of the insurance year.
    pub tax_on: Option<Day>,
}

/// What a policy costs in an insurance year, with every step (PRE-1…6).
///
/// # Errors
///
/// Those of the policy; with the path of a figure that has no rate, lies
/// outside the year or contradicts another; `not_found` for a tax that no
/// table has on the day.
pub fn premium(request: PremiumRequest) -> Result<PremiumStatement, Error> {
    let PremiumRequest { policy, figures, on, taxes, tax_on } = request;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    PremiumQuestion { policy: &policy, figures: &figures, on, taxes: &taxes, tax_on }.explained()
}

/// The request of [`premium_figures`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": … }")]
pub struct PremiumFiguresRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of the end of which day.
    pub as_of: Day,
    /// A day of the insurance year; absent: the first day of the policy.
    pub on: Option<Day>,
    /// Exchange rates, for invoices in other currencies.
    #[serde(default)]
    pub rates: Rates,
}

/// The figures that a policy's premium is on, from a ledger: turnover to be
/// declared, with what is not insurable and why, invoices, or balances at each
/// month's end (PRE-1).
///
/// # Errors
///
/// Those of the documents; [`Error::MissingRate`].
pub fn premium_figures(request: PremiumFiguresRequest) -> Result<PremiumFigures, Error> {
    let PremiumFiguresRequest { policy, ledger, as_of, on, rates } = request;
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
    FiguresQuestion { policy: &policy, ledger: &ledger, rates: &rates, on, as_of }.figures()
}

/// Interest and compensation for a debt that was paid late (PRE-7).
///
/// # Errors
///
/// Those of [`premium::late_interest`].
#[expect(clippy::needless_pass_by_value, reason = "an operation takes its request")]
pub fn late_interest(request: LateDebt) -> Result<LateInterest, Error> {
    let mut steps = Vec::new();
    let answer = premium::late_interest(&request, &mut steps)?;
    Ok(LateInterest { steps, ..answer })
}

/// The request of [`maximum_liability`]: either `figures`, or `policy`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"premium_paid\": … }")]
pub struct MaximumLiabilityRequest {
    /// What was agreed.
    pub policy: Option<PolicyTerms>,
    /// The premium paid in the insurance year, with a policy.
    #[serde(default)]
    pub premium_paid: Amount,
    /// A day of the insurance year, with a policy; absent: its first day.
    pub on: Option<Day>,
    /// The clause in figures.
    pub figures: Option<LiabilityFigures>,
}

/// The most the insurer pays in an insurance year, and the loss that uses it up
/// (CLM-4).
///
/// # Errors
///
/// Those of the policy, and of figures that contradict each other.
pub fn maximum_liability(request: MaximumLiabilityRequest) -> Result<MaximumLiability, Error> {
    let mut steps = Vec::new();
    let answer = match (request.policy, request.figures) {
        (Some(policy), None) => {
            let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
            let terms = policy.on(request.on.unwrap_or(policy.terms().period.from));
            LiabilityFigures::of_policy(terms, request.premium_paid).maximum(&mut steps)?
        }
        (None, Some(figures)) => {
            figures.maximum(&mut steps).map_err(|error| error.within("figures"))?
        }
        _ => {
            let problem = "say either `policy` or `figures`".into();
            return Err(Error::Unanswerable { problem });
        }
    };
    Ok(MaximumLiability { steps, ..answer })
}

/// The sales needed to make good a loss (PRE-8).
///
/// # Errors
///
/// [`Error::OutOfRange`] for a margin of nothing.
pub fn sales_to_recover_loss(request: LostMargin) -> Result<SalesToRecover, Error> {
    let mut steps = Vec::new();
    let answer = premium::sales_to_recover_loss(&request, &mut steps)?;
    Ok(SalesToRecover { steps, ..answer })
}

/// The premium that pays for losses, expenses and margin (PRE-4).
///
/// # Errors
///
/// Those of [`premium::burning_cost`].
pub fn burning_cost(request: BurningCostFigures) -> Result<BurningCost, Error> {
    let mut steps = Vec::new();
    let answer = premium::burning_cost(&request, &mut steps)?;
    Ok(BurningCost { steps, ..answer })
}

/// What a published tariff says (PRE-1).
///
/// # Errors
///
/// Those of [`premium::tariff`].
#[expect(clippy::needless_pass_by_value, reason = "an operation takes its request")]
pub fn tariff(request: TariffQuestion) -> Result<TariffPremium, Error> {
    let mut steps = Vec::new();
    let answer = premium::tariff(&request, &mut steps)?;
    Ok(TariffPremium { steps, ..answer })
}

/// The request of an operation that needs none.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{}")]
pub struct Everything {}

/// The tariffs that the library knows, with their sources.
///
/// # Errors
///
/// None in practice.
pub fn tariffs(_: Everything) -> Result<Vec<KnownTariff>, Error> {
    premium::tariffs()
}

/// The table of insurance premium taxes that the library knows, with its
/// sources (PRE-6).
///
/// # Errors
///
/// None in practice.
pub fn premium_taxes(_: Everything) -> Result<Vec<DatedTax>, Error> {
    premium::published_taxes()
}
