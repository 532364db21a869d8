"""What is compared of premium and late interest."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .interest import late_interest
from .premium import Premium
from .values import Document, amount, to_unit, write

Parts = dict[str, Any]
NEAR = Fraction(1, 10**9)


def read_premium(answer: Document) -> Parts:
    adjusted = answer["adjustment"]
    result = answer.get("bonus_malus") or {}
    lines = [to_unit(amount(it["premium"]), NEAR) for it in answer["lines"]]
    return {
        "lines": {"premium": sorted(write(line) for line in lines if line)},
        "earned": {"earned": answer["earned"], "due": answer["due"]},
        "instalments": {"amounts": [it["amount"] for it in answer.get("instalments", [])]},
        "adjustment": {name: adjusted[name] for name in ("billed", "charged", "refunded", "carried_forward")},
        "bonus": {"bonus": result.get("bonus", "0"), "malus": result.get("malus", "0")},
        "premium": {"premium": answer["premium"]},
        "fees": {"fees": answer["fees_total"], "vat": answer["vat"]},
        "tax": {"tax": answer.get("tax")},
        "total": {"total": answer["total"]["amount"]},
    }


def work_out_premium(request: Document) -> Parts:
    """PRE-1…6."""
    it = Premium(request).statement()
    return {
        "lines": {"premium": sorted(write(line) for line in (to_unit(line, NEAR) for line in it["lines"]) if line)},
        "earned": {"earned": write(it["earned"]), "due": write(it["due"])},
        "instalments": {"amounts": [write(part) for part in it["instalments"]]},
        "adjustment": {name: write(much) for name, much in it["adjustment"].items()},
        "bonus": {"bonus": write(it["bonus"]), "malus": write(it["malus"])},
        "premium": {"premium": write(it["premium"])},
        "fees": {"fees": write(it["fees"]), "vat": write(it["vat"])},
        "tax": {"tax": None if it["tax"] is None else write(it["tax"])},
        "total": {"total": write(it["total"])},
    }


def read_late_interest(answer: Document) -> Parts:
    return {"interest": {"interest": answer["interest"]}, "compensation": {"compensation": answer["compensation"]}}


def work_out_late_interest(request: Document) -> Parts:
    """PRE-7."""
    interest, compensation = late_interest(request)
    return {"interest": {"interest": write(interest)}, "compensation": {"compensation": write(compensation)}}


READ = {"premium": read_premium, "late_interest": read_late_interest}
WORKED_OUT = {"premium": work_out_premium, "late_interest": work_out_late_interest}
