//! `cargo xtask fuzz`: the engine under inputs that nobody would write.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use tradecredit::wire;

use crate::shell::{Result, Shell};
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
    for target in TARGETS {
        let corpus = corpus(&workspace, target)?;
        let mut fuzz = workspace.program(&cargo_fuzz);
        fuzz.env("RUSTUP_TOOLCHAIN", "nightly");
        fuzz.args(["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--target-dir"]);
        fuzz.arg(workspace.target.join("fuzz/build")).arg(target).arg(corpus).arg("--");
        fuzz.arg(format!("-max_total_time={}", options.seconds));
        fuzz.args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"]);
        fuzz.arg(format!("-artifact_prefix={}/", workspace.target.join("fuzz").display()));
        shell.run(&mut fuzz)?;
    }
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
