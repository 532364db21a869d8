//! `cargo xtask fuzz`: the engine under inputs that nobody would write.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use tradecredit::wire;

use crate::shell::{self, Result, Shell};
use crate::tool;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

/// Changed requests first: they get further than bytes.
const TARGETS: [&str; 2] = ["changed", "raw"];

pub(crate) fn run(options: &Options) -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    let cargo_fuzz = tool::ready(&workspace, &shell, &tool::FUZZ)?;
    let mut summary = String::new();
    for target in TARGETS {
        let corpus = corpus(&workspace, target)?;
        let mut fuzz = workspace.program(&cargo_fuzz);
        fuzz.env("RUSTUP_TOOLCHAIN", "nightly");
        // Nothing here is unsafe: a sanitizer would find nothing, and make all of it slower.
        fuzz.args(["fuzz", "run", "--sanitizer", "none", "--fuzz-dir", "tests/fuzz"]);
        fuzz.arg("--target-dir");
        fuzz.arg(workspace.target.join("fuzz/build")).arg(target).arg(corpus).arg("--");
        fuzz.arg(format!("-max_total_time={}", options.seconds));
        fuzz.args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"]);
        fuzz.arg(format!("-artifact_prefix={}/", workspace.target.join("fuzz").display()));
        println!("{target}: {} s", options.seconds);
        let said = shell::everything(&mut fuzz)?;
        let count =
            said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
        summary.push_str(&format!("{target}: {} executions\n", count.unwrap_or("no").trim()));
    }
    print!("{summary}");
    fs::write(workspace.target.join("fuzz/summary.txt"), summary)?;
    Ok(())
}

/// Where the inputs of a target grow. The raw ones begin with every request of the vectors.
fn corpus(workspace: &Workspace, target: &str) -> Result<PathBuf> {
    let folder = workspace.target.join("fuzz/corpus").join(target);
    fs::create_dir_all(&folder)?;
    if target == "raw" {
        for (name, file) in tradecredit_tests::files()? {
            let vector = tradecredit_tests::Vector::read(&file).map_err(|it| it.to_string())?;
            let which = wire::OPERATIONS.iter().position(|(name, _)| *name == vector.operation);
            let mut bytes = vec![u8::try_from(which.unwrap_or_default())?];
            bytes.extend(vector.request.get().as_bytes());
            fs::write(folder.join(name.replace('/', "-")), bytes)?;
        }
    }
    Ok(folder)
}
