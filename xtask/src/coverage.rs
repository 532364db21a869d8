//! `cargo xtask coverage`: which lines and regions of the engine the tests in Rust come by.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shell::{self, Result, Shell};
use crate::workspace::Workspace;

const TESTS: [&str; 8] = [
    "test",
    "--locked",
    "--package",
    "tradecredit",
    "--package",
    "tradecredit-tests",
    "--lib",
    "--tests",
];

pub(crate) fn run() -> Result {
    let workspace = Workspace::find()?;
    let tools = tools(&workspace)?;
    let folder = workspace.target.join("coverage");
    let profiles = folder.join("profiles");
    shell::empty(&profiles)?;
    let cargo = |more: &[&str]| {
        let mut cargo = workspace.cargo(&TESTS);
        cargo.args(more).env("CARGO_TARGET_DIR", &folder);
        cargo.env("RUSTFLAGS", "-C instrument-coverage");
        cargo.env("LLVM_PROFILE_FILE", profiles.join("%p-%m.profraw"));
        cargo
    };
    Shell::live().run(&mut cargo(&["--quiet"]))?;
    let built = shell::read(&mut cargo(&["--no-run", "--message-format=json"]))?;
    let merged = folder.join("all.profdata");
    let mut merge = workspace.program(tools.join("llvm-profdata"));
    merge.args(["merge", "--sparse", "--output"]).arg(&merged);
    Shell::live().run(merge.args(shell::ending(&profiles, ".profraw")?))?;
    let report = |kind: &[&str]| {
        let mut cover = workspace.program(tools.join("llvm-cov"));
        cover.args(kind).arg("--instr-profile").arg(&merged);
        let programs = programs(&built);
        cover.args(programs.first());
        cover.args(programs.iter().skip(1).flat_map(|it| ["--object", it]));
        cover.arg("--sources").arg(workspace.root.join("core/src"));
        cover
    };
    let lines = shell::read(&mut report(&["show", "--show-instantiations=false"]))?;
    fs::write(folder.join("lines.txt"), lines)?;
    let summary: Value = serde_json::from_str(&shell::read(&mut report(&[
        "export",
        "--summary-only",
        "--format=text",
    ]))?)?;
    let all = &summary["data"][0];
    for file in all["files"].as_array().into_iter().flatten() {
        let name = file["filename"].as_str().unwrap_or_default();
        let missed = |of: &str| {
            let count = |name: &str| file["summary"][of][name].as_u64().unwrap_or_default();
            count("count") - count("covered")
        };
        if missed("lines") > 0 {
            let name = Path::new(name).strip_prefix(&workspace.root).unwrap_or(Path::new(name));
            println!("{:>5} lines not come by in {}", missed("lines"), name.display());
        }
    }
    for of in ["lines", "regions", "functions"] {
        let count = |name: &str| all["totals"][of][name].as_u64().unwrap_or_default();
        let tenths = count("covered") * 1000 / count("count").max(1);
        println!(
            "{of:<10} {} of {}: {}.{} %",
            count("covered"),
            count("count"),
            tenths / 10,
            tenths % 10
        );
    }
    println!("{}", folder.join("lines.txt").display());
    Ok(())
}

/// Where the compiler's own tools for LLVM are.
fn tools(workspace: &Workspace) -> Result<PathBuf> {
    let mut rustc = workspace.program("rustc");
    let library = shell::read(rustc.args(["--print", "target-libdir"]))?;
    let tools = Path::new(library.trim()).with_file_name("bin");
    if !tools.join("llvm-cov").with_extension(std::env::consts::EXE_EXTENSION).is_file() {
        Shell::live().run(workspace.program("rustup").args(["component", "add", "llvm-tools"]))?;
    }
    Ok(tools)
}

/// The programs that cargo says it built.
fn programs(messages: &str) -> Vec<String> {
    let said = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    said.filter_map(|it| it["executable"].as_str().map(str::to_owned)).collect()
}
