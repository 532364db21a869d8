"""Random factoring contracts in figures, and what competes with them; the same for the same seed."""

from __future__ import annotations

import random
from typing import Any

from .generate import money, on, some
from .generate_premium import rate
from .values import Document

CURRENCIES = ("EUR", "EUR", "EUR", "JPY")


def contract(dice: random.Random, financing: bool) -> Document:
    found: Document = {"schema": "tradecredit/factoring/1", "id": "F", "factor": "F", "seller": "S", "currency": "EUR"}
    if some(dice, 0.4):
        found["advance"] = dice.choice(["85%", "90%", "33.3%"])
    if some(dice, 0.6):
        fund: Document = {"rate": dice.choice(["10%", "7.5%"])} if some(dice, 0.7) else {"amount": money(dice, 9000)}
        if "rate" in fund:
            if some(dice, 0.3):
                fund["on"] = "outstanding"
            if some(dice, 0.3):
                fund["maximum"] = money(dice, 9000)
            elif some(dice, 0.3):
                fund["minimum"] = money(dice, 9000)
        found["guarantee_fund"] = fund
    if some(dice, 0.3):
        found["reserves"] = [
            {"name": f"r{place}"} | ({"rate": dice.choice(["5%", "3.3%"]), "on": dice.choice(["eligible", "outstanding"])} if some(dice, 0.6) else {"amount": money(dice, 3000)})
            for place in range(dice.randint(1, 2))
        ]  # fmt: skip
    if some(dice, 0.3):
        found["facility"] = money(dice, 90_000)
    if some(dice, 0.3):
        found["rounding"] = {"mode": dice.choice(["half_even", "down", "up"])}
        if some(dice, 0.3):
            found["rounding"]["at"] = "result"
    if financing and some(dice, 0.8):
        rule: Document = {"margin": rate(dice, 30)}
        if some(dice, 0.5):
            rule["index"] = "E"
            if some(dice, 0.4):
                rule["floor"] = "0%"
        if some(dice, 0.3):
            rule["basis"] = dice.choice(["360", "365"])
        if some(dice, 0.3):
            rule["on"] = "net_of_commission"
        found["financing"] = rule
    return found


def figures(dice: random.Random) -> Document:
    """FAC-1 in figures."""
    receivables = dice.randint(1, 200_000)
    figures: Document = {"receivables": f"{receivables}.{dice.choice(['00', '33', '07'])}"}
    if some(dice, 0.5):
        figures["credit_notes"] = str(receivables // dice.randint(5, 40))
    if some(dice, 0.5):
        figures["ineligible"] = str(receivables // dice.randint(3, 40))
    drawn: Document = {}
    if some(dice, 0.5):
        drawn["fees"] = money(dice, 900)
    if some(dice, 0.5):
        drawn["in_use"] = money(dice, 100_000)
    if some(dice, 0.2):
        drawn["fund_held"] = money(dice, 9000)
    return {"terms": contract(dice, False), "figures": figures, "drawn": drawn}


def style(dice: random.Random) -> Document:
    found: Document = {}
    if some(dice, 0.4):
        found["basis"] = dice.choice(["360", "365"])
    if some(dice, 0.3):
        found["decimals"] = dice.randint(0, 6)
    return found


def factoring_cost(seed: int) -> Document:
    dice = random.Random(f"cost {seed}")
    terms = contract(dice, True)
    if some(dice, 0.7):
        rule: Document = {"rate": rate(dice, 20)}
        if some(dice, 0.5):
            rule["minimum"] = {"amount": money(dice, 9000), "per": dice.choice(["year", "month", "invoice"])}
            if rule["minimum"]["per"] != "year":
                rule["minimum"]["amount"] = money(dice, 90)
        if some(dice, 0.3):
            rule["on"] = dice.choice(["inc_vat", "ex_vat"])
        if some(dice, 0.3):
            rule["vat"] = "20%"
        terms["commission"] = rule
    fees = []
    for place in range(dice.choice([0, 0, 1, 2, 3])):
        fee: Document = {"name": f"f{place}", "per": dice.choice(["contract", "year", "month", "invoice", "debtor", "limit_request", "late_week"])}
        if some(dice, 0.7):
            fee["amount"] = money(dice, 300)
        else:
            fee["rate"] = dice.choice(["0.5%", "1‰"])
            if fee["per"] in ("year", "month", "contract") and "facility" in terms and some(dice, 0.5):
                fee["on"] = dice.choice(["facility", "unused"])
        if some(dice, 0.2):
            fee["vat"] = "20%"
        fees.append(fee)
    if fees:
        terms["fees"] = fees
    turnover = dice.randint(1000, 2_000_000)
    usage: Document = {"turnover": str(turnover), "counts": {
        "invoices": str(dice.randint(1, 90)), "debtors": str(dice.randint(1, 9)), "limit_requests": str(dice.randint(1, 9)), "late_weeks": str(dice.randint(0, 4)),
    }}  # fmt: skip
    if some(dice, 0.5):
        usage["counts"]["late_turnover"] = str(turnover // 3)
    if some(dice, 0.4):
        usage["vat"] = str(turnover // 6)
    if some(dice, 0.4):
        usage["months"] = dice.randint(1, 24)
    kind = dice.choice(["used", "used_days", "receivables", "receivables", "utilisation", ""])
    if any(fee.get("on") == "unused" for fee in fees) and kind == "":
        kind = "used"
    if kind == "used":
        usage["used"] = {"amount": money(dice, 90_000)}
    if kind == "used_days":
        usage["used"] = {"amount": money(dice, 90_000), "days": dice.randint(1, 360)}
    if kind == "receivables":
        usage["receivables"] = {"amount": money(dice, 90_000)} if some(dice, 0.4) else {"days": dice.randint(10, 90)}
        if "days" in usage["receivables"] and some(dice, 0.3):
            usage["receivables"]["basis"] = "360"
        if some(dice, 0.3):
            usage["receivables"]["drawn"] = dice.choice(["60%", "33.3%"])
        if some(dice, 0.3):
            usage["own_funding"] = "13.5%"
    if kind == "utilisation":
        starts = [0, *sorted(dice.sample(range(1, 200), dice.randint(0, 4)))]
        usage["utilisation"] = {"balances": [{"from": on(it), "amount": money(dice, 90_000)} for it in starts], "to": on(starts[-1] + dice.randint(0, 60))}
    if "index" in terms.get("financing", {}) and kind:
        usage["index"] = [{"from": on(-100), "rate": dice.choice(["2.1%", "-0.5%"])}]
        if kind == "utilisation":
            usage["index"] += [{"from": on(dice.randint(1, 150)), "rate": dice.choice(["3.1%", "-0.35%", "0.2%"])}]
    if some(dice, 0.3):
        usage["extras"] = [{"name": "x", "amount": money(dice, 900)}]
    if some(dice, 0.3):
        usage["savings"] = [{"name": "s", "amount": money(dice, 20_000)}]
    if some(dice, 0.3):
        without: Document = {"rate": "13.5%", "days": dice.randint(10, 90)} if some(dice, 0.7) else {"rate": "7.1%", "receivables": money(dice, 90_000)}
        if some(dice, 0.5):
            without["losses"] = "0.5%"
        if some(dice, 0.5):
            without["administration"] = money(dice, 9000)
        usage["without"] = without
    return {"terms": terms, "usage": usage, "effective": style(dice)}


def early_payment(seed: int) -> Document:
    dice = random.Random(f"early {seed}")
    days = dice.randint(1, 90)
    offer: Document = {"days_early": days}
    if some(dice, 0.6):
        offer = {"discount_days": dice.randint(0, 20)}
        offer["net_days"] = offer["discount_days"] + days
        offer["discount"] = dice.choice(["2%", "1.5%", "0.75%"])
    else:
        offer["rate"] = rate(dice, 150)
        if some(dice, 0.4):
            offer["basis"] = dice.choice(["360", "365"])
    if some(dice, 0.6):
        offer["invoice"] = money(dice, 90_000)
        if some(dice, 0.4):
            offer["credit"] = rate(dice, 200)
            offer["basis"] = dice.choice(["360", "365"])
    return {"currency": "EUR", "offer": offer, "effective": style(dice)}


def reverse_factoring(seed: int) -> Document:
    dice = random.Random(f"reverse {seed}")
    supply: Document = {"invoice": money(dice, 90_000)}
    if some(dice, 0.3):
        supply["financing"] = str(int(float(supply["invoice"]) / 30))
    else:
        supply["rate"] = rate(dice, 90)
        start, days = dice.randint(0, 300), dice.randint(1, 120)
        supply |= {"days": days} if some(dice, 0.5) else {"paid": on(start), "due": on(start + days)}
        if some(dice, 0.3):
            supply["basis"] = dice.choice(["360", "365"])
    if some(dice, 0.4):
        supply["financing_by_buyer"] = dice.choice(["50%", "33.3%", "100%"])
    for name in ("buyer_commission", "supplier_commission"):
        if some(dice, 0.4):
            supply[name] = str(int(float(supply["invoice"]) / 100))
    return {"currency": "EUR", "supply": supply, "rounding": {"mode": dice.choice(["half_up", "down", "up"])}}


def bank(dice: random.Random) -> Document:
    found: Document = {"rate": rate(dice, 130)}
    if some(dice, 0.3):
        found["basis"] = dice.choice(["360", "365"])
    if some(dice, 0.3):
        found["rounding"] = {"mode": dice.choice(["half_even", "down", "up"])}
    if some(dice, 0.4):
        found["commission"] = money(dice, 30)
    if some(dice, 0.4):
        found["vat"] = "20%"
    return found


def discount_bills(seed: int) -> Document:
    dice = random.Random(f"bills {seed}")
    terms = bank(dice)
    for name, values in {"bank_days": (1, 2), "minimum_days": (10, 30), "endorsement": ("0.5%",), "commission_rate": ("0.1%",), "advance": ("90%",)}.items():
        if some(dice, 0.3):
            terms[name] = dice.choice(values)
    found: list[Document] = []
    for place in range(dice.randint(1, 4)):
        days, start = dice.randint(1, 120), dice.randint(0, 200)
        bill: Document = {"id": f"b{place}", "nominal": str(dice.randint(1000, 90_000))}
        bill |= {"days": days} if some(dice, 0.5) else {"discounted": on(start), "due": on(start + days)}
        if some(dice, 0.1):
            bill["interest"] = "7.77"
        if some(dice, 0.1):
            bill["commission"] = "3.33"
        found.append(bill)
    return {"currency": "EUR", "bills": found, "terms": terms, "effective": style(dice)}


def overdraft(seed: int) -> Document:
    dice = random.Random(f"overdraft {seed}")
    terms: Any = bank(dice)
    if some(dice, 0.5):
        terms["highest"] = "0.05%"
        if some(dice, 0.5):
            terms["highest_capped_at"] = "50%"
    if some(dice, 0.5):
        overdrawn: Document = {"amount": money(dice, 90_000), "days": dice.randint(1, 100)}
        if some(dice, 0.3):
            overdrawn["months"] = dice.randint(1, 4)
    else:
        starts = [0, *sorted(dice.sample(range(1, 120), dice.randint(0, 4)))]
        overdrawn = {
            "balances": [{"from": on(it), "amount": dice.choice(["0", money(dice, 9000), money(dice, 90_000)])} for it in starts],
            "to": on(starts[-1] + dice.randint(0, 40)),
        }
        overdrawn["balances"][0]["amount"] = money(dice, 9000)
    return {"currency": "EUR", "overdrawn": overdrawn, "terms": terms, "effective": style(dice)}


CASES = {
    "factoring_cost": factoring_cost,
    "early_payment": early_payment,
    "reverse_factoring": reverse_factoring,
    "discount_bills": discount_bills,
    "overdraft": overdraft,
}
