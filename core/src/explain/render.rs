//! A trace in words: plain text, Markdown, or HTML that stands alone.
//!
//! The words come from tables, the figures from the trace; nothing is
//! computed here.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::words;
use super::{FactValue, Language, Step, Trace, TraceReceipt};
use crate::value::Amount;

/// How an explanation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// For a terminal or a letter.
    #[default]
    Text,
    /// For a notebook or a ticket.
    Markdown,
    /// A whole page with its own style, to print and sign.
    Html,
}

/// Puts a trace into words.
#[must_use]
pub fn render(trace: &Trace, language: Language, format: Format) -> String {
    let lines: Vec<Line> = trace.steps.iter().map(|step| Line::of(step, trace, language)).collect();
    let title = trace
        .title
        .clone()
        .unwrap_or_else(|| words::code("explanation", language).unwrap_or_default().into());
    let receipt = trace.receipt.as_ref().map(|receipt| receipt_lines(receipt, language));
    match format {
        Format::Text => text(&title, &lines, receipt.as_deref().unwrap_or_default(), language),
        Format::Markdown => {
            markdown(&title, &lines, receipt.as_deref().unwrap_or_default(), language)
        }
        Format::Html => html(&title, &lines, receipt.as_deref().unwrap_or_default(), language),
    }
}

/// The sentence of one step, as it stands in a rendered trace.
#[must_use]
pub fn sentence(step: &Step, trace: &Trace, language: Language) -> String {
    Line::of(step, trace, language).sentence
}

struct Line {
    sentence: String,
    authority: String,
    after: Option<String>,
}

impl Line {
    fn of(step: &Step, trace: &Trace, language: Language) -> Self {
        let amount = |amount: Amount| language.amount(amount, trace.currency);
        let value = |name: &str| match name {
            "before" => step.before.map(amount),
            "after" => step.after.map(amount),
            _ => step
                .facts
                .iter()
                .find(|fact| fact.name == name)
                .map(|fact| written(&fact.value, trace, language)),
        };
        let mut sentence = match words::phrase(&step.id, language) {
            Some(phrase) => filled(phrase, value),
            None => unworded(step, trace, language),
        };
        if let Some(unrounded) = step.unrounded {
            let exact = language.number(&unrounded.to_string());
            sentence.push_str(&match language {
                Language::English => format!(" (rounded from {exact})"),
                Language::French => format!(" (arrondi de {exact})"),
            });
        }
        let authority = match &step.clause {
            Some(clause) => {
                let word = words::code("clause", language).unwrap_or("clause");
                // A clause that is more than its number, such as `Art. 12`, says what it is.
                if clause.chars().take_while(|sign| sign.is_alphabetic()).count() > 2 {
                    format!("{}, {clause}", step.rule.id())
                } else {
                    format!("{}, {word} {clause}", step.rule.id())
                }
            }
            None => step.rule.id().into(),
        };
        Self { sentence, authority, after: step.after.map(amount) }
    }
}

/// A fact's value in the reader's language.
fn written(value: &FactValue, trace: &Trace, language: Language) -> String {
    match value {
        FactValue::Amount(amount) => language.amount(*amount, trace.currency),
        FactValue::Share(share) => language.percent(&share.to_string()),
        FactValue::Rate(rate) => language.percent(&rate.to_string()),
        FactValue::Number(number) => language.number(&number.to_string()),
        FactValue::Day(day) => language.day(*day),
        FactValue::Span(span) => language.span(*span),
        FactValue::Count(count) => language.number(&count.to_string()),
        FactValue::Name(name) => name.to_string(),
        FactValue::Code(code) => words::code(code, language).unwrap_or(code).into(),
    }
}

/// A phrase with its placeholders filled; one without a value stays visible.
pub(crate) fn filled(phrase: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        text.push_str(&value(name).unwrap_or_else(|| format!("{{{name}}}")));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A step that no table has words for: its id and facts, so that nothing is hidden.
fn unworded(step: &Step, trace: &Trace, language: Language) -> String {
    let mut text = step.id.replace('_', " ");
    for fact in &step.facts {
        let name = words::code(&fact.name, language).unwrap_or(&fact.name);
        text.push_str(&format!(", {name}: {}", written(&fact.value, trace, language)));
    }
    text
}

fn receipt_lines(receipt: &TraceReceipt, language: Language) -> Vec<(String, String)> {
    let word = |code: &'static str| words::code(code, language).unwrap_or(code).to_string();
    let mut lines = Vec::new();
    if let Some(as_of) = receipt.as_of {
        lines.push((word("as_of"), language.day(as_of)));
    }
    let library = match &receipt.schema {
        Some(schema) => format!("tradecredit {} · {schema}", receipt.library),
        None => format!("tradecredit {}", receipt.library),
    };
    lines.push((word("library"), library));
    let digests =
        [("contract", &receipt.contract), ("policy", &receipt.policy), ("ledger", &receipt.ledger)];
    for (name, digest) in digests {
        if let Some(digest) = digest {
            lines.push((word(name), digest.clone()));
        }
    }
    if !receipt.endorsements.is_empty() {
        let names: Vec<String> = receipt.endorsements.iter().map(ToString::to_string).collect();
        lines.push((word("endorsements"), names.join(", ")));
    }
    lines
}

fn text(title: &str, lines: &[Line], receipt: &[(String, String)], language: Language) -> String {
    let mut text = format!("{title}\n{}\n\n", "=".repeat(title.chars().count()));
    for (number, line) in (1_u32..).zip(lines) {
        text.push_str(&format!("{number:>3}. {}  [{}]\n", line.sentence, line.authority));
    }
    if !receipt.is_empty() {
        text.push('\n');
    }
    for (name, value) in receipt {
        text.push_str(&format!("     {name}{} {value}\n", language.colon()));
    }
    text
}

fn markdown(
    title: &str,
    lines: &[Line],
    receipt: &[(String, String)],
    language: Language,
) -> String {
    let word = |code: &'static str| words::code(code, language).unwrap_or(code);
    let cell = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;");
    let mut text = format!(
        "## {}\n\n| | {} | {} | {} |\n|--:|---|---|--:|\n",
        cell(title),
        word("step"),
        word("rule"),
        word("after"),
    );
    for (number, line) in (1_u32..).zip(lines) {
        text.push_str(&format!(
            "| {number} | {} | {} | {} |\n",
            cell(&line.sentence),
            cell(&line.authority),
            line.after.as_deref().unwrap_or_default(),
        ));
    }
    text.push('\n');
    for (name, value) in receipt {
        let value = value.replace('`', "'");
        text.push_str(&format!("- {name}{} `{value}`\n", language.colon()));
    }
    text
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#1b1f24;background:#fff}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;\
border-bottom:1px solid #d0d7de;vertical-align:top}td.amount,th.amount{text-align:right;white-space:nowrap;\
font-variant-numeric:tabular-nums}td.rule{white-space:nowrap;color:#57606a}dl{color:#57606a;font-size:.85rem;\
display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0;overflow-wrap:anywhere}\
@media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th,td{border-color:#30363d}\
td.rule,dl{color:#9198a1}}@media print{body{margin:0;color:#000;background:#fff}}";

fn html(title: &str, lines: &[Line], receipt: &[(String, String)], language: Language) -> String {
    let word = |code: &'static str| words::code(code, language).unwrap_or(code);
    let code = if language == Language::English { "en" } else { "fr" };
    let mut text = format!(
        "<!doctype html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{0}</title><style>{STYLE}</style></head>\n\
<body><h1>{0}</h1>\n<table><thead><tr><th></th><th>{1}</th><th>{2}</th><th class=\"amount\">{3}</th></tr></thead><tbody>\n",
        escaped(title),
        word("step"),
        word("rule"),
        word("after"),
    );
    for (number, line) in (1_u32..).zip(lines) {
        text.push_str(&format!(
            "<tr><td>{number}</td><td>{}</td><td class=\"rule\">{}</td><td class=\"amount\">{}</td></tr>\n",
            escaped(&line.sentence),
            escaped(&line.authority),
            line.after.as_deref().map(escaped).unwrap_or_default(),
        ));
    }
    text.push_str("</tbody></table>\n<dl>\n");
    for (name, value) in receipt {
        text.push_str(&format!("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value)));
    }
    text.push_str("</dl></body></html>\n");
    text
}

/// Text as it may stand in HTML: what a document says is never markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
