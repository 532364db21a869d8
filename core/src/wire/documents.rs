//! Operations on the documents themselves.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Problem};
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::{Policy, PolicyTerms, TEMPLATES, template};
use crate::value::{Id, document};

/// Checks a policy: its canonical document, digest and versions.
///
/// # Errors
///
/// The path of what departs from the document's shape, or every contradiction.
pub fn check_policy(policy: PolicyTerms) -> Result<PolicyCheck, Error> {
    Ok(PolicyCheck::of(&Policy::new(policy)?))
}

/// Checks a ledger: what it holds, its digest, and the facts that cannot stand.
///
/// # Errors
///
/// The path of what departs from the document's shape.
pub fn check_ledger(ledger: LedgerDocument) -> Result<LedgerCheck, Error> {
    let facts = LedgerCount::of(&ledger);
    let ledger = Ledger::new(ledger)?;
    Ok(LedgerCheck { digest: ledger.digest().into(), facts, refused: ledger.refused().to_vec() })
}

/// Fills a template: a whole policy document, with changes merged in.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown name, and those of [`check_policy`].
pub fn policy_template(request: PolicyTemplate) -> Result<PolicyTerms, Error> {
    let PolicyTemplate { name, changes } = request;
    let terms = template(&name, &Value::Object(changes)).map_err(|error| match error {
        Error::NotFound { .. } => error.at("name"),
        error => error.within("changes"),
    })?;
    Ok(Policy::new(terms)?.into_terms())
}

/// Asks for a policy from a template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"name\": …, \"changes\": … }")]
pub struct PolicyTemplate {
    /// The name of a template, such as `mid_cap`.
    pub name: String,
    /// The part of the policy document that changes, merged in (RFC 7396).
    #[serde(default, deserialize_with = "document::changes")]
    pub changes: serde_json::Map<String, Value>,
}

/// The names of the policy templates.
///
/// # Errors
///
/// The path of an unknown field: the request is an empty object.
pub fn policy_templates(_: NoRequest) -> Result<Vec<&'static str>, Error> {
    Ok(TEMPLATES.iter().map(|(name, _)| *name).collect())
}

/// Asks nothing in particular: `{}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an empty object")]
pub struct NoRequest {}

/// A policy that can stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyCheck {
    /// SHA-256 of the canonical document.
    pub digest: String,
    /// Each version that an endorsement makes, by the endorsements in force.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<VersionCheck>,
    /// The canonical document: clauses that say their default left out.
    pub policy: PolicyTerms,
}

/// A version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VersionCheck {
    /// The first day on which it holds.
    pub from: crate::value::Day,
    /// The endorsements in force.
    pub endorsements: Vec<Id>,
}

impl PolicyCheck {
    fn of(policy: &Policy) -> Self {
        let versions = policy
            .versions()
            .iter()
            .filter_map(|version| {
                let endorsements = version.endorsements.clone();
                version.from.map(|from| VersionCheck { from, endorsements })
            })
            .collect();
        Self { digest: policy.digest().into(), versions, policy: policy.terms().clone() }
    }
}

/// What a ledger holds, and what was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerCheck {
    /// SHA-256 of the canonical document, the same for any order of entry.
    pub digest: String,
    /// How many facts were given.
    pub facts: LedgerCount,
    /// The facts that cannot stand, each with its path and the reason.
    pub refused: Vec<Problem>,
}

/// How many facts of each kind a ledger was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerCount {
    /// Buyers.
    pub buyers: usize,
    /// Invoices.
    pub invoices: usize,
    /// Credit notes.
    pub credit_notes: usize,
    /// Payments.
    pub payments: usize,
    /// Decisions on limits.
    pub limits: usize,
    /// Every other fact.
    pub others: usize,
}

impl LedgerCount {
    fn of(document: &LedgerDocument) -> Self {
        let others = [
            document.groups.len(),
            document.extensions.len(),
            document.disputes.len(),
            document.credit_reports.len(),
            document.reinstatements.len(),
            document.insolvencies.len(),
            document.events.len(),
            document.notices.len(),
            document.costs.len(),
            document.recoveries.len(),
            document.indemnities.len(),
            document.premiums.len(),
            document.declarations.len(),
            document.offers.len(),
        ];
        Self {
            buyers: document.buyers.len(),
            invoices: document.invoices.len(),
            credit_notes: document.credit_notes.len(),
            payments: document.payments.len(),
            limits: document.limits.len(),
            others: others.iter().fold(0, |sum, count| sum.saturating_add(*count)),
        }
    }
}
