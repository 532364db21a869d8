//! Operations on values alone: due dates, splits, conversions, identifiers.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::value::{
    Amount, Calendar, Currency, Day, Lei, Money, MonthEnd, Rates, Roll, Rounding, Siren, Siret,
    TermsOfPayment, VatNumber, split,
};

/// The due date of an invoice (VAL-6).
///
/// # Errors
///
/// Those of the terms of payment, with their path.
#[expect(clippy::needless_pass_by_value, reason = "every operation takes its request")]
pub fn due_date(request: DueDate) -> Result<Due, Error> {
    let DueDate { from, terms, month_end, roll, holidays } = request;
    let due = terms.due(from, month_end)?.rolled(roll, &holidays)?;
    Ok(Due { due, days: due.days_after(from) })
}

/// Asks when an invoice falls due.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"from\": …, \"terms\": … }")]
pub struct DueDate {
    /// The day from which the terms run: the invoice date, or that of delivery.
    pub from: Day,
    /// The terms of payment.
    pub terms: TermsOfPayment,
    /// What a month added to the 31st gives.
    #[serde(default)]
    pub month_end: MonthEnd,
    /// Where a due date goes that falls on a weekend or holiday.
    #[serde(default)]
    pub roll: Roll,
    /// Days on which nobody works besides weekends.
    #[serde(default)]
    pub holidays: Calendar,
}

/// When an invoice falls due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Due {
    /// The due date.
    pub due: Day,
    /// How many days after the day from which the terms run.
    pub days: i32,
}

/// Splits an amount into parts that sum to it (VAL-4).
///
/// # Errors
///
/// [`Error::OutOfRange`] for no parts.
#[expect(clippy::needless_pass_by_value, reason = "every operation takes its request")]
pub fn split_amount(request: Split) -> Result<Vec<Amount>, Error> {
    let Split { amount, currency, weights } = request;
    split(amount, &weights, Amount::new(currency.minor_unit())?)
}

/// Asks for parts of an amount, in a ratio.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"amount\": …, \"currency\": …, \"weights\": […] }")]
pub struct Split {
    /// The whole.
    pub amount: Amount,
    /// Its currency: parts are multiples of its minor unit.
    pub currency: Currency,
    /// The ratio of the parts; all zero: even parts.
    pub weights: Vec<Amount>,
}

/// Converts an amount at a dated rate, rounded by a stated convention (VAL-7).
///
/// # Errors
///
/// [`Error::MissingRate`] names the pair and the day.
#[expect(clippy::needless_pass_by_value, reason = "every operation takes its request")]
pub fn convert(request: Convert) -> Result<Money, Error> {
    let Convert { amount, from, to, on, rates, rounding } = request;
    let converted = rates.convert(amount, from, to, on)?;
    let rounded = rounding.round(converted, to).map_err(|error| error.at("rounding"))?;
    Ok(Money::new(rounded, to))
}

/// Asks what an amount is worth in another currency.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an amount to convert, as an object")]
pub struct Convert {
    /// The amount.
    pub amount: Amount,
    /// Its currency.
    pub from: Currency,
    /// The other currency.
    pub to: Currency,
    /// The day whose rate counts.
    pub on: Day,
    /// Dated exchange rates.
    pub rates: Rates,
    /// How the result is rounded.
    #[serde(default)]
    pub rounding: Rounding,
}

/// Checks an identifier and writes it in canonical form (VAL-8).
///
/// # Errors
///
/// [`Error::UnknownCode`] says what is wrong with it.
#[expect(clippy::needless_pass_by_value, reason = "every operation takes its request")]
pub fn check_identifier(request: CheckIdentifier) -> Result<Identifier, Error> {
    let CheckIdentifier { kind, number } = request;
    let number = match kind {
        IdentifierKind::Siren => number.parse::<Siren>().map(|read| read.to_string()),
        IdentifierKind::Siret => number.parse::<Siret>().map(|read| read.to_string()),
        IdentifierKind::Lei => number.parse::<Lei>().map(|read| read.to_string()),
        IdentifierKind::Vat => number.parse::<VatNumber>().map(|read| read.to_string()),
    };
    number.map(|number| Identifier { number }).map_err(|error| error.at("number"))
}

/// Asks whether an identifier is sound.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "{ \"kind\": …, \"number\": … }")]
pub struct CheckIdentifier {
    /// Of which register.
    pub kind: IdentifierKind,
    /// The number as somebody wrote it.
    pub number: String,
}

/// A register whose numbers can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// A French company.
    Siren,
    /// An establishment of a French company.
    Siret,
    /// A legal entity (ISO 17442).
    Lei,
    /// A VAT number of the European Union.
    Vat,
}

/// A sound identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Identifier {
    /// The number in canonical form.
    pub number: String,
}
