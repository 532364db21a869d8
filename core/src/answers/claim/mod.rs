//! Claims: from a loss to the indemnity.
//!
//! A claim has a cause and a date of loss (CLM-1), a loss account per buyer
//! (CLM-2, CLM-3), the policy's own list of steps (CLM-4, CLM-5), a state of
//! what earlier claims used up (CLM-6), and an answer that says who bears
//! every cent (CLM-9).

mod account;
mod cause;
mod compare;
mod credits;
mod drawn;
pub(crate) mod figures;
mod loss;
mod payment;
mod pipeline;
mod pre_shipment;
mod presets;
mod primary;
mod refund;
mod settle;
mod settlement;
mod shared;
mod state;
mod steps;
mod year;
mod years;

pub use account::{
    Admission, ClaimReceivable, CreditKind, CreditLine, DebitKind, DebitLine, LossAccount,
    Supplementary,
};
pub use compare::{Comparison, Parting, PolicyResult, compare_policies};
pub use figures::{FigureAnswer, FigureLoss, FigureReceivable, Figures, indemnity_on_figures};
pub use loss::{LossShare, Part, Portion, WhereItWent};
pub use pipeline::{Case, Outcome, PremiumPaidSoFar, run};
pub use presets::{PRESETS, Preset, presets};
pub use primary::Primary;
pub use refund::{Refund, refund};
pub use settle::Settling;
pub use settlement::{Claim, ClaimStatus, Payee, ProvisionalPayment, Settlement};
pub use state::{ClaimState, YearState};
pub use year::InsuranceYear;
pub use years::{Settlements, settle_claims};
