//! What happened: the ledger as data.
//!
//! One document, `tradecredit/ledger/1`: facts only, each with its date, in
//! any order. A fact that cannot stand is reported with its path, and the
//! others still count (LED-2). Every question is asked as of a date; facts
//! dated later do not exist (LED-1).
//!
//! Beside it stand the documents of a placement: `tradecredit/submission/1`,
//! `tradecredit/quote/1` and `tradecredit/placement/1`.

mod account;
mod allocation;
mod buyers;
mod document;
mod events;
mod gathering;
mod known;
mod ledger;
mod placement;
mod quote;
mod receivables;
mod sort;
mod submission;

pub(crate) use account::due_in_time;
pub use account::{Account, DisputeState, Receivable};
pub use allocation::{Applied, Balance, Balances, Movement, OnAccount, allocate};
pub use buyers::{Buyer, CoverReinstated, CreditReport, Group, LimitDecision, LimitKind};
pub use document::{LedgerDocument, LedgerSchema};
pub use events::{
    Cost, Declaration, Event, IndemnityPaid, Insolvency, InsolvencyKind, Notice, NoticeKind, Offer,
    PremiumPaid, Recovery,
};
pub use ledger::Ledger;
pub use placement::{Placement, PlacementSchema, Stage, StageReached};
pub use quote::{OFFER_VALIDITY, Quote, QuoteSchema, QuotedLimit, offer_last_day};
pub use receivables::{CreditNote, Dispute, Extension, Invoice, Party, Payment, PaymentKind};
pub use submission::{CurrentPolicy, Submission, SubmissionSchema, SubmittedBuyer, UnpaidDebt};
