//! Premium: what cover costs, and what it is compared with.

mod adjustment;
mod declaration;
mod experience;
mod fees;
mod figures;
mod instalments;
mod lines;
mod rating;
mod statement;
mod tax;

pub use adjustment::{PeriodAdjustment, PremiumAdjustment};
pub use declaration::{DeclaredPeriod, TurnoverBreakdown};
pub use experience::LossRatioResult;
pub use fees::FeeLine;
pub use figures::{
    DeclaredTurnover, MonthEndBalance, NotInsurable, NotInsurableReason, PastYear, PremiumFigures,
    PricedInvoice, RunningLimit, Service, YearLosses,
};
pub use instalments::Instalment;
pub use lines::{PartOfYear, PremiumLine};
pub use statement::{PremiumQuestion, PremiumStatement};
pub use tax::{DatedTax, TaxLine, TaxedBusiness, published_taxes};
