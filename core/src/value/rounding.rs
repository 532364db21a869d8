//! Rounding: always a named convention, never an accident.

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Amount, Currency, exact};
use crate::error::Error;

/// How amounts are rounded: which way, at which points, and to which unit.
/// Rule VAL-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a rounding convention, as an object")]
pub struct Rounding {
    /// Which way halves and fractions go.
    #[serde(skip_serializing_if = "super::is_default")]
    pub mode: RoundingMode,
    /// After each step, or once at the end.
    #[serde(skip_serializing_if = "super::is_default")]
    pub at: RoundingPoint,
    /// The unit, such as `1` for whole euros; absent: the currency's minor unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Amount>,
}

impl Rounding {
    /// The same to the currency's minor unit: for what is owed. A unit of its
    /// own is for what the policy pays.
    pub(crate) const fn to_minor_unit(self) -> Self {
        Self { unit: None, ..self }
    }
}

/// Which way a fraction of the unit goes. Rule VAL-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// To the nearest; a half goes away from zero (commercial rounding).
    #[default]
    HalfUp,
    /// To the nearest; a half goes to the even neighbour.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
}

impl RoundingMode {
    /// A number with so many decimals.
    pub(crate) fn round(self, number: Decimal, decimals: u32) -> Decimal {
        number.round_dp_with_strategy(decimals, self.strategy())
    }

    const fn strategy(self) -> RoundingStrategy {
        match self {
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::Down => RoundingStrategy::ToZero,
            Self::Up => RoundingStrategy::AwayFromZero,
        }
    }
}

/// At which points amounts are rounded. Rule VAL-3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoundingPoint {
    /// After each step of a calculation.
    #[default]
    EachStep,
    /// Once, on the result.
    Result,
}

impl Rounding {
    /// The unit to which amounts of a currency are rounded.
    #[must_use]
    pub fn unit_of(&self, currency: Currency) -> Decimal {
        self.unit.map_or_else(|| currency.minor_unit(), Amount::get)
    }

    /// An amount rounded to the unit.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a unit of zero; [`Error::Overflow`].
    ///
    /// ```
    /// use tradecredit::{Amount, Rounding};
    ///
    /// let third: Amount = "9090.905".parse()?;
    /// assert_eq!(Rounding::default().round(third, "EUR".parse()?)?.to_string(), "9090.91");
    /// assert_eq!(Rounding::default().round(third, "JPY".parse()?)?.to_string(), "9091");
    /// # Ok::<(), tradecredit::Error>(())
    /// ```
    pub fn round(&self, amount: Amount, currency: Currency) -> Result<Amount, Error> {
        self.round_number(amount.get(), currency).and_then(Amount::new)
    }

    /// A number of either sign rounded to the unit.
    ///
    /// # Errors
    ///
    /// As [`round`](Self::round).
    pub fn round_number(&self, number: Decimal, currency: Currency) -> Result<Decimal, Error> {
        let strategy = self.mode.strategy();
        match self.unit {
            None => Ok(number.round_dp_with_strategy(currency.minor_digits(), strategy)),
            Some(unit) if unit.is_zero() => Err(Error::OutOfRange {
                what: "a rounding unit",
                allowed: "above zero",
                given: "0".into(),
            }),
            Some(unit) => {
                let units = exact::quotient(number, unit.get())?;
                exact::product(units.round_dp_with_strategy(0, strategy), unit.get())
            }
        }
    }
}
