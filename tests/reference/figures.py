"""The figures of an insurance year from a ledger (PRE-1)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from .allocate import Receivable
from .cover import Cover
from .premium import ONE_DAY, Premium
from .values import Document, amount, convert, day, plus, rounded

KINDS = {"public": "public_buyer", "private_individual": "private_individual", "related_company": "related_company"}
METHODS = {"prepaid": "paid_at_once", "cash": "paid_at_once", "confirmed_letter_of_credit": "secured"}


class Figures:
    def __init__(self, request: Document) -> None:
        self.request, self.as_of = request, day(request["as_of"])
        self.year = Premium(request)
        self.policy = self.year.policy
        self.ledger = request["ledger"]
        self.cover = self.covering(self.as_of)
        rows = self.policy.get("premium", {}).get("rates", []) + self.policy.get("premium", {}).get("factors", [])
        self.by_grade = any("grades" in row for row in rows)
        self.by_terms = any("terms_up_to" in row or "terms_per" in row for row in rows)

    def covering(self, when: date) -> Cover:
        return Cover(self.request["policy"], self.ledger, when, self.request.get("rates", []))

    def out_of_scope(self, it: Receivable) -> set[str]:
        """POL-2, POL-4: not what lacks a limit or has longer terms."""
        found = self.cover.under(it).reasons(it) & {"country", "buyer_kind", "buyer", "payment_method"}
        buyer = self.cover.buyers[it.buyer]
        names = {
            "country": "country_not_covered",
            "buyer": "buyer_not_covered",
            "buyer_kind": KINDS.get(buyer.get("kind", "company"), "buyer_not_covered"),
            "payment_method": METHODS.get(it.invoice.get("payment_method", "open_account"), "paid_at_once"),
        }
        return {names[reason] for reason in found}

    def origin(self, it: Receivable) -> date:
        """POL-3: the day on which it attaches."""
        return it.invoiced if self.request["policy"].get("attachment", {}).get("on") == "invoice" else it.delivery

    def worth(self, it: Receivable) -> Fraction:
        """What was invoiced, less credit notes, with or without tax as the policy insures; at the rate of its day."""
        notes = [note for note in self.ledger.get("credit_notes", []) if note["invoice"] == it.id and day(note["date"]) <= self.as_of]
        found = it.net - sum(amount(note["amount"]) for note in notes)
        if self.cover.under(it).policy.get("insured_base") == "inc_vat":
            found += it.vat - sum(amount(note.get("vat")) for note in notes)
        currency = self.policy["currency"]
        if it.currency == currency:
            return found
        return rounded(convert(found, it.currency, currency, self.origin(it), self.request.get("rates", [])), currency, self.year.rounding)

    def delivered(self) -> list[Receivable]:
        return [it for it in self.cover.receivables if self.year.first <= self.origin(it) <= min(self.year.last, self.as_of)]

    def months(self) -> list[date]:
        """Month ends of the year that are over."""
        found, when = [], self.year.first
        while when <= min(self.as_of, self.year.last):
            end = plus(when.replace(day=1), "P1M") - ONE_DAY
            found.append(end)
            when = end + ONE_DAY
        return found

    def whose(self, it: Receivable) -> tuple[Any, ...]:
        buyer = self.cover.buyers[it.buyer]
        terms = f"P{(it.due - it.invoiced).days}D"
        return (buyer.get("country"), buyer.get("grade") if self.by_grade else None, terms if self.by_terms else None)

    def turnover(self) -> dict[Any, tuple[Fraction, Fraction]]:
        """By month, country and what rates go by: all of it, and what of it is not insurable."""
        found: dict[Any, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
        for it in self.delivered():
            end = min(plus(self.origin(it).replace(day=1), "P1M") - ONE_DAY, self.year.last)
            sums = found[" ".join([end.isoformat(), *map(str, self.whose(it))])]
            sums[0] += self.worth(it)
            sums[1] += self.worth(it) if self.out_of_scope(it) else 0
        return {key: (whole, out) for key, (whole, out) in found.items() if whole}

    def invoices(self) -> dict[str, Fraction]:
        return {it.id: self.worth(it) for it in self.delivered() if not self.out_of_scope(it) and self.worth(it)}

    def balances(self) -> dict[Any, Fraction]:
        """By month end and buyer: what is open of what attaches to the policy and is in its scope."""
        found: dict[Any, Fraction] = defaultdict(Fraction)
        for end in self.months():
            if end <= min(self.as_of, self.year.last):
                then = self.covering(end)
                for it in then.receivables:
                    if not self.out_of_scope(it) and "outside_period" not in then.under(it).reasons(it):
                        found[f"{end} {it.buyer}"] += then.under(it).base(it, end)
        return {key: much for key, much in found.items() if much}
