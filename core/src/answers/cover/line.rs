//! What one buyer's deliveries find of a limit: what the insurer decided over
//! time, and what holds where it granted nothing (COV-3, COV-4, COV-6).

use alloc::vec::Vec;

use super::Question;
use super::debts::Debts;
use super::evidence::{Known, OwnLimit, own_limit};
use super::experience::Experience;
use super::fx::Exchange;
use super::groups::Groups;
use super::held::Held;
use super::limit::{Highest, Timeline};
use crate::error::Error;
use crate::facts::Account;
use crate::terms::{Fallback, PolicyTerms};
use crate::value::{Amount, Day, MonthEnd, Span};

/// A buyer's limit over time, and the limits that its deliveries were found to have.
pub(super) struct Line<'a> {
    pub(super) timeline: Timeline,
    highest: Highest,
    own: OwnLimits,
    /// What was found so far, for [`get`](Self::get).
    found: Vec<Held>,
    /// For which terms and delivery the last of them was found.
    last: Option<(&'a PolicyTerms, Day)>,
}

/// What a limit without a decision goes by, worked out when it is first asked for.
struct OwnLimits {
    explain: bool,
    experiences: Vec<((Span, MonthEnd), Experience)>,
    /// What each credit report recommends, in the policy currency.
    reports: Vec<Amount>,
    owed: Option<Vec<(Day, Amount)>>,
}

impl<'a> Line<'a> {
    pub(super) fn new(
        question: &Question<'_>,
        account: &Account,
        groups: &Groups<'_>,
        exchange: &Exchange<'_>,
    ) -> Result<Self, Error> {
        let ledger = question.ledger.currency();
        let expiry = question.policy.on(question.as_of).limits.expiry;
        let own = Timeline::new(&account.limits, ledger, question.known, exchange, expiry)?;
        let timeline = match groups.above(account) {
            Some(above) => own.or(above)?,
            None => own,
        };
        let highest = timeline.highest_until(question.as_of);
        let mut reports = Vec::new();
        for report in account.credit_reports.iter().take_while(|r| r.date <= question.as_of) {
            let currency = report.currency.unwrap_or(ledger);
            reports.push(exchange.limit(report.recommended, currency)?);
        }
        let explain = question.explain;
        let own = OwnLimits { explain, experiences: Vec::new(), reports, owed: None };
        Ok(Self { timeline, highest, own, found: Vec::new(), last: None })
    }

    /// The limit for a delivery, by its place among those found. It is found
    /// once for deliveries between two decisions, unless something depends on
    /// the day.
    pub(super) fn hold(
        &mut self,
        debts: Debts<'_>,
        terms: &'a PolicyTerms,
        delivery: Day,
        ordered: Option<Day>,
    ) -> Result<usize, Error> {
        let rules = &terms.limits;
        let steady = rules.grace.is_none()
            && rules.discretionary.is_none()
            && (ordered.is_none() || !rules.binding_orders);
        if let (true, Some((of, day)), Some(place)) =
            (steady, self.last, self.found.len().checked_sub(1))
            && core::ptr::eq(of, terms)
            && self.timeline.same(day, delivery)
        {
            return Ok(place);
        }
        let held = self.find(debts, terms, delivery, ordered)?;
        self.last = steady.then_some((terms, delivery));
        self.found.push(held);
        Ok(self.found.len().saturating_sub(1))
    }

    /// The limit for a delivery, found anew.
    pub(super) fn find(
        &mut self,
        debts: Debts<'_>,
        terms: &PolicyTerms,
        delivery: Day,
        ordered: Option<Day>,
    ) -> Result<Held, Error> {
        let Self { timeline, highest, own, .. } = self;
        Held::at(terms, (timeline, highest), delivery, ordered, |fallback| {
            own.limit(debts, terms, fallback, delivery)
        })
    }

    /// A limit found before.
    pub(super) fn get(&self, held: usize) -> Option<&Held> {
        self.found.get(held)
    }
}

impl OwnLimits {
    fn limit(
        &mut self,
        debts: Debts<'_>,
        terms: &PolicyTerms,
        fallback: Fallback,
        delivery: Day,
    ) -> Result<OwnLimit, Error> {
        let mut known = Known {
            delivery,
            experienced: None,
            report: None,
            balance: Amount::ZERO,
            explain: self.explain,
        };
        let rule = terms.limits.discretionary.as_ref();
        if let Some(rule) = rule.filter(|_| fallback == Fallback::Discretionary) {
            if let Some(rule) = &rule.payment_experience {
                let key = (rule.tolerance, terms.periods.month_end);
                let seen = self.experiences.iter().position(|(known, _)| *known == key);
                let place = seen.unwrap_or(self.experiences.len());
                if seen.is_none() {
                    self.experiences.push((key, Experience::new(terms, rule, debts)?));
                }
                if let Some((_, experience)) = self.experiences.get_mut(place) {
                    known.experienced = Some(experience.before(terms, rule, delivery)?);
                }
            }
            if rule.credit_report.is_some() {
                known.balance = self.owed(debts, delivery)?;
                let reports = &debts.account.credit_reports;
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
    fn owed(&mut self, debts: Debts<'_>, day: Day) -> Result<Amount, Error> {
        let owed = match self.owed.take() {
            Some(owed) => owed,
            None => debts.over_time()?,
        };
        let by_then = owed.partition_point(|(from, _)| *from <= day);
        let amount = by_then.checked_sub(1).and_then(|last| owed.get(last));
        let amount = amount.map_or(Amount::ZERO, |(_, amount)| *amount);
        self.owed = Some(owed);
        Ok(amount)
    }
}
