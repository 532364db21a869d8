//! Rows of an answer as a table for data frames.

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, ListBuilder, StringBuilder,
};
use arrow_array::{Array as _, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use serde_json::{Map, Value};
use tradecredit::{Day, exact};

/// Columns over one or more batches of rows.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) batches: Vec<RecordBatch>,
}

impl Table {
    /// Adds rows, column by column; those of every batch have the same names and types.
    pub(crate) fn push(&mut self, columns: Vec<(&str, ArrayRef)>, rows: usize) -> PyResult<()> {
        self.batches.push(batch(columns, rows)?);
        Ok(())
    }

    /// The names and types of the columns.
    pub(crate) fn schema(&self) -> SchemaRef {
        self.batches.first().map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema)
    }

    /// How many rows.
    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

/// Rows, column by column.
pub(crate) fn batch(columns: Vec<(&str, ArrayRef)>, rows: usize) -> PyResult<RecordBatch> {
    let field =
        |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
    let fields: Vec<Field> = columns.iter().map(field).collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let schema = Arc::new(Schema::new(fields));
    RecordBatch::try_new_with_options(schema, arrays, &options)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

/// The most digits of a decimal column.
const DIGITS: u8 = 38;

type Row = Map<String, Value>;

/// A table over the rows of a JSON list; each column with its kind.
pub(crate) fn of(columns: &[(String, String)], rows: &str) -> PyResult<Table> {
    let rows: Vec<Row> = serde_json::from_str(rows)
        .map_err(|_| PyTypeError::new_err("the rows of a table are a list of dicts"))?;
    let columns = columns
        .iter()
        .map(|(name, kind)| Ok((name.as_str(), column(name, kind, &rows)?)))
        .collect::<PyResult<Vec<_>>>()?;
    let mut table = Table::default();
    table.push(columns, rows.len())?;
    Ok(table)
}

fn column(name: &str, kind: &str, rows: &[Row]) -> PyResult<ArrayRef> {
    let cells = || rows.iter().map(|row| row.get(name).filter(|cell| !cell.is_null()));
    let texts = || cells().map(|cell| cell.map(text));
    Ok(match kind {
        "amount" => decimals(name, texts())?,
        "day" => {
            let mut builder = Date32Builder::with_capacity(rows.len());
            for cell in texts() {
                let day = cell.map(|cell| cell.parse::<Day>()).transpose();
                let day = day.map_err(|error| wrong(name, &error.to_string()))?;
                builder.append_option(day.map(Day::epoch_days));
            }
            Arc::new(builder.finish())
        }
        "count" => {
            let mut builder = Int64Builder::with_capacity(rows.len());
            cells().for_each(|cell| builder.append_option(cell.and_then(Value::as_i64)));
            Arc::new(builder.finish())
        }
        "flag" => {
            let mut builder = BooleanBuilder::with_capacity(rows.len());
            cells().for_each(|cell| builder.append_option(cell.and_then(Value::as_bool)));
            Arc::new(builder.finish())
        }
        "texts" => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for cell in cells() {
                let items = cell.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                for item in items {
                    builder.values().append_value(text(item));
                }
                builder.append(true);
            }
            Arc::new(builder.finish())
        }
        "text" => {
            let mut builder = StringBuilder::new();
            texts().for_each(|cell| builder.append_option(cell));
            Arc::new(builder.finish())
        }
        other => return Err(PyValueError::new_err(format!("there are no columns of `{other}`"))),
    })
}

/// Decimals of one scale: the most decimals that any of them has, and at least two.
fn decimals(name: &str, texts: impl Iterator<Item = Option<String>>) -> PyResult<ArrayRef> {
    let mut numbers = Vec::new();
    let mut scale = 2;
    for text in texts {
        let number = text.map(|text| exact::parse(&text)).transpose();
        let number = number.map_err(|error| wrong(name, &error.to_string()))?;
        scale = number.map_or(scale, |number| scale.max(number.scale()));
        numbers.push(number);
    }
    let too_long = || wrong(name, "its amounts have more digits than a column can hold");
    let mut builder = Decimal128Builder::with_capacity(numbers.len());
    for number in numbers {
        let digits = number
            .map(|number| {
                10_i128
                    .checked_pow(scale - number.scale())
                    .and_then(|shift| number.mantissa().checked_mul(shift))
                    .filter(|digits| digits.unsigned_abs() < 10_u128.pow(DIGITS.into()))
                    .ok_or_else(too_long)
            })
            .transpose()?;
        builder.append_option(digits);
    }
    let scale = i8::try_from(scale).map_err(|_| too_long())?;
    let builder = builder.with_precision_and_scale(DIGITS, scale);
    builder.map(|mut builder| Arc::new(builder.finish()) as ArrayRef).map_err(|_| too_long())
}

fn text(cell: &Value) -> String {
    match cell {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn wrong(column: &str, problem: &str) -> PyErr {
    PyValueError::new_err(format!("column `{column}`: {problem}"))
}
