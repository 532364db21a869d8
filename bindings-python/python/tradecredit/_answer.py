"""What answers are made of: objects with typed attributes over the engine's JSON.

Nothing is computed here. An attribute is converted when it is first asked for:
amounts to ``Decimal``, days to ``date``, lists of objects to ``Rows``.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Generic, NamedTuple, NoReturn, TypeVar, cast, get_args, get_origin, overload

from tradecredit import _native
from tradecredit.money import Money

_Item = TypeVar("_Item", bound="Answer")


class Reader(NamedTuple):
    """How the JSON of a field becomes a value, and what column of a frame it makes."""

    kind: str
    read: Callable[[Any, "Answer | None"], Any]
    absent: Any = None


def _as_is(value: Any, _: "Answer | None") -> Any:
    return value


text = Reader("text", _as_is)
count = Reader("count", _as_is)
flag = Reader("flag", _as_is)
raw = Reader("json", lambda value, parent: anything(value, parent))
amount = Reader("amount", lambda value, _: Decimal(value))
day = Reader("day", lambda value, _: date.fromisoformat(value))
money = Reader("money", lambda value, _: Money(value["amount"], value["currency"]))


def code(choices: type[StrEnum]) -> Reader:
    """A choice of a closed list; a text where a later engine knows more."""

    def read(value: Any, _: "Answer | None") -> Any:
        try:
            return choices(value)
        except ValueError:
            return value

    return Reader("text", read)


def one(form: type["Answer"]) -> Reader:
    """An object."""
    return Reader("json", lambda value, parent: form(value, parent))


def rows(form: type["Answer"]) -> Reader:
    """A list of objects; absent: empty."""
    kind = "codes" if "code" in form._readers else "json"
    return Reader(kind, lambda value, parent: Rows(form, value, parent), absent=[])


def many(item: Reader) -> Reader:
    """A list of values; absent: empty."""
    kind = "texts" if item.kind == "text" else "json"
    read = item.read
    return Reader(
        kind, lambda value, parent: tuple(read(each, parent) for each in value), absent=[]
    )


def named(item: Reader) -> Reader:
    """Values by name; absent: none."""
    read = item.read
    return Reader(
        "json",
        lambda value, parent: {name: read(each, parent) for name, each in value.items()},
        absent={},
    )


def defaulting(item: Reader, absent: Any) -> Reader:
    """A value that is left out where it is the default."""
    return Reader(item.kind, item.read, absent)


def anything(value: Any, parent: "Answer | None" = None) -> Any:
    """A value of no declared type."""
    match value:
        case dict():
            return Answer(value, parent)
        case list() if value and all(isinstance(item, dict) for item in value):
            return Rows(Answer, value, parent)
        case list():
            return tuple(anything(item, parent) for item in value)
        case _:
            return value


class Answer:
    """Something that the engine answered, with its fields as attributes.

    Amounts are ``Decimal`` in the currency that the answer states, days are
    ``date``; a field that is not there is ``None``. Answers compare equal by
    their contents, pickle, and do not change.
    """

    __slots__ = ("_data", "_parent", "_values")
    _readers: ClassVar[Mapping[str, Reader]] = {}
    _data: dict[str, Any]
    _parent: "Answer | None"
    _values: dict[str, Any]

    def __init__(self, data: Mapping[str, Any], parent: "Answer | None" = None) -> None:
        object.__setattr__(self, "_data", data if type(data) is dict else dict(data))
        object.__setattr__(self, "_parent", parent)
        object.__setattr__(self, "_values", {})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        values = self._values
        if name in values:
            return values[name]
        reader = self._readers.get(name)
        data = self._data
        # `from` is a word of Python: its attribute is `from_`.
        key = name.removesuffix("_")
        if key in data:
            given = data[key]
            value = None if given is None else (reader or raw).read(given, self)
        elif reader is not None:
            value = None if reader.absent is None else reader.read(reader.absent, self)
        else:
            fields = ", ".join(self)
            raise AttributeError(f"{type(self).__name__} has no field `{name}`: it has {fields}")
        values[name] = value
        return value

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self, name)
        except AttributeError as error:
            raise KeyError(str(error)) from None

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an answer does not change: `{name}` cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("an answer does not change")

    def __iter__(self) -> Iterator[str]:
        """The names of its fields."""
        attributes = {name.removesuffix("_"): name for name in self._readers}
        given = (attributes.get(name, name) for name in self._data)
        return iter(dict.fromkeys([*given, *self._readers]))

    def __dir__(self) -> Iterable[str]:
        return [*object.__dir__(self), *self]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answer):
            return NotImplemented
        return type(self) is type(other) and self._data == other._data

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.to_json()))

    def __repr__(self) -> str:
        shown = []
        for name in self:
            value = getattr(self, name)
            if value is None or value == ():
                continue
            match value:
                case Rows():
                    if value:
                        shown.append(f"{name}=<{len(value)} rows>")
                case StrEnum():
                    shown.append(f"{name}={value.value!r}")
                case date():
                    shown.append(f"{name}={value.isoformat()}")
                case Decimal():
                    shown.append(f"{name}={value}")
                case dict() | tuple() if len(value) > 6:
                    shown.append(f"{name}=<{len(value)}>")
                case str() if len(value) > 60:
                    shown.append(f"{name}={value[:60] + '…'!r}")
                case Answer():
                    shown.append(f"{name}={type(value).__name__}(…)")
                case _:
                    shown.append(f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._data, self._context())

    def _context(self) -> "Answer | None":
        # What a part needs of the whole it was taken from, and no more.
        kept = {}
        for name in ("currency", "receipt"):
            found = None if name in self._data else self._inherited(name)
            if found is not None:
                kept[name] = found
        return Answer(kept) if kept else None

    def _inherited(self, name: str) -> Any:
        at: Answer | None = self
        while at is not None:
            if name in at._data:
                return at._data[name]
            at = at._parent
        return None

    def to_dict(self) -> dict[str, Any]:
        """The answer as the engine wrote it, in dicts, lists and texts; a copy."""
        copied: dict[str, Any] = json.loads(self.to_json(), parse_float=Decimal)
        return copied

    def to_json(self, indent: int | None = None) -> str:
        """The answer as the engine wrote it; on one line, to the same bytes."""
        separators = (",", ":") if indent is None else None
        return json.dumps(self._data, ensure_ascii=False, separators=separators, indent=indent)

    def explain(self, language: str = "en", format: str = "text") -> str:  # noqa: A002
        """How it came about, step by step, with the rule and clause of each.

        ``language`` is ``"en"`` or ``"fr"``; ``format`` is ``"text"``,
        ``"markdown"`` or ``"html"``.
        """
        from tradecredit import _explain

        return _explain.explain(self, language, format)

    def _repr_html_(self) -> str:
        from tradecredit import _notebook

        return _notebook.shown(self)

    def plot(self, kind: str | None = None, *, language: str = "en", ax: Any = None) -> Any:
        """A picture of the answer, on axes of matplotlib.

        ``kind`` is ``"waterfall"``, ``"exposure"``, ``"timeline"`` or
        ``"ageing"``; by default what suits the answer. Needs
        ``pip install tradecredit[plot]``.
        """
        from tradecredit import plots

        return plots.plot(self, kind, language=language, ax=ax)


class Rows(Generic[_Item]):
    """Rows of an answer: a sequence of objects, and a table for data frames.

    ``polars.DataFrame(rows)``, ``pyarrow.table(rows)``,
    ``pandas.DataFrame.from_arrow(rows)`` and DuckDB read it as it is.
    """

    __slots__ = ("_form", "_items", "_parent")

    def __init__(
        self, form: type[_Item], items: Sequence[Mapping[str, Any]], parent: Answer | None = None
    ) -> None:
        self._form = form
        self._items = items
        self._parent = parent

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> _Item: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows[_Item]": ...
    def __getitem__(self, place: int | slice) -> "_Item | Rows[_Item]":
        if isinstance(place, slice):
            return Rows(self._form, self._items[place], self._parent)
        return self._form(self._items[place], self._parent)

    def __iter__(self) -> Iterator[_Item]:
        form, parent = self._form, self._parent
        return (form(item, parent) for item in self._items)

    def where(self, **fields: object) -> "Rows[_Item]":
        """The rows whose fields are equal to those given."""
        kept = [
            item
            for item, row in zip(self._items, self, strict=True)
            if all(getattr(row, name) == value for name, value in fields.items())
        ]
        return Rows(self._form, kept, self._parent)

    def to_list(self) -> list[dict[str, Any]]:
        """The rows as the engine wrote them; a copy."""
        copied: list[dict[str, Any]] = json.loads(self.to_json())
        return copied

    def to_json(self) -> str:
        """The rows as the engine wrote them."""
        return json.dumps(list(self._items), ensure_ascii=False, separators=(",", ":"))

    def to_arrow(self) -> _native.ArrowTable:
        """The rows as a table that polars, pandas, pyarrow and DuckDB read.

        Amounts are decimals, days are dates, codes and names are texts. The
        fields of an inner object are columns of their own; deeper ones JSON.
        """
        columns: list[tuple[str, str]] = []
        flat: list[dict[str, Any]] = [{} for _ in self._items]
        _columns(self._form, self._items, "", flat, columns, inner=True)
        return _native.ArrowTable(columns, json.dumps(flat, ensure_ascii=False))

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self.to_arrow().__arrow_c_schema__()

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows):
            return list(self._items) == list(other._items)
        if isinstance(other, list | tuple):
            return list(self) == list(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        context = None if self._parent is None else Answer({}, self._parent)._context()
        return Rows, (self._form, list(self._items), context)

    def __repr__(self) -> str:
        shown = [f"  {row!r}," for row in self[:5]]
        if len(self) > 5:
            shown.append(f"  … {len(self) - 5} more")
        return "\n".join([f"Rows[{self._form.__name__}] of {len(self)}: [", *shown, "]"])

    def _repr_html_(self) -> str:
        from tradecredit import _notebook

        return _notebook.table(self)


def _columns(
    form: type[Answer],
    items: Sequence[Mapping[str, Any]],
    prefix: str,
    flat: list[dict[str, Any]],
    columns: list[tuple[str, str]],
    *,
    inner: bool,
) -> None:
    readers = dict(form._readers)
    if not readers:
        names = dict.fromkeys(name for item in items for name in item)
        readers = {name: raw for name in names}
    for attribute, reader in readers.items():
        name = attribute.removesuffix("_")
        cells = [item.get(name) for item in items]
        column = prefix + name
        if reader.kind == "money":
            columns += [(column, "amount"), (f"{column}_currency", "text")]
            for row, cell in zip(flat, cells, strict=True):
                if cell is not None:
                    row[column], row[f"{column}_currency"] = cell["amount"], cell["currency"]
            continue
        objects = [cell for cell in cells if isinstance(cell, dict)]
        if reader.kind == "json" and inner and objects and reader.absent is None:
            read = reader.read({}, None)
            if isinstance(read, Answer):
                given = [cell if isinstance(cell, dict) else {} for cell in cells]
                _columns(type(read), given, f"{column}_", flat, columns, inner=False)
                continue
        kind = reader.kind
        if kind == "codes":
            kind = "texts"
            cells = [[each["code"] for each in cell] if cell else cell for cell in cells]
        elif kind == "json":
            kind = "text"
            cells = [
                json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else cell
                for cell in cells
            ]
        columns.append((column, kind))
        for row, cell in zip(flat, cells, strict=True):
            if cell is not None:
                row[column] = cell


def read(data: Any, form: Any) -> Any:
    """An answer in the form that an operation promises."""
    if isinstance(form, type) and issubclass(form, Answer):
        return form(data)
    if form is Money:
        return Money(data["amount"], data["currency"])
    if get_origin(form) is list and get_args(form) == (Decimal,):
        return [Decimal(each) for each in data]
    if get_origin(form) is Rows:
        return Rows(cast(type[Answer], get_args(form)[0]), data)
    return data


__all__ = ["Answer", "Rows"]
