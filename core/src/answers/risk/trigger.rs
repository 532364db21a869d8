//! Which rules apply to a buyer, and why.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::WatchEvent;
use crate::answers::cover::BuyerCover;
use crate::error::Error;
use crate::facts::Account;
use crate::terms::{LimitAction, Scale, WatchRule, WatchTrigger};
use crate::value::{Amount, Day, Id};

/// A rule that applies to a buyer, with what it went by (RSK-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Triggered {
    /// What the rule waited for.
    pub event: &'static str,
    /// Since when it applies; absent: the ledger's grade has no date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// The grade before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Id>,
    /// The grade now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Id>,
    /// How many notches it fell, or how far it is below the worst good grade.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notches: Option<u32>,
    /// How many days it is overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// How much is overdue by so long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// What was heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<Id>,
    /// What the rule suggests.
    pub then: LimitAction,
    /// Where the rule stands in the seller's own credit manual.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// A change of grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    date: Day,
    before: Option<Id>,
    after: Id,
}

/// What is known of a buyer as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known<'a> {
    grade: Option<Id>,
    changes: Vec<Change>,
    insolvent: Option<Day>,
    /// What is overdue: since when, by how many days, how much.
    overdue: Vec<(Day, u32, Amount)>,
    news: Vec<(Day, &'a Id)>,
}

impl<'a> Known<'a> {
    /// What the ledger and the events say, events in order of their dates.
    pub(super) fn of(
        account: &Account,
        cover: &BuyerCover,
        events: &[&'a WatchEvent],
        as_of: Day,
    ) -> Self {
        let mut known = Self {
            grade: account.buyer.grade.clone(),
            changes: Vec::new(),
            insolvent: account.insolvency_on(as_of).map(|insolvency| insolvency.opened),
            overdue: Vec::new(),
            news: Vec::new(),
        };
        for row in &cover.receivables {
            let Some(receivable) = account.receivables.get(row.place) else { continue };
            let due = receivable.due_on(as_of);
            if let Some(days) = days(due, as_of) {
                known.overdue.push((due, days, row.open));
            }
        }
        for event in events {
            match event {
                WatchEvent::GradeChange { date, before, after, .. } => {
                    let before = before.clone().or_else(|| known.grade.clone());
                    known.changes.push(Change { date: *date, before, after: after.clone() });
                    known.grade = Some(after.clone());
                }
                WatchEvent::Overdue { date, days, amount, .. } => {
                    known.overdue.push((*date, u32::from(*days), *amount));
                }
                WatchEvent::Insolvency { date, .. } => {
                    known.insolvent =
                        Some(known.insolvent.map_or(*date, |opened| opened.min(*date)));
                }
                WatchEvent::News { date, topic, .. } => known.news.push((*date, topic)),
            }
        }
        known
    }

    /// The grade of the ledger where it is not on the scale: it is forgotten.
    pub(super) fn not_on(&mut self, scale: Option<&Scale>) -> Option<Id> {
        let outside = |grade: &Id| scale.is_some_and(|scale| scale.rank(grade).is_none());
        // Events were checked: only what they start from can be outside.
        let first = match self.changes.first_mut() {
            Some(change) => &mut change.before,
            None => &mut self.grade,
        };
        if first.as_ref().is_some_and(outside) { first.take() } else { None }
    }

    /// Whether a rule applies, and by what.
    pub(super) fn meets(
        &self,
        rule: &WatchRule,
        scale: Option<&Scale>,
    ) -> Result<Option<Triggered>, Error> {
        let found = |event| Triggered {
            event,
            since: None,
            before: None,
            grade: None,
            notches: None,
            days: None,
            amount: None,
            topic: None,
            then: rule.then,
            clause: rule.clause.clone(),
        };
        let rank = |grade: &Id| {
            let rank = scale.ok_or_else(without_scale)?.rank_of(grade)?;
            u32::try_from(rank).map_err(|_| Error::Overflow { operation: "a rank" })
        };
        Ok(match &rule.when {
            WatchTrigger::Downgrade { notches } => {
                let mut worst: Option<Triggered> = None;
                for change in &self.changes {
                    let Some(before) = &change.before else { continue };
                    let fell = rank(&change.after)?.saturating_sub(rank(before)?);
                    let enough = fell > 0 && fell >= u32::from(*notches);
                    if enough && worst.as_ref().is_none_or(|one| one.notches < Some(fell)) {
                        worst = Some(Triggered {
                            since: Some(change.date),
                            before: Some(before.clone()),
                            grade: Some(change.after.clone()),
                            notches: Some(fell),
                            ..found("downgrade")
                        });
                    }
                }
                worst
            }
            WatchTrigger::BelowGrade { grade: good } => {
                let good = rank(good)?;
                let Some(grade) = &self.grade else { return Ok(None) };
                let below = rank(grade)?.saturating_sub(good);
                (below > 0).then(|| Triggered {
                    since: self.changes.last().map(|change| change.date),
                    grade: Some(grade.clone()),
                    notches: Some(below),
                    ..found("below_grade")
                })
            }
            WatchTrigger::Overdue { days, above } => {
                let beyond = || self.overdue.iter().filter(|(_, late, _)| *late > u32::from(*days));
                let amount = Amount::total(beyond().map(|(_, _, open)| *open))?;
                let oldest = beyond().max_by_key(|(since, late, _)| (*late, *since));
                let (since, late) = match oldest {
                    Some((since, late, _)) if above.is_none_or(|above| amount > above) => {
                        (*since, *late)
                    }
                    _ => return Ok(None),
                };
                Some(Triggered {
                    since: Some(since),
                    days: Some(late),
                    amount: Some(amount),
                    ..found("overdue")
                })
            }
            WatchTrigger::Insolvency {} => self
                .insolvent
                .map(|opened| Triggered { since: Some(opened), ..found("insolvency") }),
            WatchTrigger::News { topic } => {
                let heard = self.news.iter().rev();
                let mut heard =
                    heard.filter(|(_, heard)| topic.as_ref().is_none_or(|topic| topic == *heard));
                heard.next().map(|(date, topic)| Triggered {
                    since: Some(*date),
                    topic: Some((*topic).clone()),
                    ..found("news")
                })
            }
        })
    }
}

/// By how many days something due is overdue.
fn days(due: Day, as_of: Day) -> Option<u32> {
    u32::try_from(as_of.days_after(due)).ok()
}

/// Checks that the rules that go by grades know their scale.
pub(super) fn checked(rules: &[WatchRule], scale: Option<&Scale>) -> Result<(), Error> {
    for (at, rule) in rules.iter().enumerate() {
        let problem = match (&rule.when, scale) {
            (WatchTrigger::Downgrade { .. } | WatchTrigger::BelowGrade { .. }, None) => {
                without_scale()
            }
            (WatchTrigger::BelowGrade { grade }, Some(scale)) => match scale.rank_of(grade) {
                Ok(_) => continue,
                Err(error) => error,
            },
            _ => continue,
        };
        return Err(problem.at(format!("rules[{at}].when")));
    }
    Ok(())
}

fn without_scale() -> Error {
    let problem = "a rule that goes by grades needs their `scale`, with its direction";
    Error::Unanswerable { problem: problem.into() }
}
