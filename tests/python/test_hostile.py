"""Whatever Python throws at it: a clear error, never a crash."""

import gc
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from conftest import AS_OF

import tradecredit
from tradecredit import Ledger, Policy, TradeCreditError, _native, columns, operations


ROW = pa.table({"buyer": ["B-1"], "delivery": [AS_OF], "due": [AS_OF], "amount": [1]})


class LyingText(str):
    def __str__(self) -> str:
        raise RuntimeError("no text today")

    def encode(self, *_: Any, **__: Any) -> bytes:
        raise RuntimeError("no bytes today")


class LyingDecimal(Decimal):
    def is_finite(self) -> bool:
        return True

    def __format__(self, *_: Any) -> str:
        return "1e5000"


class LyingInt(int):
    def __str__(self) -> str:
        return "9" * 10

    def __repr__(self) -> str:
        return "nonsense"


class LyingDay(date):
    def isoformat(self) -> str:
        return "yesterday"


class RaisingMapping(Mapping[str, object]):
    def __getitem__(self, key: str) -> object:
        raise RuntimeError("not today")

    def __iter__(self) -> Iterator[str]:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


def endless() -> dict[str, Any]:
    document: dict[str, Any] = {}
    document["inner"] = document
    return document


def deep(levels: int) -> list[Any]:
    document: list[Any] = []
    for _ in range(levels):
        document = [document]
    return document


WRONG: list[Any] = [
    None, 0.1, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"),
    Decimal("1E+999999"), Decimal("1E-999999"), 10**5000, -(10**5000), True, 1j, b"12", bytearray(b"1"),
    "\ud800", "\x00", "", " ", "1e5", "NaN", "-1", "١٢", "😀", {1, 2}, object(), datetime(2026, 1, 1, 8), ..., NotImplemented,
    type, len, iter([1]), (x for x in "ab"), range(3), LyingDecimal("NaN"), LyingDay(2026, 1, 1), endless(), deep(150), deep(100_000),
    memoryview(b"1"), [[]], {"a": {}}, {1: 2}, {None: 1}, {"\ud800": 1}, Exception("x"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda value: type(value).__name__)
def test_wrong_values_anywhere(wrong: Any, policy: Policy, ledger: Ledger) -> None:
    asked = (
        lambda: Policy(wrong),
        lambda: Ledger(wrong),
        lambda: Policy.template("mid_cap", premium={"minimum": wrong}).premium_that_is_not_there,  # type: ignore[attr-defined]
        lambda: Policy.template(wrong),
        lambda: Policy.from_json(wrong),
        lambda: Ledger.from_json(wrong),
        lambda: Ledger.from_frames(wrong) and 1 / 0,
        lambda: Ledger.from_frames([], currency=wrong) and 1 / 0,
        lambda: policy.assess(wrong, as_of=AS_OF),
        lambda: policy.assess(ledger, as_of=wrong),
        lambda: policy.settle(ledger, buyer=wrong, cause="insolvency", as_of=AS_OF),
        lambda: policy.settle(ledger, buyer="B-02", cause=wrong, as_of=AS_OF),
        lambda: policy.indemnity([{"amount": wrong}]),
        lambda: policy.indemnity([{"amount": 1}], state={"years": wrong}) if wrong is not None else 1 / 0,
        lambda: tradecredit.split(amount=wrong, currency="EUR", weights=[1]),
        lambda: tradecredit.split(amount=1, currency="EUR", weights=wrong),
        lambda: tradecredit.convert(amount=1, from_="EUR", to="USD", on=AS_OF, rates=wrong),
        lambda: tradecredit.render(trace=wrong),
        lambda: policy.assess(ledger, as_of=AS_OF).explain(wrong),
        lambda: columns.assess(policy, wrong, as_of=AS_OF),
        lambda: columns.assess(policy, ROW, as_of=wrong),
        lambda: columns.assess(policy, ROW, limits=[{"buyer": wrong, "kind": "granted", "date": AS_OF, "amount": wrong}], as_of=AS_OF) and 1 / 0,
        lambda: columns.assess(policy, ROW, columns={"vat": wrong}, as_of=AS_OF),
        lambda: columns.indemnity(policy, wrong),
        lambda: columns.indemnity(policy, ROW, premium_paid=wrong) and 1 / 0,
        lambda: _native.call("assess", wrong),
        lambda: _native.call(wrong, "{}"),
        lambda: _native.ArrowTable([("a", "text")], wrong),
        lambda: _native.facts_of_rows("invoices", wrong, []) and 1 / 0,
        lambda: _native.facts_of_frame("invoices", wrong, []),
    )
    for ask in asked:
        try:
            ask()
        except (TradeCreditError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
            assert "PanicException" not in type(error).__name__
            assert len(str(error)) < 2000


@pytest.mark.parametrize("name", operations.__all__)
def test_every_operation_without_anything(name: str) -> None:
    try:
        getattr(tradecredit, name)()
    except (TradeCreditError, TypeError):
        pass
    for request in ("", "{", "[]", "null", "1", '"x"', "{}", '{"policy":{}}', "\x00", "[" * 100_000):
        try:
            _native.call(name, request)
        except TradeCreditError as error:
            assert error.code


def test_columns_of_any_type() -> None:
    policy = Policy.template("mid_cap", policyholder="S", renewal=None)
    kinds: list[pa.DataType] = [
        pa.null(), pa.bool_(), pa.int8(), pa.uint64(), pa.float16(), pa.float64(), pa.binary(), pa.string(), pa.large_string(),
        pa.string_view(), pa.date32(), pa.date64(), pa.timestamp("ns"), pa.timestamp("s", "UTC"), pa.time64("us"), pa.duration("s"),
        pa.decimal32(9, 2), pa.decimal128(38, 0), pa.decimal128(38, 20), pa.decimal128(5, -2), pa.decimal256(60, 2),
        pa.list_(pa.string()), pa.struct([("a", pa.int8())]), pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.int64()),
        pa.map_(pa.string(), pa.string()), pa.binary(3),
    ]  # fmt: skip
    fields = ["buyer", "delivery", "due", "amount", "vat", "dispute", "payment_method", "notified"]
    for kind in kinds:
        for field in fields:
            for table in (ROW, ROW[:0]):
                kept = table.drop_columns([field] if field in table.column_names else [])
                frame = kept.append_column(field, pa.array([None] * len(table), kind))
                try:
                    columns.assess(policy, frame, as_of=AS_OF)
                except (TradeCreditError, TypeError) as error:
                    assert str(error)


def test_subclasses_are_taken_for_what_they_hold() -> None:
    parts = tradecredit.split(amount=LyingInt(3), currency=LyingText("EUR"), weights=[LyingInt(1)])
    assert parts == [Decimal(3)]


def test_a_mapping_that_raises_says_so() -> None:
    with pytest.raises(RuntimeError, match="not today"):
        Policy(RaisingMapping())


def test_floats_say_what_to_write() -> None:
    with pytest.raises(TypeError, match=r"at `amount`: the float `0\.1` cannot be exact: write Decimal\('0\.1'\)"):
        tradecredit.split(amount=0.1, currency="EUR", weights=[1])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"at `premium\.minimum`"):
        Policy.template("mid_cap", premium={"minimum": 0.5})


def test_a_flag_is_no_amount() -> None:
    with pytest.raises(TradeCreditError):
        tradecredit.split(amount=True, currency="EUR", weights=[1])


def test_nothing_is_left_behind() -> None:
    for _ in range(3):
        try:
            Policy(endless())
        except TradeCreditError as error:
            assert error.code == "invalid_document"
    gc.collect()
