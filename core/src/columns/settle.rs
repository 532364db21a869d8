//! Many losses in figures: the indemnity and who bears the rest, as columns.

use alloc::format;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::answer::Refusal;
use super::receivables::{Amounts, Fault, NO_DAY, day, nothing};
use crate::answers::claim::figures::one;
use crate::answers::claim::{ClaimState, FigureLoss, LossShare};
use crate::error::Error;
use crate::terms::Policy;
use crate::value::{Amount, Day, Share, exact};

/// Where a column of percentages has none.
pub const NO_PERCENTAGE: i32 = i32::MIN;

/// Losses in plain figures, in any order: one entry of each column for each
/// loss, as in [`FigureLoss`]. Amounts are whole units of one scale, in the
/// policy currency.
#[derive(Debug, Clone, Copy)]
pub struct Losses<'a> {
    /// Losses of one scenario share the policy's aggregates, in order of their
    /// dates of loss and then of their rows; absent: all do.
    pub scenario: Option<&'a [u32]>,
    /// The date of loss; absent or [`NO_DAY`]: the first day of the policy.
    pub date_of_loss: Option<&'a [i32]>,
    /// The insurable loss.
    pub amount: Amounts<'a>,
    /// The credit limit on the buyer; absent or none: it covers everything.
    pub limit: Option<Amounts<'a>>,
    /// The insured percentage, in hundredths of a percent; absent or
    /// [`NO_PERCENTAGE`]: the policy's for named buyers.
    pub percentage: Option<&'a [i32]>,
    /// The buyer's whole debt; absent or none: the insurable loss.
    pub total_debt: Option<Amounts<'a>>,
    /// Insured costs; absent or none: nothing.
    pub costs: Option<Amounts<'a>>,
}

/// What the policy pays for each loss, in the order of the rows (CLM-4, CLM-9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indemnities<A> {
    /// The indemnity.
    pub indemnity: Vec<A>,
    /// The loss within the credit limit, insured costs included.
    pub insured_loss: Vec<A>,
    /// The total debt and insured costs.
    pub gross_debt: Vec<A>,
    /// What each step and rule left to whom, where it left anything to anybody:
    /// together, and with the indemnity, the gross debt.
    pub where_it_went: Vec<(LossShare, Vec<A>)>,
    /// Losses that cannot stand, in their order: nothing is said of them.
    pub refused: Vec<Refusal>,
}

impl<'a> Losses<'a> {
    /// Losses of an amount each, under the policy's own percentage and date.
    #[must_use]
    pub const fn new(amount: Amounts<'a>) -> Self {
        Self {
            scenario: None,
            date_of_loss: None,
            amount,
            limit: None,
            percentage: None,
            total_debt: None,
            costs: None,
        }
    }

    fn scenario(&self, row: usize) -> u32 {
        self.scenario.and_then(|all| all.get(row)).copied().unwrap_or_default()
    }

    fn date(&self, row: usize, otherwise: Day) -> Result<Day, (&'static str, Fault)> {
        match self.date_of_loss {
            Some(days) if days.get(row) != Some(&NO_DAY) => {
                day(days, row).map_err(|fault| ("date_of_loss", fault))
            }
            _ => Ok(otherwise),
        }
    }

    fn loss(&self, row: usize, scale: u32) -> Result<FigureLoss, (&'static str, Fault)> {
        let amount = |name, units: Result<i64, Fault>| -> Result<Amount, _> {
            let units = units.map_err(|fault| (name, fault))?;
            let amount = exact::scaled(units, scale).and_then(Amount::new);
            amount.map_err(|_| (name, Fault::TooLarge))
        };
        let optional = |name, column: Option<Amounts<'_>>| match column.map(|all| all.get(row)) {
            None | Some(Err(Fault::Missing)) => Ok(None),
            Some(units) => amount(name, units).map(Some),
        };
        let percentage = self.percentage.and_then(|all| all.get(row)).copied();
        let percentage = percentage.filter(|share| *share != NO_PERCENTAGE);
        let percentage = percentage.map(|share| Share::new(Decimal::new(share.into(), 4)));
        let costs = self.costs.map_or(Ok(0), |costs| costs.get(row).or_else(nothing));
        Ok(FigureLoss {
            id: None,
            date_of_loss: None,
            amount: Some(amount("amount", self.amount.get(row))?),
            receivables: Vec::new(),
            limit: optional("limit", self.limit)?,
            percentage: percentage.transpose().map_err(|_| ("percentage", Fault::UnknownCode))?,
            total_debt: optional("total_debt", self.total_debt)?,
            costs: amount("costs", costs)?,
            primary: None,
        })
    }

    /// The first column whose length is not that of the amounts.
    fn uneven(&self) -> Option<&'static str> {
        let len = |column: Option<Amounts<'_>>| column.map(|amounts| amounts.len());
        [
            ("scenario", self.scenario.map(<[u32]>::len)),
            ("date_of_loss", self.date_of_loss.map(<[i32]>::len)),
            ("limit", len(self.limit)),
            ("percentage", self.percentage.map(<[i32]>::len)),
            ("total_debt", len(self.total_debt)),
            ("costs", len(self.costs)),
        ]
        .into_iter()
        .find(|(_, len)| len.is_some_and(|len| len != self.amount.len()))
        .map(|(name, _)| name)
    }
}

/// What a policy pays for each of many losses: the same steps as
/// [`indemnity_on_figures`](crate::answers::claim::indemnity_on_figures), each
/// scenario from the state of a policy without claims.
///
/// For several threads, cut the rows where a scenario ends.
///
/// # Errors
///
/// [`Error::Unanswerable`] for columns of different lengths.
pub fn settle<A: From<i64> + Copy>(
    policy: &Policy,
    losses: &Losses<'_>,
    scale: u32,
    premium_paid: Amount,
) -> Result<Indemnities<A>, Error> {
    if let Some(column) = losses.uneven() {
        let problem = format!("the column `{column}` has another number of rows than `amount`");
        return Err(Error::Unanswerable { problem });
    }
    let rows = losses.amount.len();
    let start = policy.terms().period.from;
    let none = || alloc::vec![A::from(0); rows];
    let mut out = Indemnities {
        indemnity: none(),
        insured_loss: none(),
        gross_debt: none(),
        where_it_went: Vec::new(),
        refused: Vec::new(),
    };
    let mut order: Vec<(u32, Day, usize)> = Vec::with_capacity(rows);
    for row in 0..rows {
        match losses.date(row, start) {
            Ok(day) => order.push((losses.scenario(row), day, row)),
            Err((column, fault)) => out.refuse(row, column, fault),
        }
    }
    order.sort_unstable();
    let (mut state, mut scenario) = (ClaimState::default(), None);
    for (of, day, row) in order {
        if scenario != Some(of) {
            (state, scenario) = (ClaimState::default(), Some(of));
        }
        let loss = match losses.loss(row, scale) {
            Ok(loss) => loss,
            Err((column, fault)) => {
                out.refuse(row, column, fault);
                continue;
            }
        };
        match one(policy.on(day), &loss, day, &state, premium_paid, &mut ()) {
            Err(error) => {
                let (code, message) = (error.code(), format!("{error}"));
                out.refused.push(Refusal { row: place(row), column: "", code, message });
            }
            Ok((answer, after)) => {
                let units = |number: Decimal| units(number, scale);
                let amounts = [answer.indemnity, answer.insured_loss, answer.gross_debt];
                let amounts = amounts.map(|amount| units(amount.get()));
                let went: Option<Vec<_>> = answer
                    .where_it_went
                    .iter()
                    .filter(|portion| portion.share != LossShare::Indemnity)
                    .map(|portion| Some((portion.share, units(portion.amount)?)))
                    .collect();
                let ([Some(paid), Some(insured), Some(gross)], Some(went)) = (amounts, went) else {
                    let message = "the answer has more digits than the column: give a finer scale";
                    let refusal = Refusal {
                        row: place(row),
                        column: "",
                        code: "inexact_decimal",
                        message: message.into(),
                    };
                    out.refused.push(refusal);
                    continue;
                };
                put(&mut out.indemnity, row, paid);
                put(&mut out.insured_loss, row, insured);
                put(&mut out.gross_debt, row, gross);
                for (share, amount) in went {
                    let at = out.where_it_went.iter().position(|(known, _)| *known == share);
                    let at = at.unwrap_or(out.where_it_went.len());
                    if at == out.where_it_went.len() {
                        out.where_it_went.push((share, none()));
                    }
                    if let Some((_, column)) = out.where_it_went.get_mut(at) {
                        put(column, row, amount);
                    }
                }
                state = after;
            }
        }
    }
    out.where_it_went.sort_by_key(|(share, _)| *share);
    out.refused.sort_by_key(|refusal| refusal.row);
    Ok(out)
}

impl<A> Indemnities<A> {
    fn refuse(&mut self, row: usize, column: &'static str, fault: Fault) {
        self.refused.push(Refusal::new(place(row), column, fault));
    }
}

fn place(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn put<A: From<i64>>(column: &mut [A], row: usize, units: i64) {
    if let Some(place) = column.get_mut(row) {
        *place = A::from(units);
    }
}

/// A number in units of a scale, if it has no finer digits.
pub(super) fn units(number: Decimal, scale: u32) -> Option<i64> {
    let finer = number.scale() > scale;
    let number = if finer { number.normalize() } else { number };
    let factor = 10_i128.checked_pow(scale.checked_sub(number.scale())?)?;
    i64::try_from(number.mantissa().checked_mul(factor)?).ok()
}
