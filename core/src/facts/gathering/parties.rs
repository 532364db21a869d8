//! Buyers and the groups above them.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::{Gathering, Refusal};
use crate::facts::sort::Places;
use crate::facts::{Account, Group, LedgerDocument};
use crate::value::Id;

impl Gathering {
    pub(in crate::facts) fn groups(&mut self, groups: &[Group], places: &Places) {
        let sound = self.told_apart("groups", groups.to_vec(), &places.groups, |group| &group.id);
        let parents: BTreeMap<Id, Option<Id>> =
            sound.iter().map(|(_, group)| (group.id.clone(), group.parent.clone())).collect();
        for (place, group) in sound {
            match above(&parents, &group.id) {
                Ok(_) => drop(self.parents.insert(group.id, group.parent)),
                Err(refusal) => self.refuse("groups", place, refusal),
            }
        }
    }

    pub(in crate::facts) fn buyers(&mut self, given: &mut LedgerDocument, places: &Places) {
        let buyers = core::mem::take(&mut given.buyers);
        for (place, buyer) in self.told_apart("buyers", buyers, &places.buyers, |buyer| &buyer.id) {
            let groups = match &buyer.group {
                None => Vec::new(),
                Some(group) => above(&self.parents, group).unwrap_or_default(),
            };
            if let Some(group) = buyer.group.as_ref().filter(|_| groups.is_empty()) {
                let message = format!(
                    "group `{group}` is not among the sound groups: the buyer counts without it"
                );
                self.refuse("buyers", place, ("group", "not_found", message));
            }
            self.buyers.insert(buyer.id.clone(), self.accounts.len());
            self.accounts.push(Account::new(buyer, self.currency, groups));
        }
    }
}

/// How many groups may stand above each other: more than any real one, and
/// few enough that a senseless ledger costs no more than a sensible one.
const MOST_LEVELS: usize = 50;

/// A group and those above it, nearest first, or why there is no such line.
fn above(parents: &BTreeMap<Id, Option<Id>>, group: &Id) -> Result<Vec<Id>, Refusal> {
    let refusal = |code, message| Err(("parent", code, message));
    let mut line: Vec<Id> = Vec::new();
    let mut next = Some(group);
    while let Some(current) = next {
        if !line.is_empty() && current == group {
            let message = format!("group `{group}` stands above itself: break the circle");
            return refusal("conflict", message);
        }
        let Some(parent) = parents.get(current) else {
            let message = format!(
                "group `{current}` is not among the sound groups of the ledger: add it to `groups`"
            );
            return refusal("not_found", message);
        };
        if line.len() == MOST_LEVELS {
            let message = format!(
                "more than {MOST_LEVELS} groups stand above `{group}`, or a circle of groups does"
            );
            return refusal("exceeds", message);
        }
        line.push(current.clone());
        next = parent.as_ref();
    }
    Ok(line)
}
