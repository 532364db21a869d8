"""The contract: a policy document that the engine has checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from os import PathLike
from typing import Any, NamedTuple, Self

from tradecredit import _wire, answers, operations
from tradecredit._document import Document
from tradecredit.errors import TradeCreditError
from tradecredit.operations import Day, Exact, Fields, LedgerLike

Rates = Fields | Sequence[Fields]


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

    def assess(
        self,
        ledger: LedgerLike,
        *,
        as_of: Day,
        buyer: str | None = None,
        cause: str | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
    ) -> answers.Assessment:
        """Which receivables are insured, for how much and if not why, and the exposure."""
        return operations.assess(
            policy=self,
            ledger=ledger,
            as_of=as_of,
            buyer=buyer,
            cause=cause,
            rates=rates,
            holidays=holidays,
        )

    def duties(
        self,
        ledger: LedgerLike,
        *,
        as_of: Day,
        soon_days: int | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
    ) -> answers.Duties:
        """What must be done, by when, and what is lost if it is not; most urgent first."""
        return operations.duties(
            policy=self,
            ledger=ledger,
            as_of=as_of,
            soon_days=soon_days,
            rates=rates,
            holidays=holidays,
        )

    def calendar(
        self,
        ledger: LedgerLike,
        *,
        as_of: Day,
        soon_days: int | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
        language: str = "en",
    ) -> str:
        """The duties as the text of an iCalendar file; write it with ``newline=""``."""
        return operations.calendar(
            policy=self,
            ledger=ledger,
            as_of=as_of,
            soon_days=soon_days,
            rates=rates,
            holidays=holidays,
            language=language,
        ).ics

    def settle(
        self,
        ledger: LedgerLike,
        *,
        buyer: str,
        cause: str,
        as_of: Day,
        claim: str | None = None,
        invoices: Sequence[str] | None = None,
        primary: Fields | None = None,
        state: Fields | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
        explain: bool = True,
    ) -> answers.Settlement:
        """What the insurer pays for a loss on a buyer, and where every cent of the debt went.

        ``cause`` is ``"insolvency"``, ``"protracted_default"``, … (``answers.Cause``).
        ``claim`` is the number of the claim, ``invoices`` restricts it, ``primary`` is what
        the primary policy of a top-up covers, ``state`` what earlier claims used up.
        """
        return operations.settle(
            policy=self,
            ledger=ledger,
            claim=_claim(buyer, cause, claim, invoices, primary),
            as_of=as_of,
            state=state,
            rates=rates,
            holidays=holidays,
            explain=explain,
        )

    def settle_claims(
        self,
        ledger: LedgerLike,
        claims: Sequence[Fields],
        *,
        as_of: Day,
        state: Fields | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
        explain: bool = True,
    ) -> answers.Settlements:
        """Several claims, ``[{"buyer": …, "cause": …}, …]``, in order of the date of loss."""
        return operations.settle_claims(
            policy=self,
            ledger=ledger,
            claims=claims,
            as_of=as_of,
            state=state,
            rates=rates,
            holidays=holidays,
            explain=explain,
        )

    def refund(
        self,
        ledger: LedgerLike,
        *,
        buyer: str,
        cause: str,
        as_of: Day,
        claim: str | None = None,
        state: Fields | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
    ) -> answers.Refund:
        """What must be paid back of an indemnity, after what surfaced since."""
        return operations.refund(
            policy=self,
            ledger=ledger,
            claim=_claim(buyer, cause, claim, None, None),
            as_of=as_of,
            state=state,
            rates=rates,
            holidays=holidays,
        )

    def indemnity(
        self,
        losses: Sequence[Fields],
        *,
        premium_paid: Exact | None = None,
        state: Fields | None = None,
        explain: bool = True,
    ) -> answers.Figures:
        """What the policy pays for losses in plain figures: its steps and nothing else."""
        return operations.indemnity(
            policy=self, losses=losses, premium_paid=premium_paid, state=state, explain=explain
        )

    def share_recovery(
        self,
        ledger: LedgerLike | None = None,
        *,
        buyer: str | None = None,
        cause: str | None = None,
        claim: str | None = None,
        as_of: Day | None = None,
        loss: Fields | None = None,
        recoveries: Sequence[Fields] | None = None,
        date_of_loss: Day | None = None,
        state: Fields | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
    ) -> answers.RecoveryShares:
        """Who gets what of recoveries after an indemnity.

        From a ledger with ``buyer``, ``cause`` and ``as_of``, or in figures with ``loss``
        (``total_debt``, ``indemnity``, …) and ``recoveries`` (``amount``, ``costs``, …).
        """
        if buyer is None and (ledger is not None or cause is not None or claim is not None):
            raise TypeError("say whose claim it is: `buyer`, with `cause` and, where it has one, `claim`")
        named = None if buyer is None else _claim(buyer, cause, claim, None, None)
        return operations.share_recovery(
            policy=self,
            ledger=ledger,
            claim=named,
            as_of=as_of,
            loss=loss,
            recoveries=recoveries,
            date_of_loss=date_of_loss,
            state=state,
            rates=rates,
            holidays=holidays,
        )

    def collection_fees(
        self,
        *,
        collected: Exact,
        amicable: Exact | None = None,
        judicial: Exact | None = None,
        percentage: str | None = None,
    ) -> answers.FeeShares:
        """Who bears the fees of a collection."""
        return operations.collection_fees(
            policy=self,
            collected=collected,
            amicable=amicable,
            judicial=judicial,
            percentage=percentage,
        )

    def premium(
        self,
        figures: Fields | None = None,
        *,
        on: Day | None = None,
        taxes: Sequence[Fields] | None = None,
        tax_on: Day | None = None,
    ) -> answers.PremiumStatement:
        """What the policy costs in an insurance year.

        ``figures={"turnover": [{"country": "FR", "amount": 5_000_000}]}``, or those that
        :meth:`premium_figures` takes from a ledger.
        """
        return operations.premium(
            policy=self, figures=figures, on=on, taxes=taxes, tax_on=tax_on
        )

    def premium_figures(
        self,
        ledger: LedgerLike,
        *,
        as_of: Day,
        on: Day | None = None,
        rates: Rates | None = None,
    ) -> answers.PremiumFigures:
        """What the premium is on, from a ledger: the turnover to declare, and what not and why."""
        return operations.premium_figures(
            policy=self, ledger=ledger, as_of=as_of, on=on, rates=rates
        )

    def maximum_liability(
        self, *, premium_paid: Exact | None = None, on: Day | None = None
    ) -> answers.MaximumLiability:
        """The most the insurer pays in a year, and the loss that uses it up."""
        return operations.maximum_liability(policy=self, premium_paid=premium_paid, on=on)

    def prospect(
        self,
        ledger: LedgerLike,
        *,
        as_of: Day,
        sales: Fields | None = None,
        order: Fields | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
    ) -> answers.Prospect:
        """The limit that planned sales need, and whether a planned order would be insured.

        ``sales={"annual": 120_000, "days": 90}``,
        ``order={"buyer": "B-01", "on": "2026-07-15", "terms": "60", "amount": 20_000}``.
        """
        return operations.prospect(
            policy=self,
            ledger=ledger,
            as_of=as_of,
            sales=sales,
            order=order,
            rates=rates,
            holidays=holidays,
        )

    def explain_cover(
        self,
        ledger: LedgerLike,
        *,
        invoice: str,
        as_of: Day,
        cause: str | None = None,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
    ) -> answers.Trace:
        """How the cover of one invoice came about; ``.explain("fr")`` puts it into words."""
        return operations.explain_cover(
            policy=self,
            ledger=ledger,
            invoice=invoice,
            as_of=as_of,
            cause=cause,
            rates=rates,
            holidays=holidays,
        )

    def compare(
        self,
        *others: Document | Mapping[str, Any],
        ledger: LedgerLike,
        claims: Sequence[Fields],
        as_of: Day,
        rates: Rates | None = None,
        holidays: Sequence[Day] | None = None,
    ) -> answers.Comparison:
        """The same claims under this policy and others: what each pays, and where they part."""
        return operations.compare_policies(
            policies=[self, *others],
            ledger=ledger,
            claims=claims,
            as_of=as_of,
            rates=rates,
            holidays=holidays,
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


def _claim(
    buyer: str,
    cause: str | None,
    claim: str | None,
    invoices: Sequence[str] | None,
    primary: Fields | None,
) -> dict[str, Any]:
    fields = {
        "id": claim,
        "buyer": buyer,
        "cause": cause,
        "invoices": invoices,
        "primary": primary,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _merged(
    document: Mapping[str, Any], changes: Mapping[str, Any], depth: int = 0
) -> dict[str, Any]:
    if depth > 50:
        raise TradeCreditError("invalid_document", "these changes are nested too deeply")
    merged = dict(document)
    for name, change in changes.items():
        known = merged.get(name)
        if change is None:
            merged.pop(name, None)
        elif isinstance(change, Mapping):
            inner = known if isinstance(known, Mapping) else {}
            merged[name] = _merged(inner, change, depth + 1)
        else:
            merged[name] = change
    return merged
