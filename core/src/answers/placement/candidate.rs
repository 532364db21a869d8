//! A quote on the table: checked, priced, and perhaps negotiated (PLA-5).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::cost::{AnnualCost, CostBasis, annual_cost};
use crate::error::Error;
use crate::facts::{Quote, QuotedLimit};
use crate::terms::{Policy, amended_terms};
use crate::value::{Amount, Id, document};

/// A quote with changes that are being negotiated (PLA-5). French: variante.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a negotiated variant, as an object")]
pub struct Variant {
    /// Its name.
    pub id: Id,
    /// The quote that it changes.
    pub of: Id,
    /// The part of the policy document that changes (RFC 7396), as in an
    /// endorsement: rate, options, maximum liability.
    #[serde(
        default,
        deserialize_with = "document::changes",
        skip_serializing_if = "Map::is_empty"
    )]
    pub changes: Map<String, Value>,
    /// Limits that take the place of those on the same buyers, or come on top.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<QuotedLimit>,
}

/// A quote or a variant of one, with its policy and its cost.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Under which name it stands in the table.
    pub(super) id: Id,
    /// The quote that it is a variant of.
    pub(super) of: Option<Id>,
    /// The quote, with changes made.
    pub(super) quote: Quote,
    /// Its policy.
    pub(super) policy: Policy,
    /// What it costs in a year.
    pub(super) cost: AnnualCost,
}

impl Candidate {
    /// The premium of the year, for a maximum liability that multiplies it.
    pub(super) fn premium(&self) -> Amount {
        self.cost.premium
    }

    fn new(id: Id, of: Option<Id>, quote: Quote, basis: &CostBasis<'_>) -> Result<Self, Error> {
        quote.check()?;
        let policy = Policy::new(quote.policy.clone()).map_err(|error| error.at("policy"))?;
        let currency = policy.terms().currency;
        if currency != basis.submission.currency {
            return Err(Error::CurrencyMismatch {
                operation: "compare",
                left: basis.submission.currency,
                right: currency,
            }
            .at("policy.currency"));
        }
        let cost = annual_cost(&policy, &quote, basis)?;
        Ok(Self { id, of, quote, policy, cost })
    }
}

/// Every quote and every variant, in the order given.
///
/// # Errors
///
/// [`Error::OutOfRange`] without a quote; [`Error::NotFound`] for a variant of
/// no quote; [`Error::CurrencyMismatch`]; those of the documents, each with
/// its place.
pub(super) fn candidates(
    quotes: &[Quote],
    variants: &[Variant],
    basis: &CostBasis<'_>,
) -> Result<Vec<Candidate>, Error> {
    if quotes.is_empty() {
        return Err(Error::OutOfRange {
            what: "a comparison",
            allowed: "of at least one quote",
            given: "0".into(),
        }
        .at("quotes"));
    }
    let mut found: Vec<Candidate> = Vec::new();
    for (at, quote) in quotes.iter().enumerate() {
        let id = quote.id.clone();
        alone(&found, &id).map_err(|error| error.at(format!("quotes[{at}].id")))?;
        let candidate = Candidate::new(id, None, quote.clone(), basis)
            .map_err(|error| error.within(&format!("quotes[{at}]")))?;
        found.push(candidate);
    }
    for (at, variant) in variants.iter().enumerate() {
        let path = format!("variants[{at}]");
        let Variant { id, of, changes, limits } = variant;
        alone(&found, id).map_err(|error| error.at(format!("{path}.id")))?;
        let Some(base) = found.iter().find(|one| one.of.is_none() && one.id == *of) else {
            return Err(Error::NotFound {
                what: "quote",
                given: of.as_str().into(),
                document: "comparison",
            }
            .at(format!("{path}.of")));
        };
        let mut quote = base.quote.clone();
        quote.policy = amended_terms(&quote.policy, changes).map_err(|error| {
            let (inner, source) = match error {
                Error::At { path: inner, source } => (format!(".{inner}"), *source),
                other => (String::new(), other),
            };
            Error::of_problem(&source.into_problem("")).at(format!("{path}.changes{inner}"))
        })?;
        for limit in limits {
            match quote.limits.iter_mut().find(|one| one.buyer == limit.buyer) {
                Some(one) => *one = limit.clone(),
                None => quote.limits.push(limit.clone()),
            }
        }
        let candidate = Candidate::new(id.clone(), Some(of.clone()), quote, basis).map_err(
            |error| match error {
                Error::At { path: inner, source } => match inner.strip_prefix("policy.") {
                    Some(field) => source.at(format!("{path}.changes.{field}")),
                    None => source.at(format!("{path}.{inner}")),
                },
                other => other.at(path.clone()),
            },
        )?;
        found.push(candidate);
    }
    Ok(found)
}

fn alone(found: &[Candidate], id: &Id) -> Result<(), Error> {
    if found.iter().any(|one| one.id == *id) {
        let problem = format!("`{id}` stands on the table already: give it another name");
        return Err(Error::Unanswerable { problem });
    }
    Ok(())
}
