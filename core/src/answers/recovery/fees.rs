//! Collection fees, and who bears them.

use alloc::vec::Vec;

use serde::Serialize;

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::PolicyTerms;
use crate::value::{Amount, Currency, Money, Share};

/// Who bears the fees of a collection (REC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeeShares {
    /// The currency of the amounts below: the policy's.
    pub currency: Currency,
    /// Amicable collection.
    pub amicable: Amount,
    /// Lawyers and courts.
    pub judicial: Amount,
    /// What was collected less the fees.
    pub net_receipt: Amount,
    /// What the insurer bears.
    pub insurer: Money,
    /// What the policyholder bears.
    pub policyholder: Money,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// Shares the fees of a collection (REC-5): the amicable fee is a percentage
/// of what was collected, judicial costs are given; of what is insured, the
/// insurer bears the insured percentage.
///
/// `amicable` takes the place of the agreed percentage; `percentage` that of
/// the policy for named buyers.
///
/// # Errors
///
/// [`Error::Overflow`].
pub fn collection_fees(
    terms: &PolicyTerms,
    collected: Amount,
    amicable: Option<Amount>,
    judicial: Amount,
    percentage: Option<Share>,
    witness: &mut impl Witness,
) -> Result<FeeShares, Error> {
    let rules = terms.recoveries.fees.clone().unwrap_or_default();
    let rounding = &terms.indemnity.rounding;
    let round = |amount| rounding.round(amount, terms.currency);
    let amicable = match (amicable, rules.amicable) {
        (Some(amount), _) => amount,
        (None, Some(share)) => round(collected.share(share)?)?,
        (None, None) => Amount::ZERO,
    };
    let percentage = percentage.unwrap_or(terms.insured_percentage.named);
    let fees = amicable.plus(judicial)?;
    let mut insured = Amount::ZERO;
    if rules.amicable_insured {
        insured = insured.plus(amicable)?;
    }
    if rules.judicial_insured {
        insured = insured.plus(judicial)?;
    }
    witness.see(|| {
        Step::new("fees_insured", Rule::Rec5).clause(rules.clause.as_ref()).amounts(fees, insured)
    });
    let exact = insured.share(percentage)?;
    let borne = round(exact)?.capped_at(insured);
    witness.see(|| {
        Step::new("fees_percentage", Rule::Rec5)
            .clause(rules.clause.as_ref())
            .fact("percentage", percentage)
            .amounts(insured, borne)
            .rounded_from(exact)
    });
    let money = |amount| Money::new(amount, terms.currency);
    Ok(FeeShares {
        currency: terms.currency,
        amicable,
        judicial,
        net_receipt: collected.less(fees)?,
        insurer: money(borne),
        policyholder: money(fees.less(borne)?),
        steps: Vec::new(),
    })
}
