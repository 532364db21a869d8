"""The contract: a policy document that the engine has checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tradecredit import _wire
from tradecredit._document import Document
from tradecredit.errors import TradeCreditError

if TYPE_CHECKING:
    from tradecredit.ledger import Ledger


class Period(NamedTuple):
    """A period: both days belong to it."""

    start: date
    end: date


class Policy(Document):
    """A policy: what was agreed, as data.

    Checked when it is made: a contradiction between clauses is a
    ``TradeCreditError`` whose ``problems`` say where. It does not change;
    :meth:`amended` gives another. Equal policies have equal digests.

    ``Policy.template("mid_cap")``, ``Policy.load("policy.json")``, or from a
    dict that says only what differs from the defaults.
    """

    __slots__ = ("_terms", "_versions")
    _terms: dict[str, Any]
    _versions: list[dict[str, Any]]

    def __init__(self, terms: Mapping[str, Any]) -> None:
        self._take(_wire.encode(terms))

    def _take(self, text: str) -> None:
        checked = _wire.decode(_wire.call("check_policy", text))
        self._digest = checked["digest"]
        self._terms = checked["policy"]
        self._versions = checked.get("versions", [])
        self._json = json.dumps(self._terms, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """A policy from the text of its JSON document."""
        policy = cls.__new__(cls)
        policy._take(_wire.document(text))
        return policy

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """A policy from a file. ``TradeCreditError`` if it cannot stand."""
        return cls.from_json(_wire.file(path))

    @classmethod
    def template(cls, name: str, **changes: Any) -> Self:
        """A template with changes merged in, clause by clause.

        ``very_small_firm``, ``small_mid_size_firm``, ``mid_cap`` and
        ``multinational`` stand for the products of the market. An object is
        merged field by field, ``None`` takes a clause out, anything else
        replaces what stood there::

            Policy.template(
                "mid_cap",
                policyholder="Menuiserie Aubrac SAS",
                insured_percentage={"named": "85%"},
            )
        """
        filled = _wire.decode(_wire.call("policy_template", _wire.encode({"name": name})))
        return cls(_merged(filled, changes))

    def amended(self, **changes: Any) -> Self:
        """This policy with changes merged in, as :meth:`template` does."""
        return type(self)(_merged(self.to_dict(), changes))

    @property
    def id(self) -> str:
        """The number of the policy."""
        return str(self._terms["id"])

    @property
    def policyholder(self) -> str:
        """Who is insured."""
        return str(self._terms["policyholder"])

    @property
    def insurer(self) -> str:
        """Who insures."""
        return str(self._terms["insurer"])

    @property
    def currency(self) -> str:
        """The currency of the policy."""
        return str(self._terms["currency"])

    @property
    def period(self) -> Period:
        """The insurance year."""
        period = self._terms["period"]
        return Period(date.fromisoformat(period["from"]), date.fromisoformat(period["to"]))

    @property
    def versions(self) -> tuple[tuple[date, tuple[str, ...]], ...]:
        """The versions that endorsements make: from which day, and which are in force."""
        return tuple(
            (date.fromisoformat(version["from"]), tuple(version["endorsements"]))
            for version in self._versions
        )

    def __getitem__(self, clause: str) -> Any:
        """A clause of the canonical document, such as ``policy["insured_percentage"]``."""
        try:
            return self.to_dict()[clause]
        except KeyError:
            raise KeyError(f"this policy leaves `{clause}` at its default") from None

    def __repr__(self) -> str:
        period = self.period
        return (
            f"Policy({self.id!r}, {self.policyholder!r}, insurer={self.insurer!r}, "
            f"{self.currency}, {period.start} to {period.end})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_json, (self._json,)

    def _repr_html_(self) -> str:
        from tradecredit import _notebook

        return _notebook.policy(self)


def _merged(document: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(document)
    for name, change in changes.items():
        known = merged.get(name)
        if change is None:
            merged.pop(name, None)
        elif isinstance(change, Mapping) and isinstance(known, Mapping):
            merged[name] = _merged(known, change)
        elif isinstance(change, Mapping):
            merged[name] = _merged({}, change)
        else:
            merged[name] = change
    return merged
