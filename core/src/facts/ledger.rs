//! The ledger: sound facts gathered by buyer, and what was refused.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};

use super::sort::{Places, sort};
use super::{
    Account, Declaration, Event, Group, Invoice, LedgerDocument, LimitDecision, LimitKind, Notice,
    Offer, PremiumPaid, Receivable,
};
use crate::error::{Error, Problem};
use crate::terms::{Cause, hex};
use crate::value::{Amount, Currency, Day, Id, MonthEnd, document};

/// A ledger whose facts can stand, gathered by buyer; the facts that cannot
/// are listed, never dropped in silence (LED-2). It cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    currency: Currency,
    accounts: Vec<Account>,
    group_limits: BTreeMap<Id, Vec<LimitDecision>>,
    events: Vec<Event>,
    notices: Vec<Notice>,
    premiums: Vec<PremiumPaid>,
    declarations: Vec<Declaration>,
    offers: Vec<Offer>,
    refused: Vec<Problem>,
    digest: String,
}

impl Ledger {
    /// Gathers the facts that can stand, and lists those that cannot.
    ///
    /// # Errors
    ///
    /// None in practice: see [`crate::wire::write`].
    pub fn new(mut given: LedgerDocument) -> Result<Self, Error> {
        let places = sort(&mut given);
        let digest = hex(&Sha256::digest(document::write(&given)?));
        let mut gathering = Gathering::new(given.currency);
        gathering.groups(&given.groups, &places);
        gathering.buyers(&mut given, &places);
        gathering.receivables(&mut given, &places);
        gathering.about_receivables(&mut given, &places);
        gathering.about_buyers(&mut given, &places);
        gathering.limits(given.limits, &places);
        let offers = gathering.offers(given.offers, &places);
        gathering.events(given.events, given.notices, &places);
        let declarations = gathering
            .first_of("declarations", given.declarations, &places.declarations)
            .into_iter()
            .map(|(_, declaration)| declaration)
            .collect();
        let Gathering { accounts, group_limits, policy_notices, sound_events, mut refused, .. } =
            gathering;
        refused.sort_by_cached_key(|problem| in_order(&problem.path));
        Ok(Self {
            currency: given.currency,
            accounts,
            group_limits,
            events: sound_events,
            notices: policy_notices,
            premiums: given.premiums,
            declarations,
            offers,
            refused,
            digest,
        })
    }

    /// Reads a ledger from its JSON document.
    ///
    /// # Errors
    ///
    /// An error with the path of the field, and those of [`Ledger::new`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::new(document::read(text)?)
    }

    /// The currency of amounts that name none.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Every buyer's facts, in order of the buyer's name.
    #[must_use]
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// One buyer's facts.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`].
    pub fn account(&self, buyer: &Id) -> Result<&Account, Error> {
        self.accounts
            .binary_search_by(|account| account.buyer.id.cmp(buyer))
            .ok()
            .and_then(|place| self.accounts.get(place))
            .ok_or_else(|| Error::NotFound {
                what: "buyer",
                given: buyer.as_str().into(),
                document: "ledger",
            })
    }

    /// Decisions on the limit of a group, in order of the day from which they hold.
    #[must_use]
    pub fn group_limits(&self, group: &Id) -> &[LimitDecision] {
        self.group_limits.get(group).map_or(&[], Vec::as_slice)
    }

    /// Events that can cause a political loss.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Notices that concern the policy itself.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Premiums paid.
    #[must_use]
    pub fn premiums(&self) -> &[PremiumPaid] {
        &self.premiums
    }

    /// Declarations made.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// Offers received.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The facts that cannot stand, each with its path and the reason.
    #[must_use]
    pub fn refused(&self) -> &[Problem] {
        &self.refused
    }

    /// A SHA-256 over the canonical document, the same for any order of entry.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

/// The list that a path points into, the place in it, and the field.
fn in_order(path: &str) -> (String, usize, String) {
    let (list, rest) = path.split_once('[').unwrap_or((path, ""));
    let (place, field) = rest.split_once(']').unwrap_or((rest, ""));
    (list.into(), place.parse().unwrap_or_default(), field.into())
}

struct Gathering {
    currency: Currency,
    parents: BTreeMap<Id, Option<Id>>,
    accounts: Vec<Account>,
    /// Where each buyer's account stands.
    buyers: BTreeMap<Id, usize>,
    /// Where each sound invoice stands: account, receivable.
    invoices: BTreeMap<Id, (usize, usize)>,
    group_limits: BTreeMap<Id, Vec<LimitDecision>>,
    policy_notices: Vec<Notice>,
    sound_events: Vec<Event>,
    refused: Vec<Problem>,
}

/// Why a fact cannot stand: a field, a stable code, words.
type Refusal = (&'static str, &'static str, String);

impl Gathering {
    fn new(currency: Currency) -> Self {
        Self {
            currency,
            parents: BTreeMap::new(),
            accounts: Vec::new(),
            buyers: BTreeMap::new(),
            invoices: BTreeMap::new(),
            group_limits: BTreeMap::new(),
            policy_notices: Vec::new(),
            sound_events: Vec::new(),
            refused: Vec::new(),
        }
    }

    fn refuse(&mut self, list: &str, place: usize, (field, code, message): Refusal) {
        let dot = if field.is_empty() { "" } else { "." };
        let path = format!("{list}[{place}]{dot}{field}");
        self.refused.push(Problem { path, code, message });
    }

    /// Reports facts of one name that differ (none counts) or repeat (one
    /// counts), and tells which facts still count.
    fn told_apart<T: PartialEq>(
        &mut self,
        list: &'static str,
        facts: Vec<T>,
        places: &[usize],
        name: impl Fn(&T) -> &Id,
    ) -> Vec<(usize, T)> {
        let mut seen: BTreeMap<&Id, (usize, bool)> = BTreeMap::new();
        for (at, fact) in facts.iter().enumerate() {
            let entry = seen.entry(name(fact)).or_insert((at, true));
            entry.1 = entry.1 && facts.get(entry.0) == Some(fact);
        }
        let verdicts: Vec<Option<Refusal>> = facts
            .iter()
            .enumerate()
            .map(|(at, fact)| {
                let (first, same) = seen.get(name(fact)).copied().unwrap_or((at, true));
                let words = if !same {
                    "stands here with different contents: none of them counts, give each its own name"
                } else if first != at {
                    "stands here twice: it counts once"
                } else {
                    return None;
                };
                Some(("id", "duplicate", format!("`{}` {words}", name(fact))))
            })
            .collect();
        let mut sound = Vec::with_capacity(facts.len());
        for ((fact, place), verdict) in facts.into_iter().zip(places).zip(verdicts) {
            match verdict {
                Some(refusal) => self.refuse(list, *place, refusal),
                None => sound.push((*place, fact)),
            }
        }
        sound
    }

    fn groups(&mut self, groups: &[Group], places: &Places) {
        let sound = self.told_apart("groups", groups.to_vec(), &places.groups, |group| &group.id);
        let parents: BTreeMap<Id, Option<Id>> =
            sound.iter().map(|(_, group)| (group.id.clone(), group.parent.clone())).collect();
        for (place, group) in sound {
            match above(&parents, &group.id) {
                Ok(_) => drop(self.parents.insert(group.id, group.parent)),
                Err(refusal) => self.refuse("groups", place, refusal),
            }
        }
    }

    fn buyers(&mut self, given: &mut LedgerDocument, places: &Places) {
        let buyers = core::mem::take(&mut given.buyers);
        for (place, buyer) in self.told_apart("buyers", buyers, &places.buyers, |buyer| &buyer.id) {
            let groups = match &buyer.group {
                None => Vec::new(),
                Some(group) => above(&self.parents, group).unwrap_or_default(),
            };
            if let Some(group) = buyer.group.as_ref().filter(|_| groups.is_empty()) {
                let message = format!(
                    "group `{group}` is not among the sound groups: the buyer counts without it"
                );
                self.refuse("buyers", place, ("group", "not_found", message));
            }
            self.buyers.insert(buyer.id.clone(), self.accounts.len());
            self.accounts.push(Account::new(buyer, self.currency, groups));
        }
    }

    fn receivables(&mut self, given: &mut LedgerDocument, places: &Places) {
        let invoices = core::mem::take(&mut given.invoices);
        let sound = self.told_apart("invoices", invoices, &places.invoices, |invoice| &invoice.id);
        for (place, invoice) in sound {
            match self.receivable(&invoice) {
                Err(refusal) => self.refuse("invoices", place, refusal),
                Ok((account, due, gross)) => {
                    let currency = invoice.currency.unwrap_or(self.currency);
                    let Some(account_facts) = self.accounts.get_mut(account) else { continue };
                    self.invoices
                        .insert(invoice.id.clone(), (account, account_facts.receivables.len()));
                    account_facts.receivables.push(Receivable {
                        invoice,
                        due,
                        currency,
                        gross,
                        credit_notes: Vec::new(),
                        extensions: Vec::new(),
                        disputes: Vec::new(),
                    });
                }
            }
        }
    }

    /// The account, due date and whole amount of an invoice, or why it cannot stand.
    fn receivable(&self, invoice: &Invoice) -> Result<(usize, Day, Amount), Refusal> {
        let account = self.buyer(&invoice.buyer)?;
        let by_terms = invoice
            .terms
            .as_ref()
            .map(|terms| terms.due(invoice.invoiced(), MonthEnd::Clamp))
            .transpose()
            .map_err(|error| ("terms", error.code(), format!("{error}")))?;
        let due = match (invoice.due, by_terms) {
            (None, None) => {
                return Err(("due", "missing", "an invoice needs `due` or `terms`".into()));
            }
            (Some(due), Some(by_terms)) if due != by_terms => {
                let message =
                    format!("`due` says {due} but `terms` come to {by_terms}: give one of them");
                return Err(("due", "conflict", message));
            }
            (Some(due), _) | (None, Some(due)) => due,
        };
        let invoiced = invoice.invoiced();
        if due < invoiced {
            let message = format!("it falls due on {due}, before it was invoiced on {invoiced}");
            return Err(("due", "reversed", message));
        }
        if invoice.ordered.is_some_and(|ordered| ordered > invoice.delivery) {
            let message = format!("it was ordered after it was delivered on {}", invoice.delivery);
            return Err(("ordered", "reversed", message));
        }
        let gross = Amount::total([invoice.amount, invoice.vat, invoice.interest])
            .map_err(|error| ("amount", error.code(), format!("{error}")))?;
        Ok((account, due, gross))
    }

    fn about_receivables(&mut self, given: &mut LedgerDocument, places: &Places) {
        let notes = core::mem::take(&mut given.credit_notes);
        // What is left of each invoice to credit: kept here, so that many notes cost no more than one.
        let mut left: BTreeMap<Id, (Amount, Amount)> = BTreeMap::new();
        for (place, note) in
            self.told_apart("credit_notes", notes, &places.credit_notes, |note| &note.id)
        {
            let verdict = self.receivable_mut(&note.invoice).and_then(|receivable| {
                let overflow = |error: Error| ("amount", error.code(), format!("{error}"));
                if note.date < receivable.invoice.invoiced().min(receivable.invoice.delivery) {
                    let message = format!("it is dated {} before its invoice", note.date);
                    return Err(("date", "reversed", message));
                }
                let billed = receivable.billed_on(Day::MIN).map_err(overflow)?;
                let (net, vat) = left.entry(note.invoice.clone()).or_insert(billed);
                if note.amount > *net || note.vat > *vat {
                    let message = format!(
                        "{} and tax of {} are more than is left of invoice `{}`: {net} and {vat}",
                        note.amount, note.vat, note.invoice
                    );
                    return Err(("amount", "exceeds", message));
                }
                *net = net.less(note.amount).map_err(overflow)?;
                *vat = vat.less(note.vat).map_err(overflow)?;
                receivable.credit_notes.push(note);
                Ok(())
            });
            verdict.unwrap_or_else(|refusal| self.refuse("credit_notes", place, refusal));
        }
        for (extension, place) in
            core::mem::take(&mut given.extensions).into_iter().zip(&places.extensions)
        {
            let verdict = self.receivable_mut(&extension.invoice).and_then(|receivable| {
                if extension.due <= receivable.due {
                    let message = format!(
                        "{} is no later than the due date {}",
                        extension.due, receivable.due
                    );
                    return Err(("due", "reversed", message));
                }
                receivable.extensions.push(extension);
                Ok(())
            });
            verdict.unwrap_or_else(|refusal| self.refuse("extensions", *place, refusal));
        }
        for (dispute, place) in
            core::mem::take(&mut given.disputes).into_iter().zip(&places.disputes)
        {
            let verdict = self.receivable_mut(&dispute.invoice).and_then(|receivable| {
                if dispute.settled.is_some_and(|settled| settled < dispute.opened) {
                    let message =
                        format!("it was settled before it was opened on {}", dispute.opened);
                    return Err(("settled", "reversed", message));
                }
                if dispute.settled.is_some() != dispute.in_favour_of.is_some() {
                    let message = "a settled dispute has both `settled` and `in_favour_of`".into();
                    let field = if dispute.settled.is_none() { "settled" } else { "in_favour_of" };
                    return Err((field, "missing", message));
                }
                receivable.disputes.push(dispute);
                Ok(())
            });
            verdict.unwrap_or_else(|refusal| self.refuse("disputes", *place, refusal));
        }
    }

    fn about_buyers(&mut self, given: &mut LedgerDocument, places: &Places) {
        let payments = core::mem::take(&mut given.payments);
        for (place, payment) in self.told_apart("payments", payments, &places.payments, |p| &p.id) {
            let currency = payment.currency.unwrap_or(self.currency);
            let verdict = self
                .buyer(&payment.buyer)
                .and_then(|account| self.own_invoices(&payment.invoices, account, Some(currency)));
            self.keep("payments", place, verdict, |account| account.payments.push(payment));
        }
        let costs = core::mem::take(&mut given.costs);
        for (place, cost) in self.told_apart("costs", costs, &places.costs, |cost| &cost.id) {
            let verdict = self.buyer(&cost.buyer);
            self.keep("costs", place, verdict, |account| account.costs.push(cost));
        }
        let recoveries = core::mem::take(&mut given.recoveries);
        for (place, recovery) in
            self.told_apart("recoveries", recoveries, &places.recoveries, |r| &r.id)
        {
            let verdict = self
                .buyer(&recovery.buyer)
                .and_then(|account| self.own_invoices(&recovery.invoices, account, None));
            self.keep("recoveries", place, verdict, |account| account.recoveries.push(recovery));
        }
        for (report, place) in
            core::mem::take(&mut given.credit_reports).into_iter().zip(&places.credit_reports)
        {
            let verdict = self.buyer(&report.buyer);
            self.keep("credit_reports", *place, verdict, |account| {
                account.credit_reports.push(report);
            });
        }
        for (fact, place) in
            core::mem::take(&mut given.reinstatements).into_iter().zip(&places.reinstatements)
        {
            let verdict = self.buyer(&fact.buyer);
            self.keep("reinstatements", *place, verdict, |account| {
                account.reinstatements.push(fact);
            });
        }
        for (fact, place) in
            core::mem::take(&mut given.insolvencies).into_iter().zip(&places.insolvencies)
        {
            let verdict = if fact.published.is_some_and(|published| published < fact.opened) {
                let message = format!("it was published before it was opened on {}", fact.opened);
                Err(("published", "reversed", message))
            } else {
                self.buyer(&fact.buyer)
            };
            self.keep("insolvencies", *place, verdict, |account| account.insolvencies.push(fact));
        }
        let indemnities = core::mem::take(&mut given.indemnities);
        for (place, fact) in self.first_of("indemnities", indemnities, &places.indemnities) {
            let verdict = self.buyer(&fact.buyer);
            self.keep("indemnities", place, verdict, |account| account.indemnities.push(fact));
        }
    }

    fn offers(&mut self, offers: Vec<Offer>, places: &Places) -> Vec<Offer> {
        let mut sound = Vec::with_capacity(offers.len());
        for (place, offer) in self.told_apart("offers", offers, &places.offers, |offer| &offer.id) {
            let issued = offer.issued;
            let before = |day: Option<Day>| day.is_some_and(|day| day < issued);
            let message = || format!("it lies before the offer was issued on {issued}");
            if before(offer.valid_until) {
                self.refuse("offers", place, ("valid_until", "reversed", message()));
            } else if before(offer.accepted) {
                self.refuse("offers", place, ("accepted", "reversed", message()));
            } else {
                sound.push(offer);
            }
        }
        sound
    }

    /// Facts without a name of their own: one that repeats another in every
    /// field is reported and counts once.
    fn first_of<T: PartialEq>(
        &mut self,
        list: &'static str,
        facts: Vec<T>,
        places: &[usize],
    ) -> Vec<(usize, T)> {
        let mut sound: Vec<(usize, T)> = Vec::with_capacity(facts.len());
        for (fact, place) in facts.into_iter().zip(places) {
            // Facts that are equal stand side by side: the lists are sorted by all they say.
            if sound.last().is_some_and(|(_, last)| *last == fact) {
                let message = "the same stands here twice: it counts once".into();
                self.refuse(list, *place, ("", "duplicate", message));
            } else {
                sound.push((*place, fact));
            }
        }
        sound
    }

    fn limits(&mut self, limits: Vec<LimitDecision>, places: &Places) {
        let limits = self.first_of("limits", limits, &places.limits);
        // Two decisions from one day on: nobody can say which holds.
        let key = |limit: &LimitDecision| (limit.buyer.clone(), limit.group.clone(), limit.from());
        let mut count: BTreeMap<_, usize> = BTreeMap::new();
        for (_, limit) in limits.iter().filter(|(_, limit)| limit.kind != LimitKind::Temporary) {
            let seen = count.entry(key(limit)).or_insert(0);
            *seen = seen.saturating_add(1);
        }
        for (place, limit) in limits {
            let twice = limit.kind != LimitKind::Temporary
                && count.get(&key(&limit)).is_some_and(|count| *count > 1);
            let verdict = if twice {
                let message = format!(
                    "two decisions hold from {}: none of them counts, keep the one that does",
                    limit.from()
                );
                Err(("effective", "conflict", message))
            } else {
                sound_limit(&limit)
            };
            match (verdict, &limit.buyer, &limit.group) {
                (Err(refusal), _, _) => self.refuse("limits", place, refusal),
                (Ok(()), Some(buyer), _) => {
                    let verdict = self.buyer(buyer);
                    self.keep("limits", place, verdict, |account| account.limits.push(limit));
                }
                (Ok(()), None, Some(group)) if self.parents.contains_key(group) => {
                    self.group_limits.entry(group.clone()).or_default().push(limit);
                }
                (Ok(()), None, _) => {
                    let message = "the group is not among the sound groups of the ledger".into();
                    self.refuse("limits", place, ("group", "not_found", message));
                }
            }
        }
    }

    fn events(&mut self, events: Vec<Event>, notices: Vec<Notice>, places: &Places) {
        for (event, place) in events.into_iter().zip(&places.events) {
            match &event.buyer {
                _ if matches!(event.cause, Cause::Insolvency | Cause::ProtractedDefault) => {
                    let message =
                        "an insolvency stands in `insolvencies`, and a protracted default \
                                   follows from due dates and payments: neither is an event"
                            .into();
                    self.refuse("events", *place, ("cause", "senseless", message));
                }
                Some(buyer) if !self.buyers.contains_key(buyer) => {
                    let message = not_found("buyer", buyer);
                    self.refuse("events", *place, ("buyer", "not_found", message));
                }
                None if event.country.is_none() => {
                    let message = "an event concerns a `buyer` or a `country`".into();
                    self.refuse("events", *place, ("buyer", "missing", message));
                }
                _ => self.sound_events.push(event),
            }
        }
        for (notice, place) in notices.into_iter().zip(&places.notices) {
            let Some(buyer) = &notice.buyer else {
                if notice.invoices.is_empty() {
                    self.policy_notices.push(notice);
                } else {
                    let message = "a notice about invoices names their buyer".into();
                    self.refuse("notices", *place, ("buyer", "missing", message));
                }
                continue;
            };
            let verdict = self
                .buyer(buyer)
                .and_then(|account| self.own_invoices(&notice.invoices, account, None));
            self.keep("notices", *place, verdict, |account| account.notices.push(notice));
        }
    }

    fn buyer(&self, buyer: &Id) -> Result<usize, Refusal> {
        self.buyers
            .get(buyer)
            .copied()
            .ok_or_else(|| ("buyer", "not_found", not_found("buyer", buyer)))
    }

    fn receivable_mut(&mut self, invoice: &Id) -> Result<&mut Receivable, Refusal> {
        let place = self.invoices.get(invoice).copied();
        place
            .and_then(|(account, receivable)| {
                self.accounts.get_mut(account)?.receivables.get_mut(receivable)
            })
            .ok_or_else(|| ("invoice", "not_found", not_found("invoice", invoice)))
    }

    /// Whether named invoices are sound, of this account and of one currency.
    fn own_invoices(
        &self,
        invoices: &[Id],
        account: usize,
        currency: Option<Currency>,
    ) -> Result<usize, Refusal> {
        for invoice in invoices {
            let (owner, place) = self
                .invoices
                .get(invoice)
                .copied()
                .ok_or_else(|| ("invoices", "not_found", not_found("invoice", invoice)))?;
            if owner != account {
                let message = format!("invoice `{invoice}` is owed by another buyer");
                return Err(("invoices", "conflict", message));
            }
            let owed = self
                .accounts
                .get(owner)
                .and_then(|account| account.receivables.get(place))
                .map(|receivable| receivable.currency);
            if let (Some(paid), Some(owed)) = (currency, owed)
                && paid != owed
            {
                let message =
                    format!("invoice `{invoice}` is owed in `{owed}` and was paid in `{paid}`");
                return Err(("currency", "conflict", message));
            }
        }
        Ok(account)
    }

    fn keep(
        &mut self,
        list: &str,
        place: usize,
        verdict: Result<usize, Refusal>,
        keep: impl FnOnce(&mut Account),
    ) {
        match verdict {
            Ok(account) => {
                if let Some(account) = self.accounts.get_mut(account) {
                    keep(account);
                }
            }
            Err(refusal) => self.refuse(list, place, refusal),
        }
    }
}

fn not_found(what: &str, name: &Id) -> String {
    format!(
        "{what} `{name}` is not among the sound {what}s of the ledger: add it or correct the name"
    )
}

/// How many groups may stand above each other: more than any real one, and
/// few enough that a senseless ledger costs no more than a sensible one.
const MOST_LEVELS: usize = 50;

/// A group and those above it, nearest first, or why there is no such line.
fn above(parents: &BTreeMap<Id, Option<Id>>, group: &Id) -> Result<Vec<Id>, Refusal> {
    let refusal = |code, message| Err(("parent", code, message));
    let mut line: Vec<Id> = Vec::new();
    let mut next = Some(group);
    while let Some(current) = next {
        if !line.is_empty() && current == group {
            let message = format!("group `{group}` stands above itself: break the circle");
            return refusal("conflict", message);
        }
        let Some(parent) = parents.get(current) else {
            let message = format!(
                "group `{current}` is not among the sound groups of the ledger: add it to `groups`"
            );
            return refusal("not_found", message);
        };
        if line.len() == MOST_LEVELS {
            let message = format!(
                "more than {MOST_LEVELS} groups stand above `{group}`, or a circle of groups does"
            );
            return refusal("exceeds", message);
        }
        line.push(current.clone());
        next = parent.as_ref();
    }
    Ok(line)
}

fn sound_limit(limit: &LimitDecision) -> Result<(), Refusal> {
    let from = limit.from();
    if limit.buyer.is_some() == limit.group.is_some() {
        return Err((
            "buyer",
            "conflict",
            "a decision concerns either a `buyer` or a `group`".into(),
        ));
    }
    let ends = matches!(limit.kind, LimitKind::Refused | LimitKind::Cancelled);
    if ends && limit.amount.is_some_and(|amount| amount != Amount::ZERO) {
        let message = "a limit that is refused or cancelled has no amount".into();
        return Err(("amount", "conflict", message));
    }
    if !ends && limit.amount.is_none() {
        return Err(("amount", "missing", "this decision needs an `amount`".into()));
    }
    if limit.kind == LimitKind::Temporary && limit.expires.is_none() {
        return Err((
            "expires",
            "missing",
            "a temporary limit needs its last day, `expires`".into(),
        ));
    }
    if limit.expires.is_some_and(|expires| expires < from) {
        let message = format!("it expires before it holds from {from}");
        return Err(("expires", "reversed", message));
    }
    Ok(())
}
