//! What has to hold of every answer and every error.

use serde_json::Value;
use tradecredit::{Error, wire};

pub fn ask(operation: &str, request: &str) {
    let answer = wire::call(operation, request).map_err(|error| error.to_json());
    match &answer {
        Ok(text) => drop(serde_json::from_str::<Value>(text).expect("an answer is JSON")),
        Err(text) => {
            let error: Value = serde_json::from_str(text).expect("an error is JSON");
            let code = error["code"].as_str().expect("an error has a code");
            assert!(Error::CODES.contains(&code), "{code} is in no list");
            assert!(error["message"].as_str().is_some_and(|it| !it.is_empty()));
        }
    }
    let again = wire::call(operation, request).map_err(|error| error.to_json());
    assert_eq!(answer, again, "the same question has two answers");
}
