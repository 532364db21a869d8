//! The five kinds of factoring, ready to be amended.

use serde_json::Value;

use super::FactoringTerms;
use crate::error::Error;
use crate::terms::policy::merge;
use crate::value::document;

/// Every kind by its name: a whole contract with the values usual in its
/// market. Nothing asks for the name of a kind: its fields say what it is.
pub const FACTORING_TEMPLATES: &[(&str, &str)] = &[
    ("classical", include_str!("../templates/factoring/classical.json")),
    ("delegated", include_str!("../templates/factoring/delegated.json")),
    ("confidential", include_str!("../templates/factoring/confidential.json")),
    ("balance_reload", include_str!("../templates/factoring/balance_reload.json")),
    ("reverse", include_str!("../templates/factoring/reverse.json")),
];

/// The terms of a kind with changes applied as a merge patch (RFC 7396):
/// objects merge field by field, lists are replaced, `null` removes.
///
/// # Errors
///
/// [`Error::NotFound`] for a name that is none of [`FACTORING_TEMPLATES`], the
/// errors of reading the document and those of [`FactoringTerms::checked`].
pub fn factoring_template(name: &str, changes: &Value) -> Result<FactoringTerms, Error> {
    let (_, text) =
        FACTORING_TEMPLATES.iter().find(|(known, _)| *known == name).ok_or_else(|| {
            Error::NotFound {
                what: "kind of factoring",
                given: name.into(),
                document: "list of templates",
            }
            .at("name")
        })?;
    let mut value: Value = document::read(text)?;
    merge(&mut value, changes);
    document::from_value::<FactoringTerms>(value)
        .and_then(FactoringTerms::checked)
        .map_err(|error| error.within("changes"))
}
