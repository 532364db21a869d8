//! Invoices, and what happened to each of them.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Gathering, Refusal};
use crate::error::Error;
use crate::facts::sort::Places;
use crate::facts::{Invoice, LedgerDocument, Receivable, due_in_time};
use crate::value::{Amount, Day, Id, MonthEnd};

impl Gathering {
    pub(in crate::facts) fn receivables(&mut self, given: &mut LedgerDocument, places: &Places) {
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
        if !due_in_time(due) {
            return Err(("due", "senseless", too_late(due)));
        }
        if invoice.ordered.is_some_and(|ordered| ordered > invoice.delivery) {
            let message = format!("it was ordered after it was delivered on {}", invoice.delivery);
            return Err(("ordered", "reversed", message));
        }
        let gross = Amount::total([invoice.amount, invoice.vat, invoice.interest])
            .map_err(|error| ("amount", error.code(), format!("{error}")))?;
        Ok((account, due, gross))
    }

    pub(in crate::facts) fn about_receivables(
        &mut self,
        given: &mut LedgerDocument,
        places: &Places,
    ) {
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
                let (net, vat) = match left.entry(note.invoice.clone()) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        new.insert(receivable.billed_on(Day::MIN).map_err(overflow)?)
                    }
                };
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
                if !due_in_time(extension.due) {
                    return Err(("due", "senseless", too_late(extension.due)));
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
}

fn too_late(due: Day) -> String {
    format!("it falls due on {due}, after 9899-12-31: write the day that was agreed")
}
