//! A book: a question whose receivables are columns.

use alloc::format;
use alloc::vec::Vec;

use super::answer::{Assessed, Columns, Refusal};
use super::parts::{Part, Parted};
use super::receivables::Receivables;
use super::settle::units;
use super::slot::Row;
use super::table::{Involved, Table};
use crate::answers::cover::Question;
use crate::answers::cover::account::StopKey;
use crate::answers::cover::deadline::{insolvency_deadline, overdue_from, stop_after};
use crate::answers::cover::groups::top;
use crate::error::Error;
use crate::facts::Insolvency;
use crate::terms::{FillOrder, OverdueAnchor, PolicyTerms, StopAnchor};
use crate::value::{Amount, Day, Span, Units, exact};

/// A question about many receivables, made ready.
#[derive(Debug)]
pub struct Book<'a> {
    pub(super) question: Question<'a>,
    scale: u32,
    part_bits: u32,
    versions: Vec<Version<'a>>,
    /// When a receivable that stays unpaid stops deliveries, by the terms in
    /// force on the day asked about.
    stop: Option<(StopAnchor, Table<'a>)>,
    /// The same in every version, whatever a share of the balance is.
    pub(super) stops_simply: bool,
}

/// The terms in force from a day on, with their days worked out.
#[derive(Debug)]
pub(super) struct Version<'a> {
    from: Option<Day>,
    pub(super) terms: &'a PolicyTerms,
    latest_due: Option<Table<'a>>,
    pub(super) latest_invoice: Option<Table<'a>>,
    overdue: Option<(OverdueAnchor, Table<'a>)>,
}

/// Rows of a part: few enough for the cache of one processor.
const ROWS_OF_A_PART: usize = 32_768;

impl<'a> Book<'a> {
    /// Makes ready for a number of rows, which need not be exact. `scale` is
    /// how many decimals the amounts have: 2 for cents.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] for a ledger that holds receivables, payments
    /// or limits on groups; [`Error::OutOfRange`] for a scale above 18.
    pub fn new(question: &Question<'a>, scale: u32, rows: usize) -> Result<Self, Error> {
        let ledger = question.ledger;
        let refuse = |problem: &str| Err(Error::Unanswerable { problem: problem.into() });
        if scale > 18 {
            return Err(Error::OutOfRange {
                what: "the number of decimals of a book",
                allowed: "0 to 18",
                given: format!("{scale}"),
            });
        }
        for account in ledger.accounts() {
            if !account.receivables.is_empty() {
                return refuse("the receivables of a book are its columns: leave `invoices` out");
            }
            if !account.payments.is_empty() {
                return refuse("what was paid on a book is a column: leave `payments` out");
            }
            if top(account, question).is_some() {
                return refuse(
                    "limits on groups are not for columns: assess those buyers as a ledger",
                );
            }
        }
        let parts = rows.div_ceil(ROWS_OF_A_PART).clamp(1, 2_048).next_power_of_two();
        let all = question.policy.versions();
        let now = question.policy.on(question.as_of);
        let key = StopKey::of(now);
        let simply = all.iter().all(|version| StopKey::of(&version.terms) == key);
        Ok(Self {
            question: *question,
            scale,
            part_bits: parts.trailing_zeros(),
            versions: all
                .iter()
                .map(|version| Version::new(question, version.from, &version.terms))
                .collect(),
            stop: stop_after(now).map(|after| {
                let month_end = now.periods.month_end;
                let rule = move |day: Day| day.plus(after, month_end);
                (now.stop.anchor, Table::new(question.as_of, rule))
            }),
            stops_simply: simply && now.stop.materiality.is_none(),
        })
    }

    /// Sorts a chunk of the rows by groups of buyers. The pieces of a chunk
    /// are as if they were one. Chunks of some 32,000 rows are quickest: what is
    /// worked out about them stays in the cache of a processor.
    ///
    /// # Errors
    ///
    /// [`Error::Unanswerable`] for columns of different lengths.
    pub fn part<'c>(&self, chunk: &[Receivables<'c>]) -> Result<Parted<'c>, Error> {
        Parted::new(self, chunk)
    }

    /// Every group of buyers, to be answered about in any order.
    #[must_use]
    pub fn all_parts<'p>(&self, chunks: &'p mut [Parted<'_>]) -> Vec<Part<'p>> {
        Part::all(self, chunks)
    }

    /// The answers to the rows of a chunk, in their order.
    #[must_use]
    pub fn columns<A: From<i64> + Copy>(&self, chunk: &Parted<'_>) -> Columns<A> {
        chunk.columns(self)
    }

    /// Everything, one after the other: as if the pieces were one.
    ///
    /// # Errors
    ///
    /// As [`part`](Self::part) and [`cover`](Self::cover).
    pub fn assess<A: From<i64> + Copy>(
        &self,
        pieces: &[Receivables<'_>],
    ) -> Result<Assessed<A>, Error> {
        let mut chunks = [self.part(pieces)?];
        let mut buyers = Vec::new();
        let mut later: Vec<Refusal> = Vec::new();
        for part in self.all_parts(&mut chunks) {
            let found = self.cover(part)?;
            buyers.extend(found.buyers);
            later.extend(found.refused.into_iter().map(|(_, refusal)| refusal));
        }
        buyers.sort_unstable_by_key(|sums| sums.buyer);
        let [chunk] = chunks;
        let mut refused = chunk.refused().to_vec();
        refused.extend(later);
        refused.sort_by_key(|refusal| refusal.row);
        Ok(Assessed { columns: self.columns(&chunk), buyers, refused })
    }

    /// How many groups of buyers there are.
    #[must_use]
    pub fn parts(&self) -> usize {
        1_usize.checked_shl(self.part_bits).unwrap_or(1)
    }

    #[inline]
    pub(super) fn part_of(&self, buyer: u32) -> usize {
        let mask = 1_u32.wrapping_shl(self.part_bits).wrapping_sub(1);
        usize::try_from(buyer & mask).unwrap_or_default()
    }

    /// The place of a buyer in its group.
    #[inline]
    pub(super) const fn local(&self, buyer: u32) -> u32 {
        buyer.wrapping_shr(self.part_bits)
    }

    /// The last place of a buyer in any group.
    pub(super) fn last_local(&self) -> u32 {
        self.local(u32::try_from(self.buyers()).unwrap_or(u32::MAX))
    }

    pub(super) fn buyers(&self) -> usize {
        self.question.ledger.accounts().len()
    }

    #[inline]
    pub(super) const fn as_of(&self) -> Day {
        self.question.as_of
    }

    /// What a row is checked by: how many buyers there are, and the day asked about.
    pub(super) fn known(&self) -> (usize, Day) {
        (self.buyers(), self.as_of())
    }

    /// What receivables fill limits by (COV-5).
    pub(super) fn fills_by(&self) -> FillOrder {
        self.question.policy.on(self.as_of()).limits.fill_order
    }

    /// The day that a receivable fills limits by.
    pub(super) fn fills_on(&self, row: &Row) -> Day {
        match self.fills_by() {
            FillOrder::Delivery => row.delivery,
            FillOrder::Invoice => row.invoiced,
            FillOrder::Due => row.due,
        }
    }

    /// Which version of the terms is in force at a delivery.
    #[inline]
    pub(super) fn version(&self, delivery: Day) -> Option<(usize, &Version<'a>)> {
        let place = match self.versions.len() {
            1 => 0,
            _ => self
                .versions
                .partition_point(|version| version.from.is_none_or(|from| from <= delivery))
                .checked_sub(1)?,
        };
        Some((place, self.versions.get(place)?))
    }

    pub(super) fn versions(&self) -> usize {
        self.versions.len()
    }

    /// The last day on which deliveries stay insured while a receivable is
    /// unpaid; nothing where no stop is agreed.
    #[inline]
    pub(super) fn stop(&self, row: &Row) -> Result<Option<Day>, Involved> {
        let day = self.stop.as_ref().map(|(anchor, table)| {
            table.of(if *anchor == StopAnchor::Invoice { row.invoiced } else { row.due })
        });
        day.transpose()
    }

    #[inline]
    pub(super) fn stop_of(&self, piece: &Receivables<'_>, row: usize) -> i32 {
        self.stop.as_ref().map_or(super::NO_DAY, |(anchor, table)| {
            table.written(piece.anchor_of(row, *anchor == StopAnchor::Invoice))
        })
    }

    /// An amount in units of the book, if it has no finer digits.
    pub(super) fn units(&self, amount: Amount) -> Option<Units> {
        units(amount.get(), self.scale).map(Units)
    }

    /// Units of the book as an amount.
    pub(super) fn amount(&self, units: i64) -> Result<Amount, Error> {
        exact::scaled(units, self.scale).and_then(Amount::new)
    }
}

impl<'a> Version<'a> {
    fn new(question: &Question<'a>, from: Option<Day>, terms: &'a PolicyTerms) -> Self {
        let month_end = terms.periods.month_end;
        let after = |span: Option<Span>| {
            span.map(|span| Table::new(question.as_of, move |day| day.plus(span, month_end)))
        };
        let holidays = question.holidays;
        Self {
            from,
            terms,
            latest_due: after(terms.periods.maximum_terms),
            latest_invoice: after(terms.periods.maximum_invoicing),
            overdue: terms.notification.overdue.as_ref().map(|rule| {
                let last = move |day: Day| {
                    overdue_from(terms, rule, day, holidays).map(|deadline| deadline.last_day)
                };
                (rule.anchor, Table::new(question.as_of, last))
            }),
        }
    }

    /// The latest due date within the maximum terms.
    #[inline]
    pub(super) fn latest_due(&self, invoiced: Day, maximum: Span) -> Result<Day, Involved> {
        match &self.latest_due {
            Some(table) if self.terms.periods.maximum_terms == Some(maximum) => table.of(invoiced),
            _ => invoiced.plus(maximum, self.terms.periods.month_end).map_err(|_| Involved),
        }
    }

    /// By when a receivable must be notified as overdue (DUE-2); nothing where
    /// there is no such duty.
    #[inline]
    pub(super) fn overdue(&self, row: &Row) -> Result<Option<Day>, Involved> {
        let day = self.overdue.as_ref().map(|(anchor, table)| {
            table.of(match anchor {
                OverdueAnchor::MaxTermsEnd => row.invoiced,
                OverdueAnchor::Due | OverdueAnchor::OriginalDue | OverdueAnchor::MepEnd => row.due,
            })
        });
        day.transpose()
    }

    /// By when a buyer's insolvency must be notified (DUE-3).
    pub(super) fn insolvency(
        &self,
        question: &Question<'_>,
        event: Option<&Insolvency>,
    ) -> Result<Option<Day>, Error> {
        let rule = self.terms.notification.insolvency.as_ref().zip(event);
        rule.map(|(rule, event)| {
            let holidays = question.holidays;
            insolvency_deadline(self.terms, rule, event, question.as_of, holidays)
                .map(|deadline| deadline.last_day)
        })
        .transpose()
    }
}
