"""An amount together with its currency."""

from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import Any, NoReturn, Self, final

from tradecredit import _native
from tradecredit.errors import TradeCreditError

# Every digit that two amounts of the engine can have between them; beyond, an error.
_EXACT = Context(prec=120, traps=[Inexact, InvalidOperation, Overflow])


@final
class Money:
    """An exact amount of one currency.

    Two amounts of different currencies cannot be added or compared, and no
    float comes near them::

        >>> Money("81000", "EUR") + Money("0.50", "EUR")
        Money(Decimal('81000.50'), 'EUR')

    Unpacks as ``amount, currency = money``.
    """

    __slots__ = ("_amount", "_currency")
    __match_args__ = ("amount", "currency")
    _amount: Decimal
    _currency: str

    def __init__(self, amount: Decimal | int | str, currency: str) -> None:
        digits = _native.minor_digits(str(currency))
        object.__setattr__(self, "_amount", _shown(_exact(amount), digits))
        object.__setattr__(self, "_currency", str(currency))

    @property
    def amount(self) -> Decimal:
        """The amount, in major units, with at least the currency's own decimals."""
        return self._amount

    @property
    def currency(self) -> str:
        """The currency, by its ISO 4217 code."""
        return self._currency

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"money does not change: make a new one instead of setting `{name}`")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("money does not change")

    def __iter__(self) -> Iterator[Any]:
        return iter((self._amount, self._currency))

    def __repr__(self) -> str:
        return f"Money({self._amount!r}, {self._currency!r})"

    def __str__(self) -> str:
        return f"{self._amount} {self._currency}"

    def __format__(self, form: str) -> str:
        return f"{self._amount:{form}} {self._currency}" if form else str(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self._currency == other._currency and self._amount == other._amount

    def __hash__(self) -> int:
        return hash((self._amount, self._currency))

    def __lt__(self, other: "Money") -> bool:
        return self._amount < self._same(other, "compare")

    def __le__(self, other: "Money") -> bool:
        return self._amount <= self._same(other, "compare")

    def __gt__(self, other: "Money") -> bool:
        return self._amount > self._same(other, "compare")

    def __ge__(self, other: "Money") -> bool:
        return self._amount >= self._same(other, "compare")

    def __bool__(self) -> bool:
        return bool(self._amount)

    def __add__(self, other: "Money") -> Self:
        return self._with(_EXACT.add(self._amount, self._same(other, "add")))

    def __radd__(self, other: int) -> Self:
        # `sum()` starts from 0.
        if isinstance(other, int) and other == 0:
            return self
        return NotImplemented

    def __sub__(self, other: "Money") -> Self:
        return self._with(_EXACT.subtract(self._amount, self._same(other, "subtract")))

    def __neg__(self) -> Self:
        return self._with(_EXACT.minus(self._amount))

    def __mul__(self, factor: Decimal | int) -> Self:
        if isinstance(factor, Money):
            raise TypeError("money times money is nothing: multiply by a Decimal or an int")
        return self._with(_EXACT.multiply(self._amount, _exact(factor)))

    __rmul__ = __mul__

    def __reduce__(self) -> tuple[Any, ...]:
        return Money, (self._amount, self._currency)

    def _with(self, amount: Decimal) -> Self:
        return type(self)(amount, self._currency)

    def _same(self, other: object, what: str) -> Decimal:
        if not isinstance(other, Money):
            raise TypeError(
                f"cannot {what} money and a {type(other).__name__}: give it a currency, such as "
                f"Money('12.50', {self._currency!r})"
            )
        if other._currency != self._currency:
            raise TradeCreditError(
                "currency_mismatch",
                f"cannot {what} {self._currency} and {other._currency}: convert one of them first",
            )
        return other._amount


def _exact(number: object) -> Decimal:
    if isinstance(number, bool) or not isinstance(number, Decimal | int | str):
        raise TypeError(
            f"{number!r} is not an exact number: write Decimal({str(number)!r}), an int or a text"
        )
    try:
        exact = Decimal(number)
    except InvalidOperation:
        raise TradeCreditError("inexact_decimal", f"{number!r} is not a decimal number") from None
    if not exact.is_finite() or exact.adjusted() > 60 or int(exact.as_tuple().exponent) < -60:
        raise TradeCreditError("inexact_decimal", f"`{exact}` is not an amount")
    return exact


def _shown(amount: Decimal, digits: int) -> Decimal:
    """With the currency's decimals at least, and no zeros beyond them."""
    amount = amount.normalize(_EXACT)
    if int(amount.as_tuple().exponent) > -digits:
        amount = amount.quantize(Decimal(1).scaleb(-digits), context=_EXACT)
    return amount if amount else abs(amount)
