//! The narrow waist: every operation of this crate as text in, text out.
//!
//! Bindings and conformance vectors use nothing else, so an operation listed
//! in [`OPERATIONS`] exists, with the same shape, the same digits and the same
//! errors, in every language.

pub mod claim;
pub mod cover;
pub mod documents;
pub mod duties;
pub mod explain;
pub mod factoring;
pub mod ledger;
pub mod placement;
pub mod premium;
pub mod recovery;
pub mod risk;
#[cfg(feature = "schema")]
pub mod schema;
pub mod values;

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use serde::Serialize;

use crate::error::{Error, Problem};
use crate::value::document::asked;
pub use crate::value::document::{read, write};

/// An operation: a JSON request in, a JSON answer out.
pub type Operation = fn(&str) -> Result<String, Error>;

/// From one list: every operation with its reader and writer, and the schemas
/// of its request and answer, which are those of the types it takes and gives.
macro_rules! operations {
    ($($name:literal => $operation:path,)*) => {
        /// Every operation, by the name it has in every language.
        pub const OPERATIONS: &[(&str, Operation)] = &[
            $(($name, |request| write(&$operation(asked(request)?)?)),)*
        ];

        /// The schemas of every operation, in the order of [`OPERATIONS`].
        #[cfg(feature = "schema")]
        #[must_use]
        pub fn schemas() -> alloc::vec::Vec<schema::OperationSchema> {
            alloc::vec![$(schema::OperationSchema::of($name, $operation),)*]
        }
    };
}

operations! {
    "accept_quote" => placement::accept_quote,
    "allocate_payments" => ledger::allocate_payments,
    "assess" => cover::assess,
    "burning_cost" => premium::burning_cost,
    "calendar" => duties::calendar,
    "check_factoring" => factoring::check_factoring,
    "check_grades" => risk::check_grades,
    "check_identifier" => values::check_identifier,
    "check_ledger" => documents::check_ledger,
    "check_policy" => documents::check_policy,
    "check_submission" => placement::check_submission,
    "collection_fees" => recovery::collection_fees,
    "compare_financing" => factoring::compare_financing,
    "compare_policies" => claim::compare_policies,
    "compare_quotes" => placement::compare_quotes,
    "concentration" => risk::concentration,
    "convert" => values::convert,
    "days_sales_outstanding" => risk::days_sales_outstanding,
    "discount_bills" => factoring::discount_bills,
    "due_date" => values::due_date,
    "duties" => duties::duties,
    "early_payment" => factoring::early_payment,
    "effective_date" => placement::effective_date,
    "evaluate_portfolio" => risk::evaluate_portfolio,
    "expected_loss" => risk::expected_loss,
    "explain_cover" => cover::explain_cover,
    "factoring_availability" => factoring::factoring_availability,
    "factoring_cost" => factoring::factoring_cost,
    "factoring_entries" => factoring::factoring_entries,
    "factoring_guarantee" => factoring::factoring_guarantee,
    "factoring_invoices" => factoring::factoring_invoices,
    "factoring_template" => factoring::factoring_template,
    "factoring_templates" => factoring::factoring_templates,
    "indemnity" => claim::indemnity,
    "late_interest" => premium::late_interest,
    "loss_rates" => risk::loss_rates,
    "maximum_liability" => premium::maximum_liability,
    "notice_periods" => placement::notice_periods,
    "notice_table" => placement::notice_table,
    "offer_validity" => placement::offer_validity,
    "overdraft" => factoring::overdraft,
    "phrases" => explain::phrases,
    "placement" => placement::placement,
    "placement_stages" => placement::placement_stages,
    "policy_template" => documents::policy_template,
    "policy_templates" => documents::policy_templates,
    "premium" => premium::premium,
    "premium_figures" => premium::premium_figures,
    "premium_taxes" => premium::premium_taxes,
    "presets" => claim::presets,
    "prospect" => cover::prospect,
    "provision_matrix" => risk::provision_matrix,
    "refund" => claim::refund,
    "render" => explain::render,
    "renewal" => placement::renewal,
    "reverse_factoring" => factoring::reverse_factoring,
    "sales_to_recover_loss" => premium::sales_to_recover_loss,
    "settle" => claim::settle,
    "settle_claims" => claim::settle_claims,
    "share_recovery" => recovery::share_recovery,
    "split" => values::split_amount,
    "tariff" => premium::tariff,
    "tariffs" => premium::tariffs,
    "watch" => risk::watch,
}

/// Runs the operation of a name on a request.
///
/// # Errors
///
/// [`Error::UnknownOperation`] and the errors of the operation.
pub fn call(operation: &str, request: &str) -> Result<String, Error> {
    let (_, run) = OPERATIONS
        .iter()
        .find(|(name, _)| *name == operation)
        .ok_or_else(|| Error::UnknownOperation { given: operation.to_owned() })?;
    run(request)
}

/// An error as every language sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorDocument<'a> {
    /// A stable name for the kind of error.
    pub code: &'a str,
    /// What is wrong and what to do, in words.
    pub message: String,
    /// Where in the request, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<&'a str>,
    /// Every contradiction of a document, each with its own path and code.
    #[serde(skip_serializing_if = "<[Problem]>::is_empty")]
    pub problems: &'a [Problem],
}

impl Error {
    /// This error as a JSON document: what a binding raises in its language.
    #[must_use]
    pub fn to_json(&self) -> String {
        let document = ErrorDocument {
            code: self.code(),
            message: self.to_string(),
            path: self.path(),
            problems: self.problems(),
        };
        write(&document).unwrap_or_default()
    }
}
