"""What is compared of quotes and of the days of a placement."""

from __future__ import annotations

from typing import Any

from . import placement
from .answers_factoring import given, text
from .values import Document, write

Parts = dict[str, Any]
TALLY = ("wanted", "in_full", "in_part", "refused", "unanswered", "amount_obtained")


def read_quotes(answer: Document) -> Parts:
    rows = {it["quote"]: it for it in answer["quotes"]}
    tally = lambda it: [str(it["limits"]["all"][name]) for name in TALLY] + [it["limits"]["all"].get("share")]
    return {
        "cost": {name: [given(it["cost"], part) for part in ("premium", "fees", "tax", "total", "per_mille")] for name, it in rows.items()},
        "rank": {name: it["rank"] for name, it in rows.items()},
        "limits": {name: tally(it) for name, it in rows.items()},
        "scenarios": {
            f"{scenario['scenario']} {it['quote']}": [it["indemnity"], it["retained"], it["net_cost"], it["rank"]]
            for scenario in answer.get("scenarios", [])
            for it in scenario["results"]
        },
    }  # fmt: skip


def work_out_quotes(request: Document) -> Parts:
    """PLA-5."""
    found = placement.compare_quotes(request)
    rows = found["quotes"]
    tally = lambda it: [str(it["limits"][name]) for name in TALLY[:-1]] + [write(it["limits"]["amount_obtained"]), it["limits"]["share"]]
    return {
        "cost": {name: [text(it[part]) for part in ("premium", "fees", "tax", "total")] + [it["per_mille"]] for name, it in rows.items()},
        "rank": {name: it["rank"] for name, it in rows.items()},
        "limits": {name: tally(it) for name, it in rows.items()},
        "scenarios": {
            f"{scenario} {name}": [*(write(much) for much in it[:3]), it[3]]
            for scenario, results in found["scenarios"].items()
            for name, it in results.items()
        },
    }  # fmt: skip


def read_effective(answer: Document) -> Parts:
    return {"date": {"effective": answer["effective"] if "effective" in answer else answer}}


def work_out_effective(request: Document) -> Parts:
    """PLA-4."""
    return {"date": {"effective": placement.effective(request)}}


READ = {"compare_quotes": read_quotes, "effective_date": read_effective}
WORKED_OUT = {"compare_quotes": work_out_quotes, "effective_date": work_out_effective}
