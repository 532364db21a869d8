//! Where things are.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::shell::{self, Result};

/// The folders of this workspace.
pub(crate) struct Workspace {
    /// The root of the sources.
    pub(crate) root: PathBuf,
    /// The only folder that is written to.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and configuration are respected.
    pub(crate) fn find() -> Result<Self> {
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--locked", "--format-version=1"]);
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        let metadata: Value = serde_json::from_str(&shell::read(&mut command)?)?;
        let folder = |name: &str| metadata[name].as_str().map(PathBuf::from);
        match (folder("workspace_root"), folder("target_directory")) {
            (Some(root), Some(target)) => Ok(Self { root, target }),
            _ => Err("`cargo metadata` names no folders".into()),
        }
    }

    /// Cargo, at the root.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo();
        command.args(arguments).current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// Another program, at the root.
    pub(crate) fn program(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }
}

fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
