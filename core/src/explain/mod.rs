//! Explanation: how an answer came about, as data and in words.

mod receipt;
mod rule;
mod step;

pub use receipt::Receipt;
pub use rule::Rule;
pub use step::{Fact, FactValue, Step, Witness};
