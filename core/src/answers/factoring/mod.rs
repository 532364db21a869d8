//! Factoring, and what it competes with: what can be drawn, what becomes of
//! each invoice, what it costs, and whose risk it is.

mod assignment;
mod availability;
mod bills;
mod booking;
mod compare;
mod cost;
mod costing;
mod early_payment;
mod effective;
mod eligibility;
mod guarantee;
mod interest;
mod invoices;
mod life;
mod overdraft;
mod reason;
mod receipt;
mod reverse;
mod teller;
mod usage;

pub use assignment::{
    AssignedInvoice, Assignment, FailureCause, InvoiceCredit, InvoiceFailure, InvoicePayment,
};
pub use availability::{
    AssignedFigures, Availability, Drawn, NamedAmount, ReasonSum, availability,
    availability_of_figures,
};
pub use bills::{Bill, DiscountedBill, DiscountedBills, discount_bills};
pub use booking::{
    BookAccount, BookEntry, BookedAssignment, Chart, FactoringEntries, factoring_entries,
};
pub use compare::{
    FinancingComparison, FinancingOption, FinancingResult, ReceivableToFinance, compare_financing,
};
pub use cost::{CommissionCost, FactoringCost, FeeCost, FinancingCost, WithoutCost};
pub use costing::factoring_cost;
pub use early_payment::{BorrowedPayment, EarlyPayment, EarlyPaymentCost, early_payment};
pub use effective::{EffectiveCost, EffectiveStyle};
pub use eligibility::{FinancedReceivable, Misdirected, Receivables};
pub use guarantee::{FactoringGuarantee, GuaranteedReceivable};
pub use interest::{DatedBalance, IndexFixing, InterestStretch};
pub use invoices::{AssignedInvoices, AssignedTotal, FundDay, assigned_invoices};
pub use life::{Charge, InvoiceLife, InvoiceMovement, InvoiceMovementKind, InvoiceState};
pub use overdraft::{OverdraftCost, Overdrawn, overdraft};
pub use reason::{IneligibleCode, IneligibleReason};
pub use receipt::FactoringReceipt;
pub use reverse::{CashMove, CashParty, ReverseCash, ReverseInvoice, reverse_factoring};
pub use usage::{
    AverageReceivables, ConstantUse, FactoringUse, FeeCounts, Utilisation, WithoutFactoring,
};
