"""Random quotes that become policies, renewals, bookings, tariffs and losses to price; the same for the same seed."""

from __future__ import annotations

import random

from .generate import money, on, some
from .generate_risk import rounding
from .values import Document, day, plus

SPANS = ["P1M", "P2M", "P3M", "P45D", "P42D"]


def terms(dice: random.Random) -> Document:
    """A policy of any length."""
    start = on(dice.randint(-400, 400))
    length = dice.choice(["P12M", "P12M", "P1M", "P24M", "P365D", "P100D", "P18M"])
    to = plus(plus(day(start), length), "P1D", "clamp", -1).isoformat()
    found: Document = {
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I", "currency": "EUR",
        "period": {"from": start, "to": to},
    }  # fmt: skip
    if some(dice, 0.3):
        found["periods"] = {"roll": dice.choice(["following", "preceding"])}
    if some(dice, 0.2):
        found.setdefault("periods", {})["month_end"] = "next_day"
    return found


def notice_periods(seed: int) -> Document:
    dice = random.Random(f"notice {seed}")
    days = dice.choice([dice.randint(-3300, 900), dice.randint(-480, -330)])  # often around a change of law
    return {"country": dice.choice(["BE", "BE", "DE", "ES", "FR"]), "end": on(days)}


def renewal(seed: int) -> Document:
    dice = random.Random(f"renewal {seed}")
    policy = terms(dice)
    if some(dice, 0.7):
        policy["policyholder_country"] = dice.choice(["BE", "FR", "ES", "LU"])
    rules: Document = {"tacit": True} if some(dice, 0.7) else {}
    for name in ("notice_by_policyholder", "notice_by_insurer"):
        if some(dice, 0.4):
            rules[name] = dice.choice(SPANS)
    if some(dice, 0.9):
        policy["renewal"] = rules
    if some(dice, 0.2):
        policy["endorsements"] = [{"id": "E", "effective": policy["period"]["from"], "changes": {"insured_base": "inc_vat"}}]
    request: Document = {"policy": policy}
    if some(dice, 0.3):
        request["country"] = dice.choice(["BE", "DE", "FR"])
    if some(dice, 0.2):
        request["agreed"] = True
    if some(dice, 0.3):
        request["length"] = dice.choice(["P6M", "P2Y", "P30D", "P1D"])
    if some(dice, 0.3):
        request["holidays"] = sorted({on(dice.randint(-200, 900)) for _ in range(20)})
    by = dice.choice(["policyholder", "insurer"])
    told = rules.get(f"notice_by_{by}") or request.get("country", policy.get("policyholder_country")) in ("BE", "FR", "DE")
    if told and policy.get("renewal") and some(dice, 0.6):
        last = plus(day(policy["period"]["to"]), dice.choice(["P2M", "P3M", "P1M", "P59D", "P62D"]), "clamp", -1)
        request["notice"] = {"by": by, "date": plus(last, f"P{dice.randint(0, 3)}D").isoformat()}
    if policy.get("renewal", {}).get("tacit") and "notice" not in request and some(dice, 0.4):
        request["changes"] = {"insured_percentage": {"named": "80%"}}
        if some(dice, 0.5):
            request["endorsement"] = "N"
    return request


def accept_quote(seed: int) -> Document:
    dice = random.Random(f"accept {seed}")
    issued = dice.randint(0, 400)
    quote: Document = {"schema": "tradecredit/quote/1", "id": "Q", "issued": on(issued), "policy": terms(dice)}
    valid = issued + 27
    if some(dice, 0.4):
        valid = issued + dice.randint(0, 60)
        quote["valid_until"] = on(valid)
    accepted = dice.randint(issued, valid)
    quote["limits"] = []
    for place in range(dice.randint(0, 3)):
        limit: Document = {"buyer": f"B{place}", "amount": dice.choice(["0", money(dice, 9000), money(dice, 9000)])}
        if limit["amount"] != "0" and some(dice, 0.3):
            limit |= {"insured_percentage": "80%", "maximum_terms": "P60D"}
        quote["limits"].append(limit)
    if some(dice, 0.4):
        quote["start"] = {"cutoff_day": dice.choice([10, 15, 20]), "on_cutoff_day": dice.choice(["current_month", "next_month"])}
    request: Document = {"quote": quote, "accepted": on(accepted)}
    if some(dice, 0.5):
        request["signed"] = on(accepted + dice.randint(0, 40))
    if some(dice, 0.3):
        request["policy_id"] = "N"
    return request


def factoring_entries(seed: int) -> Document:
    dice = random.Random(f"entries {seed}")
    booked: Document = {"assigned": str(dice.randint(200, 9000))}
    for name, most in (("commission", 60), ("vat", 20), ("financing", 40), ("guarantee_fund", 80)):
        if some(dice, 0.6):
            booked[name] = money(dice, most)
    for name in ("assigned_on", "stated_on"):
        if some(dice, 0.5):
            booked[name] = on(dice.randint(0, 300))
    request: Document = {"currency": "EUR", "assignment": booked}
    if some(dice, 0.6):
        request["chart"] = dice.choice(["pcg", "syscohada"])
    return request


def tariff(seed: int) -> Document:
    """The German one has no second table to go by."""
    dice = random.Random(f"tariff {seed}")
    category = dice.randint(1, 7)
    worst = 5 if category <= 4 else 4 if category == 5 else 3 if category == 6 else 2
    buyers = ["SOV+", "SOV/CC0", *(f"CC{place}" for place in range(1, worst + 1))]
    request: Document = {"tariff": "oecd_minimum_premium", "country_category": category, "buyer_category": dice.choice(buyers)}
    if some(dice, 0.5):
        request["horizon_of_risk"] = dice.choice(["1", "2.5", "5", "5.5", "9", "0.3"])
    else:
        request["repayment_years"] = dice.choice(["2", "5", "8.5"])
        if some(dice, 0.6):
            request["disbursement_years"] = dice.choice(["1", "3", "0.5"])
    for name, values in {
        "political_cover": ["95%", "100%", "97.5%", "90%"], "commercial_cover": ["95%", "100%", "85%", "98%"], "credit_enhancement": ["35%", "10%"],
        "local_currency": ["20%"], "term": ["5%", "15%", "20%"], "quality": ["below", "standard", "above"],
    }.items():  # fmt: skip
        if some(dice, 0.4):
            request[name] = dice.choice(values)
    if some(dice, 0.5):
        request |= {"amount": money(dice, 9_000_000), "currency": dice.choice(["EUR", "JPY"])}
        if request["currency"] == "JPY":
            request["amount"] = str(int(float(request["amount"])))
    return request


def burning_cost(seed: int) -> Document:
    dice = random.Random(f"burning {seed}")
    request: Document = {"currency": "EUR", "losses": dice.choice(["0", money(dice, 90_000), money(dice, 90_000)]), "rounding": rounding(dice)}
    if some(dice, 0.6):
        request["fixed_expenses"] = money(dice, 3000)
    if some(dice, 0.6):
        request["variable_expenses"] = dice.choice(["15%", "33.3%", "7%"])
    if some(dice, 0.6):
        request["margin"] = dice.choice(["4%", "12.5%", "20%"])
    if some(dice, 0.4):
        request["periods"] = dice.randint(1, 12)
    if some(dice, 0.6):
        request["turnover"] = money(dice, 20_000_000)
    return request


CASES = {
    "notice_periods": notice_periods, "renewal": renewal, "accept_quote": accept_quote,
    "factoring_entries": factoring_entries, "tariff": tariff, "burning_cost": burning_cost,
}  # fmt: skip
