"""How the seller books an assignment (FAC-4)."""

from __future__ import annotations

from fractions import Fraction

from .values import Document, amount

CHARTS = {
    "pcg": {"debtors": "411", "factor": "467", "bank": "512", "commission": "6225", "vat": "44566", "interest": "668"},
    "syscohada": {"debtors": "411", "factor": "4716", "bank": "521", "commission": "6314", "vat": "4454", "interest": "6745"},
}


def entries(request: Document) -> tuple[Fraction, list[tuple[str | None, str, Fraction]]]:
    """What the bank gets, and each entry: its day, its account, and how much, credits below zero.

    Debtors give way to the factor's account, then cash and charges to it; what the fund holds stays there.
    """
    it, accounts = request["assignment"], CHARTS[request.get("chart", "pcg")]
    assigned, fund = amount(it["assigned"]), amount(it.get("guarantee_fund"))
    charges = {"commission": amount(it.get("commission")), "vat": amount(it.get("vat")), "interest": amount(it.get("financing"))}
    net = assigned - fund - sum(charges.values())
    assert net >= 0
    rows = [(it.get("assigned_on"), "factor", assigned), (it.get("assigned_on"), "debtors", -assigned)]
    rows += [(it.get("stated_on"), name, much) for name, much in ({"bank": net} | charges).items()]
    rows.append((it.get("stated_on"), "factor", fund - assigned))
    return net, [(when, accounts[name], much) for when, name, much in rows if much]
