//! What a seller can draw from its factor.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::eligibility::{FinancedReceivable, Receivables};
use super::reason::IneligibleCode;
use super::receipt::FactoringReceipt;
use crate::error::{Error, Problem};
use crate::explain::{Rule, Step, Witness};
use crate::terms::factoring::{FactoringTerms, FundBase};
use crate::value::{Amount, Currency, Day, Id, Money};

/// Assigned receivables in figures, in the contract's currency (FAC-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "assigned receivables in figures, as an object")]
pub struct AssignedFigures {
    /// What is assigned and open, tax included.
    pub receivables: Amount,
    /// Credit notes against it that it does not count yet.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub credit_notes: Amount,
    /// What of the rest is not eligible.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub ineligible: Amount,
}

/// What stands against availability, in the contract's currency (FAC-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "what is in use and due, as an object")]
pub struct Drawn {
    /// What is in use (en-cours financé).
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub in_use: Amount,
    /// Commissions and fees due and not paid yet.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub fees: Amount,
    /// What the guarantee fund holds; absent: what the contract says it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fund_held: Option<Amount>,
}

/// What a seller can draw (FAC-1). French: disponible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Availability {
    /// The currency of every amount: the contract's.
    pub currency: Currency,
    /// As of the end of which day, over a ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
    /// What can be drawn.
    pub available: Money,
    /// What was drawn too much and is to be given back.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub overdrawn: Amount,
    /// What is open, net of credit notes, in the contract's currency.
    pub outstanding: Amount,
    /// What of it is not eligible: `eligible + ineligible = outstanding`.
    pub ineligible: Amount,
    /// What is.
    pub eligible: Amount,
    /// What of that is financed with recourse, over the limits on debtors.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub with_recourse: Amount,
    /// What the contract advances of it, before fund and reserves.
    pub advance: Amount,
    /// What the guarantee fund holds.
    pub guarantee_fund: Amount,
    /// What each reserve holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reserves: Vec<NamedAmount>,
    /// What the ceiling of the contract takes off.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub above_facility: Amount,
    /// Commissions and fees.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub fees: Amount,
    /// What is in use.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub in_use: Amount,
    /// What debtors paid into the wrong account, until the seller passes it on.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub misdirected: Amount,
    /// Reasons by how often they occur and what they concern; a receivable
    /// with two reasons counts under both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonSum>,
    /// Every open receivable, debtor by debtor, in order of delivery.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receivables: Vec<FinancedReceivable>,
    /// Facts that cannot stand, each with its path (LED-2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What was computed from what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<FactoringReceipt>,
}

/// An amount with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an amount with its name, as an object")]
pub struct NamedAmount {
    /// What it is for.
    pub name: Id,
    /// How much.
    pub amount: Amount,
}

/// How often a reason occurs, and what it concerns (FAC-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReasonSum {
    /// Which reason.
    pub code: IneligibleCode,
    /// On how many receivables.
    pub receivables: u32,
    /// What it alone takes off them, in the contract's currency.
    pub amount: Amount,
}

/// What can be drawn on receivables in figures (FAC-1).
///
/// Invoices 100,000, credit notes 5,000, fund 10 %, fees 600: 84,900.
///
/// # Errors
///
/// [`Error::Unanswerable`] for figures that contradict each other;
/// [`Error::Overflow`].
pub fn availability_of_figures(
    terms: &FactoringTerms,
    figures: &AssignedFigures,
    drawn: &Drawn,
    witness: &mut impl Witness,
) -> Result<Availability, Error> {
    let wrong =
        |path: &str, problem: &str| Err(Error::Unanswerable { problem: problem.into() }.at(path));
    if figures.credit_notes > figures.receivables {
        return wrong("figures.credit_notes", "credit notes are part of the receivables, not more");
    }
    let net = figures.receivables.less(figures.credit_notes)?;
    if figures.ineligible > net {
        return wrong("figures.ineligible", "it is part of the receivables net of credit notes");
    }
    witness.see(|| {
        Step::new("receivables_net", Rule::Fac1)
            .fact("credit_notes", figures.credit_notes)
            .amounts(figures.receivables, net)
    });
    let eligible = net.less(figures.ineligible)?;
    drawable(terms, net, eligible, (drawn, Amount::ZERO), witness)
}

/// What can be drawn on the receivables of a ledger (FAC-1).
///
/// # Errors
///
/// [`Error::Contradictions`] for invoices assigned twice or unknown;
/// [`Error::Unanswerable`] where the policy or a list is missing or too much;
/// [`Error::CurrencyMismatch`] for a policy in another currency;
/// [`Error::Overflow`].
pub fn availability(
    asked: &Receivables<'_>,
    drawn: &Drawn,
    witness: &mut impl Witness,
) -> Result<Availability, Error> {
    let screened = asked.screened()?;
    let rows = screened.receivables;
    // Amounts of two currencies are never added.
    let ours = || rows.iter().filter(|row| row.currency.is_none());
    let sum = |figure: fn(&FinancedReceivable) -> Amount| Amount::total(ours().map(figure));
    let (assigned, eligible) = (sum(FinancedReceivable::assigned)?, sum(|row| row.eligible)?);
    let misdirected = Amount::total(asked.misdirected.iter().map(|paid| paid.amount))?;
    let mut answer = drawable(asked.terms, assigned, eligible, (drawn, misdirected), witness)?;
    answer.outstanding = sum(|row| row.open)?;
    answer.ineligible = answer.outstanding.less(eligible)?;
    answer.as_of = Some(asked.as_of);
    answer.with_recourse = sum(|row| row.with_recourse)?;
    answer.reasons = reasons(&rows)?;
    answer.receivables = rows;
    answer.refused = screened.refused;
    Ok(answer)
}

fn reasons(rows: &[FinancedReceivable]) -> Result<Vec<ReasonSum>, Error> {
    let mut sums: BTreeMap<IneligibleCode, (u32, Amount)> = BTreeMap::new();
    for row in rows {
        for reason in &row.reasons {
            let (count, amount) = sums.entry(reason.code).or_default();
            *count = count.saturating_add(1);
            if row.currency.is_none() {
                *amount = amount.plus(reason.amount)?;
            }
        }
    }
    let sums = sums.into_iter();
    Ok(sums.map(|(code, (receivables, amount))| ReasonSum { code, receivables, amount }).collect())
}

/// Eligible × quotité − fund − reserves, under the ceiling, − fees − in use.
pub(super) fn drawable(
    terms: &FactoringTerms,
    outstanding: Amount,
    eligible: Amount,
    (drawn, misdirected): (&Drawn, Amount),
    witness: &mut impl Witness,
) -> Result<Availability, Error> {
    let round = |amount| terms.rounding.round(amount, terms.currency);
    let base = |on: FundBase| match on {
        FundBase::Eligible => eligible,
        FundBase::Outstanding => outstanding,
    };
    witness.see(|| Step::new("receivables_eligible", Rule::Fac1).amounts(outstanding, eligible));
    let advance = match terms.advance {
        None => eligible,
        Some(share) => {
            let exact = eligible.share(share)?;
            let advance = round(exact)?.capped_at(eligible);
            witness.see(|| {
                Step::new("advance_rate", Rule::Fac1)
                    .fact("share", share)
                    .amounts(eligible, advance)
                    .rounded_from(exact)
            });
            advance
        }
    };
    let mut left = advance;
    let fund = guarantee_fund(terms, &base, drawn.fund_held)?;
    if !fund.is_zero() {
        let before = left;
        left = left.less(fund)?;
        witness.see(|| {
            Step::new("guarantee_fund", Rule::Fac1).fact("held", fund).amounts(before, left)
        });
    }
    let mut reserves = Vec::with_capacity(terms.reserves.len());
    for reserve in &terms.reserves {
        let amount = match (reserve.amount, reserve.rate) {
            (Some(amount), _) => amount,
            (None, rate) => {
                round(base(reserve.on).share(rate.unwrap_or(crate::value::Share::NONE))?)?
            }
        };
        let before = left;
        left = left.less(amount)?;
        witness.see(|| {
            Step::new("reserve", Rule::Fac1)
                .fact("name", &reserve.name)
                .fact("held", amount)
                .amounts(before, left)
        });
        reserves.push(NamedAmount { name: reserve.name.clone(), amount });
    }
    let mut above_facility = Amount::ZERO;
    if let Some(facility) = terms.facility {
        let before = left;
        left = left.capped_at(facility);
        above_facility = before.less(left)?;
        witness.see(|| {
            Step::new("facility", Rule::Fac1).fact("facility", facility).amounts(before, left)
        });
    }
    let mut overdrawn = Amount::ZERO;
    let against =
        [("fees_due", drawn.fees), ("in_use", drawn.in_use), ("misdirected", misdirected)];
    for (step, amount) in against {
        if amount.is_zero() {
            continue;
        }
        let before = left;
        overdrawn = overdrawn.plus(amount.less(left)?)?;
        left = left.less(amount)?;
        witness.see(|| Step::new(step, Rule::Fac1).fact("amount", amount).amounts(before, left));
    }
    Ok(Availability {
        currency: terms.currency,
        as_of: None,
        available: Money::new(left, terms.currency),
        overdrawn,
        outstanding,
        ineligible: outstanding.less(eligible)?,
        eligible,
        with_recourse: Amount::ZERO,
        advance,
        guarantee_fund: fund,
        reserves,
        above_facility,
        fees: drawn.fees,
        in_use: drawn.in_use,
        misdirected,
        reasons: Vec::new(),
        receivables: Vec::new(),
        refused: Vec::new(),
        steps: Vec::new(),
        receipt: None,
    })
}

/// What the fund holds: as given, else as agreed, within its least and its most.
fn guarantee_fund(
    terms: &FactoringTerms,
    base: &impl Fn(FundBase) -> Amount,
    held: Option<Amount>,
) -> Result<Amount, Error> {
    let Some(fund) = terms.guarantee_fund.as_ref() else { return Ok(held.unwrap_or_default()) };
    if let Some(held) = held {
        return Ok(held);
    }
    let agreed = match (fund.amount, fund.rate) {
        (Some(amount), _) => amount,
        (None, Some(rate)) => terms.rounding.round(base(fund.on).share(rate)?, terms.currency)?,
        (None, None) => Amount::ZERO,
    };
    let least = agreed.max(fund.minimum.unwrap_or_default());
    Ok(fund.maximum.map_or(least, |most| least.capped_at(most)))
}
