"""Random invoices assigned to a factor, on ledgers and by themselves; the same for the same seed."""

from __future__ import annotations

import random
from typing import Any

from .generate import ledger, money, on, some
from .generate_factoring import bank, contract, figures
from .generate_premium import rate
from .values import Document


def assigned_ledger(dice: random.Random) -> Document:
    """FAC-1 over a ledger: every test in some contracts."""
    terms = contract(dice, False)
    rules: Document = {}

    def maybe(chance: float, name: str, *values: Any) -> None:
        if some(dice, chance):
            rules[name] = dice.choice(values)

    maybe(0.3, "maximum_terms", "P60D", "P1M")
    maybe(0.3, "maximum_age", "P90D", "P4M")
    maybe(0.4, "maximum_overdue", "P10D", "P30D")
    maybe(0.2, "disputed", True)
    maybe(0.2, "minimum_open", "20")
    maybe(0.2, "excluded_debtors", ["B2"])
    maybe(0.2, "excluded_kinds", ["public"])
    maybe(0.2, "countries", ["FR"])
    maybe(0.2, "excluded_countries", ["TR"])
    maybe(0.3, "concentration", "60%", "33.3%")
    if "maximum_overdue" in rules:
        maybe(0.4, "cross_ageing", "25%", "50%")
    maybe(0.6, "debtor_limit", "factor", "factor", "policy_cover")
    if "debtor_limit" in rules:
        maybe(0.3, "over_the_limit", "50%", "33.3%")
    if rules.get("debtor_limit") == "policy_cover":
        terms["guarantee"] = {"risk": "policy"}
    terms["eligibility"] = rules
    facts = ledger(dice, dice.randint(1, 3), currencies=dice.choice([("EUR",), ("EUR",), ("EUR", "USD")]))
    if rules.get("debtor_limit") == "policy_cover":
        for it in [*facts["invoices"], *facts.get("payments", [])]:
            it.pop("currency", None)
    for buyer in facts["buyers"]:
        if some(dice, 0.8):
            buyer["country"] = dice.choice(["FR", "TR"])
        if some(dice, 0.2):
            buyer["kind"] = "public"
    request: Document = {"terms": terms, "ledger": facts, "as_of": on(dice.randint(60, 320))}
    if "debtor_limit" in rules:
        request["limits"] = {it["id"]: money(dice, 200) for it in facts["buyers"] if some(dice, 0.8)}
    if rules.get("debtor_limit") == "policy_cover":
        del request["limits"]
        request["policy"] = {
            "schema": "tradecredit/policy/1", "id": "P", "policyholder": "S", "insurer": "I", "currency": "EUR",
            "period": {"from": on(0), "to": on(364)}, "limits": {"unnamed": {"amount": money(dice, 150)}},
        }  # fmt: skip
    for it in facts["invoices"]:
        if some(dice, 0.1):
            facts.setdefault("disputes", []).append({"invoice": it["id"], "opened": on(dice.randint(200, 260))})
    if some(dice, 0.15):
        facts["insolvencies"] = [{"buyer": "B1", "opened": on(dice.randint(100, 300))}]
    if some(dice, 0.3):
        request["assigned"] = [it["id"] for it in facts["invoices"] if some(dice, 0.7)]
    if some(dice, 0.2):
        paid = dice.choice(facts["invoices"])["id"]
        request["misdirected"] = [{"invoice": paid, "amount": money(dice, 50)}]
    return request


def factoring_availability(seed: int) -> Document:
    dice = random.Random(f"availability {seed}")
    return assigned_ledger(dice) if some(dice, 0.5) else figures(dice)


def factoring_guarantee(seed: int) -> Document:
    """FAC-3 on the ledgers of availability."""
    dice = random.Random(f"guarantee {seed}")
    request = assigned_ledger(dice)
    for name in ("misdirected", "drawn"):
        request.pop(name, None)
    request["terms"].pop("eligibility")
    buyers = [it["id"] for it in request["ledger"]["buyers"]]
    if "policy" in request:
        payees = [{"name": "F", "share": dice.choice(["100%", "60%"])}]
        if some(dice, 0.3):
            payees[0]["buyers"] = [dice.choice(buyers)]
        request["policy"]["indemnity"] = {"loss_payees": payees}
    else:
        request["limits"] = {it: money(dice, 200) for it in buyers if some(dice, 0.7)}
        request["terms"]["guarantee"] = dice.choice([{}, {"share": "90%"}, {"risk": "seller"}])
    return request


def factoring_invoices(seed: int) -> Document:
    """FAC-4: invoices that are paid, credited or not paid."""
    dice = random.Random(f"lives {seed}")
    terms: Document = {"schema": "tradecredit/factoring/1", "id": "F", "factor": "F", "seller": "S", "currency": "EUR"}
    if some(dice, 0.5):
        terms["advance"] = dice.choice(["85%", "90%", "77.7%"])
    if some(dice, 0.6):
        terms["guarantee_fund"] = {"rate": dice.choice(["10%", "7.5%"])}
        if some(dice, 0.3):
            terms["guarantee_fund"]["release"] = dice.choice(["with_payments", "at_end", "on_settlement"])
        if some(dice, 0.2):
            terms["guarantee_fund"]["maximum"] = money(dice, 2000)
    if some(dice, 0.5):
        terms["commission"] = {"rate": rate(dice, 20), "on": dice.choice(["inc_vat", "ex_vat"])}
        if some(dice, 0.3):
            terms["commission"]["minimum"] = {"amount": money(dice, 20), "per": "invoice"}
        if some(dice, 0.3):
            terms["commission"]["vat"] = "20%"
    if some(dice, 0.6):
        terms["financing"] = {"margin": rate(dice, 90)}
        if some(dice, 0.5):
            terms["financing"]["taken"] = dice.choice(["in_arrears", "in_advance", "in_advance_on_net"])
        if some(dice, 0.2):
            terms["financing"]["basis"] = "365"
    elif some(dice, 0.3):
        terms["rebates"] = [{"fee": "2%", "up_to": 30}, {"fee": "3.5%", "up_to": 60}, {"fee": "5%"}]
    if some(dice, 0.3):
        terms["fees"] = [{"name": "i", "per": "invoice", "amount": money(dice, 9)}, {"name": "l", "per": "late_week", "rate": "0.5%"}][: dice.randint(1, 2)]
    if some(dice, 0.3):
        terms["guarantee"] = dice.choice([{"share": "90%"}, {"risk": "seller"}])
    if some(dice, 0.3):
        terms["rounding"] = {"mode": dice.choice(["half_even", "down", "up"])}
    facts: Document = {"invoices": [], "payments": [], "credit_notes": [], "failures": []}
    for place in range(dice.randint(1, 3)):
        start, name = dice.randint(0, 60), f"i{place}"
        gross = dice.randint(100, 20_000)
        invoice: Document = {"id": name, "assigned": on(start), "due": on(start + dice.randint(10, 90)), "amount": str(gross)}
        if some(dice, 0.3):
            invoice["vat"] = str(gross // 5)
            gross += gross // 5
        if some(dice, 0.2):
            invoice["drawn"] = str(gross // 3)
        if some(dice, 0.2) and terms.get("guarantee", {}).get("risk") != "seller":
            invoice["guaranteed"] = str(gross // 2)
        facts["invoices"].append(invoice)
        left, when = gross, start + dice.randint(1, 60)
        if some(dice, 0.2) and "financing" not in terms:
            much = gross // dice.randint(2, 12)
            facts["credit_notes"].append({"invoice": name, "date": on(when), "amount": str(much)})
            left -= much
        for _ in range(dice.choice([0, 0, 1])):
            much = left // 3
            facts["payments"].append({"invoice": name, "date": on(when), "amount": str(much)})
            left, when = left - much, when + dice.randint(1, 40)
        ends = dice.choice(["paid", "paid", "failed", "open"])
        if ends == "paid":
            facts["payments"].append({"invoice": name, "date": on(when), "amount": str(left + (7 if some(dice, 0.2) else 0))})
        if ends == "failed" and ("financing" not in terms or some(dice, 0.5)):
            facts["failures"].append({"invoice": name, "date": on(when), "cause": dice.choice(["insolvency", "protracted_default", "dispute"])})
    return {"terms": terms, "assignment": facts, "as_of": on(dice.choice([400, 400, 80, 40]))}


def compare_financing(seed: int) -> Document:
    """FAC-6: receivables through bills, overdraft and factoring."""
    dice = random.Random(f"financing {seed}")
    found = []
    for place in range(dice.randint(1, 3)):
        start, net = dice.randint(0, 60), dice.randint(1000, 50_000)
        due = start + dice.randint(10, 90)
        it: Document = {"id": f"r{place}", "from": on(start), "due": on(due), "amount": str(net)}
        if some(dice, 0.4):
            it["vat"] = str(net // 5)
        if some(dice, 0.3):
            it["paid"] = on(due + dice.randint(1, 30))
        found.append(it)
    discount, overdrawn = bank(dice), bank(dice)
    if some(dice, 0.4):
        discount["bank_days"] = 2
    if some(dice, 0.4):
        discount["advance"] = "90%"
    if some(dice, 0.5):
        overdrawn["highest"] = "0.05%"
    terms = factoring_invoices(seed)["terms"]
    terms.pop("guarantee", None)
    terms.get("guarantee_fund", {}).pop("release", None)
    options: list[Document] = [
        {"by": "discount", "name": "bills", "terms": discount}, {"by": "overdraft", "name": "overdraft", "terms": overdrawn},
        {"by": "factoring", "name": "factor", "terms": terms},
    ]  # fmt: skip
    if some(dice, 0.3):
        options[1]["share"] = "80%"
    for option in options:
        if some(dice, 0.2):
            option["extras"] = [{"name": "x", "amount": money(dice, 200)}]
    dice.shuffle(options)
    return {"currency": "EUR", "receivables": found, "options": options}


CASES = {
    "factoring_availability": factoring_availability,
    "factoring_guarantee": factoring_guarantee,
    "factoring_invoices": factoring_invoices,
    "compare_financing": compare_financing,
}
