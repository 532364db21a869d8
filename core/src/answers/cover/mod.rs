//! Cover: is this receivable insured, for how much, and if not, why.
//!
//! One calculation serves the daily question of a credit manager, the
//! deadlines and the claim: the loss account starts from what it says.

pub(crate) mod account;
mod answer;
mod assess;
pub(crate) mod cluster;
pub(crate) mod deadline;
mod debts;
pub(crate) mod decision;
pub(crate) mod end;
pub(crate) mod evidence;
mod experience;
mod explain;
pub(crate) mod exposure;
pub(crate) mod fill;
mod freeze;
pub(crate) mod fx;
pub(crate) mod governing;
pub(crate) mod groups;
pub(crate) mod held;
pub(crate) mod judge;
pub(crate) mod limit;
mod limits;
mod line;
mod notices;
mod outcome;
mod percentage;
mod prospect;
mod question;
mod reasons;
mod row;
pub(crate) mod stop;
mod temporary;
mod verdict;

pub use answer::{BuyerCover, GroupLimit, LimitInForce, ReceivableDetail};
pub use assess::{
    AssessedReceivable, Assessment, MoneyWaiting, PercentageInForce, ReceivableLimit, assess,
};
pub use deadline::{Deadline, insolvency_deadline, overdue_deadline, stop_day};
pub use evidence::Evidence;
pub use explain::explain_receivable;
pub use exposure::{
    Ageing, BuyerExposure, CountryExposure, Exposure, GroupExposure, Sums, exposure,
};
pub(super) use judge::out_of_scope;
pub use notices::Notices;
pub use percentage::PercentageBy;
pub(super) use percentage::percentage;
pub(in crate::answers) use prospect::planned;
pub use prospect::{
    LimitNeeded, OrderCover, PlannedOrder, PlannedSales, limit_needed, order_cover,
};
pub use question::{Question, buyer_cover};
pub use reasons::{Effect, Reason, ReasonCode, ReasonSet};
pub use stop::StopSpan;
pub use verdict::{LimitBasis, ReceivableCover, Verdict};
