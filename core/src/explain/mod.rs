//! Explanation: how an answer came about, as data and in words.

mod language;
mod receipt;
mod render;
mod rule;
mod step;
mod trace;
pub(crate) mod words;

pub use language::Language;
pub use receipt::Receipt;
pub(crate) use render::filled;
pub use render::{Format, render, sentence};
pub use rule::Rule;
pub use step::{Fact, FactValue, Step, Witness};
pub use trace::{Trace, TraceReceipt, TraceSchema};
