//! `cargo xtask test`: everything that has to hold.

use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use crate::python::Environment;
use crate::shell::{self, Result, Shell};
use crate::workspace::Workspace;
use crate::{calculator, docs, javascript, licences, regen};

/// What writes the JavaScript has no tests of its own, and is slow to compile.
const TESTS: [&str; 6] =
    ["test", "--locked", "--workspace", "--all-features", "--exclude", "xtask-wasm"];

pub(crate) fn run(rust_only: bool) -> ExitCode {
    let mut passed = 0;
    let done = steps(rust_only, &mut passed);
    if let Err(failure) = &done {
        println!("\n{failure}\n");
    }
    println!("{passed} passed, {} failed", u32::from(done.is_err()));
    if done.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn steps(rust_only: bool, passed: &mut u32) -> Result {
    let workspace = Workspace::find()?;
    let mut steps = Steps { logs: workspace.target.join("xtask"), passed };
    let digests = rust(&workspace, &mut steps)?;
    if rust_only {
        println!("Python and JavaScript are left out: --rust-only");
        return Ok(());
    }
    let package = javascript(&workspace, &mut steps, &digests)?;
    page(&workspace, &mut steps, &digests, &package)?;
    python(&workspace, &mut steps, &digests)
}

fn rust(workspace: &Workspace, steps: &mut Steps<'_>) -> Result<PathBuf> {
    steps.step("format", |shell| shell.run(&mut workspace.cargo(&["fmt", "--all", "--check"])))?;
    steps.step("lints", |shell| {
        let arguments = ["clippy", "--locked", "--workspace", "--all-targets", "--all-features"];
        shell.run(workspace.cargo(&arguments).args(["--", "-D", "warnings"]))
    })?;
    steps
        .step("tests in Rust", |shell| shell.run(workspace.cargo(&TESTS).arg("--no-fail-fast")))?;
    let said = steps.step("licences", |_| licences::check(workspace))?;
    println!("  {said}");
    steps.step("reference", |shell| docs::reference(workspace, shell))?;
    steps.step("digests of all vectors", |_| digests(workspace))
}

fn javascript(workspace: &Workspace, steps: &mut Steps<'_>, digests: &Path) -> Result<PathBuf> {
    let package = workspace.target.join("npm/tradecredit");
    steps.step("WebAssembly target", |shell| javascript::target(workspace, shell))?;
    let engine = steps.step("WebAssembly", |shell| javascript::build(workspace, shell))?;
    steps.step("npm package", |_| javascript::assemble(workspace, &engine, &package))?;
    steps.step("tests in JavaScript", |shell| {
        javascript::test(workspace, shell, &package, digests)
    })?;
    Ok(package)
}

/// The npm package in applications and in a browser, and the calculator.
fn page(workspace: &Workspace, steps: &mut Steps<'_>, digests: &Path, package: &Path) -> Result {
    let tools =
        steps.step("tools for JavaScript", |shell| calculator::Tools::ready(workspace, shell))?;
    steps.step("types for JavaScript", |_| {
        regen::same(workspace, &calculator::generated(workspace, &tools)?)
    })?;
    let browser = steps.step("Chromium", |shell| calculator::browser(workspace, shell))?;
    steps.step("applications", |shell| {
        calculator::applications(workspace, shell, &tools, package, browser.as_deref())
    })?;
    let folder = steps
        .step("calculator", |shell| calculator::assemble(workspace, shell, &tools, package))?;
    let size = steps.step("size", |_| calculator::size(workspace, &tools, &folder))?;
    println!("  {}", size.trim());
    let Some(browser) = browser else {
        println!(
            "  THE TESTS IN CHROMIUM ARE LEFT OUT: it is not there, and could not be installed."
        );
        println!("  Install it, or say where it is: CHROMIUM=/path/to/chrome cargo xtask test");
        return Ok(());
    };
    steps.step("tests in Chromium", |shell| {
        calculator::test(workspace, shell, &tools, &folder, digests, &browser)
    })?;
    for line in fs::read_to_string(calculator::timings(workspace)).unwrap_or_default().lines() {
        println!("  {line}");
    }
    Ok(())
}

fn python(workspace: &Workspace, steps: &mut Steps<'_>, digests: &Path) -> Result {
    let environment =
        steps.step("Python environment", |shell| Environment::ready(workspace, shell))?;
    steps.step("Python package", |shell| environment.install(workspace, shell))?;
    steps.step("generated files", |shell| regen::fresh(workspace, shell, &environment))?;
    steps.step("types in Python", |shell| environment.types(workspace, shell))?;
    steps.step("tests in Python", |shell| environment.test(workspace, shell, digests))?;
    let wheel = steps.step("wheel", |shell| environment.release(workspace, shell))?;
    let said = steps.step("wheel alone", |shell| environment.alone(workspace, shell, &wheel))?;
    println!("  {said}");
    let cluster = steps.step("Spark environment", |shell| Environment::spark(workspace, shell))?;
    let Some(cluster) = cluster else {
        println!("the tests on Spark are left out: there is no Java");
        return Ok(());
    };
    steps.step("tests on Spark", |shell| cluster.test_spark(workspace, shell, &wheel))
}

/// The file with each vector's request and the digest of what Rust answers.
pub(crate) fn digests(workspace: &Workspace) -> Result<PathBuf> {
    // The same packages and features as the tests, so that nothing is compiled twice.
    shell::read(workspace.cargo(&TESTS).args(["--no-run", "--quiet"]))?;
    let program = format!("digests{}", std::env::consts::EXE_SUFFIX);
    let lines = shell::read(&mut workspace.program(workspace.target.join("debug").join(program)))?;
    let file = workspace.target.join("xtask/digests.jsonl");
    fs::create_dir_all(workspace.target.join("xtask"))?;
    fs::write(&file, lines)?;
    Ok(file)
}

/// Steps one after the other, each with a line of its own.
struct Steps<'a> {
    logs: PathBuf,
    passed: &'a mut u32,
}

impl Steps<'_> {
    fn step<T>(&mut self, name: &str, work: impl FnOnce(&Shell) -> Result<T>) -> Result<T> {
        print!("{name:.<32} ");
        stdout().flush()?;
        let started = Instant::now();
        let log = self.logs.join(format!("{}.log", name.replace(' ', "-").to_lowercase()));
        let shell = Shell::logged(&log)?;
        let done = work(&shell);
        let seconds = started.elapsed().as_millis();
        let verdict = if done.is_ok() { "ok" } else { "FAILED" };
        println!("{verdict} {}.{} s", seconds / 1000, seconds % 1000 / 100);
        match done {
            Ok(result) => {
                *self.passed += 1;
                Ok(result)
            }
            Err(failure) => {
                println!("\n{}", shell.output());
                Err(format!("{name}: {failure}").into())
            }
        }
    }
}
