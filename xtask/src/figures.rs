//! `cargo xtask figures`: how much of the engine is shown, counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use tradecredit::{Error, wire};
use tradecredit_tests::{files, rules};

use crate::shell::Result;
use crate::workspace::Workspace;

pub(crate) fn run() -> Result {
    let mut vectors: BTreeMap<String, usize> = BTreeMap::new();
    let mut codes = BTreeSet::new();
    let mut published = 0_u32;
    for (name, file) in files()? {
        let vector: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        let operation = name.split('/').next().unwrap_or_default();
        *vectors.entry(operation.to_owned()).or_default() += 1;
        codes.extend(vector["error"]["code"].as_str().map(str::to_owned));
        published += u32::from(vector["source"].as_str().is_some_and(|it| it.contains("https://")));
    }
    let rules = rules::rules()?;
    let with = |has: fn(&rules::Entry) -> bool| rules.iter().filter(|(_, it)| has(it)).count();
    let total: usize = vectors.values().sum();
    println!("operations                 {}", wire::OPERATIONS.len());
    println!("vectors                    {total}, each run in Rust, Python, Node and Chromium");
    println!("  from a published page    {published}");
    println!("rules                      {}", rules.len());
    println!("  with a section           {}", with(|it| it.section.is_some()));
    println!("  with a vector            {}", with(|it| !it.vectors.is_empty()));
    println!("  with a published source  {}", with(|it| !it.sources.is_empty()));
    println!(
        "error codes                {}, {} shown by a vector",
        Error::CODES.len(),
        codes.len()
    );
    let workspace = Workspace::find()?;
    for (command, file) in [
        ("mutants", "mutants/summary.txt"),
        ("coverage", "coverage/summary.txt"),
        ("fuzz", "fuzz/summary.txt"),
    ] {
        let last = fs::read_to_string(workspace.target.join(file));
        let last = last.unwrap_or_else(|_| format!("not measured here: cargo xtask {command}"));
        println!("{command:<26} {}", last.trim().replace('\n', "\n                           "));
    }
    println!();
    for (operation, _) in wire::OPERATIONS {
        println!("  {:>4}  {operation}", vectors.get(*operation).copied().unwrap_or_default());
    }
    Ok(())
}
