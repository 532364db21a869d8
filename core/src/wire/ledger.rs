//! Operations on the ledger alone.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Problem};
use crate::facts::{Account, Applied, Ledger, LedgerDocument, allocate};
use crate::terms::PaymentAllocation;
use crate::value::{Amount, Currency, Day, Id};

/// Applies payments and credit notes to receivables (LED-3).
///
/// # Errors
///
/// Those of reading the ledger; [`Error::NotFound`] for an unknown buyer.
pub fn allocate_payments(request: AllocatePayments) -> Result<Allocation, Error> {
    let AllocatePayments { ledger, as_of, payment_allocation, buyer } = request;
    let ledger = Ledger::new(ledger).map_err(|error| error.at("ledger"))?;
    let accounts: Vec<&Account> = match &buyer {
        Some(buyer) => alloc::vec![ledger.account(buyer).map_err(|error| error.at("buyer"))?],
        None => ledger.accounts().iter().collect(),
    };
    let mut receivables = Vec::new();
    let mut on_account = Vec::new();
    for account in accounts {
        let balances = allocate(account, payment_allocation, as_of)?;
        for (receivable, balance) in account.receivables.iter().zip(&balances.receivables) {
            if !balance.arisen {
                continue;
            }
            let applied = balance
                .movements
                .iter()
                .map(|movement| AppliedTo {
                    by: name(account, movement.applied),
                    day: movement.day,
                    amount: movement.amount,
                })
                .collect();
            receivables.push(AllocatedReceivable {
                invoice: receivable.invoice.id.clone(),
                buyer: account.buyer.id.clone(),
                currency: receivable.currency,
                amount: receivable.gross,
                open: balance.open(),
                applied,
            });
        }
        for money in balances.on_account {
            on_account.push(MoneyOnAccount {
                buyer: account.buyer.id.clone(),
                by: name(account, money.from),
                since: money.day,
                amount: money.amount,
                currency: money.currency,
            });
        }
    }
    let refused = ledger.refused().to_vec();
    Ok(Allocation { as_of, receivables, on_account, refused })
}

/// Asks what was applied to which receivable.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"ledger\": …, \"as_of\": … }")]
pub struct AllocatePayments {
    /// What happened.
    pub ledger: LedgerDocument,
    /// As of this day: facts dated later do not exist.
    pub as_of: Day,
    /// To which debts payments are applied; the oldest unless stated.
    #[serde(default)]
    pub payment_allocation: PaymentAllocation,
    /// One buyer; absent: every buyer.
    pub buyer: Option<Id>,
}

/// The name of a payment or credit note.
fn name(account: &Account, applied: Applied) -> Option<Id> {
    match applied {
        Applied::Payment(place) => account.payments.get(place).map(|payment| payment.id.clone()),
        Applied::CreditNote { receivable, note } => account
            .receivables
            .get(receivable)
            .and_then(|receivable| receivable.credit_notes.get(note))
            .map(|note| note.id.clone()),
    }
}

/// What was applied to which receivable (LED-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allocation {
    /// As of this day.
    pub as_of: Day,
    /// Every receivable that had arisen.
    pub receivables: Vec<AllocatedReceivable>,
    /// Money that nothing could be applied to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on_account: Vec<MoneyOnAccount>,
    /// The facts that cannot stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
}

/// A receivable and what was applied to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AllocatedReceivable {
    /// The invoice.
    pub invoice: Id,
    /// Who owes it.
    pub buyer: Id,
    /// Its currency.
    pub currency: Currency,
    /// Its whole amount.
    pub amount: Amount,
    /// What is open.
    pub open: Amount,
    /// What was applied, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applied: Vec<AppliedTo>,
}

/// Something applied to a receivable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppliedTo {
    /// The payment or credit note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    /// When.
    pub day: Day,
    /// How much.
    pub amount: Amount,
}

/// Money of a buyer that is applied to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MoneyOnAccount {
    /// Whose money.
    pub buyer: Id,
    /// The payment or credit note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Id>,
    /// Since when.
    pub since: Day,
    /// How much.
    pub amount: Amount,
    /// Its currency.
    pub currency: Currency,
}
