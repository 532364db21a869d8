//! The same receivables financed in several ways.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::assignment::{AssignedInvoice, Assignment, InvoicePayment};
use super::availability::NamedAmount;
use super::bills::{Bill, discount_bills};
use super::effective::{EffectiveCost, EffectiveStyle};
use super::interest::{DatedBalance, IndexFixing};
use super::invoices::assigned_invoices;
use super::life::InvoiceLife;
use super::overdraft::{Overdrawn, overdraft};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::factoring::{BillTerms, FactoringTerms, OverdraftTerms};
use crate::value::growth::Flow;
use crate::value::order;
use crate::value::{Amount, Currency, Day, Id, Share, document, exact};

/// A receivable to be financed (FAC-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a receivable to be financed, as an object")]
pub struct ReceivableToFinance {
    /// Its number.
    pub id: Id,
    /// Its amount without value added tax.
    pub amount: Amount,
    /// The value added tax.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
    /// The day on which money is had on it.
    pub from: Day,
    /// When it falls due.
    pub due: Day,
    /// When it is paid; absent: when it falls due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Day>,
}

/// A way of financing receivables (FAC-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "by",
    rename_all = "snake_case",
    deny_unknown_fields,
    expecting = "a way of financing with its name, such as { \"by\": \"overdraft\", \"name\": … }"
)]
pub enum FinancingOption {
    /// Factoring.
    Factoring {
        /// What it is called in the answer.
        name: Id,
        /// The contract.
        #[serde(deserialize_with = "document::strictly")]
        terms: Box<FactoringTerms>,
        /// What its index stood at.
        #[serde(
            default,
            skip_serializing_if = "Vec::is_empty",
            deserialize_with = "document::strictly"
        )]
        index: Vec<IndexFixing>,
        /// What else it costs.
        #[serde(
            default,
            skip_serializing_if = "Vec::is_empty",
            deserialize_with = "document::strictly"
        )]
        extras: Vec<NamedAmount>,
    },
    /// Discounting the receivables as bills (escompte).
    Discount {
        /// What it is called in the answer.
        name: Id,
        /// The bank's terms.
        #[serde(deserialize_with = "document::strictly")]
        terms: BillTerms,
        /// What else it costs.
        #[serde(
            default,
            skip_serializing_if = "Vec::is_empty",
            deserialize_with = "document::strictly"
        )]
        extras: Vec<NamedAmount>,
    },
    /// An overdraft of the amount of the receivables (découvert).
    Overdraft {
        /// What it is called in the answer.
        name: Id,
        /// The bank's terms.
        #[serde(deserialize_with = "document::strictly")]
        terms: OverdraftTerms,
        /// The share of the receivables that is overdrawn; absent: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share: Option<Share>,
        /// What else it costs.
        #[serde(
            default,
            skip_serializing_if = "Vec::is_empty",
            deserialize_with = "document::strictly"
        )]
        extras: Vec<NamedAmount>,
    },
}

impl document::ToldApart for FinancingOption {
    const BY: &'static str = "by";
}

/// The same receivables financed in several ways (FAC-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FinancingComparison {
    /// The currency of every amount.
    pub currency: Currency,
    /// The receivables, tax included.
    pub receivables: Amount,
    /// Each way, in the order given.
    pub options: Vec<FinancingResult>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What one way of financing brings and costs (FAC-6): `received + later =
/// receivables − cost` where every receivable is paid and what is held covers the charges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FinancingResult {
    /// What it is called.
    pub name: Id,
    /// What is had at first.
    pub received: Amount,
    /// What is had when the receivables are paid, what is given back deducted.
    pub later: Amount,
    /// What it costs, tax included.
    pub cost: Amount,
    /// What money had in this way costs in effect, extras left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<EffectiveCost>,
    /// Its place by cost, the lowest first; equal costs share a place.
    pub rank: u32,
}

/// Finances the same receivables in several ways (FAC-6).
///
/// # Errors
///
/// At the option or receivable that cannot be computed, with the errors of its
/// kind; [`Error::Unanswerable`] for an option in another currency.
pub fn compare_financing(
    receivables: &[ReceivableToFinance],
    options: &[FinancingOption],
    currency: Currency,
    style: EffectiveStyle,
    witness: &mut impl Witness,
) -> Result<FinancingComparison, Error> {
    let style = style.checked()?;
    let mut total = Amount::ZERO;
    for (place, receivable) in receivables.iter().enumerate() {
        let paid = receivable.paid.unwrap_or(receivable.due);
        if receivable.due < receivable.from || paid < receivable.from {
            let problem = "it falls due, or is paid, before money is had on it";
            return Err(
                Error::Unanswerable { problem: problem.into() }.at(format!("receivables[{place}]"))
            );
        }
        total = Amount::total([total, receivable.amount, receivable.vat])?;
    }
    let mut results = Vec::with_capacity(options.len());
    for (place, option) in options.iter().enumerate() {
        let result = option
            .result(receivables, currency, style)
            .map_err(|error| error.within(&format!("options[{place}]")))?;
        results.push(result);
    }
    let costs: Vec<Amount> = results.iter().map(|result| result.cost).collect();
    for result in &mut results {
        let cheaper = costs.iter().filter(|cost| **cost < result.cost).count();
        result.rank = u32::try_from(cheaper).unwrap_or(u32::MAX).saturating_add(1);
        witness.see(|| {
            Step::new("financing_option", Rule::Fac6)
                .fact("name", &result.name)
                .fact("received", result.received)
                .fact("cost", result.cost)
        });
    }
    Ok(FinancingComparison { currency, receivables: total, options: results, steps: Vec::new() })
}

impl FinancingOption {
    fn result(
        &self,
        receivables: &[ReceivableToFinance],
        currency: Currency,
        style: EffectiveStyle,
    ) -> Result<FinancingResult, Error> {
        let (name, mut result, extras) = match self {
            Self::Factoring { name, terms, index, extras } => {
                let result = factored(receivables, terms, index, currency, style)?;
                (name, result, extras)
            }
            Self::Discount { name, terms, extras } => {
                (name, discounted(receivables, terms, currency, style)?, extras)
            }
            Self::Overdraft { name, terms, share, extras } => {
                let share = share.unwrap_or(Share::ALL);
                (name, overdrawn(receivables, terms, share, currency, style)?, extras)
            }
        };
        let extras = Amount::total(extras.iter().map(|extra| extra.amount))?;
        result.name = name.clone();
        result.cost = result.cost.plus(extras)?;
        Ok(result)
    }
}

fn found(
    received: Amount,
    later: Amount,
    cost: Amount,
    effective: Option<EffectiveCost>,
) -> Result<FinancingResult, Error> {
    Ok(FinancingResult { name: "option".parse()?, received, later, cost, effective, rank: 0 })
}

fn factored(
    receivables: &[ReceivableToFinance],
    terms: &FactoringTerms,
    index: &[IndexFixing],
    currency: Currency,
    style: EffectiveStyle,
) -> Result<FinancingResult, Error> {
    let terms = terms.clone().checked().map_err(|error| error.within("terms"))?;
    if terms.currency != currency {
        let (left, right, operation) = (currency, terms.currency, "compare");
        return Err(Error::CurrencyMismatch { operation, left, right }.at("terms.currency"));
    }
    let mut assignment = Assignment::default();
    let mut last = Day::MIN;
    for receivable in receivables {
        let date = receivable.paid.unwrap_or(receivable.due);
        last = last.max(date);
        assignment.invoices.push(AssignedInvoice {
            id: receivable.id.clone(),
            debtor: None,
            assigned: receivable.from,
            due: receivable.due,
            amount: receivable.amount,
            vat: receivable.vat,
            guaranteed: None,
            drawn: None,
        });
        assignment.payments.push(InvoicePayment {
            invoice: receivable.id.clone(),
            date,
            amount: receivable.amount.plus(receivable.vat)?,
            account: None,
        });
    }
    let answer = assigned_invoices(&terms, &assignment, index, last, style, &mut ())?;
    let start = receivables.iter().map(|receivable| receivable.from).min().unwrap_or(last);
    let mut flows = Vec::new();
    let mut numbers = rust_decimal::Decimal::ZERO;
    let lives: BTreeMap<&Id, &InvoiceLife> =
        answer.invoices.iter().map(|life| (&life.invoice, life)).collect();
    for receivable in receivables {
        let Some(life) = lives.get(&receivable.id) else { continue };
        let day = |day: Day| u32::try_from(day.days_after(start)).unwrap_or_default();
        let (from, to) = (day(receivable.from), day(receivable.paid.unwrap_or(receivable.due)));
        let had = exact::product(life.advance.get(), to.saturating_sub(from).into())?;
        numbers = exact::sum(numbers, had)?;
        flows.push(Flow { day: from, amount: life.advance.get() });
        let back = exact::difference(life.released.get(), life.collected.get())?;
        let back = exact::difference(back, life.owed_by_seller.get())?;
        flows.push(Flow { day: to, amount: exact::sum(back, life.held.get())? });
    }
    let total = answer.total;
    let effective =
        EffectiveCost::of(total.charged.get(), numbers, (&flows, style.basis.days()), style)?;
    let later = total.released.plus(total.held)?.less(total.owed_by_seller)?;
    found(total.advance, later, total.charged, effective)
}

fn discounted(
    receivables: &[ReceivableToFinance],
    terms: &BillTerms,
    currency: Currency,
    style: EffectiveStyle,
) -> Result<FinancingResult, Error> {
    let mut bills = Vec::with_capacity(receivables.len());
    for receivable in receivables {
        bills.push(Bill {
            id: Some(receivable.id.clone()),
            nominal: receivable.amount.plus(receivable.vat)?,
            discounted: Some(receivable.from),
            due: Some(receivable.due),
            days: None,
            interest: None,
            commission: None,
            vat: None,
        });
    }
    let answer = discount_bills(terms, &bills, currency, style, &mut ())?;
    let later = Amount::total(answer.bills.iter().map(|bill| bill.held))?;
    found(answer.net.amount, later, answer.charges, answer.effective)
}

fn overdrawn(
    receivables: &[ReceivableToFinance],
    terms: &OverdraftTerms,
    share: Share,
    currency: Currency,
    style: EffectiveStyle,
) -> Result<FinancingResult, Error> {
    // Debits when money is had, credits when receivables are paid.
    let mut changes: Vec<(Day, bool, Amount)> = Vec::new();
    for receivable in receivables {
        let whole = receivable.amount.plus(receivable.vat)?;
        let amount = terms.rounding.round(whole.share(share)?, currency)?;
        changes.push((receivable.from, true, amount));
        changes.push((receivable.paid.unwrap_or(receivable.due), false, amount));
    }
    order::by_key(&mut changes, |(day, drawn, _)| (*day, !*drawn));
    let Some((last, ..)) = changes.last().copied() else {
        return found(Amount::ZERO, Amount::ZERO, Amount::ZERO, None);
    };
    let received =
        Amount::total(changes.iter().filter(|(_, drawn, _)| *drawn).map(|(_, _, amount)| *amount))?;
    let mut balances: Vec<DatedBalance> = Vec::new();
    let mut balance = Amount::ZERO;
    for (day, drawn, amount) in changes {
        balance = if drawn { balance.plus(amount)? } else { balance.less(amount)? };
        match balances.last_mut().filter(|last| last.from == day) {
            Some(last) => last.amount = balance,
            None => balances.push(DatedBalance { from: day, amount: balance }),
        }
    }
    let to = last.plus_days(-1)?.max(balances.first().map_or(last, |first| first.from));
    let given = Overdrawn { balances, to: Some(to), ..Overdrawn::default() };
    let answer = overdraft(terms, &given, currency, style, &mut ())?;
    let whole = Amount::total(receivables.iter().map(|one| one.amount))?;
    let whole = whole.plus(Amount::total(receivables.iter().map(|one| one.vat))?)?;
    let later = whole.less(received)?;
    // Interest is paid apart: what is overdrawn and given back is the same.
    found(received, later, answer.charges.amount, answer.effective)
}
