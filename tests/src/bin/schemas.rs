//! Prints the JSON Schema of every document and operation, and every error
//! code, as one JSON document: what the types of other languages are made from.

use serde_json::{Map, Value, json};
use tradecredit::Error;
use tradecredit::wire::{self, schema};

fn main() {
    let documents: Map<String, Value> = schema::documents()
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema.to_value()))
        .collect();
    let operations: Vec<Value> = wire::schemas()
        .into_iter()
        .map(|schema::OperationSchema { operation, request, answer }| {
            let (request, answer) = (request.to_value(), answer.to_value());
            json!({ "operation": operation, "request": request, "answer": answer })
        })
        .collect();
    println!("{}", json!({ "documents": documents, "operations": operations, "codes": Error::CODES }));
}
