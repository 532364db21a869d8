"""Python values as the JSON text that the engine reads, and its answers back.

Numbers that matter are exact or refused: a ``Decimal`` is written as text with
all its digits, a ``float`` is refused. The engine says what a document may
contain; this module only says how Python values are written.
"""

import inspect
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar, cast

from tradecredit import _native

_Asked = ParamSpec("_Asked")
_Answered = TypeVar("_Answered")

# Beyond this, a whole number is written as text: JSON readers would make it a binary fraction.
_WHOLE = 2**63
# More digits than the engine can hold; `Decimal("1E+999999")` would write a megabyte of zeros.
_DIGITS = 64


def operation(ask: Callable[_Asked, _Answered]) -> Callable[_Asked, _Answered]:
    """Makes a function out of a name, a signature and a docstring.

    The name is that of the operation, the parameters are the fields of its
    request. The body is never run.
    """
    signature = inspect.signature(ask)
    name = ask.__name__

    @wraps(ask)
    def asked(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answered:
        return cast(_Answered, run(name, **signature.bind(*args, **kwargs).arguments))

    return asked


def run(operation: str, /, **request: object) -> Any:
    """Asks the engine. A field of ``None`` is a field left out."""
    given = {name: value for name, value in request.items() if value is not None}
    return decode(_native.call(operation, encode(given)))


def decode(answer: str) -> Any:
    """The answer in dictionaries, lists, texts and whole numbers."""
    return json.loads(answer, parse_float=Decimal)


def encode(request: object) -> str:
    """A request as JSON text, exactly.

    Raises ``TypeError`` or ``ValueError`` with the path of a value that has no
    exact text.
    """
    try:
        return json.dumps(_plain(request), ensure_ascii=False, separators=(",", ":"))
    except _Refused as refused:
        raise refused.kind(f"at `{refused.path()}`: {refused.problem}") from None


class _Refused(Exception):
    """A value without an exact text; each level that it passes adds its step."""

    def __init__(self, kind: type[Exception], problem: str) -> None:
        self.kind = kind
        self.problem = problem
        self.steps: list[str] = []

    def path(self) -> str:
        return "".join(reversed(self.steps)).removeprefix(".") or "."


def _plain(value: object) -> object:
    match value:
        case None | bool():
            return value
        case Enum():
            return _plain(value.value)
        case str():
            return _text(value)
        case Decimal():
            return _decimal(value)
        case int():
            return int(value) if -_WHOLE < value < _WHOLE else _whole(value)
        case datetime():
            _refuse(TypeError, "a day is needed, not a moment: write `moment.date()`")
        case date():
            return value.isoformat()
        case Mapping():
            return _fields(value)
        case list() | tuple():
            return _items(value)
        case float():
            _refuse(
                TypeError,
                f"the float `{value!r}` cannot be exact: write Decimal({str(value)!r})",
            )
        case _:
            kind = type(value).__qualname__
            _refuse(
                TypeError,
                f"a {kind} cannot be written: give a Decimal, an int, a str, a date, "
                "a bool, an enum, a list, a tuple or a dict",
            )


def _text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            _refuse(ValueError, f"{value!r} is not text: it holds half a character")
    return str(value)


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        _refuse(ValueError, f"`{value}` is not an amount: leave the field out")
    if not value:
        return "0"
    exponent = cast(int, value.as_tuple().exponent)
    if value.adjusted() > _DIGITS or exponent < -_DIGITS:
        _refuse(ValueError, f"`{value}` has too many digits to be exact")
    return format(value, "f")


def _whole(value: int) -> str:
    if value.bit_length() > 4 * _DIGITS:
        _refuse(ValueError, "this whole number has too many digits to be exact")
    return str(value)


def _fields(mapping: Mapping[Any, object]) -> dict[str, object]:
    fields = {}
    for key, value in mapping.items():
        name = key.value if isinstance(key, Enum) else key
        if isinstance(name, date) and not isinstance(name, datetime):
            name = name.isoformat()
        try:
            if not isinstance(name, str):
                _refuse(TypeError, f"the name of a field is text, not `{key!r}`")
            fields[_text(name)] = _plain(value)
        except _Refused as refused:
            refused.steps.append(f".{name}")
            raise
    return fields


def _items(items: list[object] | tuple[object, ...]) -> list[object]:
    plain = []
    for at, value in enumerate(items):
        try:
            plain.append(_plain(value))
        except _Refused as refused:
            refused.steps.append(f"[{at}]")
            raise
    return plain


def _refuse(kind: type[Exception], problem: str) -> NoReturn:
    raise _Refused(kind, problem)
