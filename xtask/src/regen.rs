//! `cargo xtask regen`: files that are generated from others and committed.

use std::fs;

use crate::calculator::{self, Tools};
use crate::python::Environment;
use crate::shell::{self, Result, Shell};
use crate::workspace::Workspace;
use tradecredit::wire::schema;

pub(crate) fn run(check: bool, without_python: bool) -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    let mut files = from_the_engine()?;
    if !without_python {
        let environment = Environment::ready(&workspace, &shell)?;
        files.extend(python(&workspace, &shell, &environment)?);
    }
    files.extend(calculator::generated(&workspace, &Tools::ready(&workspace, &shell)?)?);
    if check {
        return same(&workspace, &files);
    }
    for (path, text) in files {
        let file = workspace.root.join(&path);
        file.parent().map(fs::create_dir_all).transpose()?;
        fs::write(file, text)?;
        println!("{path}");
    }
    Ok(())
}

/// Fails where a committed file is not what would be generated now.
pub(crate) fn fresh(workspace: &Workspace, shell: &Shell, environment: &Environment) -> Result {
    same(workspace, &generated(workspace, shell, environment)?)
}

/// Fails where a committed file has another text.
pub(crate) fn same(workspace: &Workspace, files: &[(String, String)]) -> Result {
    for (path, text) in files {
        let committed = fs::read_to_string(workspace.root.join(path)).unwrap_or_default();
        // A checkout on Windows may have changed the line ends.
        if committed.replace("\r\n", "\n") != *text {
            return Err(
                format!("{path} is not fresh: run `cargo xtask regen` and commit it").into()
            );
        }
    }
    Ok(())
}

/// The files generated without JavaScript: each path from the root, and its text.
fn generated(
    workspace: &Workspace,
    shell: &Shell,
    environment: &Environment,
) -> Result<Vec<(String, String)>> {
    let mut files = from_the_engine()?;
    files.extend(python(workspace, shell, environment)?);
    Ok(files)
}

/// What of the Python package is generated: the stub of the native module, and the answers.
fn python(
    workspace: &Workspace,
    shell: &Shell,
    environment: &Environment,
) -> Result<Vec<(String, String)>> {
    let stub = environment.stub(workspace, shell)?;
    // The answers follow the schemas as they are now, not as they are committed.
    let folder = workspace.target.join("schema");
    // What an operation that is gone left there would be generated again.
    shell::empty(&folder)?;
    for (name, text) in schema::files()? {
        let file = folder.join(&name);
        file.parent().map(fs::create_dir_all).transpose()?;
        fs::write(file, text)?;
    }
    let answers = environment.answers(workspace, &folder)?;
    Ok(vec![
        ("bindings-python/python/tradecredit/_native.pyi".to_owned(), stub),
        ("bindings-python/python/tradecredit/answers.py".to_owned(), answers),
    ])
}

/// What needs nothing but the engine and its vectors.
fn from_the_engine() -> Result<Vec<(String, String)>> {
    let files = schema::files()?.into_iter();
    let mut files: Vec<_> =
        files.map(|(name, text)| (format!("docs/schema/{name}"), text)).collect();
    files.push(("docs/src/rules/index.md".to_owned(), tradecredit_tests::rules::index()?));
    Ok(files)
}
