//! Rows sorted by groups of buyers, and back.
//!
//! Every pass reads and writes memory in order: rows go to as many places as
//! there are parts, and come back from as many, each in the order of the rows.

use alloc::vec::Vec;

use super::answer::{BuyerSums, Columns, Refusal};
use super::book::Book;
use super::buyer::Scratch;
use super::receivables::{Receivables, Rest};
use super::slot::{Outcome, Row, Slot, State};
use crate::error::Error;
use crate::value::Day;

/// A chunk of the rows, sorted by part.
#[derive(Debug)]
pub struct Parted<'a> {
    chunk: Chunk<'a>,
    slots: Vec<Slot>,
    /// Where each part begins in `slots`, and where the last ends.
    starts: Vec<usize>,
    refused: Vec<Refusal>,
}

/// The columns of a chunk.
#[derive(Debug)]
struct Chunk<'a> {
    pieces: Vec<Receivables<'a>>,
    /// Which row of the chunk is the first of each piece.
    firsts: Vec<usize>,
}

impl Chunk<'_> {
    fn rest(&self, place: u32) -> Rest {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let piece = self.firsts.partition_point(|first| *first <= place).saturating_sub(1);
        let first = self.firsts.get(piece).copied().unwrap_or_default();
        let row = place.saturating_sub(first);
        self.pieces.get(piece).map_or(Rest::NOTHING, |piece| piece.rest(row))
    }
}

impl<'a> Parted<'a> {
    pub(super) fn new(book: &Book<'_>, pieces: &[Receivables<'a>]) -> Result<Self, Error> {
        let mut firsts = Vec::with_capacity(pieces.len());
        let mut rows: usize = 0;
        for piece in pieces {
            if let Some(column) = piece.uneven() {
                let problem = alloc::format!(
                    "the column `{column}` has another number of rows than `buyer`: {}",
                    piece.len()
                );
                return Err(Error::Unanswerable { problem });
            }
            firsts.push(rows);
            rows = rows.saturating_add(piece.len());
        }
        if u32::try_from(rows).is_err() {
            let problem = "a chunk has at most 4,294,967,295 rows: make several".into();
            return Err(Error::Unanswerable { problem });
        }
        let parts = book.parts();
        let mut counts = alloc::vec![0_usize; parts];
        for buyer in pieces.iter().flat_map(|piece| piece.buyer) {
            if let Some(count) = counts.get_mut(book.part_of(*buyer)) {
                *count = count.saturating_add(1);
            }
        }
        let mut starts = Vec::with_capacity(parts.saturating_add(1));
        let mut next: usize = 0;
        for count in &counts {
            starts.push(next);
            next = next.saturating_add(*count);
        }
        starts.push(next);
        let mut cursors = starts.clone();
        let mut slots = alloc::vec![Slot::Done(Outcome::bare(State::Refused)); rows];
        let mut refused = Vec::new();
        let known = (book.buyers(), book.as_of());
        let mut place: u32 = 0;
        for piece in pieces {
            for row in 0..piece.len() {
                let found = piece.row(row, place, known);
                let buyer = piece.buyer.get(row).copied().unwrap_or_default();
                let cursor = cursors.get_mut(book.part_of(buyer));
                if let Some(cursor) = cursor {
                    if let Some(slot) = slots.get_mut(*cursor) {
                        match found {
                            Ok(row) if row.delivery > book.as_of() => {
                                *slot = Slot::Done(Outcome::bare(State::NotYet));
                            }
                            Ok(row) => *slot = Slot::Open(row),
                            Err((column, fault)) => {
                                refused.push(Refusal::new(place, column, fault));
                            }
                        }
                    }
                    *cursor = cursor.wrapping_add(1);
                }
                place = place.wrapping_add(1);
            }
        }
        Ok(Self { chunk: Chunk { pieces: pieces.to_vec(), firsts }, slots, starts, refused })
    }

    /// How many rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.slots.len()
    }

    /// The rows that cannot stand, so far as their own columns say.
    #[must_use]
    pub fn refused(&self) -> &[Refusal] {
        &self.refused
    }

    pub(super) fn columns<A: From<i64> + Copy>(&self, book: &Book<'_>) -> Columns<A> {
        let mut out = Columns::with_capacity(self.rows());
        let mut cursors = self.starts.clone();
        for piece in &self.chunk.pieces {
            for (row, buyer) in piece.buyer.iter().enumerate() {
                let Some(cursor) = cursors.get_mut(book.part_of(*buyer)) else { continue };
                let outcome = match self.slots.get(*cursor) {
                    Some(Slot::Done(outcome)) => *outcome,
                    _ => Outcome::bare(State::Refused),
                };
                *cursor = cursor.wrapping_add(1);
                let (open, stop) = match outcome.state.verdict() {
                    Some(_) => (piece.open_of(row), book.stop_of(piece, row)),
                    None => (0, super::NO_DAY),
                };
                out.state.push(outcome.state);
                out.covered.push(A::from(outcome.covered));
                out.uncovered.push(A::from(open.saturating_sub(outcome.covered)));
                out.limit.push(A::from(outcome.limit));
                out.reasons.push(outcome.reasons.bits());
                out.stop.push(stop);
                out.notify.push(outcome.notify);
            }
        }
        out
    }
}

/// The rows of one group of buyers, from every chunk.
#[derive(Debug)]
pub struct Part<'p> {
    pieces: Vec<(&'p Chunk<'p>, &'p mut [Slot])>,
    /// How many rows come before each piece.
    firsts: Vec<usize>,
}

/// The answers about a group of buyers; those about its rows stand in their chunks.
#[derive(Debug, Default)]
pub struct Covered {
    /// The buyers that have rows.
    pub buyers: Vec<BuyerSums>,
    /// Rows that cannot be assessed: which chunk, and which row of it.
    pub refused: Vec<(usize, Refusal)>,
}

impl<'p> Part<'p> {
    pub(super) fn all(book: &Book<'_>, chunks: &'p mut [Parted<'_>]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        all.resize_with(book.parts(), || Self { pieces: Vec::new(), firsts: Vec::new() });
        for parted in chunks {
            let mut rest = parted.slots.as_mut_slice();
            let mut before = 0;
            for (part, end) in all.iter_mut().zip(parted.starts.iter().skip(1)) {
                let (own, others) =
                    rest.split_at_mut_checked(end.saturating_sub(before)).unwrap_or_default();
                part.firsts.push(part.rows());
                part.pieces.push((&parted.chunk, own));
                rest = others;
                before = *end;
            }
        }
        all
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        let last = self.firsts.last().copied().unwrap_or_default();
        last.saturating_add(self.pieces.last().map_or(0, |(_, slots)| slots.len()))
    }

    pub(super) fn open(&self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.rows());
        for slot in self.pieces.iter().flat_map(|(_, slots)| slots.iter()) {
            rows.push(match slot {
                Slot::Open(row) => *row,
                Slot::Done(_) => Row::NONE,
            });
        }
        rows
    }

    /// Which chunk a row of this part is from.
    fn chunk(&self, at: usize) -> usize {
        self.firsts.partition_point(|first| *first <= at).saturating_sub(1)
    }

    pub(super) fn rest(&self, at: usize, place: u32) -> Rest {
        self.pieces.get(self.chunk(at)).map_or(Rest::NOTHING, |(chunk, _)| chunk.rest(place))
    }

    pub(super) fn origin(&self, at: usize) -> usize {
        // Empty chunks begin where the next does: the last of them has the row.
        self.chunk(at)
    }

    pub(super) fn write(&mut self, outcomes: &[Outcome]) {
        let slots = self.pieces.iter_mut().flat_map(|(_, slots)| slots.iter_mut());
        for (slot, outcome) in slots.zip(outcomes) {
            if matches!(slot, Slot::Open(_)) {
                *slot = Slot::Done(*outcome);
            }
        }
    }
}

/// Rows of a part in the order in which they fill limits, buyer by buyer.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Buyer, day and place in the part, packed: see [`Order::sort`].
    keys: Vec<u64>,
    spare: Vec<u64>,
    counts: Vec<usize>,
    place_bits: u32,
    day_bits: u32,
}

/// How many bits a pass of the sort takes at once.
const DIGIT: u32 = 10;

impl Order {
    /// Sorts by buyer, then by the day that `key` gives, then by invoice date,
    /// then by row.
    pub(super) fn sort(&mut self, book: &Book<'_>, rows: &[Row], key: impl Fn(&Row) -> Day) {
        let bits = |most: u64| u64::BITS.saturating_sub(most.leading_zeros());
        let days = |row: &Row| (key(row).epoch_days(), row.invoiced.epoch_days());
        let open = || rows.iter().filter(|row| row.buyer != super::NO_BUYER);
        let (mut first, mut last, mut gap) = ((i32::MAX, i32::MAX), (i32::MIN, i32::MIN), false);
        for row in open() {
            let (day, invoiced) = days(row);
            first = (first.0.min(day), first.1.min(invoiced));
            last = (last.0.max(day), last.1.max(invoiced));
            gap |= day != invoiced;
        }
        let span = |first: i32, last: i32| {
            u64::from(u32::try_from(i64::from(last).saturating_sub(i64::from(first))).unwrap_or(0))
        };
        self.place_bits = bits(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        let invoiced_bits = if gap { bits(span(first.1, last.1)) } else { 0 };
        self.day_bits = bits(span(first.0, last.0)).saturating_add(invoiced_bits);
        let buyer_bits = u32::BITS.saturating_sub(book.part_bits());
        self.keys.clear();
        let whole = self.place_bits.saturating_add(self.day_bits).saturating_add(buyer_bits);
        let fits = whole <= u64::BITS;
        let mut buyers = 0;
        for (at, row) in rows.iter().enumerate() {
            if row.buyer == super::NO_BUYER {
                continue;
            }
            let buyer = u64::from(book.local(row.buyer));
            buyers = buyers.max(buyer);
            let (day, invoiced) = days(row);
            let mut packed = buyer;
            if fits {
                let day_bits = self.day_bits.saturating_sub(invoiced_bits);
                packed = shl(packed, day_bits) | span(first.0, day);
                packed = shl(packed, invoiced_bits) | if gap { span(first.1, invoiced) } else { 0 };
            }
            self.keys.push(shl(packed, self.place_bits) | u64::try_from(at).unwrap_or(u64::MAX));
        }
        if !fits {
            // Days that lie centuries apart: compare, rather than pack.
            self.day_bits = 0;
            let place = self.place_mask();
            self.keys.sort_unstable_by_key(|packed| {
                let at = usize::try_from(packed & place).unwrap_or(usize::MAX);
                let days = rows.get(at).map(days);
                (packed.wrapping_shr(self.place_bits), days, at)
            });
            return;
        }
        let mut from = self.place_bits;
        let end = self.place_bits.saturating_add(self.day_bits).saturating_add(bits(buyers));
        while from < end {
            self.pass(from, end.saturating_sub(from).min(DIGIT));
            from = from.saturating_add(DIGIT);
        }
    }

    /// One pass of a radix sort, which keeps the order of equal digits.
    fn pass(&mut self, from: u32, width: u32) {
        let mask = shl(1, width).wrapping_sub(1);
        let digit = |key: u64| usize::try_from(key.wrapping_shr(from) & mask).unwrap_or_default();
        self.counts.clear();
        self.counts.resize(digit(u64::MAX).saturating_add(1), 0);
        for key in &self.keys {
            if let Some(count) = self.counts.get_mut(digit(*key)) {
                *count = count.wrapping_add(1);
            }
        }
        let mut next: usize = 0;
        for count in &mut self.counts {
            let own = *count;
            *count = next;
            next = next.wrapping_add(own);
        }
        self.spare.clear();
        self.spare.resize(self.keys.len(), 0);
        for key in &self.keys {
            if let Some(cursor) = self.counts.get_mut(digit(*key)) {
                if let Some(slot) = self.spare.get_mut(*cursor) {
                    *slot = *key;
                }
                *cursor = cursor.wrapping_add(1);
            }
        }
        core::mem::swap(&mut self.keys, &mut self.spare);
    }

    fn place_mask(&self) -> u64 {
        shl(1, self.place_bits).wrapping_sub(1)
    }

    /// The rows of each buyer, in order, as places in the part.
    pub(super) fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        let shift = self.place_bits.saturating_add(self.day_bits);
        let (place, buyer) = (self.place_mask(), move |key: &u64| key.wrapping_shr(shift));
        self.keys
            .chunk_by(move |a, b| buyer(a) == buyer(b))
            .map(move |keys| Run { keys, mask: place })
    }
}

/// The rows of one buyer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'o> {
    keys: &'o [u64],
    mask: u64,
}

impl Run<'_> {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Places in the part, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.keys.iter().map(|key| usize::try_from(key & self.mask).unwrap_or(usize::MAX))
    }
}

fn shl(value: u64, by: u32) -> u64 {
    value.checked_shl(by).unwrap_or_default()
}

impl Row {
    /// In the place of a row that is answered already.
    const NONE: Self = Self {
        open: 0,
        place: 0,
        buyer: super::NO_BUYER,
        delivery: Day::MIN,
        invoiced: Day::MIN,
        due: Day::MIN,
        method: crate::terms::PaymentMethod::OpenAccount,
        dispute: super::Dispute::None,
        plain: true,
        told: false,
    };
}

impl Book<'_> {
    /// Answers about one group of buyers (COV-1…8).
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`] for amounts too large to compute exactly.
    pub fn cover(&self, mut part: Part<'_>) -> Result<Covered, Error> {
        let rows = part.open();
        let mut outcomes = alloc::vec![Outcome::bare(State::Refused); rows.len()];
        let mut found = Covered::default();
        let mut order = Order::default();
        order.sort(self, &rows, self.fills_by());
        let mut scratch = Scratch::default();
        for run in order.runs() {
            self.buyer(&part, &rows, run, &mut scratch, &mut outcomes, &mut found)?;
        }
        part.write(&outcomes);
        Ok(found)
    }
}
