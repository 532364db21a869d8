//! Discounting bills: what the bank keeps, and what it costs in effect.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::effective::{EffectiveCost, EffectiveStyle};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::factoring::BillTerms;
use crate::value::growth::{Flow, minus};
use crate::value::{Amount, Currency, Day, Id, Money, Rate, Share, exact};

/// A bill, or a receivable, handed to a bank for discount (FAC-6). French:
/// effet remis à l'escompte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a bill to be discounted, as an object")]
pub struct Bill {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Its nominal amount.
    pub nominal: Amount,
    /// The day of the discount (date de remise).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discounted: Option<Day>,
    /// The due date (échéance).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The days between them, in place of both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// The interest as the bank charged it; absent: by the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<Amount>,
    /// The commissions as the bank charged them, without tax; absent: by the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commission: Option<Amount>,
    /// The tax on them as the bank charged it; absent: by the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<Amount>,
}

/// What discounted bills bring and cost (FAC-6). French: bordereau d'escompte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DiscountedBills {
    /// The currency of every amount.
    pub currency: Currency,
    /// Each bill, in the order given.
    pub bills: Vec<DiscountedBill>,
    /// Interest and commissions, tax on these included (agios).
    pub charges: Amount,
    /// What is paid out (net).
    pub net: Money,
    /// What it costs in effect, on the days from discount to due date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<EffectiveCost>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What one discounted bill brings and costs (FAC-6): `net + held = nominal − charges`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DiscountedBill {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Its nominal amount.
    pub nominal: Amount,
    /// The days from discount to due date.
    pub days: u32,
    /// The days that the bank counts.
    pub days_counted: u32,
    /// The interest, endorsement commission included.
    pub interest: Amount,
    /// The commissions, without tax.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub commission: Amount,
    /// The tax on them.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
    /// All of it (agios).
    pub charges: Amount,
    /// What the bank keeps until the bill is paid.
    #[serde(default, skip_serializing_if = "Amount::is_none")]
    pub held: Amount,
    /// What is paid out.
    pub net: Amount,
}

/// Discounts bills (FAC-6): interest on nominal × days ÷ basis, commissions,
/// tax on these, and what it costs in effect:
/// `charges = t × Σ (nominal − charges) × days ÷ basis`.
///
/// # Errors
///
/// At the bill whose days are missing, said twice or reversed, or whose
/// charges are more than what is paid out; [`Error::Overflow`].
pub fn discount_bills(
    terms: &BillTerms,
    bills: &[Bill],
    currency: Currency,
    style: EffectiveStyle,
    witness: &mut impl Witness,
) -> Result<DiscountedBills, Error> {
    let style = style.checked()?;
    let mut rows = Vec::with_capacity(bills.len());
    let mut flows = Vec::new();
    let (mut numbers, mut nominals) = (Decimal::ZERO, Decimal::ZERO);
    let start = bills.iter().filter_map(|bill| bill.discounted).min();
    for (place, bill) in bills.iter().enumerate() {
        let at = |error: Error| error.within(&format!("bills[{place}]"));
        let row = bill.discount(terms, currency).map_err(at)?;
        let had = exact::product(row.net.get(), row.days.into())?;
        numbers = exact::sum(numbers, had)?;
        let nominal = exact::product(row.nominal.get(), row.days.into())?;
        nominals = exact::sum(nominals, nominal)?;
        let offset = match (start, bill.discounted) {
            (Some(start), Some(day)) => u32::try_from(day.days_after(start)).unwrap_or_default(),
            _ => 0,
        };
        flows.push(Flow { day: offset, amount: row.net.get() });
        let back = row.nominal.less(row.held)?;
        flows.push(Flow { day: offset.saturating_add(row.days), amount: minus(back.get()) });
        witness.see(|| {
            Step::new("bill_discounted", Rule::Fac6)
                .fact("days", row.days_counted)
                .fact("interest", row.interest)
                .fact("commission", row.commission)
                .fact("vat", row.vat)
                .amounts(row.nominal, row.net)
        });
        rows.push(row);
    }
    let charges = Amount::total(rows.iter().map(|row| row.charges))?;
    let net = Amount::total(rows.iter().map(|row| row.net))?;
    Ok(DiscountedBills {
        currency,
        effective: EffectiveCost::of(charges.get(), numbers, (&flows, style.basis.days()), style)?
            .map(|cost| cost.with_nominal(charges.get(), nominals, style))
            .transpose()?,
        bills: rows,
        charges,
        net: Money::new(net, currency),
        steps: Vec::new(),
    })
}

impl Bill {
    fn discount(&self, terms: &BillTerms, currency: Currency) -> Result<DiscountedBill, Error> {
        let wrong = |path: &str, problem: &str| {
            Err(Error::Unanswerable { problem: problem.into() }.at(path))
        };
        let days = match (self.days, self.discounted, self.due) {
            (Some(days), _, None) => u32::from(days),
            (None, Some(discounted), Some(due)) => {
                match u32::try_from(due.days_after(discounted)) {
                    Ok(days) => days,
                    Err(_) => return wrong("due", "the bill falls due before it is discounted"),
                }
            }
            _ => return wrong("days", "say either `days`, or `discounted` and `due`"),
        };
        let counted = days.saturating_add(terms.bank_days.into()).max(terms.minimum_days.into());
        let round = |number: Decimal| terms.rounding.round(Amount::new(number)?, currency);
        let interest = if let Some(interest) = self.interest {
            interest
        } else {
            let endorsement = terms.endorsement.map_or(Decimal::ZERO, Rate::get);
            let rate = exact::sum(terms.rate.get(), endorsement)?;
            let year = exact::product(self.nominal.get(), rate)?;
            round(exact::quotient(exact::product(year, counted.into())?, terms.basis.get())?)?
        };
        let commission = if let Some(commission) = self.commission {
            commission
        } else {
            let rate = terms.commission_rate.map_or(Decimal::ZERO, Rate::get);
            let part = round(exact::product(self.nominal.get(), rate)?)?;
            part.plus(terms.commission.unwrap_or_default())?
        };
        let vat = match self.vat {
            Some(vat) => vat,
            None => round(commission.share(terms.vat.unwrap_or(Share::NONE))?.get())?,
        };
        let advance = round(self.nominal.share(terms.advance.unwrap_or(Share::ALL))?.get())?;
        let charges = Amount::total([interest, commission, vat])?;
        if charges > advance {
            return wrong("nominal", "the charges are more than what is paid out");
        }
        Ok(DiscountedBill {
            id: self.id.clone(),
            nominal: self.nominal,
            days,
            days_counted: counted,
            interest,
            commission,
            vat,
            charges,
            held: self.nominal.less(advance)?,
            net: advance.less(charges)?,
        })
    }
}
