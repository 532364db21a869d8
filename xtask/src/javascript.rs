//! The engine as WebAssembly, and the npm package around it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shell::{self, Result, Shell};
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// Sees to it that Rust can compile to WebAssembly.
pub(crate) fn target(workspace: &Workspace, shell: &Shell) -> Result {
    if target_is_there(workspace) {
        return Ok(());
    }
    let added = shell.run(workspace.program("rustup").args(["target", "add", TARGET]));
    if added.is_ok() && target_is_there(workspace) {
        return Ok(());
    }
    Err(format!(
        "Rust cannot compile to WebAssembly here, and `rustup target add {TARGET}` did not help.\n\
         Without rustup, install the standard library of the target from where your Rust comes from\n\
         (Fedora: rust-std-static-{TARGET}, Debian: libstd-rust-dev-wasm32; of the same version as rustc).\n\
         Or leave out Python and JavaScript: cargo xtask test --rust-only"
    )
    .into())
}

fn target_is_there(workspace: &Workspace) -> bool {
    let mut rustc = workspace.program("rustc");
    shell::read(rustc.args(["--print", "target-libdir", "--target", TARGET]))
        .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

/// Compiles the engine and writes the JavaScript beside it.
pub(crate) fn build(workspace: &Workspace, shell: &Shell) -> Result<PathBuf> {
    let mut cargo = workspace.cargo(&["build", "--locked", "--package", "tradecredit-wasm"]);
    shell.run(cargo.args(["--profile", "wasm", "--target", TARGET]))?;
    let library = workspace.target.join(TARGET).join("wasm/tradecredit_wasm.wasm");
    let engine = workspace.target.join("npm/engine");
    shell::empty(&engine)?;
    let mut cargo = workspace.cargo(&["run", "--locked", "--quiet", "--package", "xtask-wasm"]);
    shell.run(cargo.args(["--profile", "tool", "--"]).arg(library).arg(&engine))?;
    Ok(engine)
}

/// Puts the npm package together: the engine, the sources around it, licences and readme.
pub(crate) fn assemble(workspace: &Workspace, engine: &Path, package: &Path) -> Result {
    shell::empty(package)?;
    shell::copy_files(engine, package)?;
    shell::copy_files(&workspace.root.join("bindings-wasm/npm"), package)?;
    for file in ["README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(workspace.root.join(file), package.join(file))?;
    }
    let manifest = package.join("package.json");
    let text = fs::read_to_string(&manifest)?;
    let placeholder = "\"version\": \"0.0.0\"";
    if !text.contains(placeholder) {
        return Err("bindings-wasm/npm/package.json has to say version 0.0.0".into());
    }
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(&manifest, text.replace(placeholder, &version))?;
    let _: Value = serde_json::from_str(&fs::read_to_string(&manifest)?)?;
    Ok(())
}

/// Runs the tests in JavaScript on a package.
pub(crate) fn test(workspace: &Workspace, shell: &Shell, package: &Path, digests: &Path) -> Result {
    node(workspace)?;
    let tests = shell::ending(&workspace.root.join("tests/js"), ".test.mjs")?;
    let mut node = workspace.program("node");
    node.arg("--test").args(tests);
    shell.run(node.env("TRADECREDIT_NPM", package).env("TRADECREDIT_DIGESTS", digests))
}

fn node(workspace: &Workspace) -> Result {
    let version = shell::read(workspace.program("node").arg("--version"))
        .map_err(|_| "Node is needed, 20.19 or later: https://nodejs.org")?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= (20, 19) => Ok(()),
        _ => Err(format!("Node 20.19 or later is needed, this is {}", version.trim()).into()),
    }
}
