//! Premium: what cover costs, and what it is compared with.

mod adjustment;
mod burning_cost;
mod declaration;
mod experience;
mod fees;
mod figures;
mod instalments;
mod interest;
mod late_debt;
mod ledger;
mod liability;
mod limits;
mod lines;
mod rating;
mod sales;
mod statement;
mod tariff;
mod tax;

pub use adjustment::{PeriodAdjustment, PremiumAdjustment};
pub use burning_cost::{BurningCost, BurningCostFigures, burning_cost};
pub use declaration::{DeclaredPeriod, TurnoverBreakdown};
pub use experience::LossRatioResult;
pub use fees::FeeLine;
pub use figures::{
    DeclaredTurnover, MonthEndBalance, NotInsurable, NotInsurableReason, PastYear, PremiumFigures,
    PricedInvoice, RunningLimit, Service, YearLosses,
};
pub use instalments::Instalment;
pub use interest::{InterestPeriod, LateInterest, late_interest};
pub use late_debt::{
    CompensationBand, Compounds, DatedRate, LateDebt, PartPayment, RateChanges, RateFloor,
};
pub use ledger::FiguresQuestion;
pub use liability::{LiabilityFigures, MaximumLiability};
pub use lines::{PartOfYear, PremiumLine};
pub use sales::{LostMargin, SalesToRecover, sales_to_recover_loss};
pub use statement::{PremiumQuestion, PremiumStatement};
pub use tariff::{CoverQuality, KnownTariff, TariffPremium, TariffQuestion, tariff, tariffs};
pub use tax::{DatedTax, TaxLine, TaxedBusiness, published_taxes};
