"""Random quotes with losses, and days of offers and signatures; the same for the same seed."""

from __future__ import annotations

import random

from .generate import money, on, some
from .generate_premium import rate
from .values import Document

BUYERS = ("B1", "B2", "B3", "B4", "B5")


def quote(dice: random.Random, place: int) -> Document:
    policy: Document = {
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I", "currency": "EUR",
        "period": {"from": "2026-01-01", "to": "2026-12-31"}, "policyholder_country": "FR",
        "premium": {"rate": rate(dice, 5)},
    }  # fmt: skip
    premium = policy["premium"]
    if some(dice, 0.5):
        premium["minimum"] = money(dice, 20_000)
    if some(dice, 0.3):
        premium["rates"] = [{"countries": ["BR"], "rate": rate(dice, 9)}]
    if some(dice, 0.3):
        premium["fees"] = [{"kind": "policy", "amount": money(dice, 500), "vat": "20%"}]
    shares: Document = {}
    for name, values in {"named": ("85%", "95%"), "discretionary": ("80%",), "unnamed": ("60%",)}.items():
        if some(dice, 0.4):
            shares[name] = dice.choice(values)
    if some(dice, 0.2):
        shares["by_cause"] = {"protracted_default": "70%"}
    if some(dice, 0.2):
        shares["by_country"] = {"BR": "75%"}
    if shares:
        policy["insured_percentage"] = shares
    limits: Document = {}
    if some(dice, 0.5):
        limits["unnamed"] = {"amount": money(dice, 20_000)}
    if some(dice, 0.4):
        limits["discretionary"] = {"amount": money(dice, 60_000), "credit_report": {}}
    if limits:
        policy["limits"] = limits
    if some(dice, 0.2):
        policy["scope"] = {"causes": ["insolvency"]}
        shares.pop("by_cause", None)
    elif some(dice, 0.2):
        shares.pop("by_country", None)
        policy["scope"] = {"excluded_countries": ["BR"]}
    if some(dice, 0.6):
        steps: list[Document] = [{"step": "credit_limit"}, {"step": "insured_percentage"}]
        if some(dice, 0.3):
            steps.insert(0, {"step": "threshold", "amount": money(dice, 9000)})
        if some(dice, 0.4):
            steps.insert(dice.randint(1, len(steps) - 1), {"step": "each_loss_deductible", "amount": money(dice, 9000)})
        if some(dice, 0.3):
            steps.append({"step": "aggregate_first_loss", "amount": money(dice, 30_000)})
        if some(dice, 0.4):
            most = {"amount": money(dice, 200_000)} if some(dice, 0.6) else {"multiple": str(dice.randint(2, 30)), "of_premium": "paid"}
            steps.append({"step": "maximum_liability"} | most)
        policy["indemnity"] = {"steps": steps}
    offered = []
    for buyer in BUYERS:
        if some(dice, 0.7):
            limit: Document = {"buyer": buyer, "amount": dice.choice(["0", money(dice, 200_000), money(dice, 200_000)])}
            if some(dice, 0.2):
                limit["insured_percentage"] = "77%"
            offered.append(limit)
    return {"schema": "tradecredit/quote/1", "id": f"Q{place}", "issued": "2026-01-01", "policy": policy, "limits": offered}


def compare_quotes(seed: int) -> Document:
    dice = random.Random(f"quotes {seed}")
    submission: Document = {"schema": "tradecredit/submission/1", "client": "C", "currency": "EUR", "country": "FR"}
    submission["turnover"] = str(dice.randint(100_000, 9_000_000))
    if some(dice, 0.5):
        abroad = int(submission["turnover"]) // dice.randint(2, 5)
        submission["turnover_by_country"] = {"BR": str(abroad), "FR": str(int(submission["turnover"]) - abroad)}
    submission["buyers"] = [{"id": it, "country": dice.choice(["FR", "BR", "DE"])} for it in BUYERS]
    for it in submission["buyers"]:
        if some(dice, 0.2):
            del it["country"]
        if some(dice, 0.8):
            it["requested_limit"] = money(dice, 200_000)
    request: Document = {"submission": submission, "quotes": [quote(dice, place) for place in range(dice.randint(1, 3))]}
    request["taxes"] = [{"country": "FR", "name": "t", "domestic": "9%", "export": "0%", "from": "2020-01-01"}]
    if some(dice, 0.5):
        variant: Document = {"id": "V", "of": "Q0", "changes": dice.choice([{"premium": {"rate": "1.1‰"}}, {"insured_percentage": {"named": "80%"}}, {}])}
        if some(dice, 0.5):
            variant["limits"] = [{"buyer": dice.choice(BUYERS), "amount": money(dice, 300_000)}]
        request["variants"] = [variant]
    scenarios = []
    for place in range(dice.randint(0, 2)):
        losses = []
        for buyer in dice.sample(BUYERS, dice.randint(1, 4)):
            loss: Document = {"buyer": buyer, "amount": money(dice, 150_000)}
            if some(dice, 0.3):
                loss["cause"] = dice.choice(["protracted_default", "transfer", "insolvency"])
            if some(dice, 0.4):
                loss["evidence"] = True
            if some(dice, 0.4):
                loss["date_of_loss"] = on(dice.randint(0, 364))
            losses.append(loss)
        scenarios.append({"id": f"s{place}", "losses": losses, "up_to": "1"})
    if scenarios:
        request["scenarios"] = scenarios
    return request


def effective_date(seed: int) -> Document:
    dice = random.Random(f"effective {seed}")
    request: Document = {"signed": on(dice.randint(0, 800))}
    if some(dice, 0.6):
        rule: Document = {}
        if some(dice, 0.5):
            rule["cutoff_day"] = dice.randint(1, 31)
        if some(dice, 0.5):
            rule["on_cutoff_day"] = dice.choice(["current_month", "next_month"])
        request |= rule
    return request


CASES = {"compare_quotes": compare_quotes, "effective_date": effective_date}
