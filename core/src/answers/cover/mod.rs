//! Cover: is this receivable insured, for how much, and if not, why.
//!
//! One calculation serves the daily question of a credit manager, the
//! deadlines and the claim: the loss account starts from what it says.

mod deadline;
mod verdict;

pub use deadline::{Deadline, insolvency_deadline, notified, overdue_deadline, stop_day};
pub use verdict::{LimitBasis, ReceivableCover, Verdict};
