//! Buyers by name: each has a number for as long as a frame is read.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{AnyDictionaryArray, Array, ArrayRef};
use hashbrown::HashMap;
use serde_json::Value;
use tradecredit::columns::NO_BUYER;

use super::rows::{WRONG_BUYER, keys, own};
use crate::cells;

/// Buyers by the order in which rows name them.
#[derive(Default)]
pub(super) struct Names {
    /// Which list of names this is.
    list: usize,
    all: Vec<String>,
    texts: HashMap<String, u32>,
    /// Of names that are small whole numbers, as most numbers of buyers are.
    small: Vec<u32>,
    /// A dictionary, and the number of each name in it that a row had: rows that lie together share one.
    dictionary: Option<(ArrayRef, Vec<Option<u32>>)>,
}

/// Lists of names: as many as there are threads that read at once, so that each name is kept
/// once for all that a thread reads.
#[derive(Default)]
pub(super) struct Lists {
    free: Mutex<Vec<Names>>,
    count: AtomicUsize,
}

impl Lists {
    /// Does something with a list that nobody else has meanwhile.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut Names) -> R) -> R {
        let free = self.free.lock().ok().and_then(|mut free| free.pop());
        let mut names = free.unwrap_or_else(|| Names {
            list: self.count.fetch_add(1, Ordering::Relaxed),
            ..Names::default()
        });
        let result = work(&mut names);
        if let Ok(mut free) = self.free.lock() {
            free.push(names);
        }
        result
    }

    /// Every list, the first first.
    pub(super) fn all(self) -> Vec<Names> {
        let mut all = self.free.into_inner().unwrap_or_default();
        all.sort_unstable_by_key(|names| names.list);
        all
    }
}

/// Where whole numbers stop being small.
const SMALL: usize = 1 << 24;

impl Names {
    /// Which list of names this is.
    pub(super) const fn list(&self) -> usize {
        self.list
    }

    /// The names, by their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(String::as_str)
    }

    /// The place in the ledger of each name.
    pub(super) fn places(&self, accounts: &HashMap<&str, u32>) -> Vec<u32> {
        self.all().map(|name| accounts.get(name).copied().unwrap_or(WRONG_BUYER)).collect()
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.texts.get(name) {
            return *number;
        }
        let number = u32::try_from(self.all.len()).unwrap_or(WRONG_BUYER);
        self.all.push(name.to_owned());
        self.texts.insert(name.to_owned(), number);
        number
    }

    /// The number of a name that is a whole number.
    fn whole(&mut self, name: i64) -> u32 {
        let Some(place) = usize::try_from(name).ok().filter(|place| *place < SMALL) else {
            return self.number(&name.to_string());
        };
        if let Some(number) = self.small.get(place).filter(|number| **number != NO_BUYER) {
            return *number;
        }
        let number = self.number(&name.to_string());
        if self.small.len() <= place {
            self.small.resize((place + 1).next_power_of_two(), NO_BUYER);
        }
        if let Some(free) = self.small.get_mut(place) {
            *free = number;
        }
        number
    }

    /// The number of each row's name.
    pub(super) fn numbers(&mut self, column: &ArrayRef) -> Vec<u32> {
        let rows = 0..column.len();
        if let Some(wholes) = own::<Int32Type>(column) {
            return wholes.iter().map(|name| self.whole((*name).into())).collect();
        }
        if let Some(wholes) = column.as_primitive_opt::<Int32Type>() {
            let number = |name: Option<i32>| name.map_or(NO_BUYER, |name| self.whole(name.into()));
            return wholes.iter().map(number).collect();
        }
        if let Some(wholes) = column.as_primitive_opt::<Int64Type>() {
            return wholes
                .iter()
                .map(|name| name.map_or(NO_BUYER, |name| self.whole(name)))
                .collect();
        }
        if let Some(texts) = column.as_string_opt::<i32>() {
            return texts
                .iter()
                .map(|text| text.map_or(NO_BUYER, |name| self.number(name)))
                .collect();
        }
        if let Some(texts) = column.as_string_opt::<i64>() {
            return texts
                .iter()
                .map(|text| text.map_or(NO_BUYER, |name| self.number(name)))
                .collect();
        }
        if let Some(texts) = column.as_string_view_opt() {
            return texts
                .iter()
                .map(|text| text.map_or(NO_BUYER, |name| self.number(name)))
                .collect();
        }
        if let Some(coded) = column.as_any_dictionary_opt() {
            return self.coded(coded);
        }
        rows.map(|row| match cells::cell(column.as_ref(), row) {
            Ok(Some(Value::String(name))) => self.number(&name),
            Ok(None) => NO_BUYER,
            _ => WRONG_BUYER,
        })
        .collect()
    }

    /// The number of each row's name in a dictionary. What is left of a larger frame may have
    /// few rows and the names of all: those that no row has are nobody's.
    fn coded(&mut self, column: &dyn AnyDictionaryArray) -> Vec<u32> {
        let values = column.values();
        let known = self.dictionary.take().filter(|(known, _)| Arc::ptr_eq(known, values));
        let (values, mut numbers) =
            known.unwrap_or_else(|| (Arc::clone(values), vec![None; values.len()]));
        let number = |key: Option<usize>| {
            let key = key?;
            let seen = numbers.get_mut(key)?;
            if seen.is_none() {
                *seen = self.numbers(&values.slice(key, 1)).first().copied();
            }
            *seen
        };
        let all = keys(column).into_iter().map(number).map(|one| one.unwrap_or(NO_BUYER)).collect();
        self.dictionary = Some((values, numbers));
        all
    }
}
