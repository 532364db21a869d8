//! What others' code is under: nothing that a user of this library could not take on.

use serde_json::Value;

use crate::shell::{self, Result};
use crate::workspace::Workspace;

/// Licences that ask for no more than to be named.
const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// Fails where a package that is built here is under another licence, or comes from anywhere but
/// the registry. Says how many there are.
pub(crate) fn check(workspace: &Workspace) -> Result<String> {
    let host = shell::read(workspace.program("rustc").args(["--print", "host-tuple"]))?;
    let mut cargo = workspace.cargo(&["metadata", "--locked", "--all-features"]);
    cargo.args(["--format-version=1", "--filter-platform", host.trim()]);
    let metadata: Value = serde_json::from_str(&shell::read(&mut cargo)?)?;
    let built = metadata["resolve"]["nodes"].as_array().into_iter().flatten();
    let built: Vec<&str> = built.filter_map(|node| node["id"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let text = |field: &str| package[field].as_str().unwrap_or_default();
        if !built.contains(&text("id")) {
            continue;
        }
        if !free(text("license")) {
            wrong.push(format!("{}: licence `{}`", text("name"), text("license")));
        }
        let source = text("source");
        if !source.is_empty() && !source.starts_with("registry+") {
            wrong.push(format!("{}: comes from {source}", text("name")));
        }
    }
    if wrong.is_empty() {
        Ok(format!("{} packages", built.len()))
    } else {
        Err(wrong.join("\n").into())
    }
}

/// Whether an expression of licences can be met with those allowed.
fn free(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let spaced = spaced.replace(" WITH ", "-WITH-");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest) && rest.is_empty()
}

fn any(words: &mut &[&str]) -> bool {
    let mut free = all(words);
    while let Some((&"OR", rest)) = words.split_first() {
        *words = rest;
        free |= all(words);
    }
    free
}

fn all(words: &mut &[&str]) -> bool {
    let mut free = one(words);
    while let Some((&"AND", rest)) = words.split_first() {
        *words = rest;
        free &= one(words);
    }
    free
}

fn one(words: &mut &[&str]) -> bool {
    let Some((word, rest)) = words.split_first() else { return false };
    *words = rest;
    if *word != "(" {
        return ALLOWED.contains(&word.replace("-WITH-", " WITH ").as_str());
    }
    let free = any(words);
    match words.split_first() {
        Some((&")", rest)) => {
            *words = rest;
            free
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::free;

    #[test]
    fn an_expression_is_met_where_one_side_of_each_choice_is() {
        for met in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-2.0) AND Unicode-3.0"] {
            assert!(free(met), "{met}");
        }
        assert!(free("Apache-2.0 WITH LLVM-exception OR GPL-2.0"));
        for not in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT MIT"] {
            assert!(!free(not), "{not}");
        }
    }
}
