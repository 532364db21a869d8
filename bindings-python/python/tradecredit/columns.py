"""Whole books at once: tables in, tables out, with every reason.

What :meth:`Policy.assess` answers about a ledger, :func:`assess` answers about
columns of polars, pandas, pyarrow or DuckDB, on every processor, by the same
rules and to the same cent. :func:`stream` does it for more rows than memory
holds, ``tradecredit.spark`` on a cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tradecredit import _native, _wire
from tradecredit._document import Document
from tradecredit._native import ArrowTable
from tradecredit.errors import Problem, TradeCreditError
from tradecredit.ledger import ArrowStream, Frame, _gathered, _on_its_row
from tradecredit.operations import Day, Exact, Fields, LedgerLike, PolicyLike

__all__ = ["Assessed", "Settled", "assess", "indemnity", "stream"]

Progress = Callable[[int, int], object]


class Assessed(NamedTuple):
    """What a book of columns is answered with."""

    receivables: ArrowTable
    """One row for each row given, in their order: ``verdict``, ``covered``, ``uncovered``,
    ``limit``, ``reasons`` (codes with commas between), ``stop``, ``notify``.

    ``verdict`` is also ``settled``, ``not_yet`` (delivered later) or ``refused``. ``stop`` is the
    last day on which further deliveries stay insured while it is unpaid, ``notify`` the last day
    to notify it."""
    buyers: ArrowTable
    """One row for each buyer that owes something: its exposure, as in an assessment."""
    refused: ArrowTable
    """The rows that cannot stand: ``row`` (from 0), ``column``, ``code`` and ``message``."""
    problems: tuple[Problem, ...]
    """The facts beside the receivables that cannot stand, such as a limit without an amount."""


def assess(
    policy: PolicyLike,
    open_items: ArrowStream,
    *,
    as_of: Day,
    limits: Frame | None = None,
    buyers: Frame | None = None,
    ledger: LedgerLike | None = None,
    columns: Mapping[str, str] | None = None,
    cause: str | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Assessed:
    """Which receivables are insured, for how much and if not why: of a whole book (COV-1…9).

    ``open_items`` needs the columns ``buyer``, ``delivery``, ``due`` and ``amount``, and may have
    ``invoiced``, ``vat``, ``open`` (what is left of amount and tax), ``paid_on``, ``dispute``
    (true, or ``open`` and ``lost``), ``payment_method``, ``ordered`` and ``notified``; ``columns``
    says where they have other names. Rows need no order, but for receivables of one buyer,
    delivered and invoiced on one day: there the first row fills the limit first.

    ``limits`` and ``buyers`` are frames as those of :meth:`Ledger.from_frames`. Whatever else was
    told or decided (insolvencies, notices, credit reports) comes in a ``ledger`` without invoices,
    in place of both. Without ``buyers``, a buyer that only rows name is one of whom nothing is known.

    ``progress`` is called now and then with the rows done and all rows; what it raises stops the
    work. By default there are as many ``threads`` as processors.
    """
    facts = _Facts(policy, limits, buyers, ledger)
    asked = _asked(policy, facts, as_of=as_of, cause=cause, rates=rates, holidays=holidays)
    return _assessed(asked, facts, open_items, columns, threads, progress)


class Settled(NamedTuple):
    """What losses are answered with."""

    losses: ArrowTable
    """One row for each row given, in their order: ``gross_debt``, ``insured_loss``, what each step
    left to whom (``own_share``, ``over_the_limit``, ``deductible``, …) and ``indemnity``. Together
    with the indemnity, what was left is the gross debt."""
    refused: ArrowTable
    """The rows that cannot stand: ``row`` (from 0), ``column``, ``code`` and ``message``."""


def indemnity(
    policy: PolicyLike,
    losses: ArrowStream,
    *,
    premium_paid: Exact | None = None,
    columns: Mapping[str, str] | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Settled:
    """What the policy pays for many losses in plain figures, step by step (CLM-4).

    ``losses`` needs the column ``amount`` (the insurable loss), and may have ``date_of_loss``,
    ``limit``, ``percentage`` (a text such as ``90%``), ``total_debt`` and ``costs``. Losses share
    the aggregates of the policy in order of their dates; with a column ``scenario``, only those of
    one scenario do, such as the losses of one simulated year.
    """
    asked = _wire.encode(
        {"policy": policy, "losses": [], "premium_paid": premium_paid}, absent=None
    )
    return Settled(*_told(_native.indemnity_columns, asked, losses, columns, threads, progress))


def stream(
    policy: PolicyLike,
    open_items: ArrowStream | Iterable[Any],
    *,
    as_of: Day,
    limits: Frame | None = None,
    buyers: Frame | None = None,
    ledger: LedgerLike | None = None,
    columns: Mapping[str, str] | None = None,
    cause: str | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    threads: int | None = None,
    rows: int = 1_000_000,
) -> Iterator[tuple[Any, Assessed]]:
    """The same, piece by piece, for rows that come sorted by buyer and need not fit in memory.

    Gives each piece as a table of pyarrow with its answers. A piece has about so many ``rows``,
    and ends where a buyer ends. ``open_items`` is a reader, or batches of pyarrow one after the
    other. Needs pyarrow.
    """
    facts = _Facts(policy, limits, buyers, ledger)
    asked = _asked(policy, facts, as_of=as_of, cause=cause, rates=rates, holidays=holidays)
    buyer = (columns or {}).get("buyer", "buyer")
    for piece in _pieces(open_items, buyer, rows):
        yield piece, _assessed(asked, facts, piece, columns, threads, None)


class _Facts(Document):
    """What is known beside the receivables: a ledger without them, not yet checked."""

    __slots__ = ("kept", "new_buyers", "unreadable")

    def __init__(
        self,
        policy: PolicyLike,
        limits: Frame | None,
        buyers: Frame | None,
        ledger: LedgerLike | None,
    ) -> None:
        self.kept: dict[str, list[int]] = {}
        self.unreadable: list[Problem] = []
        self.new_buyers = buyers is None
        if ledger is None:
            terms = policy.to_dict() if isinstance(policy, Document) else policy
            given = {"buyers": buyers, "limits": limits}
            currency = terms.get("currency", "EUR")
            self._json, self.unreadable, self.kept = _gathered(given, None, currency)
        elif limits is not None or buyers is not None:
            raise TypeError("give either a `ledger`, or `limits` and `buyers`")
        else:
            self._json = _wire.encode(ledger)
            self.new_buyers = '"buyers":' not in self._json


def _asked(policy: PolicyLike, facts: _Facts, **question: object) -> str:
    return _wire.encode({"policy": policy, "ledger": facts, **question}, absent=None)


def _assessed(
    asked: str,
    facts: _Facts,
    frame: object,
    columns: Mapping[str, str] | None,
    threads: int | None,
    progress: Progress | None,
) -> Assessed:
    receivables, buyers, refused, wrong = _told(
        _native.assess_columns, asked, frame, columns, threads, progress, facts.new_buyers
    )
    found = (_on_its_row(Problem(*problem), facts.kept) for problem in wrong)
    return Assessed(receivables, buyers, refused, (*facts.unreadable, *found))


def _told(
    ask: Callable[..., Any],
    asked: str,
    frame: object,
    columns: Mapping[str, str] | None,
    *others: object,
) -> Any:
    if not isinstance(frame, ArrowStream):
        raise TypeError(
            f"this is a {type(frame).__name__}: give a frame of polars, pandas, pyarrow or DuckDB"
        )
    try:
        return ask(asked, frame, list((columns or {}).items()), *others)
    except TradeCreditError:
        raise
    except ValueError as error:
        raise TradeCreditError("unreadable_frame", str(error)) from error


def _pieces(frame: ArrowStream | Iterable[Any], buyer: str, rows: int) -> Iterator[Any]:
    """Tables that each end where a buyer ends."""
    import pyarrow
    from pyarrow import compute

    batches: Iterable[Any] = frame if not isinstance(frame, ArrowStream) else (
        pyarrow.RecordBatchReader.from_stream(frame)
    )
    held: list[Any] = []
    size = 0
    last: Any = None
    for batch in (cut for batch in batches for cut in _cut(batch, rows)):
        if buyer not in batch.schema.names:
            raise TradeCreditError("unreadable_frame", f"the stream has no column `{buyer}`")
        column = batch.column(buyer)
        first, ends = column[0].as_py(), column[-1]
        descends = last is not None and first is not None and first < last
        if descends or compute.any(compute.less(column[1:], column[:-1])).as_py():
            raise TradeCreditError(
                "unreadable_frame",
                f"these rows are not sorted by `{buyer}`, as a stream must be: sort them, or assess "
                "them as one table",
            )
        if size >= rows and first != last:
            yield pyarrow.Table.from_batches(held)
            held, size = [], 0
        begins = compute.index(column, ends).as_py() if ends.is_valid else 0
        if size + begins >= rows and begins > 0:
            yield pyarrow.Table.from_batches([*held, batch.slice(0, begins)])
            held, size, batch = [], 0, batch.slice(begins)
        held.append(batch)
        size += batch.num_rows
        last = ends.as_py()
    if held:
        yield pyarrow.Table.from_batches(held)


def _cut(batch: Any, rows: int) -> Iterator[Any]:
    return (batch.slice(at, rows) for at in range(0, batch.num_rows, max(rows, 1)))
