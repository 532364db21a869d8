"""Random books to declare from; the same for the same seed."""

from __future__ import annotations

import random

from .generate import decisions, ledger, on, some
from .generate_premium import rate
from .values import Document, day, plus


def premium_figures(seed: int) -> Document:
    dice = random.Random(f"figures {seed}")
    basis = dice.choice(["turnover", "turnover", "invoices", "balances"])
    foreign = basis != "balances" and some(dice, 0.3)
    facts = ledger(dice, dice.randint(1, 3), currencies=("EUR", "USD") if foreign else ("EUR",))
    decisions(dice, facts, False)
    for buyer in facts["buyers"]:
        if some(dice, 0.4):
            buyer["grade"] = dice.choice(["A", "B"])
        if some(dice, 0.2):
            buyer["kind"] = dice.choice(["public", "private_individual", "related_company"])
    for invoice in facts["invoices"]:
        if some(dice, 0.2):
            invoice["payment_method"] = dice.choice(["prepaid", "cash", "confirmed_letter_of_credit", "open_account"])
    start = on(dice.choice([0, 0, -100, 30]))
    length = dice.choice(["P12M", "P6M", "P24M"])
    terms: Document = {
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I", "currency": "EUR",
        "period": {"from": start, "to": plus(plus(day(start), length), "P1D", "clamp", -1).isoformat()},
        "premium": {"basis": basis, "rate": rate(dice)},
    }  # fmt: skip
    if some(dice, 0.3):
        terms["insured_base"] = "inc_vat"
    if some(dice, 0.4):
        terms["premium"]["rates"] = [{"countries": ["FR"], "rate": rate(dice)}]
        if some(dice, 0.5):
            terms["premium"]["rates"][0]["grades"] = ["A"]
        if some(dice, 0.5):
            terms["premium"]["rates"][0]["terms_up_to"] = "P30D"
    scope: Document = {}
    if some(dice, 0.3):
        scope["countries"] = ["FR"]
    elif some(dice, 0.3):
        scope["excluded_countries"] = ["TR"]
    if some(dice, 0.2):
        scope["excluded_buyers"] = ["B1"]
    if some(dice, 0.2):
        scope["excluded_kinds"] = dice.choice([[], ["public"]])
    if some(dice, 0.2):
        scope["excluded_payment_methods"] = dice.choice([[], ["cash"]])
    if some(dice, 0.15):
        terms["attachment"] = {"on": "invoice"}
    if scope:
        terms["scope"] = scope
    as_of = dice.randint(20, 330)
    request: Document = {"policy": terms, "ledger": facts, "as_of": on(as_of)}
    if some(dice, 0.3):
        request["on"] = on(dice.randint(0, 60))
    if some(dice, 0.2):
        terms["endorsements"] = [{"id": "E", "effective": plus(day(start), f"P{dice.randint(0, 90)}D").isoformat(), "changes": {"insured_base": "inc_vat"}}]
    if foreign:
        days = {it[name] for it in facts["invoices"] for name in ("delivery", "invoiced") if name in it}
        request["rates"] = [{"from": "USD", "to": "EUR", "on": when, "rate": f"0.{dice.randint(700, 999)}"} for when in sorted(days)]
    return request


CASES = {"premium_figures": premium_figures}
