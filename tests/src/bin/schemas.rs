//! Prints the JSON Schema of every operation and document, for generators in other languages.

fn main() {
    let operations: serde_json::Map<String, serde_json::Value> = tradecredit::wire::schemas()
        .into_iter()
        .map(|schema| {
            let both = serde_json::json!({ "request": schema.request, "answer": schema.answer });
            (schema.operation.to_owned(), both)
        })
        .collect();
    let documents: serde_json::Map<String, serde_json::Value> = tradecredit::wire::schema::documents()
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema.to_value()))
        .collect();
    let all = serde_json::json!({ "operations": operations, "documents": documents });
    println!("{all}");
}
