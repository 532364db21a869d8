"""Random books with watch rules and events; the same for the same seed."""

from __future__ import annotations

import random
from datetime import date, timedelta

from .generate import decisions, ledger, money, on, policy, some
from .values import Document

TOPICS = ["owner", "fire"]


def action(dice: random.Random) -> Document:
    kind = dice.choice(["review", "reduce_to", "cap", "suspend", "cancel"])
    found: Document = {"action": kind}
    if kind == "reduce_to":
        found["share"] = dice.choice(["50%", "33.3%", "0%", "100%"])
    if kind == "cap":
        found["amount"] = money(dice, 150)
    return found


def trigger(dice: random.Random) -> Document:
    kind = dice.choice(["downgrade", "below_grade", "overdue", "overdue", "insolvency", "news"])
    found: Document = {"event": kind}
    if kind == "downgrade":
        found["notches"] = dice.randint(0, 3)
    if kind == "below_grade":
        found["grade"] = str(dice.randint(1, 9))
    if kind == "overdue":
        found["days"] = dice.choice([0, 10, 30, 60])
        if some(dice, 0.4):
            found["above"] = money(dice, 80)
    if kind == "news" and some(dice, 0.7):
        found["topic"] = dice.choice(TOPICS)
    return found


def event(dice: random.Random, buyers: list[str], when: int) -> Document:
    kind = dice.choice(["grade_change", "grade_change", "overdue", "insolvency", "news"])
    found: Document = {"event": kind, "buyer": dice.choice(buyers), "date": on(when)}
    if kind == "grade_change":
        found["after"] = str(dice.randint(0, 9))
        if some(dice, 0.4):
            found["before"] = str(dice.randint(0, 9))
    if kind == "overdue":
        found["days"] = dice.choice([5, 20, 40, 90])
        if some(dice, 0.6):
            found["amount"] = money(dice, 90)
    if kind == "news":
        found["topic"] = dice.choice(TOPICS)
    return found


def watch(seed: int) -> Document:
    dice = random.Random(f"watch {seed}")
    facts = ledger(dice, dice.randint(1, 3))
    decisions(dice, facts, False)
    facts.pop("reinstatements", None)
    for buyer in facts["buyers"]:
        if some(dice, 0.6):
            buyer["grade"] = str(dice.randint(0, 9))
    terms = policy(dice)
    as_of = dice.randint(60, 260)
    scale: Document = {"name": "ten", "best": dice.choice(["0", "9"])}
    scale |= {"range": {"from": 0, "to": 9}} if some(dice, 0.5) else {"grades": [str(place) for place in range(10)]}
    request: Document = {
        "policy": terms, "ledger": facts, "as_of": on(as_of), "grades": {"scales": [scale]},
        "rules": {"scale": "ten", "rules": [{"when": trigger(dice), "then": action(dice)} for _ in range(dice.randint(1, 4))]},
    }  # fmt: skip
    buyers = [it["id"] for it in facts["buyers"]]
    days = dice.sample(range(0, 280), 5)
    request["events"] = [event(dice, buyers, when) for when in sorted(days)[: dice.randint(0, 5)]]
    if some(dice, 0.4):
        order = {"buyer": dice.choice(buyers), "on": on(as_of + dice.randint(0, 40)), "terms": "30", "amount": money(dice, 80)}
        due = date.fromisoformat(order["on"]) + timedelta(days=30)
        request["orders"] = [{name: it for name, it in order.items() if name != "terms"} | {"due": due.isoformat()}]
    return request


CASES = {"watch": watch}
