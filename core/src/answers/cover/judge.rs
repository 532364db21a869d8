//! Whether a receivable is insurable, by its own facts: everything but the
//! room that its limit has left.
//!
//! A document and a column ask here alike: a document may hear the reasons
//! spelled out, a column takes down which there are.

use super::LimitBasis;
use super::governing::{Governing, Limit};
use super::limit::State;
use super::reasons::{Effect, Reason, ReasonCode, ReasonSet, Reasons};
use super::stop::StopSpan;
use crate::facts::{Account, Buyer, DisputeState, Insolvency, Invoice};
use crate::terms::{
    AttachesOn, AttachmentBasis, Cause, Form, Lateness, PaymentMethod, PolicyTerms,
};
use crate::value::{Day, Share, Span};

/// What hears of reasons.
pub(crate) trait Findings: Default {
    /// A reason applies; `spell` says what it goes by.
    fn hear(&mut self, code: ReasonCode, effect: Effect, spell: impl FnOnce(Reason) -> Reason);
}

impl Findings for Reasons {
    #[inline]
    fn hear(&mut self, code: ReasonCode, effect: Effect, spell: impl FnOnce(Reason) -> Reason) {
        self.add(code, effect, spell);
    }
}

impl Findings for ReasonSet {
    #[inline]
    fn hear(&mut self, code: ReasonCode, _: Effect, _: impl FnOnce(Reason) -> Reason) {
        self.insert(code);
    }
}

/// What a receivable's own facts come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Judged<F = Reasons> {
    pub(crate) reasons: F,
    /// Nothing of it can be covered.
    pub(crate) excluded: bool,
    /// Nobody can say yet.
    pub(crate) suspended: bool,
    /// The percentage that lateness leaves.
    pub(crate) percentage: Option<Share>,
}

impl<F: Findings> Judged<F> {
    /// Whether it is covered as far as there is room.
    pub(crate) const fn insurable(&self) -> bool {
        !self.excluded && !self.suspended
    }

    fn excludes(&mut self, code: ReasonCode, spell: impl FnOnce(Reason) -> Reason) {
        self.excluded = true;
        self.reasons.hear(code, Effect::Excludes, spell);
    }
}

/// What is asked about one buyer, and what is known of it.
pub(crate) struct Judge<'a> {
    pub(crate) account: &'a Account,
    pub(crate) as_of: Day,
    pub(crate) date_of_loss: Option<Day>,
    pub(crate) cause: Option<Cause>,
    pub(crate) insolvency: Option<&'a Insolvency>,
}

/// One receivable as the rules see it: days and codes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    pub(crate) delivery: Day,
    pub(crate) invoiced: Day,
    /// The due date first agreed.
    pub(crate) due: Day,
    pub(crate) method: PaymentMethod,
    pub(crate) dispute: DisputeState,
    /// The latest due date within the maximum terms of payment.
    pub(crate) latest_due: Option<Day>,
    /// The latest invoice date for its delivery.
    pub(crate) latest_invoice: Option<Day>,
    /// By when it must be notified that it is overdue.
    pub(crate) overdue_last: Option<Day>,
}

/// Under what a receivable was delivered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Under<'a> {
    pub(crate) terms: &'a PolicyTerms,
    /// What justifies the limit for it.
    pub(crate) basis: LimitBasis,
    /// What the insurer had decided, and since when.
    pub(crate) decided: (State, Day),
    /// The maximum terms of payment.
    pub(crate) longest: Option<Longest>,
    pub(crate) stop: Option<StopSpan>,
    /// By when the buyer's insolvency must be notified.
    pub(crate) insolvency_last: Option<Day>,
}

/// The maximum terms of payment, and where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Longest {
    pub(crate) maximum: Span,
    by: &'static str,
}

impl Longest {
    /// The most specific wins: the decision on the limit, the country, the policy (POL-7).
    pub(crate) fn of(terms: &PolicyTerms, account: &Account, limit: &Limit) -> Option<Self> {
        let of_country = || terms.scope.terms_in(account.buyer.country)?.maximum_terms;
        let found = |maximum: Option<Span>, by| maximum.map(|maximum| Self { maximum, by });
        found(limit.decision.as_ref().and_then(|it| it.maximum_terms), "limit_decision")
            .or_else(|| found(of_country(), "country"))
            .or_else(|| found(terms.periods.maximum_terms, "policy"))
    }
}

/// What was paid on a receivable, and when it was notified.
pub(crate) trait Past {
    /// Whether anything was open at the end of a day.
    fn open_on(&self, day: Day) -> bool;

    /// When it was first notified.
    fn told(&self) -> Option<Day>;
}

/// Why sales are outside the scope of a policy (POL-2, POL-4): nothing if they are not.
pub(in crate::answers) fn out_of_scope(
    terms: &PolicyTerms,
    buyer: &Buyer,
    invoice: &Invoice,
) -> ReasonSet {
    let mut found = Judged::<ReasonSet>::default();
    buyer_scope(terms, buyer, &mut found);
    payment_method(terms, invoice.payment_method, &mut found);
    found.reasons
}

/// Every reason in who the buyer is (POL-2, POL-4).
fn buyer_scope<F: Findings>(terms: &PolicyTerms, buyer: &Buyer, found: &mut Judged<F>) {
    let scope = &terms.scope;
    let clause = scope.clause.as_ref();
    match buyer.country {
        Some(country) if !scope.covers_country(country) => {
            found.excludes(ReasonCode::CountryNotCovered, |reason| {
                reason.clause(clause).fact("country", country)
            });
        }
        None if scope.restricts_countries() => {
            found.excludes(ReasonCode::CountryUnknown, |reason| reason.clause(clause));
        }
        Some(_) | None => {}
    }
    if scope.excluded_kinds.contains(&buyer.kind) {
        found.excludes(ReasonCode::BuyerKindExcluded, |reason| {
            reason.clause(clause).fact("kind", buyer.kind.name())
        });
    }
    if scope.excluded_buyers.contains(&buyer.id) {
        found.excludes(ReasonCode::BuyerExcluded, |reason| {
            reason.clause(clause).fact("buyer", &buyer.id)
        });
    }
    let named = matches!(terms.form, Form::NamedBuyers | Form::SingleBuyer);
    if named && !scope.buyers.contains(&buyer.id) {
        found.excludes(ReasonCode::BuyerNotNamed, |reason| {
            reason.clause(clause).fact("buyer", &buyer.id)
        });
    }
}

/// A way of paying that the policy does not insure (POL-4).
#[inline]
fn payment_method<F: Findings>(terms: &PolicyTerms, method: PaymentMethod, found: &mut Judged<F>) {
    let scope = &terms.scope;
    if scope.excluded_payment_methods.contains(&method) {
        found.excludes(ReasonCode::PaymentMethodExcluded, |reason| {
            reason.clause(scope.clause.as_ref()).fact("method", method.name())
        });
    }
}

impl Judge<'_> {
    /// Every reason in a receivable's own facts, under the terms in force at
    /// its delivery. Those in the buyer's own come from [`scope`](Self::scope).
    // Columns judge row by row: handed over in memory, what is asked waits until it was written.
    #[expect(clippy::inline_always, reason = "measured")]
    #[inline(always)]
    pub(crate) fn judge<F: Findings>(
        &self,
        under: &Under<'_>,
        item: &Item,
        past: &impl Past,
        found: &mut Judged<F>,
    ) {
        let terms = under.terms;
        self.attachment(terms, item, found);
        payment_method(terms, item.method, found);
        periods(under, item, found);
        without_limit(under, found);
        if let Some(stop) = under.stop {
            found.excludes(ReasonCode::DeliveredUnderStop, |reason| {
                let reason = reason
                    .clause(terms.stop.clause.as_ref())
                    .fact("delivery", item.delivery)
                    .fact("stopped", stop.from);
                match stop.until {
                    Some(until) => reason.fact("until", until),
                    None => reason,
                }
            });
        }
        if let Some(insolvency) = self.insolvency.filter(|event| event.opened < item.delivery) {
            found.excludes(ReasonCode::DeliveredAfterInsolvency, |reason| {
                reason.fact("delivery", item.delivery).fact("opened", insolvency.opened)
            });
        }
        match item.dispute {
            DisputeState::None => {}
            DisputeState::Open(since) => {
                found.suspended = true;
                found.reasons.hear(ReasonCode::Disputed, Effect::Suspends, |reason| {
                    reason.fact("since", since)
                });
            }
            DisputeState::Lost(settled) => {
                found.excludes(ReasonCode::DisputeLost, |reason| reason.fact("settled", settled));
            }
        }
        self.notification(under, item, past, found);
    }

    #[inline]
    fn attachment<F: Findings>(&self, terms: &PolicyTerms, item: &Item, found: &mut Judged<F>) {
        let rule = &terms.attachment;
        let (what, day) = match (rule.basis, rule.on) {
            (AttachmentBasis::LossesOccurring, _) => match self.date_of_loss {
                Some(day) => ("date_of_loss", day),
                None => ("as_of", self.as_of),
            },
            (AttachmentBasis::RiskAttaching, AttachesOn::Delivery) => ("delivery", item.delivery),
            (AttachmentBasis::RiskAttaching, AttachesOn::Invoice) => ("invoice", item.invoiced),
        };
        if !terms.period.contains(day) {
            found.excludes(ReasonCode::OutsidePeriod, |reason| {
                reason
                    .clause(rule.clause.as_ref())
                    .fact("on", what)
                    .fact("day", day)
                    .fact("from", terms.period.from)
                    .fact("to", terms.period.to)
            });
        }
    }

    /// Every reason in who the buyer is and what caused the loss (POL-4).
    pub(crate) fn scope<F: Findings>(&self, terms: &PolicyTerms, found: &mut Judged<F>) {
        let (scope, buyer) = (&terms.scope, &self.account.buyer);
        buyer_scope(terms, buyer, found);
        let clause = scope.clause.as_ref();
        if let Some(cause) = self.cause.filter(|cause| !scope.covers_cause(*cause, buyer.country)) {
            found.excludes(ReasonCode::CauseNotCovered, |reason| {
                reason.clause(clause).fact("cause", cause.name())
            });
        }
    }

    #[inline]
    fn notification<F: Findings>(
        &self,
        under: &Under<'_>,
        item: &Item,
        past: &impl Past,
        found: &mut Judged<F>,
    ) {
        let rules = &under.terms.notification;
        let unpaid_on = |day: Day| day < self.as_of && past.open_on(day);
        if let (Some(rule), Some(last)) = (&rules.overdue, item.overdue_last)
            && unpaid_on(last)
        {
            let codes = (ReasonCode::OverdueNotifiedLate, ReasonCode::OverdueNotNotified);
            lateness(codes, (rule.if_late, rule.clause.as_ref()), last, past, found);
        }
        if let (Some(rule), Some(insolvency), Some(last)) =
            (&rules.insolvency, self.insolvency, under.insolvency_last)
        {
            // It may bring the notification forward, never push it back (DUE-3).
            let forward = item.overdue_last.is_none_or(|overdue| last < overdue);
            let open_then = item.delivery <= insolvency.opened && past.open_on(insolvency.opened);
            if forward && open_then && unpaid_on(last) {
                let codes = (ReasonCode::InsolvencyNotifiedLate, ReasonCode::InsolvencyNotNotified);
                lateness(codes, (rule.if_late, rule.clause.as_ref()), last, past, found);
            }
        }
    }
}

#[inline]
fn periods<F: Findings>(under: &Under<'_>, item: &Item, found: &mut Judged<F>) {
    let periods = &under.terms.periods;
    let between = |from: Day, to: Day| u32::try_from(to.days_after(from)).unwrap_or_default();
    if let (Some(longest), Some(latest)) = (under.longest, item.latest_due)
        && item.due > latest
    {
        found.excludes(ReasonCode::TermsTooLong, |reason| {
            reason
                .clause(periods.clause.as_ref())
                .fact("days", between(item.invoiced, item.due))
                .fact("maximum", longest.maximum)
                .fact("by", longest.by)
        });
    }
    if let (Some(maximum), Some(latest)) = (periods.maximum_invoicing, item.latest_invoice)
        && item.invoiced > latest
    {
        found.excludes(ReasonCode::InvoicedTooLate, |reason| {
            reason
                .clause(periods.clause.as_ref())
                .fact("days", between(item.delivery, item.invoiced))
                .fact("maximum", maximum)
        });
    }
}

#[inline]
fn without_limit<F: Findings>(under: &Under<'_>, found: &mut Judged<F>) {
    if under.basis != LimitBasis::None {
        return;
    }
    let (state, since) = under.decided;
    let code = match state {
        State::Undecided | State::Granted => ReasonCode::NoLimit,
        State::Refused => ReasonCode::LimitRefused,
        State::Cancelled => ReasonCode::LimitCancelled,
        State::Expired => ReasonCode::LimitExpired,
    };
    found.excludes(code, |reason| {
        let reason = reason.clause(under.terms.limits.clause.as_ref());
        if state == State::Undecided { reason } else { reason.fact("since", since) }
    });
}

/// What it costs to have told late, or not yet (DUE-9).
fn lateness<F: Findings>(
    (late, never): (ReasonCode, ReasonCode),
    (cost, clause): (Lateness, Option<&alloc::string::String>),
    last_day: Day,
    past: &impl Past,
    found: &mut Judged<F>,
) {
    let told = past.told();
    let code = match told {
        Some(day) if day <= last_day => return,
        Some(_) => late,
        None => never,
    };
    let effect = match cost {
        Lateness::NoCover => {
            found.excluded = true;
            Effect::Excludes
        }
        Lateness::PercentageReduced { to } => {
            found.percentage = Some(found.percentage.map_or(to, |other| other.min(to)));
            Effect::ReducesPercentage
        }
        Lateness::FlagOnly => Effect::Flags,
    };
    found.reasons.hear(code, effect, |reason| {
        let mut reason = reason.clause(clause).fact("last_day", last_day);
        if let Some(day) = told {
            reason = reason.fact("told", day);
        }
        match cost {
            Lateness::PercentageReduced { to } => reason.fact("to", to),
            Lateness::NoCover | Lateness::FlagOnly => reason,
        }
    });
}

impl Governing {
    /// What was decided, and since when.
    pub(crate) const fn decided_since(&self) -> (State, Day) {
        (self.decision.state, self.decision.from)
    }
}
