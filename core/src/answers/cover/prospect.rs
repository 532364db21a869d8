//! What planned sales need, and whether a planned order would be insured.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{AssessedReceivable, BuyerCover, Question, ReasonCode, ReceivableDetail};
use crate::error::Error;
use crate::facts::{Invoice, Ledger, LedgerDocument};
use crate::terms::{Cause, Increase, PaymentAllocation, PaymentMethod, Policy};
use crate::value::{
    Amount, Calendar, Currency, Day, DayBasis, Id, Rates, Rounding, TermsOfPayment, exact,
    is_default,
};

/// Sales that are planned with a buyer (COV-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "planned sales, as an object")]
pub struct PlannedSales {
    /// The buyer; absent: somebody the ledger does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Id>,
    /// Sales of a year, in the policy currency, on the insured base.
    pub annual: Amount,
    /// For how many days a sale stays unpaid.
    pub days: u16,
    /// How many days a year has; by default 360.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: DayBasis,
}

/// The limit that planned sales need (COV-10), in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LimitNeeded {
    /// The limit that the sales need.
    pub needed: Amount,
    /// The limit in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Amount>,
    /// What is missing; absent where no buyer was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Amount>,
}

/// An order that is planned with a buyer (COV-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a planned order, as an object")]
pub struct PlannedOrder {
    /// The buyer.
    pub buyer: Id,
    /// The day of delivery: the as-of day or later.
    pub on: Day,
    /// The invoice date; absent: the day of delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoiced: Option<Day>,
    /// The due date; absent: `terms` say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The terms of payment; absent: `due` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsOfPayment>,
    /// The amount without value added tax.
    pub amount: Amount,
    /// The value added tax.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
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

/// Whether a planned order would be insured (COV-10), in the policy currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderCover {
    /// Its cover on the day of delivery, by the same calculation.
    #[serde(flatten)]
    pub cover: AssessedReceivable,
    /// The limit on the buyer with which all of its base would be covered;
    /// absent: it is, or no limit would help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit_to_request: Option<Amount>,
}

/// The limit that planned sales need: `annual × days ÷ 360|365` (COV-10).
///
/// 120,000 a year over 90 of 360 days needs 30,000.
///
/// # Errors
///
/// [`Error::Overflow`].
pub fn limit_needed(
    sales: &PlannedSales,
    rounding: &Rounding,
    currency: Currency,
    cover: Option<&BuyerCover>,
) -> Result<LimitNeeded, Error> {
    let product = exact::product(sales.annual.get(), Decimal::from(sales.days))?;
    let needed = Amount::new(exact::quotient(product, sales.basis.get())?)?;
    let needed = rounding.round(needed, currency)?;
    let in_force = cover.map(|cover| cover.limit_in_force.amount);
    let missing = in_force.map(|in_force| needed.less(in_force)).transpose()?;
    Ok(LimitNeeded { needed, in_force, missing })
}

/// Whether an order would be insured if it were delivered on its day and
/// nothing else happened until then (COV-10).
///
/// # Errors
///
/// At the field of the order that cannot stand; [`Error::Unanswerable`] for a
/// delivery before the as-of day, or where nothing would be owed;
/// [`Error::Overflow`].
pub fn order_cover(
    policy: &Policy,
    ledger: LedgerDocument,
    rates: &Rates,
    order: &PlannedOrder,
    when: (Day, Option<Cause>),
    holidays: &Calendar,
) -> Result<OrderCover, Error> {
    planned(policy, ledger, rates, order, when, holidays)?.ok_or_else(|| {
        let problem = "nothing would be owed: money on account pays all of it".into();
        Error::Unanswerable { problem }.at("amount")
    })
}

/// The same; none where money on account pays all of it.
pub(in crate::answers) fn planned(
    policy: &Policy,
    ledger: LedgerDocument,
    rates: &Rates,
    order: &PlannedOrder,
    (as_of, cause): (Day, Option<Cause>),
    holidays: &Calendar,
) -> Result<Option<OrderCover>, Error> {
    if order.on < as_of {
        let problem = format!(
            "{} lies before the as-of day {as_of}: an order is planned for that day or later",
            order.on
        );
        return Err(Error::Unanswerable { problem }.at("on"));
    }
    let later = ledger.invoices.iter().filter(|invoice| invoice.delivery > as_of);
    let later: BTreeSet<Id> = later.map(|invoice| invoice.id.clone()).collect();
    let mut ledger = ledger.known_by(as_of);
    on_account(&mut ledger, &later, policy.on(order.on).payment_allocation);
    let id = free_name(&ledger)?;
    let place = ledger.invoices.len();
    ledger.invoices.push(Invoice {
        id: id.clone(),
        buyer: order.buyer.clone(),
        delivery: order.on,
        invoiced: order.invoiced,
        due: order.due,
        terms: order.terms,
        amount: order.amount,
        vat: order.vat,
        interest: Amount::ZERO,
        currency: order.currency,
        ordered: order.ordered,
        payment_method: order.payment_method,
    });
    let ledger = Ledger::new(ledger)?;
    let own = format!("invoices[{place}]");
    if let Some(problem) = ledger.refused().iter().find(|problem| problem.path.starts_with(&own)) {
        let field: String = problem.path.rsplit('.').next().unwrap_or_default().into();
        return Err(Error::of_problem(problem).at(field));
    }
    let question = Question {
        cause,
        known: as_of,
        ..Question::new(policy, &ledger, rates, holidays, order.on)
    };
    let account = ledger.account(&order.buyer)?;
    let cover = question.buyer(&order.buyer)?;
    let found = account.receivables.iter().position(|one| one.invoice.id == id);
    let found = found.and_then(|place| cover.receivable(place));
    let Some((row, detail)) = found else {
        let refused = cover.refused.iter().find(|problem| problem.path.ends_with(id.as_str()));
        return match refused {
            Some(problem) => Err(Error::of_problem(problem)),
            None if order.amount.plus(order.vat)?.is_zero() => {
                let problem = "nothing would be owed: give an amount".into();
                Err(Error::Unanswerable { problem }.at("amount"))
            }
            None => Ok(None),
        };
    };
    let terms = question.version(order.on).0;
    let limit_to_request = if row.covered < row.base && limit_would_help(detail) {
        let before = match terms.limits.increase {
            // A higher limit first takes in what is over the present one.
            Increase::Immediate => detail.wanted,
            Increase::NewDeliveries => detail.taken,
        };
        let needed = before.plus(row.base)?;
        Some(needed).filter(|needed| *needed > detail.limit)
    } else {
        None
    };
    let (row, detail) = (row.clone(), detail.clone());
    AssessedReceivable::new(&question, account, &row, detail)?
        .map(|cover| Some(OrderCover { cover, limit_to_request }))
        .ok_or_else(|| Error::Unanswerable { problem: "the order was not found".into() })
}

/// Whether nothing but the limit keeps an order from being covered.
fn limit_would_help(detail: &ReceivableDetail) -> bool {
    const OF_LIMITS: [ReasonCode; 8] = [
        ReasonCode::NoLimit,
        ReasonCode::LimitRefused,
        ReasonCode::LimitCancelled,
        ReasonCode::LimitExpired,
        ReasonCode::OverTheLimit,
        ReasonCode::EvidenceMissing,
        ReasonCode::EvidenceStale,
        ReasonCode::VatNotInsured,
    ];
    detail.codes.iter().all(|code| OF_LIMITS.contains(&code))
}

/// Money for deliveries that are not known yet: it waits for them where the
/// buyer's designation counts, else it is on account like any other (LED-3).
fn on_account(ledger: &mut LedgerDocument, later: &BTreeSet<Id>, convention: PaymentAllocation) {
    let waits = convention == PaymentAllocation::DesignationFirst;
    ledger.payments.retain_mut(|payment| {
        let named = payment.invoices.len();
        payment.invoices.retain(|name| !later.contains(name));
        payment.invoices.len() == named || !waits
    });
}

/// A name for the order that no invoice has.
fn free_name(ledger: &LedgerDocument) -> Result<Id, Error> {
    let mut name = String::from("order");
    while ledger.invoices.iter().any(|invoice| invoice.id.as_str() == name) {
        name.push('\'');
    }
    name.parse()
}
