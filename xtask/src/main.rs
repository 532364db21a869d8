//! Automation: `cargo xtask demo | test | regen | bench | calculator | docs | fuzz | mutants | coverage | figures | semver | dist`.
//!
//! Each command installs what it needs below the target folder and writes
//! nowhere else, `regen` excepted, which renews the generated files.

mod bench;
mod calculator;
mod coverage;
mod demo;
mod dist;
mod docs;
mod figures;
mod fuzz;
mod javascript;
mod licences;
mod mutants;
mod python;
mod regen;
mod semver;
mod shell;
mod test;
mod tool;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Automation of tradecredit")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Show the main job: what is insured, what must be done, a claim settled and explained.
    Demo(demo::Options),
    /// Check everything: format, lints, and the tests in Rust, Python and JavaScript.
    Test {
        /// Leave out Python and JavaScript.
        #[arg(long)]
        rust_only: bool,
    },
    /// Renew the generated files.
    Regen {
        /// Change nothing; fail where a file is not fresh.
        #[arg(long)]
        check: bool,
        /// Leave out what needs Python to be generated.
        #[arg(long)]
        without_python: bool,
    },
    /// Measure: the rules one by one, then whole books beside other engines. Both assert their results.
    Bench(bench::Options),
    /// Put the web calculator together and serve it on this machine.
    Calculator,
    /// Build the book and the reference.
    Docs,
    /// Feed the engine what nobody would write. Needs a nightly compiler.
    Fuzz(fuzz::Options),
    /// Change the engine and see whether a test notices.
    Mutants(mutants::Options),
    /// Count the lines of the engine that the tests in Rust come by.
    Coverage,
    /// Count operations, vectors, rules and their sources.
    Figures,
    /// Say what a program in Rust written for an earlier commit would miss.
    Semver(semver::Options),
    /// Build what is published: wheel, npm package and crate.
    Dist,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Demo(options) => demo::run(&options),
        // Its last line says what passed: nothing is said after it.
        Task::Test { rust_only } => return test::run(rust_only),
        Task::Regen { check, without_python } => regen::run(check, without_python),
        Task::Bench(options) => bench::run(&options),
        Task::Calculator => calculator::run(),
        Task::Docs => docs::run(),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::Mutants(options) => mutants::run(&options),
        Task::Coverage => coverage::run(),
        Task::Figures => figures::run(),
        Task::Semver(options) => semver::run(&options),
        Task::Dist => dist::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
