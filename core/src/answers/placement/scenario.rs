//! Losses that every quote is asked about (PLA-5).

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::candidate::Candidate;
use crate::answers::claim::{
    Claim, ClaimState, ClaimStatus, FigureLoss, Settling, indemnity_on_figures, settle_claims,
};
use crate::answers::cover::{LimitBasis, percentage};
use crate::error::Error;
use crate::facts::{Ledger, LedgerDocument, PremiumPaid, Submission};
use crate::terms::{Cause, Fallback, Form, Period, Policy, PolicyTerms};
use crate::value::{Amount, Calendar, Country, Day, Id, Rates, Share, is_default};

/// The same losses for every quote: plain losses by buyer, or a ledger with
/// claims (PLA-5). Without either, a year without losses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a scenario of losses, as an object")]
pub struct Scenario {
    /// Its name.
    pub id: Id,
    /// Insurable losses by buyer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<PlainLoss>,
    /// What happened, with `claims` and `as_of`. The limits of each quote take
    /// the place of those in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<LedgerDocument>,
    /// The claims on the ledger.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
    /// As of the end of which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// The period for which each quote is taken to run, such as the year of
    /// the ledger; absent: its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Up to which yearly loss a break-even is looked for; absent: ten times
    /// the loss of the scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<Amount>,
}

/// A loss on a buyer in figures, in the currency of the quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a loss on a buyer, as an object")]
pub struct PlainLoss {
    /// The buyer.
    pub buyer: Id,
    /// How much, on the insured base.
    pub amount: Amount,
    /// The cause of loss; by default insolvency.
    #[serde(default = "insolvency", skip_serializing_if = "is_insolvency")]
    pub cause: Cause,
    /// The date of loss; absent: the first day of the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_loss: Option<Day>,
    /// Whether there is evidence for a discretionary limit on the buyer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evidence: bool,
}

const fn insolvency() -> Cause {
    Cause::Insolvency
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_insolvency(cause: &Cause) -> bool {
    *cause == Cause::Insolvency
}

/// What a quote pays for a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paid {
    /// The whole loss.
    pub(super) loss: Amount,
    /// The indemnity.
    pub(super) indemnity: Amount,
    /// Claims that are no loss yet on the day, under this quote.
    pub(super) not_yet: u32,
}

impl Scenario {
    /// Finds what cannot stand.
    pub(super) fn check(&self) -> Result<(), Error> {
        let says = |problem: &str, field: &str| {
            Err(Error::Unanswerable { problem: problem.into() }.at(field))
        };
        match (&self.ledger, self.as_of) {
            (Some(_), _) if !self.losses.is_empty() => {
                return says("a scenario has either `losses` or a `ledger`", "losses");
            }
            (Some(_), None) => return says("say as of which day the ledger is read", "as_of"),
            (None, _) if !self.claims.is_empty() => {
                return says("claims need a `ledger`; plain losses go to `losses`", "claims");
            }
            _ => {}
        }
        let mut buyers = BTreeSet::new();
        for (at, loss) in self.losses.iter().enumerate() {
            if !buyers.insert(&loss.buyer) {
                let problem = "a buyer has one loss in a scenario: add them up".into();
                return Err(Error::Unanswerable { problem }.at(format!("losses[{at}].buyer")));
            }
        }
        Ok(())
    }

    /// What a quote pays for the scenario.
    pub(super) fn run(
        &self,
        candidate: &Candidate,
        submission: &Submission,
        rates: &Rates,
        holidays: &Calendar,
    ) -> Result<Paid, Error> {
        if let (Some(ledger), Some(as_of)) = (&self.ledger, self.as_of) {
            return self.settle(candidate, ledger, as_of, rates, holidays);
        }
        let policy = self.policy(candidate)?;
        let losses = self.figures(candidate, policy.terms(), submission);
        let indemnity = paid(&policy, &losses, candidate.premium())?;
        let loss = Amount::total(self.losses.iter().map(|loss| loss.amount))?;
        Ok(Paid { loss, indemnity, not_yet: 0 })
    }

    /// The policy of a quote, as if it ran for the period of the scenario.
    pub(super) fn policy(&self, candidate: &Candidate) -> Result<Policy, Error> {
        let terms = candidate.policy.terms();
        let period = self.period.unwrap_or(terms.period);
        if period == terms.period {
            return Ok(candidate.policy.clone());
        }
        Policy::new(PolicyTerms { period, ..terms.clone() }).map_err(|error| error.at("period"))
    }

    /// The plain losses as the policy sees them: within its scope, with the
    /// limit and the percentage of each buyer.
    pub(super) fn figures(
        &self,
        candidate: &Candidate,
        terms: &PolicyTerms,
        submission: &Submission,
    ) -> Vec<FigureLoss> {
        let country_of = |buyer: &Id| {
            let found = submission.buyers.iter().find(|one| one.id == *buyer);
            found.and_then(|one| one.country)
        };
        self.losses
            .iter()
            .map(|loss| {
                let country = country_of(&loss.buyer);
                let (limit, share) = limit(candidate, terms, loss, country);
                let insured = !limit.is_zero() && in_scope(terms, loss, country);
                FigureLoss {
                    id: Some(loss.buyer.clone()),
                    date_of_loss: loss.date_of_loss,
                    amount: Some(if insured { loss.amount } else { Amount::ZERO }),
                    receivables: Vec::new(),
                    limit: Some(limit),
                    percentage: Some(share),
                    total_debt: Some(loss.amount),
                    costs: Amount::ZERO,
                    primary: None,
                }
            })
            .collect()
    }

    /// The claims on the ledger, with the limits and the premium of the quote.
    fn settle(
        &self,
        candidate: &Candidate,
        ledger: &LedgerDocument,
        as_of: Day,
        rates: &Rates,
        holidays: &Calendar,
    ) -> Result<Paid, Error> {
        let policy = self.policy(candidate)?;
        let first_day = policy.terms().period.from;
        let known: BTreeSet<&Id> = ledger.buyers.iter().map(|buyer| &buyer.id).collect();
        let mut limits = candidate.quote.decisions(first_day, first_day);
        limits.retain(|limit| limit.buyer.as_ref().is_some_and(|buyer| known.contains(buyer)));
        let premium = PremiumPaid { date: first_day, amount: candidate.premium() };
        let ledger = Ledger::new(LedgerDocument {
            limits,
            premiums: alloc::vec![premium],
            ..ledger.clone()
        })
        .map_err(|error| error.at("ledger"))?;
        let settling = Settling { policy: &policy, ledger: &ledger, as_of, rates, holidays };
        let settled = settle_claims(&settling, &self.claims, &ClaimState::default(), false)?;
        let mut loss = Amount::ZERO;
        for claim in &self.claims {
            loss = loss.plus(settling.debt(claim)?)?;
        }
        let waiting =
            settled.settlements.iter().filter(|one| one.status == ClaimStatus::NotYetALoss);
        Ok(Paid {
            loss,
            indemnity: settled.indemnity.amount,
            not_yet: u32::try_from(waiting.count()).unwrap_or(u32::MAX),
        })
    }
}

/// The indemnity for losses in figures.
pub(super) fn paid(
    policy: &Policy,
    losses: &[FigureLoss],
    premium: Amount,
) -> Result<Amount, Error> {
    let figures = indemnity_on_figures(policy, losses, ClaimState::default(), premium, false)?;
    Ok(figures.indemnity.amount)
}

/// The limit on a buyer and its insured percentage: as the quote decides, else
/// what holds without a decision (COV-4, POL-6).
fn limit(
    candidate: &Candidate,
    terms: &PolicyTerms,
    loss: &PlainLoss,
    country: Option<Country>,
) -> (Amount, Share) {
    let rules = &terms.limits;
    let unnamed = rules.unnamed.as_ref().map_or(Amount::ZERO, |unnamed| unnamed.amount);
    let undecided = || match rules.discretionary.as_ref().filter(|_| loss.evidence) {
        Some(own) => (own.amount, LimitBasis::PaymentExperience),
        None => (unnamed, LimitBasis::Unnamed),
    };
    let decided = candidate.quote.limit(&loss.buyer);
    let (amount, basis) = match decided {
        Some(decided) if !decided.amount.is_zero() => (decided.amount, LimitBasis::Named),
        Some(_) => match rules.after_refusal {
            Fallback::None => (Amount::ZERO, LimitBasis::None),
            Fallback::Unnamed => (unnamed, LimitBasis::Unnamed),
            Fallback::Discretionary => undecided(),
        },
        None => undecided(),
    };
    let own = decided
        .filter(|_| basis == LimitBasis::Named)
        .and_then(|decided| decided.insured_percentage);
    (amount, percentage(terms, basis, own, country, Some(loss.cause)).0)
}

/// Whether a policy takes a loss in: its buyer, country and cause (POL-4).
fn in_scope(terms: &PolicyTerms, loss: &PlainLoss, country: Option<Country>) -> bool {
    let scope = &terms.scope;
    let named = matches!(terms.form, Form::NamedBuyers | Form::SingleBuyer);
    let buyer = !scope.excluded_buyers.contains(&loss.buyer)
        && (!named || scope.buyers.contains(&loss.buyer));
    let covered = match country {
        Some(country) => scope.covers_country(country),
        None => !scope.restricts_countries(),
    };
    buyer && covered && scope.covers_cause(loss.cause, country)
}
