//! Where a placement stands: its dated stages, replayed (PLA-2).

use alloc::collections::{BTreeMap, VecDeque};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::offer::open_on;
use crate::error::Error;
use crate::explain::{Rule, Step};
use crate::facts::{Offer, Placement, Stage, StageReached};
use crate::value::order;
use crate::value::{Day, Id};

/// Where a placement stands as of a day (PLA-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlacementState {
    /// The stage reached.
    pub stage: Stage,
    /// Since when.
    pub since: Day,
    /// The stages that may follow; empty at an end.
    pub next: Vec<Stage>,
    /// Every stage with the time spent in it.
    pub history: Vec<StageSpan>,
    /// How each offer stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<OfferState>,
    /// The offer that was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Id>,
    /// The first day of the policy, once the contract is signed (PLA-4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<Day>,
    /// How it came about.
    pub steps: Vec<Step>,
}

/// A stage and the time spent in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageSpan {
    /// The stage.
    pub stage: Stage,
    /// The day it was reached.
    pub from: Day,
    /// The day of the next stage; absent: it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Days spent in it, up to the day of the question if it lasts; absent
    /// where no such day was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
}

/// How an offer in a placement stands (PLA-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferState {
    /// The offer.
    pub offer: Id,
    /// The last day on which it can be accepted.
    pub last_day: Day,
    /// Whether it can be accepted on the day of the question; absent where no
    /// such day was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
}

/// Replays the stages of a placement in order of their days, those of one day
/// as given. Stages dated after `as_of` have not been reached (LED-1).
///
/// # Errors
///
/// [`Error::Unanswerable`] with the place of a stage that may not follow the
/// one before, of an offer accepted too late (PLA-3), or of a policy in force
/// before its first day (PLA-4); [`Error::NotFound`] for an unknown offer.
pub fn replay(placement: &Placement, as_of: Option<Day>) -> Result<PlacementState, Error> {
    let mut reached: Vec<(usize, &StageReached)> = placement
        .stages
        .iter()
        .enumerate()
        .filter(|(_, one)| as_of.is_none_or(|day| one.date <= day))
        .collect();
    order::by_key(&mut reached, |(place, one)| (one.date, *place));
    let mut walk = Walk::default();
    let mut current: Option<&StageReached> = None;
    for (place, one) in reached {
        let path = |field: &str| format!("stages[{place}].{field}");
        let allowed = current.map_or(&[Stage::Contact][..], |before| before.stage.next());
        if !allowed.contains(&one.stage) {
            let problem = illegal(current.map(|before| before.stage), one.stage);
            return Err(Error::Unanswerable { problem }.at(path("stage")));
        }
        walk.reach(placement, one).map_err(|(field, error)| error.at(path(field)))?;
        let days = current.map_or(0, |before| one.date.days_after(before.date));
        if let Some(last) = walk.history.last_mut() {
            (last.until, last.days) = (Some(one.date), Some(days));
        }
        walk.history.push(StageSpan { stage: one.stage, from: one.date, until: None, days: None });
        current = Some(one);
    }
    let Some(StageReached { stage, date, .. }) = current else {
        let problem = "a placement begins with the stage `contact`: record when that was";
        return Err(Error::Unanswerable { problem: problem.into() }.at("stages"));
    };
    if let Some(last) = walk.history.last_mut() {
        last.days = as_of.map(|day| day.days_after(*date));
    }
    let known = placement.offers.iter().filter(|one| as_of.is_none_or(|day| one.issued <= day));
    let offers = known
        .map(|one| {
            let last_day = one.last_day()?;
            let open = as_of.map(|day| day <= last_day);
            Ok(OfferState { offer: one.id.clone(), last_day, open })
        })
        .collect::<Result<_, Error>>()?;
    Ok(PlacementState {
        stage: *stage,
        since: *date,
        next: stage.next().to_vec(),
        history: walk.history,
        offers,
        accepted: walk.accepted,
        effective: walk.effective,
        steps: walk.steps,
    })
}

/// What a walk through the stages has found so far.
#[derive(Default)]
struct Walk {
    history: Vec<StageSpan>,
    accepted: Option<Id>,
    effective: Option<Day>,
    steps: Vec<Step>,
}

impl Walk {
    /// Takes a stage in; the field of it that cannot stand comes with the error.
    fn reach(
        &mut self,
        placement: &Placement,
        one: &StageReached,
    ) -> Result<(), (&'static str, Error)> {
        self.steps.push(
            Step::new("stage_reached", Rule::Pla2)
                .fact("stage", one.stage.code())
                .fact("day", one.date),
        );
        match one.stage {
            Stage::Accepted => {
                let Some(offer) = accepted_offer(placement, one).map_err(|it| ("offer", it))?
                else {
                    return Ok(());
                };
                let last_day = offer.last_day().map_err(|it| ("date", it))?;
                open_on(Some(&offer.id), offer.issued, last_day, one.date)
                    .map_err(|it| ("date", it))?;
                self.accepted = Some(offer.id.clone());
            }
            Stage::Signed => {
                let first_day = placement.start.first_day(one.date).map_err(|it| ("date", it))?;
                self.effective = Some(first_day);
                self.steps.push(
                    Step::new("effective_date", Rule::Pla4)
                        .fact("signed", one.date)
                        .fact("day", first_day),
                );
            }
            Stage::InForce => {
                if let Some(first_day) = self.effective.filter(|day| one.date < *day) {
                    let problem = format!(
                        "the policy begins on {first_day}: it is not in force on {}",
                        one.date
                    );
                    return Err(("date", Error::Unanswerable { problem }));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The offer that an acceptance means: the one it names, or the only one.
fn accepted_offer<'a>(
    placement: &'a Placement,
    one: &StageReached,
) -> Result<Option<&'a Offer>, Error> {
    match (&one.offer, placement.offers.as_slice()) {
        (Some(id), offers) => {
            let found = offers.iter().find(|offer| offer.id == *id);
            found.map(Some).ok_or_else(|| Error::NotFound {
                what: "offer",
                given: id.as_str().into(),
                document: "placement",
            })
        }
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some(only)),
        (None, _) => {
            let problem = "there are several offers: name the one that was accepted".into();
            Err(Error::Unanswerable { problem })
        }
    }
}

/// Why a stage may not follow another, and what to record instead.
fn illegal(from: Option<Stage>, to: Stage) -> String {
    let Some(from) = from else {
        return format!("a placement begins with `contact`, not with `{}`", to.code());
    };
    let named = |stages: &[Stage], last: &str| {
        let names: Vec<String> = stages.iter().map(|stage| format!("`{}`", stage.code())).collect();
        match names.split_last() {
            Some((end, [])) => end.clone(),
            Some((end, before)) => format!("{} {last} {end}", before.join(", ")),
            None => String::new(),
        }
    };
    let mut text = format!("a placement cannot go from `{}` to `{}`", from.code(), to.code());
    match from.next() {
        [] => text.push_str(&format!(": `{}` is an end, begin a new placement", from.code())),
        next => {
            text.push_str(&format!(": from `{}` it goes to {}", from.code(), named(next, "or")));
            let between = between(from, to);
            if !between.is_empty() {
                text.push_str(&format!("; record {} first", named(&between, "and")));
            }
        }
    }
    text
}

/// The fewest stages that lead from one to another, both left out.
fn between(from: Stage, to: Stage) -> Vec<Stage> {
    let mut came_from: BTreeMap<Stage, Stage> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(stage) = queue.pop_front() {
        for next in stage.next() {
            if *next != from && !came_from.contains_key(next) {
                came_from.insert(*next, stage);
                queue.push_back(*next);
            }
        }
    }
    let mut way = Vec::new();
    let mut at = to;
    while let Some(before) = came_from.get(&at).filter(|before| **before != from) {
        way.push(*before);
        at = *before;
    }
    way.reverse();
    way
}
