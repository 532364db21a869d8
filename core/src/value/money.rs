//! An amount together with its currency.

use serde::{Deserialize, Serialize};

use super::{Amount, Currency, Share};
use crate::error::Error;

/// An exact amount of one currency, never negative. Rule VAL-1.
///
/// Used where a figure stands alone; tables state their currency once and
/// hold [`Amount`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "an amount with its currency, as an object")]
pub struct Money {
    /// The amount, in major units.
    pub amount: Amount,
    /// The currency, by its ISO 4217 code.
    pub currency: Currency,
}

impl Money {
    /// An amount of a currency.
    #[must_use]
    pub const fn new(amount: Amount, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// This amount and another of the same currency.
    ///
    /// # Errors
    ///
    /// [`Error::CurrencyMismatch`] or [`Error::Overflow`].
    pub fn plus(self, other: Self) -> Result<Self, Error> {
        let amount = self.amount.plus(self.same_currency(other, "add")?)?;
        Ok(Self { amount, ..self })
    }

    /// What is left after a retention: `self` less `other`, or zero.
    ///
    /// # Errors
    ///
    /// [`Error::CurrencyMismatch`] or [`Error::Overflow`].
    pub fn less(self, other: Self) -> Result<Self, Error> {
        let amount = self.amount.less(self.same_currency(other, "subtract")?)?;
        Ok(Self { amount, ..self })
    }

    /// The smaller of this amount and a cap.
    ///
    /// # Errors
    ///
    /// [`Error::CurrencyMismatch`].
    pub fn capped_at(self, cap: Self) -> Result<Self, Error> {
        let amount = self.amount.capped_at(self.same_currency(cap, "compare")?);
        Ok(Self { amount, ..self })
    }

    /// The given share of this amount, every digit kept.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn share(self, share: Share) -> Result<Self, Error> {
        Ok(Self { amount: self.amount.share(share)?, ..self })
    }

    fn same_currency(self, other: Self, operation: &'static str) -> Result<Amount, Error> {
        if self.currency == other.currency {
            Ok(other.amount)
        } else {
            Err(Error::CurrencyMismatch { operation, left: self.currency, right: other.currency })
        }
    }
}

impl core::fmt::Display for Money {
    /// At least the currency's minor digits: `27000.00 EUR`, `9000000 JPY`.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.currency.written(self.amount.get()), self.currency)
    }
}
