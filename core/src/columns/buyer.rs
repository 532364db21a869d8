//! One buyer's rows.
//!
//! Most buyers of a book are simple: what is open was never paid in part in a
//! way that matters, and nothing depends on evidence. For them the rules run
//! over integers, and what is the same for all rows is worked out once. For
//! every other buyer they run over documents: see [`document`](super::document).

use alloc::vec::Vec;

use super::answer::BuyerSums;
use super::book::{Book, Version};
use super::document;
use super::line::{Stretch, at, stretches};
use super::parts::{Covered, Part, Run};
use super::receivables::{Dispute, Rest};
use super::slot::{Outcome, Row, State};
use super::table::Involved;
use crate::answers::cover::account::TELLING;
use crate::answers::cover::end::ended;
use crate::answers::cover::exposure::Tally;
use crate::answers::cover::fill::{Taken, Wish};
use crate::answers::cover::fx::{Converter, Exchange};
use crate::answers::cover::judge::{Item, Judge, Judged, Past, Under};
use crate::answers::cover::limit::Timeline;
use crate::answers::cover::stop::stopped;
use crate::answers::cover::{LimitBasis, Notices, ReasonCode, ReasonSet, StopSpan, Verdict};
use crate::error::Error;
use crate::facts::{Account, DisputeState};
use crate::terms::{EndOfSliding, InsuredBase};
use crate::value::{Day, Units};

/// Memory that buyers use one after the other.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    seen: Vec<Seen>,
}

/// A row, judged by its own facts.
#[derive(Debug, Clone, Copy)]
struct Seen {
    open: Units,
    delivery: Day,
    due: Day,
    at: usize,
    base: Units,
    limit: Units,
    limit_at_the_end: Units,
    base_at_the_end: Units,
    ceiling: Option<Units>,
    reasons: ReasonSet,
    excluded: bool,
    suspended: bool,
    notify: Option<Day>,
}

impl Seen {
    const fn insurable(&self) -> bool {
        !self.excluded && !self.suspended
    }
}

/// What holds for a buyer in one version of the terms.
struct Terms<'b, 'a> {
    version: &'b Version<'a>,
    scope: Judged<ReasonSet>,
    line: Vec<Stretch>,
    insolvency_last: Option<Day>,
}

impl Book<'_> {
    /// Answers about one buyer's rows.
    pub(super) fn buyer(
        &self,
        part: &Part<'_>,
        rows: &[Row],
        run: Run<'_>,
        scratch: &mut Scratch,
        outcomes: &mut [Outcome],
        found: &mut Covered,
    ) -> Result<(), Error> {
        let buyer = run.places().next().and_then(|at| rows.get(at)).map_or(0, |row| row.buyer);
        let accounts = self.question.ledger.accounts();
        let account = usize::try_from(buyer).ok().and_then(|place| accounts.get(place));
        let Some(account) = account else { return Ok(()) };
        let simple = Simple { book: self, account, buyer, part };
        match simple.cover(rows, run, scratch, outcomes)? {
            Some(sums) => found.buyers.push(sums),
            None => document::cover(self, (account, buyer), part, (rows, run), outcomes, found)?,
        }
        Ok(())
    }
}

/// A buyer as long as it turns out to be simple.
struct Simple<'b, 'a> {
    book: &'b Book<'a>,
    account: &'b Account,
    buyer: u32,
    part: &'b Part<'b>,
}

impl<'b, 'a> Simple<'b, 'a> {
    /// Nothing if the buyer is not simple.
    fn cover(
        &self,
        rows: &[Row],
        run: Run<'_>,
        scratch: &mut Scratch,
        outcomes: &mut [Outcome],
    ) -> Result<Option<BuyerSums>, Error> {
        let question = &self.book.question;
        if !self.account.reinstatements.is_empty() {
            return Ok(None);
        }
        let Ok(stop) = self.stop(rows, run) else { return Ok(None) };
        let exchange = Exchange::of_question(question);
        let line = Timeline::new(
            &self.account.limits,
            question.ledger.currency(),
            question.known,
            &exchange,
        );
        let Ok(line) = line else { return Ok(None) };
        let judge = Judge {
            account: self.account,
            as_of: question.as_of,
            date_of_loss: question.date_of_loss,
            cause: question.cause,
            insolvency: self.account.insolvency_on(question.as_of),
        };
        let end = self.end(&line, &judge, stop);
        let Some(terms) = self.terms(rows, run, &line, &judge, end)? else { return Ok(None) };
        let notices = Notices::new(self.account, &TELLING, question.as_of);
        let to_the_unit = Converter::none(&exchange);
        let seen = &mut scratch.seen;
        seen.clear();
        for at in run.places() {
            let Some(row) = rows.get(at) else { continue };
            let one = self.see(&terms, &judge, &notices, &to_the_unit, (at, row), (stop, end))?;
            let Some(one) = one else { return Ok(None) };
            seen.push(one);
        }
        if let Some(end) = end
            && !freeze(seen, end, self.uninsurable_fill())?
        {
            return Ok(None);
        }
        let (tally, taken) = self.fill(seen, end, outcomes)?;
        let now = question.as_of;
        let current = self.book.version(now).and_then(|(place, _)| terms.get(place)?.as_ref());
        let Some(current) = current.and_then(|terms| at(&terms.line, now)) else { return Ok(None) };
        let limit = (current.limit, current.basis);
        let mut sums = BuyerSums::new(self.buyer, &tally, limit, taken);
        sums.stopped_since = stop.map(|stop| stop.from);
        sums.insolvent_since = judge.insolvency.map(|insolvency| insolvency.opened);
        sums.cover_ended = end;
        if sums.stopped_since.is_some() || sums.insolvent_since.is_some() {
            sums.headroom = 0;
        }
        Ok(Some(sums))
    }

    /// Since when deliveries are stopped (COV-8). What is open was never paid in
    /// full, and nothing is lifted: the first receivable that is late stops them
    /// for good.
    fn stop(&self, rows: &[Row], run: Run<'_>) -> Result<Option<StopSpan>, Involved> {
        let mut first: Option<Day> = None;
        for row in run.places().filter_map(|at| rows.get(at)) {
            if row.open == 0 || !self.book.stops_simply {
                return Err(Involved);
            }
            if let Some(last) = self.book.stop(row)? {
                let late = last.plus_days(1).map_err(|_| Involved)?.max(row.delivery);
                if late <= self.book.as_of() && first.is_none_or(|first| late < first) {
                    first = Some(late);
                }
            }
        }
        Ok(first.map(|from| StopSpan { from, until: None }))
    }

    /// When cover on the buyer ended (COV-7).
    fn end(&self, line: &Timeline, judge: &Judge<'_>, stop: Option<StopSpan>) -> Option<Day> {
        let question = &self.book.question;
        let ends = &question.policy.on(question.as_of).limits.sliding_stops_on;
        let counts = |end| ends.contains(&end);
        let mut spans = Vec::new();
        if counts(EndOfSliding::Cancellation) {
            line.ends(|from, until| spans.push((from, EndOfSliding::Cancellation, until)));
        }
        if let Some(insolvency) = judge.insolvency.filter(|_| counts(EndOfSliding::Insolvency)) {
            spans.push((insolvency.opened, EndOfSliding::Insolvency, None));
        }
        if let Some(stop) = stop.filter(|_| counts(EndOfSliding::Stop)) {
            spans.push((stop.from, EndOfSliding::Stop, stop.until));
        }
        ended(spans, question.as_of).map(|(day, _)| day)
    }

    /// What holds in each version of the terms that a row or today needs.
    fn terms(
        &self,
        rows: &[Row],
        run: Run<'_>,
        line: &Timeline,
        judge: &Judge<'_>,
        end: Option<Day>,
    ) -> Result<Option<Vec<Option<Terms<'b, 'a>>>>, Error> {
        let question = &self.book.question;
        let mut all: Vec<Option<Terms<'_, '_>>> = Vec::new();
        all.resize_with(self.book.versions(), || None);
        let days = run.places().filter_map(|at| rows.get(at)).map(|row| row.delivery);
        for day in [question.as_of].into_iter().chain(days) {
            let Some((place, version)) = self.book.version(day) else { return Ok(None) };
            let Some(terms) = all.get_mut(place) else { return Ok(None) };
            if terms.is_none() {
                let ordered = version.terms.limits.binding_orders && line.ever_lowered();
                let Ok(insolvency_last) = version.insolvency(question, judge.insolvency) else {
                    return Ok(None);
                };
                let units = |amount| self.book.units(amount);
                let days = (question.as_of, end);
                let line = stretches(version.terms, self.account, line, days, units)?;
                let Some(line) = line.filter(|_| !ordered) else { return Ok(None) };
                if at(&line, question.as_of).is_none_or(|now| now.on_evidence) {
                    return Ok(None);
                }
                let mut scope = Judged::default();
                judge.scope(version.terms, &mut scope);
                *terms = Some(Terms { version, scope, line, insolvency_last });
            }
            if self.book.versions() == 1 {
                break;
            }
        }
        Ok(Some(all))
    }

    /// Judges a row by its own facts; nothing if it is not simple.
    #[inline]
    fn see(
        &self,
        terms: &[Option<Terms<'_, '_>>],
        judge: &Judge<'_>,
        notices: &Notices<'_>,
        to_the_unit: &Converter,
        (place, row): (usize, &Row),
        (stop, end): (Option<StopSpan>, Option<Day>),
    ) -> Result<Option<Seen>, Error> {
        let version = self.book.version(row.delivery).map(|(version, _)| version);
        let Some(terms) = version.and_then(|version| terms.get(version)?.as_ref()) else {
            return Ok(None);
        };
        let (version, policy) = (terms.version, terms.version.terms);
        let Some(held) = at(&terms.line, row.delivery).filter(|held| !held.on_evidence) else {
            return Ok(None);
        };
        let longest = held.longest.map(|longest| longest.maximum);
        let (Ok(latest_due), Ok(latest_invoice), Ok(overdue_last)) = (
            longest.map(|maximum| version.latest_due(row.invoiced, maximum)).transpose(),
            version.latest_invoice.as_ref().map(|table| table.of(row.delivery)).transpose(),
            version.overdue(row),
        ) else {
            return Ok(None);
        };
        let under = Under {
            terms: policy,
            basis: held.basis,
            decided: held.decided,
            longest: held.longest,
            stop: stop.and_then(|stop| stopped(policy, &[stop], row.delivery)),
            insolvency_last: terms.insolvency_last,
        };
        let item = Item {
            delivery: row.delivery,
            invoiced: row.invoiced,
            due: row.due,
            method: row.method,
            // Since when is for words.
            dispute: match row.dispute {
                Dispute::None => DisputeState::None,
                Dispute::Open => DisputeState::Open(row.delivery),
                Dispute::Lost => DisputeState::Lost(row.delivery),
            },
            latest_due,
            latest_invoice,
            overdue_last,
        };
        let mut judged = terms.scope;
        let told = Told { simple: self, notices, row, place };
        judge.judge(&under, &item, &told, &mut judged);
        let Judged { reasons, excluded, suspended, .. } = judged;
        let mut one = Seen {
            open: Units(row.open),
            delivery: row.delivery,
            due: row.due,
            at: place,
            base: Units(row.open),
            limit: held.limit,
            limit_at_the_end: held.at_the_end,
            base_at_the_end: Units(row.open),
            ceiling: None,
            reasons,
            excluded,
            suspended,
            notify: notify(judge, terms.insolvency_last, row, overdue_last),
        };
        if !row.plain {
            let rest = self.part.rest(place, row.place);
            let Some(base) = self.base(policy.insured_base, &rest, row.open, to_the_unit)? else {
                return Ok(None);
            };
            if base.0 < row.open {
                one.reasons.insert(ReasonCode::VatNotInsured);
            }
            one.base = base;
            let paid = |end: Day| rest.paid_on.unwrap_or(row.delivery).max(row.delivery) <= end;
            one.base_at_the_end = base;
            if end.is_some_and(|end| !paid(end)) {
                let whole = self.base(policy.insured_base, &rest, rest.whole(), to_the_unit)?;
                let Some(whole) = whole else { return Ok(None) };
                one.base_at_the_end = whole;
            }
        }
        Ok(Some(one))
    }

    /// The insured part of what is open (POL-5).
    fn base(
        &self,
        insured: InsuredBase,
        rest: &Rest,
        open: i64,
        to_the_unit: &Converter,
    ) -> Result<Option<Units>, Error> {
        if rest.vat == 0 || insured == InsuredBase::IncVat {
            return Ok(Some(Units(open)));
        }
        let amount = |units| self.book.amount(units);
        let part = to_the_unit.part(amount(open)?, amount(rest.net)?, amount(rest.whole())?)?;
        Ok(self.book.units(part))
    }

    fn uninsurable_fill(&self) -> bool {
        let question = &self.book.question;
        question.policy.on(question.as_of).limits.uninsurable_fill_the_limit
    }

    /// Fills the limit (COV-5) and says what comes of each row.
    fn fill(
        &self,
        seen: &[Seen],
        end: Option<Day>,
        outcomes: &mut [Outcome],
    ) -> Result<(Tally<Units>, Units), Error> {
        let fills = self.uninsurable_fill();
        let mut taken = Taken::<Units>::default();
        let mut tally = Tally::default();
        // Cover that is frozen is nobody else's room, whatever the order (COV-7).
        let frozen = |one: &&Seen| end.is_some_and(|end| one.delivery <= end);
        let first = seen.iter().filter(frozen);
        let rest = seen.iter().filter(|one| !frozen(one));
        for one in first.chain(rest) {
            let Seen { open, base, .. } = one;
            let insurable = one.insurable();
            let wish = Wish {
                base: *base,
                limit: one.limit,
                ceiling: one.ceiling,
                insurable,
                takes_room: !insurable && fills,
            };
            let (filled, _) = taken.fill(&wish, None)?;
            let mut reasons = one.reasons;
            if insurable {
                let short = filled.short(*base, end.is_some())?;
                for (over, code) in [
                    (short.of_limit, ReasonCode::OverTheLimit),
                    (short.ended, ReasonCode::CoverEndedBeforeItSlidIn),
                ] {
                    if over > Units(0) {
                        reasons.insert(code);
                    }
                }
            }
            let covered = filled.covered;
            let verdict = Verdict::of(one.excluded, one.suspended, covered, *open);
            let late = self.book.as_of().days_after(one.due);
            tally.add(late, *open, insurable.then_some((*base, covered)))?;
            if let Some(outcome) = outcomes.get_mut(one.at) {
                *outcome = Outcome {
                    covered: covered.0,
                    limit: one.limit.0,
                    reasons,
                    notify: one.notify.map_or(super::NO_DAY, Day::epoch_days),
                    state: State::from(verdict),
                };
            }
        }
        Ok((tally, taken.of_limit))
    }
}

/// Fills the limit as of the day on which cover ended: nothing slides in later
/// (COV-7). Not so simple if a later delivery is insurable nevertheless.
fn freeze(seen: &mut [Seen], end: Day, uninsurable_fill: bool) -> Result<bool, Error> {
    if seen.iter().any(|one| one.delivery > end && one.insurable()) {
        return Ok(false);
    }
    let mut taken = Taken::<Units>::default();
    for one in seen.iter_mut().filter(|one| one.delivery <= end) {
        let insurable = one.insurable();
        let wish = Wish {
            base: one.base_at_the_end,
            limit: one.limit_at_the_end,
            ceiling: None,
            insurable,
            takes_room: !insurable && uninsurable_fill,
        };
        let (filled, _) = taken.fill(&wish, None)?;
        one.ceiling = Some(filled.covered);
    }
    Ok(true)
}

/// By when a row must be notified: an insolvency can only bring it forward
/// (DUE-2, DUE-3).
#[inline]
pub(super) fn notify(
    judge: &Judge<'_>,
    insolvency_last: Option<Day>,
    row: &Row,
    overdue_last: Option<Day>,
) -> Option<Day> {
    let concerned = judge.insolvency.is_some_and(|event| row.delivery <= event.opened);
    let insolvency_last = insolvency_last.filter(|_| concerned);
    [overdue_last, insolvency_last].into_iter().flatten().min()
}

/// What was told of a row. It is open, so it always was.
struct Told<'s, 'b, 'a> {
    simple: &'s Simple<'b, 'a>,
    notices: &'s Notices<'s>,
    row: &'s Row,
    place: usize,
}

impl Past for Told<'_, '_, '_> {
    fn open_on(&self, _: Day) -> bool {
        true
    }

    fn told(&self) -> Option<Day> {
        let own = if self.row.told {
            self.simple.part.rest(self.place, self.row.place).told
        } else {
            None
        };
        let own = own.filter(|told| *told <= self.simple.book.as_of());
        [self.notices.general(self.row.delivery), own].into_iter().flatten().min()
    }
}

impl LimitBasis {
    /// What holds where there is no limit at all.
    pub(super) const NOTHING: (Units, Self) = (Units(0), Self::None);
}
