//! What is owed, and what was done about it.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::terms::PaymentMethod;
use crate::value::{Amount, Currency, Day, Id, TermsOfPayment, is_default};

/// An invoice: a receivable from the day of delivery on (créance).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an invoice, as an object")]
pub struct Invoice {
    /// Its number.
    pub id: Id,
    /// Who owes it.
    pub buyer: Id,
    /// The day goods were delivered or services performed.
    pub delivery: Day,
    /// The invoice date; absent: the day of delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoiced: Option<Day>,
    /// The due date first agreed; absent: `terms` say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The terms of payment, from the invoice date; absent: `due` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsOfPayment>,
    /// The amount without value added tax.
    pub amount: Amount,
    /// The value added tax.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
    /// Contractual interest up to the due date, beside the amount.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub interest: Amount,
    /// Its currency; absent: the ledger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The date of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<Day>,
    /// How it is to be paid.
    #[serde(default, skip_serializing_if = "is_default")]
    pub payment_method: PaymentMethod,
}

impl Invoice {
    /// The invoice date.
    #[must_use]
    pub fn invoiced(&self) -> Day {
        self.invoiced.unwrap_or(self.delivery)
    }
}

/// A credit note against an invoice (avoir).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a credit note, as an object")]
pub struct CreditNote {
    /// Its number.
    pub id: Id,
    /// The invoice it reduces.
    pub invoice: Id,
    /// Its date.
    pub date: Day,
    /// The amount without value added tax.
    pub amount: Amount,
    /// The value added tax.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
}

/// Something received on a buyer's debt before any indemnity (CLM-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a payment, as an object")]
pub struct Payment {
    /// Its number.
    pub id: Id,
    /// Who paid.
    pub buyer: Id,
    /// When it was received.
    pub date: Day,
    /// How much.
    pub amount: Amount,
    /// Its currency; absent: the ledger's. It pays invoices of its currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The invoices that the buyer designated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Id>,
    /// What it was.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: PaymentKind,
}

/// What was received (CLM-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// Money from the buyer.
    #[default]
    Payment,
    /// Money before delivery (acompte).
    Advance,
    /// What the policyholder owed the buyer (compensation).
    SetOff,
    /// Goods taken back (réserve de propriété).
    GoodsReturned,
    /// Goods sold to somebody else.
    Resale,
    /// A guarantee or another security.
    Security,
    /// A dividend of the insolvency (dividende).
    Dividend,
}

/// A later due date (prorogation, rééchelonnement).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an extension of a due date, as an object")]
pub struct Extension {
    /// The invoice.
    pub invoice: Id,
    /// When it was agreed with the buyer.
    pub date: Day,
    /// The new due date.
    pub due: Day,
    /// Whether the insurer agreed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub agreed_by_insurer: bool,
}

/// A dispute over an invoice (litige).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a dispute, as an object")]
pub struct Dispute {
    /// The invoice.
    pub invoice: Id,
    /// When the buyer disputed it.
    pub opened: Day,
    /// When it was settled; absent: still open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Day>,
    /// In whose favour it was settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_favour_of: Option<Party>,
}

/// A party to a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The policyholder: the debt stands.
    Insured,
    /// The buyer: the debt does not stand.
    Buyer,
}
