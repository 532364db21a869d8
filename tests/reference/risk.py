"""Buyer risk in figures, from RSK-3 alone.

Where the rule leaves a choice:
- Each step is rounded before the next one: loss at default, present value, what is expected of it.
- What the insurer is expected to pay is one step: its percentage of the covered part of the loss, less the deductible.
- A roll rate of months in which nothing stood in an age is 100 %.
"""

from __future__ import annotations

from fractions import Fraction

from .values import Document, amount, rounded, share, split, to_unit, write

NOTHING = Fraction(0)


def digits(request: Document) -> tuple[int, str]:
    precision = request.get("precision", {})
    return precision.get("digits", 2), precision.get("mode", "half_up")


def percent(number: Fraction, request: Document) -> str:
    places, mode = digits(request)
    return write(to_unit(number * 100, Fraction(1, 10**places), mode)) + "%"


def plain(number: Fraction, request: Document, more: int = 0) -> str:
    places, mode = digits(request)
    return write(to_unit(number, Fraction(1, 10 ** (places + more)), mode))


def expected_loss(request: Document) -> Document:
    currency, rounding = request["currency"], request.get("rounding", {})

    def step(number: Fraction) -> Fraction:
        return number if rounding.get("at") == "result" else rounded(number, currency, rounding)

    found = []
    for it in request["risks"]:
        given, weight = share(it.get("loss_given_default", "100%")), share(it.get("weight", "100%"))
        when, probability = it.get("discount"), share(it["probability"])
        worth = Fraction(1)
        if when:
            worth = 1 / (1 + share(when["rate"])) ** when.get("years", 0) / (1 + share(when["rate"]) * Fraction(when.get("days", 0), 365))
        loss = step(amount(it["exposure"]) * given)
        present = step(loss * worth)
        before = step(present * probability * weight)
        insurer = NOTHING
        if insured := it.get("insured"):
            covered = amount(insured["covered"]) * given
            paid = max(NOTHING, covered - amount(insured.get("deductible"))) * share(insured["percentage"])
            insurer = min(before, step(paid * worth * probability * weight))
        found.append((loss, present, step(loss * probability * weight), before, insurer))
    before = rounded(sum((it[3] for it in found), NOTHING), currency, rounding)
    insurer = min(before, rounded(sum((it[4] for it in found), NOTHING), currency, rounding))
    shown = [[rounded(one, currency, rounding) for one in it] for it in found]
    return {"risks": shown, "before": before, "insurer": insurer, "after": before - insurer}


def loss_rates(history: Document) -> tuple[list[Fraction], list[Fraction | None]]:
    """Of each age, and how much of it rolls on."""
    if reached := [amount(it) for it in history.get("reached", [])]:
        rolls: list[Fraction | None] = [after / now if now else None for now, after in zip(reached, reached[1:])]
        lost = amount(history["lost"]) if "lost" in history else reached[-1] * share(history.get("loss_given_default", "100%"))
        last = lost / reached[-1] if reached[-1] else share(history.get("loss_given_default", "100%"))
    else:
        months = [[amount(one) for one in it["balances"]] for it in history["month_ends"]]
        rolls = []
        for age in range(len(months[0]) - 1):
            pairs = [(now[age], after[age + 1]) for now, after in zip(months, months[1:]) if now[age]]
            if history.get("averaging", "pooled") == "mean":
                rates = [after / now for now, after in pairs]
                rolls.append(sum(rates, NOTHING) / len(rates) if rates else None)
            else:
                whole = sum((now for now, _ in pairs), NOTHING)
                rolls.append(sum((after for _, after in pairs), NOTHING) / whole if whole else None)
        last = share(history.get("loss_given_default", "100%"))
    rates = [last]
    for roll in reversed(rolls):
        rates.append(rates[-1] * (1 if roll is None else roll))
    outlook = share(history.get("outlook", "100%"))
    return [min(Fraction(1), rate * outlook) for rate in reversed(rates)], [*rolls, None]


def provision_matrix(request: Document) -> Document:
    currency, rounding = request["currency"], request.get("rounding", {})
    past = loss_rates(request["history"])[0] if "history" in request else []
    rows, whole, open_ = [], NOTHING, NOTHING
    for place, it in enumerate(request["ages"]):
        balance, rate = amount(it["balance"]), share(it["loss_rate"]) if "loss_rate" in it else past[place]
        allowance = balance * rate
        if rounding.get("at") != "result":
            allowance = rounded(allowance, currency, rounding)
        rows.append((rounded(allowance, currency, rounding), percent(rate, request)))
        whole += allowance
        open_ += balance
    whole = rounded(whole, currency, rounding)
    return {"rows": rows, "allowance": whole, "share": percent(min(Fraction(1), whole / open_), request) if open_ else None}


def concentration(request: Document) -> Document:
    of: dict[str, Fraction] = {}
    for it in request["holdings"]:
        of[it["name"]] = of.get(it["name"], NOTHING) + amount(it["amount"])
    names = sorted((name for name in of if of[name]), key=lambda name: (-of[name], name))
    whole = sum(of.values(), NOTHING)
    places = digits(request)[0]
    shares = split(Fraction(100), [of[name] for name in names], Fraction(1, 10**places)) if whole else []
    top = names[: request.get("largest", 10)]
    index = sum(((much / whole) ** 2 for much in of.values()), NOTHING) if whole else None
    return {
        "largest": [(name, write(of[name]), write(part) + "%") for name, part in zip(top, shares)],
        "largest_amount": sum((of[name] for name in top), NOTHING),
        "largest_share": percent(sum((of[name] for name in top), NOTHING) / whole, request) if whole else None,
        "herfindahl": None if index is None else plain(index, request, 2),
        "equal_names": None if index is None else plain(1 / index, request),
    }


def days_sales_outstanding(request: Document) -> Document:
    owed, periods = amount(request["receivables"]), request["periods"]

    def back(left: Fraction) -> tuple[Fraction, Fraction, list[Fraction]]:
        days, used = NOTHING, []
        for it in periods:
            sales = amount(it["sales"])
            explained = min(left, sales)
            if not left:
                break
            used.append(explained)
            days += it["days"] * explained / sales if sales else it["days"]
            left -= explained
        return days, left, used

    turnover, days = sum((amount(it["sales"]) for it in periods), NOTHING), sum(it["days"] for it in periods)
    found: Document = {"simple": None, "best_possible": None, "delay": None}
    if turnover:
        average = (owed + amount(request["opening"])) / 2 if "opening" in request else owed
        found["simple"] = plain(average / turnover * days, request)
    counted, older, _ = back(owed)
    found["count_back"], found["older"] = plain(counted, request), write(older)
    return found
