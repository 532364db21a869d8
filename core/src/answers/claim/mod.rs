//! Claims: from a loss to the indemnity.
//!
//! A claim has a cause and a date of loss (CLM-1), a loss account per buyer
//! (CLM-2, CLM-3), the policy's own list of steps (CLM-4, CLM-5), a state of
//! what earlier claims used up (CLM-6), and an answer that says who bears
//! every cent (CLM-9).

mod figures;
mod loss;
mod pipeline;
mod primary;
mod presets;
mod state;
mod steps;
mod year;

pub use figures::{
    FigureAnswer, FigureLoss, FigureReceivable, Figures, Primary, indemnity_on_figures,
};
pub use loss::{LossShare, Part, Portion, WhereItWent};
pub use pipeline::{Case, Outcome, PremiumPaidSoFar, run};
pub use presets::{PRESETS, Preset, presets};
pub use state::{ClaimState, YearState};
pub use year::InsuranceYear;
