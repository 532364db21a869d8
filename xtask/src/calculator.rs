//! The web calculator: a folder that any web server can serve, and its tests in a browser.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tradecredit::Error;
use tradecredit::wire::{self, schema, schema::OperationSchema};

use crate::javascript;
use crate::shell::{self, Result, Shell};
use crate::workspace::Workspace;

/// Builds the page and serves it until it is stopped.
pub(crate) fn run() -> Result {
    let (workspace, shell) = (Workspace::find()?, Shell::live());
    javascript::target(&workspace, &shell)?;
    let engine = javascript::build(&workspace, &shell)?;
    let package = workspace.target.join("npm/tradecredit");
    javascript::assemble(&workspace, &engine, &package)?;
    let tools = Tools::ready(&workspace, &shell)?;
    let folder = assemble(&workspace, &shell, &tools, &package)?;
    shell.run(tools.node(&workspace).arg("bindings-wasm/tools/serve.mjs").arg(folder))
}

/// Where Chromium usually is.
const BROWSERS: &[&str] = &[
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// What builds and tests the page, from the npm registry, outside the sources.
pub(crate) struct Tools {
    folder: PathBuf,
}

impl Tools {
    /// Installs what the lock file names, unless that was done.
    pub(crate) fn ready(workspace: &Workspace, shell: &Shell) -> Result<Self> {
        let sources = workspace.root.join("bindings-wasm/tools");
        let folder = workspace.target.join("npm/tools");
        let lock = fs::read_to_string(sources.join("package-lock.json"))?;
        let installed = folder.join("installed.json");
        if fs::read_to_string(&installed).is_ok_and(|text| text == lock) {
            return Ok(Self { folder });
        }
        shell::empty(&folder)?;
        for file in ["package.json", "package-lock.json"] {
            fs::copy(sources.join(file), folder.join(file))?;
        }
        let mut install = workspace.program(npm());
        install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        shell.run(install.current_dir(&folder))?;
        fs::write(installed, lock)?;
        Ok(Self { folder })
    }

    /// A script of the project in Node, which finds the tools.
    pub(crate) fn node(&self, workspace: &Workspace) -> std::process::Command {
        let mut node = workspace.program("node");
        node.env("TRADECREDIT_TOOLS", &self.folder);
        node
    }
}

/// The program npm.
pub(crate) fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// Puts the page together around a package.
pub(crate) fn assemble(
    workspace: &Workspace,
    shell: &Shell,
    tools: &Tools,
    package: &Path,
) -> Result<PathBuf> {
    let folder = workspace.target.join("npm/calculator");
    let mut node = tools.node(workspace);
    node.args(["bindings-wasm/tools/page.mjs", "bindings-wasm/calculator"]);
    shell.run(node.arg(package).arg(&folder))?;
    Ok(folder)
}

/// What a visitor downloads, compressed, and how that compares with the budget, as a line to print.
pub(crate) fn size(workspace: &Workspace, tools: &Tools, folder: &Path) -> Result<String> {
    let mut node = tools.node(workspace);
    shell::read(node.arg("bindings-wasm/tools/size.mjs").arg(folder))
}

/// A browser to test in: the one that `CHROMIUM` names, one that is there, or the
/// one of the distribution, installed where that is allowed.
///
/// # Errors
///
/// `CHROMIUM` names no file.
pub(crate) fn browser(workspace: &Workspace, shell: &Shell) -> Result<Option<PathBuf>> {
    if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if path.is_file() {
            return Ok(Some(path));
        }
        return Err(format!("CHROMIUM names no file: {}", path.display()).into());
    }
    let found = || BROWSERS.iter().map(PathBuf::from).find(|path| path.is_file());
    if let Some(path) = found() {
        return Ok(Some(path));
    }
    let apt = |arguments: &[&str]| {
        let mut command = workspace.program("apt-get");
        shell.run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    // Without apt, without a network or without the right to install, there is no browser.
    let installed = apt(&["update"]).and_then(|()| apt(&["install", "-y", "chromium"]));
    Ok(installed.ok().and_then(|()| found()))
}

/// Runs the tests in the browser and keeps pictures in `target/screenshots`.
pub(crate) fn test(
    workspace: &Workspace,
    shell: &Shell,
    tools: &Tools,
    folder: &Path,
    digests: &Path,
    browser: &Path,
) -> Result {
    let tests = shell::ending(&workspace.root.join("tests/js/browser"), ".test.mjs")?;
    let mut node = tools.node(workspace);
    node.args(["--test", "--test-concurrency=2"]).args(tests);
    node.env("TRADECREDIT_CALCULATOR", folder);
    node.env("TRADECREDIT_DIGESTS", digests);
    node.env("TRADECREDIT_CHROMIUM", browser);
    node.env("TRADECREDIT_SCREENSHOTS", workspace.target.join("screenshots"));
    let measured = timings(workspace);
    if measured.exists() {
        fs::remove_file(&measured)?;
    }
    node.env("TRADECREDIT_TIMINGS", measured);
    shell.run(&mut node)
}

/// What the tests in the browser measured.
pub(crate) fn timings(workspace: &Workspace) -> PathBuf {
    workspace.target.join("xtask/browser-timings.txt")
}

/// Packs the package and imports it as applications do: plain Node, Vite, TypeScript.
pub(crate) fn applications(
    workspace: &Workspace,
    shell: &Shell,
    tools: &Tools,
    package: &Path,
    browser: Option<&Path>,
) -> Result {
    let folder = workspace.target.join("npm/applications");
    shell::empty(&folder)?;
    let tests = shell::ending(&workspace.root.join("tests/js/apps"), ".test.mjs")?;
    let mut node = tools.node(workspace);
    node.arg("--test").args(tests);
    node.env("TRADECREDIT_NPM", package);
    node.env("TRADECREDIT_APPLICATIONS", &folder);
    if let Some(browser) = browser {
        node.env("TRADECREDIT_CHROMIUM", browser);
    }
    shell.run(&mut node)
}

/// The types and functions of the npm package, from the schemas of the engine:
/// each file's path from the root, and its text.
pub(crate) fn generated(workspace: &Workspace, tools: &Tools) -> Result<Vec<(String, String)>> {
    let documents: BTreeMap<_, _> = schema::documents().into_iter().collect();
    let operations: Vec<_> = wire::schemas()
        .into_iter()
        .map(|OperationSchema { operation, request, answer }| {
            json!({ "operation": operation, "request": request, "answer": answer })
        })
        .collect();
    let schemas =
        json!({ "documents": documents, "operations": operations, "codes": Error::CODES });
    let file = workspace.target.join("xtask/schemas.json");
    fs::create_dir_all(workspace.target.join("xtask"))?;
    fs::write(&file, schemas.to_string())?;
    let mut node = tools.node(workspace);
    let files = shell::read(node.arg("bindings-wasm/tools/types.mjs").arg(&file))?;
    let files: BTreeMap<String, String> = serde_json::from_str(&files)?;
    Ok(files.into_iter().collect())
}
