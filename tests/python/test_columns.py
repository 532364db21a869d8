"""Columns say what a ledger says: the same verdicts, cents and reasons, whatever frame they come in."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from books import BUYERS, LIMITS, book
from conftest import AS_OF

from tradecredit import Ledger, Policy, TradeCreditError, columns

BOOK = book(2_000)


@pytest.fixture(scope="module")
def answered(policy: Policy) -> columns.Assessed:
    return columns.assess(policy, BOOK, limits=LIMITS, buyers=BUYERS, as_of=AS_OF)


def test_the_same_as_a_ledger(policy: Policy, answered: columns.Assessed) -> None:
    ledger = Ledger.from_frames(invoices=BOOK, limits=LIMITS, buyers=BUYERS)
    position = policy.assess(ledger, as_of=AS_OF)
    told = {row.invoice: row for row in position.receivables}
    rows = pa.table(answered.receivables).to_pylist()
    assert len(rows) == BOOK.num_rows
    compared = 0
    for name, row in zip(BOOK["id"].to_pylist(), rows, strict=True):
        if row["verdict"] == "not_yet":
            assert name not in told
            continue
        expected = told[name]
        assert (row["verdict"], row["covered"], row["uncovered"]) == (expected.verdict, expected.covered, expected.uncovered)
        reasons = set((row["reasons"] or "").split(", ")) - {""}
        assert reasons == {reason.code.value for reason in expected.reasons}
        compared += 1
    assert compared > 1_500
    assert len({row["reasons"] for row in rows}) > 4
    exposure = {row["buyer"]: row for row in pa.table(position.exposure.buyers).to_pylist() if row["receivables"]}
    sums = {row["buyer"]: row for row in pa.table(answered.buyers).to_pylist()}
    assert sums.keys() == exposure.keys()
    for buyer, row in sums.items():
        assert row == {name: exposure[buyer][name] for name in row}
    assert pa.table(answered.refused).num_rows == 0
    assert answered.problems == ()


def among_others(names: pa.ChunkedArray) -> pa.Array:
    """The same names in a dictionary of many more, as where rows of a larger frame were chosen."""
    others = [f"other-{at}" for at in range(5_000)]
    return pa.array([*others, *names.to_pylist()]).dictionary_encode()[len(others) :]


FRAMES = {
    "polars": lambda: pl.DataFrame(BOOK),
    "pandas of Arrow": lambda: BOOK.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas": lambda: BOOK.to_pandas().astype({"delivery": "datetime64[ns]", "due": "datetime64[s]"}),
    "DuckDB": lambda: duckdb.sql("select * from BOOK"),
    "a stream": lambda: BOOK.to_reader(max_chunksize=7),
    "a dictionary": lambda: BOOK.set_column(1, "buyer", BOOK["buyer"].dictionary_encode()),
    "what is left of a dictionary": lambda: BOOK.set_column(1, "buyer", among_others(BOOK["buyer"])),
    "another scale": lambda: BOOK.set_column(4, "amount", BOOK["amount"].cast(pa.decimal128(30, 6))),
    "one batch": lambda: BOOK.combine_chunks().to_batches()[0],
}


@pytest.mark.parametrize("kind", FRAMES)
def test_any_frame(kind: str, policy: Policy, answered: columns.Assessed) -> None:
    other = columns.assess(policy, FRAMES[kind](), limits=LIMITS, buyers=BUYERS, as_of=AS_OF, threads=3)
    assert pa.table(other.receivables).to_pylist() == pa.table(answered.receivables).to_pylist()
    assert pa.table(other.buyers).to_pylist() == pa.table(answered.buyers).to_pylist()


def test_answers_are_tables_for_everybody(answered: columns.Assessed) -> None:
    out = answered.receivables
    covered = sum(row or 0 for row in pa.table(out)["covered"].to_pylist())
    assert pl.DataFrame(out)["covered"].sum() == covered
    assert pl.DataFrame(out)["reasons"].cast(pl.String).str.contains("over_the_limit").any()
    assert duckdb.sql("select sum(covered), count(*) from out").fetchall() == [(covered, 2_000)]
    assert pd.DataFrame.from_arrow(out)["covered"].sum() == covered


@pytest.mark.parametrize("threads", [1, 3])
def test_copies_of_a_book_get_the_answers_of_the_book(threads: int, policy: Policy) -> None:
    """More rows than are answered about at once, with a dictionary of names for each copy."""
    once = pa.table(columns.assess(policy, BOOK, limits=LIMITS, as_of=AS_OF).receivables).to_pylist()
    copies = range(35)
    frames, limits = [], []
    for copy in copies:
        names = pa.array([f"{name}-{copy}" for name in BOOK["buyer"].to_pylist()]).dictionary_encode()
        frames.append(BOOK.set_column(1, "buyer", names))
        limits += [{**limit, "buyer": f"{limit['buyer']}-{copy}"} for limit in LIMITS]
    book = pa.Table.from_batches([batch for frame in frames for batch in frame.to_batches()])
    answer = columns.assess(policy, book, limits=limits, as_of=AS_OF, threads=threads)
    rows = pa.table(answer.receivables).to_pylist()
    assert len(answer.refused) == 0
    for copy in copies:
        assert rows[copy * BOOK.num_rows : (copy + 1) * BOOK.num_rows] == once, copy


def test_whole_numbers_and_other_names(policy: Policy) -> None:
    frame = pa.table({"who": [7, 8], "sent": [dt.date(2026, 4, 1)] * 2, "due": [dt.date(2026, 5, 1)] * 2, "net": [100, 250]})
    found = columns.assess(
        policy, frame, limits=[{"buyer": "7", "kind": "granted", "date": "2026-01-01", "amount": 80}],
        columns={"buyer": "who", "delivery": "sent", "amount": "net"}, as_of=AS_OF,
    )  # fmt: skip
    assert pa.table(found.receivables)["limit"].to_pylist()[0] == 80


def test_rows_that_cannot_stand(policy: Policy) -> None:
    table = pa.table(
        {
            "buyer": ["B-1", None, "B-1", "B-1", " ", "B-1"],
            "delivery": [dt.date(2026, 4, 1)] * 5 + [None],
            "due": [dt.date(2026, 5, 1)] * 2 + [dt.date(2025, 5, 1)] + [dt.date(2026, 5, 1)] * 3,
            "amount": pa.array([Decimal(1), Decimal(2), Decimal(3), None, Decimal(5), Decimal(-1)], pa.decimal128(9, 2)),
        }
    )
    found = columns.assess(policy, table, limits=[*LIMITS, {"buyer": "B-1", "kind": "granted", "date": "2026-01-01"}], as_of=AS_OF)
    refused = pa.table(found.refused).to_pylist()
    assert [(row["row"], row["column"]) for row in refused] == [
        (1, "buyer"), (2, "due"), (3, "amount"), (4, "buyer"), (5, "delivery"),
    ]  # fmt: skip
    assert all(row["message"] and row["code"] for row in refused)
    verdicts = pa.table(found.receivables).to_pylist()
    assert [row["verdict"] for row in verdicts][1:] == ["refused"] * 5
    assert verdicts[1]["covered"] is None
    assert [problem.path.split(".")[0] for problem in found.problems] == [f"limits[{len(LIMITS)}]"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"amount": pa.array([1.5])}, "^column `amount` holds Float64, where exact amounts"),
        ({"due": pa.array(["2026-05-01"])}, "^column `due` holds .* days are needed"),
        ({"due": pa.array([dt.datetime(2026, 1, 1, tzinfo=dt.UTC)])}, "days are needed"),
        ({"buyer": pa.array([b"x"])}, "texts or whole numbers are needed"),
        ({"buyer": pa.array([1.5])}, "texts or whole numbers are needed"),
        ({"dispute": pa.array([3])}, "`open` and `lost`"),
        ({"vat": pa.array(["1"])}, "exact amounts are needed"),
    ],
)
def test_wrong_columns(change: dict[str, Any], message: str, policy: Policy) -> None:
    row = BOOK[:1]
    for name, cells in change.items():
        row = row.drop_columns([name] if name in row.column_names else []).append_column(name, cells)
    with pytest.raises(TypeError, match=message):
        columns.assess(policy, row, as_of=AS_OF)


def test_what_cannot_be_asked(policy: Policy, ledger: Ledger) -> None:
    with pytest.raises(TradeCreditError, match="no column `due`: its columns are id, buyer"):
        columns.assess(policy, BOOK.drop_columns(["due"]), as_of=AS_OF)
    with pytest.raises(TradeCreditError, match="no field `price` here"):
        columns.assess(policy, BOOK, columns={"price": "amount"}, as_of=AS_OF)
    with pytest.raises(TradeCreditError, match="no column `x` for `amount`"):
        columns.assess(policy, BOOK, columns={"amount": "x"}, as_of=AS_OF)
    with pytest.raises(TradeCreditError, match="leave `invoices` out"):
        columns.assess(policy, BOOK, ledger=ledger, as_of=AS_OF)
    with pytest.raises(TypeError, match="either a `ledger`"):
        columns.assess(policy, BOOK, ledger=ledger, limits=LIMITS, buyers=BUYERS, as_of=AS_OF)
    with pytest.raises(TypeError, match="this is a list: give a frame"):
        columns.assess(policy, BOOK.to_pylist(), as_of=AS_OF)  # type: ignore[arg-type]
    with pytest.raises(TradeCreditError, match="as_of"):
        columns.assess(policy, BOOK, as_of="soon")
    reader = BOOK.to_reader()
    columns.assess(policy, reader, as_of=AS_OF)
    with pytest.raises(TradeCreditError, match="nothing left"):
        columns.assess(policy, reader, as_of=AS_OF)


def test_progress_is_told_and_stops_the_work(policy: Policy, answered: columns.Assessed) -> None:
    told: list[tuple[int, int]] = []
    again = columns.assess(policy, BOOK, limits=LIMITS, buyers=BUYERS, as_of=AS_OF, progress=lambda *done: told.append(done))
    assert pa.table(again.receivables) == pa.table(answered.receivables)
    assert told == sorted(told)
    assert told[-1] == (BOOK.num_rows, BOOK.num_rows)

    def enough(done: int, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        columns.assess(policy, BOOK, as_of=AS_OF, progress=enough)


def test_a_stream_piece_by_piece(policy: Policy) -> None:
    rows = BOOK.sort_by([("buyer", "ascending"), ("id", "ascending")])
    whole = pa.table(columns.assess(policy, rows, limits=LIMITS, buyers=BUYERS, as_of=AS_OF).receivables).to_pylist()

    def batches() -> Iterator[pa.RecordBatch]:
        yield from rows.to_batches(max_chunksize=13)

    for given in (rows, rows.to_reader(max_chunksize=100), batches()):
        pieces = list(columns.stream(policy, given, limits=LIMITS, buyers=BUYERS, as_of=AS_OF, rows=150))
        assert len(pieces) > 5
        assert pa.concat_tables([piece for piece, _ in pieces]).to_pylist() == rows.to_pylist()
        assert [row for _, found in pieces for row in pa.table(found.receivables).to_pylist()] == whole
        buyers = [row["buyer"] for _, found in pieces for row in pa.table(found.buyers).to_pylist()]
        assert len(buyers) == len(set(buyers)) == 40
    with pytest.raises(TradeCreditError, match="not sorted by `buyer`"):
        list(columns.stream(policy, BOOK.to_reader(max_chunksize=10), as_of=AS_OF))


def test_no_rows(policy: Policy) -> None:
    found = columns.assess(policy, BOOK[:0], limits=LIMITS, buyers=BUYERS, as_of=AS_OF)
    assert pa.table(found.receivables).column_names[0] == "verdict"
    assert [len(table) for table in found[:3]] == [0, 0, 0]
    assert list(columns.stream(policy, BOOK[:0], as_of=AS_OF)) == []


def losses(rows: int) -> pa.Table:
    at = range(rows)
    return pa.table(
        {
            "scenario": pa.array([place % 7 for place in at]),
            "date_of_loss": pa.array([dt.date(2026, 1, 1) + dt.timedelta((place * 13) % 300) for place in at]),
            "amount": pa.array([Decimal(place * 3_700 % 50_000 + 500) for place in at], pa.decimal128(18, 2)),
            "limit": pa.array([None if place % 5 == 0 else Decimal(20_000) for place in at], pa.decimal128(18, 2)),
            "percentage": pa.array([None if place % 3 else "85%" for place in at]),
        }
    )


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_losses_say_what_indemnity_says(threads: int, policy: Policy) -> None:
    table = losses(140)
    rows = pa.table(columns.indemnity(policy, table, threads=threads).losses).to_pylist()
    given = table.to_pylist()
    for scenario in range(7):
        places = [place for place, loss in enumerate(given) if loss["scenario"] == scenario]
        places.sort(key=lambda place: given[place]["date_of_loss"])
        asked = [
            {"amount": loss["amount"], "limit": loss["limit"], "percentage": loss["percentage"], "date_of_loss": loss["date_of_loss"]}
            for loss in (given[place] for place in places)
        ]
        asked = [{name: value for name, value in loss.items() if value is not None} for loss in asked]
        told = policy.indemnity(asked)
        for place, loss in zip(places, told.losses, strict=True):
            row = rows[place]
            assert row.pop("gross_debt") == loss.gross_debt
            assert row.pop("insured_loss") == loss.insured_loss
            went = {part.share.value: part.amount for part in loss.where_it_went}
            assert {name: amount for name, amount in row.items() if amount} == {name: amount for name, amount in went.items() if amount}
            assert row["indemnity"] == loss.indemnity
    assert {"own_share", "over_the_limit", "aggregate"} <= rows[0].keys()


def test_losses_that_cannot_stand(policy: Policy) -> None:
    table = pa.table({"amount": pa.array([Decimal(1), None, Decimal(-3), Decimal(4)], pa.decimal128(9, 2)), "percentage": ["90%", "90%", "90%", "a lot"]})
    found = columns.indemnity(policy, table)
    assert [(row["row"], row["column"]) for row in pa.table(found.refused).to_pylist()] == [(1, "amount"), (2, "amount"), (3, "percentage")]
    assert [row["indemnity"] is None for row in pa.table(found.losses).to_pylist()] == [False, True, True, True]
    with pytest.raises(TypeError, match="`percentage`.* texts are needed"):
        columns.indemnity(policy, table.set_column(1, "percentage", pa.array([90] * 4)))
    assert len(columns.indemnity(policy, table[:0]).losses) == 0


def test_memory_that_is_no_text_is_refused(policy: Policy) -> None:
    row = BOOK[:1]
    at = row.column_names.index("buyer")
    strange = pa.Array.from_buffers(pa.string(), 1, [None, *pa.array([b"\xff\xfe"]).buffers()[1:]])
    outside = pa.DictionaryArray.from_arrays(pa.array([7]), pa.array(["C-1"]), safe=False)
    for cells in (strange, outside):
        with pytest.raises(ValueError, match="column `buyer`"):
            columns.assess(policy, row.set_column(at, "buyer", cells), as_of=AS_OF)


def test_two_columns_of_one_name_are_refused(policy: Policy) -> None:
    row = BOOK[:1]
    with pytest.raises(ValueError, match="several columns are called `buyer`: rename all but one"):
        columns.assess(policy, row.append_column("buyer", row["buyer"]), as_of=AS_OF)
