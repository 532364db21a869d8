//! What became of every invoice assigned to a factor.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::assignment::Assignment;
use super::effective::EffectiveStyle;
use super::interest::{IndexFixing, Pricing};
use super::life::InvoiceLife;
use super::receipt::FactoringReceipt;
use super::teller::{FundChange, Teller};
use crate::error::Error;
use crate::explain::{FactValue, Rule, Step, Witness};
use crate::terms::factoring::FactoringTerms;
use crate::value::order;
use crate::value::{Amount, Currency, Day, Id};

/// What became of assigned invoices (FAC-4). French: compte courant d'affacturage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignedInvoices {
    /// The currency of every amount: the contract's.
    pub currency: Currency,
    /// As of the end of which day.
    pub as_of: Day,
    /// Each invoice, in order of assignment and number.
    pub invoices: Vec<InvoiceLife>,
    /// Their sums.
    pub total: AssignedTotal,
    /// What the guarantee fund did, day by day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub guarantee_fund: Vec<FundDay>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What was computed from what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<FactoringReceipt>,
}

/// The sums of assigned invoices (FAC-4): `advance + charged + held +
/// released = collected + guaranteed + open + owed_by_seller`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignedTotal {
    /// What was assigned.
    pub amount: Amount,
    /// What the seller got at assignment.
    pub advance: Amount,
    /// What was charged, tax included.
    pub charged: Amount,
    /// What is held back.
    pub held: Amount,
    /// What was given back.
    pub released: Amount,
    /// What debtors paid.
    pub collected: Amount,
    /// What was credited to them.
    pub credited: Amount,
    /// What the guarantee took over.
    pub guaranteed: Amount,
    /// What fell back on the seller.
    pub recourse: Amount,
    /// What the seller owes the factor.
    pub owed_by_seller: Amount,
    /// What debtors still owe.
    pub open: Amount,
}

/// What the guarantee fund did on a day (FAC-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FundDay {
    /// The day.
    pub date: Day,
    /// What was held back.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub built: Amount,
    /// What was given back.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub released: Amount,
    /// What losses, credit notes and charges took.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub used: Amount,
    /// What it holds at the end of the day.
    pub held: Amount,
}

/// A fact about invoices, in the order in which facts of a day count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fact {
    Assigned(usize),
    Credited(usize),
    Paid(usize),
    Failed(usize),
}

/// Tells the life of every assigned invoice as of a day (FAC-4): assignment,
/// advance, payment, release of what was held back, shortfall, recourse.
///
/// # Errors
///
/// [`Error::Contradictions`] for facts that cannot stand, such as an invoice
/// assigned twice or a payment into the wrong account; at its place, a fact
/// that comes to more than is there; [`Error::Unanswerable`] for an index that
/// has no rate; [`Error::Overflow`].
pub fn assigned_invoices(
    terms: &FactoringTerms,
    assignment: &Assignment,
    index: &[IndexFixing],
    as_of: Day,
    style: EffectiveStyle,
    witness: &mut impl Witness,
) -> Result<AssignedInvoices, Error> {
    let style = style.checked()?;
    assignment.check(terms)?;
    let pricing = terms.financing.as_ref().map(|terms| Pricing::new(terms, index)).transpose()?;
    let mut lives: BTreeMap<&Id, Teller<'_>> = BTreeMap::new();
    let mut order = Vec::new();
    let mut fund = Fund::default();
    for (_, fact) in facts(assignment, as_of) {
        match fact {
            Fact::Assigned(place) => {
                let Some(invoice) = assignment.invoices.get(place) else { continue };
                let most = terms.guarantee_fund.as_ref().and_then(|fund| fund.maximum);
                let room = most.map(|most| most.less(fund.held)).transpose()?;
                let teller = Teller::assign(terms, pricing.as_ref(), invoice, room)
                    .map_err(|error| error.within(&format!("invoices[{place}]")))?;
                order.push(&invoice.id);
                let life = lives.entry(&invoice.id).or_insert(teller);
                fund.follow(life)?;
            }
            Fact::Credited(place) => {
                let Some(note) = assignment.credit_notes.get(place) else { continue };
                let Some(life) = lives.get_mut(&note.invoice) else { continue };
                life.credit(note.date, note.amount)
                    .map_err(|error| error.within(&format!("credit_notes[{place}]")))?;
                fund.follow(life)?;
            }
            Fact::Paid(place) => {
                let Some(payment) = assignment.payments.get(place) else { continue };
                let Some(life) = lives.get_mut(&payment.invoice) else { continue };
                life.pay(payment.date, payment.amount)
                    .map_err(|error| located(error, "payments", place))?;
                fund.follow(life)?;
            }
            Fact::Failed(place) => {
                let Some(failure) = assignment.failures.get(place) else { continue };
                let Some(life) = lives.get_mut(&failure.invoice) else { continue };
                life.fail(failure.date, failure.cause)
                    .map_err(|error| located(error, "failures", place))?;
                fund.follow(life)?;
            }
        }
    }
    let mut invoices = Vec::with_capacity(order.len());
    for id in order {
        if let Some(teller) = lives.remove(id) {
            let life = teller.told(style)?;
            explain(&life, witness);
            invoices.push(life);
        }
    }
    Ok(AssignedInvoices {
        currency: terms.currency,
        as_of,
        total: AssignedTotal::of(&invoices)?,
        invoices,
        guarantee_fund: fund.days,
        steps: Vec::new(),
        receipt: None,
    })
}

/// An error at a fact; one about the index or the contract keeps its own place.
fn located(error: Error, list: &str, place: usize) -> Error {
    match error.path() {
        Some(_) => error,
        None => error.at(format!("{list}[{place}]")),
    }
}

/// Every fact by a day, in an order that says nothing of how they were
/// written down: by day, kind, invoice and amount.
fn facts(assignment: &Assignment, as_of: Day) -> Vec<(Day, Fact)> {
    let mut facts: Vec<(Day, u8, &Id, Amount, Fact)> = Vec::new();
    for (place, one) in assignment.invoices.iter().enumerate() {
        facts.push((one.assigned, 0, &one.id, one.amount, Fact::Assigned(place)));
    }
    for (place, one) in assignment.credit_notes.iter().enumerate() {
        facts.push((one.date, 1, &one.invoice, one.amount, Fact::Credited(place)));
    }
    for (place, one) in assignment.payments.iter().enumerate() {
        facts.push((one.date, 2, &one.invoice, one.amount, Fact::Paid(place)));
    }
    for (place, one) in assignment.failures.iter().enumerate() {
        facts.push((one.date, 3, &one.invoice, Amount::ZERO, Fact::Failed(place)));
    }
    facts.retain(|(day, ..)| *day <= as_of);
    order::by(&mut facts, Ord::cmp);
    facts.into_iter().map(|(day, .., fact)| (day, fact)).collect()
}

#[derive(Default)]
struct Fund {
    held: Amount,
    days: Vec<FundDay>,
}

impl Fund {
    /// Books what an invoice did to the fund since last asked.
    fn follow(&mut self, life: &mut Teller<'_>) -> Result<(), Error> {
        for (date, change) in core::mem::take(&mut life.fund_changes) {
            if self.days.last().is_none_or(|day| day.date != date) {
                let (built, released, used) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
                self.days.push(FundDay { date, built, released, used, held: self.held });
            }
            let Some(day) = self.days.last_mut() else { continue };
            match change {
                FundChange::Built(amount) => {
                    day.built = day.built.plus(amount)?;
                    self.held = self.held.plus(amount)?;
                }
                FundChange::Released(amount) => {
                    day.released = day.released.plus(amount)?;
                    self.held = self.held.less(amount)?;
                }
                FundChange::Used(amount) => {
                    day.used = day.used.plus(amount)?;
                    self.held = self.held.less(amount)?;
                }
            }
            day.held = self.held;
        }
        Ok(())
    }
}

impl AssignedTotal {
    fn of(invoices: &[InvoiceLife]) -> Result<Self, Error> {
        let sum = |figure: fn(&InvoiceLife) -> Amount| Amount::total(invoices.iter().map(figure));
        Ok(Self {
            amount: sum(|life| life.amount)?,
            advance: sum(|life| life.advance)?,
            charged: sum(|life| life.charged)?,
            held: sum(|life| life.held)?,
            released: sum(|life| life.released)?,
            collected: sum(|life| life.collected)?,
            credited: sum(|life| life.credited)?,
            guaranteed: sum(|life| life.guaranteed)?,
            recourse: sum(|life| life.recourse)?,
            owed_by_seller: sum(|life| life.owed_by_seller)?,
            open: sum(|life| life.open)?,
        })
    }
}

fn explain(life: &InvoiceLife, witness: &mut impl Witness) {
    witness.see(|| {
        Step::new("invoice_advanced", Rule::Fac4)
            .fact("invoice", &life.invoice)
            .fact("retained", life.retained)
            .fact("fund", life.guarantee_fund)
            .amounts(life.amount, life.advance)
    });
    for charge in &life.charges {
        witness.see(|| {
            Step::new("invoice_charged", Rule::Fac2)
                // A commission has words of its own, a fee has its name.
                .fact("name", FactValue::Code(charge.name.as_str().to_owned().into()))
                .fact("day", charge.date)
                .fact("amount", charge.amount)
                .fact("vat", charge.vat)
        });
    }
    if !life.guaranteed.is_zero() || !life.recourse.is_zero() {
        witness.see(|| {
            Step::new("invoice_failed", Rule::Fac3)
                .fact("invoice", &life.invoice)
                .fact("guaranteed", life.guaranteed)
                .fact("recourse", life.recourse)
        });
    }
    witness.see(|| {
        Step::new("invoice_closes", Rule::Fac4)
            .fact("invoice", &life.invoice)
            .fact("released", life.released)
            .fact("held", life.held)
            .fact("owed", life.owed_by_seller)
            .amounts(life.debit, life.credit)
    });
}
