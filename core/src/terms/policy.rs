//! What was agreed: the terms of a policy, and the one door they go through.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{
    Attachment, Endorsement, Form, IndemnityRules, InsuredBase, InsuredPercentage, LimitRules,
    Notification, Periods, PremiumRules, RecoveryRules, Renewal, Scope, Stop, WaitingPeriod,
    canonical, check,
};
use crate::error::{Error, Problem};
use crate::value::order;
use crate::value::{Country, Currency, Day, FxDate, Id, document, is_default};

/// The version of the policy document that this crate reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PolicySchema {
    /// `tradecredit/policy/1`
    #[serde(rename = "tradecredit/policy/1")]
    V1,
}

/// A policy as somebody wrote it down: each field is sound by itself, the
/// whole may still contradict itself. [`Policy::new`] finds that out.
///
/// Only the identity is required; every other clause has a documented
/// default. Amounts are in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a policy, as an object")]
pub struct PolicyTerms {
    /// Always `tradecredit/policy/1`.
    pub schema: PolicySchema,
    /// The policy number (POL-1).
    pub id: Id,
    /// Who is insured (assuré).
    pub policyholder: Id,
    /// Who insures (assureur-crédit).
    pub insurer: Id,
    /// The currency of premium, limits and indemnity.
    pub currency: Currency,
    /// First and last day of the policy.
    pub period: Period,
    /// The policyholder's country; absent: that of its buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policyholder_country: Option<Country>,
    /// The product (POL-2).
    #[serde(default, skip_serializing_if = "is_default")]
    pub form: Form,
    /// When a receivable attaches (POL-3).
    #[serde(default, skip_serializing_if = "is_default")]
    pub attachment: Attachment,
    /// Which sales are insured (POL-4).
    #[serde(default, skip_serializing_if = "is_default")]
    pub scope: Scope,
    /// With or without value added tax (POL-5).
    #[serde(default, skip_serializing_if = "is_default")]
    pub insured_base: InsuredBase,
    /// The insurer's share (POL-6).
    #[serde(default, skip_serializing_if = "is_default")]
    pub insured_percentage: InsuredPercentage,
    /// Credit periods (POL-7).
    #[serde(default, skip_serializing_if = "is_default")]
    pub periods: Periods,
    /// The end of cover for a buyer that is late (COV-8).
    #[serde(default, skip_serializing_if = "is_default")]
    pub stop: Stop,
    /// Credit limits (POL-10).
    #[serde(default, skip_serializing_if = "is_default")]
    pub limits: LimitRules,
    /// Duties of notification and filing (POL-8).
    #[serde(default, skip_serializing_if = "is_default")]
    pub notification: Notification,
    /// The waiting period (POL-9).
    #[serde(default, skip_serializing_if = "is_default")]
    pub waiting_period: WaitingPeriod,
    /// To which debts payments before a loss are applied (LED-3).
    #[serde(default, skip_serializing_if = "is_default")]
    pub payment_allocation: PaymentAllocation,
    /// Of which day an exchange rate is taken (VAL-7).
    #[serde(default, skip_serializing_if = "is_default")]
    pub fx_date: FxDate,
    /// From the loss to the indemnity (POL-11).
    #[serde(default, skip_serializing_if = "is_default")]
    pub indemnity: IndemnityRules,
    /// Recoveries (POL-12).
    #[serde(default, skip_serializing_if = "is_default")]
    pub recoveries: RecoveryRules,
    /// Premium (POL-13).
    #[serde(default, skip_serializing_if = "is_default")]
    pub premium: PremiumRules,
    /// Renewal and notice.
    #[serde(default, skip_serializing_if = "is_default")]
    pub renewal: Renewal,
    /// Dated amendments (POL-14).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endorsements: Vec<Endorsement>,
}

/// The first and the last day of something, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a period, as { \"from\": …, \"to\": … }")]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Period {
    /// Whether a day lies in the period.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// To which debts a payment before the loss is applied (LED-3). French:
/// imputation des paiements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentAllocation {
    /// The oldest invoice, whatever the buyer says (Atradius BE, Allianz CH).
    #[default]
    OldestFirst,
    /// The debt that fell due first.
    OldestDueFirst,
    /// What the buyer designates, then the oldest (BGH IV ZR 343/12).
    DesignationFirst,
}

/// A policy whose terms agree with each other, in every version that its
/// endorsements make. It cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    terms: PolicyTerms,
    // Invariant: not empty, in order of `from`; the first holds from the start.
    versions: Vec<Version>,
    digest: String,
}

/// The terms in force from a day on (POL-14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// First day of this version; none for the policy as first agreed.
    pub from: Option<Day>,
    /// The endorsements that made it, in order.
    pub endorsements: Vec<Id>,
    /// The terms, with the endorsements applied.
    pub terms: PolicyTerms,
}

impl Policy {
    /// Checks the terms against each other, in every version.
    ///
    /// # Errors
    ///
    /// [`Error::Contradictions`] with every contradiction and its path.
    pub fn new(mut terms: PolicyTerms) -> Result<Self, Error> {
        let mut problems = check::contradictions(&terms);
        // Paths are those of the document as given: bring it into canonical form after the check.
        canonical::arrange(&mut terms);
        let versions = versions(&terms, &mut problems);
        if !problems.is_empty() {
            return Err(Error::Contradictions { document: "policy", problems });
        }
        order::by(&mut terms.endorsements, |a, b| (a.effective, &a.id).cmp(&(b.effective, &b.id)));
        let digest = hex(&Sha256::digest(document::write(&terms)?));
        Ok(Self { terms, versions, digest })
    }

    /// Reads a policy from its JSON document.
    ///
    /// # Errors
    ///
    /// An error with the path of the field, and those of [`Policy::new`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::new(document::read(text)?)
    }

    /// The document in canonical form: clauses that say their default left
    /// out, lists whose order says nothing sorted.
    ///
    /// # Errors
    ///
    /// None in practice: see [`crate::wire::write`].
    pub fn to_json(&self) -> Result<String, Error> {
        document::write(&self.terms)
    }

    /// The terms as first agreed, with their endorsements beside them.
    #[must_use]
    pub const fn terms(&self) -> &PolicyTerms {
        &self.terms
    }

    /// As [`terms`](Self::terms), to keep.
    #[must_use]
    pub fn into_terms(self) -> PolicyTerms {
        self.terms
    }

    /// The terms in force on a day: the policy with every endorsement
    /// effective by then applied (POL-14).
    #[must_use]
    pub fn on(&self, day: Day) -> &PolicyTerms {
        self.version_on(day).map_or(&self.terms, |version| &version.terms)
    }

    /// The version in force on a day (POL-14).
    #[must_use]
    pub fn version_on(&self, day: Day) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.from.is_none_or(|from| from <= day))
    }

    /// Every version, in order.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// A SHA-256 over the canonical document (POL-15).
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use core::fmt::Write;
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Applies the endorsements one after the other, and checks each result.
fn versions(terms: &PolicyTerms, problems: &mut Vec<Problem>) -> Vec<Version> {
    let first = PolicyTerms { endorsements: Vec::new(), ..terms.clone() };
    let mut versions = alloc::vec![Version { from: None, endorsements: Vec::new(), terms: first }];
    let mut order: Vec<(usize, &Endorsement)> = terms.endorsements.iter().enumerate().collect();
    order::by(&mut order, |(_, a), (_, b)| (a.effective, &a.id).cmp(&(b.effective, &b.id)));
    for (place, endorsement) in order {
        let path = format!("endorsements[{place}].changes");
        let Some(before) = versions.last() else { continue };
        match amended_terms(&before.terms, &endorsement.changes) {
            Ok(mut terms) => {
                // What was wrong before the endorsement is not its fault.
                let known = check::contradictions(&before.terms);
                let caused = check::contradictions(&terms)
                    .into_iter()
                    .filter(|problem| !known.contains(problem))
                    .map(|problem| Problem { path: format!("{path}.{}", problem.path), ..problem });
                problems.extend(caused);
                canonical::arrange(&mut terms);
                let mut endorsements = before.endorsements.clone();
                endorsements.push(endorsement.id.clone());
                let version = Version { from: Some(endorsement.effective), endorsements, terms };
                versions.push(version);
            }
            Err(Error::At { path: inner, source }) => {
                problems.push(source.into_problem(format!("{path}.{inner}")));
            }
            Err(error) => problems.push(error.into_problem(path)),
        }
    }
    versions
}

/// The terms with the changes of one endorsement applied (POL-14).
pub(crate) fn amended_terms(
    terms: &PolicyTerms,
    changes: &Map<String, Value>,
) -> Result<PolicyTerms, Error> {
    const FIXED: [&str; 5] = ["schema", "id", "currency", "period", "endorsements"];
    if let Some(field) = FIXED.iter().find(|field| changes.contains_key(**field)) {
        let message = format!("an endorsement cannot change `{field}`: make a new policy");
        return Err(Error::Leaf { code: check::code::CONFLICT, message }.at(*field));
    }
    let mut value = document::to_value(terms)?;
    if let Value::Object(fields) = &mut value {
        // A table that says its default is left out: without it, adding a row would drop the others.
        let tables = fields.entry("notification").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(tables) = tables {
            let filing = document::to_value(&terms.notification.debt_filing)?;
            tables.insert("debt_filing".into(), filing);
        }
    }
    merge(&mut value, &Value::Object(changes.clone()));
    document::from_value(value)
}

/// JSON merge patch (RFC 7396).
pub(crate) fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(fields) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            fields.remove(name);
        } else {
            merge(fields.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}
