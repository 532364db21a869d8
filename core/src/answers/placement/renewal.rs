//! How a policy goes on, or ends (PLA-6).

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::notice::{NoticeBasis, NoticeParty, NoticePeriod, notice_periods};
use crate::error::Error;
use crate::explain::{Rule, Step};
use crate::terms::{Endorsement, Period, Policy, PolicyTerms, last_day_of_notice};
use crate::value::{Calendar, Country, Day, Id, MonthEnd, Span};

/// What is asked about a renewal.
#[derive(Debug, Clone)]
pub struct RenewalQuestion<'a> {
    /// The policy that ends.
    pub policy: &'a Policy,
    /// Whose notice periods count where the policy has none; absent: those of
    /// the policyholder's country.
    pub country: Option<Country>,
    /// Notice that was given.
    pub notice: Option<GivenNotice>,
    /// Whether the parties agreed to go on.
    pub agreed: bool,
    /// For how long the policy goes on.
    pub length: Span,
    /// The endorsement with the new terms, and what changes.
    pub changes: Option<(Id, Map<String, Value>)>,
    /// Days on which nobody works, for deadlines that roll.
    pub holidays: &'a Calendar,
}

/// Notice that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a notice, as { \"by\": …, \"date\": … }")]
pub struct GivenNotice {
    /// Who gave it.
    pub by: NoticeParty,
    /// When.
    pub date: Day,
}

/// Whether a policy goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RenewalOutcome {
    /// It goes on because nobody gave notice (tacite reconduction).
    RenewedTacitly,
    /// It goes on although notice was given, because that came too late.
    NoticeTooLate,
    /// It goes on because the parties agreed.
    RenewedByAgreement,
    /// It ends because notice was given in time.
    EndsByNotice,
    /// It ends because nothing renews it.
    Ends,
}

impl RenewalOutcome {
    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::RenewedTacitly => "renewed_tacitly",
            Self::NoticeTooLate => "notice_too_late",
            Self::RenewedByAgreement => "renewed_by_agreement",
            Self::EndsByNotice => "ends_by_notice",
            Self::Ends => "ends",
        }
    }

    /// Whether the policy goes on.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        !matches!(self, Self::EndsByNotice | Self::Ends)
    }
}

/// How a policy goes on, or ends (PLA-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RenewalAnswer {
    /// Whether it goes on, and why.
    pub outcome: RenewalOutcome,
    /// The last day as agreed before.
    pub ends: Day,
    /// Until when each party can give notice; a party of which nothing is
    /// known is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notice: Vec<NoticePeriod>,
    /// The time for which it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_period: Option<Period>,
    /// The policy as it goes on, the new terms as an endorsement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyTerms>,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// Whether and how a policy goes on.
///
/// A renewed policy is the same contract: its last day moves, its insurance
/// years count on, and new terms are an endorsement from the first day of the
/// time added.
///
/// # Errors
///
/// [`Error::Unanswerable`] for a notice of a party whose notice period nobody
/// states, and for new terms of a policy that ends; those of [`Policy::new`]
/// for new terms that contradict the others.
pub fn renew(question: &RenewalQuestion<'_>) -> Result<RenewalAnswer, Error> {
    let policy = question.policy;
    let ends = policy.terms().period.to;
    let terms = policy.on(ends);
    let notice = periods_of(question, terms, ends)?;
    let mut steps: Vec<Step> = notice
        .iter()
        .map(|period| {
            let agreed = period.basis == NoticeBasis::Policy;
            period.step().clause(terms.renewal.clause.as_ref().filter(|_| agreed))
        })
        .collect();
    let outcome = outcome(question, terms, &notice)?;
    if !outcome.goes_on() {
        if question.changes.is_some() {
            let problem = alloc::format!(
                "the policy ends on {ends}: new terms need `agreed`, tacit renewal or a new policy"
            );
            return Err(Error::Unanswerable { problem }.at("changes"));
        }
        steps.push(
            Step::new("policy_ends", Rule::Pla6).fact("outcome", outcome.code()).fact("day", ends),
        );
        return Ok(RenewalAnswer { outcome, ends, notice, next_period: None, policy: None, steps });
    }
    let from = ends.plus_days(1)?;
    let next = Period { from, to: from.plus(question.length, MonthEnd::Clamp)?.plus_days(-1)? };
    if next.to < next.from {
        return Err(Error::OutOfRange {
            what: "the time for which a policy goes on",
            allowed: "at least a day",
            given: alloc::format!("{}", question.length),
        }
        .at("length"));
    }
    let mut renewed = policy.terms().clone();
    renewed.period.to = next.to;
    if let Some((id, changes)) = &question.changes {
        renewed.endorsements.push(Endorsement {
            id: id.clone(),
            effective: from,
            changes: changes.clone(),
            clause: None,
        });
    }
    let renewed = Policy::new(renewed).map_err(|error| error.at("changes"))?;
    steps.push(
        Step::new("policy_renewed", Rule::Pla6)
            .clause(terms.renewal.clause.as_ref())
            .fact("outcome", outcome.code())
            .fact("from", next.from)
            .fact("to", next.to),
    );
    if let Some((id, _)) = &question.changes {
        steps.push(Step::new("new_terms", Rule::Pla6).fact("endorsement", id).fact("day", from));
    }
    Ok(RenewalAnswer {
        outcome,
        ends,
        notice,
        next_period: Some(next),
        policy: Some(renewed.into_terms()),
        steps,
    })
}

/// Until when each party can give notice: as agreed, else as the table says.
fn periods_of(
    question: &RenewalQuestion<'_>,
    terms: &PolicyTerms,
    ends: Day,
) -> Result<Vec<NoticePeriod>, Error> {
    let country = question.country.or(terms.policyholder_country);
    let table = match country.map(|country| notice_periods(country, ends)) {
        Some(Ok(periods)) => periods,
        Some(Err(Error::NotFound { .. })) | None => Vec::new(),
        Some(Err(error)) => return Err(error),
    };
    let agreed = [
        (NoticeParty::Policyholder, terms.renewal.notice_by_policyholder),
        (NoticeParty::Insurer, terms.renewal.notice_by_insurer),
    ];
    let mut periods = Vec::with_capacity(2);
    for (by, span) in agreed {
        let period = match span {
            Some(notice) => Some(NoticePeriod {
                by,
                notice,
                last_day: last_day_of_notice(ends, notice)?,
                basis: NoticeBasis::Policy,
                source: None,
            }),
            None => table.iter().find(|period| period.by == by).cloned(),
        };
        if let Some(mut period) = period {
            period.last_day = period.last_day.rolled(terms.periods.roll, question.holidays)?;
            periods.push(period);
        }
    }
    Ok(periods)
}

fn outcome(
    question: &RenewalQuestion<'_>,
    terms: &PolicyTerms,
    notice: &[NoticePeriod],
) -> Result<RenewalOutcome, Error> {
    if question.agreed {
        return Ok(RenewalOutcome::RenewedByAgreement);
    }
    if !terms.renewal.tacit {
        return Ok(RenewalOutcome::Ends);
    }
    let Some(given) = question.notice else { return Ok(RenewalOutcome::RenewedTacitly) };
    let Some(period) = notice.iter().find(|period| period.by == given.by) else {
        let problem = alloc::format!(
            "nobody states how long before the end the {} gives notice: \
             say so in the policy's `renewal`, or name a `country` of the table",
            given.by.code()
        );
        return Err(Error::Unanswerable { problem }.at("notice"));
    };
    Ok(if given.date <= period.last_day {
        RenewalOutcome::EndsByNotice
    } else {
        RenewalOutcome::NoticeTooLate
    })
}
