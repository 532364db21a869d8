//! `tradecredit` for Python: text in, text out.
//!
//! Requests and answers cross the boundary as JSON text, so both sides agree
//! on every digit and this crate has no types of its own. The package in
//! `python/tradecredit` turns Python values into that text; no rule of
//! insurance lives in either.

use pyo3::prelude::*;

/// The engine of `tradecredit`, compiled.
#[pymodule]
mod _native {
    use pyo3::prelude::*;
    use tradecredit::{Error, wire};

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

    // The exception is written in Python, so that it pickles, is typed and stays in the stub.
    fn raised(py: Python<'_>, error: &Error) -> PyErr {
        py.import("tradecredit.errors")
            .and_then(|errors| errors.getattr("TradeCreditError"))
            .and_then(|class| class.call_method1("from_json", (error.to_json(),)))
            .map_or_else(|failure| failure, PyErr::from_value)
    }
}
