//! What the sharing of a recovery starts from: the loss in figures, and what
//! came in.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::value::{Amount, Day, Id};

/// An indemnified loss in figures, in the policy currency (REC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an indemnified loss in figures, as an object")]
pub struct LossFigures {
    /// What the buyer owed when the indemnity was paid, insured or not.
    pub total_debt: Amount,
    /// The part of it within the credit limit; absent: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_debt: Option<Amount>,
    /// The insured loss, insured costs included; absent: the insured debt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_loss: Option<Amount>,
    /// The indemnity paid.
    pub indemnity: Amount,
    /// The receivables behind it, in order of origin; empty: one receivable,
    /// insured as the figures say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receivables: Vec<ReceivableFigures>,
}

/// One receivable of an indemnified loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a receivable of an indemnified loss, as an object")]
pub struct ReceivableFigures {
    /// The invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Id>,
    /// What was owed on it.
    pub debt: Amount,
    /// What of that was within the credit limit.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub insured: Amount,
    /// What of the indemnity was paid for it.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub indemnity: Amount,
}

/// Something that came in after the indemnity (REC-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a recovery, as an object")]
pub struct Recovered {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// When it came in; recoveries are shared in the order given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// How much, before costs, in the policy currency.
    pub amount: Amount,
    /// What it cost.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub costs: Amount,
    /// The invoices it concerns; empty: the whole debt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Id>,
    /// Whether it came in on receivables that are not insured at all; says so
    /// where the figures list no receivables.
    #[serde(default, skip_serializing_if = "crate::value::is_default")]
    pub on_uninsured: bool,
}

impl LossFigures {
    /// The part of the debt within the credit limit.
    #[must_use]
    pub fn insured_debt(&self) -> Amount {
        self.insured_debt.unwrap_or(self.total_debt)
    }

    /// The insured loss.
    #[must_use]
    pub fn insured_loss(&self) -> Amount {
        self.insured_loss.unwrap_or(self.insured_debt())
    }

    /// What the insured bore: the debt, and insured costs, less the indemnity.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn borne_by_insured(&self) -> Result<Amount, Error> {
        let costs = self.insured_loss().less(self.insured_debt())?;
        self.total_debt.plus(costs)?.less(self.indemnity)
    }

    /// The receivables, one for the whole debt where none are listed.
    #[must_use]
    pub fn receivables(&self) -> Vec<ReceivableFigures> {
        if self.receivables.is_empty() {
            alloc::vec![ReceivableFigures {
                invoice: None,
                debt: self.total_debt,
                insured: self.insured_debt(),
                indemnity: self.indemnity,
            }]
        } else {
            self.receivables.clone()
        }
    }

    /// Checks the figures against each other.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] with the path of a figure that contradicts another.
    pub fn check(&self) -> Result<(), Error> {
        let wrong = |path: &str, problem: &str| {
            Err(Error::Unanswerable { problem: problem.into() }.at(path))
        };
        if self.insured_debt() > self.total_debt {
            return wrong("insured_debt", "the insured debt is part of the total debt, not more");
        }
        if self.indemnity > self.insured_loss() {
            return wrong("indemnity", "the indemnity is part of the insured loss, not more");
        }
        if self.receivables.is_empty() {
            return Ok(());
        }
        let sum = |figure: fn(&ReceivableFigures) -> Amount| {
            Amount::total(self.receivables.iter().map(figure))
        };
        if sum(|receivable| receivable.debt)? != self.total_debt {
            return wrong("receivables", "the debts of the receivables sum to the total debt");
        }
        if sum(|receivable| receivable.insured)? != self.insured_debt() {
            return wrong("receivables", "their insured parts sum to the insured debt");
        }
        Ok(())
    }
}
