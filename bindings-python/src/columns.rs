//! Many receivables at once: an Arrow stream in, Arrow tables out.
//!
//! Columns of the types that the engine takes are read where they lie; others
//! are converted piece by piece. Pieces and groups of buyers are spread over
//! threads, without Python.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, UInt8Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, DictionaryArray, PrimitiveArray, RecordBatch,
    RecordBatchReader, StringArray, UInt8Array, UInt32Array, UInt64Array,
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use serde_json::Value;
use tradecredit::answers::cover::Question;
use tradecredit::columns::{
    Amounts, Book, BuyerSums, Columns, Covered, Dispute, NO_BUYER, NO_DAY, Parted, Receivables,
    Refusal, State, method_code,
};
use tradecredit::wire::cover::AssessRequest;
use tradecredit::{Amount, Currency, Day, Error, Ledger, Policy, wire};

use crate::capsule::unreadable;
use crate::cells;

/// The most digits of a column of amounts that comes out.
const DIGITS: u8 = 38;
/// The most rows that are converted and sorted at once.
const PIECE: usize = 1 << 20;
/// As many rows as make a chunk worth its thread.
const CHUNK: usize = 1 << 18;

/// The facts of a receivable that a frame may have, and whether it must.
const FACTS: [(&str, bool); 12] = [
    ("buyer", true),
    ("delivery", true),
    ("invoiced", false),
    ("due", true),
    ("amount", true),
    ("vat", false),
    ("open", false),
    ("paid_on", false),
    ("dispute", false),
    ("method", false),
    ("ordered", false),
    ("told", false),
];

/// A table: some batches of one schema.
pub(crate) struct Table {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

/// Answers, sums by buyer, refusals.
pub(crate) type Tables = (Table, Table, Table);

/// Called with how many rows are done, of how many; what it raises ends the work.
pub(crate) type Progress<'p> = &'p (dyn Fn(usize, usize) -> PyResult<()> + Sync);

/// Why nothing is answered.
pub(crate) enum Failure {
    /// By what was asked.
    Asked(Error),
    /// By the frame, or by Python.
    Python(PyErr),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Asked(error)
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

/// Assesses every row of a stream.
pub(crate) fn assess(
    request: &str,
    reader: impl RecordBatchReader,
    names: &[(String, String)],
    threads: Option<usize>,
    progress: Progress<'_>,
) -> Result<Tables, Failure> {
    let request: AssessRequest = wire::read(request)?;
    if request.buyer.is_some() {
        let problem = "columns are about every buyer: leave rows out rather".into();
        return Err(Error::Unanswerable { problem }.at("buyer").into());
    }
    let policy = Policy::new(request.policy).map_err(|error| error.at("policy"))?;
    let ledger = Ledger::new(request.ledger).map_err(|error| error.at("ledger"))?;
    let question = Question {
        policy: &policy,
        ledger: &ledger,
        rates: &request.rates,
        as_of: request.as_of,
        cause: request.cause,
        holidays: &request.holidays,
        known: request.as_of,
        date_of_loss: None,
    };
    let frame = Frame::new(&reader.schema(), names, policy.terms().currency)?;
    let mut batches = Vec::new();
    let mut rows: usize = 0;
    for batch in reader {
        let batch = batch.map_err(|error| unreadable(&error))?;
        rows += batch.num_rows();
        for from in (0..batch.num_rows()).step_by(PIECE) {
            batches.push(batch.slice(from, PIECE.min(batch.num_rows() - from)));
        }
    }
    let threads = threads.or_else(|| thread::available_parallelism().ok().map(NonZero::get));
    let threads = threads.unwrap_or(1).max(1);
    let buyers = Buyers::new(&ledger);
    let book = Book::new(&question, frame.scale, rows)?;
    let pieces = spread(threads, batches.len(), |at| {
        batches.get(at).map(|batch| frame.piece(batch, &buyers)).transpose()
    })?;
    let pieces: Vec<Piece> = pieces.into_iter().flatten().collect();
    drop(batches);
    answer(&book, &frame, &ledger, &pieces, threads, progress)
}

fn answer(
    book: &Book<'_>,
    frame: &Frame,
    ledger: &Ledger,
    pieces: &[Piece],
    threads: usize,
    progress: Progress<'_>,
) -> Result<Tables, Failure> {
    let all: Vec<Receivables<'_>> = pieces.iter().map(Piece::receivables).collect();
    let rows: usize = all.iter().map(Receivables::len).sum();
    let mut chunks: Vec<&[Receivables<'_>]> = Vec::new();
    let mut rest = all.as_slice();
    while !rest.is_empty() {
        let mut size = 0;
        let full = rest.iter().position(|piece| {
            size += piece.len();
            size >= CHUNK
        });
        let (chunk, others) = rest.split_at(full.map_or(rest.len(), |last| last + 1));
        chunks.push(chunk);
        rest = others;
    }
    let mut parted = spread(threads, chunks.len(), |at| {
        chunks.get(at).map_or_else(|| book.part(&[]), |chunk| book.part(chunk))
    })?;
    let parts: Vec<Mutex<Option<_>>> =
        book.all_parts(&mut parted).into_iter().map(|part| Mutex::new(Some(part))).collect();
    let (done, told) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let covered = spread(threads, parts.len(), |at| -> Result<Covered, Failure> {
        let Some(part) = parts.get(at).and_then(take) else { return Ok(Covered::default()) };
        let own = part.rows();
        let found = book.cover(part)?;
        let now = done.fetch_add(own, Ordering::Relaxed) + own;
        // A hundred times is often enough.
        let step = (now * 100).checked_div(rows).unwrap_or_default();
        if told.fetch_max(step, Ordering::Relaxed) < step {
            progress(now, rows)?;
        }
        Ok(found)
    })?;
    drop(parts);
    let mut refused = Refused::default();
    let mut firsts = Vec::new();
    let mut first = 0;
    for chunk in &parted {
        firsts.push(first);
        chunk.refused().iter().for_each(|refusal| refused.push(first, refusal));
        first += chunk.rows();
    }
    let mut buyers: Vec<BuyerSums> = Vec::new();
    for found in covered {
        buyers.extend(found.buyers);
        for (chunk, refusal) in &found.refused {
            refused.push(firsts.get(*chunk).copied().unwrap_or_default(), refusal);
        }
    }
    buyers.sort_unstable_by_key(|sums| sums.buyer);
    // Each chunk is let go as soon as its answers are written.
    let parted: Vec<Mutex<Option<Parted<'_>>>> =
        parted.into_iter().map(|chunk| Mutex::new(Some(chunk))).collect();
    let schema = frame.answers();
    let batches = spread(threads, parted.len(), |at| -> Result<Option<RecordBatch>, Failure> {
        let Some(chunk) = parted.get(at).and_then(take) else { return Ok(None) };
        let columns = book.columns::<i128>(&chunk);
        drop(chunk);
        frame.answered(&schema, columns).map(Some)
    })?;
    let answers = Table { schema, batches: batches.into_iter().flatten().collect() };
    Ok((answers, frame.sums(ledger, &buyers)?, refused.table()?))
}

fn take<T>(place: &Mutex<Option<T>>) -> Option<T> {
    place.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Does some work for each of a number of places, on several threads.
fn spread<T: Send, E>(
    threads: usize,
    count: usize,
    work: impl Fn(usize) -> Result<T, E> + Sync,
) -> Result<Vec<T>, Failure>
where
    E: Into<Failure>,
{
    let next = AtomicUsize::new(0);
    let own = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return Ok(done);
            }
            match work(at) {
                Ok(one) => done.push((at, one)),
                Err(error) => {
                    // The others stop, too.
                    next.store(count, Ordering::Relaxed);
                    return Err(error.into());
                }
            }
        }
    };
    let all: Vec<Result<Vec<(usize, T)>, Failure>> = thread::scope(|scope| {
        let workers: Vec<_> = (1..threads.min(count)).map(|_| scope.spawn(own)).collect();
        let first = own();
        let panicked = || Failure::Python(PyValueError::new_err("a thread of the engine ended"));
        let others = workers.into_iter();
        [first]
            .into_iter()
            .chain(others.map(|worker| worker.join().unwrap_or_else(|_| Err(panicked()))))
            .collect()
    });
    let mut done = Vec::with_capacity(count);
    for some in all {
        done.extend(some?);
    }
    done.sort_unstable_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, one)| one).collect())
}

// A failure holds what Python raised, which threads may hand on.
const _: fn() = || {
    const fn send<T: Send>() {}
    send::<Failure>();
};

/// The buyers of a ledger by name.
struct Buyers {
    #[expect(clippy::disallowed_types, reason = "looked up, and never read in order")]
    places: std::collections::HashMap<String, u32>,
    /// Of those whose name is a small whole number.
    numbers: Vec<u32>,
}

impl Buyers {
    fn new(ledger: &Ledger) -> Self {
        let mut numbers = Vec::new();
        let places = ledger
            .accounts()
            .iter()
            .enumerate()
            .map(|(place, account)| {
                let (id, place) =
                    (account.buyer.id.as_str(), u32::try_from(place).unwrap_or(NO_BUYER));
                let number = id
                    .parse::<usize>()
                    .ok()
                    .filter(|number| *number < 1 << 24 && number.to_string() == id);
                if let Some(number) = number {
                    if numbers.len() <= number {
                        numbers.resize(number + 1, NO_BUYER - 1);
                    }
                    if let Some(known) = numbers.get_mut(number) {
                        *known = place;
                    }
                }
                (id.to_owned(), place)
            })
            .collect();
        Self { places, numbers }
    }

    /// The place of a buyer; one that no ledger has, if it is not known.
    fn named(&self, name: &str) -> u32 {
        self.places.get(name).copied().unwrap_or(NO_BUYER - 1)
    }

    fn numbered(&self, number: i64) -> u32 {
        match usize::try_from(number).ok().and_then(|number| self.numbers.get(number)) {
            Some(place) => *place,
            None => self.named(&number.to_string()),
        }
    }

    fn places(&self, column: &dyn Array) -> Result<Vec<u32>, Failure> {
        let rows = 0..column.len();
        macro_rules! numbers {
            ($kind:ty) => {
                if let Some(numbers) = column.as_primitive_opt::<$kind>() {
                    let of = |number: Option<_>| {
                        number.map_or(NO_BUYER, |number| self.numbered(i64::from(number)))
                    };
                    return Ok(if numbers.null_count() == 0 {
                        numbers.values().iter().map(|number| of(Some(*number))).collect()
                    } else {
                        numbers.iter().map(of).collect()
                    });
                }
            };
        }
        numbers!(arrow_array::types::Int32Type);
        numbers!(arrow_array::types::Int64Type);
        numbers!(arrow_array::types::UInt32Type);
        if let Some(coded) = column.as_any_dictionary_opt() {
            let values = self.places(coded.values().as_ref())?;
            let keys = coded.normalized_keys();
            let of = |row: usize| {
                let key = keys.get(row).filter(|_| !coded.is_null(row));
                key.and_then(|key| values.get(*key)).copied().unwrap_or(NO_BUYER)
            };
            return Ok(rows.map(of).collect());
        }
        macro_rules! texts {
            ($texts:expr) => {
                if let Some(texts) = $texts {
                    let of = |text: Option<&str>| text.map_or(NO_BUYER, |text| self.named(text));
                    return Ok(texts.iter().map(of).collect());
                }
            };
        }
        texts!(column.as_string_opt::<i32>());
        texts!(column.as_string_opt::<i64>());
        texts!(column.as_string_view_opt());
        rows.map(|row| match cells::cell(column, row) {
            Ok(None) => Ok(NO_BUYER),
            Ok(Some(Value::String(name))) => Ok(self.named(&name)),
            Ok(Some(_)) | Err(_) => Err(unfit("buyer", row, "a buyer is a name").into()),
        })
        .collect()
    }
}

fn unfit(fact: &str, row: usize, problem: &str) -> PyErr {
    PyValueError::new_err(format!("`{fact}` cannot be read in row {row} of a batch: {problem}"))
}

/// Where a frame has which fact, and of what scale its amounts become.
struct Frame {
    places: BTreeMap<&'static str, usize>,
    scale: u32,
}

/// Columns of some rows, as the engine takes them.
struct Piece {
    buyer: Vec<u32>,
    delivery: Date32Array,
    invoiced: Option<Date32Array>,
    due: Date32Array,
    amount: Decimal128Array,
    vat: Option<Decimal128Array>,
    open: Option<Decimal128Array>,
    paid_on: Option<Date32Array>,
    dispute: Option<Vec<u8>>,
    method: Option<Vec<u8>>,
    ordered: Option<Date32Array>,
    told: Option<Date32Array>,
}

fn days_of(column: Option<&Date32Array>) -> Option<&[i32]> {
    column.map(|days| days.values().as_ref())
}

fn amounts_of(column: Option<&Decimal128Array>) -> Option<Amounts<'_>> {
    column.map(|amounts| Amounts::I128(amounts.values()))
}

impl Piece {
    fn receivables(&self) -> Receivables<'_> {
        Receivables {
            invoiced: days_of(self.invoiced.as_ref()),
            amount: Amounts::I128(self.amount.values()),
            vat: amounts_of(self.vat.as_ref()),
            open: amounts_of(self.open.as_ref()),
            paid_on: days_of(self.paid_on.as_ref()),
            dispute: self.dispute.as_deref(),
            method: self.method.as_deref(),
            ordered: days_of(self.ordered.as_ref()),
            told: days_of(self.told.as_ref()),
            ..Receivables::new(&self.buyer, self.delivery.values(), self.due.values())
        }
    }
}

impl Frame {
    fn new(schema: &Schema, names: &[(String, String)], currency: Currency) -> PyResult<Self> {
        let mut places = BTreeMap::new();
        for (fact, name) in names {
            let Some((fact, _)) = FACTS.iter().find(|(known, _)| known == fact) else {
                let known: Vec<_> = FACTS.iter().map(|(name, _)| *name).collect();
                return Err(PyTypeError::new_err(format!(
                    "receivables have no `{fact}`; they have {}",
                    known.join(", ")
                )));
            };
            let place = schema.index_of(name).map_err(|_| {
                let columns: Vec<_> =
                    schema.fields().iter().map(|field| field.name().as_str()).collect();
                PyValueError::new_err(format!(
                    "this frame has no column `{name}`; its columns are {}",
                    columns.join(", ")
                ))
            })?;
            places.insert(*fact, place);
        }
        for (place, field) in schema.fields().iter().enumerate() {
            let fact = FACTS.iter().find(|(fact, _)| fact == field.name());
            if let Some((fact, _)) = fact.filter(|(fact, _)| !places.contains_key(fact)) {
                places.insert(*fact, place);
            }
        }
        if let Some((fact, _)) =
            FACTS.iter().find(|(fact, needed)| *needed && !places.contains_key(fact))
        {
            return Err(PyValueError::new_err(format!(
                "receivables need `{fact}`: say which column it is, such as columns={{\"{fact}\": \"...\"}}"
            )));
        }
        let mut scale = currency.minor_digits();
        for (fact, place) in &places {
            let kind = schema.field(*place).data_type();
            if let Some(why) = cells::refused(kind) {
                return Err(PyTypeError::new_err(format!("the column for `{fact}` {why}")));
            }
            if let DataType::Decimal128(_, of) | DataType::Decimal256(_, of) = kind {
                scale = scale.max(u32::try_from(*of).unwrap_or_default());
            }
        }
        Ok(Self { places, scale })
    }

    fn piece(&self, batch: &RecordBatch, buyers: &Buyers) -> Result<Piece, Failure> {
        let column = |fact: &str| self.places.get(fact).map(|place| batch.column(*place).as_ref());
        let needed = |fact: &'static str| {
            column(fact).ok_or_else(|| PyValueError::new_err(format!("`{fact}` is needed")))
        };
        let days = |fact| column(fact).map(|column| of_days(fact, column)).transpose();
        let amounts =
            |fact| column(fact).map(|column| of_amounts(fact, column, self.scale)).transpose();
        Ok(Piece {
            buyer: buyers.places(needed("buyer")?)?,
            delivery: of_days("delivery", needed("delivery")?)?,
            invoiced: days("invoiced")?,
            due: of_days("due", needed("due")?)?,
            amount: of_amounts("amount", needed("amount")?, self.scale)?,
            vat: amounts("vat")?,
            open: amounts("open")?,
            paid_on: days("paid_on")?,
            dispute: column("dispute")
                .map(|column| codes("dispute", column, dispute))
                .transpose()?,
            method: column("method").map(|column| codes("method", column, method)).transpose()?,
            ordered: days("ordered")?,
            told: days("told")?,
        })
    }

    fn answers(&self) -> SchemaRef {
        let amount = DataType::Decimal128(DIGITS, i8::try_from(self.scale).unwrap_or_default());
        let verdict = DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::Utf8));
        Arc::new(Schema::new(vec![
            Field::new("verdict", verdict, false),
            Field::new("covered", amount.clone(), false),
            Field::new("uncovered", amount.clone(), false),
            Field::new("limit", amount, false),
            Field::new("reasons", DataType::UInt32, false),
            Field::new("stop", DataType::Date32, true),
            Field::new("notify", DataType::Date32, true),
        ]))
    }

    fn amounts(&self, units: Vec<i128>) -> Result<ArrayRef, Failure> {
        let scale = i8::try_from(self.scale).unwrap_or_default();
        let array =
            Decimal128Array::new(units.into(), None).with_precision_and_scale(DIGITS, scale);
        Ok(Arc::new(array.map_err(|error| unreadable(&error))?))
    }

    fn answered(&self, schema: &SchemaRef, out: Columns<i128>) -> Result<RecordBatch, Failure> {
        let names: ArrayRef =
            Arc::new(StringArray::from_iter_values(State::ALL.iter().map(|state| state.name())));
        let keys: Vec<u8> = out.state.into_iter().map(|state| state as u8).collect();
        let verdict = DictionaryArray::<UInt8Type>::try_new(UInt8Array::from(keys), names);
        let columns: Vec<ArrayRef> = vec![
            Arc::new(verdict.map_err(|error| unreadable(&error))?),
            self.amounts(out.covered)?,
            self.amounts(out.uncovered)?,
            self.amounts(out.limit)?,
            Arc::new(UInt32Array::from(out.reasons)),
            Arc::new(known_days(out.stop)),
            Arc::new(known_days(out.notify)),
        ];
        Ok(RecordBatch::try_new(Arc::clone(schema), columns).map_err(|error| unreadable(&error))?)
    }

    fn sums(&self, ledger: &Ledger, sums: &[BuyerSums]) -> Result<Table, Failure> {
        let (mut fields, mut columns) = (Vec::new(), Vec::<ArrayRef>::new());
        let accounts = ledger.accounts();
        let name = |sums: &BuyerSums| {
            let account = usize::try_from(sums.buyer).ok().and_then(|place| accounts.get(place));
            account.map_or("", |account| account.buyer.id.as_str())
        };
        fields.push(Field::new("buyer", DataType::Utf8, false));
        columns.push(Arc::new(StringArray::from_iter_values(sums.iter().map(name))));
        fields.push(Field::new("receivables", DataType::UInt32, false));
        columns.push(Arc::new(UInt32Array::from_iter_values(sums.iter().map(|s| s.receivables))));
        let mut amount = |name: &str, of: &dyn Fn(&BuyerSums) -> i64| -> Result<(), Failure> {
            let array = self.amounts(sums.iter().map(|sums| of(sums).into()).collect())?;
            fields.push(Field::new(name, array.data_type().clone(), false));
            columns.push(array);
            Ok(())
        };
        amount("open", &|sums| sums.open)?;
        amount("overdue", &|sums| sums.overdue)?;
        amount("insurable", &|sums| sums.insurable)?;
        amount("covered", &|sums| sums.covered)?;
        amount("over_the_limit", &|sums| sums.over_the_limit)?;
        amount("limit", &|sums| sums.limit)?;
        amount("headroom", &|sums| sums.headroom)?;
        let ages = ["not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_180", "over_180"];
        for (place, name) in ages.iter().enumerate() {
            amount(name, &|sums| sums.ageing.get(place).copied().unwrap_or_default())?;
        }
        fields.push(Field::new("limit_basis", DataType::Utf8, false));
        columns.push(Arc::new(StringArray::from_iter_values(sums.iter().map(|s| s.basis.name()))));
        let mut days = |name: &str, of: fn(&BuyerSums) -> Option<Day>| {
            let array: Date32Array =
                sums.iter().map(|sums| of(sums).map(Day::epoch_days)).collect();
            fields.push(Field::new(name, DataType::Date32, true));
            columns.push(Arc::new(array));
        };
        days("stopped_since", |sums| sums.stopped_since);
        days("insolvent_since", |sums| sums.insolvent_since);
        days("cover_ended", |sums| sums.cover_ended);
        table(fields, columns)
    }
}

fn table(fields: Vec<Field>, columns: Vec<ArrayRef>) -> Result<Table, Failure> {
    let schema: SchemaRef = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns);
    Ok(Table { schema, batches: vec![batch.map_err(|error| unreadable(&error))?] })
}

/// Rows that cannot stand, told by their place in the whole.
#[derive(Default)]
struct Refused(Vec<Line>);

/// Row, column, code and message.
type Line = (u64, &'static str, &'static str, String);

impl Refused {
    fn push(&mut self, first: usize, refusal: &Refusal) {
        let row = u64::try_from(first).unwrap_or(u64::MAX).saturating_add(refusal.row.into());
        self.0.push((row, refusal.column, refusal.code, refusal.message.clone()));
    }

    fn table(mut self) -> Result<Table, Failure> {
        self.0.sort_by_key(|(row, ..)| *row);
        let texts = |of: fn(&Line) -> &str| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(self.0.iter().map(of)))
        };
        let columns: Vec<ArrayRef> = vec![
            Arc::new(UInt64Array::from_iter_values(self.0.iter().map(|(row, ..)| *row))),
            texts(|refusal| refusal.1),
            texts(|refusal| refusal.2),
            texts(|refusal| &refusal.3),
        ];
        let text = |name| Field::new(name, DataType::Utf8, false);
        let fields = vec![
            Field::new("row", DataType::UInt64, false),
            text("column"),
            text("code"),
            text("message"),
        ];
        table(fields, columns)
    }
}

fn known_days(days: Vec<i32>) -> Date32Array {
    let nulls = days.contains(&NO_DAY).then(|| {
        let known: Vec<bool> = days.iter().map(|day| *day != NO_DAY).collect();
        known.into()
    });
    Date32Array::new(days.into(), nulls)
}

fn of_days(fact: &str, column: &dyn Array) -> Result<Date32Array, Failure> {
    if let Some(days) = column.as_primitive_opt::<Date32Type>() {
        return Ok(without_nulls(days, NO_DAY));
    }
    let day = |row: usize| match cells::cell(column, row) {
        Ok(None) => Ok(NO_DAY),
        Ok(Some(Value::String(day))) => day
            .parse::<Day>()
            .map(Day::epoch_days)
            .map_err(|error| unfit(fact, row, &error.to_string())),
        Ok(Some(_)) => Err(unfit(fact, row, "a day is needed")),
        Err(problem) => Err(unfit(fact, row, &problem)),
    };
    let days: PyResult<Vec<i32>> = (0..column.len()).map(day).collect();
    Ok(Date32Array::new(days?.into(), None))
}

/// The values of a column, and another in the place of what is missing.
fn without_nulls<T: arrow_array::ArrowPrimitiveType>(
    column: &PrimitiveArray<T>,
    missing: T::Native,
) -> PrimitiveArray<T> {
    if column.null_count() == 0 {
        return column.clone();
    }
    let values: Vec<T::Native> = column.iter().map(|value| value.unwrap_or(missing)).collect();
    PrimitiveArray::new(values.into(), None)
}

fn of_amounts(fact: &str, column: &dyn Array, scale: u32) -> Result<Decimal128Array, Failure> {
    if let (DataType::Decimal128(_, of), Some(amounts)) =
        (column.data_type(), column.as_primitive_opt::<Decimal128Type>())
        && let Some(finer) = u32::try_from(*of).ok().and_then(|of| scale.checked_sub(of))
    {
        let amounts = without_nulls(amounts, i128::MIN);
        let Some(factor) = 10_i128.checked_pow(finer).filter(|factor| *factor != 1) else {
            return Ok(amounts);
        };
        return Ok(amounts.unary(|units| match units {
            i128::MIN => units,
            // Too many digits are refused, row by row.
            _ => units.saturating_mul(factor).max(i128::MIN + 1),
        }));
    }
    let units = |row: usize| match cells::cell(column, row) {
        Ok(None) => Ok(i128::MIN),
        Ok(Some(Value::String(text))) => match text.strip_prefix('-') {
            Some(_) => Ok(-1),
            None => units(&text, scale).map_err(|problem| unfit(fact, row, &problem)),
        },
        Ok(Some(_)) => Err(unfit(fact, row, "an amount is needed")),
        Err(problem) => Err(unfit(fact, row, &problem)),
    };
    let units: PyResult<Vec<i128>> = (0..column.len()).map(units).collect();
    Ok(Decimal128Array::new(units?.into(), None))
}

/// An amount as text, in units of a scale.
fn units(text: &str, scale: u32) -> Result<i128, String> {
    let number = text.parse::<Amount>().map_err(|error| error.to_string())?.get().normalize();
    let missing = scale.checked_sub(number.scale()).ok_or_else(|| {
        format!("{text} has more than {scale} decimals: give a column of decimals with as many")
    })?;
    let factor = 10_i128.checked_pow(missing).unwrap_or(i128::MAX);
    Ok(number.mantissa().saturating_mul(factor))
}

/// Codes of a column of words, or of truth.
fn codes(
    fact: &str,
    column: &dyn Array,
    code: fn(Option<Value>) -> Option<u8>,
) -> Result<Vec<u8>, Failure> {
    let read = |column: &dyn Array| -> Result<Vec<u8>, Failure> {
        (0..column.len())
            .map(|row| {
                let cell =
                    cells::cell(column, row).map_err(|problem| unfit(fact, row, &problem))?;
                // What no code stands for is refused, row by row.
                Ok(code(cell).unwrap_or(u8::MAX))
            })
            .collect()
    };
    let Some(coded) = column.as_any_dictionary_opt() else { return read(column) };
    let values = read(coded.values().as_ref())?;
    let keys = coded.normalized_keys();
    let missing = code(None).unwrap_or(u8::MAX);
    Ok((0..column.len())
        .map(|row| {
            let key = keys.get(row).filter(|_| !column.is_null(row));
            key.map_or(missing, |key| values.get(*key).copied().unwrap_or(u8::MAX))
        })
        .collect())
}

fn dispute(cell: Option<Value>) -> Option<u8> {
    let state = match cell {
        None => Dispute::None,
        Some(Value::Bool(disputed)) => {
            if disputed {
                Dispute::Open
            } else {
                Dispute::None
            }
        }
        Some(Value::String(state)) => match state.as_str() {
            "none" | "0" => Dispute::None,
            "open" | "1" => Dispute::Open,
            "lost" | "2" => Dispute::Lost,
            _ => return None,
        },
        Some(_) => return None,
    };
    Some(state as u8)
}

fn method(cell: Option<Value>) -> Option<u8> {
    match cell {
        None => Some(0),
        Some(name) => serde_json::from_value(name).ok().map(method_code),
    }
}
