//! How a seller books factoring.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::value::{Amount, Currency, Day, Money};

/// An assignment as a seller books it (FAC-4), in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an assignment to be booked, as an object")]
pub struct BookedAssignment {
    /// What was assigned, tax included.
    pub assigned: Amount,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_on: Option<Day>,
    /// When the factor's statement came (bordereau, décompte).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_on: Option<Day>,
    /// The factoring commission, without tax.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub commission: Amount,
    /// The value added tax on it.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
    /// The financing commission.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub financing: Amount,
    /// What the factor holds back: it stays on the factor's account.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub guarantee_fund: Amount,
}

/// A chart of accounts (plan comptable).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Chart {
    /// France: plan comptable général.
    #[default]
    Pcg,
    /// OHADA states: SYSCOHADA révisé.
    Syscohada,
}

/// The entries of an assignment, and what the bank receives (FAC-4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactoringEntries {
    /// The currency of every amount.
    pub currency: Currency,
    /// What the seller receives.
    pub net: Money,
    /// The entries, in order: debits and credits of each day are equal.
    pub entries: Vec<BookEntry>,
}

/// One line of an entry: `debit` or `credit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookEntry {
    /// When, where it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// The number of the account.
    pub account: &'static str,
    /// What the account is.
    pub label: BookAccount,
    /// What it is debited.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub debit: Amount,
    /// What it is credited.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub credit: Amount,
}

/// An account that factoring touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookAccount {
    /// What debtors owe (clients).
    Debtors,
    /// What the factor owes (factor, compte d'affacturage).
    Factor,
    /// The bank.
    Bank,
    /// Factoring commissions.
    Commission,
    /// Value added tax to be recovered.
    Vat,
    /// Interest on financing.
    Interest,
}

impl Chart {
    /// The number of an account in this chart.
    #[must_use]
    pub const fn number(self, account: BookAccount) -> &'static str {
        match (self, account) {
            (_, BookAccount::Debtors) => "411",
            (Self::Pcg, BookAccount::Factor) => "467",
            (Self::Pcg, BookAccount::Bank) => "512",
            (Self::Pcg, BookAccount::Commission) => "6225",
            (Self::Pcg, BookAccount::Vat) => "44566",
            (Self::Pcg, BookAccount::Interest) => "668",
            (Self::Syscohada, BookAccount::Factor) => "4716",
            (Self::Syscohada, BookAccount::Bank) => "521",
            (Self::Syscohada, BookAccount::Commission) => "6314",
            (Self::Syscohada, BookAccount::Vat) => "4454",
            (Self::Syscohada, BookAccount::Interest) => "6745",
        }
    }
}

/// Books an assignment (FAC-4): debtors give way to the factor, then the
/// statement splits what the factor owes into cash and charges.
///
/// # Errors
///
/// [`Error::Unanswerable`] for charges above what was assigned;
/// [`Error::Overflow`].
pub fn factoring_entries(
    booked: &BookedAssignment,
    chart: Chart,
    currency: Currency,
) -> Result<FactoringEntries, Error> {
    let charges = Amount::total([booked.commission, booked.vat, booked.financing])?;
    let settled = booked.assigned.less(booked.guarantee_fund)?;
    if charges > settled {
        let problem = "commissions and fund come to more than what was assigned";
        return Err(Error::Unanswerable { problem: problem.into() }.at("assignment.assigned"));
    }
    let net = settled.less(charges)?;
    let entry = |date, label, debit, credit| BookEntry {
        date,
        account: chart.number(label),
        label,
        debit,
        credit,
    };
    let none = Amount::ZERO;
    let (first, second) = (booked.assigned_on, booked.stated_on);
    let entries = [
        entry(first, BookAccount::Factor, booked.assigned, none),
        entry(first, BookAccount::Debtors, none, booked.assigned),
        entry(second, BookAccount::Bank, net, none),
        entry(second, BookAccount::Commission, booked.commission, none),
        entry(second, BookAccount::Vat, booked.vat, none),
        entry(second, BookAccount::Interest, booked.financing, none),
        entry(second, BookAccount::Factor, none, settled),
    ];
    let lines = entries.into_iter().filter(|line| !line.debit.is_zero() || !line.credit.is_zero());
    Ok(FactoringEntries { currency, net: Money::new(net, currency), entries: lines.collect() })
}
