//! `cargo xtask mutants`: changes the engine and sees whether a test notices.

use clap::Args;

use crate::shell::{Result, Shell};
use crate::tool;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Arguments for cargo-mutants, such as `--shard 0/40` or `--file core/src/answers/claim/steps/*`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    let mut mutants = workspace.program(tool::ready(&workspace, &shell, &tool::MUTANTS)?);
    mutants.args(["mutants", "--package", "tradecredit", "--test-package"]);
    mutants
        .args(["tradecredit,tradecredit-tests", "--output"])
        .arg(workspace.target.join("mutants"));
    mutants.args(["--baseline=skip", "--timeout=300", "--no-shuffle"]).args(&options.rest);
    shell.run(&mut mutants)
}
