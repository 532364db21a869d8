//! The Python package, in an environment of its own below the target folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{self, Result, Shell};
use crate::workspace::Workspace;

/// The most bytes that a wheel may have, Arrow included: four MiB.
const WHEEL: u64 = 4 << 20;

/// A Python that has the tools and nothing else.
pub(crate) struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// Makes the environment, or finds it as it was made.
    pub(crate) fn ready(workspace: &Workspace, shell: &Shell) -> Result<Self> {
        Self::made(workspace, shell, "venv", "requirements.txt")
    }

    /// The environment for Spark, which is as large as all other tools together; none without Java.
    pub(crate) fn spark(workspace: &Workspace, shell: &Shell) -> Result<Option<Self>> {
        if shell::read(workspace.program("java").arg("-version")).is_err() {
            return Ok(None);
        }
        Self::made(workspace, shell, "venv-spark", "requirements-spark.txt").map(Some)
    }

    fn made(workspace: &Workspace, shell: &Shell, name: &str, list: &str) -> Result<Self> {
        let environment = Self { folder: workspace.target.join(name) };
        let requirements = workspace.root.join("bindings-python").join(list);
        let interpreter = interpreter(workspace)?;
        let version = shell::read(workspace.program(interpreter).arg("--version"))?;
        let wanted = format!("{version}{}", fs::read_to_string(&requirements)?);
        let stamp = environment.folder.join("made-from.txt");
        if fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
            return Ok(environment);
        }
        let mut venv = workspace.program(interpreter);
        shell.run(venv.args(["-m", "venv", "--clear"]).arg(&environment.folder)).map_err(|e| {
            format!("{e}\nPython needs its module venv (Debian, Ubuntu: apt install python3-venv)")
        })?;
        let mut pip = environment.python(workspace, &["-m", "pip", "install", "--requirement"]);
        shell.run(pip.arg(requirements))?;
        fs::write(stamp, wanted)?;
        Ok(environment)
    }

    /// Python of this environment, at the root.
    pub(crate) fn python(&self, workspace: &Workspace, arguments: &[&str]) -> Command {
        let mut command = workspace.program(self.folder.join(programs()).join("python"));
        command
            .args(arguments)
            .env("VIRTUAL_ENV", &self.folder)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONUTF8", "1")
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
            .env("PYRIGHT_PYTHON_CACHE_DIR", workspace.target.join("pyright"))
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME");
        command
    }

    /// Builds a wheel into a folder, emptied first.
    pub(crate) fn wheel(
        &self,
        workspace: &Workspace,
        shell: &Shell,
        folder: &Path,
        options: &[&str],
    ) -> Result<PathBuf> {
        shell::empty(folder)?;
        let mut maturin = self.python(workspace, &["-m", "maturin", "build", "--locked"]);
        maturin.args(options).arg("--out").arg(folder);
        shell.run(maturin.args(["--manifest-path", "bindings-python/Cargo.toml"]))?;
        let wheels = shell::ending(folder, ".whl")?;
        wheels.into_iter().next().ok_or_else(|| "maturin wrote no wheel".into())
    }

    /// Builds the wheel that is published, which has a largest size.
    pub(crate) fn release(&self, workspace: &Workspace, shell: &Shell) -> Result<PathBuf> {
        let folder = workspace.target.join("wheels/release");
        let wheel = self.wheel(workspace, shell, &folder, &["--profile", "wheel", "--strip"])?;
        let size = fs::metadata(&wheel)?.len();
        if size > WHEEL {
            return Err(format!("the wheel has {size} bytes, more than its {WHEEL}").into());
        }
        Ok(wheel)
    }

    /// Installs a wheel where there is nothing else, and sees what it can do alone; says it.
    pub(crate) fn alone(
        &self,
        workspace: &Workspace,
        shell: &Shell,
        wheel: &Path,
    ) -> Result<String> {
        let clean = Self { folder: workspace.target.join("venv-clean") };
        let mut venv = self.python(workspace, &["-m", "venv", "--clear"]);
        shell.run(venv.arg(&clean.folder))?;
        // It may ask for no other package: there is no index to find one in.
        let mut pip = clean.python(workspace, &["-m", "pip", "install", "--no-index"]);
        shell.run(pip.arg(wheel))?;
        let mut seen = clean.python(workspace, &["tests/python/clean.py"]);
        // As it is for its user: Python keeps what it has read.
        let said = shell::read(seen.env_remove("PYTHONDONTWRITEBYTECODE"))?;
        let kilobytes = fs::metadata(wheel)?.len() / 1000;
        Ok(format!("wheel {kilobytes} kB; {}", said.trim()))
    }

    /// Installs the package as somebody would get it, but compiled quickly.
    pub(crate) fn install(&self, workspace: &Workspace, shell: &Shell) -> Result {
        let folder = workspace.target.join("wheels/dev");
        // With the feature that the stubs need, so that one compilation serves both.
        let options = ["--profile", "dev", "--features", "stubs", "--compatibility", "linux"];
        let wheel = self.wheel(workspace, shell, &folder, &options)?;
        let mut pip = self.python(workspace, &["-m", "pip", "install", "--force-reinstall"]);
        shell.run(pip.args(["--no-deps", "--no-index"]).arg(wheel))
    }

    /// The stub of the compiled module, generated from it.
    pub(crate) fn stub(&self, workspace: &Workspace, shell: &Shell) -> Result<String> {
        let folder = workspace.target.join("stubs");
        shell::empty(&folder)?;
        let mut maturin = self.python(workspace, &["-m", "maturin", "generate-stubs", "--locked"]);
        maturin.args(["--features", "stubs", "--out"]).arg(&folder);
        shell.run(maturin.args(["--manifest-path", "bindings-python/Cargo.toml"]))?;
        let stub = fs::read_to_string(folder.join("tradecredit/_native.pyi"))?;
        // The standard library has this type from Python 3.13 on.
        let stub = stub
            .replace("from types import CapsuleType", "from typing_extensions import CapsuleType");
        Ok(format!(
            "# Generated by `cargo xtask regen` from bindings-python/src: do not edit.\n{stub}"
        ))
    }

    /// The classes of the answers, generated from the schemas in a folder.
    pub(crate) fn answers(&self, workspace: &Workspace, schemas: &Path) -> Result<String> {
        shell::read(self.python(workspace, &["bindings-python/generate.py"]).arg(schemas))
    }

    /// The pictures of the guide, drawn by the package: each path from the root, and its text.
    pub(crate) fn pictures(&self, workspace: &Workspace) -> Result<Vec<(String, String)>> {
        let folder = workspace.target.join("pictures");
        shell::empty(&folder)?;
        shell::read(self.python(workspace, &["bindings-python/pictures.py"]).arg(&folder))?;
        let files = shell::ending(&folder, ".svg")?.into_iter().map(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Ok((format!("docs/src/pictures/{name}"), fs::read_to_string(file)?))
        });
        files.collect()
    }

    /// Checks the types of the package, and its stub against the compiled module.
    pub(crate) fn types(&self, workspace: &Workspace, shell: &Shell) -> Result {
        let settings = "bindings-python/pyproject.toml";
        let cache = workspace.target.join("mypy");
        let mut mypy = self.python(workspace, &["-m", "mypy", "--config-file", settings]);
        mypy.args(["bindings-python/python/tradecredit", "bindings-python/generate.py"]);
        shell.run(mypy.env("MYPY_CACHE_DIR", &cache))?;
        let mut mypy = self.python(workspace, &["-m", "mypy.stubtest", "tradecredit"]);
        mypy.args(["--mypy-config-file", settings]);
        mypy.args(["--mypy-config-file", settings]);
        shell.run(mypy.env("MYPY_CACHE_DIR", &cache))
    }

    /// Runs the tests in Python.
    pub(crate) fn test(&self, workspace: &Workspace, shell: &Shell, digests: &Path) -> Result {
        let mut pytest = self.python(workspace, &["-m", "pytest", "-p", "no:cacheprovider"]);
        shell.run(pytest.args(["--quiet", "tests/python"]).env("TRADECREDIT_DIGESTS", digests))
    }

    /// Runs the tests on a cluster of Spark, with a wheel that may be any.
    pub(crate) fn test_spark(&self, workspace: &Workspace, shell: &Shell, wheel: &Path) -> Result {
        let mut pip = self.python(workspace, &["-m", "pip", "install", "--force-reinstall"]);
        shell.run(pip.args(["--no-deps", "--no-index"]).arg(wheel))?;
        let mut pytest = self.python(workspace, &["-m", "pytest", "-p", "no:cacheprovider"]);
        // A cluster takes its time to start.
        pytest.args(["-o", "faulthandler_timeout=600", "--quiet", "tests/python/test_spark.py"]);
        shell.run(&mut pytest)
    }
}

fn programs() -> &'static str {
    if cfg!(windows) { "Scripts" } else { "bin" }
}

fn interpreter(workspace: &Workspace) -> Result<&'static str> {
    ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"]
        .into_iter()
        .find(|name| {
            let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
            shell::read(workspace.program(name).args(["-c", new_enough])).is_ok()
        })
        .ok_or_else(|| "Python is needed, 3.11 or later: https://www.python.org".into())
}
