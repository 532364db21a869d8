//! The architecture, as tests: a module of the core uses only its own layer
//! and those before it, and the core stays small, exact and free of `std`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// Each layer may use itself and what stands before it.
const LAYERS: &[&[&str]] = &[
    &["error", "value"],
    &["terms"],
    &["facts"],
    &["explain"],
    &["answers"],
    &["columns"],
    &["wire"],
];

/// The same among the questions.
const ANSWERS: &[&[&str]] = &[
    &["cover"],
    &["claim", "duties"],
    &["premium", "recovery"],
    &["factoring", "placement", "risk"],
    &["ask"],
];

/// What the core may depend on. Adding to this list is a decision: write it down in `docs/`.
const DEPENDENCIES: &[&str] = &[
    "ical-rs",
    "iso3166-static",
    "jiff",
    "luhn3",
    "rust_decimal",
    "schemars (optional)",
    "serde",
    "serde_json",
    "sha2",
    "thiserror",
];

/// The lines that may name a binary floating-point type: each refuses one.
const FLOATS: &[(&str, &str)] = &[
    ("value/document.rs", "fn visit_f64"),
    ("value/tape.rs", "Fraction(f64)"),
    ("value/tape.rs", "fn visit_f64"),
    ("value/terms_of_payment.rs", "fn visit_f64"),
    ("value/written.rs", "fn visit_f64"),
];

#[test]
fn modules_only_look_down() {
    for (file, code) in sources() {
        let Some(own) = file.split(['/', '.']).next().filter(|module| *module != "lib") else {
            continue;
        };
        let rank = layer(LAYERS, own).unwrap_or_else(|| panic!("`{own}` has no layer: name it"));
        for used in named_after(&code, "crate::") {
            let theirs = layer(LAYERS, &used).unwrap_or_else(|| {
                panic!("core/src/{file}: write `crate::<module>::…` in place of `crate::{used}`")
            });
            assert!(theirs <= rank, "core/src/{file}: `{own}` looks up to `{used}`");
        }
    }
}

#[test]
fn questions_only_look_down() {
    for (file, code) in sources() {
        let mut parts = file.split(['/', '.']);
        let (Some("answers"), Some(own)) = (parts.next(), parts.next()) else { continue };
        if ["mod", "rs"].contains(&own) {
            continue;
        }
        let rank = layer(ANSWERS, own).unwrap_or_else(|| panic!("`{own}` has no place: name it"));
        let mut used = named_after(&code, "crate::answers::");
        if ["mod.rs", "rs"].contains(&parts.collect::<Vec<_>>().join(".").as_str()) {
            used.extend(named_after(&code, "super::"));
        }
        for used in used {
            let looks_up = layer(ANSWERS, &used).is_some_and(|theirs| theirs > rank);
            assert!(!looks_up, "core/src/{file}: `{own}` looks up to `{used}`");
        }
    }
}

#[test]
fn paths_say_where_they_lead() {
    for (file, code) in sources() {
        assert!(
            !code.contains("super::super"),
            "core/src/{file}: write `crate::…` in place of `super::super`"
        );
    }
}

#[test]
fn the_core_needs_no_operating_system() {
    let library = fs::read_to_string(core().join("src/lib.rs")).unwrap();
    for line in ["#![no_std]", "#![forbid(unsafe_code)]"] {
        assert!(library.lines().any(|other| other == line), "core/src/lib.rs lost `{line}`");
    }
    for (file, code) in sources() {
        assert!(!words(&code).any(|word| word == "std"), "core/src/{file} names `std`");
    }
}

#[test]
fn the_core_knows_no_binary_fractions() {
    for (file, code) in sources() {
        for line in
            code.lines().filter(|line| words(line).any(|word| word == "f32" || word == "f64"))
        {
            let allowed = FLOATS.iter().any(|(place, text)| file == *place && line.contains(text));
            assert!(allowed, "core/src/{file}: amounts are exact decimals: {line}");
        }
    }
}

#[test]
fn the_core_depends_on_these_and_nothing_else() {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--locked", "--format-version=1"])
        .current_dir(core())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let package = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|package| package["name"] == "tradecredit")
        .unwrap();
    let mut found = Vec::new();
    for dependency in package["dependencies"].as_array().unwrap() {
        let name = dependency["name"].as_str().unwrap();
        if !dependency["kind"].is_null() {
            continue;
        }
        assert_eq!(
            dependency["uses_default_features"],
            Value::Bool(false),
            "`{name}`: name the features that the core needs"
        );
        let optional = dependency["optional"] == Value::Bool(true);
        found.push(if optional { format!("{name} (optional)") } else { name.to_owned() });
    }
    found.sort();
    assert_eq!(found, DEPENDENCIES);
}

#[test]
fn the_scan_sees_every_way_to_name_a_module() {
    let code = code(
        "use crate::{error::{Error, Problem}, value, terms::*};\n\
        // crate::wire is only a comment\n\
        let text = crate::facts::read();\n\
        #[cfg(test)]\nmod tests {\n    use crate::wire;\n}\n\
        fn after() { crate::answers::cover::verdict() }\n",
    );
    assert_eq!(named_after(&code, "crate::"), ["error", "value", "terms", "facts", "answers"]);
    assert_eq!(named_after(&code, "crate::answers::"), ["cover"]);
}

fn core() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../core")
}

/// The code of every source file of the core, by its path from `core/src`.
fn sources() -> BTreeMap<String, String> {
    fn visit(folder: &Path, prefix: &str, sources: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                visit(&entry.path(), &format!("{name}/"), sources);
            } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
                sources.insert(name, code(&fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let mut sources = BTreeMap::new();
    visit(&core().join("src"), "", &mut sources);
    assert!(sources.contains_key("lib.rs"));
    sources
}

/// A source without its comments and without what only its unit tests see.
fn code(source: &str) -> String {
    let (mut code, mut tests, mut marked) = (String::new(), false, false);
    for line in source.lines() {
        let bare = line.trim_start();
        if bare == "#[cfg(test)]" {
            marked = true;
        } else if tests {
            tests = line != "}";
        } else if marked {
            marked = bare.starts_with("#[");
            tests = !marked && line.ends_with('{');
        } else if !bare.starts_with("//") {
            code.push_str(line.split(" // ").next().unwrap_or_default());
            code.push('\n');
        }
    }
    code
}

/// The modules that follow a path prefix, one by one or as a group in braces.
fn named_after(code: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let mut depth = 0_usize;
        let mut start = true;
        for (i, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                ',' if depth == 1 => start = true,
                c if start && (c.is_alphanumeric() || c == '_') => {
                    names.extend(words(&rest[i..]).next().map(ToOwned::to_owned));
                    start = false;
                }
                _ => {}
            }
            if depth == 0 && !c.is_whitespace() {
                break;
            }
        }
    }
    names
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

fn layer(layers: &[&[&str]], name: &str) -> Option<usize> {
    layers.iter().position(|names| names.contains(&name))
}
