//! An overdraft: interest numbers, and the commission on the highest overdraft.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::effective::{EffectiveCost, EffectiveStyle};
use super::interest::{DatedBalance, Interest, InterestStretch, in_order, interest};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::terms::factoring::OverdraftTerms;
use crate::value::growth::{Flow, minus};
use crate::value::{Amount, AnnualRate, Currency, Day, Money, Rate, Share, exact};

/// What is overdrawn, and when (FAC-6): `balances` and `to`, or one `amount`
/// for `days`, over `months` for the highest overdraft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "what is overdrawn, as an object")]
pub struct Overdrawn {
    /// Each debit balance, from its day on; zero where nothing is overdrawn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub balances: Vec<DatedBalance>,
    /// The last day that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// An amount overdrawn all along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// For how many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u16>,
    /// In how many months of the calendar; absent: one for each 30 days, begun or whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<u16>,
}

/// What an overdraft costs (FAC-6). French: agios.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OverdraftCost {
    /// The currency of every amount.
    pub currency: Currency,
    /// How many days.
    pub days: u32,
    /// Σ debit balance × days (nombres débiteurs).
    pub numbers: Amount,
    /// The interest: numbers × rate ÷ basis.
    pub interest: Amount,
    /// The highest overdraft of each month, added up.
    pub highest: Amount,
    /// The commission on it (commission de plus fort découvert).
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub highest_commission: Amount,
    /// The fixed commission.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub commission: Amount,
    /// The tax on that.
    #[serde(skip_serializing_if = "Amount::is_none")]
    pub vat: Amount,
    /// All of it (agios).
    pub charges: Money,
    /// Days on which the balance did not change, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stretches: Vec<InterestStretch>,
    /// What it costs in effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<EffectiveCost>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What an overdraft costs (FAC-6): interest by its numbers, the commission on
/// the highest overdraft of each month, and what both come to a year.
///
/// # Errors
///
/// [`Error::Unanswerable`] for days that are missing, said twice or reversed;
/// [`Error::Overflow`].
pub fn overdraft(
    terms: &OverdraftTerms,
    given: &Overdrawn,
    currency: Currency,
    style: EffectiveStyle,
    witness: &mut impl Witness,
) -> Result<OverdraftCost, Error> {
    let style = style.checked()?;
    let Drawing { interest: drawn, highest, mut flows } = given.drawing(terms)?;
    let round = |number: Decimal| terms.rounding.round(Amount::new(number)?, currency);
    let exact =
        exact::quotient(exact::product(drawn.numbers, terms.rate.get())?, terms.basis.get())?;
    let interest = round(exact)?;
    let numbers = Amount::new(drawn.numbers)?;
    witness.see(|| {
        Step::new("overdraft_interest", Rule::Fac6)
            .fact("rate", terms.rate)
            .fact("days", drawn.days)
            .amounts(numbers, interest)
    });
    let rate = terms.highest.map_or(Decimal::ZERO, Rate::get);
    let mut highest_commission = round(exact::product(highest.get(), rate)?)?;
    if let Some(cap) = terms.highest_capped_at {
        highest_commission = highest_commission.capped_at(round(interest.share(cap)?.get())?);
    }
    if let Some(rate) = terms.highest {
        witness.see(|| {
            Step::new("highest_overdraft", Rule::Fac6)
                .fact("rate", rate)
                .amounts(highest, highest_commission)
        });
    }
    let commission = terms.commission.unwrap_or_default();
    let vat = round(commission.share(terms.vat.unwrap_or(Share::NONE))?.get())?;
    let charges = Amount::total([interest, highest_commission, commission, vat])?;
    flows.push(Flow { day: drawn.days, amount: minus(charges.get()) });
    Ok(OverdraftCost {
        currency,
        days: drawn.days,
        numbers,
        interest,
        highest,
        highest_commission,
        commission,
        vat,
        charges: Money::new(charges, currency),
        effective: EffectiveCost::of(
            charges.get(),
            drawn.numbers,
            (&flows, style.basis.days()),
            style,
        )?,
        stretches: drawn.stretches,
        steps: Vec::new(),
    })
}

struct Drawing {
    interest: Interest,
    highest: Amount,
    flows: Vec<Flow>,
}

impl Overdrawn {
    fn drawing(&self, terms: &OverdraftTerms) -> Result<Drawing, Error> {
        let wrong = |path: &str, problem: &str| {
            Err(Error::Unanswerable { problem: problem.into() }.at(path))
        };
        match (self.balances.is_empty(), self.to, self.amount, self.days) {
            (true, None, Some(amount), Some(days)) => {
                let months = self.months.unwrap_or(days.div_ceil(30));
                let numbers = exact::product(amount.get(), days.into())?;
                let highest = Amount::new(exact::product(amount.get(), months.into())?)?;
                let days = u32::from(days);
                let interest = Interest { numbers, days, ..Interest::default() };
                let flow = |day, amount| Flow { day, amount };
                let flows = alloc::vec![flow(0, amount.get()), flow(days, minus(amount.get()))];
                Ok(Drawing { interest, highest, flows })
            }
            (false, Some(to), None, None) => {
                let rate = AnnualRate::new(terms.rate.get());
                let end = to.plus_days(1)?;
                let start = self.balances.iter().map(|balance| balance.from).min();
                let Some(start) = start.filter(|start| *start < end) else {
                    return wrong("overdrawn.to", "it lies before the first balance");
                };
                let months = month_starts(start, end)?;
                let drawn = interest(&self.balances, end, months.into_iter(), |_| Ok(rate))?;
                let mut peaks: BTreeMap<Day, Amount> = BTreeMap::new();
                for stretch in &drawn.stretches {
                    let peak = peaks.entry(stretch.from.month_start()).or_default();
                    *peak = (*peak).max(stretch.used);
                }
                let highest = Amount::total(peaks.into_values())?;
                let mut flows = Vec::new();
                let mut before = Decimal::ZERO;
                let offset = |day: Day| u32::try_from(day.days_after(start)).unwrap_or_default();
                let balances =
                    in_order(&self.balances).map_err(|error| error.within("overdrawn"))?;
                for balance in balances.iter().filter(|balance| balance.from < end) {
                    let amount = exact::difference(balance.amount.get(), before)?;
                    flows.push(Flow { day: offset(balance.from), amount });
                    before = balance.amount.get();
                }
                flows.push(Flow { day: offset(end), amount: minus(before) });
                Ok(Drawing { interest: drawn, highest, flows })
            }
            _ => wrong("overdrawn", "say either `balances` and `to`, or `amount` and `days`"),
        }
    }
}

/// The first day of every month between two days.
fn month_starts(start: Day, end: Day) -> Result<Vec<Day>, Error> {
    let mut months = Vec::new();
    let mut month = start.month_start();
    while month < end {
        months.push(month);
        month = month.month_end().plus_days(1)?;
    }
    Ok(months)
}
