//! Trade credit insurance, computed exactly.
//!
//! Trade credit insurance (assurance-crédit) pays a seller when a business
//! buyer does not. *Terms* are what was agreed, *facts* are what happened,
//! *answers* are what follows: every answer is a pure function of terms, facts
//! and a date, is exact to the last digit, and can explain itself.
//!
//! # A whole claim
//!
//! ```
//! use tradecredit::answers::claim::Claim;
//! use tradecredit::explain::Language;
//! use tradecredit::terms::Cause;
//! use tradecredit::{Ledger, Policy};
//!
//! let policy = Policy::from_json(r#"{
//!     "schema": "tradecredit/policy/1",
//!     "id": "FR-2026-0042", "policyholder": "Menuiserie Aubrac SAS", "insurer": "Example",
//!     "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
//!     "insured_percentage": { "named": "90%", "clause": "4.2" }
//! }"#)?;
//! let ledger = Ledger::from_json(r#"{
//!     "schema": "tradecredit/ledger/1", "currency": "EUR",
//!     "buyers": [{ "id": "B-17", "country": "FR" }],
//!     "limits": [{ "buyer": "B-17", "kind": "granted", "date": "2026-01-05", "amount": "60000" }],
//!     "invoices": [
//!         { "id": "F-1", "buyer": "B-17", "delivery": "2026-03-02", "terms": "60", "amount": "45000" },
//!         { "id": "F-2", "buyer": "B-17", "delivery": "2026-04-01", "terms": "60", "amount": "30000" }
//!     ],
//!     "insolvencies": [{ "buyer": "B-17", "opened": "2026-05-20" }]
//! }"#)?;
//!
//! // Which receivables are insured? F-1 wholly; of F-2, the 15 000 that the limit leaves.
//! let as_of = "2026-06-30".parse()?;
//! let position = policy.assess(&ledger, as_of)?;
//! let covered: Vec<_> = position.receivables.iter().map(|row| row.covered.to_string()).collect();
//! assert_eq!(covered, ["45000", "15000"]);
//!
//! // What does the insurer pay? 60 000 × 90 %.
//! let claim = Claim::new("B-17".parse()?, Cause::Insolvency);
//! let answer = policy.settle(&ledger, &claim, as_of)?;
//! assert_eq!(answer.indemnity.to_string(), "54000.00 EUR");
//!
//! // Why? Every step cites its rule, and the clause of the wording where the policy gives it.
//! let text = answer.explain(Language::English);
//! assert!(text.contains("[CLM-4, clause 4.2]"));
//! # Ok::<(), tradecredit::Error>(())
//! ```
//!
//! # The map
//!
//! | module | holds |
//! |---|---|
//! | [`terms`] | the policy and the factoring contract as data: each point on which they differ is a clause with a default |
//! | [`facts`] | the ledger as data: dated facts, and those that cannot stand |
//! | [`answers`] | one folder per question: cover, duties, claim, recovery, premium, placement, factoring, risk |
//! | [`columns`] | many rows at once: slices in, columns out, over the same rules |
//! | [`explain`] | rule ids, steps, receipts, and their words in English and French |
//! | [`wire`] | every operation as JSON text in, JSON text out: what other languages call |
//!
//! # What this crate does not do
//!
//! It reads no files, asks no clock, draws no random numbers, starts no threads
//! and keeps no state. A day, a rate, a holiday or what earlier claims used up
//! is an argument.

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

pub mod answers;
pub mod columns;
mod error;
pub mod explain;
pub mod facts;
pub mod terms;
mod value;
pub mod wire;

pub use error::{Error, Problem};
pub use facts::{Ledger, LedgerDocument};
pub use terms::{Policy, PolicyTerms};
pub use value::{
    Amount, AnnualRate, Calendar, Conversion, Counting, Country, Currency, Day, DayBasis, DayCount,
    ExchangeRate, Fallback, FxDate, FxMoment, Id, Lei, Money, MonthEnd, Number, Quote, Rate, Rates,
    ReferenceRate, Roll, Rounding, RoundingMode, RoundingPoint, Share, Siren, Siret, Span,
    TermsOfPayment, VatNumber, exact, split,
};
