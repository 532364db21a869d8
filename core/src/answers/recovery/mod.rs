//! Recoveries: who gets what comes in after the indemnity, and who bears
//! what it cost.

mod fees;
mod figures;
mod ledger;
mod share;

pub use fees::{FeeShares, collection_fees};
pub use figures::{LossFigures, ReceivableFigures, Recovered};

pub use ledger::share_ledger_recoveries;
pub use share::{RecoveryShares, SharedRecovery, share_recovery};
