//! What was declared: insurable turnover, and what is not and why (PRE-1).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::Serialize;

use super::figures::{DeclaredTurnover, NotInsurable, NotInsurableReason};
use crate::answers::duties::parts;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{Period, PolicyTerms};
use crate::value::Amount;

/// The turnover of an insurance year (PRE-1): `insurable` and what is not sum
/// to `declared`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TurnoverBreakdown {
    /// All of it.
    pub declared: Amount,
    /// What premium is due on.
    pub insurable: Amount,
    /// The rest, by reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_insurable: Vec<NotInsurable>,
    /// The periods that the policy asks a declaration for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<DeclaredPeriod>,
}

/// A period that turnover is declared for (PRE-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeclaredPeriod {
    /// The period.
    pub period: Period,
    /// Whether anything was declared for it.
    pub received: bool,
    /// All of its turnover.
    pub declared: Amount,
    /// What premium is due on.
    pub insurable: Amount,
}

impl TurnoverBreakdown {
    /// Adds up what was declared.
    ///
    /// # Errors
    ///
    /// With the path of a declaration that contradicts itself.
    pub(super) fn of(
        terms: &PolicyTerms,
        year: Period,
        rows: &[DeclaredTurnover],
        witness: &mut impl Witness,
    ) -> Result<Option<Self>, Error> {
        if rows.is_empty() {
            return Ok(None);
        }
        let rules = &terms.premium;
        let mut periods: Vec<DeclaredPeriod> = match &rules.declarations {
            Some(duty) => parts(year, duty.every.months())?
                .into_iter()
                .map(|period| DeclaredPeriod {
                    period,
                    received: false,
                    declared: Amount::ZERO,
                    insurable: Amount::ZERO,
                })
                .collect(),
            None => Vec::new(),
        };
        let mut breakdown = Self {
            declared: Amount::ZERO,
            insurable: Amount::ZERO,
            not_insurable: Vec::new(),
            periods: Vec::new(),
        };
        let mut reasons: BTreeMap<NotInsurableReason, Amount> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            let insurable = row
                .insurable()
                .map_err(|error| error.within(&alloc::format!("figures.turnover[{place}]")))?;
            breakdown.declared = breakdown.declared.plus(row.amount)?;
            breakdown.insurable = breakdown.insurable.plus(insurable)?;
            for part in &row.not_insurable {
                let sum = reasons.entry(part.reason).or_default();
                *sum = sum.plus(part.amount)?;
            }
            let day = row.up_to.unwrap_or(year.to);
            if let Some(period) = periods.iter_mut().find(|one| one.period.contains(day)) {
                period.received = true;
                period.declared = period.declared.plus(row.amount)?;
                period.insurable = period.insurable.plus(insurable)?;
            }
        }
        for (reason, amount) in &reasons {
            witness.see(|| {
                Step::new("premium_not_insurable", Rule::Pre1)
                    .clause(rules.clause.as_ref())
                    .fact("amount", *amount)
                    .fact("why", reason.code())
            });
        }
        let (declared, insurable) = (breakdown.declared, breakdown.insurable);
        witness.see(|| {
            Step::new("premium_declared", Rule::Pre1)
                .clause(rules.clause.as_ref())
                .amounts(declared, insurable)
        });
        breakdown.not_insurable =
            reasons.into_iter().map(|(reason, amount)| NotInsurable { reason, amount }).collect();
        breakdown.periods = periods;
        Ok(Some(breakdown))
    }
}
