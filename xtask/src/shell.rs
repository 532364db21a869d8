//! Running programs, in the open or with their output kept for the case of a failure.

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Where the output of programs goes.
pub(crate) struct Shell {
    log: Option<PathBuf>,
}

impl Shell {
    /// To the terminal.
    pub(crate) fn live() -> Self {
        Self { log: None }
    }

    /// To a file.
    pub(crate) fn logged(log: &Path) -> Result<Self> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        File::create(log)?;
        Ok(Self { log: Some(log.to_owned()) })
    }

    /// Runs a program to its end.
    pub(crate) fn run(&self, command: &mut Command) -> Result {
        if let Some(log) = &self.log {
            let log = File::options().append(true).open(log)?;
            command.stdout(log.try_clone()?).stderr(log);
        }
        let status = command.status().map_err(|error| not_started(command, &error))?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("this failed ({status}): {}", shown(command)).into())
        }
    }

    /// What was written so far, without cargo's progress; nothing where it went to the terminal.
    pub(crate) fn output(&self) -> String {
        const PROGRESS: [&str; 4] = ["Compiling ", "Checking ", "Downloading ", "Downloaded "];
        let text = self.log.as_ref().and_then(|log| fs::read(log).ok()).unwrap_or_default();
        let progress =
            |line: &&str| PROGRESS.iter().any(|word| line.trim_start().starts_with(word));
        let text = String::from_utf8_lossy(&text);
        text.lines().filter(|line| !progress(line)).collect::<Vec<_>>().join("\n")
    }
}

/// What a program prints.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("this failed: {}\n{errors}", shown(command)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// What a program prints and what it warns of.
pub(crate) fn everything(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| not_started(command, &error))?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    if output.status.success() { Ok(said) } else { Err(said.into()) }
}

/// Copies the files of a folder into another, but no folders.
pub(crate) fn copy_files(from: &Path, to: &Path) -> Result {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// Makes a folder anew, empty.
pub(crate) fn empty(folder: &Path) -> Result {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// The files of a folder whose names end in a certain way.
pub(crate) fn ending(folder: &Path, end: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(end) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` cannot be started: {error}", command.get_program().to_string_lossy())
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
