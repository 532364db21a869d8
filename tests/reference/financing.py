"""The same receivables financed in several ways, from FAC-6 alone.

Where the rule leaves a choice:
- Each receivable is paid whole; a bill is due on its due date, whenever it is paid.
- An overdraft is of what is overdrawn from the day money is had to the day before that of payment.
- The tax on charges is part of the cost, and so are the extras; these and the interest of an overdraft are
  paid apart. What is had later is never less than nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from . import factoring
from .invoices import Lives
from .placement import ranks
from .values import Document, amount, day, share, write

NOTHING = Fraction(0)


def extras(option: Document) -> Fraction:
    return sum((amount(it["amount"]) for it in option.get("extras", [])), NOTHING)


def gross(it: Document) -> Fraction:
    return amount(it["amount"]) + amount(it.get("vat"))


def by_discount(request: Document, option: Document) -> tuple[Fraction, Fraction, Fraction]:
    """What is had at first, what later, and what it costs."""
    bills = [{"nominal": write(gross(it)), "discounted": it["from"], "due": it["due"]} for it in request["receivables"]]
    found = factoring.bills({"currency": request["currency"], "bills": bills, "terms": option["terms"]})
    return found["net"], sum((it[3] for it in found["bills"]), NOTHING), found["charges"]


def by_overdraft(request: Document, option: Document) -> tuple[Fraction, Fraction, Fraction]:
    money = factoring.Money(request["currency"], option["terms"].get("rounding"))
    moves: dict[date, Fraction] = {}
    had = NOTHING
    for it in request["receivables"]:
        drawn = money.round(gross(it) * share(option.get("share", "100%")))
        had += drawn
        for when, much in ((day(it["from"]), drawn), (day(it.get("paid", it["due"])), -drawn)):
            moves[when] = moves.get(when, NOTHING) + much
    balances, balance = [], NOTHING
    for when in sorted(moves):
        balance += moves[when]
        balances.append({"from": when.isoformat(), "amount": write(balance)})
    last = max(moves) - timedelta(days=1)
    found = factoring.overdraft({"currency": request["currency"], "terms": option["terms"], "overdrawn": {"balances": balances, "to": last.isoformat()}})
    return had, sum(map(gross, request["receivables"]), NOTHING) - had, found["charges"]


def by_factoring(request: Document, option: Document) -> tuple[Fraction, Fraction, Fraction]:
    invoices = [
        {"id": it["id"], "assigned": it["from"], "due": it["due"], "amount": it["amount"], "vat": it.get("vat", "0")} for it in request["receivables"]
    ]
    payments = [
        {"invoice": it["id"], "date": it.get("paid", it["due"]), "amount": write(gross(it))} for it in request["receivables"]
    ]
    lives = Lives({"terms": option["terms"], "assignment": {"invoices": invoices, "payments": payments}, "as_of": "2100-01-01"}).run()
    of = lambda name: sum((getattr(it, name) for it in lives.values()), NOTHING)
    return of("advance"), max(NOTHING, of("released") - of("owed")), of("charged")


def compare(request: Document) -> list[tuple[str, Fraction, Fraction, Fraction, int]]:
    """Of each way: what is had at first, later, what it costs, its rank."""
    ways = {"discount": by_discount, "overdraft": by_overdraft, "factoring": by_factoring}
    found = [(option["name"], *ways[option["by"]](request, option)) for option in request["options"]]
    costs = [cost + extras(option) for (_, _, _, cost), option in zip(found, request["options"])]
    return [(name, had, later, cost, rank) for (name, had, later, _), cost, rank in zip(found, costs, ranks(costs))]
