"""Money is exact, and of one currency."""

import copy
import pickle
from decimal import Decimal
from typing import Any

import pytest

from tradecredit import Money, TradeCreditError


def test_an_amount_has_the_decimals_of_its_currency() -> None:
    assert repr(Money("81000", "EUR")) == "Money(Decimal('81000.00'), 'EUR')"
    assert str(Money(9000000, "JPY")) == "9000000 JPY"
    assert str(Money("1.5", "KWD")) == "1.500 KWD"
    assert str(Money("1.2345", "EUR")) == "1.2345 EUR"
    assert str(Money("-0", "EUR")) == "0.00 EUR"
    assert f"{Money('1234.5', 'EUR'):,}" == "1,234.50 EUR"


def test_arithmetic_keeps_every_digit() -> None:
    long = Money("1234567890123456789012345678.91", "EUR")
    assert (long + Money("0.000001", "EUR")).amount == Decimal("1234567890123456789012345678.910001")
    assert Money(3, "EUR") - Money(5, "EUR") == Money(-2, "EUR")
    assert Money("10", "EUR") * Decimal("0.9") == 1 * Money(9, "EUR") == Money(9, "EUR")
    assert sum([Money(1, "EUR"), Money(2, "EUR")]) == Money(3, "EUR")
    assert max(Money(1, "EUR"), Money(2, "EUR")) == Money(2, "EUR")
    assert not Money(0, "EUR")


def test_currencies_do_not_mix() -> None:
    euro, dollar = Money(1, "EUR"), Money(1, "USD")
    assert euro != dollar
    for mixed in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar):
        with pytest.raises(TradeCreditError, match="EUR and USD") as raised:
            mixed()
        assert raised.value.code == "currency_mismatch"


@pytest.mark.parametrize("wrong", [0.1, True, None, Decimal("NaN"), "a lot", Decimal("1E+99"), 10**99])
def test_inexact_amounts_are_refused(wrong: Any) -> None:
    with pytest.raises((TypeError, TradeCreditError)):
        Money(wrong, "EUR")
    with pytest.raises((TypeError, TradeCreditError)):
        Money(1, "EUR") * wrong


def test_money_and_other_things_do_not_mix() -> None:
    with pytest.raises(TypeError, match="give it a currency"):
        Money(1, "EUR") + 1  # type: ignore[operator]
    with pytest.raises(TradeCreditError):
        Money(1, "EURO")
    with pytest.raises(AttributeError):
        Money(1, "EUR").amount = Decimal(2)  # type: ignore[misc]


def test_money_is_a_value() -> None:
    money = Money("12.50", "EUR")
    amount, currency = money
    assert (amount, currency) == (Decimal("12.50"), "EUR")
    assert {money: 1}[Money("12.5", "EUR")] == 1
    assert pickle.loads(pickle.dumps(money)) == copy.deepcopy(money) == money
