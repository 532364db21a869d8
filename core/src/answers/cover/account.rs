//! One account made ready: what is open, what limits and stops there were,
//! and each receivable by its own facts.

use alloc::vec::Vec;

use super::LimitBasis;
use super::Question;
use super::answer::LimitInForce;
use super::cluster::{Groups, NO_LIMIT, refusal};
use super::deadline::{insolvency_deadline, overdue_deadline};
use super::end::ended;
use super::evidence::{Evidence, Known, OwnLimit, own_limit};
use super::experience::Experience;
use super::fx::{Billed, Converter, Exchange};
use super::held::Held;
use super::judge::{Item, Judge, Judged, Longest, Past, Under};
use super::limit::{Highest, InForce, Limit, Otherwise, State, Timeline};
use super::notices::Notices;
use super::reasons::{Effect, Reason, ReasonCode};
use super::stop::{StopSpan, stopped, stops};
use crate::error::{Error, Problem};
use crate::facts::{Account, Balance, Balances, NoticeKind, Receivable};
use crate::terms::{EndOfSliding, Fallback, Periods, PolicyTerms, Stop};
use crate::value::{Amount, Calendar, Day, Id, MonthEnd, Span};

/// What tells of the debt and of the insolvency alike: a claim and a notice of
/// insolvency say that the debt is unpaid, too.
pub(crate) const TELLING: [NoticeKind; 3] =
    [NoticeKind::Overdue, NoticeKind::Insolvency, NoticeKind::Claim];

/// An account made ready for the questions about its receivables.
pub(super) struct Prepared<'a> {
    pub(super) account: &'a Account,
    pub(super) balances: Balances,
    converters: Vec<Option<Converter>>,
    /// The limit over time; none if it could not be found out.
    pub(super) line: Option<Timeline>,
    highest: Option<Highest>,
    /// When and how cover on the buyer ended, if it did and was not given back.
    pub(super) end: Option<(Day, EndOfSliding)>,
    judge: Judge<'a>,
    holidays: &'a Calendar,
    notices: Notices<'a>,
    stops: Vec<(StopKey, Vec<StopSpan>)>,
    experiences: Vec<((Span, MonthEnd), Experience)>,
    reports: Vec<Amount>,
    owed: Option<Vec<(Day, Amount)>>,
    /// The limit that was found last.
    last: Option<(&'a PolicyTerms, Day, Held)>,
    pub(super) settled: Vec<usize>,
    pub(super) refused: Vec<Problem>,
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

/// One receivable by its own facts, before it meets the others in the limit.
pub(super) struct Row<'a> {
    /// Which buyer of the cluster.
    pub(super) buyer: usize,
    /// The place in its account.
    pub(super) place: usize,
    pub(super) receivable: &'a Receivable,
    /// The terms in force at its delivery.
    pub(super) terms: &'a PolicyTerms,
    pub(super) endorsement: Option<Id>,
    pub(super) open: Amount,
    pub(super) base: Amount,
    pub(super) limit: Limit,
    pub(super) governing: InForce,
    /// What holds where the insurer granted nothing.
    pub(super) otherwise: Otherwise,
    pub(super) evidence: Vec<Evidence>,
    pub(super) judged: Judged,
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
        converters: Vec::with_capacity(account.receivables.len()),
        line: None,
        highest: None,
        end: None,
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
        experiences: Vec::new(),
        reports: Vec::new(),
        owed: None,
        last: None,
        settled: Vec::new(),
        refused: Vec::new(),
        balances,
    };
    let mut errors = Vec::with_capacity(account.receivables.len());
    for (receivable, balance) in account.receivables.iter().zip(&one.balances.receivables) {
        let converter = if balance.arisen { Some(exchange.of(receivable)) } else { None };
        let (converter, error) = match converter {
            Some(Ok(converter)) => (Some(converter), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        one.converters.push(converter);
        errors.push(error);
    }
    let whole = match failed {
        Some(error) => Err(error.clone()),
        None => one.limits(question, groups, exchange).and_then(|()| one.ended(question)),
    };
    let rows = account.receivables.iter().zip(&one.balances.receivables).zip(errors).enumerate();
    for (place, ((receivable, balance), error)) in rows {
        if !balance.arisen {
            continue;
        }
        if balance.open().is_zero() {
            one.settled.push(place);
        } else if let Some(error) = whole.as_ref().err().or(error.as_ref()) {
            one.refused.push(refusal(&receivable.invoice.id, error));
        }
    }
    if whole.is_err() {
        one.line = None;
    }
    one
}

impl<'a> Prepared<'a> {
    fn limits(
        &mut self,
        question: &Question<'_>,
        groups: &Groups<'_>,
        exchange: &Exchange<'_>,
    ) -> Result<(), Error> {
        let ledger = question.ledger.currency();
        let own = Timeline::new(&self.account.limits, ledger, question.known, exchange)?;
        let line = match groups.above(self.account) {
            Some(above) => own.or(above)?,
            None => own,
        };
        self.highest = Some(line.highest_until(question.as_of));
        self.line = Some(line);
        for report in self.account.credit_reports.iter().take_while(|r| r.date <= question.as_of) {
            let currency = report.currency.unwrap_or(ledger);
            self.reports.push(exchange.limit(report.recommended, currency)?);
        }
        Ok(())
    }

    /// When cover on the buyer ended, if it is ended as of the day (COV-7).
    fn ended(&mut self, question: &Question<'_>) -> Result<(), Error> {
        let now = question.policy.on(question.as_of);
        let counts = |end| now.limits.sliding_stops_on.contains(&end);
        let mut spans: Vec<(Day, EndOfSliding, Option<Day>)> = Vec::new();
        if let Some(line) = self.line.as_ref().filter(|_| counts(EndOfSliding::Cancellation)) {
            line.ends(|from, until| spans.push((from, EndOfSliding::Cancellation, until)));
        }
        if let Some(insolvency) = self.judge.insolvency.filter(|_| counts(EndOfSliding::Insolvency))
        {
            spans.push((insolvency.opened, EndOfSliding::Insolvency, None));
        }
        if counts(EndOfSliding::Stop) {
            let stops = self.stops(now)?.iter();
            spans.extend(stops.map(|stop| (stop.from, EndOfSliding::Stop, stop.until)));
        }
        self.end = ended(spans, question.as_of);
        Ok(())
    }

    fn stops(&mut self, terms: &PolicyTerms) -> Result<&[StopSpan], Error> {
        let known = self.stops.iter().position(|(known, _)| known.is_of(terms));
        let place = known.unwrap_or(self.stops.len());
        if known.is_none() {
            let (account, as_of) = (self.account, self.judge.as_of);
            let spans = stops(terms, account, &self.balances, &self.converters, as_of)?;
            self.stops.push((StopKey::of(terms), spans));
        }
        Ok(self.stops.get(place).map_or(&[], |(_, spans)| spans.as_slice()))
    }

    /// The base of a receivable at the end of a day.
    pub(super) fn base_on(&self, row: &Row<'_>, day: Day) -> Result<Amount, Error> {
        let converter = self.converters.get(row.place).and_then(Option::as_ref);
        let balance = self.balances.receivables.get(row.place);
        let (Some(converter), Some(balance)) = (converter, balance) else {
            return Ok(Amount::ZERO);
        };
        let open = balance.open_on(day);
        if open == balance.open() && row.receivable.credit_notes.is_empty() {
            return Ok(row.base);
        }
        let billed = Billed::on(row.terms, row.receivable, day)?;
        let open = converter.apply(open)?;
        converter.part(open, billed.insured, billed.gross)
    }

    /// Judges every receivable that is open, or was when cover ended.
    pub(super) fn rows(
        &mut self,
        question: &Question<'a>,
        buyer: usize,
        first_end: Option<Day>,
        rows: &mut Vec<Row<'a>>,
    ) -> Result<(), Error> {
        if self.line.is_none() {
            return Ok(());
        }
        let account = self.account;
        for (place, receivable) in account.receivables.iter().enumerate() {
            let Some(balance) = self.balances.receivables.get(place) else { continue };
            let open = !balance.open().is_zero();
            let delivery = receivable.invoice.delivery;
            let was = first_end.is_some_and(|end| !balance.open_on(end.max(delivery)).is_zero());
            let converted = self.converters.get(place).copied().flatten();
            let Some(converter) = converted.filter(|_| balance.arisen && (open || was)) else {
                continue;
            };
            match self.row(question, buyer, place, receivable, converter) {
                Ok(row) => rows.push(row),
                Err(error @ Error::Overflow { .. }) => return Err(error),
                Err(error) if open => self.refused.push(refusal(&receivable.invoice.id, &error)),
                // Settled, and of no account: what cannot be judged takes up no room.
                Err(_) => {}
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        question: &Question<'a>,
        buyer: usize,
        place: usize,
        receivable: &'a Receivable,
        converter: Converter,
    ) -> Result<Row<'a>, Error> {
        let (terms, endorsement) = question.version(receivable.invoice.delivery);
        let delivery = receivable.invoice.delivery;
        let Held { limit, governing, own, otherwise } =
            self.limit(terms, delivery, receivable.invoice.ordered)?;
        let stop = stopped(terms, self.stops(terms)?, delivery);
        let nothing = Balance::default();
        let balance = self.balances.receivables.get(place).unwrap_or(&nothing);
        let open = converter.apply(balance.open())?;
        let billed = Billed::on(terms, receivable, question.as_of)?;
        let base = converter.part(open, billed.insured, billed.gross)?;
        let mut judged = self.judged(terms, receivable, balance, &limit, &governing, stop)?;
        let mut evidence = Vec::new();
        if limit.basis == LimitBasis::None {
            judged.reasons.extend(own.reasons.into_iter().map(|mut reason| {
                reason.effect = Effect::Excludes;
                reason
            }));
        } else if Some(limit.basis) == own.basis {
            judged.reasons.extend(own.reasons);
            evidence = own.evidence;
        }
        uninsured_parts(terms, &converter, open, base, &billed, &mut judged)?;
        let endorsement = endorsement.cloned();
        Ok(Row {
            buyer,
            place,
            receivable,
            terms,
            endorsement,
            open,
            base,
            limit,
            governing,
            otherwise,
            evidence,
            judged,
        })
    }

    /// Every reason in the facts of a receivable and of its buyer.
    fn judged(
        &self,
        terms: &PolicyTerms,
        receivable: &Receivable,
        balance: &Balance,
        limit: &Limit,
        governing: &InForce,
        stop: Option<StopSpan>,
    ) -> Result<Judged, Error> {
        let (invoice, as_of) = (&receivable.invoice, self.judge.as_of);
        let (periods, rules) = (&terms.periods, &terms.notification);
        let plus = |day: Day, span: Option<Span>| {
            span.map(|span| day.plus(span, periods.month_end)).transpose()
        };
        let longest = Longest::of(terms, self.account, limit);
        let overdue = rules.overdue.as_ref();
        let overdue = overdue
            .map(|rule| overdue_deadline(terms, rule, receivable, as_of, self.holidays))
            .transpose()?;
        let insolvency = rules.insolvency.as_ref().zip(self.judge.insolvency);
        let insolvency = insolvency
            .map(|(rule, event)| insolvency_deadline(terms, rule, event, as_of, self.holidays))
            .transpose()?;
        let under = Under {
            terms,
            basis: limit.basis,
            decided: governing.decided_since(),
            longest,
            stop,
            insolvency_last: insolvency.map(|deadline| deadline.last_day),
        };
        let item = Item {
            delivery: invoice.delivery,
            invoiced: invoice.invoiced(),
            due: receivable.due,
            method: invoice.payment_method,
            dispute: receivable.dispute_on(as_of),
            latest_due: plus(invoice.invoiced(), longest.map(|longest| longest.maximum))?,
            latest_invoice: plus(invoice.delivery, periods.maximum_invoicing)?,
            overdue_last: overdue.map(|deadline| deadline.last_day),
        };
        let mut judged = Judged::default();
        self.judge.scope(terms, &mut judged);
        let past = Told { balance, notices: &self.notices, receivable };
        self.judge.judge(&under, &item, &past, &mut judged);
        Ok(judged)
    }

    /// The limit for a delivery (COV-3, COV-4, COV-6). It is found once for
    /// deliveries between two decisions, unless something depends on the day.
    fn limit(
        &mut self,
        terms: &'a PolicyTerms,
        delivery: Day,
        ordered: Option<Day>,
    ) -> Result<Held, Error> {
        let rules = &terms.limits;
        let steady = rules.grace.is_none()
            && rules.discretionary.is_none()
            && (ordered.is_none() || !rules.binding_orders);
        if let (true, Some(line), Some((of, day, held))) = (steady, &self.line, &self.last)
            && core::ptr::eq(*of, terms)
            && line.same(*day, delivery)
        {
            return Ok(held.clone());
        }
        let held = self.limit_of(terms, delivery, ordered)?;
        if steady {
            self.last = Some((terms, delivery, held.clone()));
        }
        Ok(held)
    }

    fn limit_of(
        &mut self,
        terms: &PolicyTerms,
        delivery: Day,
        ordered: Option<Day>,
    ) -> Result<Held, Error> {
        // Taken out for a moment: finding out what holds without a decision asks the rest.
        let (Some(line), Some(highest)) = (self.line.take(), self.highest.take()) else {
            return Err(Error::Unanswerable { problem: "no limit is known".into() });
        };
        let held = Held::at(terms, (&line, &highest), delivery, ordered, |fallback| {
            self.own_limit(terms, fallback, delivery)
        });
        (self.line, self.highest) = (Some(line), Some(highest));
        held
    }

    fn own_limit(
        &mut self,
        terms: &PolicyTerms,
        fallback: Fallback,
        delivery: Day,
    ) -> Result<OwnLimit, Error> {
        let mut known = Known { delivery, experienced: None, report: None, balance: Amount::ZERO };
        let rule = terms.limits.discretionary.as_ref();
        if let Some(rule) = rule.filter(|_| fallback == Fallback::Discretionary) {
            if let Some(rule) = &rule.payment_experience {
                let key = (rule.tolerance, terms.periods.month_end);
                let seen = self.experiences.iter().position(|(known, _)| *known == key);
                let place = seen.unwrap_or(self.experiences.len());
                if seen.is_none() {
                    let experience = Experience::new(
                        terms,
                        rule,
                        self.account,
                        &self.balances,
                        &self.converters,
                        self.judge.as_of,
                    )?;
                    self.experiences.push((key, experience));
                }
                if let Some((_, experience)) = self.experiences.get_mut(place) {
                    known.experienced = Some(experience.before(terms, rule, delivery)?);
                }
            }
            if rule.credit_report.is_some() {
                known.balance = self.owed(delivery)?;
                let reports = &self.account.credit_reports;
                let by_then = reports.partition_point(|report| report.date <= delivery);
                let latest = by_then.checked_sub(1).and_then(|last| reports.get(last));
                // Of several on one day the most cautious counts.
                let first = latest.map(|latest| reports.partition_point(|r| r.date < latest.date));
                known.report = first.and_then(|first| {
                    Some((reports.get(first)?, self.reports.get(first).copied()?))
                });
            }
        }
        own_limit(terms, fallback, &known)
    }

    /// What the buyer owed at the end of a day.
    fn owed(&mut self, day: Day) -> Result<Amount, Error> {
        let owed = match self.owed.take() {
            Some(owed) => owed,
            None => self.owed_over_time()?,
        };
        let by_then = owed.partition_point(|(from, _)| *from <= day);
        let amount = by_then.checked_sub(1).and_then(|last| owed.get(last));
        let amount = amount.map_or(Amount::ZERO, |(_, amount)| *amount);
        self.owed = Some(owed);
        Ok(amount)
    }

    fn owed_over_time(&self) -> Result<Vec<(Day, Amount)>, Error> {
        let mut changes: Vec<(Day, bool, Amount)> = Vec::new();
        let rows = self.account.receivables.iter().zip(&self.balances.receivables);
        for ((receivable, balance), converter) in rows.zip(&self.converters) {
            let Some(converter) = converter.filter(|_| balance.arisen) else { continue };
            let mut left = converter.apply(balance.gross)?;
            changes.push((receivable.invoice.delivery, false, left));
            for movement in &balance.movements {
                let now = converter.apply(movement.open)?;
                changes.push((movement.day, true, left.less(now)?));
                left = now;
            }
        }
        changes.sort_unstable();
        let mut sum = Amount::ZERO;
        let mut owed: Vec<(Day, Amount)> = Vec::new();
        for (day, paid, amount) in changes {
            sum = if paid { sum.less(amount)? } else { sum.plus(amount)? };
            owed.push((day, sum));
        }
        Ok(owed)
    }

    /// The limit for a delivery on the as-of day, and since when deliveries
    /// are stopped.
    pub(super) fn limit_now(
        &mut self,
        question: &Question<'a>,
    ) -> Result<(LimitInForce, Option<Day>), Error> {
        if self.line.is_none() {
            return Ok((NO_LIMIT, None));
        }
        let now = question.policy.on(question.as_of);
        let Held { limit, governing, own, .. } = self.limit(now, question.as_of, None)?;
        let named = governing.state == State::Granted || limit.basis == LimitBasis::Named;
        let stop = self.stops(now)?.last().filter(|stop| stop.until.is_none());
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

/// What was paid on a receivable of a ledger, and told of it.
struct Told<'a> {
    balance: &'a Balance,
    notices: &'a Notices<'a>,
    receivable: &'a Receivable,
}

impl Past for Told<'_> {
    fn open_on(&self, day: Day) -> bool {
        !self.balance.open_on(day).is_zero()
    }

    fn told(&self) -> Option<Day> {
        self.notices.of(self.receivable)
    }
}

/// Says which parts of what is open are not insured (POL-5).
fn uninsured_parts(
    terms: &PolicyTerms,
    converter: &Converter,
    open: Amount,
    base: Amount,
    billed: &Billed,
    judged: &mut Judged,
) -> Result<(), Error> {
    let outside = open.less(base)?;
    if outside.is_zero() {
        return Ok(());
    }
    let interest = converter.part(open, billed.interest, billed.gross)?.capped_at(outside);
    let tax = outside.less(interest)?;
    let clause = terms.indemnity.clause.as_ref();
    if !tax.is_zero() {
        judged.reasons.push(
            Reason::new(ReasonCode::VatNotInsured, Effect::Caps)
                .fact("open", open)
                .fact("base", base)
                .fact("amount", tax),
        );
    }
    if !interest.is_zero() {
        judged.reasons.push(
            Reason::new(ReasonCode::InterestNotInsured, Effect::Caps)
                .clause(clause)
                .fact("amount", interest),
        );
    }
    Ok(())
}
