"""From a quote to a policy in force, and on to its renewal (PLA-3, PLA-4, PLA-6)."""

from __future__ import annotations

from datetime import date, timedelta

from .placement import effective
from .values import Document, amount, day, plus, rolled

ONE_DAY = timedelta(days=1)
# Country, first and last day on which notice so given counts, months of policyholder and insurer, basis.
NOTICE = [
    ("BE", date.min, date(2024, 9, 30), "P3M", "P3M", "law"),
    ("BE", date(2024, 10, 1), date.max, "P2M", "P3M", "law"),
    ("DE", date.min, date.max, "P2M", "P2M", "custom"),
    ("ES", date(2016, 1, 1), date.max, "P1M", "P2M", "law"),
    ("FR", date.min, date.max, "P2M", "P2M", "custom"),
]


def last_day(end: date, span: str) -> date:
    """PLA-6: the whole notice lies between the notice and the end."""
    return plus(end + ONE_DAY, span, "clamp", -1) - ONE_DAY


def notice_periods(country: str | None, end: date) -> dict[str, tuple[str, date, str]]:
    """By party: how long, the last day, and whether by law or custom. The latest row in force on the day that it gives."""
    found = {}
    for place, party in enumerate(("policyholder", "insurer")):
        for row in NOTICE:
            last = last_day(end, row[3 + place])
            if row[0] == country and row[1] <= last <= row[2]:
                found[party] = (row[3 + place], last, row[5])
    return found


def renewal(request: Document) -> Document:
    """PLA-6: agreed, tacit, or at an end."""
    policy, given = request["policy"], request.get("notice")
    rules, periods = policy.get("renewal", {}), policy.get("periods", {})
    end = day(policy["period"]["to"])
    notice = notice_periods(request.get("country", policy.get("policyholder_country")), end)
    for party in ("policyholder", "insurer"):
        if span := rules.get(f"notice_by_{party}"):
            notice[party] = (span, last_day(end, span), "policy")
    holidays = {day(it) for it in request.get("holidays", [])}
    roll = periods.get("roll", "none")
    notice = {party: (span, rolled(last, roll, holidays), basis) for party, (span, last, basis) in notice.items()}
    if request.get("agreed"):
        outcome = "renewed_by_agreement"
    elif not rules.get("tacit"):
        outcome = "ends"
    elif not given:
        outcome = "renewed_tacitly"
    else:
        outcome = "ends_by_notice" if day(given["date"]) <= notice[given["by"]][1] else "notice_too_late"
    found: Document = {"outcome": outcome, "ends": end, "notice": notice}
    if outcome not in ("ends", "ends_by_notice"):
        start = end + ONE_DAY
        to = plus(start, request.get("length", "P12M")) - ONE_DAY
        found["next"] = (start, to)
        endorsement = {"id": request.get("endorsement", "renewal"), "effective": start.isoformat(), "changes": request.get("changes")}
        added = [endorsement] if request.get("changes") else []
        found["period"] = {"from": policy["period"]["from"], "to": to.isoformat()}
        found["endorsements"] = policy.get("endorsements", []) + added
    return found


def accept(request: Document) -> Document:
    """PLA-3, PLA-4: the policy and the decisions on limits that a quote becomes."""
    quote = request["quote"]
    policy, issued = quote["policy"], day(quote["issued"])
    last = day(quote["valid_until"]) if "valid_until" in quote else plus(issued, "P1M")
    assert issued <= day(request["accepted"]) <= last
    first = day(effective({"signed": request.get("signed", request["accepted"]), **quote.get("start", {})}))
    start, after = day(policy["period"]["from"]), day(policy["period"]["to"]) + ONE_DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    whole = months > 0 and plus(start, f"P{months}M") == after
    to = (plus(first, f"P{months}M") if whole else first + (after - start)) - ONE_DAY
    limits = []
    for it in quote.get("limits", []):
        found = {"buyer": it["buyer"], "kind": "granted" if amount(it["amount"]) else "refused", "from": first.isoformat()}
        limits.append(found | {name: it[name] for name in ("insured_percentage", "maximum_terms") if name in it} | (
            {"amount": amount(it["amount"])} if amount(it["amount"]) else {}
        ))
    return {"last_day": last, "period": (first, to), "id": request.get("policy_id", policy["id"]), "limits": limits}
