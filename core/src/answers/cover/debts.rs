//! What a buyer owes as of a day, receivable by receivable.

use alloc::vec::Vec;

use super::fx::{Converter, Exchange};
use crate::error::Error;
use crate::facts::{Account, Balance, Balances, Receivable};
use crate::value::{Amount, Day};

/// How the amounts of an account's receivables come into the policy currency.
#[derive(Debug)]
pub(super) struct Converters {
    own: Converter,
    /// The places of those in another currency; none where a rate is missing.
    foreign: Vec<(usize, Option<Converter>)>,
}

impl Converters {
    /// For receivables in the policy currency.
    pub(super) const fn new(exchange: &Exchange<'_>) -> Self {
        Self { own: Converter::none(exchange), foreign: Vec::new() }
    }

    /// For the receivable at a place, after those at the places before.
    pub(super) fn push(&mut self, place: usize, converter: Option<Converter>) {
        self.foreign.push((place, converter));
    }

    /// That of the receivable at a place; none where a rate is missing.
    pub(super) fn of(&self, place: usize) -> Option<&Converter> {
        if self.foreign.is_empty() {
            return Some(&self.own);
        }
        match self.foreign.binary_search_by_key(&place, |(place, _)| *place) {
            Ok(at) => self.foreign.get(at)?.1.as_ref(),
            Err(_) => Some(&self.own),
        }
    }
}

/// An account with what was paid on it, and how its amounts come into the
/// policy currency.
#[derive(Debug, Clone, Copy)]
pub(super) struct Debts<'p> {
    pub(super) account: &'p Account,
    pub(super) balances: &'p Balances,
    pub(super) converters: &'p Converters,
    pub(super) as_of: Day,
}

impl<'p> Debts<'p> {
    /// The receivables that have arisen.
    pub(super) fn arisen(
        self,
    ) -> impl Iterator<Item = (&'p Receivable, &'p Balance, Option<&'p Converter>)> + Clone {
        let rows = self.account.receivables.iter().zip(&self.balances.receivables).enumerate();
        rows.filter(|(_, (_, balance))| balance.arisen).map(
            move |(place, (receivable, balance))| (receivable, balance, self.converters.of(place)),
        )
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
