//! The answers of the engine as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow_array::types::{ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type};
use arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, DictionaryArray, Int64Array, PrimitiveArray,
    RecordBatch, StringArray,
};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, NullBuffer};
use pyo3::prelude::*;
use tradecredit::Ledger;
use tradecredit::answers::claim::LossShare;
use tradecredit::answers::cover::{ReasonCode, ReasonSet};
use tradecredit::columns::{BuyerSums, Columns, Indemnities, NO_DAY, Refusal, State};

use crate::table::{self, Table};

/// The most digits of a decimal column.
const DIGITS: u8 = 38;

/// How many sets of reasons are at hand.
const RECENT: usize = 64;

/// Where a set of reasons is at hand.
const fn recently(bits: u32) -> usize {
    (bits.wrapping_mul(0x9E37_79B1) >> 26) as usize
}

/// Texts that stand once, and numbers in their place.
pub(super) struct Words {
    verdicts: ArrayRef,
    texts: ArrayRef,
    /// The place of each set of reasons among the texts.
    numbers: BTreeMap<u32, usize>,
}

impl Words {
    /// For the sets of reasons that occur.
    pub(super) fn new(sets: impl IntoIterator<Item = ReasonSet>) -> Self {
        let sets: BTreeSet<u32> = sets.into_iter().map(ReasonSet::bits).collect();
        let texts = sets.iter().map(|bits| spelled(*bits));
        Self {
            verdicts: Arc::new(StringArray::from_iter_values(State::ALL.map(State::name))),
            texts: Arc::new(StringArray::from_iter_values(texts)),
            numbers: sets.iter().copied().zip(0..).collect(),
        }
    }

    fn reasons(&self, all: &[u32]) -> PyResult<ArrayRef> {
        // A book has dozens of sets: two bytes a row are enough, unless it has more than any book will.
        if i16::try_from(self.numbers.len()).is_ok() {
            self.numbered::<Int16Type>(all)
        } else {
            self.numbered::<Int32Type>(all)
        }
    }

    fn numbered<K: ArrowDictionaryKeyType>(&self, all: &[u32]) -> PyResult<ArrayRef> {
        let none = BooleanBuffer::collect_bool(all.len(), |row| all.get(row) != Some(&0));
        let mut recent = [(0, K::Native::default()); RECENT];
        let mut number = |bits: u32| {
            let Some(last) = recent.get_mut(recently(bits)) else { return K::Native::default() };
            if last.0 != bits {
                let number = self.numbers.get(&bits).copied().unwrap_or_default();
                *last = (bits, K::Native::usize_as(number));
            }
            last.1
        };
        let keys: Vec<K::Native> = all.iter().map(|bits| number(*bits)).collect();
        let nulls = Some(NullBuffer::new(none)).filter(|nulls| nulls.null_count() > 0);
        dictionary(PrimitiveArray::<K>::new(keys.into(), nulls), &self.texts)
    }
}

/// One row for each receivable of a chunk, in their order.
pub(super) fn receivables(
    chunk: Columns<i128>,
    words: &Words,
    scale: u32,
) -> PyResult<RecordBatch> {
    let Columns { state, covered, uncovered, limit, reasons, stop, notify } = chunk;
    let rows = state.len();
    let nulls = nulls(&state, |state| state.verdict().is_none());
    let amounts = |all: Vec<i128>| decimals(all, nulls.clone(), scale);
    let states: Vec<i8> = state.into_iter().map(|state| (state as u8).cast_signed()).collect();
    let states = PrimitiveArray::<Int8Type>::new(states.into(), None);
    let columns = vec![
        ("verdict", dictionary(states, &words.verdicts)?),
        ("covered", amounts(covered)?),
        ("uncovered", amounts(uncovered)?),
        ("limit", amounts(limit)?),
        ("reasons", words.reasons(&reasons)?),
        ("stop", days(stop)),
        ("notify", days(notify)),
    ];
    table::batch(columns, rows)
}

/// Where values are missing; nothing if none is.
fn nulls<T>(all: &[T], missing: impl Fn(&T) -> bool) -> Option<NullBuffer> {
    // Counted, rather than sought: that goes by many at once.
    if all.iter().filter(|value| missing(value)).count() == 0 {
        return None;
    }
    let there = |row| all.get(row).is_some_and(|value| !missing(value));
    Some(NullBuffer::new(BooleanBuffer::collect_bool(all.len(), there)))
}

/// The answers to no rows.
pub(super) const fn empty() -> Columns<i128> {
    Columns {
        state: Vec::new(),
        covered: Vec::new(),
        uncovered: Vec::new(),
        limit: Vec::new(),
        reasons: Vec::new(),
        stop: Vec::new(),
        notify: Vec::new(),
    }
}

fn spelled(bits: u32) -> String {
    let names: Vec<&str> = ReasonSet::from_bits(bits).iter().map(ReasonCode::name).collect();
    names.join(", ")
}

/// One row for each buyer that owes something.
pub(super) fn buyers(all: &[BuyerSums], ledger: &Ledger, scale: u32) -> PyResult<Table> {
    let name = |sums: &BuyerSums| {
        let account = ledger.accounts().get(usize::try_from(sums.buyer).unwrap_or(usize::MAX));
        account.map(|account| account.buyer.id.as_str())
    };
    let amounts = |of: fn(&BuyerSums) -> i64| {
        decimals(all.iter().map(|sums| of(sums).into()).collect(), None, scale)
    };
    let dates = |of: fn(&BuyerSums) -> Option<tradecredit::Day>| {
        let days = all.iter().map(|sums| of(sums).map(tradecredit::Day::epoch_days));
        Arc::new(days.collect::<Date32Array>()) as ArrayRef
    };
    let counts = all.iter().map(|sums| i64::from(sums.receivables));
    let bases = all.iter().map(|sums| sums.basis.name());
    let mut table = Table::default();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("buyer", Arc::new(all.iter().map(name).collect::<StringArray>())),
        ("receivables", Arc::new(counts.collect::<Int64Array>())),
        ("open", amounts(|sums| sums.open)?),
        ("overdue", amounts(|sums| sums.overdue)?),
        ("insurable", amounts(|sums| sums.insurable)?),
        ("covered", amounts(|sums| sums.covered)?),
        ("over_the_limit", amounts(|sums| sums.over_the_limit)?),
        ("limit", amounts(|sums| sums.limit)?),
        ("limit_in_force_basis", Arc::new(StringArray::from_iter_values(bases))),
        ("headroom", amounts(|sums| sums.headroom)?),
        ("ageing_not_due", amounts(|sums| sums.ageing[0])?),
        ("ageing_days_1_30", amounts(|sums| sums.ageing[1])?),
        ("ageing_days_31_60", amounts(|sums| sums.ageing[2])?),
        ("ageing_days_61_90", amounts(|sums| sums.ageing[3])?),
        ("ageing_days_91_180", amounts(|sums| sums.ageing[4])?),
        ("ageing_over_180", amounts(|sums| sums.ageing[5])?),
        ("cover_ended", dates(|sums| sums.cover_ended)),
        ("insolvent_since", dates(|sums| sums.insolvent_since)),
        ("stopped_since", dates(|sums| sums.stopped_since)),
    ];
    table.push(columns, all.len())?;
    Ok(table)
}

/// One row for each loss, in their order: what the policy pays, and who bears the rest.
pub(super) fn indemnities(
    parts: Vec<(Vec<usize>, Indemnities<i128>)>,
    rows: usize,
    refused: &[(usize, Refusal)],
    scale: u32,
) -> PyResult<Table> {
    let mut known = vec![true; rows];
    for (row, _) in refused {
        if let Some(known) = known.get_mut(*row) {
            *known = false;
        }
    }
    let nulls = (!refused.is_empty()).then(|| NullBuffer::from(known));
    let mut columns: Vec<(String, Vec<i128>)> = Vec::new();
    for (places, answers) in parts {
        let Indemnities { indemnity, insured_loss, gross_debt, where_it_went, refused: _ } =
            answers;
        let own = [("gross_debt", gross_debt), ("insured_loss", insured_loss)]
            .map(|(name, amounts)| (name.to_owned(), amounts))
            .into_iter()
            .chain(where_it_went.into_iter().map(|(share, amounts)| (name(share), amounts)))
            .chain([("indemnity".to_owned(), indemnity)]);
        for (name, amounts) in own {
            let at = columns.iter().position(|(known, _)| *known == name);
            let at = at.unwrap_or_else(|| {
                columns.push((name, vec![0; rows]));
                columns.len() - 1
            });
            if let Some((_, column)) = columns.get_mut(at) {
                for (place, amount) in places.iter().zip(amounts) {
                    if let Some(free) = column.get_mut(*place) {
                        *free = amount;
                    }
                }
            }
        }
    }
    // What all have first and last, and between them what steps left to whom, by name.
    let rank = |name: &str| match name {
        "gross_debt" => 0,
        "insured_loss" => 1,
        "indemnity" => 3,
        _ => 2,
    };
    columns.sort_by(|(a, _), (b, _)| (rank(a), a).cmp(&(rank(b), b)));
    let mut named: Vec<(&str, ArrayRef)> = Vec::new();
    let (names, all): (Vec<String>, Vec<Vec<i128>>) = columns.into_iter().unzip();
    for (name, amounts) in names.iter().zip(all) {
        named.push((name, decimals(amounts, nulls.clone(), scale)?));
    }
    let mut table = Table::default();
    table.push(named, rows)?;
    Ok(table)
}

/// The stable name of who bears something, as in documents.
fn name(share: LossShare) -> String {
    let name = serde_json::to_value(share).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// One row for each row that cannot stand, with the number of the first row of its chunk.
pub(super) fn refused(mut all: Vec<(usize, Refusal)>) -> PyResult<Table> {
    let row = |(first, refusal): &(usize, Refusal)| {
        let within = usize::try_from(refusal.row).unwrap_or(usize::MAX);
        i64::try_from(first.saturating_add(within)).unwrap_or(i64::MAX)
    };
    all.sort_by_key(row);
    let column = |refusal: &Refusal| (!refusal.column.is_empty()).then_some(refusal.column);
    let texts = |of: fn(&Refusal) -> &str| {
        Arc::new(StringArray::from_iter_values(all.iter().map(|(_, refusal)| of(refusal))))
    };
    let mut table = Table::default();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("row", Arc::new(all.iter().map(row).collect::<Int64Array>())),
        ("column", Arc::new(all.iter().map(|(_, one)| column(one)).collect::<StringArray>())),
        ("code", texts(|refusal| refusal.code)),
        ("message", texts(|refusal| &refusal.message)),
    ];
    table.push(columns, all.len())?;
    Ok(table)
}

fn decimals(all: Vec<i128>, nulls: Option<NullBuffer>, scale: u32) -> PyResult<ArrayRef> {
    let scale = i8::try_from(scale).unwrap_or(i8::MAX);
    let array = Decimal128Array::new(all.into(), nulls).with_precision_and_scale(DIGITS, scale);
    Ok(Arc::new(array.map_err(|error| crate::capsule::unreadable(&error))?))
}

fn days(all: Vec<i32>) -> ArrayRef {
    let nulls = nulls(&all, |day| *day == NO_DAY);
    Arc::new(Date32Array::new(all.into(), nulls))
}

fn dictionary<K: ArrowDictionaryKeyType>(
    keys: PrimitiveArray<K>,
    values: &ArrayRef,
) -> PyResult<ArrayRef> {
    let array = DictionaryArray::try_new(keys, Arc::clone(values));
    Ok(Arc::new(array.map_err(|error| crate::capsule::unreadable(&error))?))
}
