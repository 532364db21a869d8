//! Buyers whose limits depend on each other, and the groups above them.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Question;
use super::fx::Exchange;
use super::limit::Timeline;
use crate::error::Error;
use crate::facts::Account;
use crate::value::Id;

/// The groups of a cluster, each with its limit over time.
#[derive(Default)]
pub(super) struct Groups<'a> {
    places: BTreeMap<&'a Id, usize>,
    pub(super) ids: Vec<&'a Id>,
    pub(super) own: Vec<Timeline>,
    /// With what the group above says until the first decision.
    effective: Vec<Timeline>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(
        question: &Question<'a>,
        accounts: &[&'a Account],
        exchange: &Exchange<'_>,
    ) -> Result<Self, Error> {
        let mut groups = Self::default();
        for account in accounts {
            let mut above: Option<usize> = None;
            for group in account.groups.iter().rev() {
                if let Some(place) = groups.places.get(group) {
                    above = Some(*place);
                    continue;
                }
                let own = Timeline::new(
                    question.ledger.group_limits(group),
                    question.ledger.currency(),
                    question.known,
                    exchange,
                    question.policy.on(question.as_of).limits.expiry,
                )?;
                let effective = match above.and_then(|above| groups.effective.get(above)) {
                    Some(above) => own.or(above)?,
                    None => own.clone(),
                };
                let place = groups.own.len();
                groups.places.insert(group, place);
                groups.ids.push(group);
                groups.own.push(own);
                groups.effective.push(effective);
                above = Some(place);
            }
        }
        Ok(groups)
    }

    /// The limit over time that a buyer without decisions of its own has.
    pub(super) fn above(&self, account: &Account) -> Option<&Timeline> {
        let nearest = account.groups.first()?;
        self.effective.get(*self.places.get(nearest)?)
    }

    /// Every group above a buyer that has decisions, nearest first.
    pub(super) fn capping(&self, account: &Account) -> Vec<usize> {
        let places = account.groups.iter().filter_map(|group| self.places.get(group).copied());
        places.filter(|place| self.own.get(*place).is_some_and(|own| !own.is_empty())).collect()
    }
}

/// Accounts whose covers depend on each other, by their places in the ledger.
pub(super) fn clusters(accounts: &[Account], question: &Question<'_>) -> Vec<Vec<usize>> {
    let mut alone = Vec::new();
    let mut together: BTreeMap<&Id, Vec<usize>> = BTreeMap::new();
    for (place, account) in accounts.iter().enumerate() {
        match top(account, question) {
            Some(group) => together.entry(group).or_default().push(place),
            None => alone.push(alloc::vec![place]),
        }
    }
    alone.extend(together.into_values());
    alone
}

/// The topmost group above a buyer that has a limit.
pub(crate) fn top<'a>(account: &'a Account, question: &Question<'_>) -> Option<&'a Id> {
    account.groups.iter().rev().find(|group| !question.ledger.group_limits(group).is_empty())
}
