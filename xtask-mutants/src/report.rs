//! What became of the mutants, as a file and as figures.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Result;
use crate::mutant::Mutant;

/// What became of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It does not compile, or cannot be put behind a switch.
    LeftOut,
    /// This vector or test noticed it.
    Caught(String),
    Survived,
}

/// Writes one line for each mutant, and prints how many of each folder were caught.
pub(crate) fn write(file: &Path, mutants: &[Mutant], outcomes: &[Outcome]) -> Result {
    let mut lines = String::new();
    let mut folders: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut left_out = 0;
    for (mutant, outcome) in mutants.iter().zip(outcomes) {
        let folder = mutant.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let [caught, all] = folders.entry(folder).or_default();
        let line = match outcome {
            Outcome::LeftOut => {
                left_out += 1;
                format!("left out  {}\n", mutant.name)
            }
            Outcome::Caught(by) => {
                (*caught, *all) = (*caught + 1, *all + 1);
                format!("caught    {}  [{by}]\n", mutant.name)
            }
            Outcome::Survived => {
                *all += 1;
                format!("survived  {}\n", mutant.name)
            }
        };
        lines.push_str(&line);
    }
    fs::write(file, lines)?;
    for (folder, [caught, all]) in &folders {
        println!("{caught:>5} of {all:>5} caught  {folder}");
    }
    let [caught, all] = folders.values().fold([0, 0], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
    let tenths = caught * 1000 / all.max(1);
    let tenths = format!("{}.{}", tenths / 10, tenths % 10);
    let summary = format!("{caught} of {all} caught: {tenths} %; {left_out} more do not compile");
    println!("{summary}");
    fs::write(file.with_file_name("summary.txt"), summary)?;
    println!("{}", file.display());
    Ok(())
}
