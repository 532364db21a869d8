"""Random premium clauses with figures, and debts paid late; the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from .generate import money, on, some
from .values import Document, day, plus

COUNTRIES = ("FR", "BR", "DE")
GRADES = ("A", "B")


def rate(dice: random.Random, most: int = 40) -> str:
    """Up to so many per mille, in some unit."""
    return dice.choice([f"{dice.randint(1, most)}‰", f"{dice.randint(1, most * 10) / 100:.2f}%", f"{dice.randint(1, most)}bp"])


def of(dice: random.Random) -> Document:
    """Whom a figure is for."""
    found: Document = {}
    if some(dice, 0.6):
        found["country"] = dice.choice(COUNTRIES)
    if some(dice, 0.3):
        found["grade"] = dice.choice(GRADES)
    if some(dice, 0.5):
        found["terms"] = dice.choice(["P30D", "P60D", "P90D", "P45D", "P2M"])
    return found


def some_of(dice: random.Random, terms: bool) -> Document:
    """Which business a rate or a factor is for."""
    found: Document = {}
    if some(dice, 0.5):
        found["countries"] = dice.sample(COUNTRIES, dice.randint(1, 2))
    if some(dice, 0.3):
        found["grades"] = [dice.choice(GRADES)]
    if terms and some(dice, 0.4):
        found["terms_up_to"] = dice.choice(["P30D", "P60D", "P1M"])
    return found


def clause(dice: random.Random, basis: str) -> Document:
    """PRE-1…6: every convention in some policies."""
    found: Document = {"basis": basis}

    def maybe(chance: float, name: str, *values: Any) -> None:
        if some(dice, chance):
            found[name] = dice.choice(values)

    if basis != "flat":
        found["rate"] = rate(dice)
        if basis != "maximum_liability" and some(dice, 0.4):
            found["rates"] = [some_of(dice, basis in ("turnover", "invoices", "balances")) | {"rate": rate(dice)} for _ in range(dice.randint(1, 2))]
        if some(dice, 0.2):
            found["factors"] = [some_of(dice, False) | {"name": f"f{place}", "by": dice.choice(["1.5", "0.85", "2"])} for place in range(dice.randint(1, 2))]
    else:
        found["flat"] = money(dice, 5000)
    if basis in ("balances", "highest_limit"):
        maybe(0.5, "rate_per", "year", "month")
    if basis == "balances":
        maybe(0.5, "capped_at_limit", True)
    if basis in ("highest_limit", "top_up"):
        maybe(0.3, "minimum_months", 1, 3)
    if basis == "top_up":
        maybe(0.6, "day_count", "act_360", "act_act", "30_360", "act_366", "act_365")
    if basis != "flat":
        maybe(0.5, "minimum", money(dice, 20_000), money(dice, 500))
    maybe(0.25, "deposit", money(dice, 20_000))
    if {"deposit", "minimum", "flat"} & found.keys():
        maybe(0.5, "instalments", 2, 3, 4, 6, 12)
    if some(dice, 0.5):
        adjustment: Document = {}
        if some(dice, 0.5):
            adjustment["refund"] = True
        if some(dice, 0.4):
            adjustment["carry_forward_up_to"] = money(dice, 3000)
        if some(dice, 0.4) and basis in ("turnover", "balances", "invoices"):
            adjustment["every"] = dice.choice(["monthly", "quarterly", "half_yearly"])
        found["adjustment"] = adjustment
    if some(dice, 0.5):
        rules: Document = {}
        if some(dice, 0.5):
            rules["bonus"] = [{"loss_ratio": "20%", "share": "10%"}, {"loss_ratio": "45%", "share": "5%"}][dice.randint(0, 1) :]
        if some(dice, 0.5):
            rules["malus"] = [{"loss_ratio": "70%", "share": "10%"}, {"loss_ratio": "100%", "share": "33.3%"}][: dice.randint(1, 2)]
        if some(dice, 0.3):
            rules["no_claims"] = ["5%", "10%", "12.5%"][: dice.randint(1, 3)]
        if some(dice, 0.2):
            rules["only_if_renewed"] = True
        if some(dice, 0.2):
            rules["only_if_closed"] = True
        if some(dice, 0.3):
            of_rate = some(dice, 0.5) and basis != "flat"
            rule = {"start": "1%", "step": "0.1%", "floor": "0.75%", "cap": "1.3%"}
            if not of_rate:
                rule = {"start": "100%", "step": "7.5%", "floor": "75%", "cap": "130%", "of": "premium"}
            else:
                found.pop("rate", None)
            if some(dice, 0.3):
                rule["step_up"] = "0.2%" if of_rate else "15%"
            if some(dice, 0.4):
                rule["bad_above"] = "50%"
            if some(dice, 0.3):
                rule["good_up_to"] = dice.choice(["0%", "20%"])
            rules["experience"] = rule
        found["bonus_malus"] = rules
    if some(dice, 0.3):
        fees = []
        for kind in dice.sample(["limit_request", "limit_monitoring", "enquiry", "policy"], dice.randint(1, 3)):
            fee: Document = {"kind": kind, "amount": money(dice, 100)}
            if some(dice, 0.3) and kind != "policy":
                fee["included"] = dice.randint(1, 5)
            if some(dice, 0.3):
                fee["vat"] = "20%"
            if some(dice, 0.3):
                fee["premium_tax"] = True
            if kind == "limit_monitoring" and some(dice, 0.6):
                fee["every"] = dice.choice(["monthly", "quarterly", "half_yearly", "yearly"])
            if kind != "policy" and some(dice, 0.3):
                fees.append(fee | {"countries": [dice.choice(COUNTRIES)], "amount": money(dice, 100)})
            fees.append(fee)
        found["fees"] = fees
    if some(dice, 0.4):
        rounding: Document = {}
        if some(dice, 0.5):
            rounding["at"] = dice.choice(["result", "each_step"])
        if some(dice, 0.7):
            rounding["mode"] = dice.choice(["half_even", "down", "up"])
        found["rounding"] = rounding
    if some(dice, 0.15):
        found["taxes"] = [{"country": "FR", "domestic": "7%", "export": "1%"}]
    return found


def figures(dice: random.Random, rules: Document, first: date, last: date) -> Document:
    found: Document = {}
    basis = rules["basis"]
    length = (last - first).days

    def within() -> str:
        return (first + timedelta(days=dice.randint(0, length))).isoformat()

    if basis == "turnover":
        found["turnover"] = []
        for _ in range(dice.randint(1, 4)):
            row = of(dice) | {"amount": money(dice, 3_000_000)}
            if some(dice, 0.6):
                row["up_to"] = within()
            if some(dice, 0.2):
                row["not_insurable"] = [{"reason": "agreed", "amount": str(int(float(row["amount"]) / dice.randint(2, 9)))}]
            found["turnover"].append(row)
    if basis == "invoices":
        found["invoices"] = [of(dice) | {"amount": money(dice, 300_000), "date": within()} for _ in range(dice.randint(1, 4))]
    if basis == "balances":
        found["balances"] = []
        for place in range(dice.randint(1, 4)):
            row = of(dice) | {"amount": money(dice, 300_000), "on": within(), "buyer": f"B{place}"}
            if some(dice, 0.5):
                row["limit"] = money(dice, 200_000)
            found["balances"].append(row)
    if basis in ("highest_limit", "top_up", "maximum_liability"):
        found["limits"] = []
        whose = {name: {key: it for key, it in of(dice).items() if key != "terms"} for name in ("B1", "B2")}
        at = {name: first - timedelta(days=20) for name in whose}
        for _ in range(dice.randint(1, 4)):
            row: Document = {"amount": money(dice, 300) + "000" if some(dice, 0) else f"{dice.randint(1, 40)}000"}
            name = dice.choice(["B1", "B2", ""])
            begins = at[name] + timedelta(days=dice.randint(0, 60)) if name else day(within())
            ends = begins + timedelta(days=dice.randint(0, 150))
            if name:
                row |= {"buyer": name} | whose[name]
                at[name] = ends + timedelta(days=1)
            row |= {"from": begins.isoformat(), "to": ends.isoformat()}
            found["limits"].append(row)
        if basis == "maximum_liability" and some(dice, 0.5):
            found["maximum_liability"] = money(dice, 900_000)
    if some(dice, 0.3):
        found["billed"] = money(dice, 20_000)
    if some(dice, 0.2):
        found["brought_forward"] = money(dice, 2000)
    if some(dice, 0.2):
        found["rebates"] = money(dice, 2000)
    if rules.get("bonus_malus"):
        found["history"] = [
            {"claims": dice.choice(["0", "0", money(dice, 9000)]), "premium": money(dice, 12_000)} for _ in range(dice.randint(0, 4))
        ]
        if some(dice, 0.8):
            losses: Document = {"indemnities": dice.choice(["0", money(dice, 20_000), money(dice, 3000)])}
            if some(dice, 0.3):
                losses["recoveries"] = str(int(float(losses["indemnities"]) / 3))
            if some(dice, 0.2):
                losses["open"] = True
            if some(dice, 0.2):
                losses["not_renewed"] = True
            found["losses"] = losses
    if rules.get("fees"):
        found["services"] = []
        for kind in {fee["kind"] for fee in rules["fees"]} - {"policy"}:
            for _ in range(dice.randint(1, 2)):
                service: Document = {"kind": kind, "count": dice.randint(0, 12)}
                if some(dice, 0.5):
                    service["country"] = dice.choice(COUNTRIES)
                found["services"].append(service)
        found["services"].sort(key=lambda it: (it["kind"], it["count"]))
    if some(dice, 0.2):
        found["domestic_share"] = dice.choice(["40%", "100%", "0%", "33.33%"])
    return found


def premium(seed: int) -> Document:
    dice = random.Random(f"premium {seed}")
    basis = dice.choice(["turnover", "turnover", "turnover", "balances", "highest_limit", "invoices", "maximum_liability", "flat", "top_up"])
    rules = clause(dice, basis)
    first = date(2026, 1, 1) if some(dice, 0.6) else date(2026, 1, 1) + timedelta(days=dice.randint(0, 360))
    years = dice.choice([1, 1, 1, 2])
    last = plus(first, f"P{years}Y") - timedelta(days=1)
    if some(dice, 0.15):
        last -= timedelta(days=dice.randint(1, 100))
    policy: Document = {
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I", "currency": dice.choice(["EUR", "EUR", "JPY", "KWD"]),
        "period": {"from": first.isoformat(), "to": last.isoformat()}, "premium": rules,
    }  # fmt: skip
    if basis == "flat":
        policy["form"] = "flat"
        rules.pop("deposit", None)
    if policy["currency"] == "JPY":
        rules = policy["premium"] = whole(rules)
    if some(dice, 0.7):
        policy["policyholder_country"] = dice.choice(["FR", "BR"])
    request: Document = {"policy": policy}
    asked = first
    if years == 2 and some(dice, 0.6):
        asked = min(plus(first, "P1Y") + timedelta(days=dice.randint(0, 100)), last)
        request["on"] = asked.isoformat()
    year_first = plus(first, "P1Y") if asked >= plus(first, "P1Y") else first
    if some(dice, 0.2):
        change = dice.choice([{"minimum": "3000"}, {"adjustment": {"refund": True}}, {"rounding": {"mode": "up"}}])
        effective = first + timedelta(days=dice.choice([0, 100, 365, 380]))
        if effective <= last:
            policy["endorsements"] = [{"id": "E", "effective": effective.isoformat(), "changes": {"premium": change}}]
    year_last = min(plus(year_first, "P1Y") - timedelta(days=1), last)
    request["figures"] = figures(dice, rules, year_first, year_last)
    if policy["currency"] == "JPY":
        request["figures"] = whole(request["figures"])
    request["taxes"] = [
        {"country": "FR", "name": "t", "domestic": "9%", "export": "0%", "from": "2020-01-01"},
        {"country": "FR", "name": "u", "domestic": "1.5%", "export": "0.7%", "from": "2020-01-01", "to": "2026-06-30"},
    ]
    if some(dice, 0.2):
        request["tax_on"] = dice.choice(["2026-06-30", "2026-07-01"])
    return request


def whole(document: Any) -> Any:
    """The same without minor units."""
    if isinstance(document, dict):
        return {name: whole(it) for name, it in document.items()}
    if isinstance(document, list):
        return [whole(it) for it in document]
    if isinstance(document, str) and document.replace(".", "", 1).isdigit() and "." in document and not document.startswith("0."):
        return document if document in ("1.5",) else document.split(".")[0]
    return document


def late_interest(seed: int) -> Document:
    dice = random.Random(f"late {seed}")
    request: Document = {"currency": dice.choice(["EUR", "EUR", "GBP", "JPY"]), "amount": money(dice, 90_000)}
    if request["currency"] == "JPY":
        request["amount"] = request["amount"].split(".")[0]
    counts = ["act_360", "act_365", "act_366", "30_360", "act_act"]
    if some(dice, 0.2):
        request |= {"days": dice.randint(0, 400), "rate": rate(dice, 15)}
        counts.remove("act_act")
    else:
        due = dice.randint(-60, 400)
        late = dice.choice([0, 1, 30, dice.randint(1, 500)])
        request |= {"due": on(due), "paid": on(due + late)}
        request["rate_changes"] = dice.choice(["half_yearly", "at_once", "never"])
        if some(dice, 0.3):
            request["rate"] = dice.choice([rate(dice, 15), "9%", "12%"])
        else:
            request["margin"] = dice.choice(["8%", "10%", "9%"])
            days = sorted(dice.sample(range(-200, 900), dice.randint(0, 4)))
            request["reference_rates"] = [{"from": on(-700), "rate": "2.15%"}] + [
                {"from": on(it), "rate": dice.choice(["-0.88%", "0%", "4.25%", "1.97%", "3.5%"])} for it in days
            ]
        if some(dice, 0.3):
            request["floor"] = {
                "multiple": dice.choice(["3", "2.5"]),
                "rates": [{"from": on(-700), "rate": "3.1%"}, {"from": on(181), "rate": dice.choice(["4.92%", "0.9%"])}],
            }
        paid, rest = [], float(request["amount"])
        for _ in range(dice.choice([0, 0, 1, 2])):
            if late > 1 and rest > 10:
                paid.append({"date": on(due + dice.randint(1, late)), "amount": str(int(rest / 3))})
                rest -= int(rest / 3)
        if paid:
            request["payments"] = paid
        if some(dice, 0.4):
            request["compounds"] = dice.choice(["every_30_days", "monthly", "yearly"])
    if some(dice, 0.6):
        request["day_count"] = dice.choice(counts)
    if some(dice, 0.2) and request.get("day_count") != "act_act":
        request["rounds_each_day"] = True
    if some(dice, 0.4):
        request["rounding"] = {"mode": dice.choice(["half_even", "down", "up"])}
        if some(dice, 0.5):
            request["rounding"]["at"] = "result"
    if some(dice, 0.4):
        request["compensation"] = "40"
    elif some(dice, 0.5):
        request["compensation_bands"] = [{"from": "0", "amount": "40"}, {"from": "1000", "amount": "70"}, {"from": "10000", "amount": "100"}]
    return request


CASES = {"premium": premium, "late_interest": late_interest}
