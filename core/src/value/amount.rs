//! An amount of money in a currency that the document states once.

use alloc::string::ToString;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::num::NonZero;
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
#[derive(Clone, Copy, Eq)]
pub struct Amount {
    // The parts of a decimal, where most additions and comparisons are one of the processor's.
    /// The lower 64 bits of its digits.
    low: u64,
    /// The upper 32, and below them how many of the digits are decimals, and a one: so that
    /// the want of an amount takes no more room than an amount.
    rest: NonZero<u64>,
}

impl Default for Amount {
    #[inline]
    fn default() -> Self {
        Self::ZERO
    }
}

impl PartialEq for Amount {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Hash for Amount {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.get().hash(state);
    }
}

impl Ord for Amount {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.alike(*other) {
            return self.low.cmp(&other.low);
        }
        self.compared(*other)
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
    pub const ZERO: Self = Self { low: 0, rest: NonZero::<u64>::MIN };

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
        Ok(Self::of(number))
    }

    /// A number that is not negative.
    #[inline]
    const fn of(number: Decimal) -> Self {
        let parts = number.unpack();
        let low = ((parts.mid as u64) << 32) | parts.lo as u64;
        Self::of_parts(low, parts.hi, parts.scale)
    }

    #[inline]
    const fn of_parts(low: u64, high: u32, scale: u32) -> Self {
        match NonZero::new(((high as u64) << 32) | ((scale as u64) << 1) | 1) {
            Some(rest) => Self { low, rest },
            // There is a one in it.
            None => Self::ZERO,
        }
    }

    #[inline]
    const fn high(self) -> u32 {
        (self.rest.get() >> 32) as u32
    }

    /// How many of its digits are decimals.
    #[expect(clippy::cast_possible_truncation, reason = "its lower half")]
    #[inline]
    const fn scale(self) -> u32 {
        (self.rest.get() as u32) >> 1
    }

    /// The number, in major units.
    #[expect(clippy::cast_possible_truncation, reason = "cut into the parts of a decimal")]
    #[must_use]
    #[inline]
    pub const fn get(self) -> Decimal {
        let (low, middle) = (self.low & 0xffff_ffff, self.low >> 32);
        Decimal::from_parts(low as u32, middle as u32, self.high(), false, self.scale())
    }

    /// Its digits and how many of them are decimals, if they fit in 64 bits: as
    /// those of nearly every amount do.
    #[inline]
    pub(crate) const fn digits(self) -> Option<(u64, u32)> {
        if self.high() == 0 { Some((self.low, self.scale())) } else { None }
    }

    /// An amount from its digits, if a decimal has as many.
    #[inline]
    pub(crate) const fn of_digits(digits: u128, scale: u32) -> Option<Self> {
        match exact::with_scale(digits, scale) {
            Some(number) => Some(Self::of(number)),
            None => None,
        }
    }

    /// Whether both have as many decimals, and digits that fit in 64 bits.
    #[inline]
    const fn alike(self, other: Self) -> bool {
        self.rest.get() == other.rest.get() && self.high() == 0
    }

    #[cold]
    fn compared(self, other: Self) -> Ordering {
        self.get().cmp(&other.get())
    }

    /// Whether this is nothing.
    #[must_use]
    #[inline]
    pub const fn is_zero(self) -> bool {
        self.low == 0 && self.high() == 0
    }

    /// As [`is_zero`](Self::is_zero), in the shape that serde asks for.
    pub(crate) const fn is_none(&self) -> bool {
        self.is_zero()
    }

    /// This amount and another.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    #[expect(
        clippy::inline_always,
        reason = "measured: handed back, an amount is written and read again"
    )]
    #[inline(always)]
    pub fn plus(self, other: Self) -> Result<Self, Error> {
        match self.low.checked_add(other.low) {
            Some(low) if self.alike(other) => Ok(Self { low, ..self }),
            _ => self.plus_unlike(other),
        }
    }

    #[cold]
    fn plus_unlike(self, other: Self) -> Result<Self, Error> {
        if self.is_zero() {
            return Ok(other);
        }
        if other.is_zero() {
            return Ok(self);
        }
        exact::sum(self.get(), other.get()).map(Self::of)
    }

    /// What is left after taking `other` off, or zero.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    #[expect(clippy::inline_always, reason = "measured: as `plus`")]
    #[inline(always)]
    pub fn less(self, other: Self) -> Result<Self, Error> {
        if self.alike(other) {
            return Ok(Self { low: self.low.saturating_sub(other.low), ..self });
        }
        self.less_unlike(other)
    }

    #[cold]
    fn less_unlike(self, other: Self) -> Result<Self, Error> {
        if other.is_zero() {
            return Ok(self);
        }
        if other >= self {
            return Ok(Self::ZERO);
        }
        exact::difference(self.get(), other.get()).map(Self::of)
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
        if let (0, Some((digits, more))) = (self.high(), exact::small(share.get()))
            && let Some(low) = self.low.checked_mul(digits)
            && let Some(scale) = self.scale().checked_add(more)
            && scale <= Decimal::MAX_SCALE
        {
            return Ok(Self::of_parts(low, 0, scale));
        }
        exact::product(self.get(), share.get()).map(Self::of)
    }

    /// The sum of amounts.
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`].
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Result<Self, Error> {
        let mut amounts = amounts.into_iter();
        let first = amounts.next().unwrap_or_default();
        amounts.try_fold(first, Self::plus)
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
        fmt::Display::fmt(&self.get().normalize(), f)
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Amount").field(&self.get()).finish()
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
