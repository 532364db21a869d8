//! Rows sorted by groups of buyers, and back.
//!
//! Every pass reads and writes memory in order: rows go to as many places as
//! there are parts, and come back from as many, each in the order of the rows.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::answer::{BuyerSums, Columns, Refusal};
use super::book::Book;
use super::buyer::Scratch;
use super::order::{Order, Reach, bits};
use super::receivables::{Receivables, Rest};
use super::slot::{Days, Outcome, Row, Slot, State, far, notify, owing, reasons, state};
use crate::answers::cover::ReasonSet;
use crate::error::Error;

/// A chunk of the rows, sorted by part.
#[derive(Debug)]
pub struct Parted<'a> {
    chunk: Chunk<'a>,
    slots: Vec<Slot>,
    /// Where each part begins in `slots`, and where the last ends.
    starts: Vec<usize>,
    reach: Reach,
    refused: Vec<Refusal>,
}

/// The columns of a chunk.
#[derive(Debug)]
struct Chunk<'a> {
    pieces: Vec<Receivables<'a>>,
    /// Which row of the chunk is the first of each piece.
    firsts: Vec<usize>,
}

impl<'a> Chunk<'a> {
    fn row(&self, place: u32) -> Option<(&Receivables<'a>, usize)> {
        let place = usize::try_from(place).ok()?;
        let piece = self.firsts.partition_point(|first| *first <= place).checked_sub(1)?;
        let row = place.saturating_sub(*self.firsts.get(piece)?);
        self.pieces.get(piece).map(|piece| (piece, row))
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
        let mut slots: Vec<Slot> = alloc::vec![[0; 3]; rows];
        let mut refused = Vec::new();
        let (known, days) = (book.known(), Days::around(book.as_of()));
        let (fills_by, mut reach) = (book.fills_by(), Reach::NONE);
        let mut place: u32 = 0;
        for piece in pieces {
            for row in 0..piece.len() {
                let slot = match piece.row(row, place, known) {
                    Ok(row) if row.delivery > book.as_of() => Outcome::bare(State::NotYet).pack(),
                    Ok(row) => {
                        let slot = row.pack(days);
                        reach.add(fills_by, &slot);
                        slot
                    }
                    Err((column, fault)) => {
                        refused.push(Refusal::new(place, column, fault));
                        Outcome::bare(State::Refused).pack()
                    }
                };
                let buyer = piece.buyer.get(row).copied().unwrap_or_default();
                if let Some(cursor) = cursors.get_mut(book.part_of(buyer)) {
                    if let Some(free) = slots.get_mut(*cursor) {
                        *free = slot;
                    }
                    *cursor = cursor.wrapping_add(1);
                }
                place = place.wrapping_add(1);
            }
        }
        Ok(Self { chunk: Chunk { pieces: pieces.to_vec(), firsts }, slots, starts, reach, refused })
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
        let refused = Outcome::bare(State::Refused).pack();
        // Read in their own order first, the answers are at hand when they are brought back in
        // that of the rows, as far as the cache holds a chunk.
        let unsaid = self.slots.iter().any(|slot| owing(slot).is_some());
        // Rows that are brought back at once, then written column by column. First where each is:
        // so the processor asks for many from memory at once.
        let mut places = [usize::MAX; BLOCK];
        let mut block = [(refused, 0_i64); BLOCK];
        for piece in &self.chunk.pieces {
            let mut first = 0;
            for buyers in piece.buyer.chunks(BLOCK) {
                for (place, buyer) in places.iter_mut().zip(buyers) {
                    if let Some(cursor) = cursors.get_mut(book.part_of(*buyer)) {
                        *place = *cursor;
                        *cursor = cursor.wrapping_add(1);
                    }
                }
                for ((slot, _), place) in block.iter_mut().zip(&places).take(buyers.len()) {
                    *slot = self.slots.get(*place).copied().unwrap_or(refused);
                }
                for ((slot, open), row) in block.iter_mut().zip(first..).take(buyers.len()) {
                    if unsaid && owing(slot).is_some() {
                        *slot = refused;
                    }
                    *open = if verdict(slot) { piece.open_of(row) } else { 0 };
                }
                let rows = block.get(..buyers.len()).unwrap_or_default();
                let all = || rows.iter();
                out.state.extend(all().map(|(slot, _)| state(slot)));
                out.covered.extend(all().map(|(slot, _)| A::from(covered(slot))));
                let left = |(slot, open): &(Slot, i64)| open.saturating_sub(covered(slot));
                out.uncovered.extend(all().map(|row| A::from(left(row))));
                out.limit.extend(all().map(|([_, limit, _], _)| A::from(limit.cast_signed())));
                out.reasons.extend(all().map(|(slot, _)| reasons(slot)));
                out.notify.extend(all().map(|(slot, _)| notify(slot)));
                out.stop.extend(all().zip(first..).map(|((slot, _), row)| {
                    if verdict(slot) { book.stop_of(piece, row) } else { super::NO_DAY }
                }));
                first = first.saturating_add(buyers.len());
            }
        }
        out
    }
}

/// How many rows are brought back at once: they stay in the nearest cache.
const BLOCK: usize = 256;

#[inline]
const fn verdict(slot: &Slot) -> bool {
    state(slot).verdict().is_some()
}

#[inline]
const fn covered([covered, ..]: &Slot) -> i64 {
    covered.cast_signed()
}

/// The rows of one group of buyers, from every chunk.
#[derive(Debug)]
pub struct Part<'p> {
    sources: Sources<'p>,
    slots: Slots<'p>,
}

/// The columns of every chunk.
#[derive(Debug)]
pub(super) struct Sources<'p> {
    chunks: Vec<&'p Chunk<'p>>,
}

/// The slots of a part: a piece of each chunk. A place in them is the number of
/// the piece, and below it the place in the piece.
#[derive(Debug)]
pub(super) struct Slots<'p> {
    pieces: Vec<&'p mut [Slot]>,
    /// How many bits a place in a piece takes.
    row_bits: u32,
    reach: Reach,
    reasons: Occurring,
}

/// Which sets of reasons occur.
#[derive(Debug)]
struct Occurring {
    all: BTreeSet<u32>,
    /// Few occur, again and again: each is sought only where another came between.
    recent: [u32; RECENT],
}

/// How many sets of reasons are at hand.
const RECENT: usize = 64;

impl Occurring {
    const fn new() -> Self {
        Self { all: BTreeSet::new(), recent: [0; RECENT] }
    }

    #[inline]
    fn add(&mut self, set: ReasonSet) {
        let bits = set.bits();
        let place = usize::try_from(bits.wrapping_mul(0x9E37_79B1).wrapping_shr(26));
        if let Some(recent) = place.ok().and_then(|place| self.recent.get_mut(place))
            && *recent != bits
        {
            *recent = bits;
            self.all.insert(bits);
        }
    }
}

/// The answers about a group of buyers; those about its rows stand in their chunks.
#[derive(Debug, Default)]
pub struct Covered {
    /// The buyers that have rows.
    pub buyers: Vec<BuyerSums>,
    /// Which sets of reasons their rows have, each once; without that of no reason.
    pub reasons: Vec<ReasonSet>,
    /// Rows that cannot be assessed: which chunk, and which row of it.
    pub refused: Vec<(usize, Refusal)>,
}

impl<'p> Part<'p> {
    pub(super) fn all(book: &Book<'_>, chunks: &'p mut [Parted<'_>]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        all.resize_with(book.parts(), || Self {
            sources: Sources { chunks: Vec::with_capacity(chunks.len()) },
            slots: Slots::new(chunks.len()),
        });
        for parted in chunks {
            let mut rest = parted.slots.as_mut_slice();
            let mut before = 0;
            for (part, end) in all.iter_mut().zip(parted.starts.iter().skip(1)) {
                let (own, others) =
                    rest.split_at_mut_checked(end.saturating_sub(before)).unwrap_or_default();
                part.sources.chunks.push(&parted.chunk);
                let rows = u64::try_from(own.len()).unwrap_or(u64::MAX);
                part.slots.push(own, bits(rows), &parted.reach);
                rest = others;
                before = *end;
            }
        }
        all
    }

    /// How many rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.slots.len()
    }
}

impl Sources<'_> {
    /// What is seldom needed of a row, by its chunk and its place there.
    pub(super) fn rest(&self, chunk: usize, place: u32) -> Rest {
        let row = self.chunks.get(chunk).and_then(|chunk| chunk.row(place));
        row.map_or(Rest::NOTHING, |(piece, row)| piece.rest(row))
    }

    fn row(&self, book: &Book<'_>, chunk: usize, place: u32) -> Option<Row> {
        let (piece, row) = self.chunks.get(chunk)?.row(place)?;
        piece.row(row, place, book.known()).ok()
    }
}

impl<'p> Slots<'p> {
    /// None yet, and room for pieces.
    pub(super) fn new(pieces: usize) -> Self {
        Self {
            pieces: Vec::with_capacity(pieces),
            row_bits: 0,
            reach: Reach::NONE,
            reasons: Occurring::new(),
        }
    }

    /// Another piece: how many bits a place in it takes, and how far its days reach.
    pub(super) fn push(&mut self, piece: &'p mut [Slot], row_bits: u32, reach: &Reach) {
        self.pieces.push(piece);
        self.row_bits = self.row_bits.max(row_bits);
        self.reach.join(reach);
    }

    pub(super) const fn reach(&self) -> Reach {
        self.reach
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }

    /// Does something with every slot and its place.
    #[inline]
    pub(super) fn each(&self, mut work: impl FnMut(u64, &Slot)) {
        for (number, piece) in (0_u64..).zip(&self.pieces) {
            let first = number.checked_shl(self.row_bits).unwrap_or_default();
            for (place, slot) in (first..).zip(piece.iter()) {
                work(place, slot);
            }
        }
    }

    /// How many bits a place takes.
    pub(super) fn place_bits(&self) -> u32 {
        let pieces = u64::try_from(self.pieces.len()).unwrap_or(u64::MAX);
        self.row_bits.saturating_add(bits(pieces))
    }

    /// Which chunk a place is in.
    #[inline]
    pub(super) fn chunk(&self, place: u64) -> usize {
        usize::try_from(place.wrapping_shr(self.row_bits)).unwrap_or(usize::MAX)
    }

    #[inline]
    fn row(&self, place: u64) -> usize {
        let first = place.wrapping_shr(self.row_bits).wrapping_shl(self.row_bits);
        usize::try_from(place.wrapping_sub(first)).unwrap_or(usize::MAX)
    }

    #[inline]
    pub(super) fn get(&self, place: u64) -> Option<&Slot> {
        self.pieces.get(self.chunk(place))?.get(self.row(place))
    }

    /// Answers about a row.
    // Packed from memory, an answer waits until it has been written there.
    #[expect(clippy::inline_always, reason = "measured")]
    #[inline(always)]
    pub(super) fn put(&mut self, place: u64, outcome: &Outcome) {
        let (chunk, row) = (self.chunk(place), self.row(place));
        if let Some(slot) = self.pieces.get_mut(chunk).and_then(|piece| piece.get_mut(row)) {
            *slot = outcome.pack();
        }
        self.reasons.add(outcome.reasons);
    }
}

impl Book<'_> {
    /// Answers about one group of buyers (COV-1…8).
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`] for amounts too large to compute exactly.
    pub fn cover(&self, part: Part<'_>) -> Result<Covered, Error> {
        let Part { sources, mut slots } = part;
        let mut found = Covered::default();
        let mut order = Order::default();
        order.sort(self, &slots);
        let mut scratch = Scratch::default();
        let days = Days::around(self.as_of());
        for place in order.places() {
            let Some(slot) = slots.get(place).copied() else { continue };
            if scratch.buyer().is_some_and(|buyer| owing(&slot) != Some(buyer)) {
                self.buyer(&sources, &mut scratch, &mut slots, &mut found)?;
            }
            match far(&slot) {
                (_, false) => scratch.push(place, Row::unpack(&slot, days), false),
                (own, true) => {
                    if let Some(row) = sources.row(self, slots.chunk(place), own) {
                        scratch.push(place, row, true);
                    }
                }
            }
        }
        self.buyer(&sources, &mut scratch, &mut slots, &mut found)?;
        let sets = slots.reasons.all.into_iter().map(ReasonSet::from_bits);
        found.reasons = sets.filter(|set| !set.is_empty()).collect();
        Ok(found)
    }
}
