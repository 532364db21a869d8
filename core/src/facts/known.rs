//! What was known on a day.

use super::LedgerDocument;
use crate::value::Day;

impl LedgerDocument {
    /// The ledger as it stood at the end of a day: facts dated later do not
    /// exist yet, and what ended later has not ended (LED-1).
    #[must_use]
    pub fn known_by(mut self, day: Day) -> Self {
        self.invoices.retain(|fact| fact.delivery <= day);
        self.credit_notes.retain(|fact| fact.date <= day);
        self.payments.retain(|fact| fact.date <= day);
        self.extensions.retain(|fact| fact.date <= day);
        self.disputes.retain(|fact| fact.opened <= day);
        for dispute in &mut self.disputes {
            if dispute.settled.is_some_and(|settled| settled > day) {
                (dispute.settled, dispute.in_favour_of) = (None, None);
            }
        }
        self.limits.retain(|fact| fact.date <= day);
        self.credit_reports.retain(|fact| fact.date <= day);
        self.reinstatements.retain(|fact| fact.date <= day);
        self.insolvencies.retain(|fact| fact.opened <= day);
        for insolvency in &mut self.insolvencies {
            insolvency.published = insolvency.published.filter(|published| *published <= day);
        }
        self.events.retain(|fact| fact.date <= day);
        self.notices.retain(|fact| fact.date <= day);
        self.costs.retain(|fact| fact.date <= day);
        self.recoveries.retain(|fact| fact.date <= day);
        self.indemnities.retain(|fact| fact.date <= day);
        self.premiums.retain(|fact| fact.date <= day);
        self.declarations.retain(|fact| fact.date <= day);
        self.offers.retain(|fact| fact.issued <= day);
        for offer in &mut self.offers {
            offer.accepted = offer.accepted.filter(|accepted| *accepted <= day);
        }
        self
    }
}
