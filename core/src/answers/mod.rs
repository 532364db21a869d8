//! What follows: one folder per question, each a pure function of terms,
//! facts and a date.

mod ask;
pub mod claim;
pub mod cover;
pub mod duties;
pub mod factoring;
pub mod placement;
pub mod premium;
pub mod recovery;
pub mod risk;
