//! The sales needed to make good a loss (PRE-8).

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{Amount, Currency, Money, Rounding, Share, exact};

/// A loss and what a sale leaves (PRE-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"loss\": …, \"margin\": … }")]
pub struct LostMargin {
    /// The currency.
    pub currency: Currency,
    /// The loss.
    pub loss: Amount,
    /// What of each sale is left after its costs.
    pub margin: Share,
    /// How the result is rounded.
    #[serde(default)]
    pub rounding: Rounding,
}

/// The sales needed to make good a loss (PRE-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SalesToRecover {
    /// loss ÷ margin.
    pub sales: Money,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// Sales = loss ÷ margin: 10,000 at 5 % take 200,000 (PRE-8).
///
/// # Errors
///
/// [`Error::OutOfRange`] for a margin of nothing.
pub fn sales_to_recover_loss(
    asked: &LostMargin,
    witness: &mut impl Witness,
) -> Result<SalesToRecover, Error> {
    if asked.margin == Share::NONE {
        return Err(Error::OutOfRange {
            what: "a margin",
            allowed: "above 0%: without one, no sales make good a loss",
            given: "0%".into(),
        }
        .at("margin"));
    }
    let quotient = Amount::new(exact::quotient(asked.loss.get(), asked.margin.get())?)?;
    let sales =
        asked.rounding.round(quotient, asked.currency).map_err(|error| error.at("rounding"))?;
    witness.see(|| {
        Step::new("sales_to_recover", Rule::Pre8)
            .fact("margin", asked.margin)
            .amounts(asked.loss, sales)
    });
    Ok(SalesToRecover { sales: Money::new(sales, asked.currency), steps: Vec::new() })
}
