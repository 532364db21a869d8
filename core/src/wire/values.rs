//! Operations on values alone: due dates, splits, conversions, identifiers.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{read, write};
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
pub fn due_date(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"from\": …, \"terms\": … }")]
    struct Request {
        from: Day,
        terms: TermsOfPayment,
        #[serde(default)]
        month_end: MonthEnd,
        #[serde(default)]
        roll: Roll,
        #[serde(default)]
        holidays: Calendar,
    }
    #[derive(Serialize)]
    struct Answer {
        due: Day,
        days: i32,
    }
    let Request { from, terms, month_end, roll, holidays } = read(request)?;
    let due = terms.due(from, month_end)?.rolled(roll, &holidays)?;
    write(&Answer { due, days: due.days_after(from) })
}

/// Splits an amount into parts that sum to it (VAL-4).
///
/// # Errors
///
/// [`Error::OutOfRange`] for no parts.
pub fn split_amount(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(
        deny_unknown_fields,
        expecting = "{ \"amount\": …, \"currency\": …, \"weights\": […] }"
    )]
    struct Request {
        amount: Amount,
        currency: Currency,
        weights: Vec<Amount>,
    }
    let Request { amount, currency, weights } = read(request)?;
    write(&split(amount, &weights, Amount::new(currency.minor_unit())?)?)
}

/// Converts an amount at a dated rate, rounded by a stated convention (VAL-7).
///
/// # Errors
///
/// [`Error::MissingRate`] names the pair and the day.
pub fn convert(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "an amount to convert, as an object")]
    struct Request {
        amount: Amount,
        from: Currency,
        to: Currency,
        on: Day,
        rates: Rates,
        #[serde(default)]
        rounding: Rounding,
    }
    let Request { amount, from, to, on, rates, rounding } = read(request)?;
    let converted = rates.convert(amount, from, to, on)?;
    write(&Money { amount: rounding.round(converted, to)?, currency: to })
}

/// Checks an identifier and writes it in canonical form (VAL-8).
///
/// # Errors
///
/// [`Error::UnknownCode`] says what is wrong with it.
pub fn check_identifier(request: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Siren,
        Siret,
        Lei,
        Vat,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, expecting = "{ \"kind\": …, \"number\": … }")]
    struct Request {
        kind: Kind,
        number: String,
    }
    #[derive(Serialize)]
    struct Answer {
        number: String,
    }
    let Request { kind, number } = read(request)?;
    let number = match kind {
        Kind::Siren => number.parse::<Siren>().map(|read| read.to_string()),
        Kind::Siret => number.parse::<Siret>().map(|read| read.to_string()),
        Kind::Lei => number.parse::<Lei>().map(|read| read.to_string()),
        Kind::Vat => number.parse::<VatNumber>().map(|read| read.to_string()),
    };
    write(&Answer { number: number.map_err(|error| error.at("number"))? })
}
