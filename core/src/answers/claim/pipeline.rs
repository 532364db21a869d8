//! From the loss to the indemnity: the policy's own list of steps, in its
//! own order (CLM-4).

use alloc::vec::Vec;

use super::loss::{Gate, Loss, Part, WhereItWent};
use super::state::ClaimState;
use super::steps;
use super::steps::threshold::Threshold;
use super::year::InsuranceYear;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{Caps, PolicyTerms, Step as Clause};
use crate::value::Amount;

/// What the pipeline starts from. Amounts are in the policy currency.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The terms in force at the date of loss.
    pub terms: &'a PolicyTerms,
    /// The buyer's whole debt, tax included, insurable or not.
    pub total_debt: Amount,
    /// The limit in force at the date of loss; nothing: no limit is known.
    pub limit: Option<Amount>,
    /// The insurance year of the date of loss.
    pub year: InsuranceYear,
    /// What earlier claims used up.
    pub state: &'a ClaimState,
    /// Premium paid in the insurance year, and in the whole policy.
    pub premium: PremiumPaidSoFar,
}

/// Premium paid, for a maximum liability that multiplies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PremiumPaidSoFar {
    /// In the insurance year of the loss.
    pub in_year: Amount,
    /// In the whole policy.
    pub in_all: Amount,
}

/// What comes out of the pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The indemnity.
    pub indemnity: Amount,
    /// Who bears what of the insurable loss and costs.
    pub went: WhereItWent,
    /// The loss that the limit left, costs included: what the insurer's risk was.
    pub insured_loss: Amount,
    /// How much aggregate first loss was used up.
    pub eroded: Amount,
    /// What each receivable contributed, costs last: weights of the indemnity.
    pub weights: Vec<Amount>,
}

/// Runs the steps of the policy over a loss.
///
/// `parts` are the receivables in order of origin, `costs` the insured costs,
/// which no limit caps.
///
/// # Errors
///
/// [`Error::Overflow`] for amounts too large to compute exactly.
pub fn run(
    case: &Case<'_>,
    parts: Vec<Part>,
    costs: Part,
    witness: &mut impl Witness,
) -> Result<Outcome, Error> {
    let rules = &case.terms.indemnity;
    let mut loss = Loss::new(parts, costs, case.total_debt, rules, case.terms.currency)?;
    // The insurer's risk is the loss within the limit, wherever the limit stands in the list.
    let insured_loss = if rules.steps.iter().any(caps_the_loss) {
        let covered = loss.parts.iter().map(|part| part.covered.capped_at(part.amount));
        Amount::total(covered)?.plus(costs.amount)?
    } else {
        loss.amount
    };
    let start = loss.amount;
    let gross = case.total_debt.plus(costs.amount)?;
    witness.see(|| Step::new("insurable_loss", Rule::Clm2).amounts(gross, start));
    for clause in &rules.steps {
        if loss.gate == Gate::Shut {
            break;
        }
        step(clause, case, &mut loss, witness)?;
    }
    let indemnity = loss.end(witness)?;
    let weights = loss.weights()?;
    let Loss { went, eroded, .. } = loss;
    Ok(Outcome { indemnity, went, insured_loss, eroded, weights })
}

fn caps_the_loss(clause: &Clause) -> bool {
    matches!(clause, Clause::CreditLimit { caps: Caps::Loss, .. })
}

/// Adding a step to the contract adds one arm here. A step without a clause of its
/// own quotes the clause that its terms come from.
fn step(
    clause: &Clause,
    case: &Case<'_>,
    loss: &mut Loss<'_>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    match clause {
        Clause::Threshold { amount, on, payable_if, erodes_aggregate, clause } => {
            let rule = Threshold {
                amount: *amount,
                on: *on,
                payable_if: *payable_if,
                erodes_aggregate: *erodes_aggregate,
            };
            steps::threshold::apply(loss, rule, clause.as_ref(), witness)
        }
        Clause::CreditLimit { caps, clause } => {
            let clause = clause.as_ref().or(case.terms.limits.clause.as_ref());
            steps::credit_limit::apply(loss, *caps, case.limit, clause, witness)
        }
        Clause::EachLossDeductible { amount, clause } => {
            steps::each_loss_deductible::apply(loss, *amount, clause.as_ref(), witness)
        }
        Clause::InsuredPercentage { clause } => {
            let clause = clause.as_ref().or(case.terms.insured_percentage.clause.as_ref());
            steps::insured_percentage::apply(loss, clause, witness)
        }
        Clause::MinimumRetention { amount, clause } => {
            steps::minimum_retention::apply(loss, *amount, clause.as_ref(), witness)
        }
        Clause::AggregateFirstLoss { amount, per, clause } => {
            let eroded = case.state.eroded(*per, case.year.from)?;
            let left = amount.less(eroded)?;
            steps::aggregate_first_loss::apply(loss, *amount, left, clause.as_ref(), witness)
        }
        Clause::MaximumLiability { amount, multiple, of_premium, per, clause } => {
            let agreed = steps::maximum_liability::Agreed {
                amount: *amount,
                multiple: *multiple,
                of_premium: *of_premium,
                per: *per,
            };
            steps::maximum_liability::apply(loss, agreed, case, clause.as_ref(), witness)
        }
        Clause::NonQualifyingDeduction { amount, clause } => {
            steps::non_qualifying_deduction::apply(loss, *amount, clause.as_ref(), witness)
        }
    }
}
