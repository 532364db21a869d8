//! A copy of engine and tests in which the mutants are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;
use crate::mutant::{Genre, Mutant, Place};
use crate::sites::{self, Site};
use crate::switch::{Change, Planned, Switched};

/// The copy, and what is built of it.
pub(crate) struct Tree {
    workspace: PathBuf,
    root: PathBuf,
    mutants: Vec<Mutant>,
    files: BTreeMap<String, (String, Vec<Site>)>,
    /// Those that do not compile, or that no switch can be put around.
    pub(crate) left_out: BTreeSet<usize>,
}

/// What cargo built: the harness, and the other tests by name.
pub(crate) struct Built {
    pub(crate) harness: PathBuf,
    pub(crate) tests: BTreeMap<String, PathBuf>,
}

/// The file and the bytes of an error, and what it says.
type Fault = (String, Range<usize>, String);

impl Tree {
    /// Copies what is needed of a workspace.
    pub(crate) fn new(workspace: &Path, root: &Path, mutants: Vec<Mutant>) -> Result<Self> {
        let switched: BTreeSet<PathBuf> =
            mutants.iter().map(|mutant| workspace.join(&mutant.file)).collect();
        let kept = |file: &Path| switched.contains(file) || file.ends_with("core/src/lib.rs");
        for folder in ["core", "tests", "docs/src", "docs/schema"] {
            copy(&workspace.join(folder), &root.join(folder), &kept)?;
        }
        for file in ["README.md", "Cargo.lock"] {
            write(&root.join(file), &fs::read_to_string(workspace.join(file))?)?;
        }
        let workspace_manifest = fs::read_to_string(workspace.join("Cargo.toml"))?;
        write(&root.join("Cargo.toml"), &manifest(&workspace_manifest)?)?;
        let harness = include_str!("../templates/harness.rs");
        write(&root.join("tests/src/bin/mutants.rs"), harness)?;
        let mut files = BTreeMap::new();
        for mutant in &mutants {
            if !files.contains_key(&mutant.file) {
                let text = fs::read_to_string(workspace.join(&mutant.file))?;
                let sites = sites::sites(&text).map_err(|it| format!("{}: {it}", mutant.file))?;
                files.insert(mutant.file.clone(), (text, sites));
            }
        }
        let (workspace, root) = (workspace.to_owned(), root.to_owned());
        Ok(Self { workspace, root, mutants, files, left_out: BTreeSet::new() })
    }

    /// Where those that do not compile are written down, until the engine changes.
    fn known(&self) -> PathBuf {
        self.root.with_file_name("left-out.txt")
    }

    fn numbers(&self, of: impl Fn(&Mutant) -> bool) -> Vec<usize> {
        let found = self.mutants.iter().enumerate().filter(|(_, it)| of(it));
        found.map(|(number, _)| number).collect()
    }

    /// Leaves out what an earlier run left out.
    pub(crate) fn remember(&mut self) {
        let known = fs::read_to_string(self.known()).unwrap_or_default();
        let known: BTreeSet<&str> = known.lines().collect();
        let numbers = self.numbers(|it| known.contains(it.name.as_str()));
        self.left_out.extend(numbers);
    }

    /// Compiles it, leaving out what does not compile, until it does.
    pub(crate) fn build(&mut self) -> Result<Built> {
        for round in 1.. {
            let switched = self.switch()?;
            let (errors, built) = self.cargo(&["build", "--bin", "mutants"])?;
            println!("round {round}: {} errors, {} left out", errors.len(), self.left_out.len());
            if errors.is_empty() && built.contains_key("mutants") {
                let packages = ["--package", "tradecredit", "--package", "tradecredit-tests"];
                let (_, mut tests) =
                    self.cargo(&[&["test", "--no-run", "--tests"], &packages[..]].concat())?;
                // Of the harness, this has the program's own tests: there are none.
                tests.remove("mutants");
                let harness = built.get("mutants").cloned().ok_or("no harness was built")?;
                return Ok(Built { harness, tests });
            }
            let before = self.left_out.len();
            for (file, bytes, message) in &errors {
                let mut blamed = switched.get(file).map(|it| it.blamed(bytes)).unwrap_or_default();
                if blamed.is_empty() {
                    // What a struct is based on is used twice: an error where it is used after that.
                    blamed = self.numbers(|it| it.file == *file && it.genre == Genre::StructField);
                    println!("{file} {bytes:?}: {message}: {} are left out for it", blamed.len());
                }
                self.left_out.extend(blamed);
            }
            let names = self.left_out.iter().filter_map(|it| self.mutants.get(*it));
            let names: Vec<&str> = names.map(|it| it.name.as_str()).collect();
            fs::write(self.known(), names.join("\n"))?;
            if self.left_out.len() == before {
                return Err("the copy does not compile, and no mutant is to blame".into());
            }
        }
        Err("rounds are without end".into())
    }

    /// Writes every file with its switches.
    fn switch(&mut self) -> Result<BTreeMap<String, Switched>> {
        let mut there: BTreeMap<(&str, Genre, Place), Vec<Change>> = BTreeMap::new();
        for (number, mutant) in self.mutants.iter().enumerate() {
            if !self.left_out.contains(&number) {
                let key = (mutant.file.as_str(), mutant.genre, mutant.span.start);
                let replacement = mutant.replacement.clone();
                there.entry(key).or_default().push(Change { number, replacement });
            }
        }
        let mut all = BTreeMap::new();
        for (file, (text, sites)) in &self.files {
            let planned: Vec<Planned> = sites
                .iter()
                .filter_map(|site| {
                    Some((site.clone(), there.remove(&(file, site.genre, site.at))?))
                })
                .collect();
            let switched = Switched::of(text, &planned);
            write(&self.root.join(file), &switched.out)?;
            all.insert(file.clone(), switched);
        }
        self.left_out.extend(there.values().flatten().map(|change| change.number));
        self.lib()?;
        Ok(all)
    }

    /// The root of the engine, with the module that the switches ask.
    fn lib(&self) -> Result {
        let file = self.root.join("core/src/lib.rs");
        let text = fs::read_to_string(self.workspace.join("core/src/lib.rs"))?;
        let features =
            "#![allow(internal_features)]\n#![feature(core_intrinsics, const_eval_select)]";
        let text = text
            .replace("#![forbid(unsafe_code)]", features)
            .replace("#[cfg(test)]\nextern crate std;", "extern crate std;");
        let module = include_str!("../templates/mutation.rs");
        write(&file, &(text + &module.replace("COUNT", &self.mutants.len().to_string())))
    }

    /// What failed, and the programs that were built, by name.
    fn cargo(&self, arguments: &[&str]) -> Result<(Vec<Fault>, BTreeMap<String, PathBuf>)> {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(arguments).args(["--profile", "mutants", "--message-format=json", "--quiet"]);
        // The compiler of the workspace, with the one feature that a switch in a `const fn` needs.
        cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Awarnings");
        cargo.env("CARGO_TARGET_DIR", self.root.join("../build")).current_dir(&self.root);
        let output = cargo.output()?;
        let (mut errors, mut built) = (Vec::new(), BTreeMap::new());
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let said: Value = serde_json::from_str(line)?;
            if let (Some(name), Some(program)) =
                (said["target"]["name"].as_str(), said["executable"].as_str())
            {
                built.insert(name.to_owned(), PathBuf::from(program));
            }
            let message = &said["message"];
            if message["level"] != "error" {
                continue;
            }
            let spans = message["spans"].as_array().into_iter().flatten();
            for span in spans.filter(|span| span["is_primary"] == true) {
                let byte = |name: &str| span[name].as_u64().and_then(|it| usize::try_from(it).ok());
                let bytes = byte("byte_start").unwrap_or(0)..byte("byte_end").unwrap_or(0);
                let file = span["file_name"].as_str().unwrap_or_default().to_owned();
                errors.push((
                    file,
                    bytes,
                    message["message"].as_str().unwrap_or_default().to_owned(),
                ));
            }
        }
        if errors.is_empty() && !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok((errors, built))
    }
}

/// The workspace of the copy: engine and tests alone.
fn manifest(text: &str) -> Result<String> {
    let (_, rest) = text.split_once("\n[workspace.package]").ok_or("no [workspace.package]")?;
    Ok(format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"core\", \"tests\"]\nexclude = [\"tests/fuzz\"]\n\n\
         [workspace.package]{rest}\n[profile.mutants]\ninherits = \"dev\"\nopt-level = 1\ndebug = false\n"
    ))
}

/// Makes a folder the same as another, but for the files that are kept.
fn copy(from: &Path, to: &Path, kept: &impl Fn(&Path) -> bool) -> Result {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        let gone = !from.join(entry.file_name()).exists();
        if gone && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target, kept)?;
        } else if !kept(&entry.path()) {
            let there = fs::read(&target).ok();
            let wanted = fs::read(entry.path())?;
            if there.as_ref() != Some(&wanted) {
                fs::write(target, wanted)?;
            }
        }
    }
    Ok(())
}

/// Writes a file unless it says so already: what is newer is compiled again.
fn write(file: &Path, text: &str) -> Result {
    if fs::read_to_string(file).ok().as_deref() != Some(text) {
        fs::write(file, text)?;
    }
    Ok(())
}
