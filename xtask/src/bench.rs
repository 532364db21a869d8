//! `cargo xtask bench`: what the rules cost, and whole books beside other engines.

use clap::Args;

use crate::python::Environment;
use crate::shell::{Result, Shell};
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// Only the rules, one by one.
    #[arg(long)]
    rules: bool,
    /// Only whole books, beside `DuckDB`, Polars and Python's decimal.
    #[arg(long, conflicts_with = "rules")]
    books: bool,
    /// How many open items a book has; several times, to see how the cost grows.
    #[arg(long, default_values_t = [1_000_000])]
    rows: Vec<u64>,
    /// Arguments for the rules, such as a part of a name.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result {
    let (workspace, shell) = (Workspace::find()?, Shell::live());
    if !options.books {
        let mut cargo = workspace.cargo(&["bench", "--locked", "--package", "tradecredit-benches"]);
        shell.run(cargo.args(["--benches", "--"]).args(&options.rest))?;
    }
    if !options.rules {
        let environment = Environment::ready(&workspace, &shell)?;
        // As it is published, beside the environment of the tests, which has it compiled quickly.
        let folder = workspace.target.join("wheels/bench");
        let wheel = environment.wheel(&workspace, &shell, &folder, &["--release"])?;
        let packages = workspace.target.join("peers/packages");
        let mut pip = environment.python(&workspace, &["-m", "pip", "install", "--upgrade"]);
        pip.args(["--no-deps", "--no-index", "--target"]).arg(&packages).arg(wheel);
        shell.run(&mut pip)?;
        let mut peers = environment.python(&workspace, &["benches/peers.py"]);
        peers.args(options.rows.iter().map(u64::to_string));
        peers.arg("--folder").arg(workspace.target.join("peers"));
        shell.run(peers.env("PYTHONPATH", &packages))?;
    }
    Ok(())
}
