//! Puts the schemas of `docs/schema` into the library: a list of names and texts.
//!
//! They are generated from the engine's types and checked to be fresh; to derive
//! them here would compile the engine a second time, for the same texts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema").canonicalize()?;
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut list = String::from("&[\n");
    for (prefix, folder) in [("", folder.clone()), ("answers/", folder.join("answers"))] {
        let mut files: Vec<PathBuf> = fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.sort();
        for file in files {
            if let Some(name) =
                file.file_name().and_then(|name| name.to_str()?.strip_suffix(".json"))
            {
                let name = format!("{prefix}{name}");
                writeln!(list, "    ({name:?}, include_str!({:?})),", file.display().to_string())
                    .map_err(io::Error::other)?;
            }
        }
    }
    list.push(']');
    let written = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default().join("schemas.rs");
    fs::write(written, list)
}
