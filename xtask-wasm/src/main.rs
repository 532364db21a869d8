//! Writes the JavaScript beside a compiled WebAssembly library: `xtask-wasm <library.wasm> <folder>`.

use std::error::Error;
use std::ffi::OsString;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [library, folder] = arguments.as_slice() else {
        return Err("usage: xtask-wasm <library.wasm> <folder>".into());
    };
    Bindgen::new()
        .input_path(library)
        .out_name("engine")
        .typescript(false)
        // Bundlers find the .wasm by the path that is written out here.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .web(true)?
        .generate(folder)?;
    Ok(())
}
