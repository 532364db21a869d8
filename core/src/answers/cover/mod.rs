//! Cover: is this receivable insured, for how much, and if not, why.
//!
//! One calculation serves the daily question of a credit manager, the
//! deadlines and the claim: the loss account starts from what it says.

mod verdict;

pub use verdict::{LimitBasis, ReceivableCover, Verdict};
