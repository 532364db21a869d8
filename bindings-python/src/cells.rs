//! One cell of a frame as the JSON that a document would hold.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType};
use arrow_schema::{DataType, TimeUnit};
use serde_json::Value;
use tradecredit::Day;

/// Why no cell of a column of this type can be read.
pub(crate) fn refused(kind: &DataType) -> Option<String> {
    match kind {
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Some(format!(
            "holds floats ({kind}), which cannot be exact: cast it first, such as \
`pl.col(name).cast(pl.Decimal(38, 2))` in polars, `df[name].map(lambda x: Decimal(str(x)))` in pandas, \
`column.cast(pa.decimal128(38, 2))` in pyarrow; names and codes to text"
        )),
        DataType::Timestamp(_, Some(zone)) => Some(format!(
            "holds moments in the time zone {zone}, where days are needed: cast it to a date first"
        )),
        DataType::Null
        | DataType::Boolean
        | DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32
        | DataType::UInt64
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Date32
        | DataType::Date64
        | DataType::Timestamp(_, None)
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => None,
        DataType::Dictionary(_, values) => refused(values),
        DataType::List(item) | DataType::LargeList(item) => refused(item.data_type()),
        other => Some(format!("is of type {other}: give text, dates, decimals or whole numbers")),
    }
}

/// The cell of a row; nothing for null.
///
/// Whole numbers and decimals become text, which is exact, and which names need.
pub(crate) fn cell(column: &dyn Array, row: usize) -> Result<Option<Value>, String> {
    if row >= column.len() || column.is_null(row) {
        return Ok(None);
    }
    let text = match column.data_type() {
        DataType::Utf8 => column.as_string_opt::<i32>().map(|texts| texts.value(row).to_owned()),
        DataType::LargeUtf8 => {
            column.as_string_opt::<i64>().map(|texts| texts.value(row).to_owned())
        }
        DataType::Utf8View => column.as_string_view_opt().map(|texts| texts.value(row).to_owned()),
        DataType::Boolean => {
            return Ok(column.as_boolean_opt().map(|flags| Value::Bool(flags.value(row))));
        }
        DataType::Int8 => number::<Int8Type>(column, row),
        DataType::Int16 => number::<Int16Type>(column, row),
        DataType::Int32 => number::<Int32Type>(column, row),
        DataType::Int64 => number::<Int64Type>(column, row),
        DataType::UInt8 => number::<UInt8Type>(column, row),
        DataType::UInt16 => number::<UInt16Type>(column, row),
        DataType::UInt32 => number::<UInt32Type>(column, row),
        DataType::UInt64 => number::<UInt64Type>(column, row),
        DataType::Decimal32(..) => {
            column.as_primitive_opt::<Decimal32Type>().map(|all| all.value_as_string(row))
        }
        DataType::Decimal64(..) => {
            column.as_primitive_opt::<Decimal64Type>().map(|all| all.value_as_string(row))
        }
        DataType::Decimal128(..) => {
            column.as_primitive_opt::<Decimal128Type>().map(|all| all.value_as_string(row))
        }
        DataType::Decimal256(..) => {
            column.as_primitive_opt::<Decimal256Type>().map(|all| all.value_as_string(row))
        }
        DataType::Date32 => match value::<Date32Type>(column, row) {
            Some(days) => Some(day(days.into())?),
            None => None,
        },
        DataType::Date64 => whole_day(value::<Date64Type>(column, row), 86_400_000)?,
        DataType::Timestamp(unit, None) => {
            let (moment, per_day) = match unit {
                TimeUnit::Second => (value::<TimestampSecondType>(column, row), 86_400),
                TimeUnit::Millisecond => {
                    (value::<TimestampMillisecondType>(column, row), 86_400_000)
                }
                TimeUnit::Microsecond => {
                    (value::<TimestampMicrosecondType>(column, row), 86_400_000_000)
                }
                TimeUnit::Nanosecond => {
                    (value::<TimestampNanosecondType>(column, row), 86_400_000_000_000)
                }
            };
            whole_day(moment, per_day)?
        }
        DataType::Dictionary(..) => return coded(column, row),
        DataType::List(_) => {
            return column.as_list_opt::<i32>().map(|lists| list(&lists.value(row))).transpose();
        }
        DataType::LargeList(_) => {
            return column.as_list_opt::<i64>().map(|lists| list(&lists.value(row))).transpose();
        }
        _ => None,
    };
    Ok(text.map(Value::String))
}

fn value<T: ArrowPrimitiveType>(column: &dyn Array, row: usize) -> Option<T::Native> {
    column.as_primitive_opt::<T>().map(|all| all.value(row))
}

fn number<T: ArrowPrimitiveType>(column: &dyn Array, row: usize) -> Option<String>
where
    T::Native: ToString,
{
    value::<T>(column, row).map(|number| number.to_string())
}

fn list(items: &ArrayRef) -> Result<Value, String> {
    let values = (0..items.len()).map(|row| cell(items, row).map(Option::unwrap_or_default));
    values.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// A cell of a column that holds places in a list of values.
fn coded(column: &dyn Array, row: usize) -> Result<Option<Value>, String> {
    let Some(coded) = column.as_any_dictionary_opt() else { return Ok(None) };
    match cell(coded.keys(), row)? {
        Some(Value::String(place)) => {
            place.parse().map_or(Ok(None), |place| cell(coded.values().as_ref(), place))
        }
        _ => Ok(None),
    }
}

fn whole_day(moment: Option<i64>, per_day: i64) -> Result<Option<String>, String> {
    let Some(moment) = moment else { return Ok(None) };
    if moment.rem_euclid(per_day) != 0 {
        return Err("a day is needed, not a moment: cast the column to a date first".into());
    }
    day(moment.div_euclid(per_day)).map(Some)
}

/// A day counted from 1 January 1970, as text.
fn day(since_1970: i64) -> Result<String, String> {
    let days = i32::try_from(since_1970).map_err(|_| "this day is too far away".to_owned())?;
    Day::from_epoch_days(days).map(|day| day.to_string()).map_err(|error| error.to_string())
}
