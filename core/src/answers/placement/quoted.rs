//! What a quote offers, as a row of the table (PLA-5).

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::Serialize;

use super::candidate::Candidate;
use super::cost::AnnualCost;
use super::limits::LimitsObtained;
use crate::answers::cover::{LimitBasis, percentage};
use crate::answers::premium::LiabilityFigures;
use crate::error::Error;
use crate::explain::Receipt;
use crate::facts::Submission;
use crate::terms::{Cause, InsuredPercentage, PolicyTerms, Step as Clause};
use crate::value::{Amount, Country, Day, Id, Share, Span};

/// A quote, or a negotiated variant of one, as a row of the table (PLA-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuoteRow {
    /// Its name.
    pub quote: Id,
    /// The quote that it is a variant of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Id>,
    /// Who offers it.
    pub insurer: Id,
    /// The last day on which it can be accepted (PLA-3).
    pub last_day: Day,
    /// Whether it can be accepted on the day of the question; absent: no day
    /// was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// What it costs in a year.
    pub cost: AnnualCost,
    /// Its rank by cost, 1 for the lowest; equal costs share one.
    pub rank: usize,
    /// The limits obtained.
    pub limits: LimitsObtained,
    /// The insured percentages.
    pub insured_percentage: PercentagesOffered,
    /// The limit that the policyholder may set itself on evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discretionary: Option<Amount>,
    /// The limit on buyers nobody looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<Amount>,
    /// Thresholds, deductibles, retentions and aggregates, in the order in
    /// which they apply.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deductibles: Vec<Clause>,
    /// The most the insurer pays in an insurance year, on the premium of this
    /// table; absent: no maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_liability: Option<Amount>,
    /// What must be done by when.
    pub deadlines: Deadlines,
    /// What was computed from what.
    pub receipt: Receipt,
}

/// The insured percentages of a quote (POL-6): those that the policy leaves to
/// its defaults are spelled out, for whoever reads a table does not know them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PercentagesOffered {
    /// For buyers with a limit decided by the insurer (dénommés).
    pub named: Share,
    /// For buyers under a discretionary limit; absent: there is no such limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discretionary: Option<Share>,
    /// For unnamed buyers (non dénommés); absent: there is no such limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unnamed: Option<Share>,
    /// For buyers of a country, whatever the kind of limit.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_country: BTreeMap<Country, Share>,
    /// For a cause of loss, whatever the country.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub by_cause: BTreeMap<Cause, Share>,
}

impl PercentagesOffered {
    fn of(terms: &PolicyTerms) -> Self {
        let InsuredPercentage { named, by_country, by_cause, .. } = &terms.insured_percentage;
        let kind = |basis| percentage(terms, basis, None, None, None).0;
        let limits = &terms.limits;
        Self {
            named: *named,
            discretionary: limits.discretionary.as_ref().map(|_| kind(LimitBasis::CreditReport)),
            unnamed: limits.unnamed.as_ref().map(|_| kind(LimitBasis::Unnamed)),
            by_country: by_country.clone(),
            by_cause: by_cause.clone(),
        }
    }
}

/// The time limits of a policy, each from the date that the policy names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadlines {
    /// Longest terms of payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_terms: Option<Span>,
    /// Maximum extension period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_extension: Option<Span>,
    /// To tell of what is overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue_notice: Option<Span>,
    /// To tell of an insolvency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insolvency_notice: Option<Span>,
    /// To file the claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim_filing: Option<Span>,
    /// The waiting period.
    pub waiting_period: Span,
    /// To pay the indemnity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indemnity: Option<Span>,
}

impl Deadlines {
    fn of(terms: &PolicyTerms) -> Self {
        let told = &terms.notification;
        Self {
            maximum_terms: terms.periods.maximum_terms,
            maximum_extension: terms.periods.maximum_extension,
            overdue_notice: told.overdue.as_ref().map(|rule| rule.within),
            insolvency_notice: told.insolvency.as_ref().map(|rule| rule.within),
            claim_filing: told.claim_filing.as_ref().and_then(|rule| rule.within),
            waiting_period: terms.waiting_period.span,
            indemnity: terms.indemnity.due.as_ref().map(|due| due.within),
        }
    }
}

impl QuoteRow {
    pub(super) fn of(
        candidate: &Candidate,
        submission: &Submission,
        as_of: Option<Day>,
    ) -> Result<Self, Error> {
        let terms = candidate.policy.terms();
        let last_day = candidate.quote.last_day()?;
        let issued = candidate.quote.issued;
        let figures = LiabilityFigures::of_policy(terms, candidate.premium());
        let figures = LiabilityFigures { insured_percentage: None, ..figures };
        let maximum = figures.maximum(&mut ())?.maximum;
        Ok(Self {
            quote: candidate.id.clone(),
            of: candidate.of.clone(),
            insurer: terms.insurer.clone(),
            last_day,
            open: as_of.map(|day| (issued..=last_day).contains(&day)),
            cost: candidate.cost.clone(),
            rank: 0,
            limits: LimitsObtained::of(submission, &candidate.quote)?,
            insured_percentage: PercentagesOffered::of(terms),
            discretionary: terms.limits.discretionary.as_ref().map(|own| own.amount),
            unnamed: terms.limits.unnamed.as_ref().map(|unnamed| unnamed.amount),
            deductibles: terms
                .indemnity
                .steps
                .iter()
                .filter(|step| deducts(step))
                .cloned()
                .collect(),
            maximum_liability: maximum.map(|maximum| maximum.amount),
            deadlines: Deadlines::of(terms),
            receipt: Receipt::new(&candidate.policy, None, terms.period.from),
        })
    }
}

/// Whether a step leaves a part of the loss with the insured that a
/// percentage or a maximum does not.
const fn deducts(step: &Clause) -> bool {
    match step {
        Clause::Threshold { .. }
        | Clause::EachLossDeductible { .. }
        | Clause::MinimumRetention { .. }
        | Clause::AggregateFirstLoss { .. }
        | Clause::NonQualifyingDeduction { .. } => true,
        Clause::CreditLimit { .. }
        | Clause::InsuredPercentage { .. }
        | Clause::MaximumLiability { .. } => false,
    }
}
