//! The table that a broker puts before a client (PLA-5).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::break_even::{BreakEven, Curve, Scale, break_even};
use super::candidate::{Candidate, Variant, candidates};
use super::cost::CostBasis;
use super::quoted::QuoteRow;
use super::scenario::Scenario;
use crate::answers::premium::{DatedTax, PremiumFigures};
use crate::error::Error;
use crate::explain::{Format, Language, Rule, Step, Trace, TraceSchema, render};
use crate::facts::{Quote, Submission};
use crate::value::{Amount, Calendar, Currency, Day, Id, Rates, exact};

/// What is compared, on what.
#[derive(Debug, Clone, Copy)]
pub struct QuotesQuestion<'a> {
    /// What the firm told: turnover, buyers, limits wanted.
    pub submission: &'a Submission,
    /// The quotes.
    pub quotes: &'a [Quote],
    /// Quotes with changes that are being negotiated.
    pub variants: &'a [Variant],
    /// The same losses for every quote.
    pub scenarios: &'a [Scenario],
    /// Figures of the year that take the place of those of the submission.
    pub figures: &'a PremiumFigures,
    /// Dated tax rates that take the place of the table of the library.
    pub taxes: &'a [DatedTax],
    /// The day on which the quotes shall be open.
    pub as_of: Option<Day>,
    /// Exchange rates, for ledgers in other currencies.
    pub rates: &'a Rates,
    /// Days on which nobody works, for deadlines that roll.
    pub holidays: &'a Calendar,
}

/// Quotes side by side (PLA-5). French: comparatif des offres.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuoteComparison {
    /// The currency of the amounts below.
    pub currency: Currency,
    /// The turnover on which costs are compared.
    pub turnover: Amount,
    /// Each quote, then each variant, in the order given.
    pub quotes: Vec<QuoteRow>,
    /// Each scenario, in the order given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<ScenarioResult>,
    /// The comparison step by step, to be put into words.
    pub steps: Vec<Step>,
}

/// The same losses under every quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioResult {
    /// The scenario.
    pub scenario: Id,
    /// The whole loss, insured or not.
    pub loss: Amount,
    /// What each quote pays, in the order of the table.
    pub results: Vec<QuoteResult>,
    /// For plain losses, where the order of two quotes turns, pair by pair.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub break_even: Vec<BreakEven>,
}

/// What a year with these losses costs under one quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuoteResult {
    /// The quote.
    pub quote: Id,
    /// What the insurer pays.
    pub indemnity: Amount,
    /// What the insured bears of the loss.
    pub retained: Amount,
    /// The annual cost and what the insured bears.
    pub net_cost: Amount,
    /// Its rank by net cost, 1 for the lowest; equal costs share one.
    pub rank: usize,
    /// Claims that are no loss yet on the day, under this quote.
    #[serde(skip_serializing_if = "crate::value::is_default")]
    pub not_yet: u32,
}

/// Compares quotes.
///
/// # Errors
///
/// [`Error::Unanswerable`] for a submission without turnover and a scenario
/// that contradicts itself, [`Error::OutOfRange`] for a turnover of nothing
/// and for no quote, [`Error::CurrencyMismatch`]; those of the documents, of
/// the premium and of the claims, each with its place.
pub fn compare_quotes(question: &QuotesQuestion<'_>) -> Result<QuoteComparison, Error> {
    let QuotesQuestion { submission, quotes, variants, scenarios, .. } = *question;
    submission.check().map_err(|error| error.at("submission"))?;
    let turnover = known_turnover(submission).map_err(|error| error.at("submission.turnover"))?;
    let basis =
        CostBasis { submission, turnover, figures: question.figures, taxes: question.taxes };
    let candidates = candidates(quotes, variants, &basis)?;
    let mut steps = Vec::new();
    let mut rows = candidates
        .iter()
        .map(|candidate| QuoteRow::of(candidate, submission, question.as_of))
        .collect::<Result<Vec<_>, _>>()?;
    let costs: Vec<Amount> = rows.iter().map(|row| row.cost.total).collect();
    for row in &mut rows {
        row.rank = rank(&costs, row.cost.total);
        describe(row, &mut steps);
    }
    let mut results = Vec::with_capacity(scenarios.len());
    for (at, scenario) in scenarios.iter().enumerate() {
        let result = scenario
            .check()
            .and_then(|()| run(scenario, &candidates, submission, question, &mut steps))
            .map_err(|error| error.within(&format!("scenarios[{at}]")))?;
        results.push(result);
    }
    Ok(QuoteComparison {
        currency: submission.currency,
        turnover,
        quotes: rows,
        scenarios: results,
        steps,
    })
}

/// The turnover that costs are compared on: without it there is nothing to compare.
fn known_turnover(submission: &Submission) -> Result<Amount, Error> {
    match submission.expected_turnover()? {
        None => Err(Error::Unanswerable {
            problem: "the submission has no turnover, so no premium can be computed: \
                      give `turnover` or `turnover_by_country`"
                .into(),
        }),
        Some(turnover) if turnover.is_zero() => Err(Error::OutOfRange {
            what: "the turnover of a submission",
            allowed: "above zero",
            given: "0".into(),
        }),
        Some(turnover) => Ok(turnover),
    }
}

fn run(
    scenario: &Scenario,
    candidates: &[Candidate],
    submission: &Submission,
    question: &QuotesQuestion<'_>,
    steps: &mut Vec<Step>,
) -> Result<ScenarioResult, Error> {
    let mut results = Vec::with_capacity(candidates.len());
    let mut whole = Amount::ZERO;
    for candidate in candidates {
        let paid = scenario.run(candidate, submission, question.rates, question.holidays)?;
        let retained = paid.loss.less(paid.indemnity)?;
        whole = whole.max(paid.loss);
        results.push(QuoteResult {
            quote: candidate.id.clone(),
            indemnity: paid.indemnity,
            retained,
            net_cost: candidate.cost.total.plus(retained)?,
            rank: 0,
            not_yet: paid.not_yet,
        });
    }
    let costs: Vec<Amount> = results.iter().map(|result| result.net_cost).collect();
    for result in &mut results {
        result.rank = rank(&costs, result.net_cost);
        let ranked = u32::try_from(result.rank).unwrap_or(u32::MAX);
        steps.push(
            Step::new("quote_in_scenario", Rule::Pla5)
                .fact("scenario", &scenario.id)
                .fact("quote", &result.quote)
                .fact("indemnity", result.indemnity)
                .fact("retained", result.retained)
                .fact("rank", ranked)
                .amounts(whole, result.net_cost),
        );
    }
    let break_even = turns(scenario, candidates, submission, whole)?;
    steps.extend(break_even.iter().flat_map(told));
    Ok(ScenarioResult { scenario: scenario.id.clone(), loss: whole, results, break_even })
}

/// Where the order of two quotes turns, for every pair.
fn turns(
    scenario: &Scenario,
    candidates: &[Candidate],
    submission: &Submission,
    whole: Amount,
) -> Result<Vec<BreakEven>, Error> {
    if scenario.losses.is_empty() || whole.is_zero() {
        return Ok(Vec::new());
    }
    let currency = submission.currency;
    let scale = Scale::new(whole, currency);
    let up_to = match scenario.up_to {
        Some(up_to) => up_to,
        None => Amount::new(exact::product(whole.get(), 10.into())?)?,
    };
    let policies = candidates
        .iter()
        .map(|candidate| scenario.policy(candidate))
        .collect::<Result<Vec<_>, _>>()?;
    let mut curves: Vec<Curve<'_>> = candidates
        .iter()
        .zip(&policies)
        .map(|(candidate, policy)| {
            let losses = scenario.figures(candidate, policy.terms(), submission);
            let (premium, cost) = (candidate.premium(), candidate.cost.total);
            Curve::new(&candidate.id, policy, losses, premium, cost)
        })
        .collect();
    let mut found = Vec::new();
    for second in 1..curves.len() {
        let Some((before, rest)) = curves.split_at_mut_checked(second) else { continue };
        let Some(other) = rest.first_mut() else { continue };
        for one in before {
            found.push(break_even(one, other, &scale, up_to)?);
        }
    }
    Ok(found)
}

fn rank(costs: &[Amount], cost: Amount) -> usize {
    costs.iter().filter(|other| **other < cost).count().saturating_add(1)
}

/// What a row says, step by step.
fn describe(row: &QuoteRow, steps: &mut Vec<Step>) {
    let cost = &row.cost;
    let id = if cost.tax.is_some() { "quote_cost" } else { "quote_cost_without_tax" };
    let mut step = Step::new(id, Rule::Pla5)
        .fact("quote", &row.quote)
        .fact("fees", cost.fees)
        .fact("per_mille", cost.per_mille);
    if let Some(tax) = cost.tax {
        step = step.fact("tax", tax);
    }
    steps.push(step.amounts(cost.premium, cost.total));
    if let (Some(minimum), true) = (cost.minimum, cost.minimum_binds) {
        steps.push(
            Step::new("quote_minimum_binds", Rule::Pla5)
                .fact("quote", &row.quote)
                .fact("minimum", minimum),
        );
    }
    let tally = &row.limits.all;
    if let Some(share) = tally.share {
        steps.push(
            Step::new("quote_limits", Rule::Pla5)
                .fact("quote", &row.quote)
                .fact("wanted", tally.wanted)
                .fact("in_full", tally.in_full)
                .fact("in_part", tally.in_part)
                .fact("refused", tally.refused)
                .fact("unanswered", tally.unanswered)
                .fact("share", share)
                .amounts(tally.amount_wanted, tally.amount_obtained),
        );
    }
    if let Some(maximum) = row.maximum_liability {
        steps.push(
            Step::new("quote_maximum_liability", Rule::Pla5)
                .fact("quote", &row.quote)
                .fact("maximum", maximum),
        );
    }
    if row.open == Some(false) {
        steps.push(
            Step::new("quote_not_open", Rule::Pla3)
                .fact("quote", &row.quote)
                .fact("day", row.last_day),
        );
    }
}

/// Where the order of two quotes turns, step by step.
fn told(found: &BreakEven) -> Vec<Step> {
    let step =
        |id| Step::new(id, Rule::Pla5).fact("cheaper", &found.cheaper).fact("other", &found.other);
    let turns = found.turns.iter();
    let mut steps: Vec<Step> = turns
        .map(|turn| step("break_even").fact("better", &turn.better).fact("loss", turn.loss))
        .collect();
    if found.turns.is_empty() && found.complete {
        steps.push(step("no_break_even").fact("up_to", found.up_to));
    }
    if !found.complete {
        steps.push(step("break_even_cut_short").fact("up_to", found.up_to));
    }
    steps
}

impl QuoteComparison {
    /// The comparison as a document to keep or to render.
    #[must_use]
    pub fn trace(&self) -> Trace {
        Trace {
            schema: TraceSchema::V1,
            currency: self.currency,
            title: None,
            steps: self.steps.clone(),
            receipt: None,
        }
    }

    /// The comparison in words.
    #[must_use]
    pub fn explain(&self, language: Language) -> String {
        render(&self.trace(), language, Format::Text)
    }
}
