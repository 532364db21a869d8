//! Any bytes as a request: the first says which operation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tradecredit::wire;

fuzz_target!(|bytes: &[u8]| {
    let Some((which, request)) = bytes.split_first() else { return };
    let Ok(request) = std::str::from_utf8(request) else { return };
    let (name, _) = wire::OPERATIONS[usize::from(*which) % wire::OPERATIONS.len()];
    check::ask(name, request);
});

#[path = "check.rs"]
mod check;
