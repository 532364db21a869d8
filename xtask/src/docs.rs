//! `cargo xtask docs`: the book and the reference.

use crate::shell::{self, Result, Shell};
use crate::tool;
use crate::workspace::Workspace;

pub(crate) fn run() -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    reference(&workspace, &shell)?;
    println!("{}", workspace.target.join("doc/tradecredit/index.html").display());
    let book = workspace.target.join("book");
    let mut build = workspace.program(tool::ready(&workspace, &shell, &tool::BOOK)?);
    build.args(["build", "docs", "--dest-dir"]).arg(&book);
    let said = shell::everything(&mut build)?;
    if said.contains("WARN") || said.contains("ERROR") {
        return Err(said.into());
    }
    println!("{}", book.join("index.html").display());
    Ok(())
}

/// The reference of the crate; a broken link is an error.
pub(crate) fn reference(workspace: &Workspace, shell: &Shell) -> Result {
    let mut cargo = workspace.cargo(&["doc", "--locked", "--no-deps", "--package", "tradecredit"]);
    shell.run(cargo.env("RUSTDOCFLAGS", "-D warnings"))
}
