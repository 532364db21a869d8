//! Values that know nothing of insurance: amounts, shares, days, names.

mod amount;
mod annual_rate;
mod calendar;
mod count;
mod country;
mod currency;
mod currency_table;
mod day;
mod day_basis;
mod day_count;
pub(crate) mod document;
pub mod exact;
mod exchange;
mod fx_date;
pub(crate) mod growth;
mod id;
mod identifier;
mod money;
mod number;
pub(crate) mod order;
mod quantity;
pub(crate) mod reader;
mod reference_rate;
mod rounding;
mod share;
mod span;
mod split;
mod tape;
mod terms_of_payment;
pub(crate) mod written;

pub use amount::Amount;
pub use annual_rate::AnnualRate;
pub use calendar::Calendar;
pub(crate) use count::Count;
pub use country::Country;
pub use currency::Currency;
pub use day::Day;
pub use day_basis::DayBasis;
pub use day_count::DayCount;
pub use exchange::{Conversion, ExchangeRate, Fallback, Quote, Rates};
pub use fx_date::{FxDate, FxMoment};
pub use id::Id;
pub use identifier::{Lei, Siren, Siret, VatNumber};
pub use money::Money;
pub use number::Number;
pub(crate) use quantity::{Quantity, Units};
pub use reference_rate::ReferenceRate;
pub use rounding::{Rounding, RoundingMode, RoundingPoint};
pub use share::{Rate, Share};
pub use span::{MonthEnd, Roll, Span};
pub use split::split;
pub use terms_of_payment::{Counting, TermsOfPayment};

/// Whether a clause says only what it would say by default: such clauses are
/// left out of the canonical form, so that spelling out a default or adding a
/// clause in a later version changes no digest.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
