//! The index of the rule reference: each rule with its section, the vectors
//! that show it, and the published sources of those vectors.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tradecredit::explain::Rule;

use crate::files;

/// What is known of a rule.
#[derive(Debug, Default)]
pub struct Entry {
    /// Title and page of its section, where there is one.
    pub section: Option<(String, String)>,
    /// The names of the vectors that apply or cite it.
    pub vectors: BTreeSet<String>,
    /// The published pages its section or its vectors cite.
    pub sources: BTreeSet<String>,
}

/// Every rule, in the order of the reference.
///
/// # Errors
///
/// Whatever keeps a page or a vector from being read.
pub fn rules() -> Result<Vec<(&'static str, Entry)>, Box<dyn Error>> {
    let mut entries: BTreeMap<&str, Entry> =
        Rule::ALL.iter().map(|rule| (rule.id(), Entry::default())).collect();
    for page in fs::read_dir(pages())? {
        let page = page?;
        let name = page.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(page.path())?;
        for section in text.split("\n## ").skip(1) {
            let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
            let (id, title) = heading.split_once(' ').unwrap_or((heading, ""));
            if let Some(entry) = entries.get_mut(id) {
                entry.section = Some((title.trim().to_owned(), name.clone()));
                entry.sources.extend(addresses(body));
            }
        }
    }
    for (name, file) in files()? {
        let text = fs::read_to_string(file)?;
        let vector: Value = serde_json::from_str(&text)?;
        let words = |field: &str| vector[field].as_str().unwrap_or_default().to_owned();
        let said = format!("{} {}", words("title"), words("source"));
        let mut shown: BTreeSet<&str> =
            entries.keys().copied().filter(|id| cites(&said, id)).collect();
        let mut applied = BTreeSet::new();
        applies(&vector["answer"], &mut applied);
        shown.extend(entries.keys().copied().filter(|id| applied.contains(*id)));
        for id in shown {
            let Some(entry) = entries.get_mut(id) else { continue };
            entry.vectors.insert(name.clone());
            if cites(&said, id) {
                entry.sources.extend(addresses(&words("source")));
            }
        }
    }
    let in_order = Rule::ALL.iter().map(|rule| rule.id());
    Ok(in_order.filter_map(|id| Some((id, entries.remove(id)?))).collect())
}

/// The folder of the rule reference.
#[must_use]
pub fn pages() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src/rules")
}

/// The page that lists them all.
///
/// # Errors
///
/// Whatever keeps a page or a vector from being read.
pub fn index() -> Result<String, Box<dyn Error>> {
    let mut page = String::from(
        "# Every rule\n\nEach figure of an explanation cites one of these. The sources are those of the rule's section and of\n\
         the vectors that cite it; a rule without one is practice of the field, and its section says what was chosen.\n\
         This page is written by `cargo xtask regen`.\n\n\
         | rule | vectors | published sources |\n|---|---:|---|\n",
    );
    for (id, entry) in rules()? {
        let rule = entry.section.map_or_else(
            || id.to_owned(),
            |(title, file)| format!("[{id}]({file}#{}) {title}", anchor(&format!("{id} {title}"))),
        );
        let sources: Vec<String> =
            entry.sources.iter().map(|address| format!("[{}]({address})", host(address))).collect();
        let count = entry.vectors.len();
        page.push_str(&format!("| {rule} | {count} | {} |\n", sources.join(", ")));
    }
    Ok(page)
}

/// Whether a text names a rule, and not only a longer id that begins alike.
fn cites(text: &str, id: &str) -> bool {
    text.match_indices(id).any(|(at, _)| {
        let next = text.get(at + id.len()..).and_then(|rest| rest.chars().next());
        !next.is_some_and(|it| it.is_ascii_digit())
    })
}

/// The rules that the steps of an answer name.
fn applies<'a>(answer: &'a Value, found: &mut BTreeSet<&'a str>) {
    match answer {
        Value::Object(fields) => {
            found.extend(fields.get("rule").and_then(Value::as_str));
            fields.values().for_each(|value| applies(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| applies(value, found)),
        _ => {}
    }
}

/// The addresses of the web in a text.
fn addresses(text: &str) -> impl Iterator<Item = String> + '_ {
    text.match_indices("://").filter_map(|(at, _)| {
        let scheme = if text.get(..at)?.ends_with("https") { "https" } else { "http" };
        let rest = text.get(at.checked_sub(scheme.len())?..)?;
        let end = rest.find([' ', '\n', ')', '>', ';', ',', '"', '`', '|']).unwrap_or(rest.len());
        Some(rest.get(..end)?.trim_end_matches(['.', ':']).to_owned())
    })
}

/// The host of an address.
fn host(address: &str) -> &str {
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    rest.split('/').next().unwrap_or_default().trim_start_matches("www.")
}

/// The anchor that mdBook gives a heading.
#[must_use]
pub fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter_map(|it| match it {
        ' ' => Some('-'),
        it if it.is_alphanumeric() || it == '-' || it == '_' => Some(it),
        _ => None,
    });
    kept.collect()
}
