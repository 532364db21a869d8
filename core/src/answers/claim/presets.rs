//! Named orders of the steps, each with its source (CLM-5).
//!
//! A preset is a list of steps like any other: copy it into a policy and put
//! the policy's own amounts in. Amounts here are examples of the source or of
//! the market.

use alloc::vec::Vec;

use serde::Serialize;

use crate::error::Error;
use crate::terms::IndemnityRules;
use crate::value::document;

/// A named order of steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// Who publishes it.
    pub source: &'static str,
    /// The indemnity clause of a policy document.
    pub indemnity: IndemnityRules,
}

/// The presets as text: name, summary, source, indemnity clause.
pub const PRESETS: &[(&str, &str, &str, &str)] = &[
    (
        "percentage_then_excesses",
        "The percentage first, then each excess comes off the indemnity.",
        "Coface glossary: https://coface.ae/credit-insurance-and-debt-collection-glossary/indemnification",
        r#"{"steps":[{"step":"credit_limit"},{"step":"insured_percentage"},{"step":"each_loss_deductible","amount":"500"},{"step":"aggregate_first_loss","amount":"10000"},{"step":"maximum_liability","multiple":"30"}]}"#,
    ),
    (
        "threshold_limit_percentage",
        "A threshold that refuses a debt of exactly its amount, the limit, the percentage.",
        "Atradius Belgium: https://support.atradius.be/en/practical-guide/compensation",
        r#"{"steps":[{"step":"threshold","amount":"500","on":"total_debt"},{"step":"credit_limit"},{"step":"insured_percentage"}]}"#,
    ),
    (
        "credits_limit_percentage_maximum",
        "Credits come off first, then the limit, the percentage and the policy maximum.",
        "Crédito y Caución agent: https://www.susegurodecredito.com/indemnizaciones",
        r#"{"steps":[{"step":"credit_limit"},{"step":"insured_percentage"},{"step":"maximum_liability","multiple":"30"}],"credits":"limit_after_credits"}"#,
    ),
    (
        "own_share_deductible_maximum",
        "Receivables in order of origin, the own share, the deductible on the indemnity, the maximum.",
        "German AVB Warenkredit, LG Köln 24 O 425/02 (own share 20 %, 1,000 off the indemnity)",
        r#"{"steps":[{"step":"credit_limit"},{"step":"insured_percentage"},{"step":"each_loss_deductible","amount":"1000"},{"step":"maximum_liability","multiple":"20"}]}"#,
    ),
    (
        "deductible_then_percentage",
        "The deductible comes off the loss, then the percentage applies.",
        "UK and US losses-occurring wordings: https://studylib.net/doc/18247369; Japan: https://www.marineinsurance.jp/export-hoken/insurance/007.html",
        r#"{"steps":[{"step":"credit_limit"},{"step":"each_loss_deductible","amount":"5000"},{"step":"insured_percentage"},{"step":"maximum_liability","amount":"1000000"}]}"#,
    ),
    (
        "limit_caps_indemnity",
        "The percentage of the loss, which the limit then caps.",
        "NEXI; a Japanese broker: https://l-ri.com (min(loss × percentage, limit))",
        r#"{"steps":[{"step":"insured_percentage"},{"step":"credit_limit","caps":"indemnity"},{"step":"maximum_liability","amount":"100000000"}]}"#,
    ),
    (
        "excess_of_loss",
        "Losses above an annual aggregate, without a percentage, up to a fixed maximum.",
        "http://www.irc-group.com/underwriting-philosophies/; https://cosec.pt (Allianz Trade)",
        r#"{"steps":[{"step":"credit_limit"},{"step":"aggregate_first_loss","amount":"500000"},{"step":"maximum_liability","amount":"5000000"}]}"#,
    ),
];

/// Every preset, read.
///
/// # Errors
///
/// None in practice: a test reads them all.
pub fn presets() -> Result<Vec<Preset>, Error> {
    PRESETS
        .iter()
        .map(|(name, summary, source, text)| {
            Ok(Preset { name, summary, source, indemnity: document::read(text)? })
        })
        .collect()
}
