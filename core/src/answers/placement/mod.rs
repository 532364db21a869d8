//! Placement: from first contact to a policy in force.
//!
//! A submission and what it lacks (PLA-1), the stages of a placement (PLA-2),
//! how long an offer can be accepted (PLA-3), when the policy begins (PLA-4),
//! how offers compare (PLA-5), and how a policy goes on (PLA-6).

mod accept;
mod break_even;
mod candidate;
mod compare;
mod completeness;
mod cost;
mod file;
mod limits;
mod notice;
mod offer;
mod quoted;
mod renewal;
mod scenario;

pub use accept::{Acceptance, accept};
pub use break_even::{BreakEven, Turn};
pub use candidate::Variant;
pub use compare::{QuoteComparison, QuoteResult, QuotesQuestion, ScenarioResult, compare_quotes};
pub use completeness::{
    Completeness, InsurerReadiness, ItemReport, ItemState, Requirements, SubmissionItem,
    completeness,
};
pub use cost::AnnualCost;
pub use file::{OfferState, PlacementState, StageSpan, replay};
pub use limits::{LimitTally, LimitsObtained};
pub use notice::{NoticeBasis, NoticeParty, NoticePeriod, NoticeRow, notice_periods, notice_table};
pub use offer::{OfferValidity, open_on, validity};
pub use quoted::{Deadlines, QuoteRow};
pub use renewal::{GivenNotice, RenewalAnswer, RenewalOutcome, RenewalQuestion, renew};
pub use scenario::{PlainLoss, Scenario};
