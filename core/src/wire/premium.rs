//! Operations on what cover costs.

use alloc::vec::Vec;

use serde::Deserialize;

use crate::answers::premium::{DatedTax, PremiumFigures, PremiumQuestion, PremiumStatement};
use crate::error::Error;
use crate::terms::{Policy, PolicyTerms};
use crate::value::Day;

/// The request of [`premium`].
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
