//! Whether a receivable is insurable, by its own facts: everything but the
//! room that its limit has left.

use alloc::vec::Vec;

use super::deadline::{insolvency_deadline, overdue_deadline};
use super::limit::{InForce, Limit, State};
use super::notices::Notices;
use super::reasons::{Effect, Reason, ReasonCode};
use super::stop::StopSpan;
use crate::error::Error;
use crate::facts::{Account, Balance, Buyer, DisputeState, Insolvency, Invoice, Receivable};
use crate::terms::{AttachesOn, AttachmentBasis, Cause, Form, Lateness, PolicyTerms};
use crate::value::{Calendar, Day, Share};

/// What is asked about one account, and what is known of it.
pub(super) struct Judge<'a> {
    pub(super) account: &'a Account,
    pub(super) as_of: Day,
    pub(super) date_of_loss: Option<Day>,
    pub(super) cause: Option<Cause>,
    pub(super) holidays: &'a Calendar,
    pub(super) insolvency: Option<&'a Insolvency>,
    pub(super) notices: Notices<'a>,
}

/// What a receivable's own facts come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Judged {
    pub(super) reasons: Vec<Reason>,
    /// Nothing of it can be covered.
    pub(super) excluded: bool,
    /// Nobody can say yet.
    pub(super) suspended: bool,
    /// The percentage that lateness leaves.
    pub(super) percentage: Option<Share>,
}

impl Judged {
    pub(super) fn excludes(&mut self, reason: Reason) {
        self.excluded = true;
        self.reasons.push(reason);
    }
}

const fn excludes(code: ReasonCode) -> Reason {
    Reason::new(code, Effect::Excludes)
}

/// Why sales are outside the scope of a policy (POL-2, POL-4): nothing if they are not.
pub(in crate::answers) fn out_of_scope(
    terms: &PolicyTerms,
    buyer: &Buyer,
    invoice: &Invoice,
) -> Vec<Reason> {
    let scope = &terms.scope;
    let clause = scope.clause.as_ref();
    let mut found = Vec::new();
    match buyer.country {
        Some(country) => {
            let listed = scope.countries.as_ref().is_none_or(|list| list.contains(&country));
            if !listed || scope.excluded_countries.contains(&country) {
                found.push(
                    excludes(ReasonCode::CountryNotCovered).clause(clause).fact("country", country),
                );
            }
        }
        None if scope.countries.is_some() || !scope.excluded_countries.is_empty() => {
            found.push(excludes(ReasonCode::CountryUnknown).clause(clause));
        }
        None => {}
    }
    if scope.excluded_kinds.contains(&buyer.kind) {
        let reason = excludes(ReasonCode::BuyerKindExcluded).clause(clause);
        found.push(reason.fact("kind", buyer.kind.name()));
    }
    if scope.excluded_buyers.contains(&buyer.id) {
        let reason = excludes(ReasonCode::BuyerExcluded).clause(clause);
        found.push(reason.fact("buyer", &buyer.id));
    }
    let named = matches!(terms.form, Form::NamedBuyers | Form::SingleBuyer);
    if named && !scope.buyers.contains(&buyer.id) {
        let reason = excludes(ReasonCode::BuyerNotNamed).clause(clause);
        found.push(reason.fact("buyer", &buyer.id));
    }
    let method = invoice.payment_method;
    if scope.excluded_payment_methods.contains(&method) {
        let reason = excludes(ReasonCode::PaymentMethodExcluded).clause(clause);
        found.push(reason.fact("method", method.name()));
    }
    found
}

impl Judge<'_> {
    /// Every reason in a receivable's own facts, under the terms in force at
    /// its delivery.
    pub(super) fn judge(
        &self,
        terms: &PolicyTerms,
        receivable: &Receivable,
        balance: &Balance,
        limit: &Limit,
        governing: &InForce,
        stop: Option<StopSpan>,
    ) -> Result<Judged, Error> {
        let mut found = Judged::default();
        self.attachment(terms, receivable, &mut found);
        self.scope(terms, receivable, &mut found);
        self.periods(terms, receivable, limit, &mut found)?;
        Self::limit(terms, limit, governing, &mut found);
        let delivery = receivable.invoice.delivery;
        if let Some(stop) = stop {
            let reason = excludes(ReasonCode::DeliveredUnderStop)
                .clause(terms.stop.clause.as_ref())
                .fact("delivery", delivery)
                .fact("stopped", stop.from);
            found.excludes(match stop.until {
                Some(until) => reason.fact("until", until),
                None => reason,
            });
        }
        if let Some(insolvency) = self.insolvency.filter(|event| event.opened < delivery) {
            found.excludes(
                excludes(ReasonCode::DeliveredAfterInsolvency)
                    .fact("delivery", delivery)
                    .fact("opened", insolvency.opened),
            );
        }
        match receivable.dispute_on(self.as_of) {
            DisputeState::None => {}
            DisputeState::Open(since) => {
                found.suspended = true;
                let reason = Reason::new(ReasonCode::Disputed, Effect::Suspends);
                found.reasons.push(reason.fact("since", since));
            }
            DisputeState::Lost(settled) => {
                found.excludes(excludes(ReasonCode::DisputeLost).fact("settled", settled));
            }
        }
        self.notification(terms, receivable, balance, &mut found)?;
        Ok(found)
    }

    fn attachment(&self, terms: &PolicyTerms, receivable: &Receivable, found: &mut Judged) {
        let rule = &terms.attachment;
        let (what, day) = match (rule.basis, rule.on) {
            (AttachmentBasis::LossesOccurring, _) => match self.date_of_loss {
                Some(day) => ("date_of_loss", day),
                None => ("as_of", self.as_of),
            },
            (AttachmentBasis::RiskAttaching, AttachesOn::Delivery) => {
                ("delivery", receivable.invoice.delivery)
            }
            (AttachmentBasis::RiskAttaching, AttachesOn::Invoice) => {
                ("invoice", receivable.invoice.invoiced())
            }
        };
        if !terms.period.contains(day) {
            found.excludes(
                excludes(ReasonCode::OutsidePeriod)
                    .clause(rule.clause.as_ref())
                    .fact("on", what)
                    .fact("day", day)
                    .fact("from", terms.period.from)
                    .fact("to", terms.period.to),
            );
        }
    }

    fn scope(&self, terms: &PolicyTerms, receivable: &Receivable, found: &mut Judged) {
        let (scope, buyer) = (&terms.scope, &self.account.buyer);
        for reason in out_of_scope(terms, buyer, &receivable.invoice) {
            found.excludes(reason);
        }
        if let Some(cause) = self.cause {
            let country = buyer.country.and_then(|country| scope.by_country.get(&country));
            let causes = country.and_then(|terms| terms.causes.as_ref()).unwrap_or(&scope.causes);
            if !causes.contains(&cause) {
                let reason = excludes(ReasonCode::CauseNotCovered).clause(scope.clause.as_ref());
                found.excludes(reason.fact("cause", cause.name()));
            }
        }
    }

    fn periods(
        &self,
        terms: &PolicyTerms,
        receivable: &Receivable,
        limit: &Limit,
        found: &mut Judged,
    ) -> Result<(), Error> {
        let periods = &terms.periods;
        let invoiced = receivable.invoice.invoiced();
        let of_country = || {
            let country = self.account.buyer.country?;
            terms.scope.by_country.get(&country)?.maximum_terms
        };
        let of_decision = limit.decision.and_then(|decision| decision.maximum_terms);
        let (maximum, by) = match (of_decision, of_country(), periods.maximum_terms) {
            (Some(maximum), _, _) => (Some(maximum), "limit_decision"),
            (None, Some(maximum), _) => (Some(maximum), "country"),
            (None, None, maximum) => (maximum, "policy"),
        };
        if let Some(maximum) = maximum
            && receivable.due > invoiced.plus(maximum, periods.month_end)?
        {
            let days = receivable.due.days_after(invoiced);
            found.excludes(
                excludes(ReasonCode::TermsTooLong)
                    .clause(periods.clause.as_ref())
                    .fact("days", u32::try_from(days).unwrap_or_default())
                    .fact("maximum", maximum)
                    .fact("by", by),
            );
        }
        let delivery = receivable.invoice.delivery;
        if let Some(maximum) = periods.maximum_invoicing
            && invoiced > delivery.plus(maximum, periods.month_end)?
        {
            let days = invoiced.days_after(delivery);
            found.excludes(
                excludes(ReasonCode::InvoicedTooLate)
                    .clause(periods.clause.as_ref())
                    .fact("days", u32::try_from(days).unwrap_or_default())
                    .fact("maximum", maximum),
            );
        }
        Ok(())
    }

    fn limit(terms: &PolicyTerms, limit: &Limit, governing: &InForce, found: &mut Judged) {
        if limit.basis != super::LimitBasis::None {
            return;
        }
        let code = match governing.state {
            State::Undecided | State::Granted => ReasonCode::NoLimit,
            State::Refused => ReasonCode::LimitRefused,
            State::Cancelled => ReasonCode::LimitCancelled,
            State::Expired => ReasonCode::LimitExpired,
        };
        let reason = excludes(code).clause(terms.limits.clause.as_ref());
        found.excludes(if governing.state == State::Undecided {
            reason
        } else {
            reason.fact("since", governing.from)
        });
    }

    fn notification(
        &self,
        terms: &PolicyTerms,
        receivable: &Receivable,
        balance: &Balance,
        found: &mut Judged,
    ) -> Result<(), Error> {
        let rules = &terms.notification;
        let unpaid_on = |day: Day| day < self.as_of && !balance.open_on(day).is_zero();
        let mut overdue_last = None;
        if let Some(rule) = &rules.overdue {
            let deadline = overdue_deadline(terms, rule, receivable, self.as_of, self.holidays)?;
            overdue_last = Some(deadline.last_day);
            if unpaid_on(deadline.last_day) {
                let codes = (ReasonCode::OverdueNotifiedLate, ReasonCode::OverdueNotNotified);
                let late = (rule.if_late, rule.clause.as_ref());
                self.lateness(codes, late, deadline.last_day, receivable, found);
            }
        }
        if let (Some(rule), Some(insolvency)) = (&rules.insolvency, self.insolvency) {
            let deadline = insolvency_deadline(terms, rule, insolvency, self.as_of, self.holidays)?;
            // It may bring the notification forward, never push it back (DUE-3).
            let forward = overdue_last.is_none_or(|last| deadline.last_day < last);
            let open_then = receivable.invoice.delivery <= insolvency.opened
                && !balance.open_on(insolvency.opened).is_zero();
            if forward && open_then && unpaid_on(deadline.last_day) {
                let codes = (ReasonCode::InsolvencyNotifiedLate, ReasonCode::InsolvencyNotNotified);
                let late = (rule.if_late, rule.clause.as_ref());
                self.lateness(codes, late, deadline.last_day, receivable, found);
            }
        }
        Ok(())
    }

    /// What it costs to have told late, or not yet (DUE-9).
    fn lateness(
        &self,
        (late, never): (ReasonCode, ReasonCode),
        (cost, clause): (Lateness, Option<&alloc::string::String>),
        last_day: Day,
        receivable: &Receivable,
        found: &mut Judged,
    ) {
        let told = self.notices.of(receivable);
        let code = match told {
            Some(day) if day <= last_day => return,
            Some(_) => late,
            None => never,
        };
        let effect = match cost {
            Lateness::NoCover => Effect::Excludes,
            Lateness::PercentageReduced { .. } => Effect::ReducesPercentage,
            Lateness::FlagOnly => Effect::Flags,
        };
        let mut reason = Reason::new(code, effect).clause(clause).fact("last_day", last_day);
        if let Some(day) = told {
            reason = reason.fact("told", day);
        }
        match cost {
            Lateness::NoCover => found.excluded = true,
            Lateness::PercentageReduced { to } => {
                reason = reason.fact("to", to);
                found.percentage = Some(found.percentage.map_or(to, |other| other.min(to)));
            }
            Lateness::FlagOnly => {}
        }
        found.reasons.push(reason);
    }
}
