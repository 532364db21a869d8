//! Arrow streams as the capsules that every data frame library speaks.
//!
//! The interface: <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>.
//! Its pointers are the only unsafe code of this crate.

use std::ffi::CStr;

use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::table::Table;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";

/// Whether a frame can be read only once: it is what Python calls an iterator.
pub(crate) fn once(frame: &Bound<'_, PyAny>) -> PyResult<bool> {
    frame.hasattr("__next__")
}

/// A reader that was read before looks like an empty one: its rows would be lost in silence.
pub(crate) fn spent(name: &str) -> PyErr {
    PyValueError::new_err(format!(
        "the reader of the {name} has nothing left, or never had anything: give the table itself, \
or a new reader; leave out what is empty"
    ))
}

/// The stream of a frame: of anything with `__arrow_c_stream__`.
pub(crate) fn read(frame: &Bound<'_, PyAny>) -> PyResult<Checked> {
    let given = frame.call_method0("__arrow_c_stream__")?;
    let capsule = given.cast::<PyCapsule>().map_err(|_| {
        PyTypeError::new_err("`__arrow_c_stream__` of this frame gives no Arrow stream")
    })?;
    let pointer = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds an `ArrowArrayStream`, says the interface; `from_raw`
    // moves it out and leaves a released stream behind, which the capsule then does not release.
    #[expect(unsafe_code, reason = "the interface is a C structure")]
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.cast().as_ptr()) };
    RecordBatchStreamReader::try_new(stream).map(Checked).map_err(|error| unreadable(&error))
}

/// A stream whose texts are Unicode and whose dictionaries hold what is asked of them. The interface
/// promises both, but whoever breaks the promise would have memory read that is not there.
pub(crate) struct Checked(RecordBatchStreamReader);

impl Iterator for Checked {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|batch| batch.and_then(checked))
    }
}

impl RecordBatchReader for Checked {
    fn schema(&self) -> SchemaRef {
        self.0.schema()
    }
}

fn checked(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    for (column, field) in batch.columns().iter().zip(batch.schema_ref().fields()) {
        if matches!(
            column.data_type(),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..)
        ) {
            column.to_data().validate_full().map_err(|error| {
                ArrowError::InvalidArgumentError(format!("column `{}`: {error}", field.name()))
            })?;
        }
    }
    Ok(batch)
}

/// A new stream over a table.
pub(crate) fn stream<'py>(py: Python<'py>, table: &Table) -> PyResult<Bound<'py, PyCapsule>> {
    let batches: Vec<_> = table.batches.iter().cloned().map(Ok).collect();
    let batches = RecordBatchIterator::new(batches, table.schema());
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), STREAM)
}

/// The columns of a table.
pub(crate) fn schema<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema).map_err(|error| unreadable(&error))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

pub(crate) fn unreadable(error: &ArrowError) -> PyErr {
    PyValueError::new_err(format!("this frame cannot be read: {error}"))
}
