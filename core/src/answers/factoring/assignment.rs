//! Invoices assigned to a factor, and what happened to them.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Problem};
use crate::terms::factoring::{Account, FactoringTerms};
use crate::value::{Amount, Day, Id};

/// Invoices assigned to a factor, and what happened to them (FAC-4). Facts
/// only, in any order; amounts in the contract's currency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "an assignment, as an object")]
pub struct Assignment {
    /// What was assigned.
    pub invoices: Vec<AssignedInvoice>,
    /// What debtors paid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<InvoicePayment>,
    /// What was credited to debtors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub credit_notes: Vec<InvoiceCredit>,
    /// What was not paid, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<InvoiceFailure>,
}

/// An invoice assigned to a factor (FAC-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an assigned invoice, as an object")]
pub struct AssignedInvoice {
    /// Its number.
    pub id: Id,
    /// Who owes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor: Option<Id>,
    /// When it was assigned and financed.
    pub assigned: Day,
    /// When it falls due.
    pub due: Day,
    /// Its amount without value added tax.
    pub amount: Amount,
    /// The value added tax.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
    /// What of it the factor or the policy guarantees; absent: all where
    /// somebody but the seller bears the risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guaranteed: Option<Amount>,
    /// What the seller drew on it, before charges; absent: all it could.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawn: Option<Amount>,
}

/// A debtor's payment of an assigned invoice (FAC-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a payment of an assigned invoice, as an object")]
pub struct InvoicePayment {
    /// The invoice.
    pub invoice: Id,
    /// When the money was received.
    pub date: Day,
    /// How much.
    pub amount: Amount,
    /// Into which account; absent: that of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

/// A credit note against an assigned invoice (avoir), tax included (FAC-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a credit note against an assigned invoice, as an object")]
pub struct InvoiceCredit {
    /// The invoice.
    pub invoice: Id,
    /// When it was issued.
    pub date: Day,
    /// How much, tax included.
    pub amount: Amount,
}

/// That the rest of an assigned invoice will not be paid (FAC-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an assigned invoice that is not paid, as an object")]
pub struct InvoiceFailure {
    /// The invoice.
    pub invoice: Id,
    /// When the factor drew the consequence.
    pub date: Day,
    /// Why it is not paid.
    pub cause: FailureCause,
}

/// Why an assigned invoice is not paid (FAC-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FailureCause {
    /// The debtor is insolvent: the guarantee holds.
    Insolvency,
    /// The debtor does not pay, without a dispute: the guarantee holds.
    ProtractedDefault,
    /// The debtor disputes it: no guarantee holds, the seller takes it back.
    Dispute,
}

impl AssignedInvoice {
    /// The invoice with its tax.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn gross(&self) -> Result<Amount, Error> {
        self.amount.plus(self.vat)
    }
}

impl Assignment {
    /// Checks that the facts can stand (FAC-4).
    ///
    /// # Errors
    ///
    /// [`Error::Contradictions`] with every problem and its path: an invoice
    /// assigned twice, a payment into the wrong account, a fact about an
    /// invoice that is not assigned or before it was.
    pub(super) fn check(&self, terms: &FactoringTerms) -> Result<(), Error> {
        let mut problems = Vec::new();
        let mut places: BTreeMap<&Id, (usize, &AssignedInvoice)> = BTreeMap::new();
        for (place, invoice) in self.invoices.iter().enumerate() {
            let mut wrong = |field: &str, code: &'static str, message: String| {
                problems.push(Problem {
                    path: format!("invoices[{place}].{field}"),
                    code,
                    message,
                });
            };
            if let Some((first, _)) = places.get(&invoice.id) {
                let words = "nobody can be paid twice for one debt";
                let message = format!(
                    "invoice `{}` is assigned twice, first in `invoices[{first}]`: {words}",
                    invoice.id
                );
                wrong("id", "duplicate", message);
                continue;
            }
            places.insert(&invoice.id, (place, invoice));
            let gross = invoice.gross()?;
            if invoice.guaranteed.is_some_and(|guaranteed| guaranteed > gross) {
                let message = format!("more is guaranteed than the invoice of {gross}");
                wrong("guaranteed", "exceeds", message);
            }
        }
        let payments = self.payments.iter().map(|fact| (&fact.invoice, fact.date));
        about("payments", payments, &places, &mut problems);
        let credits = self.credit_notes.iter().map(|fact| (&fact.invoice, fact.date));
        about("credit_notes", credits, &places, &mut problems);
        let failures = self.failures.iter().map(|fact| (&fact.invoice, fact.date));
        about("failures", failures, &places, &mut problems);
        for (place, payment) in self.payments.iter().enumerate() {
            let Some(account) = payment.account.filter(|account| *account != terms.account) else {
                continue;
            };
            problems.push(Problem {
                path: format!("payments[{place}].account"),
                code: "conflict",
                message: format!(
                    "it reached {} in place of {}: the debt to the factor stands until the seller passes it on, so give the day and amount of that",
                    account.words(),
                    terms.account.words()
                ),
            });
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(Error::Contradictions { document: "assignment", problems })
    }
}

/// Facts about invoices that are not assigned, or before they were.
fn about<'a>(
    list: &str,
    facts: impl Iterator<Item = (&'a Id, Day)>,
    places: &BTreeMap<&Id, (usize, &AssignedInvoice)>,
    problems: &mut Vec<Problem>,
) {
    for (place, (invoice, date)) in facts.enumerate() {
        match places.get(invoice) {
            None => problems.push(Problem {
                path: format!("{list}[{place}].invoice"),
                code: "not_found",
                message: format!("invoice `{invoice}` is not among those assigned"),
            }),
            Some((_, assigned)) if date < assigned.assigned => problems.push(Problem {
                path: format!("{list}[{place}].date"),
                code: "reversed",
                message: format!(
                    "it is dated {date}, before the assignment on {}",
                    assigned.assigned
                ),
            }),
            Some(_) => {}
        }
    }
}
