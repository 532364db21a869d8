//! An amount of money in a currency that the document states once.

use alloc::string::ToString;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use rust_decimal::Decimal;

use super::{Share, exact, written::Written, written::written_as_text};
use crate::error::Error;

/// An exact amount, never negative: money owed the other way is another fact,
/// not a minus sign.
///
/// **Unit:** major units (`12.5` is € 12.50) of the currency that the document
/// states. There are no `+`, `-` or `*` operators: every operation can run
/// out of digits, so each returns a [`Result`] and none can panic. Rule VAL-1.
///
/// ```
/// use tradecredit::Amount;
///
/// let loss: Amount = "75000".parse()?;
/// let insured = loss.capped_at("60000".parse()?).share("90%".parse()?)?;
/// assert_eq!(insured.to_string(), "54000"); // 60 000 × 90 %
/// # Ok::<(), tradecredit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Eq, Default)]
pub struct Amount(Decimal);

impl PartialEq for Amount {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        exact::compare(self.0, other.0) == Ordering::Equal
    }
}

impl Hash for Amount {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Ord for Amount {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        exact::compare(self.0, other.0)
    }
}

impl PartialOrd for Amount {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// An amount in major units.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] if `number` is negative.
    pub fn new(number: Decimal) -> Result<Self, Error> {
        if number < Decimal::ZERO {
            return Err(Error::OutOfRange {
                what: "an amount",
                allowed: "zero or more (money owed the other way is another fact)",
                given: number.to_string(),
            });
        }
        Ok(Self(number))
    }

    /// The number, in major units.
    #[must_use]
    pub const fn get(self) -> Decimal {
        self.0
    }

    /// Whether this is nothing.
    #[must_use]
    #[inline]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// As [`is_zero`](Self::is_zero), in the shape that serde asks for.
    pub(crate) fn is_none(&self) -> bool {
        self.0.is_zero()
    }

    /// This amount and another.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, Error> {
        if self.is_zero() {
            return Ok(other);
        }
        if other.is_zero() {
            return Ok(self);
        }
        exact::sum(self.0, other.0).map(Self)
    }

    /// What is left after taking `other` off, or zero.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    #[inline]
    pub fn less(self, other: Self) -> Result<Self, Error> {
        if other.is_zero() {
            return Ok(self);
        }
        if other >= self { Ok(Self::ZERO) } else { exact::difference(self.0, other.0).map(Self) }
    }

    /// The smaller of this amount and a cap.
    #[must_use]
    #[inline]
    pub fn capped_at(self, cap: Self) -> Self {
        self.min(cap)
    }

    /// The given share of this amount, every digit kept.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    #[inline]
    pub fn share(self, share: Share) -> Result<Self, Error> {
        exact::product(self.0, share.get()).map(Self)
    }

    /// The sum of amounts.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Result<Self, Error> {
        let mut amounts = amounts.into_iter();
        let mut sum = amounts.next().unwrap_or_default();
        // Digits of one scale are added up as whole numbers, as far as they are.
        if let Some((mut digits, scale)) = exact::small(sum.0) {
            for amount in amounts.by_ref() {
                let alike = exact::small(amount.0).filter(|(_, other)| *other == scale);
                let Some(more) = alike.and_then(|(more, _)| digits.checked_add(more)) else {
                    sum = Self::of_digits(digits, scale)?.plus(amount)?;
                    return amounts.try_fold(sum, Self::plus);
                };
                digits = more;
            }
            sum = Self::of_digits(digits, scale)?;
        }
        amounts.try_fold(sum, Self::plus)
    }

    fn of_digits(digits: u64, scale: u32) -> Result<Self, Error> {
        exact::with_scale(digits.into(), scale)
            .map(Self)
            .ok_or(Error::Overflow { operation: "a sum" })
    }
}

impl FromStr for Amount {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        exact::parse(text).and_then(Self::new)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

impl Written for Amount {
    const EXPECTED: &'static str = "an exact amount as text, such as \"1250.00\"";

    fn from_whole(given: i128) -> Result<Self, Error> {
        Decimal::try_from_i128_with_scale(given, 0)
            .map_err(|_| Error::InexactDecimal { given: given.to_string() })
            .and_then(Self::new)
    }
}
written_as_text!(Amount, "Amount", r"^(\d+(\.\d+)?|-0+(\.0+)?)$", or_whole: true);
