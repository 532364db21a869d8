//! `cargo xtask mutants`: changes the engine and sees whether a test notices.

use std::fs;

use clap::Args;

use crate::shell::{self, Result, Shell};
use crate::tool;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Only the files whose path matches, such as `core/src/answers/claim/**`; several times for several.
    #[arg(long)]
    file: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    let mut list = workspace.program(tool::ready(&workspace, &shell, &tool::MUTANTS)?);
    list.args(["mutants", "--package", "tradecredit", "--list", "--json"]);
    for file in &options.file {
        list.args(["--file", file]);
    }
    let folder = workspace.target.join("mutants");
    fs::create_dir_all(&folder)?;
    let listed = folder.join("list.json");
    fs::write(&listed, shell::read(&mut list)?)?;
    let mut cargo = workspace.cargo(&["run", "--locked", "--quiet", "--package", "xtask-mutants"]);
    shell.run(cargo.arg("--").arg(&workspace.root).arg(listed).arg(folder))
}
