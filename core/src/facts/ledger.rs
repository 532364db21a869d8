//! The ledger: sound facts gathered by buyer, and what was refused.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use super::gathering::Gathering;
use super::sort::sort;
use super::{
    Account, Declaration, Event, LedgerDocument, LimitDecision, Notice, Offer, PremiumPaid,
};
use crate::error::{Error, Problem};
use crate::terms::hex;
use crate::value::{Currency, Id, document};

/// A ledger whose facts can stand, gathered by buyer; the facts that cannot
/// are listed, never dropped in silence (LED-2). It cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    currency: Currency,
    accounts: Vec<Account>,
    group_limits: BTreeMap<Id, Vec<LimitDecision>>,
    events: Vec<Event>,
    notices: Vec<Notice>,
    premiums: Vec<PremiumPaid>,
    declarations: Vec<Declaration>,
    offers: Vec<Offer>,
    refused: Vec<Problem>,
    digest: String,
}

impl Ledger {
    /// Gathers the facts that can stand, and lists those that cannot.
    ///
    /// # Errors
    ///
    /// None in practice: see [`crate::wire::write`].
    pub fn new(mut given: LedgerDocument) -> Result<Self, Error> {
        let places = sort(&mut given);
        let digest = hex(&Sha256::digest(document::write(&given)?));
        let mut gathering = Gathering::new(given.currency);
        gathering.groups(&given.groups, &places);
        gathering.buyers(&mut given, &places);
        gathering.receivables(&mut given, &places);
        gathering.about_receivables(&mut given, &places);
        gathering.about_buyers(&mut given, &places);
        gathering.limits(given.limits, &places);
        let offers = gathering.offers(given.offers, &places);
        gathering.events(given.events, given.notices, &places);
        let declarations = gathering
            .first_of("declarations", given.declarations, &places.declarations)
            .into_iter()
            .map(|(_, declaration)| declaration)
            .collect();
        let Gathering { accounts, group_limits, policy_notices, sound_events, mut refused, .. } =
            gathering;
        refused.sort_by_cached_key(|problem| in_order(&problem.path));
        Ok(Self {
            currency: given.currency,
            accounts,
            group_limits,
            events: sound_events,
            notices: policy_notices,
            premiums: given.premiums,
            declarations,
            offers,
            refused,
            digest,
        })
    }

    /// Reads a ledger from its JSON document.
    ///
    /// # Errors
    ///
    /// An error with the path of the field, and those of [`Ledger::new`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::new(document::read(text)?)
    }

    /// The currency of amounts that name none.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Every buyer's facts, in order of the buyer's name.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// One buyer's facts.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`].
    pub fn account(&self, buyer: &Id) -> Result<&Account, Error> {
        self.accounts
            .binary_search_by(|account| account.buyer.id.cmp(buyer))
            .ok()
            .and_then(|place| self.accounts.get(place))
            .ok_or_else(|| Error::NotFound {
                what: "buyer",
                given: buyer.as_str().into(),
                document: "ledger",
            })
    }

    /// Decisions on the limit of a group, in order of the day from which they hold.
    #[must_use]
    pub fn group_limits(&self, group: &Id) -> &[LimitDecision] {
        self.group_limits.get(group).map_or(&[], Vec::as_slice)
    }

    /// Events that can cause a political loss.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Notices that concern the policy itself.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Premiums paid.
    #[must_use]
    pub fn premiums(&self) -> &[PremiumPaid] {
        &self.premiums
    }

    /// Declarations made.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// Offers received.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The facts that cannot stand, each with its path and the reason.
    #[must_use]
    pub fn refused(&self) -> &[Problem] {
        &self.refused
    }

    /// A SHA-256 over the canonical document, the same for any order of entry.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// The list that a path points into, the place in it, and the field.
fn in_order(path: &str) -> (String, usize, String) {
    let (list, rest) = path.split_once('[').unwrap_or((path, ""));
    let (place, field) = rest.split_once(']').unwrap_or((rest, ""));
    (list.into(), place.parse().unwrap_or_default(), field.into())
}
