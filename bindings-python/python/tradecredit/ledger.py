"""What happened: a ledger whose facts the engine has checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Protocol, Self, runtime_checkable

from tradecredit import _native, _wire
from tradecredit._document import Document
from tradecredit.errors import Problem, TradeCreditError


@runtime_checkable
class ArrowStream(Protocol):
    """A frame of polars, pandas, pyarrow or DuckDB: anything that speaks Arrow."""

    def __arrow_c_stream__(self, requested_schema: object = None, /) -> object:
        """The stream, as a capsule."""
        ...


Frame = ArrowStream | Sequence[Mapping[str, object]] | Mapping[str, Iterable[object]]
"""A frame, a list of dicts, or a dict of lists."""

_PLACE = re.compile(r"^(\w+)\[(\d+)\]")


class Ledger(Document):
    """A ledger: facts only, each with its date, in any order.

    A fact that cannot stand is in :attr:`refused`, with its path and the
    reason; the others count. Equal ledgers have equal digests, whatever the
    order of their facts.
    """

    __slots__ = ("_counts", "_currency", "_refused")
    _counts: dict[str, int]
    _currency: str
    _refused: tuple[Problem, ...]

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self._take(_wire.encode(facts))

    def _take(
        self,
        text: str,
        unreadable: Iterable[Problem] = (),
        kept: Mapping[str, list[int]] | None = None,
    ) -> None:
        checked = _wire.decode(_wire.call("check_ledger", text))
        self._json = text
        self._digest = checked["digest"]
        self._counts = checked["facts"]
        self._currency = _currency(text)
        refused = [Problem(**problem) for problem in checked["refused"]]
        if kept:
            refused = [_on_its_row(problem, kept) for problem in refused]
        self._refused = (*unreadable, *refused)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """A ledger from the text of its JSON document."""
        ledger = cls.__new__(cls)
        ledger._take(_wire.document(text))
        return ledger

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """A ledger from a file."""
        return cls.from_json(_wire.file(path))

    @classmethod
    def from_frames(
        cls,
        invoices: Frame | None = None,
        *,
        buyers: Frame | None = None,
        payments: Frame | None = None,
        limits: Frame | None = None,
        credit_notes: Frame | None = None,
        extensions: Frame | None = None,
        disputes: Frame | None = None,
        credit_reports: Frame | None = None,
        insolvencies: Frame | None = None,
        notices: Frame | None = None,
        costs: Frame | None = None,
        recoveries: Frame | None = None,
        columns: Mapping[str, Mapping[str, str]] | Mapping[str, str] | None = None,
        currency: str = "EUR",
    ) -> Self:
        """A ledger from data frames: polars, pandas, pyarrow or DuckDB.

        A column is found by the name of its field (``id``, ``buyer``,
        ``delivery``, ``due`` or ``terms``, ``amount``, …) or by ``columns``::

            Ledger.from_frames(
                invoices=df,
                columns={"invoices": {"id": "doc_no", "amount": "net", "buyer": "customer"}},
            )

        Other columns are left alone. Amounts are decimals, whole numbers or
        texts; a column of floats is refused. Days are dates or ISO texts. A
        null is a field left out; a row that lacks what it needs is in
        :attr:`refused` under its number, counted from 0, and the others count.

        Without ``buyers``, the buyers are those that invoices and payments
        name; ``buyer_name`` and ``buyer_country`` of the invoices describe them.
        """
        given = {
            "buyers": buyers,
            "invoices": invoices,
            "credit_notes": credit_notes,
            "payments": payments,
            "extensions": extensions,
            "disputes": disputes,
            "limits": limits,
            "credit_reports": credit_reports,
            "insolvencies": insolvencies,
            "notices": notices,
            "costs": costs,
            "recoveries": recoveries,
        }
        text, unreadable, kept = _gathered(given, columns, currency)
        ledger = cls.__new__(cls)
        ledger._take(text, unreadable, kept)
        return ledger

    @property
    def currency(self) -> str:
        """The currency of amounts that name none."""
        return self._currency

    @property
    def counts(self) -> dict[str, int]:
        """How many facts of each kind were given."""
        return dict(self._counts)

    @property
    def refused(self) -> tuple[Problem, ...]:
        """The facts that cannot stand: where, a stable code, and why.

        Of a ledger made from frames, the number in a path is that of the row.
        """
        return self._refused

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{count} {name.replace('_', ' ')}" for name, count in self._counts.items() if count
        )
        refused = f", {len(self._refused)} refused" if self._refused else ""
        return f"Ledger({self._currency}, {counts or 'empty'}{refused})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self._json, self._refused)

    def _repr_html_(self) -> str:
        from tradecredit import _notebook

        return _notebook.ledger(self)


def _gathered(
    given: Mapping[str, Frame | None],
    columns: Mapping[str, Mapping[str, str]] | Mapping[str, str] | None,
    currency: str,
) -> tuple[str, list[Problem], dict[str, list[int]]]:
    """The document of frames, the rows that cannot be read, and where the others come from."""
    maps = _maps(columns, {name for name, frame in given.items() if frame is not None})
    lists: dict[str, str] = {}
    kept: dict[str, list[int]] = {}
    unreadable: list[Problem] = []
    named: dict[str, dict[str, str]] = {}
    for name, frame in given.items():
        if frame is None:
            continue
        text, rows, refused, its_buyers = _facts(name, frame, maps.get(name, {}))
        lists[name] = text
        unreadable += [Problem(*problem) for problem in refused]
        if rows is not None:
            kept[name] = rows
        if given.get("buyers") is None:
            for buyer in json.loads(its_buyers):
                named.setdefault(buyer["id"], {}).update(buyer)
    if given.get("buyers") is None and named:
        lists["buyers"] = json.dumps(
            list(named.values()), ensure_ascii=False, separators=(",", ":")
        )
    head = _wire.encode({"schema": "tradecredit/ledger/1", "currency": currency})
    parts = [head[:-1], *(f'"{name}":{text}' for name, text in lists.items())]
    return ",".join(parts) + "}", unreadable, kept


def _restored(kind: type[Ledger], text: str, refused: tuple[Problem, ...]) -> Ledger:
    ledger = kind.from_json(text)
    ledger._refused = refused
    return ledger


def _facts(
    name: str, frame: object, columns: Mapping[str, str]
) -> tuple[str, list[int] | None, list[tuple[str, str, str]], str]:
    pairs = list(columns.items())
    rows = None if isinstance(frame, ArrowStream) else _wire.rows(frame)
    if rows is None and not isinstance(frame, ArrowStream):
        raise TypeError(
            f"`{name}` is a {type(frame).__name__}: give a frame of polars, pandas or pyarrow, "
            "a list of dicts, or a dict of lists"
        )
    try:
        if rows is None:
            return _native.facts_of_frame(name, frame, pairs)
        return _native.facts_of_rows(name, _wire.encode(list(rows)), pairs)
    except TradeCreditError:
        raise
    except ValueError as error:
        raise TradeCreditError("unreadable_frame", str(error)) from error


def _maps(
    columns: Mapping[str, Mapping[str, str]] | Mapping[str, str] | None, given: set[str]
) -> dict[str, dict[str, str]]:
    maps: dict[str, dict[str, str]] = {}
    for name, columns_of in (columns or {}).items():
        if isinstance(columns_of, str):
            # A plain map is that of the invoices.
            maps.setdefault("invoices", {})[name] = columns_of
        elif isinstance(columns_of, Mapping):
            maps.setdefault(name, {}).update(columns_of)
        else:
            raise TypeError(
                "`columns` is a dict by frame, such as "
                '{"invoices": {"id": "doc_no", "amount": "net"}}'
            )
    for name, fields in maps.items():
        if name not in given:
            shown = ", ".join(sorted(given)) or "none"
            raise TypeError(f"`columns` names `{name}`, but the frames given are: {shown}")
        for field, column in fields.items():
            if not isinstance(field, str) or not isinstance(column, str):
                raise TypeError(f"`columns`: {field!r}: {column!r} is not a field and a column")
    return maps


def _on_its_row(problem: Problem, kept: Mapping[str, list[int]]) -> Problem:
    place = _PLACE.match(problem.path)
    if place is None or place[1] not in kept:
        return problem
    row = kept[place[1]][int(place[2])]
    return problem._replace(path=f"{place[1]}[{row}]{problem.path[place.end() :]}")


def _currency(text: str) -> str:
    return str(json.loads(text)["currency"])
