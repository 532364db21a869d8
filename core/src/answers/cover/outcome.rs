//! What one receivable comes to: its verdict, with every reason.

use alloc::vec::Vec;

use super::account::Prepared;
use super::answer::{BuyerCover, ReceivableDetail};
use super::fill::{Filled, Wish};
use super::groups::Groups;
use super::judge::Judged;
use super::percentage::percentage;
use super::reasons::{Effect, ReasonCode, Reasons};
use super::row::Row;
use super::{PercentageBy, Question, ReceivableCover, Verdict};
use crate::error::Error;
use crate::terms::PolicyTerms;
use crate::value::Amount;

/// Puts the verdict on one receivable, with every reason, into the cover of its
/// buyer (COV-1, COV-2).
pub(super) fn outcome(
    question: &Question<'_>,
    one: &Prepared<'_>,
    row: &mut Row<'_>,
    groups: &Groups<'_>,
    cover: &mut BuyerCover,
) -> Result<(), Error> {
    let Some(held) = one.held(row.held) else { return Ok(()) };
    let Row { place, terms, open, base, ref wish, ref filled, ref mut judged, .. } = *row;
    if wish.insurable {
        over(judged, one, terms, (wish, filled), groups)?;
    }
    let decision = held.limit.decision.as_ref();
    let (mut share, mut percentage_by) = percentage(
        terms,
        held.limit.basis,
        decision.and_then(|decision| decision.percentage),
        one.account.buyer.country,
        question.cause,
    );
    if let Some(left) = judged.percentage.filter(|left| *left < share) {
        share = left;
        percentage_by = PercentageBy::Lateness;
    }
    let covered = filled.covered;
    cover.receivables.push(ReceivableCover {
        place,
        open,
        base,
        covered,
        insurable: wish.insurable,
        percentage: share,
        limit_basis: held.limit.basis,
        verdict: Verdict::of(judged.excluded, judged.suspended, covered, open),
    });
    let by_evidence = Some(held.limit.basis) == held.own.basis;
    let reasons = core::mem::take(&mut judged.reasons);
    let Reasons { codes, excluding, .. } = reasons;
    cover.details.push(ReceivableDetail {
        limit: wish.limit,
        room: filled.room,
        taken: filled.taken,
        wanted: filled.wanted,
        group_room: filled.group_room.map(|group| group.left),
        ceiling: wish.ceiling,
        percentage_by,
        decided: decision.and_then(|decision| decision.decided),
        evidence: if by_evidence { held.own.evidence.clone() } else { Vec::new() },
        codes,
        excluding,
        reasons: reasons.spelled(),
    });
    Ok(())
}

/// Says which limits an insurable receivable does not fit into.
fn over(
    judged: &mut Judged,
    one: &Prepared<'_>,
    terms: &PolicyTerms,
    (wish, filled): (&Wish<Amount>, &Filled),
    groups: &Groups<'_>,
) -> Result<(), Error> {
    let clause = terms.limits.clause.as_ref();
    let short = filled.short(wish.base, one.end.is_some())?;
    if !short.of_limit.is_zero() {
        judged.reasons.add(ReasonCode::OverTheLimit, Effect::Caps, |reason| {
            reason
                .clause(clause)
                .fact("limit", wish.limit)
                .fact("taken", filled.taken)
                .fact("over", short.of_limit)
        });
    }
    if let Some(group) = filled.group_room.filter(|_| !short.of_group.is_zero()) {
        judged.reasons.add(ReasonCode::OverTheGroupLimit, Effect::Caps, |reason| {
            let reason = reason.clause(clause);
            let reason = match groups.ids.get(group.group) {
                Some(name) => reason.fact("group", *name),
                None => reason,
            };
            reason.fact("limit", group.cap).fact("taken", group.taken).fact("over", short.of_group)
        });
    }
    if let (false, Some((day, by))) = (short.ended.is_zero(), one.end) {
        judged.reasons.add(ReasonCode::CoverEndedBeforeItSlidIn, Effect::Caps, |reason| {
            reason.clause(clause).fact("on", day).fact("by", by.name()).fact("amount", short.ended)
        });
    }
    Ok(())
}
