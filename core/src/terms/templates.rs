//! Ready-made policies for the four sizes of the market.

use serde_json::Value;

use super::PolicyTerms;
use super::policy::merge;
use crate::error::Error;
use crate::value::document;

/// Every template by its name: a whole policy document with the values that
/// are typical for that size of firm, to be amended.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("very_small_firm", include_str!("templates/very_small_firm.json")),
    ("small_mid_size_firm", include_str!("templates/small_mid_size_firm.json")),
    ("mid_cap", include_str!("templates/mid_cap.json")),
    ("multinational", include_str!("templates/multinational.json")),
];

/// The terms of a template with changes applied as a merge patch (RFC 7396):
/// objects merge field by field, lists are replaced, `null` removes.
///
/// # Errors
///
/// [`Error::NotFound`] for a name that is none of [`TEMPLATES`], and the
/// errors of reading a policy document.
///
/// ```
/// use serde_json::json;
/// use tradecredit::{Policy, terms::template};
///
/// let changes = json!({ "id": "FR-2026-0042", "insured_percentage": { "named": "85%" } });
/// let policy = Policy::new(template("small_mid_size_firm", &changes)?)?;
/// assert_eq!(policy.terms().insured_percentage.named.to_string(), "85%");
/// # Ok::<(), tradecredit::Error>(())
/// ```
pub fn template(name: &str, changes: &Value) -> Result<PolicyTerms, Error> {
    let (_, text) = TEMPLATES.iter().find(|(known, _)| *known == name).ok_or_else(|| {
        Error::NotFound { what: "template", given: name.into(), document: "list of templates" }
    })?;
    let mut value: Value = document::read(text)?;
    merge(&mut value, changes);
    document::from_value(value)
}
