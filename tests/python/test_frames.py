"""Frames of polars, pandas, pyarrow and DuckDB: in as facts, out as tables."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import AS_OF

import tradecredit
from tradecredit import Ledger, Policy, TradeCreditError, _native

ROWS: dict[str, list[Any]] = {
    "doc": ["F-1", "F-2", "F-3"],
    "customer": ["A", "B", "A"],
    "delivered": [dt.date(2026, 4, 1), dt.date(2026, 4, 2), dt.date(2026, 4, 3)],
    "due": [dt.date(2026, 5, 1), dt.date(2026, 5, 2), dt.date(2026, 5, 3)],
    "net": [Decimal("100.10"), Decimal("2000.00"), Decimal("0.05")],
    "colour": ["red", "green", "blue"],
}
COLUMNS = {"id": "doc", "buyer": "customer", "delivery": "delivered", "amount": "net"}
ARROW = pa.table(ROWS)


def views() -> pa.Table:
    kinds = {"doc": pa.string_view(), "customer": pa.dictionary(pa.int8(), pa.string())}
    kinds |= {"delivered": pa.date64(), "due": pa.timestamp("us"), "net": pa.decimal256(50, 2)}
    kinds["colour"] = pa.large_string()
    return pa.table({name: ARROW[name].cast(kind) for name, kind in kinds.items()})


FRAMES: dict[str, Callable[[], Any]] = {
    "polars": lambda: pl.DataFrame(ROWS),
    "pandas of objects": lambda: pd.DataFrame(ROWS),
    "pandas of Arrow": lambda: ARROW.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas with timestamps": lambda: pd.DataFrame(ROWS).astype(
        {"delivered": "datetime64[ns]", "due": "datetime64[s]"}
    ),
    "a table of pyarrow": lambda: ARROW,
    "a batch of pyarrow": lambda: ARROW.to_batches()[0],
    "a stream of pyarrow": lambda: ARROW.to_reader(max_chunksize=1),
    "other Arrow types": views,
    "DuckDB": lambda: duckdb.sql("select * from ARROW"),
    "a dict of lists": lambda: ROWS,
    "a list of dicts": lambda: ARROW.to_pylist(),
    "texts": lambda: {name: [str(cell) for cell in cells] for name, cells in ROWS.items()},
}
EXPECTED = Ledger(
    {
        "schema": "tradecredit/ledger/1",
        "currency": "EUR",
        "buyers": [{"id": "A"}, {"id": "B"}],
        "invoices": [
            {"id": row["doc"], "buyer": row["customer"], "delivery": row["delivered"], "due": row["due"], "amount": row["net"]}
            for row in ARROW.to_pylist()
        ],
    }
)


@pytest.mark.parametrize("kind", FRAMES)
def test_frames_in(kind: str) -> None:
    ledger = Ledger.from_frames(invoices=FRAMES[kind](), columns={"invoices": COLUMNS})
    assert ledger.refused == ()
    assert ledger == EXPECTED


def test_several_frames() -> None:
    ledger = Ledger.from_frames(
        invoices=pl.DataFrame(ROWS),
        buyers=pa.table({"id": ["A", "B"], "country": ["FR", None]}),
        payments=pd.DataFrame({"id": ["P"], "buyer": ["A"], "date": [dt.date(2026, 5, 1)], "amount": [100], "invoices": ["F-1"]}),
        limits=[{"buyer": "A", "kind": "granted", "date": dt.date(2026, 1, 1), "amount": 5000}],
        columns={"invoices": COLUMNS},
        currency="USD",
    )
    assert ledger.refused == ()
    assert ledger.currency == "USD"
    assert ledger.to_dict()["payments"][0]["invoices"] == ["F-1"]
    assert ledger.to_dict()["buyers"] == [{"id": "A", "country": "FR"}, {"id": "B"}]


def test_a_list_column_and_whole_numbers() -> None:
    payments = pa.table(
        {"id": [7], "buyer": ["A"], "date": ["2026-05-01"], "amount": [100], "invoices": [["F-1", "F-3"]]}
    )
    ledger = Ledger.from_frames(ARROW, payments=payments, columns=COLUMNS)
    assert ledger.refused == ()
    assert ledger.to_dict()["payments"][0]["id"] == "7"
    assert ledger.to_dict()["payments"][0]["invoices"] == ["F-1", "F-3"]


def test_invoices_name_their_buyers() -> None:
    rows = [{**row, "buyer_name": "Société A", "buyer_country": "FR"} for row in ARROW.to_pylist()]
    ledger = Ledger.from_frames(rows, columns=COLUMNS)
    assert ledger.to_dict()["buyers"][0] == {"id": "A", "name": "Société A", "country": "FR"}


@pytest.mark.parametrize("make", [pa.table, pl.DataFrame, pd.DataFrame], ids=["pyarrow", "polars", "pandas"])
def test_floats_are_refused(make: Callable[[Any], Any]) -> None:
    frame = make({**ROWS, "net": [1.5, 2.0, None]})
    with pytest.raises(TypeError, match=r"column `net` of the invoices \(`amount`\) holds floats.*cast") as raised:
        Ledger.from_frames(frame, columns=COLUMNS)
    assert "Decimal(38, 2)" in str(raised.value)


def test_nulls_are_fields_left_out_or_reported_by_row() -> None:
    frame = pa.table(
        {
            **{name: ARROW[name] for name in ("doc", "customer", "delivered", "due")},
            "net": pa.array([Decimal("1.00"), None, Decimal("3.00")]),
            "vat": pa.array([None, None, Decimal("0.60")]),
        }
    )
    ledger = Ledger.from_frames(frame, columns=COLUMNS)
    (problem,) = ledger.refused
    assert (problem.path, problem.code) == ("invoices[1].amount", "missing")
    assert [invoice.get("vat") for invoice in ledger.to_dict()["invoices"]] == [None, "0.60"]


def test_refused_facts_are_named_by_their_row() -> None:
    frame = pl.DataFrame(ROWS).with_columns(
        net=pl.Series([None, Decimal(-1), Decimal(1)], dtype=pl.Decimal(10, 2)),
        due=pl.Series([None, None, dt.date(2020, 1, 1)]),
    )
    refused = Ledger.from_frames(frame, columns=COLUMNS).refused
    assert [problem.path for problem in refused] == ["invoices[0].amount", "invoices[1].amount", "invoices[2].due"]
    assert "zero or more" in refused[1].message
    assert refused[2].code == "reversed"


def test_wrong_cells_are_reported_by_row() -> None:
    frame = {**ROWS, "net": ["12.5", "a lot", "1,5"], "due": ["2026-05-01", "2026-02-30", "soon"]}
    ledger = Ledger.from_frames(frame, columns=COLUMNS)
    assert [problem.path.split(".")[0] for problem in ledger.refused] == ["invoices[1]", "invoices[2]"]


def test_moments_are_refused_unless_midnight() -> None:
    frame = ARROW.set_column(2, "delivered", pa.array([dt.datetime(2026, 1, 1, 8)] * 3))
    assert "moment" in Ledger.from_frames(frame, columns=COLUMNS).refused[0].message
    zoned = ARROW.set_column(2, "delivered", ARROW["delivered"].cast(pa.timestamp("s")).cast(pa.timestamp("s", "Europe/Paris")))
    with pytest.raises(TypeError, match="time zone"):
        Ledger.from_frames(zoned, columns=COLUMNS)


def test_columns_that_are_not_there() -> None:
    with pytest.raises(TradeCreditError, match=r"no column `id`: its columns are doc, customer.*columns="):
        Ledger.from_frames(ARROW)
    with pytest.raises(TradeCreditError, match=r"no column `nett` for `amount`: its columns are doc"):
        Ledger.from_frames(ARROW, columns={**COLUMNS, "amount": "nett"})
    with pytest.raises(TradeCreditError, match=r"no field `price`: the fields are id"):
        Ledger.from_frames(ARROW, columns={**COLUMNS, "price": "net"})
    with pytest.raises(TypeError, match="names `payments`"):
        Ledger.from_frames(ARROW, columns={"payments": {"id": "x"}})
    with pytest.raises(TradeCreditError, match="`due`"):
        Ledger.from_frames(ARROW.drop_columns(["due"]), columns=COLUMNS)


def test_what_is_no_frame() -> None:
    for wrong in (1, "F-1", object(), [1, 2]):
        with pytest.raises(TypeError):
            Ledger.from_frames(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="of one length"):
        Ledger.from_frames({"id": ["F-1"], "buyer": []})

    class Liar:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return object()

    with pytest.raises(TypeError, match="no Arrow stream"):
        Ledger.from_frames(Liar())


def test_a_stream_that_raises() -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        yield ARROW.to_batches()[0]
        raise RuntimeError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(ARROW.schema, batches())
    with pytest.raises(TradeCreditError, match="the disk is gone"):
        Ledger.from_frames(reader, columns=COLUMNS)


def test_a_reader_is_read_once() -> None:
    reader = ARROW.to_reader()
    assert Ledger.from_frames(reader, columns=COLUMNS) == EXPECTED
    with pytest.raises(TradeCreditError, match="the reader of the invoices has nothing left.*new reader"):
        Ledger.from_frames(reader, columns=COLUMNS)
    # A table may be empty, as often as one likes.
    for empty in (ARROW[:0], pl.DataFrame(ROWS)[:0], ARROW[:0].to_pylist()):
        assert Ledger.from_frames(empty, columns=COLUMNS).counts["invoices"] == 0


def test_columns_that_raise_or_never_fit() -> None:
    def cells() -> Iterator[str]:
        yield "F-1"
        raise RuntimeError("not today")

    with pytest.raises(RuntimeError, match="not today"):
        Ledger.from_frames({**ROWS, "doc": cells()}, columns=COLUMNS)
    with pytest.raises(TypeError, match="`invoices` is a generator"):
        Ledger.from_frames(dict(row) for row in ARROW.to_pylist())  # type: ignore[arg-type]
    for wrong in (10**30, -(10**60), Decimal("NaN"), "\ud800", True, [1], {"a": 1}):
        rows = [{**ARROW.to_pylist()[0], "net": wrong}]
        try:
            assert Ledger.from_frames(rows, columns=COLUMNS).refused[0].path == "invoices[0].amount"
        except TradeCreditError as error:
            assert error.path
    for kind in (pa.bool_(), pa.binary(), pa.duration("s"), pa.time32("s"), pa.struct([("a", pa.int8())]), pa.null()):
        table = ARROW.set_column(4, "net", pa.array([None] * 3, kind))
        try:
            assert len(Ledger.from_frames(table, columns=COLUMNS).refused) == 3
        except TypeError as error:
            assert "column `net` of the invoices" in str(error)


def test_tables_out(policy: Policy, ledger: Ledger) -> None:
    rows = policy.assess(ledger, as_of=AS_OF).receivables
    out = table = rows.to_arrow()
    total = sum(row.open for row in rows)
    assert len(out) == len(rows)
    # Read again and again, by whoever comes.
    for _ in range(2):
        arrow = pa.table(table)
        assert arrow.schema.field("open").type == pa.decimal128(38, 2)
        assert sum(arrow["open"].to_pylist()) == total
        assert pl.DataFrame(table)["open"].sum() == total
        assert pd.DataFrame.from_arrow(table)["open"].sum() == total
        assert duckdb.sql("select sum(open) from out").fetchall() == [(total,)]
    assert pl.DataFrame(rows).height == pa.table(rows).num_rows == len(rows)
    assert pa.table(policy.duties(ledger, as_of=AS_OF).duties).schema.field("last_day").type == pa.date32()
    assert "ArrowTable of 14 rows" in repr(table)
    assert table.column_names[:2] == ["invoice", "buyer"]


def test_every_list_of_an_answer_becomes_a_table(policy: Policy, ledger: Ledger) -> None:
    settled = policy.settle(ledger, buyer="B-02", cause="insolvency", as_of=AS_OF)
    assert pa.table(settled.where_it_went)["amount"].to_pylist()[0] == 31_000
    assert pa.table(settled.receivables).num_rows == 2
    assert pa.table(settled.supplementary).num_rows == 0
    money = pa.table(tradecredit.Rows(tradecredit.answers.FigureAnswer, []))
    assert money.num_rows == 0


def test_tables_keep_every_digit() -> None:
    rows = '[{"x":"0.000001","d":"2026-01-31","n":3,"f":true,"t":["a","b"]},{"x":"12345678901234567890.5"},{"x":"-2"}]'
    kinds = [("x", "amount"), ("d", "day"), ("n", "count"), ("f", "flag"), ("t", "texts"), ("s", "text")]
    table = pa.table(_native.ArrowTable(kinds, rows))
    assert table["x"].to_pylist() == [Decimal("0.000001"), Decimal("12345678901234567890.5"), Decimal(-2)]
    assert table["d"].to_pylist() == [dt.date(2026, 1, 31), None, None]
    assert table["t"].to_pylist() == [["a", "b"], [], []]
    assert table["s"].to_pylist() == [None, None, None]
    for wrong in ('[{"x":"a"}]', '[{"d":"a"}]', "1", "[1]", '[{"x":"1e400"}]'):
        with pytest.raises((TypeError, ValueError)):
            _native.ArrowTable(kinds, wrong)
    with pytest.raises(ValueError, match="more digits"):
        _native.ArrowTable(kinds, '[{"x":"1234567890123456789012345678"},{"x":"0.000000000000000001"}]')


def test_a_hundred_thousand_rows() -> None:
    count = 100_000
    frame = pa.table(
        {
            "id": pa.array(range(count)),
            "buyer": pa.array([f"B-{at % 1000}" for at in range(count)]),
            "delivery": pa.array([dt.date(2026, 1, 1)] * count),
            "due": pa.array([dt.date(2026, 3, 1)] * count),
            "amount": pa.array([Decimal("12.34")] * count),
        }
    )
    ledger = Ledger.from_frames(frame)
    assert ledger.counts["invoices"] == count
    assert ledger.counts["buyers"] == 1000
