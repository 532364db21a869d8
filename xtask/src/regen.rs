//! `cargo xtask regen`: files that are generated from others and committed.

use std::fs;

use crate::python::Environment;
use crate::shell::{Result, Shell};
use crate::workspace::Workspace;
use tradecredit::wire::schema;

pub(crate) fn run(check: bool) -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    let environment = Environment::ready(&workspace, &shell)?;
    if check {
        return fresh(&workspace, &shell, &environment);
    }
    for (path, text) in generated(&workspace, &shell, &environment)? {
        let file = workspace.root.join(&path);
        file.parent().map(fs::create_dir_all).transpose()?;
        fs::write(file, text)?;
        println!("{path}");
    }
    Ok(())
}

/// Fails where a committed file is not what would be generated now.
pub(crate) fn fresh(workspace: &Workspace, shell: &Shell, environment: &Environment) -> Result {
    for (path, text) in generated(workspace, shell, environment)? {
        let committed = fs::read_to_string(workspace.root.join(&path)).unwrap_or_default();
        // A checkout on Windows may have changed the line ends.
        if committed.replace("\r\n", "\n") != text {
            return Err(
                format!("{path} is not fresh: run `cargo xtask regen` and commit it").into()
            );
        }
    }
    Ok(())
}

/// Every generated file: its path from the root, and its text.
fn generated(
    workspace: &Workspace,
    shell: &Shell,
    environment: &Environment,
) -> Result<Vec<(String, String)>> {
    let stub = environment.stub(workspace, shell)?;
    let mut files = vec![("bindings-python/python/tradecredit/_native.pyi".to_owned(), stub)];
    for (name, text) in schema::files()? {
        files.push((format!("docs/schema/{name}"), text));
    }
    Ok(files)
}
