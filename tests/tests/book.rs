//! Every example in the book is accepted, and the book knows every field.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;
use tradecredit::wire::{self, schema};
use tradecredit::{Ledger, Policy};
use tradecredit_tests::rules;

fn book() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/src")
}

fn pages(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|it| it == "md") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

fn all_pages() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    pages(&book(), &mut found);
    found.sort();
    found
}

#[test]
fn every_example_is_accepted() {
    let mut count = 0;
    for (path, text) in all_pages() {
        for (kind, example) in examples(&text) {
            let problem = match kind {
                "policy" => Policy::from_json(example).err().map(|error| error.to_string()),
                "ledger" => match Ledger::from_json(example) {
                    Ok(ledger) => ledger.refused().first().map(|problem| format!("{problem:?}")),
                    Err(error) => Some(error.to_string()),
                },
                "factoring" => {
                    let checked = wire::call("check_factoring", example);
                    checked.err().map(|error| error.to_string())
                }
                other => Some(format!(
                    "mark it `json policy`, `json ledger` or `json factoring`, not `{other}`"
                )),
            };
            assert!(problem.is_none(), "{}: {problem:?}\n{example}", path.display());
            count += 1;
        }
    }
    assert!(count > 10, "the examples were not found");
}

/// The fenced blocks of JSON, with what follows `json` on the fence.
fn examples(text: &str) -> Vec<(&str, &str)> {
    let blocks = text.split("```json").skip(1);
    blocks
        .filter_map(|block| block.split_once('\n'))
        .map(|(kind, rest)| (kind.trim(), rest.split("```").next().unwrap_or_default()))
        .collect()
}

#[test]
fn every_field_of_a_document_is_in_the_book() {
    for (name, schema) in schema::documents() {
        let Ok(page) = fs::read_to_string(book().join(format!("{name}.md"))) else { continue };
        let mut fields = BTreeSet::new();
        collect(schema.as_value(), &mut fields);
        for field in fields {
            assert!(
                page.contains(&format!("`{field}`")),
                "docs/src/{name}.md says nothing of `{field}`"
            );
        }
    }
}

fn collect(value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                fields.extend(properties.keys().cloned());
            }
            object.values().for_each(|inner| collect(inner, fields));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, fields)),
        _ => {}
    }
}

#[test]
fn every_page_is_in_the_summary() {
    let summary = fs::read_to_string(book().join("SUMMARY.md")).unwrap();
    for (path, _) in all_pages() {
        let name = path.strip_prefix(book()).unwrap().to_string_lossy().replace('\\', "/");
        assert!(
            name == "SUMMARY.md" || summary.contains(&format!("({name})")),
            "{name} is in no summary"
        );
    }
}

/// Links to other pages and to headings lead somewhere, and every page is in the contents.
#[test]
fn every_link_leads_somewhere() {
    let pages: BTreeMap<PathBuf, String> = all_pages().into_iter().collect();
    let mut linked = BTreeSet::new();
    let mut broken = Vec::new();
    for (path, text) in &pages {
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            else {
                continue;
            };
            if dest_url.is_empty() || dest_url.contains("://") {
                continue;
            }
            let (file, heading) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let target = if file.is_empty() {
                path.clone()
            } else {
                path.parent().unwrap().join(file).components().fold(PathBuf::new(), resolved)
            };
            let found = match pages.get(&target) {
                Some(page) => heading.is_empty() || headings(page).contains(heading),
                None => heading.is_empty() && target.exists(),
            };
            if !found {
                broken.push(format!("{}: {dest_url}", path.display()));
            }
            if path.ends_with("SUMMARY.md") {
                linked.insert(target);
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere: {broken:#?}");
    let left: Vec<_> =
        pages.keys().filter(|it| !it.ends_with("SUMMARY.md") && !linked.contains(*it)).collect();
    assert!(left.is_empty(), "not in SUMMARY.md: {left:#?}");
}

/// A path without the steps up and down that lead nowhere.
fn resolved(mut path: PathBuf, step: Component<'_>) -> PathBuf {
    match step {
        Component::ParentDir if !path.ends_with("..") && path.parent().is_some() => {
            path.pop();
        }
        step => path.push(step),
    }
    path
}

fn headings(page: &str) -> BTreeSet<String> {
    let lines = page.lines().filter(|line| line.starts_with('#'));
    lines.map(|line| rules::anchor(line.trim_start_matches('#').trim())).collect()
}
