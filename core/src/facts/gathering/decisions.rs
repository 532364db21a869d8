//! Decisions of the insurer on limits.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use super::{Gathering, Refusal};
use crate::facts::sort::Places;
use crate::facts::{LimitDecision, LimitKind};
use crate::value::Amount;

impl Gathering {
    pub(in crate::facts) fn limits(&mut self, limits: Vec<LimitDecision>, places: &Places) {
        let limits = self.first_of("limits", limits, &places.limits);
        // Two decisions from one day on: nobody can say which holds.
        let key = |limit: &LimitDecision| (limit.buyer.clone(), limit.group.clone(), limit.from());
        let mut count: BTreeMap<_, usize> = BTreeMap::new();
        for (_, limit) in limits.iter().filter(|(_, limit)| limit.kind != LimitKind::Temporary) {
            let seen = count.entry(key(limit)).or_insert(0);
            *seen = seen.saturating_add(1);
        }
        for (place, limit) in limits {
            let twice = limit.kind != LimitKind::Temporary
                && count.get(&key(&limit)).is_some_and(|count| *count > 1);
            let verdict = if twice {
                let message = format!(
                    "two decisions hold from {}: none of them counts, keep the one that does",
                    limit.from()
                );
                Err(("effective", "conflict", message))
            } else {
                sound_limit(&limit)
            };
            match (verdict, &limit.buyer, &limit.group) {
                (Err(refusal), _, _) => self.refuse("limits", place, refusal),
                (Ok(()), Some(buyer), _) => {
                    let verdict = self.buyer(buyer);
                    self.keep("limits", place, verdict, |account| account.limits.push(limit));
                }
                (Ok(()), None, Some(group)) if self.parents.contains_key(group) => {
                    self.group_limits.entry(group.clone()).or_default().push(limit);
                }
                (Ok(()), None, _) => {
                    let message = "the group is not among the sound groups of the ledger".into();
                    self.refuse("limits", place, ("group", "not_found", message));
                }
            }
        }
    }
}

fn sound_limit(limit: &LimitDecision) -> Result<(), Refusal> {
    let from = limit.from();
    if limit.buyer.is_some() == limit.group.is_some() {
        return Err((
            "buyer",
            "conflict",
            "a decision concerns either a `buyer` or a `group`".into(),
        ));
    }
    let ends = matches!(limit.kind, LimitKind::Refused | LimitKind::Cancelled);
    if ends && limit.amount.is_some_and(|amount| amount != Amount::ZERO) {
        let message = "a limit that is refused or cancelled has no amount".into();
        return Err(("amount", "conflict", message));
    }
    if !ends && limit.amount.is_none() {
        return Err(("amount", "missing", "this decision needs an `amount`".into()));
    }
    if limit.kind == LimitKind::Temporary && limit.expires.is_none() {
        return Err((
            "expires",
            "missing",
            "a temporary limit needs its last day, `expires`".into(),
        ));
    }
    if limit.expires.is_some_and(|expires| expires < from) {
        let message = format!("it expires before it holds from {from}");
        return Err(("expires", "reversed", message));
    }
    Ok(())
}
