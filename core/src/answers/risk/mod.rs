//! Buyer risk: what grades mean, what to do when they change, and what a
//! portfolio is expected to lose before and after the policy.

mod concentration;
mod event;
mod expected_loss;
mod grades;
mod history;
mod insured;
mod loss_rates;
mod portfolio;
mod precision;
mod provision;
mod ratio;
mod sales_outstanding;
mod trigger;
mod watch;

pub use concentration::{Concentration, Holding, LargestHolding, concentration};
pub use event::WatchEvent;
pub use expected_loss::{
    Discount, ExpectedLoss, ExpectedLosses, InsuredFigures, RiskFigures, expected_losses,
};
pub use grades::{
    CheckedScale, DefaultProbability, GradeRead, GradeToRead, GradesCheck, MappedGrade, read_grades,
};
pub use insured::{BuyerExpectedLoss, BuyerProbability, PortfolioLoss, RiskTerms};
pub use loss_rates::{AgeLossRate, Averaging, LossHistory, LossRates, MonthEndAges, loss_rates};
pub use portfolio::{AgeShare, CountryShare, InsuredShare, Looks, Portfolio, evaluate};
pub use precision::Precision;
pub use provision::{AgedBalance, ProvisionMatrix, ProvisionRow, provision_matrix};
pub use sales_outstanding::{
    DaysSalesOutstanding, PeriodUsed, SalesFigures, SalesPeriod, days_sales_outstanding,
};
pub use trigger::Triggered;
pub use watch::{Watch, WatchSuggestion, WatchedCover, WatchedOrder, Watching, watch};
