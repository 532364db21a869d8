"""What policies and ledgers have in common."""

import json
from os import PathLike
from typing import Any


class Document:
    """A document that the engine has checked: it knows its own JSON text and digest."""

    __slots__ = ("_digest", "_json")
    _json: str
    _digest: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical document, as receipts state it."""
        return self._digest

    def to_json(self, indent: int | None = None) -> str:
        """The document as JSON text, on one line unless indented; of a policy, canonical."""
        if indent is None:
            return self._json
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent) + "\n"

    def to_dict(self) -> dict[str, Any]:
        """The document as dicts, lists and texts; a copy."""
        document: dict[str, Any] = json.loads(self._json)
        return document

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the document to a file, indented, in UTF-8."""
        with open(path, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(self.to_json(indent=2))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)
