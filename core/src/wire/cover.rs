//! Operations on cover: which receivables are insured, and which would be.

use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::answers::cover::{
    Assessment, LimitNeeded, OrderCover, PlannedOrder, PlannedSales, Question, assess as assessed,
    explain_receivable, limit_needed, order_cover,
};
use crate::error::Error;
use crate::explain::{Receipt, Trace, TraceSchema};
use crate::facts::{Ledger, LedgerDocument};
use crate::terms::{Cause, Policy, PolicyTerms};
use crate::value::{Calendar, Currency, Day, Id, Rates};

/// The request of [`assess`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": … }")]
pub struct AssessRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of the end of which day.
    pub as_of: Day,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
    /// Only this buyer; absent: every buyer.
    pub buyer: Option<Id>,
    /// Under which cause of loss; absent: cover as such.
    pub cause: Option<Cause>,
}

/// The request of [`explain_cover`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": …, \"invoice\": … }"
)]
pub struct ExplainCoverRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of the end of which day.
    pub as_of: Day,
    /// The invoice.
    pub invoice: Id,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
    /// Under which cause of loss; absent: cover as such.
    pub cause: Option<Cause>,
}

/// The request of [`prospect`].
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"policy\": …, \"ledger\": …, \"as_of\": … }")]
pub struct ProspectRequest {
    /// What was agreed.
    pub policy: PolicyTerms,
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of the end of which day.
    pub as_of: Day,
    /// Sales of a year: which limit do they need?
    pub sales: Option<PlannedSales>,
    /// An order: would it be insured?
    pub order: Option<PlannedOrder>,
    /// Exchange rates, for amounts in other currencies.
    #[serde(default)]
    pub rates: Rates,
    /// Days on which nobody works, for deadlines that roll.
    #[serde(default)]
    pub holidays: Calendar,
}

/// The answer of [`prospect`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prospect {
    /// The policy currency: that of every amount below.
    pub currency: Currency,
    /// As of the end of which day.
    pub as_of: Day,
    /// What was computed from what.
    pub receipt: Receipt,
    /// The limit that the sales need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales: Option<LimitNeeded>,
    /// Whether the order would be insured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderCover>,
}

fn sound(policy: PolicyTerms, ledger: LedgerDocument) -> Result<(Policy, Ledger), Error> {
    let policy = Policy::new(policy).map_err(|error| error.at("policy"))?;
    let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
    Ok((policy, ledger))
}

/// Assesses every receivable: verdict, amounts, reasons, exposure (COV-1…9).
///
/// # Errors
///
/// Those of reading the documents; [`Error::NotFound`] for an unknown buyer.
pub fn assess(request: AssessRequest) -> Result<Assessment, Error> {
    let AssessRequest { policy, ledger, as_of, rates, holidays, buyer, cause } = request;
    let (policy, ledger) = sound(policy, ledger)?;
    let question = Question { cause, ..Question::new(&policy, &ledger, &rates, &holidays, as_of) };
    assessed(&question, buyer.as_ref()).map_err(|error| match error {
        Error::NotFound { .. } => error.at("buyer"),
        other => other,
    })
}

/// The trace of one invoice's cover, ready to be rendered (EXP-1).
///
/// # Errors
///
/// Those of reading the documents; [`Error::NotFound`] for an unknown
/// invoice; [`Error::Unanswerable`] for one that is settled or cannot be
/// assessed.
pub fn explain_cover(request: ExplainCoverRequest) -> Result<Trace, Error> {
    let ExplainCoverRequest { policy, ledger, as_of, invoice, rates, holidays, cause } = request;
    let (policy, ledger) = sound(policy, ledger)?;
    let found = ledger.accounts().iter().find_map(|account| {
        let place = account.receivables.iter().position(|one| one.invoice.id == invoice)?;
        Some((account, place, account.receivables.get(place)?))
    });
    let Some((account, place, receivable)) = found else {
        let given = invoice.as_str().into();
        return Err(Error::NotFound { what: "invoice", given, document: "ledger" }.at("invoice"));
    };
    let question = Question { cause, ..Question::new(&policy, &ledger, &rates, &holidays, as_of) };
    let cover = question.buyer(&account.buyer.id)?;
    let Some(found) = cover.receivable(place) else {
        let path = format!("ledger.invoices.{invoice}");
        let problem = match cover.refused.into_iter().find(|problem| problem.path == path) {
            Some(problem) => problem.message,
            None => format!("nothing is open on invoice `{invoice}` as of {as_of}"),
        };
        return Err(Error::Unanswerable { problem }.at("invoice"));
    };
    let mut steps = Vec::new();
    let terms = policy.on(receivable.invoice.delivery);
    explain_receivable(&cover, receivable, found, terms, &mut steps);
    Ok(Trace {
        schema: TraceSchema::V1,
        currency: cover.currency,
        title: None,
        steps,
        receipt: Some(Receipt::new(&policy, Some(&ledger), as_of).into()),
    })
}

/// What planned sales need, and whether a planned order would be insured
/// (COV-10).
///
/// # Errors
///
/// Those of reading the documents, and at the field of the sales or of the
/// order that cannot stand.
pub fn prospect(request: ProspectRequest) -> Result<Prospect, Error> {
    let ProspectRequest { policy, ledger: document, as_of, sales, order, rates, holidays } =
        request;
    let (policy, ledger) = sound(policy, document.clone())?;
    let now = policy.on(as_of);
    let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
    let sales = match &sales {
        None => None,
        Some(sales) => {
            let cover = match &sales.buyer {
                Some(buyer) => {
                    Some(question.buyer(buyer).map_err(|error| error.at("sales.buyer"))?)
                }
                None => None,
            };
            Some(limit_needed(sales, &now.indemnity.rounding, now.currency, cover.as_ref())?)
        }
    };
    let order = match &order {
        None => None,
        Some(order) => {
            Some(order_cover(&policy, document, &rates, order, (as_of, None), &holidays).map_err(
                |error| match error {
                    Error::At { path, source } => source.at(format!("order.{path}")),
                    other => other.at("order"),
                },
            )?)
        }
    };
    Ok(Prospect {
        currency: now.currency,
        as_of,
        receipt: Receipt::new(&policy, Some(&ledger), as_of),
        sales,
        order,
    })
}
