//! Cover of buyers that share a limit, kept while several claims are settled:
//! what one of them is covered for depends on all the others.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::answers::cover::{BuyerCover, Question};
use crate::error::Error;
use crate::facts::Account;
use crate::terms::Cause;
use crate::value::{Day, Id};

/// What cover was asked about, beside the policy, the ledger and the day.
type Asked = (Option<Cause>, Option<Day>, bool);

/// The covers of buyers, in order of their names.
type Covers<'a> = Vec<(&'a Id, BuyerCover)>;

/// The covers below each group with a limit, as they were last asked for.
#[derive(Debug, Default)]
pub(super) struct Shared<'a> {
    groups: BTreeMap<&'a Id, (Asked, Covers<'a>)>,
    /// Whether an exchange rate can matter to any buyer.
    exchanges: Option<bool>,
}

impl<'a> Shared<'a> {
    /// The cover of a buyer: [`Question::buyer`].
    pub(super) fn buyer(
        &mut self,
        question: &Question<'a>,
        account: &'a Account,
    ) -> Result<BuyerCover, Error> {
        let buyer = &account.buyer.id;
        let Some(group) = question.sharing(account) else { return question.buyer(buyer) };
        let asked = (question.cause, question.date_of_loss, question.explain);
        let place = |covers: &[(&Id, BuyerCover)]| covers.binary_search_by_key(&buyer, |one| one.0);
        if let Some((then, covers)) = self.groups.get(group)
            && *then == asked
            && let Ok(at) = place(covers)
            && let Some((_, cover)) = covers.get(at)
        {
            return Ok(cover.clone());
        }
        let covers = question.below(group)?;
        let found = place(&covers).ok().and_then(|at| covers.get(at)).map(|one| one.1.clone());
        self.groups.insert(group, (asked, covers));
        found.map_or_else(|| question.buyer(buyer), Ok)
    }

    /// Whether an exchange rate matters to some buyer, found out once.
    pub(super) fn exchanges(&mut self, find: impl FnOnce() -> bool) -> bool {
        *self.exchanges.get_or_insert_with(find)
    }
}
