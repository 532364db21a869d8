//! Rows sorted by groups of buyers, and back.
//!
//! Every pass reads and writes memory in order: rows go to as many places as
//! there are parts, and come back from as many, each in the order of the rows.

use alloc::vec::Vec;

use super::answer::{BuyerSums, Columns, Refusal};
use super::book::Book;
use super::buyer::Scratch;
use super::order::{Order, bits};
use super::receivables::{Receivables, Rest};
use super::slot::{Days, Outcome, Row, Slot, State, far, notify, owing, reasons, state};
use crate::error::Error;

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
        let mut place: u32 = 0;
        for piece in pieces {
            for row in 0..piece.len() {
                let slot = match piece.row(row, place, known) {
                    Ok(row) if row.delivery > book.as_of() => Outcome::bare(State::NotYet).pack(),
                    Ok(row) => row.pack(days),
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
        let refused = Outcome::bare(State::Refused).pack();
        // Rows that are brought back at once, then written column by column.
        let mut block = [(refused, 0_i64); BLOCK];
        for piece in &self.chunk.pieces {
            let mut first = 0;
            for buyers in piece.buyer.chunks(BLOCK) {
                for ((slot, open), (row, buyer)) in block.iter_mut().zip((first..).zip(buyers)) {
                    *slot = refused;
                    if let Some(cursor) = cursors.get_mut(book.part_of(*buyer)) {
                        if let Some(done) = self.slots.get(*cursor)
                            && owing(done).is_none()
                        {
                            *slot = *done;
                        }
                        *cursor = cursor.wrapping_add(1);
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
        all.resize_with(book.parts(), || Self {
            sources: Sources { chunks: Vec::new() },
            slots: Slots::new(Vec::new(), 0),
        });
        for parted in chunks {
            let mut rest = parted.slots.as_mut_slice();
            let mut before = 0;
            for (part, end) in all.iter_mut().zip(parted.starts.iter().skip(1)) {
                let (own, others) =
                    rest.split_at_mut_checked(end.saturating_sub(before)).unwrap_or_default();
                part.sources.chunks.push(&parted.chunk);
                let rows = u64::try_from(own.len()).unwrap_or(u64::MAX);
                part.slots.row_bits = part.slots.row_bits.max(bits(rows));
                part.slots.pieces.push(own);
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
    pub(super) const fn new(pieces: Vec<&'p mut [Slot]>, row_bits: u32) -> Self {
        Self { pieces, row_bits }
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Slot> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    /// Every slot with its place.
    pub(super) fn places(&self) -> impl Iterator<Item = (u64, &Slot)> {
        let first = |piece: u64| piece.checked_shl(self.row_bits).unwrap_or_default();
        let pieces = (0_u64..).zip(&self.pieces);
        pieces.flat_map(move |(number, piece)| (first(number)..).zip(piece.iter()))
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
    #[inline]
    pub(super) fn put(&mut self, place: u64, outcome: &Outcome) {
        let (chunk, row) = (self.chunk(place), self.row(place));
        if let Some(slot) = self.pieces.get_mut(chunk).and_then(|piece| piece.get_mut(row)) {
            *slot = outcome.pack();
        }
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
            let Some(slot) = slots.get(place) else { continue };
            let far = far(slot);
            let row = match far {
                (own, true) => sources.row(self, slots.chunk(place), own),
                _ => Some(Row::unpack(slot, days)),
            };
            let Some(row) = row else { continue };
            if scratch.buyer().is_some_and(|buyer| buyer != row.buyer) {
                self.buyer(&sources, &mut scratch, &mut slots, &mut found)?;
            }
            scratch.push(place, row, far.1);
        }
        self.buyer(&sources, &mut scratch, &mut slots, &mut found)?;
        Ok(found)
    }
}
