//! Expected loss of a portfolio, before and after the policy.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Precision;
use super::ratio::rounded_product;
use crate::answers::claim::{ClaimState, FigureLoss, FigureReceivable, indemnity_on_figures};
use crate::answers::cover::{BuyerCover, Question};
use crate::answers::premium::LiabilityFigures;
use crate::error::{Error, Problem};
use crate::explain::{Rule, Step, Witness};
use crate::facts::Account;
use crate::terms::{Form, Grades, Policy, Step as Clause};
use crate::value::{Amount, Id, Share};

/// The probability of default of one buyer, as somebody supplies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a buyer's probability of default, as an object")]
pub struct BuyerProbability {
    /// The buyer.
    pub buyer: Id,
    /// Its probability of default within a year.
    pub probability: Share,
    /// Who says so.
    pub source: Id,
}

/// How probable default is, and how much is lost then.
#[derive(Debug, Clone, Copy)]
pub struct RiskTerms<'a> {
    /// The scales and what their grades stand for.
    pub grades: &'a Grades,
    /// On which of them the ledger's grades stand.
    pub scale: Option<&'a Id>,
    /// Buyers whose probability is known by itself.
    pub probabilities: &'a [BuyerProbability],
    /// That of buyers without one; none: they are listed, not counted.
    pub unrated: Option<Share>,
    /// What of an exposure is lost at default.
    pub loss_given_default: Share,
    /// The premium of the year, for a maximum liability that multiplies it.
    pub premium: Amount,
}

/// Expected loss of a portfolio (RSK-3), in the policy currency. French:
/// perte attendue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PortfolioLoss {
    /// Buyer by buyer, those who owe something, in order of their names.
    pub buyers: Vec<BuyerExpectedLoss>,
    /// What buyers with a probability of default owe.
    pub exposure: Amount,
    /// What is expected to be lost of it, before the policy.
    pub before: Amount,
    /// The indemnities expected for it, claim by claim.
    pub indemnities: Amount,
    /// What of these the aggregate first loss of the year takes.
    pub aggregate_first_loss: Amount,
    /// What the maximum liability of the year cuts off.
    pub above_the_maximum: Amount,
    /// What the insurer is expected to pay.
    pub insurer: Amount,
    /// What stays with the policyholder: `before = insurer + after`.
    pub after: Amount,
    /// Its share of what was expected before; absent: nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_share: Option<Share>,
    /// Buyers that owe something and have no probability of default: nothing
    /// above counts them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without_probability: Vec<Id>,
    /// What they owe.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub not_counted: Amount,
}

/// The expected loss on one buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BuyerExpectedLoss {
    /// The buyer.
    pub buyer: Id,
    /// Its grade in the ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Id>,
    /// Its probability of default.
    pub probability: Share,
    /// Where the probability comes from: `supplied`, `grade`, `insolvent` (it
    /// has defaulted: 100 %) or `unrated`.
    pub probability_by: &'static str,
    /// Who says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Id>,
    /// What it owes.
    pub exposure: Amount,
    /// What is lost if it defaults: exposure × loss given default.
    pub loss: Amount,
    /// What the insurer pays then, if it is the only claim of the year.
    pub indemnity: Amount,
    /// Loss × probability.
    pub before: Amount,
    /// Indemnity × probability.
    pub insurer: Amount,
    /// What stays.
    pub after: Amount,
}

/// Where a probability comes from.
type Probable = (Share, &'static str, Option<Id>);

/// Expected loss of a portfolio before and after the policy (RSK-3): per buyer
/// exposure × probability × loss given default; after: the covered part goes
/// through the steps of the policy as a claim of its own, then the aggregates
/// of the year come off.
///
/// # Errors
///
/// [`Error::Unanswerable`] for a top-up, whose primary policy is not known;
/// [`Error::NotFound`] for an unknown buyer or scale; [`Error::Overflow`].
pub(super) fn portfolio_loss(
    accounts: &[(&Account, &BuyerCover)],
    question: &Question<'_>,
    terms: &RiskTerms<'_>,
    (precision, refused): (Precision, &mut Vec<Problem>),
    witness: &mut impl Witness,
) -> Result<PortfolioLoss, Error> {
    let given = supplied(question, terms)?;
    let (alone, yearly) = alone(question, terms.premium)?;
    let rounding = &question.policy.on(question.as_of).indemnity.rounding;
    let currency = question.policy.terms().currency;
    let mut buyers = Vec::new();
    let (mut without, mut not_counted) = (Vec::new(), Amount::ZERO);
    let mut over_first_loss = Amount::ZERO;
    for (account, cover) in accounts {
        let exposure = Amount::total(cover.receivables.iter().map(|row| row.open))?;
        if exposure.is_zero() {
            continue;
        }
        let known = probability(account, cover, terms, &given, refused)?;
        let Some((probability, probability_by, source)) = known else {
            without.push(account.buyer.id.clone());
            not_counted = not_counted.plus(exposure)?;
            continue;
        };
        let loss = rounding.round(exposure.share(terms.loss_given_default)?, currency)?;
        let loss = loss.capped_at(exposure);
        let indemnity = indemnity(&alone, cover, loss, terms)?.capped_at(loss);
        let expected = |amount: Amount| -> Result<Amount, Error> {
            let exact = Amount::new(rounded_product(amount.get(), probability.get())?)?;
            rounding.round(exact, currency)
        };
        let before = expected(loss)?.capped_at(loss);
        let insurer = expected(indemnity)?.capped_at(before);
        let over = expected(indemnity.less(yearly.first_loss)?)?.capped_at(insurer);
        over_first_loss = over_first_loss.plus(over)?;
        buyers.push(BuyerExpectedLoss {
            buyer: account.buyer.id.clone(),
            grade: account.buyer.grade.clone(),
            probability,
            probability_by,
            source,
            exposure,
            loss,
            indemnity,
            before,
            insurer,
            after: before.less(insurer)?,
        });
    }
    let sum = |figure: fn(&BuyerExpectedLoss) -> Amount| Amount::total(buyers.iter().map(figure));
    let (before, indemnities) = (sum(|buyer| buyer.before)?, sum(|buyer| buyer.insurer)?);
    // What a sum of claims leaves over an aggregate is on average no less than
    // what the average sum does, and no less than what each claim alone does.
    let left = indemnities.less(rounding.round(yearly.first_loss, currency)?)?;
    let left = left.max(over_first_loss);
    let insurer = match yearly.maximum {
        None => left,
        Some(maximum) => left.capped_at(maximum),
    };
    let (exposure, after) = (sum(|buyer| buyer.exposure)?, before.less(insurer)?);
    witness.see(|| {
        Step::new("portfolio_expected_loss", Rule::Rsk3)
            .fact("loss_given_default", terms.loss_given_default)
            .amounts(exposure, before)
    });
    witness.see(|| {
        Step::new("expected_after_the_policy", Rule::Rsk3)
            .fact("insurer", insurer)
            .amounts(before, after)
    });
    Ok(PortfolioLoss {
        exposure,
        before,
        indemnities,
        aggregate_first_loss: indemnities.less(left)?,
        above_the_maximum: left.less(insurer)?,
        insurer,
        after,
        after_share: precision.share_of(after, before)?,
        without_probability: without,
        not_counted,
        buyers,
    })
}

/// The probabilities supplied buyer by buyer.
fn supplied<'a>(
    question: &Question<'_>,
    terms: &RiskTerms<'a>,
) -> Result<BTreeMap<&'a Id, &'a BuyerProbability>, Error> {
    let mut given = BTreeMap::new();
    for (at, one) in terms.probabilities.iter().enumerate() {
        let path = || format!("probabilities[{at}].buyer");
        question.ledger.account(&one.buyer).map_err(|error| error.at(path()))?;
        if given.insert(&one.buyer, one).is_some() {
            let problem = format!("the probability of `{}` stands twice", one.buyer);
            return Err(Error::Unanswerable { problem }.at(path()));
        }
    }
    Ok(given)
}

fn probability(
    account: &Account,
    cover: &BuyerCover,
    terms: &RiskTerms<'_>,
    given: &BTreeMap<&Id, &BuyerProbability>,
    refused: &mut Vec<Problem>,
) -> Result<Option<Probable>, Error> {
    if cover.insolvent_since.is_some() {
        return Ok(Some((Share::ALL, "insolvent", None)));
    }
    if let Some(one) = given.get(&account.buyer.id) {
        return Ok(Some((one.probability, "supplied", Some(one.source.clone()))));
    }
    if let (Some(scale), Some(grade)) = (terms.scale, &account.buyer.grade) {
        if terms.grades.scale(scale)?.rank(grade).is_none() {
            let path = format!("ledger.buyers.{}.grade", account.buyer.id);
            let message = format!("the grade `{grade}` is not on the scale `{scale}`");
            refused.push(Problem { path, code: "not_found", message });
        } else if let Some(reading) = terms.grades.probability(scale, grade)? {
            return Ok(Some((reading.value.share, "grade", Some(reading.source.clone()))));
        }
    }
    Ok(terms.unrated.map(|share| (share, "unrated", None)))
}

/// What the insurer pays if the buyer defaults and nobody else does: what is
/// recovered falls on covered and uncovered parts alike.
fn indemnity(
    policy: &Policy,
    cover: &BuyerCover,
    loss: Amount,
    terms: &RiskTerms<'_>,
) -> Result<Amount, Error> {
    let mut receivables = Vec::new();
    for row in cover.receivables.iter().filter(|row| !row.covered.is_zero()) {
        let amount = row.covered.share(terms.loss_given_default)?;
        receivables.push(FigureReceivable { amount, percentage: Some(row.percentage) });
    }
    if receivables.is_empty() {
        return Ok(Amount::ZERO);
    }
    let insurable = Amount::total(receivables.iter().map(|receivable| receivable.amount))?;
    let figures = FigureLoss {
        id: None,
        date_of_loss: None,
        amount: None,
        receivables,
        limit: None,
        percentage: None,
        total_debt: Some(loss.max(insurable)),
        costs: Amount::ZERO,
        primary: None,
    };
    let state = ClaimState::default();
    let answer = indemnity_on_figures(policy, &[figures], state, terms.premium, false)?;
    Ok(answer.indemnity.amount)
}

/// The aggregates of a year, which no claim of its own uses up.
struct Yearly {
    first_loss: Amount,
    /// None: there is no maximum, or nobody knows the premium that it multiplies.
    maximum: Option<Amount>,
}

/// The policy in force without the aggregates of the year, and these.
fn alone(question: &Question<'_>, premium: Amount) -> Result<(Policy, Yearly), Error> {
    let mut terms = question.policy.on(question.as_of).clone();
    if matches!(terms.form, Form::TopUp { .. }) {
        let problem = "a top-up pays what its primary policy leaves: evaluate the primary policy";
        return Err(Error::Unanswerable { problem: problem.into() }.at("policy.form"));
    }
    let liability = LiabilityFigures::of_policy(&terms, premium);
    let multiplied = liability.of_premium.of(premium, liability.minimum_premium);
    let unknown = liability.multiple.is_some() && multiplied.is_zero();
    let maximum = LiabilityFigures { insured_percentage: None, ..liability }.maximum(&mut ())?;
    let maximum = maximum.maximum.map(|maximum| maximum.amount).filter(|_| !unknown);
    let mut yearly = Yearly { first_loss: Amount::ZERO, maximum };
    let steps = &terms.indemnity.steps;
    let percentage = steps.iter().position(|step| matches!(step, Clause::InsuredPercentage { .. }));
    for (at, step) in steps.iter().enumerate() {
        let Clause::AggregateFirstLoss { amount, .. } = step else { continue };
        // Before the insured percentage it takes losses, of which the insurer
        // would have paid its share.
        let share = if percentage.is_some_and(|percentage| percentage > at) {
            terms.insured_percentage.named
        } else {
            Share::ALL
        };
        yearly.first_loss = yearly.first_loss.plus(amount.share(share)?)?;
    }
    terms.indemnity.steps.retain(|step| match step {
        Clause::AggregateFirstLoss { .. } => false,
        Clause::MaximumLiability { .. } => !unknown,
        _ => true,
    });
    terms.endorsements.clear();
    let policy = Policy::new(terms).map_err(|error| error.at("policy"))?;
    Ok((policy, yearly))
}
