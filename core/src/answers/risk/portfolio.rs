//! Portfolio evaluation: what is owed, how it is spread, how late it is, and
//! what of it may be lost.

use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cmp::Reverse;

use serde::Serialize;

use super::concentration::shares;
use super::history::{AGES, History, Looking, history};
use super::insured::portfolio_loss;
use super::provision::matrix;
use super::ratio::Ratio;
use super::{
    Concentration, DaysSalesOutstanding, Holding, LossRates, PortfolioLoss, Precision,
    ProvisionMatrix, RiskTerms, SalesFigures, concentration, days_sales_outstanding,
};
use crate::answers::cover::{Ageing, BuyerCover, Question, exposure};
use crate::error::{Error, Problem};
use crate::explain::{Receipt, Rule, Step, Witness};
use crate::facts::Account;
use crate::value::order;
use crate::value::{Amount, Country, Currency, Day, Id, Rate, Share, Span};

/// A portfolio as of a day (RSK-3), in the policy currency. French: analyse
/// du poste clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Portfolio {
    /// The policy currency.
    pub currency: Currency,
    /// As of the end of which day.
    pub as_of: Day,
    /// What was computed from what.
    pub receipt: Receipt,
    /// How many receivables are open.
    pub receivables: u32,
    /// What is open, tax and interest included (encours).
    pub open: Amount,
    /// The part of it past the due date.
    pub overdue: Amount,
    /// Its share; absent: nothing is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue_share: Option<Share>,
    /// The aged balance (balance âgée).
    pub ageing: Vec<AgeShare>,
    /// What is insured.
    pub insured: InsuredShare,
    /// How it hangs on few buyers.
    pub concentration: Concentration,
    /// How it hangs on few groups, a buyer outside groups standing for itself;
    /// absent: no buyer belongs to a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_concentration: Option<Concentration>,
    /// Country by country, the largest first.
    pub countries: Vec<CountryShare>,
    /// How many days of sales are not paid yet.
    pub days_sales_outstanding: DaysSalesOutstanding,
    /// What the ledger's own payments say of each age.
    pub history: LossRates,
    /// The allowance for expected losses, by age.
    pub provision: ProvisionMatrix,
    /// The expected loss before and after the policy; absent: no probability
    /// of default was supplied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_loss: Option<PortfolioLoss>,
    /// Facts that cannot stand and receivables that cannot be counted, each
    /// with its path (LED-2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What is open of an age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgeShare {
    /// The age: `not_due`, `days_1_30` … `over_180`.
    pub age: &'static str,
    /// What is open.
    pub open: Amount,
    /// Its share: shares sum to 100 % (VAL-4).
    pub share: Share,
}

/// What of a portfolio is insured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InsuredShare {
    /// What is insurable.
    pub insurable: Amount,
    /// What of it is covered, before the insured percentage.
    pub covered: Amount,
    /// The covered share of what is open; absent: nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered_share: Option<Share>,
    /// Covered × insured percentage: what the insurer carries, before deductibles.
    pub insured: Amount,
    /// Its share of what is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_share: Option<Share>,
}

/// What is open in a country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountryShare {
    /// The country; absent: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// What is open.
    pub open: Amount,
    /// Its share: shares sum to 100 % (VAL-4).
    pub share: Share,
}

/// How a portfolio is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Looks<'a> {
    /// How many of the largest are listed.
    pub largest: u16,
    /// How far back sales count for days sales outstanding.
    pub sales_over: Span,
    /// How far back due dates count for loss rates.
    pub history_over: Span,
    /// Loss rates by age in place of those of the ledger: one for each age.
    pub loss_rates: &'a [Share],
    /// What the future makes of the ledger's loss rates.
    pub outlook: Option<Rate>,
    /// How probable default is, and what is lost then.
    pub risk: RiskTerms<'a>,
    /// How figures without a currency are rounded.
    pub precision: Precision,
}

/// Evaluates a portfolio (RSK-3).
///
/// # Errors
///
/// [`Error::Unanswerable`] for another number of loss rates than ages, and for
/// a top-up; [`Error::NotFound`] for an unknown buyer or scale;
/// [`Error::Overflow`].
pub fn evaluate(
    question: &Question<'_>,
    looks: &Looks<'_>,
    witness: &mut impl Witness,
) -> Result<Portfolio, Error> {
    let precision = looks.precision;
    let ledger = question.ledger;
    let covers = question.all()?;
    let accounts: Vec<(&Account, &BuyerCover)> = ledger.accounts().iter().zip(&covers).collect();
    let exposure = exposure(accounts.iter().copied(), question.as_of)?;
    let (total, open) = (exposure.total, exposure.total.open);
    let mut refused: Vec<Problem> = ledger
        .refused()
        .iter()
        .map(|one| Problem { path: alloc::format!("ledger.{}", one.path), ..one.clone() })
        .collect();
    refused.extend(covers.iter().flat_map(|cover| cover.refused.iter().cloned()));

    let holdings: Vec<Holding> = exposure
        .buyers
        .iter()
        .map(|one| Holding { name: one.buyer.clone(), amount: one.sums.open })
        .collect();
    let by_buyer = concentration(&holdings, looks.largest, precision)?;
    witness.see(|| {
        Step::new("portfolio_concentration", Rule::Rsk3)
            .fact("names", by_buyer.names)
            .fact("share", by_buyer.largest_share.unwrap_or(Share::NONE))
            .amounts(open, by_buyer.largest_amount)
    });
    let groups = groups(&accounts, &holdings);
    let by_group = groups.map(|groups| concentration(&groups, looks.largest, precision));

    let insured = insured(question, &accounts, (total.insurable, open), precision)?;
    witness.see(|| {
        Step::new("portfolio_insured", Rule::Rsk3)
            .fact("covered", insured.covered)
            .amounts(open, insured.insured)
    });

    let looking = Looking {
        sales: looks.sales_over,
        due: looks.history_over,
        loss_given_default: looks.risk.loss_given_default,
        outlook: looks.outlook,
    };
    let History { rolls, sales, refused: uncounted } =
        history(accounts.iter().copied(), question, looking)?;
    for one in uncounted {
        if refused.iter().all(|known| known.path != one.path) {
            refused.push(one);
        }
    }
    let figures = SalesFigures {
        receivables: open,
        opening: None,
        not_due: Some(total.ageing.not_due),
        periods: sales,
    };
    let aged = ages(&total.ageing);
    let rates = match looks.loss_rates {
        [] => rolls.loss_rates()?,
        given if given.len() == aged.len() => {
            given.iter().map(|rate| Ratio::fraction(rate.get())).collect()
        }
        _ => {
            let problem = "there are six ages: not due, 1 to 30 days, 31 to 60, 61 to 90, 91 to 180, and over 180";
            return Err(Error::Unanswerable { problem: problem.into() }.at("loss_rates"));
        }
    };
    let names = AGES.iter().map(|age| age.parse::<Id>()).collect::<Result<Vec<_>, _>>()?;
    let rounding = question.policy.on(question.as_of).indemnity.rounding;
    let currency = question.policy.terms().currency;
    let lines = names.iter().zip(aged).zip(rates);
    let provision = matrix(lines, currency, (rounding, precision), witness)?;

    let asked = looks.risk.scale.is_some()
        || looks.risk.unrated.is_some()
        || !looks.risk.probabilities.is_empty();
    let expected_loss = if asked {
        let found = (precision, &mut refused);
        Some(portfolio_loss(&accounts, question, &looks.risk, found, witness)?)
    } else {
        None
    };
    let age_shares = AGES.iter().zip(aged).zip(shares(&aged, precision)?);
    Ok(Portfolio {
        currency,
        as_of: question.as_of,
        receipt: Receipt::new(question.policy, Some(ledger), question.as_of),
        receivables: total.receivables,
        open,
        overdue: total.overdue,
        overdue_share: precision.share_of(total.overdue, open)?,
        ageing: age_shares.map(|((age, open), share)| AgeShare { age, open, share }).collect(),
        insured,
        concentration: by_buyer,
        group_concentration: by_group.transpose()?,
        countries: countries(
            exposure.countries.iter().map(|one| (one.country, one.sums.open)),
            precision,
        )?,
        days_sales_outstanding: days_sales_outstanding(&figures, precision)?,
        history: rolls.answer(precision)?,
        provision,
        expected_loss,
        refused,
        steps: Vec::new(),
    })
}

fn ages(ageing: &Ageing) -> [Amount; 6] {
    [
        ageing.not_due,
        ageing.days_1_30,
        ageing.days_31_60,
        ageing.days_61_90,
        ageing.days_91_180,
        ageing.over_180,
    ]
}

/// What each topmost group owes, and each buyer outside groups.
fn groups(accounts: &[(&Account, &BuyerCover)], holdings: &[Holding]) -> Option<Vec<Holding>> {
    if accounts.iter().all(|(account, _)| account.groups.is_empty()) {
        return None;
    }
    // A group and a buyer may have one name: tell them apart.
    let taken: BTreeSet<&str> = accounts.iter().map(|(one, _)| one.buyer.id.as_str()).collect();
    let name = |group: &Id| {
        let mut name = group.to_string();
        while taken.contains(name.as_str()) {
            name.push('*');
        }
        name.parse().unwrap_or_else(|_| group.clone())
    };
    let lines = accounts.iter().zip(holdings);
    Some(
        lines
            .map(|((account, _), holding)| match account.groups.last() {
                Some(top) => Holding { name: name(top), amount: holding.amount },
                None => holding.clone(),
            })
            .collect(),
    )
}

fn insured(
    question: &Question<'_>,
    accounts: &[(&Account, &BuyerCover)],
    (insurable, open): (Amount, Amount),
    precision: Precision,
) -> Result<InsuredShare, Error> {
    let (mut covered, mut insured) = (Amount::ZERO, Amount::ZERO);
    for row in accounts.iter().flat_map(|(_, cover)| &cover.receivables) {
        covered = covered.plus(row.covered)?;
        insured = insured.plus(row.covered.share(row.percentage)?)?;
    }
    let terms = question.policy.on(question.as_of);
    let insured = terms.indemnity.rounding.round(insured, terms.currency)?;
    Ok(InsuredShare {
        insurable,
        covered,
        covered_share: precision.share_of(covered, open)?,
        insured,
        insured_share: precision.share_of(insured, open)?,
    })
}

fn countries(
    countries: impl Iterator<Item = (Option<Country>, Amount)>,
    precision: Precision,
) -> Result<Vec<CountryShare>, Error> {
    let mut rows: Vec<(Option<Country>, Amount)> =
        countries.filter(|(_, open)| !open.is_zero()).collect();
    // The sort is stable: equal ones stay in order of their codes, not known last.
    order::by_key(&mut rows, |(_, open)| Reverse(*open));
    let amounts: Vec<Amount> = rows.iter().map(|(_, open)| *open).collect();
    let shares = shares(&amounts, precision)?;
    let rows = rows.into_iter().zip(shares);
    Ok(rows.map(|((country, open), share)| CountryShare { country, open, share }).collect())
}
