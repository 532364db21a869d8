//! The rows of a frame as the slices that the engine reads: Arrow's own where they fit.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Int32Type, Int64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{AnyDictionaryArray, Array, ArrayRef, ArrowPrimitiveType, RecordBatch};
use arrow_buffer::{ArrowNativeType, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use serde::Deserialize as _;
use serde_json::Value;
use tradecredit::columns::{Amounts, Dispute, NO_BUYER, NO_DAY, Receivables, method_code};
use tradecredit::terms::PaymentMethod;

use super::fields::Fields;
use super::names::Names;
use crate::cells;

/// What no amount, no day, no buyer and no code is: its row is refused.
const WRONG_AMOUNT: i128 = i128::MAX;
const WRONG_DAY: i32 = i32::MAX;
pub(super) const WRONG_BUYER: u32 = NO_BUYER - 1;
const WRONG_CODE: u8 = u8::MAX;

/// Rows of a chunk: what is worked out about them stays in the cache of a processor.
const CHUNK: usize = 1 << 15;

/// Of a book so large that such chunks would have few rows for each group of buyers: memory is
/// read in longer runs.
const LARGE: usize = 1 << 17;

/// How many chunks a book has before they grow.
const MANY: usize = 1 << 10;

/// Cuts a frame into chunks, for a number of threads.
pub(super) fn chunks(batches: &[RecordBatch], threads: usize) -> Vec<Vec<RecordBatch>> {
    let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
    let size = rows.div_ceil(MANY).next_power_of_two().clamp(CHUNK, LARGE);
    let most = rows.div_ceil(threads).clamp(1, size);
    let mut chunks: Vec<Vec<RecordBatch>> = Vec::new();
    let mut room = 0;
    for batch in batches {
        let mut at = 0;
        while at < batch.num_rows() {
            if room == 0 {
                chunks.push(Vec::new());
                room = most;
            }
            let take = room.min(batch.num_rows() - at);
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(batch.slice(at, take));
            }
            at += take;
            room -= take;
        }
    }
    chunks
}

type Days = ScalarBuffer<i32>;
type Units = ScalarBuffer<i128>;

/// A chunk of the rows.
pub(super) struct Chunk {
    pieces: Vec<Piece>,
    /// Which list the numbers of its buyers are from.
    list: usize,
}

/// The columns of a batch.
struct Piece {
    buyer: Vec<u32>,
    delivery: Days,
    invoiced: Option<Days>,
    due: Days,
    amount: Units,
    vat: Option<Units>,
    open: Option<Units>,
    paid_on: Option<Days>,
    dispute: Option<Vec<u8>>,
    method: Option<Vec<u8>>,
    ordered: Option<Days>,
    told: Option<Days>,
}

impl Chunk {
    /// Reads the batches of a chunk, with amounts in units of a scale.
    pub(super) fn read(
        batches: &[RecordBatch],
        fields: &Fields,
        scale: u32,
        names: &mut Names,
    ) -> Self {
        let pieces = batches.iter().map(|batch| Piece::read(batch, fields, scale, names)).collect();
        Self { pieces, list: names.list() }
    }

    /// The rows for the engine, with the place in the ledger where the number of a name stood.
    pub(super) fn placed(&mut self, lists: &[Vec<u32>]) -> Vec<Receivables<'_>> {
        let places = lists.get(self.list).map(Vec::as_slice).unwrap_or_default();
        for buyer in self.pieces.iter_mut().flat_map(|piece| &mut piece.buyer) {
            if *buyer != NO_BUYER {
                let at = usize::try_from(*buyer).unwrap_or(usize::MAX);
                *buyer = places.get(at).copied().unwrap_or(WRONG_BUYER);
            }
        }
        self.pieces.iter().map(Piece::receivables).collect()
    }
}

impl Piece {
    fn read(batch: &RecordBatch, fields: &Fields, scale: u32, names: &mut Names) -> Self {
        let column = |field| fields.column(batch, field);
        let of_days = |field| column(field).map(days);
        let of_units = |field| column(field).map(|column| units(column, scale));
        let of_codes = |field, code: fn(&Value) -> u8| {
            column(field).map(|column| {
                (0..column.len()).map(|row| coded(column.as_ref(), row, code)).collect()
            })
        };
        Self {
            buyer: column("buyer").map(|column| names.numbers(column)).unwrap_or_default(),
            delivery: of_days("delivery").unwrap_or_default(),
            invoiced: of_days("invoiced"),
            due: of_days("due").unwrap_or_default(),
            amount: of_units("amount").unwrap_or_default(),
            vat: of_units("vat"),
            open: of_units("open"),
            paid_on: of_days("paid_on"),
            dispute: of_codes("dispute", dispute_code),
            method: of_codes("payment_method", |value| {
                PaymentMethod::deserialize(value).map_or(WRONG_CODE, method_code)
            }),
            ordered: of_days("ordered"),
            told: of_days("notified"),
        }
    }

    fn receivables(&self) -> Receivables<'_> {
        Receivables {
            buyer: &self.buyer,
            delivery: &self.delivery,
            invoiced: self.invoiced.as_deref(),
            due: &self.due,
            amount: Amounts::I128(&self.amount),
            vat: self.vat.as_deref().map(Amounts::I128),
            open: self.open.as_deref().map(Amounts::I128),
            paid_on: self.paid_on.as_deref(),
            dispute: self.dispute.as_deref(),
            method: self.method.as_deref(),
            ordered: self.ordered.as_deref(),
            told: self.told.as_deref(),
        }
    }
}

/// The place of each row's value in its dictionary; none for null.
pub(super) fn keys(coded: &dyn AnyDictionaryArray) -> Vec<Option<usize>> {
    if coded.values().is_empty() {
        // Arrow's own way to the keys wants a value to be there.
        return vec![None; coded.len()];
    }
    let keys = coded.normalized_keys().into_iter().enumerate();
    keys.map(|(row, key)| (!coded.is_null(row)).then_some(key)).collect()
}

pub(super) fn days(column: &ArrayRef) -> Days {
    match column.data_type() {
        DataType::Date32 => own::<Date32Type>(column)
            .unwrap_or_else(|| numbers::<Date32Type, i32>(column, NO_DAY, |day| day)),
        DataType::Date64 => whole_days::<Date64Type>(column, 86_400_000),
        DataType::Timestamp(TimeUnit::Second, None) => {
            whole_days::<TimestampSecondType>(column, 86_400)
        }
        DataType::Timestamp(TimeUnit::Millisecond, None) => {
            whole_days::<TimestampMillisecondType>(column, 86_400_000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, None) => {
            whole_days::<TimestampMicrosecondType>(column, 86_400_000_000)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, None) => {
            whole_days::<TimestampNanosecondType>(column, 86_400_000_000_000)
        }
        _ => vec![WRONG_DAY; column.len()].into(),
    }
}

/// Days of moments, which must be midnight.
fn whole_days<T: ArrowPrimitiveType<Native = i64>>(column: &ArrayRef, per_day: i64) -> Days {
    let day = |moment: i64| match moment.rem_euclid(per_day) {
        0 => i32::try_from(moment.div_euclid(per_day)).unwrap_or(WRONG_DAY),
        _ => WRONG_DAY,
    };
    numbers::<T, i32>(column, NO_DAY, day)
}

pub(super) fn units(column: &ArrayRef, scale: u32) -> Units {
    // Fewer decimals than the book has: more zeros.
    let factor = |own: i8| {
        let missing = u32::try_from(own).ok().and_then(|own| scale.checked_sub(own));
        missing.and_then(|missing| 10_i128.checked_pow(missing))
    };
    let times = |number: i128, factor: Option<i128>| {
        factor.and_then(|factor| number.checked_mul(factor)).unwrap_or(WRONG_AMOUNT)
    };
    match column.data_type() {
        DataType::Decimal128(_, decimals) => {
            let factor = factor(*decimals);
            let as_is = if factor == Some(1) { own::<Decimal128Type>(column) } else { None };
            let read = |number| times(number, factor);
            as_is.unwrap_or_else(|| numbers::<Decimal128Type, i128>(column, i128::MIN, read))
        }
        DataType::Int64 => {
            numbers::<Int64Type, i128>(column, i128::MIN, |number| times(number.into(), factor(0)))
        }
        DataType::Int32 => {
            numbers::<Int32Type, i128>(column, i128::MIN, |number| times(number.into(), factor(0)))
        }
        _ => vec![WRONG_AMOUNT; column.len()].into(),
    }
}

/// Arrow's own numbers, where none is missing.
pub(super) fn own<T: ArrowPrimitiveType>(column: &ArrayRef) -> Option<ScalarBuffer<T::Native>> {
    let all = column.as_primitive_opt::<T>().filter(|all| all.null_count() == 0);
    all.map(|all| all.values().clone())
}

/// The numbers of a column, read one by one.
fn numbers<T: ArrowPrimitiveType, N: ArrowNativeType>(
    column: &ArrayRef,
    null: N,
    read: impl Fn(T::Native) -> N,
) -> ScalarBuffer<N> {
    let all = column.as_primitive_opt::<T>().into_iter().flatten();
    all.map(|number| number.map_or(null, &read)).collect::<Vec<N>>().into()
}

fn coded(column: &dyn Array, row: usize, code: fn(&Value) -> u8) -> u8 {
    match cells::cell(column, row) {
        Ok(Some(value)) => code(&value),
        Ok(None) => 0,
        Err(_) => WRONG_CODE,
    }
}

fn dispute_code(value: &Value) -> u8 {
    let dispute = match value {
        Value::Bool(false) => Dispute::None,
        Value::Bool(true) => Dispute::Open,
        Value::String(text) if text == "open" => Dispute::Open,
        Value::String(text) if text == "lost" => Dispute::Lost,
        _ => return WRONG_CODE,
    };
    dispute as u8
}
