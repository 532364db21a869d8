"""Python values as the JSON text that the engine reads, and its answers back.

Numbers that matter are exact or refused: a ``Decimal`` is written as text with
all its digits, a ``float`` is refused. The engine says what a document may
contain; this module only says how Python values are written.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import wraps
from os import PathLike
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from tradecredit import _native
from tradecredit._answer import Answer, Rows, read
from tradecredit._document import Document
from tradecredit.errors import TradeCreditError

_Asked = ParamSpec("_Asked")
_Answered = TypeVar("_Answered")

# Beyond this, a whole number is written as text: JSON readers would make it a binary fraction.
_WHOLE = 2**63
# More digits than the engine can hold; `Decimal("1E+999999")` would write a megabyte of zeros.
_DIGITS = 64
# Deeper than any document; the engine's reader stops a little later.
_DEEP = 100


def operation(ask: Callable[_Asked, _Answered]) -> Callable[_Asked, _Answered]:
    """Makes a function out of a name, a signature and a docstring.

    The name is that of the operation, the parameters are the fields of its
    request and go by name, the return type is that of its answer.
    """
    name = ask.__name__
    form = ask.__annotations__.get("return")

    @wraps(ask)
    def asked(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answered:
        # There is nothing in its body: this checks the names of the fields.
        ask(*args, **kwargs)
        # `from` is a word of Python: its parameter is `from_`.
        request = {field.removesuffix("_"): value for field, value in kwargs.items()}
        return cast(_Answered, read(run(name, **request), form))

    return asked


def call(operation: str, request: str) -> str:
    """Asks the engine in text."""
    return _native.call(operation, request)


def document(text: object) -> str:
    """The text of a document, which must be text that can be sent."""
    if not isinstance(text, str):
        raise TypeError(f"a document is text, not {type(text).__name__}: give its JSON as a str")
    try:
        return _text(text)
    except _Refused as refused:
        raise refused.raised() from None


def file(path: str | PathLike[str]) -> str:
    """The text of a file in UTF-8, with or without a mark."""
    try:
        with open(path, encoding="utf-8-sig") as opened:
            return opened.read()
    except UnicodeDecodeError:
        raise TradeCreditError(
            "invalid_document", f"{path} is not text in UTF-8: save it as UTF-8"
        ) from None


def run(operation: str, /, **request: object) -> Any:
    """Asks the engine. A field of ``None`` is a field left out."""
    return decode(_native.call(operation, encode(request, absent=None)))


def decode(answer: str) -> Any:
    """The answer in dictionaries, lists, texts and whole numbers."""
    return json.loads(answer, parse_float=Decimal)


_PRESENT = object()


def encode(request: object, absent: object = _PRESENT) -> str:
    """A request as JSON text, exactly; fields that are ``absent`` are left out.

    Raises ``TypeError`` or ``TradeCreditError`` with the path of a value that
    has no exact text.
    """
    try:
        if not isinstance(request, Mapping):
            return _dumped(_plain(request, 0))
        # Documents stand among the fields of a request: their text is taken as it is.
        fields = []
        for name, value in request.items():
            if value is absent:
                continue
            if isinstance(value, Document):
                text = value.to_json()
            else:
                ((name, value),) = _fields({name: value}, 0).items()
                text = _dumped(value)
            fields.append(f"{_dumped(name)}:{text}")
        return "{" + ",".join(fields) + "}"
    except _Refused as refused:
        raise refused.raised() from None


def _dumped(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


class _Refused(Exception):
    """A value without an exact text; each level that it passes adds its step."""

    def __init__(self, kind: type[Exception] | str, problem: str) -> None:
        self.kind = kind
        self.problem = problem
        self.steps: list[str] = []

    def raised(self) -> Exception:
        path = "".join(reversed(self.steps)).removeprefix(".") or "."
        message = f"at `{path}`: {self.problem}"
        if isinstance(self.kind, str):
            return TradeCreditError(self.kind, message, path)
        return self.kind(message)


def _plain(value: object, depth: int) -> object:
    match value:
        case None | bool():
            return value
        case Enum():
            return _plain(value.value, depth)
        case str():
            return _text(value)
        case Decimal():
            return _decimal(value)
        case int():
            whole = int(value)
            return whole if -_WHOLE < whole < _WHOLE else _whole(whole)
        case datetime():
            _refuse(TypeError, "a day is needed, not a moment: write `moment.date()`")
        case date():
            return date.isoformat(value)
        case Answer():
            return value.to_dict()
        case Rows():
            return value.to_list()
        case Document():
            return decode(value.to_json())
        case Mapping():
            return _fields(value, depth)
        case list() | tuple():
            return _items(value, depth)
        case float():
            _refuse(
                TypeError,
                f"the float `{float(value)!r}` cannot be exact: write Decimal({str(float(value))!r})",
            )
        case _:
            kind = type(value).__qualname__
            _refuse(
                TypeError,
                f"a {kind} cannot be written: give a Decimal, an int, a str, a date, "
                "a bool, an enum, a list, a tuple or a dict",
            )


def _text(value: str) -> str:
    # As text of its own type: a subclass may answer anything.
    text = str.__str__(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            _refuse("invalid_document", f"{text!r} is not text: it holds half a character")
    return text


def _decimal(given: Decimal) -> str:
    value = Decimal(given)
    if not value.is_finite():
        _refuse("inexact_decimal", f"`{value}` is not an amount: leave the field out")
    if not value:
        return "0"
    exponent = cast(int, value.as_tuple().exponent)
    if value.adjusted() > _DIGITS or exponent < -_DIGITS:
        _refuse("inexact_decimal", f"`{value}` has too many digits to be exact")
    return format(value, "f")


def _whole(value: int) -> str:
    if value.bit_length() > 4 * _DIGITS:
        _refuse("inexact_decimal", "this whole number has too many digits to be exact")
    return str(value)


def _fields(mapping: Mapping[Any, object], depth: int) -> dict[str, object]:
    fields = {}
    for key, value in mapping.items():
        name = key.value if isinstance(key, Enum) else key
        if isinstance(name, date) and not isinstance(name, datetime):
            name = name.isoformat()
        try:
            if not isinstance(name, str):
                _refuse(TypeError, f"the name of a field is text, not `{key!r}`")
            _nested(depth)
            name = _text(name)
            fields[name] = _plain(value, depth + 1)
        except _Refused as refused:
            # Far below, the path would be longer than the message.
            if depth < 16:
                refused.steps.append(f".{ascii(name)[1:-1] if isinstance(name, str) else name}")
            raise
    return fields


def _items(items: list[object] | tuple[object, ...], depth: int) -> list[object]:
    plain = []
    for at, value in enumerate(items):
        try:
            _nested(depth)
            plain.append(_plain(value, depth + 1))
        except _Refused as refused:
            if depth < 16:
                refused.steps.append(f"[{at}]")
            raise
    return plain


def _nested(depth: int) -> None:
    if depth > _DEEP:
        _refuse("invalid_document", "this is nested too deeply, or holds itself")


def _refuse(kind: type[Exception] | str, problem: str) -> NoReturn:
    raise _Refused(kind, problem)


def rows(frame: object) -> Iterator[dict[str, object]] | None:
    """The rows of a plain Python frame: a list of dicts, or a dict of lists."""
    match frame:
        case Mapping():
            columns = {name: list(cells) for name, cells in frame.items()}
            lengths = {name: len(cells) for name, cells in columns.items()}
            if len(set(lengths.values())) > 1:
                shown = ", ".join(f"{name} {length}" for name, length in lengths.items())
                raise TypeError(f"the columns of a frame are of one length, these are not: {shown}")
            return (
                dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
            )
        case list() | tuple():
            for at, row in enumerate(frame):
                if not isinstance(row, Mapping):
                    raise TypeError(f"a row of a frame is a dict: row {at} is a {type(row).__name__}")
            return (dict(row) for row in frame)
        case _:
            return None
