//! What is asked: under which policy, about which facts, as of which day.

use alloc::vec::Vec;

use super::BuyerCover;
use super::cluster::cover_cluster;
use super::groups::{clusters, top};
use crate::error::Error;
use crate::facts::{Account, Balances, Ledger, allocate};
use crate::terms::{Cause, Policy, PolicyTerms};
use crate::value::{Calendar, Day, Id, Rates};

/// A question about cover.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What was agreed.
    pub policy: &'a Policy,
    /// What happened.
    pub ledger: &'a Ledger,
    /// Exchange rates, for amounts in other currencies.
    pub rates: &'a Rates,
    /// As of the end of which day (LED-1).
    pub as_of: Day,
    /// Under which cause of loss; none: cover as such.
    pub cause: Option<Cause>,
    /// Days on which nobody works, for deadlines that roll.
    pub holidays: &'a Calendar,
    /// Decisions on limits taken later than this are not known: the as-of day,
    /// or an earlier one when a day to come is asked about.
    pub known: Day,
    /// The date of loss, where a claim asks: its exchange rate counts, and it
    /// is what must lie in the period under `losses_occurring`.
    pub date_of_loss: Option<Day>,
    /// Whether reasons are spelled out and evidence listed. It changes no
    /// verdict and no amount, and which reasons there are is told either way.
    pub explain: bool,
}

impl<'a> Question<'a> {
    /// The question about cover as such, with every reason.
    #[must_use]
    pub const fn new(
        policy: &'a Policy,
        ledger: &'a Ledger,
        rates: &'a Rates,
        holidays: &'a Calendar,
        as_of: Day,
    ) -> Self {
        Self {
            policy,
            ledger,
            rates,
            as_of,
            cause: None,
            holidays,
            known: as_of,
            date_of_loss: None,
            explain: true,
        }
    }

    /// The cover of every buyer, in order of their names.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`] for amounts too large to compute exactly.
    pub fn all(&self) -> Result<Vec<BuyerCover>, Error> {
        let accounts = self.ledger.accounts();
        let mut covers: Vec<(usize, BuyerCover)> = Vec::with_capacity(accounts.len());
        for cluster in clusters(accounts, self) {
            let members = cluster.iter().filter_map(|place| accounts.get(*place));
            let members = members.map(|account| self.with_balances(account));
            let members = members.collect::<Result<Vec<_>, _>>()?;
            covers.extend(cluster.into_iter().zip(cover_cluster(self, members)?));
        }
        covers.sort_by_key(|(place, _)| *place);
        Ok(covers.into_iter().map(|(_, cover)| cover).collect())
    }

    /// The cover of one buyer, with those it shares a limit with counted in.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for a buyer that the ledger does not have, and
    /// [`Error::Overflow`].
    pub fn buyer(&self, buyer: &Id) -> Result<BuyerCover, Error> {
        let account = self.ledger.account(buyer)?;
        self.account(account)
    }

    /// The group whose buyers share a limit with an account, if there is one.
    pub(crate) fn sharing(&self, account: &'a Account) -> Option<&'a Id> {
        top(account, self)
    }

    /// The cover of every buyer that shares the limit of a group, in order of
    /// their names.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub(crate) fn below(&self, group: &Id) -> Result<Vec<(&'a Id, BuyerCover)>, Error> {
        let accounts = self.ledger.accounts().iter();
        let members: Vec<&Account> =
            accounts.filter(|account| top(account, self) == Some(group)).collect();
        let names = members.iter().map(|account| &account.buyer.id);
        let balanced: Result<Vec<_>, _> =
            members.iter().map(|account| self.with_balances(account)).collect();
        Ok(names.zip(cover_cluster(self, balanced?)?).collect())
    }

    /// The cover of one account, which may differ from the ledger's own of
    /// that buyer: it takes its place.
    pub(super) fn account(&self, account: &'a Account) -> Result<BuyerCover, Error> {
        let members: Vec<&'a Account> = match top(account, self) {
            None => alloc::vec![account],
            Some(group) => self
                .ledger
                .accounts()
                .iter()
                .filter(|other| top(other, self) == Some(group))
                .map(|other| if other.buyer.id == account.buyer.id { account } else { other })
                .collect(),
        };
        let place = members.iter().position(|other| other.buyer.id == account.buyer.id);
        let members: Result<Vec<_>, _> =
            members.into_iter().map(|account| self.with_balances(account)).collect();
        let covers = cover_cluster(self, members?)?;
        let not_found = || Error::NotFound {
            what: "buyer",
            given: account.buyer.id.as_str().into(),
            document: "ledger",
        };
        place.and_then(|place| covers.into_iter().nth(place)).ok_or_else(not_found)
    }

    /// An account with what was paid on it (LED-3).
    fn with_balances(&self, account: &'a Account) -> Result<(&'a Account, Balances), Error> {
        let now = self.policy.on(self.as_of);
        Ok((account, allocate(account, now.payment_allocation, self.as_of)?))
    }

    /// The terms in force on a day, and the last endorsement that made them.
    pub(crate) fn version(&self, day: Day) -> (&'a PolicyTerms, Option<&'a Id>) {
        let versions = self.policy.versions();
        let after = versions.partition_point(|v| v.from.is_none_or(|from| from <= day));
        after
            .checked_sub(1)
            .and_then(|last| versions.get(last))
            .map_or((self.policy.terms(), None), |v| (&v.terms, v.endorsements.last()))
    }
}

/// The cover of one buyer: what a claim starts from (COV-1…8).
///
/// # Errors
///
/// [`Error::NotFound`] for a buyer that the ledger does not have, and
/// [`Error::Overflow`]. A receivable that cannot be assessed, such as for want
/// of an exchange rate, is listed in [`BuyerCover::refused`].
pub fn buyer_cover(
    policy: &Policy,
    ledger: &Ledger,
    rates: &Rates,
    buyer: &Id,
    as_of: Day,
    cause: Option<Cause>,
    holidays: &Calendar,
) -> Result<BuyerCover, Error> {
    Question { cause, ..Question::new(policy, ledger, rates, holidays, as_of) }.buyer(buyer)
}
