//! The answer to a claim.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::account::{ClaimReceivable, LossAccount, Supplementary};
use super::loss::Portion;
use super::primary::Primary;
use super::state::ClaimState;
use crate::error::Problem;
use crate::explain::{Receipt, Step};
use crate::terms::Cause;
use crate::value::{Amount, Currency, Day, Id, Money};

/// A claim: a buyer and a cause of loss (CLM-1). French: sinistre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a claim, as { \"buyer\": …, \"cause\": … }")]
pub struct Claim {
    /// Its number; indemnities paid for it name it. Absent: the buyer's only claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The buyer.
    pub buyer: Id,
    /// The cause of loss.
    pub cause: Cause,
    /// The invoices it concerns, such as those of a supplementary claim;
    /// empty: every one of the buyer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Id>,
    /// What the primary policy covers, for a top-up (CLM-12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<Primary>,
}

impl Claim {
    /// A claim on a buyer for a cause.
    #[must_use]
    pub const fn new(buyer: Id, cause: Cause) -> Self {
        Self { id: None, buyer, cause, invoices: Vec::new(), primary: None }
    }

    /// By what claims on one day are ordered (CLM-6).
    #[must_use]
    pub fn name(&self) -> &Id {
        self.id.as_ref().unwrap_or(&self.buyer)
    }
}

/// Whether a claim is a loss, and pays (CLM-1, CLM-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClaimStatus {
    /// Something is payable, or was paid.
    Payable,
    /// It is a loss, and pays nothing: `where_it_went` says why.
    PaysNothing,
    /// It is not a loss yet: `waits_for` says why.
    NotYetALoss,
    /// The policy does not cover the cause.
    CauseNotCovered,
}

/// What the insurer pays for a claim, and who bears the rest (CLM-1…12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settlement {
    /// The claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<Id>,
    /// The buyer.
    pub buyer: Id,
    /// The cause of loss.
    pub cause: Cause,
    /// The currency of the amounts below: the policy's.
    pub currency: Currency,
    /// Whether it is a loss, and pays.
    pub status: ClaimStatus,
    /// The indemnity, before anything paid on account.
    pub indemnity: Money,
    /// The date of loss; of a claim that is not a loss yet, the day on which
    /// it becomes one if nothing changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_loss: Option<Day>,
    /// What is missing for a loss, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<&'static str>,
    /// What was paid for the claim so far.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub already_paid: Amount,
    /// What is still to be paid.
    pub payable: Amount,
    /// What the insured has to pay back (CLM-10).
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub refund: Amount,
    /// When it falls due (CLM-8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// A payment on account, and what then remains (CLM-8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional: Option<ProvisionalPayment>,
    /// Who gets what is payable, the policyholder last (CLM-11); empty: the policyholder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub payees: Vec<Payee>,
    /// The loss within the credit limit, insured costs included.
    pub insured_loss: Amount,
    /// The loss account (CLM-2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<LossAccount>,
    /// The receivables of the account: admitted, refused, suspended (CLM-7).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub receivables: Vec<ClaimReceivable>,
    /// Receivables that fall due after the date of loss (CLM-1).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supplementary: Vec<Supplementary>,
    /// Receivables that could not be assessed, and why (LED-2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
    /// Who bears what of the gross debt: sums to it, to the cent (CLM-9).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub where_it_went: Vec<Portion>,
    /// What claims have used up, this one included (CLM-6).
    pub state: ClaimState,
    /// How it came about; empty if nobody asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What was computed from what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

/// A payment on account (CLM-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProvisionalPayment {
    /// How much.
    pub amount: Amount,
    /// When it falls due; absent: the day from which the time runs is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// What remains of the indemnity.
    pub remains: Amount,
}

/// Somebody with a right to what is payable (CLM-11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Payee {
    /// The loss payee or the policyholder.
    pub name: Id,
    /// How much.
    pub amount: Amount,
}
