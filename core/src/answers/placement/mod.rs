//! Placement: from first contact to a policy in force.
//!
//! A submission and what it lacks (PLA-1), the stages of a placement (PLA-2),
//! how long an offer can be accepted (PLA-3), when the policy begins (PLA-4),
//! how offers compare (PLA-5), and how a policy goes on (PLA-6).

mod accept;
mod completeness;
mod file;
mod notice;
mod offer;
mod renewal;

pub use accept::{Acceptance, accept};
pub use completeness::{
    Completeness, InsurerReadiness, ItemReport, ItemState, Requirements, SubmissionItem,
    completeness,
};
pub use file::{OfferState, PlacementState, StageSpan, replay};
pub use notice::{NoticeBasis, NoticeParty, NoticePeriod, NoticeRow, notice_periods, notice_table};
pub use offer::{OfferValidity, open_on, validity};
pub use renewal::{GivenNotice, RenewalAnswer, RenewalOutcome, RenewalQuestion, renew};
