"""What is compared of each operation: read from the engine's answer, and worked out by the reference."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from .allocate import allocate
from .cover import Cover
from .values import Document, amount, day, share

Parts = dict[str, Any]


def text(number: Fraction) -> str:
    """An amount, for a person to read and to compare."""
    return str(float(number)) if number.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100) else str(number)


def read_allocation(answer: Document) -> Parts:
    money: dict[str, Fraction] = defaultdict(Fraction)
    for it in answer.get("on_account", []):
        money[f"{it['buyer']} {it['currency']}"] += amount(it["amount"])
    return {
        "open": {it["invoice"]: text(amount(it["open"])) for it in answer["receivables"]},
        "on_account": {whose: text(much) for whose, much in money.items()},
    }


def work_out_allocation(request: Document) -> Parts:
    """LED-3."""
    open_: dict[str, str] = {}
    money: dict[str, Fraction] = defaultdict(Fraction)
    convention = request.get("payment_allocation", "oldest_first")
    for buyer in request["ledger"].get("buyers", []):
        left, on_account, _ = allocate(request["ledger"], buyer["id"], convention, day(request["as_of"]))
        open_ |= {name: text(number) for name, number in left.items()}
        for _, _, much, unit in on_account:
            money[f"{buyer['id']} {unit}"] += much
    return {"open": open_, "on_account": {whose: text(much) for whose, much in money.items()}}


REASONS = {
    "country_not_covered": "country",
    "country_unknown": "country",
    "buyer_kind_excluded": "buyer_kind",
    "buyer_excluded": "buyer",
    "buyer_not_named": "buyer",
    "payment_method_excluded": "payment_method",
    "terms_too_long": "terms",
    "invoiced_too_late": "invoiced_late",
    "delivered_under_stop": "stop",
    "delivered_after_insolvency": "insolvency",
    "overdue_notified_late": "notified_late",
    "overdue_not_notified": "notified_late",
    "insolvency_notified_late": "notified_late",
    "insolvency_not_notified": "notified_late",
}
OF_THE_LIMIT = "limit over_the evidence cover_ended"


def read_assessment(answer: Document) -> Parts:
    of = {it["invoice"]: it for it in answer["receivables"]}
    plain = lambda part: {name: text(amount(it[part])) for name, it in of.items()}
    reasons = {}
    for name, it in of.items():
        codes = [why["code"] for why in it.get("reasons", []) if why["effect"] in ("excludes", "suspends")]
        known = [REASONS.get(code, code) for code in codes if not any(part in code for part in OF_THE_LIMIT.split())]
        reasons[name] = sorted(set(known))
    return {
        "open": plain("open"),
        "base": plain("base"),
        "reasons": reasons,
        "covered": plain("covered"),
        "limit": {name: text(amount(it["limit"]["amount"])) for name, it in of.items()},
        "percentage": {name: text(share(it["percentage"]["share"])) for name, it in of.items()},
        "verdict": {name: it["verdict"] for name, it in of.items()},
    }


def work_out_assessment(request: Document) -> Parts:
    """COV-1…8."""
    cover = Cover(
        request["policy"], request["ledger"], day(request["as_of"]), request.get("rates", []), request.get("holidays", [])
    )
    found = {it.receivable.id: it for it in cover.assess()}
    verdicts = {}
    for name, it in found.items():
        whole = it.covered == it.base and it.base == cover.in_policy_currency(it.open, it.receivable.currency)
        verdicts[name] = "covered" if whole else "partly_covered" if it.covered else "not_covered"
        if it.reasons - {"limit", "over_the_limit"} == {"disputed"}:
            verdicts[name] = "suspended"
    return {
        "open": {name: text(cover.in_policy_currency(it.open, it.receivable.currency)) for name, it in found.items()},
        "base": {name: text(it.base) for name, it in found.items()},
        "reasons": {name: sorted(it.reasons - {"limit", "over_the_limit"}) for name, it in found.items()},
        "covered": {name: text(it.covered) for name, it in found.items()},
        "limit": {name: text(it.limit.amount) for name, it in found.items()},
        "percentage": {name: text(it.percentage) for name, it in found.items() if it.covered},
        "verdict": verdicts,
    }


READ = {"allocate_payments": read_allocation, "assess": read_assessment}
WORKED_OUT = {"allocate_payments": work_out_allocation, "assess": work_out_assessment}
