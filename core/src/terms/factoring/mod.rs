//! What was agreed with a factor or a bank: factoring, and what it competes
//! with.
//!
//! One document, `tradecredit/factoring/1`. The five kinds of the market are
//! templates of it: what tells them apart is who is told, who collects, who
//! keeps the ledger, what is assigned, whose risk it is and which account
//! receives, each a field.

mod bank;
mod charges;
mod contract;
mod eligibility;
mod funds;
mod templates;

pub use bank::{BillTerms, OverdraftTerms};
pub use charges::{
    Commission, CommissionBase, FactoringFee, FeeBase, FeePer, FinancingCommission, InterestBase,
    InterestTaken, MinimumCommission, MinimumPer, RebateStep,
};
pub use contract::{
    Account, Assigned, Collector, FactoringSchema, FactoringTerms, Guarantee, Initiator, Notice,
    RecordKeeper, RiskBearer,
};
pub use eligibility::{DebtorLimit, Eligibility};
pub use funds::{FundBase, GuaranteeFund, Release, Reserve};
pub use templates::{FACTORING_TEMPLATES, factoring_template};
