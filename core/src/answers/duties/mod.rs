//! Duties: what must be done by when, or what is lost.
//!
//! One list for everything that runs out (DUE-1): notices, claims, debts to
//! file, deliveries to stop, limits that end, declarations and premiums. The
//! same list as a calendar that any diary can read (DUE-10).

mod asked;
mod calendar;
mod duty;
mod filing;
mod limits;
mod list;
mod notice;
mod policy;
mod stop;
mod wording;

pub use calendar::calendar;
pub use duty::{Anchor, AtStake, Consequence, Duty, DutyKind, DutyState};
pub use list::{Counts, Duties, Question, duties};
pub(crate) use policy::{instalment_period, parts};
