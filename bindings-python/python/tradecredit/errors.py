"""The one exception of this package."""

import json
from typing import Any, NamedTuple, Self


class Problem(NamedTuple):
    """One thing that is wrong with a document, and where."""

    path: str
    code: str
    message: str


class TradeCreditError(ValueError):
    """A question that could not be answered.

    A receivable that is simply *not covered* is an answer, not an error.

    ``code`` is stable and the same in every language. ``path`` says where in
    the request, where that is known. ``problems`` lists every contradiction
    of a document, and is empty for other errors.
    """

    def __init__(
        self,
        code: str,
        message: str,
        path: str | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.problems = problems

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The error of an error document."""
        document: dict[str, Any] = json.loads(text)
        problems = tuple(Problem(**problem) for problem in document.get("problems", ()))
        return cls(document["code"], document["message"], document.get("path"), problems)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, str(self), self.path, self.problems)
