//! Facts on their way into a ledger: those that can stand are kept, the
//! others reported with their path (LED-2).

mod about;
mod decisions;
mod owed;
mod parties;

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Account, Event, LimitDecision, Notice, Receivable};
use crate::error::Problem;
use crate::value::{Currency, Id};

pub(super) struct Gathering {
    currency: Currency,
    parents: BTreeMap<Id, Option<Id>>,
    pub(super) accounts: Vec<Account>,
    /// Where each buyer's account stands.
    buyers: BTreeMap<Id, usize>,
    /// Where each sound invoice stands: account, receivable.
    invoices: BTreeMap<Id, (usize, usize)>,
    pub(super) group_limits: BTreeMap<Id, Vec<LimitDecision>>,
    pub(super) policy_notices: Vec<Notice>,
    pub(super) sound_events: Vec<Event>,
    pub(super) refused: Vec<Problem>,
}

/// Why a fact cannot stand: a field, a stable code, words.
type Refusal = (&'static str, &'static str, String);

impl Gathering {
    pub(super) fn new(currency: Currency) -> Self {
        Self {
            currency,
            parents: BTreeMap::new(),
            accounts: Vec::new(),
            buyers: BTreeMap::new(),
            invoices: BTreeMap::new(),
            group_limits: BTreeMap::new(),
            policy_notices: Vec::new(),
            sound_events: Vec::new(),
            refused: Vec::new(),
        }
    }

    fn refuse(&mut self, list: &str, place: usize, (field, code, message): Refusal) {
        let dot = if field.is_empty() { "" } else { "." };
        let path = format!("{list}[{place}]{dot}{field}");
        self.refused.push(Problem { path, code, message });
    }

    /// Reports facts of one name that differ (none counts) or repeat (one
    /// counts), and tells which facts still count.
    fn told_apart<T: PartialEq>(
        &mut self,
        list: &'static str,
        facts: Vec<T>,
        places: &[usize],
        name: impl Fn(&T) -> &Id,
    ) -> Vec<(usize, T)> {
        let mut seen: BTreeMap<&Id, (usize, bool)> = BTreeMap::new();
        for (at, fact) in facts.iter().enumerate() {
            let entry = seen.entry(name(fact)).or_insert((at, true));
            entry.1 = entry.1 && facts.get(entry.0) == Some(fact);
        }
        let verdicts: Vec<Option<Refusal>> = facts
            .iter()
            .enumerate()
            .map(|(at, fact)| {
                let (first, same) = seen.get(name(fact)).copied().unwrap_or((at, true));
                let words = if !same {
                    "stands here with different contents: none of them counts, give each its own name"
                } else if first != at {
                    "stands here twice: it counts once"
                } else {
                    return None;
                };
                Some(("id", "duplicate", format!("`{}` {words}", name(fact))))
            })
            .collect();
        let mut sound = Vec::with_capacity(facts.len());
        for ((fact, place), verdict) in facts.into_iter().zip(places).zip(verdicts) {
            match verdict {
                Some(refusal) => self.refuse(list, *place, refusal),
                None => sound.push((*place, fact)),
            }
        }
        sound
    }

    /// Facts without a name of their own: one that repeats another in every
    /// field is reported and counts once.
    pub(super) fn first_of<T: PartialEq>(
        &mut self,
        list: &'static str,
        facts: Vec<T>,
        places: &[usize],
    ) -> Vec<(usize, T)> {
        let mut sound: Vec<(usize, T)> = Vec::with_capacity(facts.len());
        for (fact, place) in facts.into_iter().zip(places) {
            // Facts that are equal stand side by side: the lists are sorted by all they say.
            if sound.last().is_some_and(|(_, last)| *last == fact) {
                let message = "the same stands here twice: it counts once".into();
                self.refuse(list, *place, ("", "duplicate", message));
            } else {
                sound.push((*place, fact));
            }
        }
        sound
    }

    fn buyer(&self, buyer: &Id) -> Result<usize, Refusal> {
        self.buyers
            .get(buyer)
            .copied()
            .ok_or_else(|| ("buyer", "not_found", not_found("buyer", buyer)))
    }

    fn receivable_mut(&mut self, invoice: &Id) -> Result<&mut Receivable, Refusal> {
        let place = self.invoices.get(invoice).copied();
        place
            .and_then(|(account, receivable)| {
                self.accounts.get_mut(account)?.receivables.get_mut(receivable)
            })
            .ok_or_else(|| ("invoice", "not_found", not_found("invoice", invoice)))
    }

    /// Whether named invoices are sound, of this account and of one currency.
    fn own_invoices(
        &self,
        invoices: &[Id],
        account: usize,
        currency: Option<Currency>,
    ) -> Result<usize, Refusal> {
        for invoice in invoices {
            let (owner, place) = self
                .invoices
                .get(invoice)
                .copied()
                .ok_or_else(|| ("invoices", "not_found", not_found("invoice", invoice)))?;
            if owner != account {
                let message = format!("invoice `{invoice}` is owed by another buyer");
                return Err(("invoices", "conflict", message));
            }
            let owed = self
                .accounts
                .get(owner)
                .and_then(|account| account.receivables.get(place))
                .map(|receivable| receivable.currency);
            if let (Some(paid), Some(owed)) = (currency, owed)
                && paid != owed
            {
                let message =
                    format!("invoice `{invoice}` is owed in `{owed}` and was paid in `{paid}`");
                return Err(("currency", "conflict", message));
            }
        }
        Ok(account)
    }

    fn keep(
        &mut self,
        list: &str,
        place: usize,
        verdict: Result<usize, Refusal>,
        keep: impl FnOnce(&mut Account),
    ) {
        match verdict {
            Ok(account) => {
                if let Some(account) = self.accounts.get_mut(account) {
                    keep(account);
                }
            }
            Err(refusal) => self.refuse(list, place, refusal),
        }
    }
}

fn not_found(what: &str, name: &Id) -> String {
    format!(
        "{what} `{name}` is not among the sound {what}s of the ledger: add it or correct the name"
    )
}
