//! Conformance vectors: what this engine answers, checked by hand, in files
//! that Rust, Python and JavaScript all run.
//!
//! A vector is `vectors/<operation>/<case>.json`: a request, and the answer or
//! the error that must come back.

pub mod operations;
pub mod rules;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tradecredit::wire;

/// One conformance vector, as its file says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// The operation asked for; also the name of the folder.
    pub operation: String,
    /// What the vector shows, as a sentence.
    pub title: String,
    /// Where the figures come from.
    pub source: String,
    /// The request, to the letter: reading it as a value could change a digit.
    pub request: Box<RawValue>,
    /// The answer that must come back.
    pub answer: Option<Value>,
    /// The error that must come back.
    pub error: Option<Refusal>,
}

/// The error of a vector. What it leaves out may be anything.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The stable code.
    pub code: String,
    /// The message, to the letter.
    pub message: String,
    /// Where in the request.
    pub path: Option<String>,
    /// Every contradiction, as the error lists them.
    pub problems: Option<Value>,
}

impl Vector {
    /// Reads the vector in a file.
    ///
    /// # Errors
    ///
    /// Whatever keeps the file from being a vector.
    pub fn read(file: &Path) -> Result<Self, Box<dyn Error>> {
        Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
    }

    /// The text that comes back in every language: an answer, or an error as a document.
    ///
    /// # Errors
    ///
    /// The error as a document.
    pub fn run(&self) -> Result<String, String> {
        wire::call(&self.operation, self.request.get()).map_err(|error| error.to_json())
    }

    /// Whether this is what had to come back.
    ///
    /// # Errors
    ///
    /// What was expected, and what came.
    pub fn holds(&self, came_back: &Result<String, String>) -> Result<(), String> {
        let text = came_back.as_ref().unwrap_or_else(|refusal| refusal);
        let got: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let same = match (came_back, &self.answer, &self.error) {
            (Ok(_), Some(answer), None) => got == *answer,
            (Err(_), None, Some(refusal)) => refusal.is(&got),
            (_, Some(_), Some(_)) | (_, None, None) => {
                return Err("has to have either an answer or an error".to_owned());
            }
            (Ok(_), ..) => return Err(format!("was to be refused\n  answered {text}")),
            (Err(_), ..) => return Err(format!("was to be answered\n  refused  {text}")),
        };
        let expected = || match (&self.answer, &self.error) {
            (Some(answer), _) => answer.to_string(),
            (None, refusal) => format!("{refusal:?}"),
        };
        if same { Ok(()) } else { Err(format!("\n  expected {}\n  came     {text}", expected())) }
    }
}

impl Refusal {
    /// Whether an error, as a document, is this one.
    fn is(&self, error: &Value) -> bool {
        let says = |name: &str, value: Value| error.get(name) == Some(&value);
        says("code", self.code.clone().into())
            && says("message", self.message.clone().into())
            && self.path.clone().is_none_or(|path| says("path", path.into()))
            && self.problems.clone().is_none_or(|problems| says("problems", problems))
    }
}

/// The folder of all vectors.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// The files of all vectors with their names, such as `settle/limit-binds.json`, in order.
///
/// # Errors
///
/// Whatever keeps a folder from being listed.
pub fn files() -> std::io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for group in fs::read_dir(folder())? {
        let group = group?;
        if !group.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(group.path())? {
            let file = file?;
            let (group, case) = (group.file_name(), file.file_name());
            let name = format!("{}/{}", group.to_string_lossy(), case.to_string_lossy());
            files.push((name, file.path()));
        }
    }
    files.sort();
    Ok(files)
}

/// Requests that fuzzing came upon and no vector covers, each with its operation
/// (`tests/fuzz/corpus.jsonl`, renewed by `cargo xtask fuzz --keep`).
///
/// # Errors
///
/// Whatever keeps the file from being read.
pub fn fuzzed() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus.jsonl");
    let lines = fs::read_to_string(file)?;
    Ok(lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// The examples of the book in Rust, run as they stand.
#[cfg(doctest)]
mod book {
    #[doc = include_str!("../../docs/src/cookbook/developer.md")]
    mod developer {}
}
