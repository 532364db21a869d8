"""Python values become JSON text exactly, or are refused with their path."""

import enum
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from tradecredit import _wire


class Cause(enum.Enum):
    INSOLVENCY = "insolvency"


class Kind(enum.StrEnum):
    NAMED = "named"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1250.00"), '"1250.00"'),
        (Decimal("1.25E+3"), '"1250"'),
        (Decimal("-0"), '"0"'),
        (Decimal("0E+5"), '"0"'),
        (Decimal("1E-20"), '"0.00000000000000000001"'),
        (Decimal("12345678901234567890.12345678"), '"12345678901234567890.12345678"'),
        (12, "12"),
        (2**53 + 1, "9007199254740993"),
        (2**63, '"9223372036854775808"'),
        (-(2**70), '"-1180591620717411303424"'),
        (True, "true"),
        (None, "null"),
        ("Société", '"Société"'),
        (date(2026, 6, 30), '"2026-06-30"'),
        (Cause.INSOLVENCY, '"insolvency"'),
        (Kind.NAMED, '"named"'),
        ([1, (2, "3")], '[1,[2,"3"]]'),
        ({"a": {date(2026, 1, 2): 1, Cause.INSOLVENCY: 2}}, '{"a":{"2026-01-02":1,"insolvency":2}}'),
        (MappingProxyType({"a": 1}), '{"a":1}'),
    ],
)
def test_exact_text(value: object, text: str) -> None:
    assert _wire.encode(value) == text


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        (0.1, TypeError, r"the float `0\.1` cannot be exact: write Decimal\('0\.1'\)"),
        (float("nan"), TypeError, "float `nan`"),
        (Decimal("NaN"), ValueError, "`NaN` is not an amount"),
        (Decimal("-Infinity"), ValueError, "`-Infinity` is not an amount"),
        (Decimal("1E+999999"), ValueError, "too many digits"),
        (Decimal("1E-999999"), ValueError, "too many digits"),
        (10**300, ValueError, "too many digits"),
        (datetime(2026, 6, 30, 12), TypeError, "a day is needed, not a moment"),
        ({1, 2}, TypeError, "a set cannot be written"),
        (1j, TypeError, "a complex cannot be written"),
        (b"12", TypeError, "a bytes cannot be written"),
        ("\ud800", ValueError, "half a character"),
        ({1: 2}, TypeError, "the name of a field is text, not `1`"),
    ],
)
def test_refused_with_its_path(value: Any, kind: type[Exception], message: str) -> None:
    request = {"ledger": {"invoices": ["B-17", {"amount": value}]}}
    with pytest.raises(kind, match=rf"^at `ledger\.invoices\[1\]\.amount(\.1)?`: .*{message}"):
        _wire.encode(request)


def test_a_flag_is_never_a_number() -> None:
    # The engine reads `true` as a flag and refuses it where an amount belongs.
    assert _wire.encode({"amount": True}) == '{"amount":true}'


def test_answers_keep_every_digit() -> None:
    answer = _wire.decode('{"amount":"81000.10","steps":[1,{"rule":"x"}],"none":null}')
    assert answer == {"amount": "81000.10", "steps": [1, {"rule": "x"}], "none": None}


def test_none_is_a_field_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def call(operation: str, request: str) -> str:
        asked.append((operation, request))
        return "{}"

    monkeypatch.setattr("tradecredit._native.call", call)
    assert _wire.run("settle", as_of=date(2026, 6, 30), rates=None) == {}
    assert asked == [("settle", '{"as_of":"2026-06-30"}')]
