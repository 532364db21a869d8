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
use super::filling::{Filling, Seen, freeze};
use super::line::{Stretch, at, stretches};
use super::memo::Memo;
use super::parts::{Covered, Slots, Sources};
use super::receivables::{Dispute, Rest};
use super::slot::Row;
use super::table::Involved;
use crate::answers::cover::account::TELLING;
use crate::answers::cover::end::{ended, runs};
use crate::answers::cover::fx::{Converter, Exchange};
use crate::answers::cover::judge::{Item, Judge, Judged, Past, Under};
use crate::answers::cover::limit::Timeline;
use crate::answers::cover::stop::stopped;
use crate::answers::cover::{LimitBasis, Notices, ReasonCode, ReasonSet, StopSpan};
use crate::error::Error;
use crate::facts::{Account, DisputeState};
use crate::terms::{EndOfSliding, InsuredBase};
use crate::value::{Day, Units};

/// The rows of one buyer in the order in which they fill its limit, each with
/// its place: memory that buyers use one after the other.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    rows: Vec<Placed>,
    /// Some came from afar, in no order.
    unsorted: bool,
    seen: Vec<Seen>,
    memo: Memo,
}

/// A row, and its place in the part.
pub(super) type Placed = (u64, Row);

impl Scratch {
    /// Whose rows these are.
    #[inline]
    pub(super) fn buyer(&self) -> Option<u32> {
        self.rows.first().map(|(_, row)| row.buyer)
    }

    #[inline]
    pub(super) fn push(&mut self, place: u64, row: Row, from_afar: bool) {
        self.unsorted |= from_afar;
        self.rows.push((place, row));
    }
}

/// What holds for a buyer in one version of the terms.
struct Terms<'b, 'a> {
    version: &'b Version<'a>,
    scope: Judged<ReasonSet>,
    line: Vec<Stretch>,
    insolvency_last: Option<Day>,
}

/// What the rows delivered on one day have in common.
struct Delivered<'t, 'b, 'a> {
    on: Day,
    terms: &'t Terms<'b, 'a>,
    held: &'t Stretch,
    under: Under<'t>,
    latest_invoice: Option<Day>,
    /// A row is judged by its days and codes alone.
    usual: bool,
}

impl Book<'_> {
    /// Answers about one buyer's rows, and makes room for the next.
    pub(super) fn buyer(
        &self,
        sources: &Sources<'_>,
        scratch: &mut Scratch,
        slots: &mut Slots<'_>,
        found: &mut Covered,
    ) -> Result<(), Error> {
        let Scratch { rows, unsorted, seen, memo } = scratch;
        if core::mem::take(unsorted) {
            rows.sort_by_key(|(place, row)| (self.fills_on(row), row.invoiced, *place));
        }
        let accounts = self.question.ledger.accounts();
        let buyer = rows.first().map_or(super::NO_BUYER, |(_, row)| row.buyer);
        let account = usize::try_from(buyer).ok().and_then(|place| accounts.get(place));
        if let Some(account) = account {
            let simple = Simple { book: self, account, buyer, sources };
            match simple.cover(rows, (seen, memo), slots)? {
                Some(sums) => found.buyers.push(sums),
                None => document::cover(self, (account, buyer), sources, rows, slots, found)?,
            }
        }
        rows.clear();
        Ok(())
    }
}

/// A buyer as long as it turns out to be simple.
struct Simple<'b, 'a> {
    book: &'b Book<'a>,
    account: &'b Account,
    buyer: u32,
    sources: &'b Sources<'b>,
}

impl<'b, 'a> Simple<'b, 'a> {
    /// Nothing if the buyer is not simple.
    fn cover(
        &self,
        rows: &[Placed],
        (seen, memo): (&mut Vec<Seen>, &mut Memo),
        slots: &mut Slots<'_>,
    ) -> Result<Option<BuyerSums>, Error> {
        let question = &self.book.question;
        if !self.account.reinstatements.is_empty() {
            return Ok(None);
        }
        let Ok(stop) = self.stop(rows) else { return Ok(None) };
        let exchange = Exchange::of_question(question);
        let line = Timeline::new(
            &self.account.limits,
            question.ledger.currency(),
            question.known,
            &exchange,
            question.policy.on(question.as_of).limits.expiry,
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
        let Some(terms) = self.terms(rows, &line, &judge, end)? else { return Ok(None) };
        let notices = Notices::new(self.account, &TELLING, question.as_of);
        let to_the_unit = Converter::none(&exchange);
        let mut filling = Filling::new(self.book, end);
        let ordinary = judge.insolvency.is_none() && notices.is_empty();
        seen.clear();
        let mut delivered: Option<Delivered<'_, '_, '_>> = None;
        for (place, row) in rows {
            let known = delivered.as_ref().is_some_and(|found| found.on == row.delivery);
            if !known {
                delivered = self.delivered(&terms, row.delivery, stop);
            }
            let Some(found) = &delivered else { return Ok(None) };
            let code = row.code.filter(|_| found.usual && ordinary && row.plain && !row.told);
            let one = if let Some(known) = code.and_then(|code| memo.get(code)) {
                Seen::plain(*place, row, found.held, known)
            } else {
                let chunk = slots.chunk(*place);
                let told = Told { simple: self, notices: &notices, row, chunk };
                let one = self.see(found, &judge, &to_the_unit, (*place, &told), end)?;
                let Some(one) = one else { return Ok(None) };
                if let Some(code) = code {
                    memo.put(code, one.known());
                }
                one
            };
            match end {
                None => filling.add(&one, slots)?,
                Some(_) => seen.push(one),
            }
        }
        if let Some(end) = end {
            if !freeze(seen, end, filling.uninsurable)? {
                return Ok(None);
            }
            // Cover that is frozen is nobody else's room, whatever the order (COV-7).
            let frozen = |one: &&Seen| one.delivery <= end;
            let (first, rest) =
                (seen.iter().filter(frozen), seen.iter().filter(|one| !frozen(one)));
            for one in first.chain(rest) {
                filling.add(one, slots)?;
            }
        }
        let now = question.as_of;
        let current = self.book.version(now).and_then(|(place, _)| terms.get(place)?.as_ref());
        let Some(current) = current.and_then(|terms| at(&terms.line, now)) else { return Ok(None) };
        let limit = (current.limit, current.basis);
        let mut sums = BuyerSums::new(self.buyer, &filling.tally, limit, filling.taken.of_limit);
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
    fn stop(&self, rows: &[Placed]) -> Result<Option<StopSpan>, Involved> {
        let mut first: Option<Day> = None;
        for (_, row) in rows {
            if row.open == 0 || !self.book.stops_simply {
                return Err(Involved);
            }
            if let Some(last) = self.book.stop(row)?
                && last < self.book.as_of()
            {
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
        ended(&runs(spans, question.as_of), question.as_of).map(|(day, _)| day)
    }

    /// What holds in each version of the terms that a row or today needs.
    fn terms(
        &self,
        rows: &[Placed],
        line: &Timeline,
        judge: &Judge<'_>,
        end: Option<Day>,
    ) -> Result<Option<Vec<Option<Terms<'b, 'a>>>>, Error> {
        let question = &self.book.question;
        let mut all: Vec<Option<Terms<'_, '_>>> = Vec::new();
        all.resize_with(self.book.versions(), || None);
        let days = rows.iter().map(|(_, row)| row.delivery);
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

    /// What every row delivered on a day finds; nothing if it is not simple.
    fn delivered<'t>(
        &self,
        terms: &'t [Option<Terms<'b, 'a>>],
        on: Day,
        stop: Option<StopSpan>,
    ) -> Option<Delivered<'t, 'b, 'a>> {
        let (version, _) = self.book.version(on)?;
        let terms = terms.get(version)?.as_ref()?;
        let held = at(&terms.line, on).filter(|held| !held.on_evidence)?;
        let policy = terms.version.terms;
        let under = Under {
            terms: policy,
            basis: held.basis,
            decided: held.decided,
            longest: held.longest,
            stop: stop.and_then(|stop| stopped(policy, &[stop], on)),
            insolvency_last: terms.insolvency_last,
        };
        let latest_invoice = terms.version.latest_invoice.as_ref();
        let latest_invoice = latest_invoice.map(|table| table.of(on)).transpose().ok()?;
        let usual = terms.scope == Judged::default()
            && under.stop.is_none()
            && under.basis != LimitBasis::None
            && under.longest.map(|longest| longest.maximum) == policy.periods.maximum_terms;
        Some(Delivered { on, terms, held, under, latest_invoice, usual })
    }

    /// Judges a row by its own facts; nothing if it is not simple.
    #[expect(clippy::inline_always, reason = "measured")]
    #[inline(always)]
    fn see(
        &self,
        delivered: &Delivered<'_, '_, '_>,
        judge: &Judge<'_>,
        to_the_unit: &Converter,
        (place, told): (u64, &Told<'_, '_, '_>),
        end: Option<Day>,
    ) -> Result<Option<Seen>, Error> {
        let row = told.row;
        let Delivered { terms, held, under, latest_invoice, .. } = delivered;
        let version = terms.version;
        let longest = under.longest.map(|longest| longest.maximum);
        let (Ok(latest_due), Ok(overdue_last)) = (
            longest.map(|maximum| version.latest_due(row.invoiced, maximum)).transpose(),
            version.overdue(row),
        ) else {
            return Ok(None);
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
            latest_invoice: *latest_invoice,
            overdue_last,
        };
        let mut judged = terms.scope;
        judge.judge(under, &item, told, &mut judged);
        let Judged { mut reasons, excluded, suspended, .. } = judged;
        let (mut base, mut base_at_the_end) = (Units(row.open), Units(row.open));
        if !row.plain {
            let rest = told.rest();
            let part = self.base(under.terms.insured_base, &rest, row.open, to_the_unit)?;
            let Some(part) = part else { return Ok(None) };
            if part.0 < row.open {
                reasons.insert(ReasonCode::VatNotInsured);
            }
            (base, base_at_the_end) = (part, part);
            let paid = |end: Day| rest.paid_on.unwrap_or(row.delivery).max(row.delivery) <= end;
            if end.is_some_and(|end| !paid(end)) {
                let whole =
                    self.base(under.terms.insured_base, &rest, rest.whole(), to_the_unit)?;
                let Some(whole) = whole else { return Ok(None) };
                base_at_the_end = whole;
            }
        }
        Ok(Some(Seen {
            open: Units(row.open),
            delivery: row.delivery,
            due: row.due,
            place,
            base,
            limit: held.limit,
            limit_at_the_end: held.at_the_end,
            base_at_the_end,
            ceiling: None,
            reasons,
            excluded,
            suspended,
            notify: notify(judge, terms.insolvency_last, row, overdue_last),
        }))
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
    earlier(overdue_last, insolvency_last.filter(|_| concerned))
}

/// The earlier of two days, as far as there are any.
#[inline]
fn earlier(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// What was told of a row. It is open, so it always was.
struct Told<'s, 'b, 'a> {
    simple: &'s Simple<'b, 'a>,
    notices: &'s Notices<'s>,
    row: &'s Row,
    chunk: usize,
}

impl Told<'_, '_, '_> {
    fn rest(&self) -> Rest {
        self.simple.sources.rest(self.chunk, self.row.place)
    }
}

impl Past for Told<'_, '_, '_> {
    fn open_on(&self, _: Day) -> bool {
        true
    }

    fn told(&self) -> Option<Day> {
        let own = if self.row.told { self.rest().told } else { None };
        let own = own.filter(|told| *told <= self.simple.book.as_of());
        earlier(self.notices.general(self.row.delivery), own)
    }
}

impl LimitBasis {
    /// What holds where there is no limit at all.
    pub(super) const NOTHING: (Units, Self) = (Units(0), Self::None);
}
