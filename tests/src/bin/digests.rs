//! Prints each vector's request and the SHA-256 of what Rust answers, one JSON
//! document a line. Python and JavaScript send the same bytes and must get the
//! same digests back.

use std::error::Error;

use serde_json::json;
use sha2::{Digest, Sha256};
use tradecredit_tests::{Vector, files};

fn main() -> Result<(), Box<dyn Error>> {
    for (name, file) in files()? {
        let vector = Vector::read(&file).map_err(|error| format!("{name}: {error}"))?;
        let came_back = vector.run().unwrap_or_else(|refusal| refusal);
        let line = json!({
            "name": name,
            "operation": vector.operation,
            "request": vector.request.get(),
            "sha256": format!("{:x}", Sha256::digest(came_back)),
        });
        println!("{line}");
    }
    Ok(())
}
