//! `cargo xtask docs`: the documentation.

use crate::shell::{Result, Shell};
use crate::workspace::Workspace;

pub(crate) fn run() -> Result {
    let workspace = Workspace::find()?;
    reference(&workspace, &Shell::live())?;
    println!("{}", workspace.target.join("doc/tradecredit/index.html").display());
    Ok(())
}

/// The reference of the crate; a broken link is an error.
pub(crate) fn reference(workspace: &Workspace, shell: &Shell) -> Result {
    let mut cargo = workspace.cargo(&["doc", "--locked", "--no-deps", "--package", "tradecredit"]);
    shell.run(cargo.env("RUSTDOCFLAGS", "-D warnings"))
}
