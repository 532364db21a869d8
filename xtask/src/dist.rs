//! `cargo xtask dist`: what is published, in `target/dist`.

use std::fs;

use crate::python::Environment;
use crate::shell::{self, Result, Shell};
use crate::workspace::Workspace;
use crate::{calculator, javascript, test};

/// Makes the engine a sixth smaller; too slow for every build.
const BINARYEN: &str = "binaryen@132.0.0";

pub(crate) fn run() -> Result {
    let workspace = Workspace::find()?;
    let shell = Shell::live();
    let dist = workspace.target.join("dist");
    shell::empty(&dist)?;

    npm(&workspace, &shell)?;
    let environment = Environment::ready(&workspace, &shell)?;
    let wheel = environment.release(&workspace, &shell)?;
    fs::copy(&wheel, dist.join(wheel.file_name().unwrap_or_default()))?;

    for entry in fs::read_dir(&dist)? {
        let entry = entry?;
        println!("{:>9} bytes  {}", entry.metadata()?.len(), entry.path().display());
    }
    Ok(())
}

fn npm(workspace: &Workspace, shell: &Shell) -> Result {
    javascript::target(workspace, shell)?;
    let engine = javascript::build(workspace, shell)?;
    let binaryen = workspace.target.join("npm/binaryen");
    fs::create_dir_all(&binaryen)?;
    let mut install = workspace.program(calculator::npm());
    install.args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]);
    shell.run(install.arg(&binaryen).arg(BINARYEN))?;

    let (library, smaller) = (engine.join("engine_bg.wasm"), engine.join("smaller.wasm"));
    let mut optimise = workspace.program("node");
    optimise.arg(binaryen.join("node_modules/binaryen/bin/wasm-opt"));
    shell.run(optimise.arg("-Oz").arg(&library).arg("-o").arg(&smaller))?;
    fs::rename(smaller, library)?;

    let package = workspace.target.join("npm/tradecredit");
    javascript::assemble(workspace, &engine, &package)?;
    javascript::test(workspace, shell, &package, &test::digests(workspace)?)?;
    let tools = calculator::Tools::ready(workspace, shell)?;
    let page = calculator::assemble(workspace, shell, &tools, &package)?;
    print!("{}", calculator::size(workspace, &tools, &page)?);
    println!("the calculator, for any web server: {}", page.display());
    let mut pack = workspace.program(calculator::npm());
    pack.arg("pack").arg(&package).arg("--pack-destination").arg(workspace.target.join("dist"));
    shell.run(&mut pack)
}
