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
    use pyo3::prelude::*;
    use pyo3::types::PyCapsule;
    use tradecredit::{Currency, Error, Problem, wire};

    use crate::columns::{self, Failure, Reading, Watch};
    use crate::table::{self, Table};
    use crate::{SCHEMAS, capsule, facts};

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
        let once = capsule::once(frame)?;
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

    /// The answers about a book of columns, for any frame that speaks Arrow: receivables, buyers,
    /// the rows that cannot stand, and the facts of the ledger that cannot.
    ///
    /// The request is that of `assess`; its ledger has no invoices. `progress` is called with how
    /// many rows are done and how many there are, and stops the work by raising.
    #[pyfunction]
    #[pyo3(signature = (request, frame, columns, threads = None, progress = None, new_buyers = false))]
    fn assess_columns(
        py: Python<'_>,
        request: &str,
        frame: &Bound<'_, PyAny>,
        columns: Vec<(String, String)>,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
        new_buyers: bool,
    ) -> PyResult<(ArrowTable, ArrowTable, ArrowTable, Vec<facts::Refused>)> {
        let reader = capsule::read(frame)?;
        let reading = Reading { columns, new_buyers, once: capsule::once(frame)? };
        let answered = py.detach(|| {
            let mut watch = Watch::new(progress.as_ref(), threads);
            columns::assess(request, &reading, reader, &mut watch)
        });
        let answer = answered.map_err(|failure| failed(py, failure))?;
        let fact = |problem: Problem| (problem.path, problem.code.into(), problem.message);
        let facts = answer.facts.into_iter().map(fact).collect();
        let tables = [answer.receivables, answer.buyers, answer.refused];
        let [receivables, buyers, refused] = tables.map(ArrowTable);
        Ok((receivables, buyers, refused, facts))
    }

    /// What the policy pays for every loss of a frame, and the rows that cannot stand.
    ///
    /// The request is that of `indemnity`, without losses; `progress` as in `assess_columns`.
    #[pyfunction]
    #[pyo3(signature = (request, frame, columns, threads = None, progress = None))]
    fn indemnity_columns(
        py: Python<'_>,
        request: &str,
        frame: &Bound<'_, PyAny>,
        columns: Vec<(String, String)>,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(ArrowTable, ArrowTable)> {
        let reader = capsule::read(frame)?;
        let reading = Reading { columns, new_buyers: false, once: capsule::once(frame)? };
        let answered = py.detach(|| {
            let mut watch = Watch::new(progress.as_ref(), threads);
            columns::indemnity(request, &reading, reader, &mut watch)
        });
        let (indemnities, refused) = answered.map_err(|failure| failed(py, failure))?;
        Ok((ArrowTable(indemnities), ArrowTable(refused)))
    }

    /// A table that polars, pandas, pyarrow and `DuckDB` read through Arrow, as often as they like.
    #[pyclass(frozen, module = "tradecredit._native")]
    struct ArrowTable(Table);

    #[pymethods]
    impl ArrowTable {
        /// A table over rows that are JSON; each column with its kind.
        #[new]
        fn new(columns: Vec<(String, String)>, rows: &str) -> PyResult<Self> {
            table::of(&columns, rows).map(Self)
        }

        /// The names of the columns.
        #[getter]
        fn column_names(&self) -> Vec<String> {
            self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
        }

        fn __len__(&self) -> usize {
            self.0.rows()
        }

        fn __repr__(&self) -> String {
            let columns: Vec<String> = self
                .0
                .schema()
                .fields()
                .iter()
                .map(|field| format!("  {}: {}", field.name(), field.data_type()))
                .collect();
            format!("ArrowTable of {} rows\n{}", self.0.rows(), columns.join("\n"))
        }

        #[pyo3(signature = (requested_schema = None))]
        fn __arrow_c_stream__<'py>(
            &self,
            py: Python<'py>,
            requested_schema: Option<Bound<'py, PyAny>>,
        ) -> PyResult<Bound<'py, PyCapsule>> {
            // The reader casts: the interface lets a producer ignore what was asked for.
            drop(requested_schema);
            capsule::stream(py, &self.0)
        }

        fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
            capsule::schema(py, &self.0.schema())
        }
    }

    fn failed(py: Python<'_>, failure: Failure) -> PyErr {
        match failure {
            Failure::Engine(error) => raised(py, &error),
            Failure::Python(error) => error,
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
