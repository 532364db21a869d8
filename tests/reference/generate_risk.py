"""Random risks, ages and holdings in figures; the same for the same seed."""

from __future__ import annotations

import random

from .generate import decisions, ledger, money, on, policy, some
from .values import Document


def rounding(dice: random.Random) -> Document:
    found: Document = {}
    if some(dice, 0.4):
        found["mode"] = dice.choice(["half_even", "down", "up"])
    if some(dice, 0.3):
        found["at"] = "result"
    if some(dice, 0.2):
        found["unit"] = "1"
    return found


def precision(dice: random.Random) -> Document:
    return {"digits": dice.randint(0, 4), "mode": dice.choice(["half_up", "half_even", "down", "up"])} if some(dice, 0.5) else {}


def expected_loss(seed: int) -> Document:
    dice = random.Random(f"expected {seed}")
    risks = []
    for place in range(dice.randint(1, 4)):
        risk: Document = {"name": f"r{place}", "exposure": str(dice.randint(1, 200_000)), "probability": dice.choice(["2%", "0.37%", "100%", "12.5%", "35bp"])}
        if some(dice, 0.6):
            risk["loss_given_default"] = dice.choice(["60%", "45%", "33.3%", "0%"])
        if some(dice, 0.3):
            risk["weight"] = dice.choice(["60%", "15%"])
        if some(dice, 0.4):
            risk["discount"] = {"rate": dice.choice(["5%", "3.65%", "0%"]), "years": dice.randint(0, 3)}
            if some(dice, 0.5):
                risk["discount"]["days"] = dice.randint(1, 364)
        if some(dice, 0.5):
            risk["insured"] = {"covered": str(int(risk["exposure"]) // dice.randint(1, 3)), "percentage": dice.choice(["90%", "75%", "100%"])}
            if some(dice, 0.4):
                risk["insured"]["deductible"] = money(dice, 20_000)
        risks.append(risk)
    return {"currency": "EUR", "risks": risks, "rounding": rounding(dice)}


def history(dice: random.Random, ages: int) -> Document:
    found: Document = {}
    if some(dice, 0.5):
        left, reached = dice.randint(1, 100_000), []
        for _ in range(ages):
            reached.append(str(left))
            left = dice.choice([left, int(left * dice.random()), int(left * dice.random()), 0 if some(dice, 0.1) else left])
        found["reached"] = reached
        if some(dice, 0.3):
            found["lost"] = str(int(int(reached[-1]) * dice.random()))
        elif some(dice, 0.3):
            found["loss_given_default"] = "60%"
    else:
        months = dice.randint(2, 5)
        rows = [[dice.choice([0, dice.randint(1, 5000), dice.randint(1, 5000)]) for _ in range(ages)] for _ in range(months)]
        for before, row in zip(rows, rows[1:]):
            for age in range(1, ages):
                row[age] = min(row[age], before[age - 1])
        found["month_ends"] = [{"balances": [str(it) for it in row]} for row in rows]
        if some(dice, 0.4):
            found["averaging"] = dice.choice(["mean", "pooled"])
        if some(dice, 0.4):
            found["loss_given_default"] = dice.choice(["60%", "45.5%"])
    if some(dice, 0.3):
        found["outlook"] = dice.choice(["110%", "95%", "400%"])
    return found


def loss_rates(seed: int) -> Document:
    dice = random.Random(f"rates {seed}")
    return {"history": history(dice, dice.randint(2, 5)), "precision": precision(dice)}


def provision_matrix(seed: int) -> Document:
    dice = random.Random(f"matrix {seed}")
    ages = dice.randint(2, 5)
    request: Document = {"currency": "EUR", "ages": [{"age": f"a{it}", "balance": money(dice, 90_000)} for it in range(ages)]}
    if some(dice, 0.5):
        request["history"] = history(dice, ages)
    for it in request["ages"]:
        if "history" not in request or some(dice, 0.2):
            it["loss_rate"] = dice.choice(["0.3%", "1.6%", "33.3%", "10.6%", "100%"])
    return request | {"rounding": rounding(dice), "precision": precision(dice)}


def concentration(seed: int) -> Document:
    dice = random.Random(f"concentration {seed}")
    holdings = [{"name": f"n{dice.randint(1, 9)}", "amount": dice.choice(["0", "10", "20", money(dice, 9000)])} for _ in range(dice.randint(1, 12))]
    request: Document = {"holdings": holdings, "precision": precision(dice)}
    if some(dice, 0.5):
        request["largest"] = dice.randint(1, 5)
    return request


def days_sales_outstanding(seed: int) -> Document:
    dice = random.Random(f"dso {seed}")
    request: Document = {"receivables": money(dice, 20_000), "precision": precision(dice)}
    request["periods"] = [
        {"sales": dice.choice(["0", money(dice, 9000), money(dice, 9000), money(dice, 9000)]), "days": dice.choice([28, 30, 31])} for _ in range(dice.randint(0, 5))
    ]  # fmt: skip
    if some(dice, 0.3):
        request["opening"] = money(dice, 20_000)
    return request


GRADES = [str(it) for it in range(1, 11)]


def evaluate_portfolio(seed: int) -> Document:
    """RSK-3 on ledgers and policies as those of `assess`, in one currency."""
    dice = random.Random(f"portfolio {seed}")
    facts = ledger(dice, dice.randint(1, 4))
    decisions(dice, facts, False)
    found = policy(dice)
    facts.pop("reinstatements", None)
    for buyer in facts["buyers"]:
        if some(dice, 0.6):
            buyer["grade"] = dice.choice(GRADES)
    if some(dice, 0.6):
        steps: list[Document] = [{"step": "credit_limit"}, {"step": "insured_percentage"}]
        if some(dice, 0.4):
            steps.insert(0, {"step": "threshold", "amount": money(dice, 60)})
        if some(dice, 0.4):
            steps.insert(dice.randint(1, len(steps) - 1), {"step": "each_loss_deductible", "amount": money(dice, 40)})
        if some(dice, 0.4):
            steps.append({"step": "aggregate_first_loss", "amount": money(dice, 60)})
        if some(dice, 0.4):
            steps.append({"step": "maximum_liability", "amount": money(dice, 200)})
        found["indemnity"] = {"steps": steps}
    request: Document = {"policy": found, "ledger": facts, "as_of": on(dice.randint(60, 320)), "precision": precision(dice)}
    request["precision"].pop("mode", None)
    if some(dice, 0.6):
        request["loss_given_default"] = dice.choice(["60%", "33.3%"])
    if some(dice, 0.5):
        request["unrated"] = "4%"
    if some(dice, 0.6):
        request["scale"] = "ten"
        request["grades"] = {
            "scales": [{"name": "ten", "best": "10", "grades": GRADES}],
            "default_probabilities": [{"scale": "ten", "source": "S", "grades": [
                {"grade": "10", "through": "8", "probability": "0.2%"}, {"grade": "5", "through": "7", "probability": "1.3%"},
                {"grade": "4", "through": "1", "probability": "15%"},
            ]}],
        }  # fmt: skip
    if some(dice, 0.3):
        request["probabilities"] = [{"buyer": "B1", "probability": "37.5%", "source": "S"}]
    return request


CASES = {
    "evaluate_portfolio": evaluate_portfolio,
    "expected_loss": expected_loss,
    "loss_rates": loss_rates,
    "provision_matrix": provision_matrix,
    "concentration": concentration,
    "days_sales_outstanding": days_sales_outstanding,
}
