//! What a buyer owes as of a day, receivable by receivable.

use alloc::vec::Vec;

use super::fx::Converter;
use crate::error::Error;
use crate::facts::{Account, Balance, Balances, Receivable};
use crate::value::{Amount, Day};

/// An account with what was paid on it, and how its amounts come into the
/// policy currency.
#[derive(Debug, Clone, Copy)]
pub(super) struct Debts<'p> {
    pub(super) account: &'p Account,
    pub(super) balances: &'p Balances,
    /// None where a rate is missing.
    pub(super) converters: &'p [Option<Converter>],
    pub(super) as_of: Day,
}

impl<'p> Debts<'p> {
    /// The receivables that have arisen.
    pub(super) fn arisen(
        self,
    ) -> impl Iterator<Item = (&'p Receivable, &'p Balance, Option<&'p Converter>)> + Clone {
        let rows = self.account.receivables.iter().zip(&self.balances.receivables);
        rows.zip(self.converters)
            .filter(|((_, balance), _)| balance.arisen)
            .map(|((receivable, balance), converter)| (receivable, balance, converter.as_ref()))
    }

    /// What the buyer owed from each day on on which that changed.
    pub(super) fn over_time(self) -> Result<Vec<(Day, Amount)>, Error> {
        let mut changes: Vec<(Day, bool, Amount)> = Vec::new();
        for (receivable, balance, converter) in self.arisen() {
            let Some(converter) = converter else { continue };
            let mut left = converter.apply(balance.gross)?;
            changes.push((receivable.invoice.delivery, false, left));
            for movement in &balance.movements {
                let now = converter.apply(movement.open)?;
                changes.push((movement.day, true, left.less(now)?));
                left = now;
            }
        }
        changes.sort_unstable();
        let mut sum = Amount::ZERO;
        let mut owed: Vec<(Day, Amount)> = Vec::new();
        for (day, paid, amount) in changes {
            sum = if paid { sum.less(amount)? } else { sum.plus(amount)? };
            owed.push((day, sum));
        }
        Ok(owed)
    }
}
