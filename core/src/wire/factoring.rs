//! Operations on factoring, and on what it competes with.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;
use serde_json::Value;

use super::documents::NoRequest;
use crate::answers::factoring::{
    self, AssignedFigures, AssignedInvoices, Assignment, Availability, Bill, BookedAssignment,
    Chart, DiscountedBills, Drawn, EarlyPayment, EarlyPaymentCost, EffectiveStyle, FactoringCost,
    FactoringEntries, FactoringGuarantee, FactoringReceipt, FactoringUse, FinancingComparison,
    FinancingOption, IndexFixing, Misdirected, OverdraftCost, Overdrawn, ReceivableToFinance,
    Receivables, ReverseCash, ReverseInvoice,
};
use crate::error::Error;
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::factoring::{
    BillTerms, FACTORING_TEMPLATES, FactoringTerms, OverdraftTerms, factoring_template as template,
};
use crate::terms::{Policy, PolicyTerms};
use crate::value::{Amount, Calendar, Currency, Day, Id, Rates, Rounding, document};

/// Asks for a contract of one of the kinds of factoring.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"name\": …, \"changes\": … }")]
pub struct FactoringTemplateRequest {
    /// The name of a kind, such as `confidential`.
    pub name: String,
    /// The part of the contract that changes, merged in (RFC 7396).
    #[serde(default, deserialize_with = "document::changes")]
    pub changes: serde_json::Map<String, Value>,
}

/// The request of [`factoring_availability`]: either `figures`, or `ledger`
/// and `as_of`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"terms\": …, \"figures\": … }")]
pub struct FactoringAvailabilityRequest {
    /// The contract.
    pub terms: FactoringTerms,
    /// The receivables in figures.
    pub figures: Option<AssignedFigures>,
    /// What happened.
    pub ledger: Option<LedgerDocument>,
    /// As of the end of which day.
    pub as_of: Option<Day>,
    /// The seller's policy, where the debtor limit goes by it.
    pub policy: Option<PolicyTerms>,
    /// The invoices assigned, or approved by the buyer; absent: every one.
    pub assigned: Option<Vec<Id>>,
    /// The factor's own limits by debtor.
    #[serde(default, deserialize_with = "document::once_each")]
    pub limits: BTreeMap<Id, Amount>,
    /// What debtors paid into the wrong account and the seller has not passed on.
    #[serde(default)]
    pub misdirected: Vec<Misdirected>,
    /// What stands against availability.
    #[serde(default)]
    pub drawn: Drawn,
    /// Exchange rates, for the policy.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for the policy.
    #[serde(default)]
    pub holidays: Calendar,
}

/// The request of [`factoring_guarantee`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"terms\": …, \"ledger\": …, \"as_of\": … }")]
pub struct FactoringGuaranteeRequest {
    /// The contract.
    pub terms: FactoringTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of the end of which day.
    pub as_of: Day,
    /// The seller's policy, where the contract rests on it.
    pub policy: Option<PolicyTerms>,
    /// The invoices assigned; absent: every one.
    pub assigned: Option<Vec<Id>>,
    /// The factor's own limits by debtor.
    #[serde(default, deserialize_with = "document::once_each")]
    pub limits: BTreeMap<Id, Amount>,
    /// Exchange rates, for the policy.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for the policy.
    #[serde(default)]
    pub holidays: Calendar,
}

/// The request of [`factoring_invoices`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"terms\": …, \"assignment\": …, \"as_of\": … }")]
pub struct FactoringInvoicesRequest {
    /// The contract.
    pub terms: FactoringTerms,
    /// What was assigned, and what happened to it.
    pub assignment: Assignment,
    /// As of the end of which day.
    pub as_of: Day,
    /// What the index stood at.
    #[serde(default)]
    pub index: Vec<IndexFixing>,
    /// How effective rates are counted and written.
    #[serde(default)]
    pub effective: EffectiveStyle,
}

/// The request of [`factoring_cost`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"terms\": …, \"usage\": … }")]
pub struct FactoringCostRequest {
    /// The contract.
    pub terms: FactoringTerms,
    /// What use is made of it.
    pub usage: FactoringUse,
    /// How effective rates are counted and written.
    #[serde(default)]
    pub effective: EffectiveStyle,
}

/// The request of [`early_payment`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"offer\": … }")]
pub struct EarlyPaymentRequest {
    /// The currency of the invoice.
    pub currency: Currency,
    /// The offer.
    pub offer: EarlyPayment,
    /// How amounts are rounded.
    #[serde(default)]
    pub rounding: Rounding,
    /// How effective rates are counted and written.
    #[serde(default)]
    pub effective: EffectiveStyle,
}

/// The request of [`reverse_factoring`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"supply\": … }")]
pub struct ReverseFactoringRequest {
    /// The currency of every amount.
    pub currency: Currency,
    /// The supplier's invoice and what is paid on it.
    pub supply: ReverseInvoice,
    /// How amounts are rounded.
    #[serde(default)]
    pub rounding: Rounding,
}

/// The request of [`discount_bills`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"terms\": …, \"bills\": […] }")]
pub struct DiscountBillsRequest {
    /// The currency of every amount.
    pub currency: Currency,
    /// The bank's terms.
    pub terms: BillTerms,
    /// The bills.
    pub bills: Vec<Bill>,
    /// How effective rates are counted and written.
    #[serde(default)]
    pub effective: EffectiveStyle,
}

/// The request of [`overdraft`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"terms\": …, \"overdrawn\": … }")]
pub struct OverdraftRequest {
    /// The currency of every amount.
    pub currency: Currency,
    /// The bank's terms.
    pub terms: OverdraftTerms,
    /// What is overdrawn, and when.
    pub overdrawn: Overdrawn,
    /// How effective rates are counted and written.
    #[serde(default)]
    pub effective: EffectiveStyle,
}

/// The request of [`compare_financing`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"currency\": …, \"receivables\": […], \"options\": […] }"
)]
pub struct CompareFinancingRequest {
    /// The currency of every amount.
    pub currency: Currency,
    /// What is to be financed.
    pub receivables: Vec<ReceivableToFinance>,
    /// The ways of financing it.
    #[serde(deserialize_with = "document::all_told_apart")]
    pub options: Vec<FinancingOption>,
    /// How effective rates are counted and written.
    #[serde(default)]
    pub effective: EffectiveStyle,
}

/// The request of [`factoring_entries`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"currency\": …, \"chart\": …, \"assignment\": … }")]
pub struct FactoringEntriesRequest {
    /// The currency of every amount.
    pub currency: Currency,
    /// The chart of accounts; by default the French one.
    #[serde(default)]
    pub chart: Chart,
    /// What is booked.
    pub assignment: BookedAssignment,
}

fn checked(terms: FactoringTerms) -> Result<FactoringTerms, Error> {
    terms.checked().map_err(|error| error.at("terms"))
}

/// The names of the kinds of factoring.
///
/// # Errors
///
/// The path of an unknown field: the request is an empty object.
pub fn factoring_templates(_: NoRequest) -> Result<Vec<&'static str>, Error> {
    Ok(FACTORING_TEMPLATES.iter().map(|(name, _)| *name).collect())
}

/// A contract of one of the kinds of factoring, with changes merged in.
///
/// # Errors
///
/// [`Error::NotFound`] for an unknown name, and those of [`check_factoring`].
pub fn factoring_template(request: FactoringTemplateRequest) -> Result<FactoringTerms, Error> {
    template(&request.name, &Value::Object(request.changes))
}

/// Checks a factoring contract: its canonical document.
///
/// # Errors
///
/// The path of what departs from the document's shape, or every contradiction.
pub fn check_factoring(terms: FactoringTerms) -> Result<FactoringTerms, Error> {
    terms.checked()
}

/// What can be drawn, and why not more (FAC-1).
///
/// # Errors
///
/// Those of the documents, and of figures that contradict each other.
pub fn factoring_availability(
    request: FactoringAvailabilityRequest,
) -> Result<Availability, Error> {
    let terms = checked(request.terms)?;
    let mut steps = Vec::new();
    let (answer, receipt) = match (request.figures, request.ledger, request.as_of) {
        (Some(figures), None, None) => (
            factoring::availability_of_figures(&terms, &figures, &request.drawn, &mut steps)?,
            FactoringReceipt::new(&terms, None, None)?,
        ),
        (None, Some(ledger), Some(as_of)) => {
            let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
            let policy = request.policy.map(Policy::new).transpose();
            let policy = policy.map_err(|error| error.at("policy"))?;
            let asked = Receivables {
                terms: &terms,
                ledger: &ledger,
                as_of,
                policy: policy.as_ref(),
                rates: &request.rates,
                holidays: &request.holidays,
                assigned: request.assigned.as_deref(),
                limits: &request.limits,
                misdirected: &request.misdirected,
            };
            let documents = Some((&ledger, policy.as_ref()));
            (
                factoring::availability(&asked, &request.drawn, &mut steps)?,
                FactoringReceipt::new(&terms, documents, Some(as_of))?,
            )
        }
        _ => {
            let problem = "say either `figures`, or `ledger` and `as_of`";
            return Err(Error::Unanswerable { problem: problem.into() });
        }
    };
    Ok(Availability { steps, receipt: Some(receipt), ..answer })
}

/// What is guaranteed of assigned receivables, and what falls back on the
/// seller (FAC-3).
///
/// # Errors
///
/// Those of the documents; [`Error::Unanswerable`] for a policy whose benefit
/// is not assigned.
pub fn factoring_guarantee(
    request: FactoringGuaranteeRequest,
) -> Result<FactoringGuarantee, Error> {
    let terms = checked(request.terms)?;
    let ledger = Ledger::new(request.ledger).map_err(|error| error.at("ledger"))?;
    let policy = request.policy.map(Policy::new).transpose();
    let policy = policy.map_err(|error| error.at("policy"))?;
    let asked = Receivables {
        terms: &terms,
        ledger: &ledger,
        as_of: request.as_of,
        policy: policy.as_ref(),
        rates: &request.rates,
        holidays: &request.holidays,
        assigned: request.assigned.as_deref(),
        limits: &request.limits,
        misdirected: &[],
    };
    let mut steps = Vec::new();
    let answer = asked.guarantee(&mut steps)?;
    let documents = Some((&ledger, policy.as_ref()));
    let receipt = FactoringReceipt::new(&terms, documents, Some(request.as_of))?;
    Ok(FactoringGuarantee { steps, receipt: Some(receipt), ..answer })
}

/// What became of every assigned invoice (FAC-4).
///
/// # Errors
///
/// Those of the contract, and of facts that cannot stand.
pub fn factoring_invoices(request: FactoringInvoicesRequest) -> Result<AssignedInvoices, Error> {
    let terms = checked(request.terms)?;
    let mut steps = Vec::new();
    let FactoringInvoicesRequest { assignment, as_of, index, effective, .. } = request;
    let answer =
        factoring::assigned_invoices(&terms, &assignment, &index, as_of, effective, &mut steps)
            .map_err(|error| match error.path() {
                Some(path)
                    if !["terms", "index", "effective"].iter().any(|own| path.starts_with(own)) =>
                {
                    error.within("assignment")
                }
                None if !error.problems().is_empty() => error.at("assignment"),
                _ => error,
            })?;
    let receipt = FactoringReceipt::new(&terms, None, Some(as_of))?;
    Ok(AssignedInvoices { steps, receipt: Some(receipt), ..answer })
}

/// What factoring costs, and in effect a year (FAC-2).
///
/// # Errors
///
/// Those of the contract, and at what is missing.
pub fn factoring_cost(request: FactoringCostRequest) -> Result<FactoringCost, Error> {
    let terms = checked(request.terms)?;
    let mut steps = Vec::new();
    let answer = factoring::factoring_cost(&terms, &request.usage, request.effective, &mut steps)?;
    let receipt = FactoringReceipt::new(&terms, None, None)?;
    Ok(FactoringCost { steps, receipt: Some(receipt), ..answer })
}

/// What paying early comes to, and in effect a year (FAC-5).
///
/// # Errors
///
/// [`Error::Unanswerable`] for an offer that is not early or not whole.
pub fn early_payment(request: EarlyPaymentRequest) -> Result<EarlyPaymentCost, Error> {
    let EarlyPaymentRequest { currency, offer, rounding, effective } = request;
    let mut steps = Vec::new();
    let answer = factoring::early_payment(&offer, currency, &rounding, effective, &mut steps)?;
    Ok(EarlyPaymentCost { steps, ..answer })
}

/// The cash of supplier, buyer and factor (FAC-5).
///
/// # Errors
///
/// [`Error::Unanswerable`] for what is missing, said twice or too much.
pub fn reverse_factoring(request: ReverseFactoringRequest) -> Result<ReverseCash, Error> {
    let ReverseFactoringRequest { currency, supply, rounding } = request;
    let mut steps = Vec::new();
    let answer = factoring::reverse_factoring(&supply, currency, &rounding, &mut steps)
        .map_err(|error| error.within("supply"))?;
    Ok(ReverseCash { steps, ..answer })
}

/// What discounted bills bring and cost (FAC-6).
///
/// # Errors
///
/// At the bill that cannot be discounted.
pub fn discount_bills(request: DiscountBillsRequest) -> Result<DiscountedBills, Error> {
    let DiscountBillsRequest { currency, terms, bills, effective } = request;
    let mut steps = Vec::new();
    let answer = factoring::discount_bills(&terms, &bills, currency, effective, &mut steps)?;
    Ok(DiscountedBills { steps, ..answer })
}

/// What an overdraft costs (FAC-6).
///
/// # Errors
///
/// [`Error::Unanswerable`] for days that are missing or reversed.
pub fn overdraft(request: OverdraftRequest) -> Result<OverdraftCost, Error> {
    let OverdraftRequest { currency, terms, overdrawn, effective } = request;
    let mut steps = Vec::new();
    let answer = factoring::overdraft(&terms, &overdrawn, currency, effective, &mut steps)?;
    Ok(OverdraftCost { steps, ..answer })
}

/// The same receivables by factoring, discount and overdraft (FAC-6).
///
/// # Errors
///
/// At the option or receivable that cannot be computed.
pub fn compare_financing(request: CompareFinancingRequest) -> Result<FinancingComparison, Error> {
    let CompareFinancingRequest { currency, receivables, options, effective } = request;
    let mut steps = Vec::new();
    let answer =
        factoring::compare_financing(&receivables, &options, currency, effective, &mut steps)?;
    Ok(FinancingComparison { steps, ..answer })
}

/// Books an assignment in a chart of accounts (FAC-4).
///
/// # Errors
///
/// [`Error::Unanswerable`] for charges above what was assigned.
pub fn factoring_entries(request: FactoringEntriesRequest) -> Result<FactoringEntries, Error> {
    let FactoringEntriesRequest { currency, chart, assignment } = request;
    factoring::factoring_entries(&assignment, chart, currency)
}
