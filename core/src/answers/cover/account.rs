//! One account made ready: what is open, what limits and stops there were.

use alloc::vec::Vec;

use super::Question;
use super::answer::LimitInForce;
use super::cluster::{NO_LIMIT, refusal};
use super::deadline::insolvency_deadline;
use super::debts::{Converters, Debts};
use super::end::{Ended, ended, runs};
use super::fx::{Converter, Exchange};
use super::groups::Groups;
use super::held::Held;
use super::judge::{Judge, Judged};
use super::limit::State;
use super::line::Line;
use super::notices::Notices;
use super::reasons::Reasons;
use super::row::Row;
use super::stop::{StopSpan, stops};
use super::verdict::LimitBasis;
use crate::error::{Error, Problem};
use crate::facts::{Account, Balances, NoticeKind};
use crate::terms::{EndOfSliding, Periods, PolicyTerms, Stop};
use crate::value::{Amount, Calendar, Day, MonthEnd, Span};

/// What tells of the debt and of the insolvency alike: a claim and a notice of
/// insolvency say that the debt is unpaid, too.
pub(crate) const TELLING: [NoticeKind; 3] =
    [NoticeKind::Overdue, NoticeKind::Insolvency, NoticeKind::Claim];

/// An account made ready for the questions about its receivables.
pub(super) struct Prepared<'a> {
    pub(super) account: &'a Account,
    pub(super) balances: Balances,
    converters: Converters,
    /// The limit over time; none if it could not be found out.
    pub(super) line: Option<Line<'a>>,
    /// When and how cover on the buyer ended, if it did and was not given back.
    pub(super) end: Option<(Day, EndOfSliding)>,
    /// Every time in which it was ended, also those that are over.
    pub(super) ends: Vec<Ended>,
    pub(super) judge: Judge<'a>,
    pub(super) holidays: &'a Calendar,
    pub(super) notices: Notices<'a>,
    stops: Vec<(StopKey, Vec<StopSpan>)>,
    /// In the order of deliveries.
    versions: Vec<Version<'a>>,
    explain: bool,
    pub(super) settled: Vec<usize>,
    pub(super) refused: Vec<Problem>,
}

/// What holds for every delivery of the buyer under one version of the policy.
pub(super) struct Version<'a> {
    terms: &'a PolicyTerms,
    /// Every reason in who the buyer is.
    pub(super) scope: Judged,
    /// Where its stops stand.
    stops: Result<usize, Error>,
    /// By when the buyer's insolvency must be notified.
    pub(super) insolvency_last: Result<Option<Day>, Error>,
}

/// What a stop goes by: versions of the policy that agree on it share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StopKey {
    stop: Stop,
    maximum_extension: Option<Span>,
    month_end: MonthEnd,
}

impl StopKey {
    fn is_of(&self, terms: &PolicyTerms) -> bool {
        let Periods { maximum_extension, month_end, .. } = terms.periods;
        self.maximum_extension == maximum_extension
            && self.month_end == month_end
            && self.stop == terms.stop
    }

    pub(crate) fn of(terms: &PolicyTerms) -> Self {
        let Periods { maximum_extension, month_end, .. } = terms.periods;
        Self { stop: terms.stop.clone(), maximum_extension, month_end }
    }
}

/// Makes an account ready. What keeps its receivables from being assessed is
/// listed, receivable by receivable.
pub(super) fn prepare<'a>(
    question: &Question<'a>,
    account: &'a Account,
    balances: Balances,
    groups: &Groups<'_>,
    exchange: &Exchange<'a>,
    failed: Option<&Error>,
) -> Prepared<'a> {
    let mut one = Prepared {
        account,
        converters: Converters::new(exchange),
        line: None,
        end: None,
        ends: Vec::new(),
        judge: Judge {
            account,
            as_of: question.as_of,
            date_of_loss: question.date_of_loss,
            cause: question.cause,
            insolvency: account.insolvency_on(question.as_of),
        },
        holidays: question.holidays,
        notices: Notices::new(account, &TELLING, question.as_of),
        stops: Vec::new(),
        versions: Vec::new(),
        explain: question.explain,
        settled: Vec::new(),
        refused: Vec::new(),
        balances,
    };
    let mut errors: Vec<(usize, Error)> = Vec::new();
    let arisen = account.receivables.iter().zip(&one.balances.receivables).enumerate();
    for (place, (receivable, balance)) in arisen {
        if balance.arisen && receivable.currency != exchange.currency {
            let converter = exchange.of(receivable).map_err(|error| errors.push((place, error)));
            one.converters.push(place, converter.ok());
        }
    }
    let whole = match failed {
        Some(error) => Err(error.clone()),
        None => Line::new(question, account, groups, exchange).and_then(|line| {
            one.line = Some(line);
            one.ended(question)
        }),
    };
    let mut errors = errors.into_iter().peekable();
    for (place, balance) in one.balances.receivables.iter().enumerate() {
        let own = errors.next_if(|(of, _)| *of == place).map(|(_, error)| error);
        if !balance.arisen {
            continue;
        }
        if balance.open().is_zero() {
            one.settled.push(place);
        } else if let (Some(error), Some(receivable)) =
            (whole.as_ref().err().or(own.as_ref()), account.receivables.get(place))
        {
            one.refused.push(refusal(&receivable.invoice.id, error));
        }
    }
    if whole.is_err() {
        one.line = None;
    }
    one
}

impl<'a> Prepared<'a> {
    fn debts(&self) -> Debts<'_> {
        Debts {
            account: self.account,
            balances: &self.balances,
            converters: &self.converters,
            as_of: self.judge.as_of,
        }
    }

    /// When cover on the buyer ended, if it is ended as of the day (COV-7).
    fn ended(&mut self, question: &Question<'_>) -> Result<(), Error> {
        let now = question.policy.on(question.as_of);
        let counts = |end| now.limits.sliding_stops_on.contains(&end);
        let mut spans: Vec<Ended> = Vec::new();
        if let Some(line) = self.line.as_ref().filter(|_| counts(EndOfSliding::Cancellation)) {
            let mut cancelled = |from, until| spans.push((from, EndOfSliding::Cancellation, until));
            line.timeline.ends(&mut cancelled);
        }
        if let Some(insolvency) = self.judge.insolvency.filter(|_| counts(EndOfSliding::Insolvency))
        {
            spans.push((insolvency.opened, EndOfSliding::Insolvency, None));
        }
        if counts(EndOfSliding::Stop) {
            let stops = self.stops(now)?;
            let stops = self.stopped(stops).iter();
            spans.extend(stops.map(|stop| (stop.from, EndOfSliding::Stop, stop.until)));
        }
        self.ends = runs(spans, question.as_of);
        self.end = ended(&self.ends, question.as_of);
        Ok(())
    }

    /// Where the stops under some terms stand, for [`stopped`](Self::stopped).
    fn stops(&mut self, terms: &PolicyTerms) -> Result<usize, Error> {
        if let Some(known) = self.stops.iter().position(|(known, _)| known.is_of(terms)) {
            return Ok(known);
        }
        let spans = stops(terms, self.debts())?;
        self.stops.push((StopKey::of(terms), spans));
        Ok(self.stops.len().saturating_sub(1))
    }

    fn stopped(&self, place: usize) -> &[StopSpan] {
        self.stops.get(place).map_or(&[], |(_, spans)| spans.as_slice())
    }

    /// The stops under a version.
    pub(super) fn stops_of(&self, version: &Version<'_>) -> Result<&[StopSpan], Error> {
        Ok(self.stopped(version.stops.clone()?))
    }

    /// Works out what holds under some terms, once for the deliveries under
    /// them: they come one after the other.
    pub(super) fn under(&mut self, terms: &'a PolicyTerms) {
        if self.version().is_some_and(|last| core::ptr::eq(last.terms, terms)) {
            return;
        }
        let mut scope = Judged { reasons: Reasons::new(self.explain), ..Judged::default() };
        self.judge.scope(terms, &mut scope);
        let (as_of, holidays) = (self.judge.as_of, self.holidays);
        let insolvency = terms.notification.insolvency.as_ref().zip(self.judge.insolvency);
        let insolvency_last = insolvency
            .map(|(rule, event)| insolvency_deadline(terms, rule, event, as_of, holidays))
            .transpose()
            .map(|deadline| deadline.map(|deadline| deadline.last_day));
        let stops = self.stops(terms);
        self.versions.push(Version { terms, scope, stops, insolvency_last });
    }

    /// What holds for the delivery that is looked at.
    pub(super) fn version(&self) -> Option<&Version<'a>> {
        self.versions.last()
    }

    /// The limit for a delivery, by its place in the [`line`](Self::line)
    /// (COV-3, COV-4, COV-6).
    pub(super) fn hold(
        &mut self,
        terms: &'a PolicyTerms,
        delivery: Day,
        ordered: Option<Day>,
    ) -> Result<usize, Error> {
        let Self { account, balances, converters, line, judge, .. } = self;
        let debts = Debts { account, balances, converters, as_of: judge.as_of };
        match line {
            Some(line) => line.hold(debts, terms, delivery, ordered),
            None => Err(Error::Unanswerable { problem: "no limit is known".into() }),
        }
    }

    /// A limit found before.
    pub(super) fn held(&self, place: usize) -> Option<&Held> {
        self.line.as_ref()?.get(place)
    }

    pub(super) fn converter(&self, place: usize) -> Option<&Converter> {
        self.converters.of(place)
    }

    /// The base of a receivable at the end of a day.
    pub(super) fn base_on(&self, row: &Row<'_>, day: Day) -> Result<Amount, Error> {
        let balance = self.balances.receivables.get(row.place);
        let (Some(converter), Some(balance)) = (self.converter(row.place), balance) else {
            return Ok(Amount::ZERO);
        };
        let open = balance.open_on(day);
        if open == balance.open() && row.receivable.credit_notes.is_empty() {
            return Ok(row.base);
        }
        converter.base(row.terms, row.receivable, open, day)
    }

    /// The limit for a delivery on the as-of day, and since when deliveries
    /// are stopped.
    pub(super) fn limit_now(
        &mut self,
        question: &Question<'a>,
    ) -> Result<(LimitInForce, Option<Day>), Error> {
        let Self { account, balances, converters, line, judge, .. } = self;
        let Some(line) = line else { return Ok((NO_LIMIT, None)) };
        let now = question.policy.on(question.as_of);
        let debts = Debts { account, balances, converters, as_of: judge.as_of };
        let Held { limit, governing, own, .. } = line.find(debts, now, question.as_of, None)?;
        let named = governing.decision.state == State::Granted || limit.basis == LimitBasis::Named;
        let stops = self.stops(now)?;
        let stop = self.stopped(stops).last().filter(|stop| stop.until.is_none());
        let in_force = LimitInForce {
            amount: limit.amount,
            basis: limit.basis,
            decided: limit.decision.and_then(|decision| decision.decided),
            evidence: if named { Vec::new() } else { own.evidence },
            percentage: limit.decision.and_then(|decision| decision.percentage),
        };
        Ok((in_force, stop.map(|stop| stop.from)))
    }
}
