//! `tradecredit` for Python: text in, text out; frames in, tables out.
//!
//! Requests and answers cross the boundary as JSON text, so both sides agree
//! on every digit and this crate has no types of its own. The package in
//! `python/tradecredit` turns Python values into that text; no rule of
//! insurance lives in either.

use pyo3::prelude::*;

mod capsule;
mod cells;
mod columns;
mod facts;
mod table;

/// The schema of every document and answer, by name.
const SCHEMAS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// The engine of `tradecredit`, compiled.
// What Python gives is converted, and so owned; its docs are Python's, without our marks.
#[expect(clippy::needless_pass_by_value, reason = "read from Python")]
#[pymodule]
mod _native {
    use arrow_array::RecordBatch;
    use pyo3::prelude::*;
    use pyo3::types::PyCapsule;
    use tradecredit::{Currency, Error, wire};

    use crate::{SCHEMAS, capsule, columns, facts, table};

    /// The version of the engine.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's own name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    /// Answers a request: JSON text in, JSON text out.
    ///
    /// Other threads of Python run meanwhile. Raises `TradeCreditError`.
    #[pyfunction]
    fn call(py: Python<'_>, operation: &str, request: &str) -> PyResult<String> {
        py.detach(|| wire::call(operation, request)).map_err(|error| raised(py, &error))
    }

    /// The name of every operation.
    #[pyfunction]
    fn operations() -> Vec<&'static str> {
        wire::OPERATIONS.iter().map(|(name, _)| *name).collect()
    }

    /// How many decimals a currency has: two for EUR, none for JPY.
    #[pyfunction]
    fn minor_digits(py: Python<'_>, currency: &str) -> PyResult<u32> {
        let currency = currency.parse::<Currency>().map_err(|error| raised(py, &error))?;
        Ok(currency.minor_digits())
    }

    /// The JSON Schemas of every document and answer: each with its name, such as `policy` or `answers/settle`.
    #[pyfunction]
    fn schemas() -> Vec<(&'static str, &'static str)> {
        SCHEMAS.to_vec()
    }

    /// The lists of facts that frames can hold, with the columns of each.
    #[pyfunction]
    fn fact_columns() -> Vec<(&'static str, Vec<&'static str>)> {
        facts::columns()
    }

    /// The facts of a frame, for any frame that speaks Arrow.
    ///
    /// Gives the facts as JSON, the rows they come from where some were
    /// refused, the refused rows as path, code and message, and the buyers
    /// that are named, as JSON.
    #[pyfunction]
    fn facts_of_frame(
        py: Python<'_>,
        name: &str,
        frame: &Bound<'_, PyAny>,
        columns: Vec<(String, String)>,
    ) -> PyResult<facts::Read> {
        let reader = capsule::read(frame)?;
        // What Python calls an iterator can be gone through once.
        let once = frame.hasattr("__next__")?;
        // A frame may be computed by other threads, which may need Python.
        py.detach(|| facts::from_stream(name, reader, &columns, once))
    }

    /// The facts of rows that are already JSON; as `facts_of_frame`.
    #[pyfunction]
    fn facts_of_rows(
        py: Python<'_>,
        name: &str,
        rows: &str,
        columns: Vec<(String, String)>,
    ) -> PyResult<facts::Read> {
        py.detach(|| facts::from_rows(name, rows, &columns))
    }

    /// Assesses every receivable of a frame, for any frame that speaks Arrow.
    ///
    /// `request` is that of `assess`, its ledger without receivables. Gives the
    /// answers in the order of the rows, the sums by buyer, and the rows that
    /// cannot stand. `progress` is called with how many rows are done, of how many.
    #[pyfunction]
    #[pyo3(signature = (request, frame, columns, threads = None, progress = None))]
    fn assess_columns(
        py: Python<'_>,
        request: &str,
        frame: &Bound<'_, PyAny>,
        columns: Vec<(String, String)>,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(ArrowTable, ArrowTable, ArrowTable)> {
        let reader = capsule::read(frame)?;
        let progress = |done: usize, rows: usize| match &progress {
            None => Ok(()),
            Some(told) => Python::attach(|py| told.call1(py, (done, rows)).map(drop)),
        };
        py.detach(|| columns::assess(request, reader, &columns, threads, &progress))
            .map(|(answers, buyers, refused)| {
                (ArrowTable(answers), ArrowTable(buyers), ArrowTable(refused))
            })
            .map_err(|failure| match failure {
                columns::Failure::Asked(error) => raised(py, &error),
                columns::Failure::Python(error) => error,
            })
    }

    /// A table that polars, pandas, pyarrow and `DuckDB` read through Arrow, as often as they like.
    #[pyclass(frozen, module = "tradecredit._native")]
    struct ArrowTable(columns::Table);

    #[pymethods]
    impl ArrowTable {
        /// A table over rows that are JSON; each column with its kind.
        #[new]
        fn new(columns: Vec<(String, String)>, rows: &str) -> PyResult<Self> {
            let batch = table::of(&columns, rows)?;
            Ok(Self(columns::Table { schema: batch.schema(), batches: vec![batch] }))
        }

        /// The names of the columns.
        #[getter]
        fn column_names(&self) -> Vec<String> {
            self.0.schema.fields().iter().map(|field| field.name().clone()).collect()
        }

        fn __len__(&self) -> usize {
            self.0.batches.iter().map(RecordBatch::num_rows).sum()
        }

        fn __repr__(&self) -> String {
            let fields = self.0.schema.fields();
            let columns: Vec<String> = fields
                .iter()
                .map(|field| format!("  {}: {}", field.name(), field.data_type()))
                .collect();
            format!("ArrowTable of {} rows\n{}", self.__len__(), columns.join("\n"))
        }

        #[pyo3(signature = (requested_schema = None))]
        fn __arrow_c_stream__<'py>(
            &self,
            py: Python<'py>,
            requested_schema: Option<Bound<'py, PyAny>>,
        ) -> PyResult<Bound<'py, PyCapsule>> {
            // The reader casts: the interface lets a producer ignore what was asked for.
            drop(requested_schema);
            capsule::stream(py, &self.0.schema, &self.0.batches)
        }

        fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
            capsule::schema(py, &self.0.schema)
        }
    }

    // The exception is written in Python, so that it pickles, is typed and stays in the stub.
    fn raised(py: Python<'_>, error: &Error) -> PyErr {
        py.import("tradecredit.errors")
            .and_then(|errors| errors.getattr("TradeCreditError"))
            .and_then(|class| class.call_method1("from_json", (error.to_json(),)))
            .map_or_else(|failure| failure, PyErr::from_value)
    }
}
