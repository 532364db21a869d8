//! The indemnity on plain figures: the same pipeline as a claim from a
//! ledger, for calculators and published examples.

use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::loss::{LossShare, Part, Portion};
use super::pipeline::{Case, PremiumPaidSoFar, run};
use super::primary::{Primary, over_primary};
use super::state::ClaimState;
use super::year::InsuranceYear;
use crate::error::Error;
use crate::explain::{Receipt, Step, Witness};
use crate::terms::{Form, Policy, PolicyTerms, Step as Clause};
use crate::value::order;
use crate::value::{Amount, Currency, Day, Id, Money, Share};

/// One loss in figures, in the policy currency (CLM-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a loss in figures, as an object")]
pub struct FigureLoss {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The date of loss; absent: the first day of the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_loss: Option<Day>,
    /// The insurable loss; absent: `receivables` say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The insurable receivables, in order of origin; empty: `amount` says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receivables: Vec<FigureReceivable>,
    /// The credit limit on the buyer, which the receivables fill in order;
    /// absent: it covers everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Amount>,
    /// The insured percentage; absent: the policy's for named buyers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percentage: Option<Share>,
    /// The buyer's whole debt, insurable or not; absent: the insurable loss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_debt: Option<Amount>,
    /// Insured costs, beside the debt.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub costs: Amount,
    /// What the primary policy covers, for a top-up (CLM-12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<Primary>,
}

/// One insurable receivable in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a receivable in figures, as an object")]
pub struct FigureReceivable {
    /// What is insurable of it.
    pub amount: Amount,
    /// Its insured percentage; absent: that of the loss.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percentage: Option<Share>,
}

/// What the policy pays for each loss (CLM-4, CLM-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// The currency of the amounts below: the policy's.
    pub currency: Currency,
    /// The indemnity for all losses.
    pub indemnity: Money,
    /// Each loss, in order of the date of loss.
    pub losses: Vec<FigureAnswer>,
    /// What claims have used up after these losses (CLM-6).
    pub state: ClaimState,
    /// What was computed from what.
    pub receipt: Receipt,
}

/// What the policy pays for one loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FigureAnswer {
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The date of loss.
    pub date_of_loss: Day,
    /// The indemnity.
    pub indemnity: Amount,
    /// The loss within the credit limit, insured costs included.
    pub insured_loss: Amount,
    /// The total debt and insured costs.
    pub gross_debt: Amount,
    /// Who bears what of the gross debt: sums to it, to the cent (CLM-9).
    pub where_it_went: Vec<Portion>,
    /// How it came about; empty if nobody asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// The indemnity for losses in plain figures (CLM-4): the steps of the policy
/// and nothing else. Losses count in order of the date of loss, ties by name,
/// then as given.
///
/// `premium_paid` is what was paid in each insurance year, for a maximum
/// liability that multiplies it. With `explained`, each answer has its steps.
///
/// # Errors
///
/// [`Error::Unanswerable`] for figures that contradict each other, with their
/// path; [`Error::Overflow`].
pub fn indemnity_on_figures(
    policy: &Policy,
    losses: &[FigureLoss],
    state: ClaimState,
    premium_paid: Amount,
    explained: bool,
) -> Result<Figures, Error> {
    let period = &policy.terms().period;
    let mut state = state.checked(period).map_err(|error| error.within("state"))?;
    let mut order: Vec<(Day, Option<&Id>, usize, &FigureLoss)> = losses
        .iter()
        .enumerate()
        .map(|(at, loss)| (loss.date_of_loss.unwrap_or(period.from), loss.id.as_ref(), at, loss))
        .collect();
    order::by_key(&mut order, |(day, id, at, _)| (*day, *id, *at));
    let mut answers = Vec::with_capacity(losses.len());
    for (day, _, at, loss) in order {
        let terms = policy.on(day);
        let mut steps = Vec::new();
        let settled = if explained {
            one(terms, loss, day, &state, premium_paid, &mut steps)
        } else {
            one(terms, loss, day, &state, premium_paid, &mut ())
        };
        let (answer, after) = settled.map_err(|error| error.within(&format!("losses[{at}]")))?;
        answers.push(FigureAnswer { steps, ..answer });
        state = after;
    }
    let total = Amount::total(answers.iter().map(|answer| answer.indemnity))?;
    let currency = policy.terms().currency;
    Ok(Figures {
        currency,
        indemnity: Money::new(total, currency),
        receipt: Receipt::new(
            policy,
            None,
            answers.last().map_or(period.from, |answer| answer.date_of_loss),
        ),
        losses: answers,
        state,
    })
}

/// What the policy pays for one loss, and the state after it.
pub(crate) fn one(
    terms: &PolicyTerms,
    loss: &FigureLoss,
    date_of_loss: Day,
    state: &ClaimState,
    premium_paid: Amount,
    witness: &mut impl Witness,
) -> Result<(FigureAnswer, ClaimState), Error> {
    let percentage = loss.percentage.unwrap_or(terms.insured_percentage.named);
    let mut parts = receivables(loss, percentage)?;
    let insurable = Amount::total(parts.iter().map(|part| part.amount))?;
    let total_debt = loss.total_debt.unwrap_or(insurable);
    if total_debt < insurable {
        let problem = format!("the insurable loss of {insurable} is more than the total debt");
        return Err(Error::Unanswerable { problem }.at("total_debt"));
    }
    let costs = costs(terms, &parts, loss.costs);
    let year = InsuranceYear::of(&terms.period, date_of_loss)?;
    let within_primary = match (&terms.form, &loss.primary) {
        (Form::TopUp { .. }, None) => {
            let problem = "a top-up pays what is over the primary limit: say what that is".into();
            return Err(Error::Unanswerable { problem }.at("primary"));
        }
        (_, Some(primary)) => over_primary(&mut parts, primary, loss.limit, witness)?,
        (_, None) => Amount::ZERO,
    };
    let case = Case {
        terms,
        total_debt,
        limit: loss.limit,
        year,
        state,
        premium: PremiumPaidSoFar { in_year: premium_paid, in_all: premium_paid },
    };
    let mut outcome = run(&case, parts, costs, witness)?;
    let went = &mut outcome.went;
    went.add(LossShare::Uninsured, total_debt.less(insurable)?)?;
    went.add(LossShare::Refused, loss.costs.less(costs.amount)?)?;
    went.add(LossShare::WithinThePrimaryLimit, within_primary)?;
    let state = state.after(year.from, outcome.eroded, outcome.indemnity)?;
    let answer = FigureAnswer {
        id: loss.id.clone(),
        date_of_loss,
        indemnity: outcome.indemnity,
        insured_loss: outcome.insured_loss,
        gross_debt: total_debt.plus(loss.costs)?,
        where_it_went: outcome.went.lines(),
        steps: Vec::new(),
    };
    Ok((answer, state))
}

/// The insured costs, at the percentage of the oldest covered receivable; if
/// nothing is covered they are no insured loss (CLM-2).
fn costs(terms: &PolicyTerms, parts: &[Part], costs: Amount) -> Part {
    let limited =
        terms.indemnity.steps.iter().any(|step| matches!(step, Clause::CreditLimit { .. }));
    let covered = |part: &&Part| !if limited { part.covered } else { part.amount }.is_zero();
    parts.iter().find(covered).map_or(Part::NONE, |first| Part {
        amount: costs,
        covered: costs,
        percentage: first.percentage,
    })
}

/// The receivables of a loss, filling its limit in the order given.
fn receivables(loss: &FigureLoss, percentage: Share) -> Result<Vec<Part>, Error> {
    let whole = loss.amount.map(|amount| FigureReceivable { amount, percentage: None });
    if whole.is_some() != loss.receivables.is_empty() {
        let problem = "a loss has either an `amount` or `receivables`".into();
        return Err(Error::Unanswerable { problem }.at("amount"));
    }
    let mut room = loss.limit;
    let mut parts = Vec::with_capacity(loss.receivables.len().max(1));
    for receivable in whole.iter().chain(&loss.receivables) {
        let amount = receivable.amount;
        let covered = room.map_or(amount, |room| amount.capped_at(room));
        if let Some(left) = room {
            room = Some(left.less(covered)?);
        }
        let percentage = receivable.percentage.unwrap_or(percentage);
        parts.push(Part { amount, covered, percentage });
    }
    Ok(parts)
}
