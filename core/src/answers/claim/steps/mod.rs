//! The steps from the loss to the indemnity: one file each, with its formula,
//! its source, what it does, who bears what it takes off, and how it shows.

pub(super) mod aggregate_first_loss;
pub(super) mod credit_limit;
pub(super) mod each_loss_deductible;
pub(super) mod insured_percentage;
pub(super) mod maximum_liability;
pub(super) mod minimum_retention;
pub(super) mod non_qualifying_deduction;
pub(super) mod threshold;
