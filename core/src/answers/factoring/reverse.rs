//! Reverse factoring: the cash of supplier, buyer and factor.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::value::{
    Amount, Currency, Day, DayBasis, Money, Rate, Rounding, Share, exact, is_default,
};

/// A supplier's invoice that a factor pays early, and the buyer at its due
/// date (FAC-5). French: affacturage inversé.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    deny_unknown_fields,
    expecting = "a supplier's invoice under reverse factoring, as an object"
)]
pub struct ReverseInvoice {
    /// The invoice, tax included, as the buyer approved it (bon à payer).
    pub invoice: Amount,
    /// The day on which the factor pays the supplier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid: Option<Day>,
    /// The day on which the buyer pays the factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The days between them, in place of `paid` and `due`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// The financing rate a year, in place of `financing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// How many days a year has; by default 360.
    #[serde(default, skip_serializing_if = "is_default")]
    pub basis: DayBasis,
    /// The financing commission as an amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub financing: Option<Amount>,
    /// The share of the financing that the buyer bears; absent: none, the
    /// supplier bears it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub financing_by_buyer: Option<Share>,
    /// The factoring commission that the supplier bears.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub supplier_commission: Amount,
    /// The factoring commission that the buyer bears.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub buyer_commission: Amount,
}

/// The cash of the three parties (FAC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReverseCash {
    /// The currency of every amount.
    pub currency: Currency,
    /// The financing commission.
    pub financing: Amount,
    /// What the supplier receives, early.
    pub supplier_receives: Money,
    /// What the buyer pays, at the due date.
    pub buyer_pays: Money,
    /// What the factor keeps: what the buyer pays less what the supplier receives.
    pub factor_keeps: Money,
    /// Who pays whom, in order: what is paid is what is received.
    pub cash: Vec<CashMove>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// A payment from one party to another (FAC-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CashMove {
    /// When, where the days are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// Who pays.
    pub from: CashParty,
    /// Who is paid.
    pub to: CashParty,
    /// How much.
    pub amount: Amount,
}

/// A party to reverse factoring (FAC-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CashParty {
    /// Who sold the goods.
    Supplier,
    /// Who bought them.
    Buyer,
    /// Who pays early.
    Factor,
}

/// The cash of reverse factoring (FAC-5): the supplier receives the invoice
/// less what it bears, early; the buyer pays it and what it bears, at the due date.
///
/// # Errors
///
/// [`Error::Unanswerable`] for what is missing, said twice, or more than the
/// invoice; [`Error::Overflow`].
pub fn reverse_factoring(
    asked: &ReverseInvoice,
    currency: Currency,
    rounding: &Rounding,
    witness: &mut impl Witness,
) -> Result<ReverseCash, Error> {
    let wrong =
        |path: &str, problem: &str| Err(Error::Unanswerable { problem: problem.into() }.at(path));
    let days = match (asked.days, asked.paid, asked.due) {
        (Some(days), None, None) => Some(i64::from(days)),
        (None, Some(paid), Some(due)) => Some(i64::from(due.days_after(paid))),
        (None, _, _) => None,
        _ => return wrong("days", "say either `days`, or `paid` and `due`"),
    };
    if days.is_some_and(|days| days < 0) {
        return wrong("due", "the buyer would pay before the supplier is paid");
    }
    let financing = match (asked.financing, asked.rate, days) {
        (Some(amount), None, _) => amount,
        (None, None, _) => Amount::ZERO,
        (None, Some(rate), Some(days)) => {
            let year = exact::product(asked.invoice.get(), rate.get())?;
            let exact = exact::quotient(exact::product(year, days.into())?, asked.basis.get())?;
            let amount = rounding.round(Amount::new(exact)?, currency)?;
            witness.see(|| {
                Step::new("reverse_financing", Rule::Fac5)
                    .fact("rate", rate)
                    .fact("days", u32::try_from(days).unwrap_or_default())
                    .amounts(asked.invoice, amount)
            });
            amount
        }
        (None, Some(_), None) => return wrong("days", "a rate needs `days`, or `paid` and `due`"),
        (Some(_), Some(_), _) => return wrong("financing", "say either `financing` or `rate`"),
    };
    let by_buyer = financing.share(asked.financing_by_buyer.unwrap_or(Share::NONE))?;
    let by_buyer = rounding.round(by_buyer, currency)?.capped_at(financing);
    let borne = financing.less(by_buyer)?.plus(asked.supplier_commission)?;
    if borne > asked.invoice {
        return wrong("invoice", "the supplier would bear more than its invoice");
    }
    let receives = asked.invoice.less(borne)?;
    let pays = Amount::total([asked.invoice, by_buyer, asked.buyer_commission])?;
    witness.see(|| {
        Step::new("supplier_receives", Rule::Fac5)
            .fact("borne", borne)
            .amounts(asked.invoice, receives)
    });
    witness.see(|| {
        Step::new("buyer_pays", Rule::Fac5)
            .fact("commission", asked.buyer_commission)
            .amounts(asked.invoice, pays)
    });
    let money = |amount| Money::new(amount, currency);
    let (supplier, buyer, factor) = (CashParty::Supplier, CashParty::Buyer, CashParty::Factor);
    Ok(ReverseCash {
        currency,
        financing,
        supplier_receives: money(receives),
        buyer_pays: money(pays),
        factor_keeps: money(pays.less(receives)?),
        cash: alloc::vec![
            CashMove { date: asked.paid, from: factor, to: supplier, amount: receives },
            CashMove { date: asked.due, from: buyer, to: factor, amount: pays },
        ],
        steps: Vec::new(),
    })
}
