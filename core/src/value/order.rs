//! Lists brought into order.
//!
//! The standard library compiles its sort anew for each type, five kilobytes
//! at a time. Here the order of the places is sorted, by one sort for all, and
//! then the things are put there. For lists that somebody could have written.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts as the standard library does: stable, by a comparison.
pub(crate) fn by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut order = order(list.len(), &mut |a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for start in 0..order.len() {
        // What belongs at a place comes from another, and so on in a circle.
        let mut place = start;
        while let Some(next) = order.get_mut(place) {
            let from = core::mem::replace(next, place);
            if from == start || from == place {
                break;
            }
            list.swap(place, from);
            place = from;
        }
    }
}

/// Sorts by a key of each thing.
pub(crate) fn by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    by(list, |a, b| key(a).cmp(&key(b)));
}

/// The places in the order of the things that stand there.
fn order(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_list_as_the_standard_library_does() {
        for code in 0..4_u32.pow(6) {
            let mut list: Vec<(u32, u32)> =
                (0..6).map(|place| (code / 4_u32.pow(place) % 4, place)).collect();
            let mut theirs = list.clone();
            theirs.sort_by_key(|(key, _)| *key);
            by_key(&mut list, |(key, _)| *key);
            assert_eq!(list, theirs);
        }
    }
}
