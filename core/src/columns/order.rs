//! The rows of a group of buyers in the order in which they fill limits.

use alloc::vec::Vec;

use super::book::Book;
use super::parts::Slots;
use super::slot::{Slot, owing, short_days};
use crate::terms::FillOrder;

/// Rows sorted by buyer, then by the day that fills the limit, then by invoice
/// date, then as they came.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Buyer, days and place, packed: sorting them moves eight bytes a row.
    keys: Vec<u64>,
    spare: Vec<u64>,
    counts: Vec<u32>,
    place_bits: u32,
}

/// How many bits a pass of the sort takes at once, at most.
const DIGIT: u32 = 14;

/// How far the days reach that keys are made of: from, to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    day: (u16, u16),
    invoiced: (u16, u16),
    /// Whether the invoice date says more than the day does.
    both: bool,
}

impl Reach {
    /// Of no row.
    pub(super) const NONE: Self = Self { day: (u16::MAX, 0), invoiced: (u16::MAX, 0), both: false };

    /// With another row.
    #[inline]
    pub(super) fn add(&mut self, by: FillOrder, slot: &Slot) {
        let (day, invoiced) = days(by, slot);
        let both = day != invoiced;
        self.join(&Self { day: (day, day), invoiced: (invoiced, invoiced), both });
    }

    /// With other rows.
    #[inline]
    pub(super) fn join(&mut self, other: &Self) {
        self.day = (self.day.0.min(other.day.0), self.day.1.max(other.day.1));
        self.invoiced =
            (self.invoiced.0.min(other.invoiced.0), self.invoiced.1.max(other.invoiced.1));
        self.both |= other.both;
    }
}

/// The day by which the row in an open slot fills its limit, and its invoice date.
#[inline]
fn days(by: FillOrder, slot: &Slot) -> (u16, u16) {
    let [delivery, invoiced, due] = short_days(slot);
    let day = match by {
        FillOrder::Delivery => delivery,
        FillOrder::Invoice => invoiced,
        FillOrder::Due => due,
    };
    (day, invoiced)
}

impl Order {
    /// Sorts the open rows of a part.
    pub(super) fn sort(&mut self, book: &Book<'_>, slots: &Slots<'_>) {
        let (reach, by) = (slots.reach(), book.fills_by());
        let day_bits = bits(reach.day.1.saturating_sub(reach.day.0).into());
        let invoiced_bits = if reach.both {
            bits(reach.invoiced.1.saturating_sub(reach.invoiced.0).into())
        } else {
            0
        };
        let sorted_bits =
            bits(book.last_local().into()).saturating_add(day_bits).saturating_add(invoiced_bits);
        self.place_bits = slots.place_bits();
        self.keys.clear();
        self.keys.reserve(slots.len());
        if self.place_bits.saturating_add(sorted_bits) > u64::BITS {
            // Too many of everything at once: compare, rather than pack.
            self.place_bits = u64::BITS;
            slots.each(|place, slot| {
                if owing(slot).is_some() {
                    self.keys.push(place);
                }
            });
            self.keys
                .sort_by_key(|place| slots.get(*place).map(|slot| (owing(slot), days(by, slot))));
            return;
        }
        slots.each(|place, slot| {
            if let Some(buyer) = owing(slot) {
                let (day, invoiced) = days(by, slot);
                let mut packed = u64::from(book.local(buyer));
                packed = shl(packed, day_bits) | u64::from(day.wrapping_sub(reach.day.0));
                if reach.both {
                    let invoiced = invoiced.wrapping_sub(reach.invoiced.0);
                    packed = shl(packed, invoiced_bits) | u64::from(invoiced);
                }
                self.keys.push(shl(packed, self.place_bits) | place);
            }
        });
        let passes = sorted_bits.div_ceil(DIGIT).max(1);
        let width = sorted_bits.div_ceil(passes);
        for pass in 0..passes {
            let from = self.place_bits.saturating_add(width.saturating_mul(pass));
            self.pass(from, width);
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
        let mut next: u32 = 0;
        for count in &mut self.counts {
            let own = *count;
            *count = next;
            next = next.wrapping_add(own);
        }
        self.spare.resize(self.keys.len(), 0);
        for key in &self.keys {
            if let Some(cursor) = self.counts.get_mut(digit(*key)) {
                let to = usize::try_from(*cursor).unwrap_or(usize::MAX);
                if let Some(slot) = self.spare.get_mut(to) {
                    *slot = *key;
                }
                *cursor = cursor.wrapping_add(1);
            }
        }
        core::mem::swap(&mut self.keys, &mut self.spare);
    }

    /// The places of the rows, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = u64> {
        let mask = shl(1, self.place_bits).wrapping_sub(1);
        self.keys.iter().map(move |key| key & mask)
    }
}

/// How many bits a number takes.
pub(super) const fn bits(most: u64) -> u32 {
    u64::BITS.saturating_sub(most.leading_zeros())
}

fn shl(value: u64, by: u32) -> u64 {
    value.checked_shl(by).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Order, Reach, owing};
    use crate::answers::cover::Question;
    use crate::columns::Dispute;
    use crate::columns::book::Book;
    use crate::columns::parts::Slots;
    use crate::columns::slot::{Days, Outcome, Row, Slot, State};
    use crate::terms::PaymentMethod;
    use crate::{Calendar, Day, Ledger, Policy, Rates};

    #[test]
    fn rows_come_by_buyer_and_day_and_as_they_came_however_wide_a_place_is() {
        let policy = Policy::from_json(
            r#"{ "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I",
                "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
                "limits": { "fill_order": "due" } }"#,
        )
        .unwrap();
        let buyers: Vec<_> = (0..10).map(|at| alloc::format!(r#"{{ "id": "B-{at}" }}"#)).collect();
        let ledger = alloc::format!(
            r#"{{ "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [{}] }}"#,
            buyers.join(", ")
        );
        let ledger = Ledger::from_json(&ledger).unwrap();
        let (rates, holidays) = (Rates::default(), Calendar::default());
        let as_of: Day = "2026-06-30".parse().unwrap();
        let question = Question::new(&policy, &ledger, &rates, &holidays, as_of);
        let book = Book::new(&question, 2, 4).unwrap();
        let row = |buyer, invoiced: &str, due: &str| {
            Row {
                open: 1,
                place: 0,
                buyer,
                delivery: "2026-01-05".parse().unwrap(),
                invoiced: invoiced.parse().unwrap(),
                due: due.parse().unwrap(),
                method: PaymentMethod::OpenAccount,
                dispute: Dispute::None,
                plain: true,
                told: false,
                code: None,
            }
            .pack(Days::around(as_of))
        };
        let mut first: Vec<Slot> = [
            row(9, "2026-01-09", "2026-03-01"),
            Outcome::bare(State::NotYet).pack(),
            row(4, "2026-01-09", "2026-03-02"),
            row(4, "2026-01-09", "2026-03-01"),
        ]
        .into();
        let mut second: Vec<Slot> = [
            row(4, "2026-01-07", "2026-03-01"),
            row(4, "2026-01-09", "2026-03-01"),
            row(0, "2026-01-09", "2026-12-31"),
        ]
        .into();
        let wanted = [(1, 2), (1, 0), (0, 3), (1, 1), (0, 2), (0, 0)];
        // With 60 bits for a row, a place leaves no room for buyer and days in a key.
        for row_bits in [3, 60] {
            let mut reach = Reach::NONE;
            for slot in first.iter().chain(&second).filter(|slot| owing(slot).is_some()) {
                reach.add(book.fills_by(), slot);
            }
            let mut slots = Slots::new(2);
            slots.push(&mut first, row_bits, &reach);
            slots.push(&mut second, row_bits, &reach);
            let mut order = Order::default();
            order.sort(&book, &slots);
            let places: Vec<(u64, u64)> =
                order.places().map(|at| (at >> row_bits, at & ((1 << row_bits) - 1))).collect();
            assert_eq!(places, wanted, "{row_bits}");
        }
    }
}
