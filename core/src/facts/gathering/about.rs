//! What buyers paid, what happened to them, what was told and offered.

use alloc::format;
use alloc::vec::Vec;

use super::{Gathering, not_found};
use crate::facts::sort::Places;
use crate::facts::{Event, LedgerDocument, Notice, Offer};
use crate::terms::Cause;
use crate::value::Day;

impl Gathering {
    pub(in crate::facts) fn about_buyers(&mut self, given: &mut LedgerDocument, places: &Places) {
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

    pub(in crate::facts) fn offers(&mut self, offers: Vec<Offer>, places: &Places) -> Vec<Offer> {
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

    pub(in crate::facts) fn events(
        &mut self,
        events: Vec<Event>,
        notices: Vec<Notice>,
        places: &Places,
    ) {
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
}
