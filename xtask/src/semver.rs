//! `cargo xtask semver`: whether what Rust programs use of the engine is still there.

use clap::Args;

use crate::shell::{Result, Shell};
use crate::tool;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// The commit or tag of the last release.
    since: String,
}

pub(crate) fn run(options: &Options) -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    let mut check = workspace.program(tool::ready(&workspace, &shell, &tool::SEMVER)?);
    check.args(["semver-checks", "--package", "tradecredit", "--all-features"]);
    shell.run(check.args(["--baseline-rev", &options.since]))
}
