//! Watch: which limit action events suggest, and what it would do to cover.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use serde::Serialize;

use super::trigger::{self, Known};
use super::{Triggered, WatchEvent};
use crate::answers::cover::{BuyerCover, PlannedOrder, Question, planned};
use crate::error::{Error, Problem};
use crate::explain::{Receipt, Rule, Step, Witness};
use crate::facts::{Ledger, LedgerDocument, LimitDecision, LimitKind};
use crate::terms::{Grades, LimitAction, WatchRules};
use crate::value::{Amount, Currency, Day, Id};

/// What watching suggests (RSK-2). French: surveillance des acheteurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Watch {
    /// The policy currency: that of every amount below.
    pub currency: Currency,
    /// As of the end of which day.
    pub as_of: Day,
    /// What was computed from what: the ledger without the suggestions.
    pub receipt: Receipt,
    /// What is suggested, in order of the buyers' names.
    pub suggestions: Vec<WatchSuggestion>,
    /// Facts of the ledger that cannot stand, each with its path (LED-2).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
    /// How it came about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// What is suggested for one buyer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WatchSuggestion {
    /// The buyer.
    pub buyer: Id,
    /// Every rule that applies, in the order of the rules.
    pub because: Vec<Triggered>,
    /// The strictest action of them.
    pub action: LimitAction,
    /// The decision as it would stand in the ledger; absent: the limit stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<LimitDecision>,
    /// Cover as it is.
    pub now: WatchedCover,
    /// Cover with the decision, by the same calculation (COV-6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<WatchedCover>,
    /// Planned orders of the buyer, as they are now and with the decision.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<WatchedOrder>,
}

/// The cover of a buyer that is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WatchedCover {
    /// The limit for a delivery on the as-of day.
    pub limit: Amount,
    /// What is open.
    pub open: Amount,
    /// What of it is covered.
    pub covered: Amount,
    /// What a delivery on the as-of day would find of the limit.
    pub headroom: Amount,
}

/// What a decision would do to a planned order (COV-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WatchedOrder {
    /// Its place in the request.
    pub place: u32,
    /// Its day of delivery.
    pub on: Day,
    /// Its amount, tax included, less what money on account pays of it.
    pub open: Amount,
    /// What of it would be covered now.
    pub covered_now: Amount,
    /// What of it would be covered with the decision.
    pub covered_after: Amount,
}

/// What was learnt, what to do about it, and what is planned.
#[derive(Debug, Clone, Copy)]
pub struct Watching<'a> {
    /// The rules.
    pub rules: &'a WatchRules,
    /// The scales.
    pub grades: &'a Grades,
    /// What was learnt beside the ledger.
    pub events: &'a [WatchEvent],
    /// Planned orders.
    pub orders: &'a [PlannedOrder],
}

/// Which limit action events suggest, and what it would do to cover (RSK-2):
/// the decision is added to the ledger and cover computed again.
///
/// `document` is the ledger of the question as it was written down.
///
/// # Errors
///
/// [`Error::NotFound`] for an event on a buyer that the ledger does not have
/// and with a grade outside its scale, at the path; [`Error::Overflow`].
pub fn watch(
    question: &Question<'_>,
    document: LedgerDocument,
    watching: &Watching<'_>,
    witness: &mut impl Witness,
) -> Result<Watch, Error> {
    let (ledger, as_of) = (question.ledger, question.as_of);
    let scale = match &watching.rules.scale {
        None => None,
        Some(name) => Some(watching.grades.scale(name).map_err(|error| error.at("rules.scale"))?),
    };
    trigger::checked(&watching.rules.rules, scale).map_err(|error| error.within("rules"))?;
    let mut events: BTreeMap<&Id, Vec<&WatchEvent>> = BTreeMap::new();
    for (at, event) in watching.events.iter().enumerate() {
        let path = |field: &str| format!("events[{at}].{field}");
        ledger.account(event.buyer()).map_err(|error| error.at(path("buyer")))?;
        if let (WatchEvent::GradeChange { before, after, .. }, Some(scale)) = (event, scale) {
            for (grade, field) in before.iter().map(|it| (it, "before")).chain([(after, "after")]) {
                scale.rank_of(grade).map_err(|error| error.at(path(field)))?;
            }
        }
        // What is dated later does not exist yet (LED-1).
        if event.date() <= as_of {
            events.entry(event.buyer()).or_default().push(event);
        }
    }
    let mut refused: Vec<Problem> = ledger
        .refused()
        .iter()
        .map(|problem| Problem { path: format!("ledger.{}", problem.path), ..problem.clone() })
        .collect();
    let mut suggestions = Vec::new();
    for (account, cover) in ledger.accounts().iter().zip(question.all()?) {
        let mut learnt = events.remove(&account.buyer.id).unwrap_or_default();
        // The order in which events were entered never matters.
        learnt.sort_by_cached_key(|event| (event.date(), format!("{event:?}")));
        let mut known = Known::of(account, &cover, &learnt, as_of);
        if let Some(grade) = known.not_on(scale) {
            let path = format!("ledger.buyers.{}.grade", account.buyer.id);
            let message = format!("the grade `{grade}` is not on the scale of the rules");
            refused.push(Problem { path, code: "not_found", message });
        }
        let mut because = Vec::new();
        for (at, rule) in watching.rules.rules.iter().enumerate() {
            let met = known.meets(rule, scale);
            because.extend(met.map_err(|error| error.at(format!("rules.rules[{at}]")))?);
        }
        let now = WatchedCover::of(&cover)?;
        let Some((action, limit)) = strictest(&because, now.limit, question)? else { continue };
        let decision = limit.map(|limit| decided(&account.buyer.id, action, limit, question));
        suggestions.push(WatchSuggestion {
            buyer: account.buyer.id.clone(),
            because,
            action,
            decision,
            now,
            after: None,
            orders: Vec::new(),
        });
    }
    after(question, document, watching, &mut suggestions)?;
    for suggestion in &suggestions {
        see(suggestion, witness);
    }
    Ok(Watch {
        currency: question.policy.terms().currency,
        as_of,
        receipt: Receipt::new(question.policy, Some(ledger), as_of),
        suggestions,
        refused,
        steps: Vec::new(),
    })
}

impl WatchedCover {
    fn of(cover: &BuyerCover) -> Result<Self, Error> {
        Ok(Self {
            limit: cover.limit_in_force.amount,
            open: Amount::total(cover.receivables.iter().map(|row| row.open))?,
            covered: Amount::total(cover.receivables.iter().map(|row| row.covered))?,
            headroom: cover.headroom,
        })
    }
}

/// The action that leaves the least, the gravest of several that leave as
/// much, and the limit it leaves; no limit where it leaves the present one.
fn strictest(
    because: &[Triggered],
    limit: Amount,
    question: &Question<'_>,
) -> Result<Option<(LimitAction, Option<Amount>)>, Error> {
    let terms = question.policy.on(question.as_of);
    let mut strictest: Option<(Amount, u8, LimitAction)> = None;
    for triggered in because {
        let (left, gravity) = match triggered.then {
            LimitAction::Review {} => (limit, 0),
            LimitAction::ReduceTo { share } => {
                (terms.indemnity.rounding.round(limit.share(share)?, terms.currency)?, 1)
            }
            LimitAction::Cap { amount } => (limit.capped_at(amount), 1),
            LimitAction::Suspend {} => (Amount::ZERO, 2),
            LimitAction::Cancel {} => (Amount::ZERO, 3),
        };
        let stricter = strictest
            .is_none_or(|(least, gravest, _)| left < least || (left == least && gravity > gravest));
        if stricter {
            strictest = Some((left, gravity, triggered.then));
        }
    }
    // Where there is no limit to take, a cancellation still ends what slides in (COV-7).
    Ok(strictest.map(|(left, _, action)| {
        let changes = left < limit || matches!(action, LimitAction::Cancel {});
        (action, changes.then_some(left))
    }))
}

fn decided(
    buyer: &Id,
    action: LimitAction,
    limit: Amount,
    question: &Question<'_>,
) -> LimitDecision {
    let cancelled = matches!(action, LimitAction::Cancel {});
    LimitDecision {
        buyer: Some(buyer.clone()),
        group: None,
        kind: if cancelled { LimitKind::Cancelled } else { LimitKind::Reduced },
        date: question.as_of,
        effective: None,
        expires: None,
        amount: (!cancelled).then_some(limit),
        currency: (!cancelled).then_some(question.policy.terms().currency),
        requested: None,
        insured_percentage: None,
        maximum_terms: None,
        non_cancellable_until: None,
    }
}

/// Cover again, with every suggested decision in the ledger.
fn after(
    question: &Question<'_>,
    mut document: LedgerDocument,
    watching: &Watching<'_>,
    suggestions: &mut [WatchSuggestion],
) -> Result<(), Error> {
    let before = document.clone();
    let decided: BTreeMap<&Id, &LimitDecision> =
        suggestions.iter().filter_map(|one| Some((&one.buyer, one.decision.as_ref()?))).collect();
    if decided.is_empty() {
        return Ok(());
    }
    // A decision of the same day would contradict the suggested one, which takes its place.
    document.limits.retain(|limit| {
        let replaced = limit.buyer.as_ref().is_some_and(|buyer| decided.contains_key(buyer));
        !(replaced && limit.kind != LimitKind::Temporary && limit.from() == question.as_of)
    });
    document.limits.extend(decided.into_values().cloned());
    let ledger = Ledger::new(document.clone())?;
    let changed = Question { ledger: &ledger, ..*question };
    for suggestion in suggestions.iter_mut().filter(|one| one.decision.is_some()) {
        suggestion.after = Some(WatchedCover::of(&changed.buyer(&suggestion.buyer)?)?);
        for (place, order) in watching.orders.iter().enumerate() {
            if order.buyer != suggestion.buyer {
                continue;
            }
            let cover = |ledger: &LedgerDocument| {
                let when = (question.as_of, question.cause);
                let holidays = question.holidays;
                let found =
                    planned(question.policy, ledger.clone(), question.rates, order, when, holidays);
                let found = found.map_err(|error| error.within(&format!("orders[{place}]")))?;
                // Money on account may pay all of it.
                let none = (Amount::ZERO, Amount::ZERO);
                Ok::<_, Error>(found.map_or(none, |it| (it.cover.open, it.cover.covered)))
            };
            let ((open, covered_now), (_, covered_after)) = (cover(&before)?, cover(&document)?);
            suggestion.orders.push(WatchedOrder {
                place: u32::try_from(place).unwrap_or(u32::MAX),
                on: order.on,
                open,
                covered_now,
                covered_after,
            });
        }
    }
    Ok(())
}

fn see(suggestion: &WatchSuggestion, witness: &mut impl Witness) {
    for triggered in &suggestion.because {
        witness.see(|| {
            let id = match triggered.event {
                "downgrade" => "watch_downgrade",
                "below_grade" => "watch_below_grade",
                "overdue" => "watch_overdue",
                "insolvency" => "watch_insolvency",
                _ => "watch_news",
            };
            let mut step = Step::new(id, Rule::Rsk2)
                .clause(triggered.clause.as_ref())
                .fact("buyer", &suggestion.buyer)
                .fact("action", triggered.then.name());
            if let Some(since) = triggered.since {
                step = step.fact("since", since);
            }
            for (name, id) in [
                ("before_grade", &triggered.before),
                ("grade", &triggered.grade),
                ("topic", &triggered.topic),
            ] {
                if let Some(id) = id {
                    step = step.fact(name, id);
                }
            }
            for (name, count) in [("notches", triggered.notches), ("days", triggered.days)] {
                if let Some(count) = count {
                    step = step.fact(name, count);
                }
            }
            triggered.amount.map_or(step.clone(), |amount| step.fact("amount", amount))
        });
    }
    if let (Some(decision), Some(after)) = (&suggestion.decision, &suggestion.after) {
        let now = suggestion.now;
        witness.see(|| {
            Step::new("limit_suggested", Rule::Rsk2)
                .fact("buyer", &suggestion.buyer)
                .fact("action", suggestion.action.name())
                .amounts(now.limit, decision.amount.unwrap_or_default())
        });
        witness.see(|| {
            Step::new("cover_with_the_decision", Rule::Cov6)
                .fact("buyer", &suggestion.buyer)
                .fact("headroom", after.headroom)
                .fact("headroom_now", now.headroom)
                .amounts(now.covered, after.covered)
        });
    }
}
