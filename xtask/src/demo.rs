//! `cargo xtask demo`: what the engine does.

use tradecredit::wire;

use crate::shell::Result;

#[expect(clippy::unnecessary_wraps, reason = "every task can fail")]
pub(crate) fn run() -> Result {
    println!("tradecredit {} answers:", env!("CARGO_PKG_VERSION"));
    for (operation, _) in wire::OPERATIONS {
        println!("  {operation}");
    }
    Ok(())
}
