//! One change to the engine, as cargo-mutants lists it.

use serde::Deserialize;

/// `cargo mutants --list --json`, as far as it is needed here.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Mutant {
    /// What is changed and where, in words.
    pub(crate) name: String,
    /// The file, from the root of the workspace.
    pub(crate) file: String,
    /// Where the text that is replaced begins.
    pub(crate) span: Span,
    /// What stands in its place.
    pub(crate) replacement: String,
    /// Which kind of change.
    pub(crate) genre: Genre,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: Place,
}

/// Line and column, from one, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}
