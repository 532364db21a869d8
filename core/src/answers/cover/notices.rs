//! When something was told, found without reading every notice each time.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::facts::{Account, NoticeKind, Receivable};
use crate::value::{Day, Id};

/// An account's notices of some kinds, as known on a day, ready to be asked
/// about any receivable in the logarithm of their number.
#[derive(Debug, Clone)]
pub struct Notices<'a> {
    /// Those about every receivable delivered by their date, in order.
    general: Vec<Day>,
    /// The first about an invoice.
    by_invoice: BTreeMap<&'a Id, Day>,
}

impl<'a> Notices<'a> {
    /// Gathers an account's notices.
    #[must_use]
    pub fn new(account: &'a Account, kinds: &[NoticeKind], as_of: Day) -> Self {
        let mut found = Self { general: Vec::new(), by_invoice: BTreeMap::new() };
        // They stand in order of their date: the first stays.
        for notice in &account.notices {
            if notice.date > as_of || !kinds.contains(&notice.kind) {
                continue;
            }
            if notice.invoices.is_empty() {
                found.general.push(notice.date);
            }
            for invoice in &notice.invoices {
                found.by_invoice.entry(invoice).or_insert(notice.date);
            }
        }
        found
    }

    /// Whether nothing was told.
    pub(crate) fn is_empty(&self) -> bool {
        self.general.is_empty() && self.by_invoice.is_empty()
    }

    /// When every receivable of a delivery was first notified.
    pub(crate) fn general(&self, delivery: Day) -> Option<Day> {
        let after = self.general.partition_point(|day| *day < delivery);
        self.general.get(after).copied()
    }

    /// When a receivable was first notified.
    #[must_use]
    pub fn of(&self, receivable: &Receivable) -> Option<Day> {
        let general = self.general(receivable.invoice.delivery);
        let own = self.by_invoice.get(&receivable.invoice.id).copied();
        [general, own].into_iter().flatten().min()
    }
}
