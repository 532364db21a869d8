"""From offers to the day a policy begins, from PLA-3…6 alone.

Where the rules leave a choice:
- A loss without a date falls on the first day of the policy; losses are settled by day, then in the order of buyers' names.
- A buyer that a quote does not name has the discretionary limit where there is evidence, else the unnamed one.
- A limit that is offered counts up to what was wanted.
- Turnover in a country that a quote leaves out is not insurable.
"""

from __future__ import annotations

from fractions import Fraction

from .claim import Loss, Used
from .premium import Premium, merged
from .values import Document, amount, day, plus, share, to_unit, write

NOTHING = Fraction(0)


def valid_until(issued: str, given: str | None) -> str:
    """PLA-3."""
    return given or plus(day(issued), "P1M").isoformat()


def effective(request: Document) -> str:
    """PLA-4."""
    signed, cutoff = day(request["signed"]), request.get("cutoff_day", 15)
    later = signed.day > cutoff or (signed.day == cutoff and request.get("on_cutoff_day", "current_month") == "next_month")
    return plus(signed.replace(day=1), "P1M" if later else "P0D").isoformat()


def candidates(request: Document) -> list[tuple[str, Document, list[Document]]]:
    """Quotes, then their variants: name, policy, limits."""
    quotes = {it["id"]: it for it in request["quotes"]}
    found = [(it["id"], it["policy"], it.get("limits", [])) for it in request["quotes"]]
    for it in request.get("variants", []):
        of = quotes[it["of"]]
        instead = {limit["buyer"] for limit in it.get("limits", [])}
        limits = [limit for limit in of.get("limits", []) if limit["buyer"] not in instead] + it.get("limits", [])
        found.append((it["id"], merged(of["policy"], it.get("changes", {})), limits))
    return found


def cost(request: Document, policy: Document) -> Document:
    told = request["submission"]
    figures = dict(request.get("figures", {}))
    if "turnover" not in figures:
        out = policy.get("scope", {}).get("excluded_countries", [])
        rows: list[Document] = [
            {"country": country, "amount": much} | ({"not_insurable": [{"reason": "country_not_covered", "amount": much}]} if country in out else {})
            for country, much in told.get("turnover_by_country", {}).items()
        ]
        named = sum((amount(it["amount"]) for it in rows), NOTHING)
        whole = amount(told["turnover"]) if "turnover" in told else named
        if whole > named:
            rows.append({"amount": write(whole - named)})
        figures["turnover"] = rows
    return Premium({"policy": policy, "figures": figures, "taxes": request.get("taxes", [])}).statement()


def limits_obtained(request: Document, limits: list[Document]) -> Document:
    wanted = {it["id"]: amount(it["requested_limit"]) for it in request["submission"]["buyers"] if "requested_limit" in it}
    offered = {it["buyer"]: amount(it["amount"]) for it in limits}
    got = {buyer: min(much, offered.get(buyer, NOTHING)) for buyer, much in wanted.items()}
    whole = sum(wanted.values(), NOTHING)
    return {
        "wanted": len(wanted),
        "in_full": sum(offered.get(buyer, NOTHING) >= much for buyer, much in wanted.items()),
        "in_part": sum(NOTHING < offered.get(buyer, NOTHING) < much for buyer, much in wanted.items()),
        "refused": sum(buyer in offered and not offered[buyer] for buyer in wanted),
        "unanswered": sum(buyer not in offered for buyer in wanted),
        "amount_obtained": sum(got.values(), NOTHING),
        "share": write(to_unit(sum(got.values(), NOTHING) / whole * 100, Fraction(1, 100))) + "%" if whole else None,
    }


def pays(request: Document, policy: Document, limits: list[Document], scenario: Document, premium: Fraction) -> Fraction:
    """The same losses under one quote."""
    steps = policy.get("indemnity", {}).get("steps")
    if steps:
        steps = [
            it | {"amount": write(amount(it["multiple"]) * premium)} if it["step"] == "maximum_liability" and "multiple" in it else it
            for it in steps
        ]
        policy = merged(policy, {"indemnity": {"steps": steps}})
    used = Used(policy)
    offered = {it["buyer"]: it for it in limits}
    countries = {it["id"]: it.get("country") for it in request["submission"]["buyers"]}
    rules, shares, scope = policy.get("limits", {}), policy.get("insured_percentage", {}), policy.get("scope", {})
    named = shares.get("named", "90%")
    discretionary = shares.get("discretionary", named)
    paid = NOTHING
    dated = sorted(scenario["losses"], key=lambda it: (it.get("date_of_loss", policy["period"]["from"]), it["buyer"]))
    for it in dated:
        country, cause = countries.get(it["buyer"]), it.get("cause", "insolvency")
        out = scope.get("excluded_countries", [])
        if cause not in scope.get("causes", ["insolvency", "protracted_default"]) or country in out or (out and not country):
            continue
        if it["buyer"] in offered:
            limit, kind = amount(offered[it["buyer"]]["amount"]), named
        elif it.get("evidence") and "discretionary" in rules:
            limit, kind = amount(rules["discretionary"]["amount"]), discretionary
        elif "unnamed" in rules:
            limit, kind = amount(rules["unnamed"]["amount"]), shares.get("unnamed", discretionary)
        else:
            continue
        percentage = offered.get(it["buyer"], {}).get("insured_percentage")
        percentage = percentage or shares.get("by_cause", {}).get(cause) or shares.get("by_country", {}).get(country) or kind
        if not limit:
            continue
        loss = amount(it["amount"])
        parts = [Loss("", loss, min(loss, limit), share(percentage))]
        when = day(it.get("date_of_loss", policy["period"]["from"]))
        paid += used.settle(parts, loss, limit, when).indemnity
    return paid


def ranks(costs: list[Fraction]) -> list[int]:
    return [1 + sum(other < cost for other in costs) for cost in costs]


def compare_quotes(request: Document) -> Document:
    """PLA-5."""
    rows, found = candidates(request), {}
    turnover = amount(request["submission"].get("turnover")) or sum(
        (amount(it) for it in request["submission"].get("turnover_by_country", {}).values()), NOTHING
    )
    costs = [cost(request, policy) for _, policy, _ in rows]
    placed = ranks([it["total"] for it in costs])
    for (name, policy, limits), it, rank in zip(rows, costs, placed):
        found[name] = {
            "premium": it["premium"], "fees": it["fees"] + it["vat"], "tax": it["tax"], "total": it["total"], "rank": rank,
            "per_mille": write(to_unit(it["total"] / turnover * 1000, Fraction(1, 1000))),
            "limits": limits_obtained(request, limits),
        }  # fmt: skip
    scenarios = {}
    for scenario in request.get("scenarios", []):
        loss = sum((amount(it["amount"]) for it in scenario["losses"]), NOTHING)
        paid = [pays(request, policy, limits, scenario, it["premium"]) for (_, policy, limits), it in zip(rows, costs)]
        net = [it["total"] + loss - much for it, much in zip(costs, paid)]
        scenarios[scenario["id"]] = {
            name: (much, loss - much, whole, rank) for (name, _, _), much, whole, rank in zip(rows, paid, net, ranks(net))
        }
    return {"quotes": found, "scenarios": scenarios}


