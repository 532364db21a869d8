"""Books on a cluster: :mod:`tradecredit.columns` inside Apache Spark.

Spark brings together the rows of each buyer; every executor answers about its
buyers as one machine would, to the same bytes. ``pip install tradecredit[spark]``,
on the executors as well::

    from tradecredit import spark

    answers = spark.assess(policy, open_items, limits=limits, as_of=date(2026, 6, 30))
    answers.groupBy("verdict").sum("covered").show()
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from tradecredit import columns as _columns
from tradecredit.operations import Day, Fields, LedgerLike, PolicyLike

if TYPE_CHECKING:
    from pyarrow import RecordBatch as _Batch
    from pyarrow import Table as _Table
    from pyspark.sql import DataFrame as _DataFrame

__all__ = ["assess"]


def assess(
    policy: PolicyLike,
    open_items: _DataFrame,
    *,
    as_of: Day,
    limits: Any = None,
    buyers: Any = None,
    ledger: LedgerLike | None = None,
    columns: Mapping[str, str] | None = None,
    order: str | Sequence[str] = "id",
    answer: Literal["receivables", "buyers", "refused"] = "receivables",
    cause: str | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    partitions: int | None = None,
    rows: int = 200_000,
) -> _DataFrame:
    """As :func:`tradecredit.columns.assess`, for a data frame of Spark.

    Gives the open items with their answers beside them; with ``answer="buyers"`` the exposure on
    each buyer, with ``"refused"`` the rows that cannot stand, and why. Rows come back in no order.

    A cluster has no first row: where receivables of one buyer were delivered and invoiced on the
    same day, they fill the limit by the columns ``order``. One machine gives the same bytes for
    rows in that order. ``limits`` and ``buyers`` are frames of Spark or of this machine; they go
    to every executor.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    except ImportError:
        raise ImportError("Spark is not installed: pip install 'tradecredit[spark]'") from None

    facts = _columns._Facts(policy, _local(limits), _local(buyers), ledger)
    question = {"as_of": as_of, "cause": cause, "rates": rates, "holidays": holidays}
    asked = _columns._asked(policy, facts, **question)
    buyer = (columns or {}).get("buyer", "buyer")
    by = [order] if isinstance(order, str) else list(order)
    missing = [name for name in (buyer, *by) if name not in open_items.columns]
    if missing:
        raise TypeError(
            f"the open items have no column `{missing[0]}`: say which columns are the buyer "
            "(`columns`) and the order of the rows (`order`)"
        )
    task = _Task(asked, facts, columns, buyer, answer, rows)
    schema = to_arrow_schema(open_items.schema)
    # A table without rows has the columns that every table will have.
    empty = task.answered(schema.empty_table())
    sizes = () if partitions is None else (partitions,)
    together = open_items.repartition(*sizes, buyer).sortWithinPartitions(buyer, *by)
    return together.mapInArrow(task, from_arrow_schema(empty.schema))


class _Task:
    """What an executor does with the rows of its buyers."""

    def __init__(
        self,
        asked: str,
        facts: _columns._Facts,
        columns: Mapping[str, str] | None,
        buyer: str,
        answer: str,
        rows: int,
    ) -> None:
        self.asked, self.facts, self.columns = asked, facts, columns
        self.buyer, self.answer, self.rows = buyer, answer, rows

    def __call__(self, batches: Iterable[_Batch]) -> Iterator[_Batch]:
        for piece in _columns._pieces(batches, self.buyer, self.rows):
            yield from self.answered(piece).to_batches(max_chunksize=50_000)

    def answered(self, piece: _Table) -> _Table:
        """The answers about a piece, with the rows that they are about."""
        import pyarrow

        # Spark gives each executor its processors: one thread for each task.
        found = _columns._assessed(self.asked, self.facts, piece, self.columns, 1, None)
        if self.answer == "buyers":
            return _plain(pyarrow.table(found.buyers))
        if self.answer == "refused":
            refused = pyarrow.table(found.refused)
            return _beside(piece.take(refused["row"]), refused.drop_columns(["row"]))
        return _beside(piece, pyarrow.table(found.receivables))


def _beside(rows: _Table, answers: _Table) -> _Table:
    for name in answers.column_names:
        if name in rows.column_names:
            raise TypeError(f"the open items have a column `{name}`, as the answers do: rename it")
        rows = rows.append_column(name, answers[name])
    return _plain(rows)


def _plain(table: _Table) -> _Table:
    """Spark knows no dictionaries."""
    import pyarrow

    fields = [
        field.with_type(field.type.value_type) if pyarrow.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pyarrow.schema(fields))


def _local(frame: Any) -> Any:
    # A frame of Spark gives its rows this way, and no frame of this machine does.
    return frame.toArrow() if hasattr(frame, "toArrow") else frame
