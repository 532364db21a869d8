"""Which debt a payment pays (LED-3): day by day, from the first fact to the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from .values import Document, amount, day, terms

OnAccount = tuple[str, date, Fraction, str]


@dataclass(eq=False)
class Receivable:
    """An invoice, and what is left of it."""

    invoice: Document
    currency: str
    id: str = field(init=False)
    buyer: str = field(init=False)

    def __post_init__(self) -> None:
        self.id, self.buyer = self.invoice["id"], self.invoice["buyer"]
        self.delivery = day(self.invoice["delivery"])
        self.invoiced = day(self.invoice.get("invoiced", self.invoice["delivery"]))
        written = self.invoice.get("due")
        self.due = day(written) if written else terms(self.invoice["terms"], self.invoiced)
        self.net = amount(self.invoice["amount"])
        self.vat = amount(self.invoice.get("vat"))
        self.interest = amount(self.invoice.get("interest"))
        self.gross = self.net + self.vat + self.interest
        self.origin = (self.delivery, self.invoiced, self.id)

    def due_on(self, ledger: Document, when: date, agreed_only: bool) -> date:
        """The due date as of a day, with the extensions agreed by then."""
        known = [
            (day(extension["date"]), day(extension["due"]))
            for extension in ledger.get("extensions", [])
            if extension["invoice"] == self.id and day(extension["date"]) <= when
            if extension.get("agreed_by_insurer", False) or not agreed_only
        ]
        return max(known)[1] if known else self.due


def receivables(ledger: Document) -> list[Receivable]:
    """In order of origin."""
    found = [Receivable(it, it.get("currency", ledger["currency"])) for it in ledger.get("invoices", [])]
    return sorted(found, key=lambda it: it.origin)


@dataclass
class Money:
    """What a payment, or a credit note beyond its invoice, leaves to be applied."""

    by: str
    since: date
    left: Fraction
    currency: str
    designated: list[str]


def allocate(ledger: Document, buyer: str, convention: str, as_of: date) -> tuple[
    dict[str, Fraction], list[OnAccount], dict[str, list[tuple[str, date, Fraction]]]
]:
    """Open amounts by invoice, money on account, and what was applied to what."""
    every = [it for it in receivables(ledger) if it.buyer == buyer and it.delivery <= as_of]  # LED-1
    mine = {it.id for it in every}
    notes = sorted(
        (note for note in ledger.get("credit_notes", []) if note["invoice"] in mine),
        key=lambda note: (note["date"], note["id"]),
    )
    payments = sorted(
        (it for it in ledger.get("payments", []) if it["buyer"] == buyer),
        key=lambda it: (it["date"], it["id"]),
    )
    open_: dict[str, Fraction] = {}
    applied: dict[str, list[tuple[str, date, Fraction]]] = {}
    pot: list[Money] = []
    dates = {it.delivery for it in every} | {day(it["date"]) for it in notes + payments}
    waiting: list[Document] = []
    for today in sorted(when for when in dates if when <= as_of):
        for it in sorted(every, key=age(convention)):
            if it.delivery == today:
                open_[it.id], applied[it.id] = it.gross, []
                # What stood on account pays a new invoice before anything of that day does.
                apply(pot, every, open_, applied, convention, today)
        # A credit note reduces its own invoice; what is too much of it is money of the buyer.
        waiting += [note for note in notes if day(note["date"]) == today]
        for note in [note for note in waiting if note["invoice"] in open_]:
            waiting.remove(note)
            whole = amount(note["amount"]) + amount(note.get("vat"))
            take = min(whole, open_[note["invoice"]])
            if take:
                open_[note["invoice"]] -= take
                applied[note["invoice"]].append((note["id"], today, take))
            currency = next(it.currency for it in every if it.id == note["invoice"])
            if whole > take:
                pot.append(Money(note["id"], day(note["date"]), whole - take, currency, []))
                apply(pot[-1:], every, open_, applied, convention, today)
        for payment in payments:
            if day(payment["date"]) == today:
                currency = payment.get("currency", ledger["currency"])
                named = payment.get("invoices", [])
                pot.append(Money(payment["id"], today, amount(payment["amount"]), currency, named))
                apply(pot[-1:], every, open_, applied, convention, today)
    on_account = [(it.by, it.since, it.left, it.currency) for it in pot if it.left > 0]
    return open_, on_account, applied


def age(convention: str) -> Callable[[Receivable], Any]:
    """Which debt is the oldest."""
    if convention == "oldest_due_first":
        return lambda it: (it.due, it.invoiced, it.origin)
    return lambda it: (it.invoiced, it.due, it.origin)


def apply(
    pot: list[Money],
    every: list[Receivable],
    open_: dict[str, Fraction],
    applied: dict[str, list[tuple[str, date, Fraction]]],
    convention: str,
    today: date,
) -> None:
    """Money of the buyer to its open debts of the same currency: the oldest money first."""

    def pay(money: Money, debts: list[Receivable]) -> None:
        for it in debts:
            take = min(money.left, open_.get(it.id, Fraction(0)))
            if take > 0 and it.currency == money.currency:
                open_[it.id] -= take
                money.left -= take
                applied[it.id].append((money.by, today, take))

    pot = sorted(pot, key=lambda money: (money.since, money.by))
    debts = sorted(every, key=age(convention))
    if convention == "designation_first":
        # In the order in which the buyer names them.
        for money in pot:
            pay(money, [it for name in money.designated for it in every if it.id == name])
    for money in pot:
        # What is designated for a delivery to come waits, all of it.
        if convention != "designation_first" or all(name in open_ for name in money.designated):
            pay(money, debts)
