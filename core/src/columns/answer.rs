//! What comes out: columns beside the rows, sums by buyer, and refusals.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::State;
use super::receivables::Fault;
use crate::answers::cover::exposure::Tally;
use crate::answers::cover::{LimitBasis, ReasonSet, Verdict};
use crate::value::{Day, Units};

/// The answers to the rows of a chunk, in their order: one entry for each.
///
/// Amounts are whole units of the book's scale, as `i64` or `i128`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns<A> {
    /// What became of it, as [`State`].
    pub state: Vec<State>,
    /// What is covered, before the insured percentage.
    pub covered: Vec<A>,
    /// What is not: `covered + uncovered = open`.
    pub uncovered: Vec<A>,
    /// The limit for it (`L_i` of COV-5).
    pub limit: Vec<A>,
    /// Why it is not covered, or not wholly, as [`ReasonSet::bits`].
    pub reasons: Vec<u32>,
    /// The last day on which further deliveries stay insured if it stays
    /// unpaid (DUE-6), or [`NO_DAY`](super::NO_DAY).
    pub stop: Vec<i32>,
    /// The last day to notify it as overdue, or its buyer as insolvent if that
    /// comes earlier (DUE-2, DUE-3), or [`NO_DAY`](super::NO_DAY).
    pub notify: Vec<i32>,
}

impl<A> Columns<A> {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self {
            state: Vec::with_capacity(rows),
            covered: Vec::with_capacity(rows),
            uncovered: Vec::with_capacity(rows),
            limit: Vec::with_capacity(rows),
            reasons: Vec::with_capacity(rows),
            stop: Vec::with_capacity(rows),
            notify: Vec::with_capacity(rows),
        }
    }

    /// The verdict on each row; none where nothing is open or it cannot stand.
    pub fn verdict(&self) -> impl Iterator<Item = Option<Verdict>> {
        self.state.iter().map(|state| state.verdict())
    }

    /// The reasons of each row (COV-2).
    pub fn reasons(&self) -> impl Iterator<Item = ReasonSet> {
        self.reasons.iter().map(|bits| ReasonSet::from_bits(*bits))
    }
}

/// Everything about a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed<A> {
    /// Beside the rows.
    pub columns: Columns<A>,
    /// By buyer, in the order of the ledger's accounts.
    pub buyers: Vec<BuyerSums>,
    /// Rows that cannot stand, in their order.
    pub refused: Vec<Refusal>,
}

/// The exposure on a buyer that has rows (COV-9). Amounts are whole units of
/// the book's scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerSums {
    /// The place of its account in the ledger.
    pub buyer: u32,
    /// How many receivables are open.
    pub receivables: u32,
    /// What is open.
    pub open: i64,
    /// The part of it past the due date.
    pub overdue: i64,
    /// The insured base of the receivables that are insurable.
    pub insurable: i64,
    /// What the limit covers of that.
    pub covered: i64,
    /// What it does not cover of it.
    pub over_the_limit: i64,
    /// The limit for a delivery on the day asked about.
    pub limit: i64,
    /// What justifies it.
    pub basis: LimitBasis,
    /// What such a delivery would find of it.
    pub headroom: i64,
    /// What is open, by how long it is overdue: not due, 1–30, 31–60, 61–90,
    /// 91–180 and more than 180 days.
    pub ageing: [i64; 6],
    /// Since when deliveries are stopped (COV-8).
    pub stopped_since: Option<Day>,
    /// Since when it is insolvent.
    pub insolvent_since: Option<Day>,
    /// The day on which cover ended (COV-7).
    pub cover_ended: Option<Day>,
}

impl BuyerSums {
    pub(super) fn new(
        buyer: u32,
        tally: &Tally<Units>,
        (limit, basis): (Units, LimitBasis),
        taken: Units,
    ) -> Self {
        let less = |a: Units, b: Units| a.0.saturating_sub(b.0).max(0);
        Self {
            buyer,
            receivables: tally.receivables,
            open: tally.open.0,
            overdue: tally.overdue.0,
            insurable: tally.insurable.0,
            covered: tally.covered.0,
            over_the_limit: less(tally.insurable, tally.covered),
            limit: limit.0,
            basis,
            headroom: less(limit, taken),
            ageing: tally.ageing.map(|units| units.0),
            stopped_since: None,
            insolvent_since: None,
            cover_ended: None,
        }
    }
}

/// A row that cannot stand, and why (LED-2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which row of its chunk, the first being 0.
    pub row: u32,
    /// The column at fault; empty where it is none by itself.
    pub column: &'static str,
    /// A stable name of the problem.
    pub code: &'static str,
    /// The problem, in words.
    pub message: String,
}

impl Refusal {
    pub(super) fn new(row: u32, column: &'static str, fault: Fault) -> Self {
        let (code, message) = match fault {
            Fault::Missing => ("missing", format!("`{column}` is needed")),
            Fault::Negative => (
                "out_of_range",
                format!(
                    "`{column}` must be zero or more: money owed the other way is another fact"
                ),
            ),
            Fault::TooLarge => {
                ("overflow", format!("`{column}` has more digits than a book holds: 18"))
            }
            Fault::UnknownBuyer => ("unknown", "the ledger has no such buyer: add it".into()),
            Fault::NotADay => {
                ("invalid_day", format!("`{column}` is not a day from year 1 to 9999"))
            }
            Fault::UnknownCode => ("unknown_code", format!("`{column}` has no such code")),
            Fault::DueBeforeInvoice => ("reversed", "it falls due before it was invoiced".into()),
            Fault::DueTooLate => {
                ("senseless", "it falls due after 9899-12-31: write the day that was agreed".into())
            }
            Fault::OrderedAfterDelivery => {
                ("reversed", "it was ordered after it was delivered".into())
            }
            Fault::PaidLater => (
                "conflict",
                "it was paid after the day asked about: give what was open then".into(),
            ),
            Fault::OpenAboveWhole => {
                ("conflict", "more is open than the whole amount: give it with its tax".into())
            }
        };
        Self { row, column, code, message }
    }
}
