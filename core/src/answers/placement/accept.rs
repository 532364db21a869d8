//! A quote becomes a policy (PLA-3, PLA-4).

use alloc::vec::Vec;

use serde::Serialize;

use super::offer::open_on;
use crate::error::Error;
use crate::explain::{Rule, Step};
use crate::facts::{LimitDecision, Quote};
use crate::terms::{Period, Policy, PolicyTerms};
use crate::value::{Day, Id, MonthEnd, Span};

/// A policy that comes from a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acceptance {
    /// The last day on which the quote could be accepted.
    pub last_day: Day,
    /// The first day of the policy.
    pub effective: Day,
    /// The policy, in canonical form.
    pub policy: PolicyTerms,
    /// SHA-256 of the policy (POL-15).
    pub digest: alloc::string::String,
    /// The limits of the quote as decisions for the ledger.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitDecision>,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// Accepts a quote: a policy from the day that the signature gives, of the
/// same length as the quote's own period.
///
/// `signed` is the day of signature, if that is not the day of acceptance;
/// `number` the number of the policy, if that is not the one in the quote.
///
/// # Errors
///
/// [`Error::Unanswerable`] for a quote that ran out, and for a signature
/// before the acceptance; [`Error::Contradictions`] of the quote or its policy.
pub fn accept(
    quote: &Quote,
    accepted: Day,
    signed: Option<Day>,
    number: Option<Id>,
) -> Result<Acceptance, Error> {
    quote.check().map_err(|error| error.at("quote"))?;
    let last_day = quote.last_day()?;
    open_on(Some(&quote.id), quote.issued, last_day, accepted)
        .map_err(|error| error.at("accepted"))?;
    let signed = signed.unwrap_or(accepted);
    if signed < accepted {
        let problem =
            alloc::format!("the contract is signed on {signed}, before the quote is accepted");
        return Err(Error::Unanswerable { problem }.at("signed"));
    }
    // Whatever contradicts itself in the quote is said with the quote's own places.
    Policy::new(quote.policy.clone()).map_err(|error| error.at("quote.policy"))?;
    let effective = quote.start.first_day(signed).map_err(|error| error.within("quote.start"))?;
    let period = moved(quote.policy.period, effective)?;
    let terms = PolicyTerms {
        id: number.unwrap_or_else(|| quote.policy.id.clone()),
        period,
        ..quote.policy.clone()
    };
    let policy = Policy::new(terms).map_err(|error| error.at("quote.policy"))?;
    let steps = alloc::vec![
        Step::new("offer_open_until", Rule::Pla3)
            .fact("issued", quote.issued)
            .fact("day", last_day),
        Step::new("effective_date", Rule::Pla4).fact("signed", signed).fact("day", effective),
        Step::new("policy_runs", Rule::Pla4).fact("from", period.from).fact("to", period.to),
    ];
    Ok(Acceptance {
        last_day,
        effective,
        digest: policy.digest().into(),
        policy: policy.into_terms(),
        limits: quote.decisions(quote.issued.min(effective), effective),
        steps,
    })
}

/// A period of the same length that begins on another day: of as many months
/// where it has whole ones, else of as many days.
pub(super) fn moved(period: Period, from: Day) -> Result<Period, Error> {
    let next = period.to.plus_days(1)?;
    let (first, last) = (period.from.date(), next.date());
    let months = i32::from(last.year())
        .saturating_sub(i32::from(first.year()))
        .saturating_mul(12)
        .saturating_add(i32::from(last.month()))
        .saturating_sub(i32::from(first.month()));
    let span = u16::try_from(months).ok().map(Span::months);
    let whole =
        span.filter(|span| period.from.plus(*span, MonthEnd::Clamp).is_ok_and(|end| end == next));
    let to = match whole {
        Some(span) => from.plus(span, MonthEnd::Clamp)?.plus_days(-1)?,
        None => from.plus_days(period.to.days_after(period.from))?,
    };
    Ok(Period { from, to })
}
