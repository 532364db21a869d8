//! Trade credit insurance, computed exactly.
//!
//! *Terms* are what was agreed, *facts* are what happened, *answers* are what
//! follows. Every answer is a pure function of terms, facts and a date, is
//! exact to the last digit, and can explain itself.

#![no_std]
#![forbid(unsafe_code)]
// A wrong sum is worse than no sum: in this crate nothing rounds, overflows
// or panics by accident.
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::expect_used,
        clippy::float_arithmetic,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used,
    )
)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod error;
pub mod facts;
pub mod terms;
mod value;
pub mod wire;

pub use error::{Error, Problem};
pub use facts::{Ledger, LedgerDocument};
pub use terms::{Policy, PolicyTerms};
pub use value::{
    Amount, Calendar, Conversion, Counting, Country, Currency, Day, ExchangeRate, Fallback, FxDate,
    FxMoment, Id, Lei, Money, MonthEnd, Quote, Rate, Rates, Roll, Rounding, RoundingMode,
    RoundingPoint, Share, Siren, Siret, Span, TermsOfPayment, VatNumber, exact, split,
};
