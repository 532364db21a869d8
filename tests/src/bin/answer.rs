//! Answers requests line by line: `{"operation": …, "request": …}` in, the
//! answer or `{"error": …}` out. For scripts and for comparing engines.

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};
use tradecredit::wire;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let answered = serde_json::from_str::<Value>(&line).map_or_else(
            |error| {
                json!({ "error": { "code": "invalid_document", "message": error.to_string() } })
                    .to_string()
            },
            |asked| {
                let operation = asked["operation"].as_str().unwrap_or_default();
                wire::call(operation, &asked["request"].to_string())
                    .unwrap_or_else(|error| format!("{{\"error\":{}}}", error.to_json()))
            },
        );
        writeln!(out, "{answered}")?;
        out.flush()?;
    }
    Ok(())
}
