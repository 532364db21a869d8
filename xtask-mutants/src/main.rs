//! Changes the engine in every way that cargo-mutants lists, and sees whether
//! a vector or a test notices.
//!
//! To compile the engine for each of thousands of changes takes days. Here it
//! is compiled once, with every change behind a switch; a vector is only run
//! against the changes that it comes by.

mod mutant;
mod report;
mod run;
mod sites;
mod switch;
mod tree;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use crate::mutant::Mutant;
use crate::report::Outcome;
use crate::tree::Tree;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [workspace, list, folder] = arguments.as_slice() else {
        return Err("wanted: the workspace, the list of cargo-mutants, a folder".into());
    };
    let (workspace, folder) = (Path::new(workspace), Path::new(folder));
    let mutants: Vec<Mutant> = serde_json::from_str(&fs::read_to_string(list)?)?;
    let mut tree = Tree::new(workspace, &folder.join("tree"), mutants.clone())?;
    if env::var_os("MUTANTS_REMEMBER").is_some() {
        tree.remember();
    }
    let built = tree.build()?;
    let mut outcomes: Vec<Outcome> = (0..mutants.len())
        .map(|it| if tree.left_out.contains(&it) { Outcome::LeftOut } else { Outcome::Survived })
        .collect();
    run::vectors(&built.harness, &mut outcomes)?;
    report::write(&folder.join("by-vectors.txt"), &mutants, &outcomes)?;
    run::tests(&built.tests, folder, &mutants, &mut outcomes)?;
    report::write(&folder.join("mutants.txt"), &mutants, &outcomes)
}
