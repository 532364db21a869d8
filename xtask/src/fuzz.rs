//! `cargo xtask fuzz`: the engine under inputs that nobody would write.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde_json::json;
use tradecredit::wire;

use crate::shell::{self, Result, Shell};
use crate::tool;
use crate::workspace::Workspace;

#[derive(Args)]
pub(crate) struct Options {
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Afterwards, keep in the repository what gets where no vector gets: `tests/fuzz/corpus.jsonl`.
    #[arg(long)]
    keep: bool,
}

/// Changed requests first: they get further than bytes.
const TARGETS: [&str; 2] = ["changed", "raw"];

/// How large the corpus of the repository may be, and one of its requests.
const MOST: usize = 250_000;
const LARGEST: usize = 4_000;

pub(crate) fn run(options: &Options) -> Result {
    let workspace = Workspace::find()?;
    let cargo_fuzz = tool::ready(&workspace, &Shell::live(), &tool::FUZZ)?;
    let fuzz = Fuzz { workspace, cargo_fuzz };
    let mut summary = String::new();
    for target in TARGETS {
        let mut command = fuzz.command(target, &[&fuzz.corpus(target)?]);
        command.arg(format!("-max_total_time={}", options.seconds));
        command.arg("-print_final_stats=1");
        println!("{target}: {} s", options.seconds);
        let said = shell::everything(&mut command)?;
        let count =
            said.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
        summary.push_str(&format!("{target}: {} executions\n", count.unwrap_or("no").trim()));
    }
    print!("{summary}");
    fs::write(fuzz.workspace.target.join("fuzz/summary.txt"), summary)?;
    if options.keep { fuzz.keep() } else { Ok(()) }
}

struct Fuzz {
    workspace: Workspace,
    cargo_fuzz: PathBuf,
}

impl Fuzz {
    /// A target on folders of inputs; arguments for libFuzzer may follow.
    fn command(&self, target: &str, inputs: &[&Path]) -> Command {
        let folder = self.workspace.target.join("fuzz");
        let mut fuzz = self.workspace.program(&self.cargo_fuzz);
        fuzz.env("RUSTUP_TOOLCHAIN", "nightly");
        // Nothing here is unsafe: a sanitizer would find nothing, and make all of it slower.
        fuzz.args(["fuzz", "run", "--sanitizer", "none", "--fuzz-dir", "tests/fuzz"]);
        fuzz.arg("--target-dir").arg(folder.join("build")).arg(target).args(inputs).arg("--");
        fuzz.args(["-timeout=20", "-rss_limit_mb=2048"]);
        fuzz.arg(format!("-artifact_prefix={}/", folder.display()));
        fuzz
    }

    /// Where the inputs of a target grow. The raw ones begin with every request of the vectors, and with
    /// what fuzzing came upon before.
    fn corpus(&self, target: &str) -> Result<PathBuf> {
        let folder = self.workspace.target.join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder)?;
        if target == "raw" {
            write_vectors(&folder)?;
            for (place, (operation, request)) in tradecredit_tests::fuzzed()?.iter().enumerate() {
                fs::write(folder.join(format!("kept-{place}")), raw(operation, request)?)?;
            }
        }
        Ok(folder)
    }

    /// Keeps what gets where no vector gets, the smallest first.
    fn keep(&self) -> Result {
        let folder = self.workspace.target.join("fuzz/merge");
        let (merged, requests) = (folder.join("merged"), folder.join("requests"));
        shell::empty(&merged)?;
        shell::empty(&requests)?;
        let mut changed = self.command("changed", &[&self.corpus("changed")?]);
        shell::everything(changed.env("TRADECREDIT_REQUESTS", &requests).arg("-runs=0"))?;
        write_vectors(&merged)?;
        let before = shell::ending(&merged, "")?;
        let inputs = [merged.as_path(), &self.corpus("raw")?, &requests];
        shell::everything(self.command("raw", &inputs).arg("-merge=1"))?;
        let mut found = Vec::new();
        for file in shell::ending(&merged, "")?.iter().filter(|file| !before.contains(file)) {
            let bytes = fs::read(file)?;
            let Some((which, request)) = bytes.split_first() else { continue };
            let (operation, _) = wire::OPERATIONS[usize::from(*which) % wire::OPERATIONS.len()];
            if let Ok(request) = str::from_utf8(request)
                && request.len() <= LARGEST
            {
                found.push((request.len(), json!([operation, request]).to_string()));
            }
        }
        found.sort();
        let (mut text, mut count) = (String::new(), 0);
        for (_, line) in &found {
            if text.len() + line.len() < MOST {
                text.push_str(line);
                text.push('\n');
                count += 1;
            }
        }
        println!("{count} of {} requests kept", found.len());
        Ok(fs::write(self.workspace.root.join("tests/fuzz/corpus.jsonl"), text)?)
    }
}

fn write_vectors(folder: &Path) -> Result {
    for (name, file) in tradecredit_tests::files()? {
        let vector = tradecredit_tests::Vector::read(&file).map_err(|it| it.to_string())?;
        let bytes = raw(&vector.operation, vector.request.get())?;
        fs::write(folder.join(name.replace('/', "-")), bytes)?;
    }
    Ok(())
}

/// A request as the target `raw` reads it: the first byte says which operation.
fn raw(operation: &str, request: &str) -> Result<Vec<u8>> {
    let which = wire::OPERATIONS.iter().position(|(name, _)| *name == operation);
    let mut bytes = vec![u8::try_from(which.unwrap_or_default())?];
    bytes.extend(request.as_bytes());
    Ok(bytes)
}
