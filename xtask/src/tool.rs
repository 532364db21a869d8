//! Programs of others, built below the target folder when they are first needed.

use std::path::PathBuf;

use crate::shell::{Result, Shell};
use crate::workspace::Workspace;

/// A program on crates.io.
pub(crate) struct Tool {
    package: &'static str,
    version: &'static str,
}

/// Drives libFuzzer.
pub(crate) const FUZZ: Tool = Tool { package: "cargo-fuzz", version: "0.13.2" };

/// Turns the pages of `docs/src` into a book.
pub(crate) const BOOK: Tool = Tool { package: "mdbook", version: "0.5.4" };

/// Changes the engine and sees whether a test notices.
pub(crate) const MUTANTS: Tool = Tool { package: "cargo-mutants", version: "27.1.0" };

/// Compares what a crate offers with what it offered before.
pub(crate) const SEMVER: Tool = Tool { package: "cargo-semver-checks", version: "0.51.0" };

/// The program, built unless it is there.
pub(crate) fn ready(workspace: &Workspace, shell: &Shell, tool: &Tool) -> Result<PathBuf> {
    let folder = workspace.target.join("tools").join(format!("{}-{}", tool.package, tool.version));
    let program =
        folder.join("bin").join(format!("{}{}", tool.package, std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        // Unoptimised: they wait for compilers and for disks, and are built in a third of the time.
        let mut cargo = workspace.cargo(&["install", "--locked", "--debug", tool.package]);
        cargo.arg("--version");
        cargo.arg(tool.version).arg("--root").arg(&folder);
        shell.run(cargo.arg("--target-dir").arg(workspace.target.join("tools/build")))?;
    }
    Ok(program)
}
