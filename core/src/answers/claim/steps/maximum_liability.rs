//! Maximum liability (limite de décaissement): the most the insurer pays in a
//! year or policy.
//!
//! ```text
//! maximum = amount,  or multiple × premium
//! M = maximum − indemnities of earlier claims of the same time
//! after = min(x, M),  what is finally paid is used up
//! ```
//!
//! The premium is what was paid in the same time, the minimum premium of the
//! same time (of each insurance year of the policy if `per = policy`), or the
//! greater of both. Rounding never lifts the result above M.
//!
//! **Borne by:** the insured, as `above_the_maximum`.
//! **Sources:** 20 × net premium (Germany), 30 × minimum premium (France),
//! premium collected for the insurance year (Coface), or a fixed amount.

use alloc::string::String;

use crate::answers::claim::loss::{Loss, LossShare};
use crate::answers::claim::pipeline::Case;
use crate::answers::claim::year::InsuranceYear;
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::{Per, PremiumBase};
use crate::value::{Amount, Number, exact};

/// The clause.
#[derive(Clone, Copy)]
pub(in crate::answers::claim) struct Agreed {
    pub(in crate::answers::claim) amount: Option<Amount>,
    pub(in crate::answers::claim) multiple: Option<Number>,
    pub(in crate::answers::claim) of_premium: PremiumBase,
    pub(in crate::answers::claim) per: Per,
}

pub(in crate::answers::claim) fn apply(
    loss: &mut Loss<'_>,
    agreed: Agreed,
    case: &Case<'_>,
    clause: Option<&String>,
    witness: &mut impl Witness,
) -> Result<(), Error> {
    let premium = premium(agreed, case)?;
    let maximum = match (agreed.amount, agreed.multiple) {
        (Some(amount), _) => amount,
        (None, Some(multiple)) => Amount::new(exact::product(premium.get(), multiple.get())?)?,
        // The checks of the terms leave no such clause.
        (None, None) => return Ok(()),
    };
    let left = maximum.less(case.state.consumed(agreed.per, case.year.from)?)?;
    let after = loss.amount.capped_at(left);
    loss.at_most(left);
    loss.becomes(after, LossShare::AboveTheMaximum, witness, || {
        let step = Step::new("maximum_liability", Rule::Clm4)
            .clause(clause)
            .fact("maximum", maximum)
            .fact("left", left);
        if agreed.multiple.is_some() { step.fact("premium", premium) } else { step }
    })
}

/// The premium that the clause multiplies.
fn premium(agreed: Agreed, case: &Case<'_>) -> Result<Amount, Error> {
    let minimum = case.terms.premium.minimum.unwrap_or_default();
    let (paid, minimum) = match agreed.per {
        Per::InsuranceYear => (case.premium.in_year, minimum),
        Per::Policy => {
            let years = InsuranceYear::count(&case.terms.period)?;
            (case.premium.in_all, Amount::new(exact::product(minimum.get(), years.into())?)?)
        }
    };
    Ok(agreed.of_premium.of(paid, minimum))
}
