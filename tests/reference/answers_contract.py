"""What is compared of contracts, bookings, tariffs and watch."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from . import booking, contract, tariff
from .answers_factoring import given, text
from .figures import Figures
from .values import Document, amount, day, share, to_unit, write
from .watch import Watch

Parts = dict[str, Any]
NEAR = Fraction(1, 10**8)  # of a rate that does not end


def read_notice(answer: list[Document]) -> Parts:
    return {"notice": {it["by"]: [it["notice"], it["last_day"], it["basis"]] for it in answer}}


def told(notice: dict[str, Any]) -> dict[str, list[str]]:
    return {party: [span, last.isoformat(), basis] for party, (span, last, basis) in notice.items()}


def work_out_notice(request: Document) -> Parts:
    """PLA-6."""
    return {"notice": told(contract.notice_periods(request["country"], day(request["end"])))}


def read_renewal(answer: Document) -> Parts:
    policy = answer.get("policy", {})
    following = answer.get("next_period")
    return {
        "outcome": {"outcome": answer["outcome"], "ends": answer["ends"]},
        "notice": read_notice(answer.get("notice", []))["notice"],
        "next": {"period": [following["from"], following["to"]] if following else None},
        "policy": {"period": policy.get("period"), "endorsements": policy.get("endorsements", [])},
    }


def work_out_renewal(request: Document) -> Parts:
    """PLA-6."""
    it = contract.renewal(request)
    return {
        "outcome": {"outcome": it["outcome"], "ends": it["ends"].isoformat()},
        "notice": told(it["notice"]),
        "next": {"period": [when.isoformat() for when in it["next"]] if "next" in it else None},
        "policy": {"period": it.get("period"), "endorsements": it.get("endorsements", [])},
    }


def read_accepted(answer: Document) -> Parts:
    policy = answer["policy"]
    return {
        "last_day": {"last_day": answer["last_day"]},
        "policy": {"from": policy["period"]["from"], "to": policy["period"]["to"], "id": policy["id"]},
        "effective": {"effective": answer["effective"]},
        "limits": {
            it["buyer"]: [it["kind"], it.get("effective", it["date"]), it.get("amount"), it.get("insured_percentage"), it.get("maximum_terms")]
            for it in answer.get("limits", [])
        },
    }  # fmt: skip


def work_out_accepted(request: Document) -> Parts:
    """PLA-3, PLA-4."""
    it = contract.accept(request)
    first, to = it["period"]
    return {
        "last_day": {"last_day": it["last_day"].isoformat()},
        "policy": {"from": first.isoformat(), "to": to.isoformat(), "id": it["id"]},
        "effective": {"effective": first.isoformat()},
        "limits": {
            one["buyer"]: [one["kind"], one["from"], text(one.get("amount")), one.get("insured_percentage"), one.get("maximum_terms")]
            for one in it["limits"]
        },
    }  # fmt: skip


def read_entries(answer: Document) -> Parts:
    rows = [
        (it.get("date"), it["account"], amount(it["debit"]) if "debit" in it else -amount(it["credit"])) for it in answer["entries"]
    ]
    return {"net": {"net": answer["net"]["amount"]}, "entries": {"rows": Counter(rows)}}


def work_out_entries(request: Document) -> Parts:
    """FAC-4."""
    net, rows = booking.entries(request)
    return {"net": {"net": write(net)}, "entries": {"rows": Counter(rows)}}


def read_tariff(answer: Document) -> Parts:
    return {"rate": {"rate": share(answer["rate"])}, "premium": {"premium": given(answer, "premium", "amount")}}


def work_out_tariff(request: Document) -> Parts:
    """PRE-1."""
    rate, premium = tariff.oecd(request)
    return {"rate": {"rate": rate}, "premium": {"premium": text(premium)}}


def read_burning(answer: Document) -> Parts:
    near = lambda name: to_unit(share(answer[name]), NEAR) if name in answer else None
    return {
        "premium": {name: answer[name] for name in ("premium", "annual")},
        "rates": {name: near(name) for name in ("burning_cost", "rate")},
    }


def work_out_burning(request: Document) -> Parts:
    """PRE-4."""
    it = tariff.burning_cost(request)
    near = lambda rate: None if rate is None else to_unit(rate, NEAR)
    return {
        "premium": {name: text(it[name]) for name in ("premium", "annual")},
        "rates": {name: near(it[name]) for name in ("burning_cost", "rate")},
    }


FIGURES = ("limit", "open", "covered", "headroom")


def read_watch(answer: Document) -> Parts:
    rows = {it["buyer"]: it for it in answer["suggestions"]}
    figures = lambda it: [amount(it[name]) for name in FIGURES] if it else None
    decided = lambda it: [it["kind"], it["date"], amount(it.get("amount"))] if it else None
    return {
        "because": {name: [one["then"]["action"] for one in it["because"]] for name, it in rows.items()},
        "action": {name: it["action"]["action"] for name, it in rows.items()},
        "decision": {name: decided(it.get("decision")) for name, it in rows.items()},
        "now": {name: figures(it["now"]) for name, it in rows.items()},
        "after": {name: figures(it.get("after")) for name, it in rows.items()},
        "orders": {name: [(amount(o["covered_now"]), amount(o["covered_after"])) for o in it.get("orders", [])] for name, it in rows.items()},
    }  # fmt: skip


def work_out_watch(request: Document) -> Parts:
    """RSK-2."""
    rows = Watch(request).suggestions()
    decided = lambda it: [it["kind"], it["date"], amount(it.get("amount"))] if it else None
    return {
        "because": {name: it["because"] for name, it in rows.items()},
        "action": {name: it["action"]["action"] for name, it in rows.items()},
        "decision": {name: decided(it["decision"]) for name, it in rows.items()},
        "now": {name: it["now"] for name, it in rows.items()},
        "after": {name: it["after"] for name, it in rows.items()},
        "orders": {name: it["orders"] for name, it in rows.items()},
    }


def read_figures(answer: Document) -> Parts:
    out = lambda it: sum((amount(less["amount"]) for less in it.get("not_insurable", [])), Fraction(0))
    return {
        "turnover": {
            f"{it['up_to']} {it.get('country')} {it.get('grade')} {it.get('terms')}": (amount(it["amount"]), out(it))
            for it in answer.get("turnover", [])
            if amount(it["amount"])
        },
        "invoices": {it["id"]: amount(it["amount"]) for it in answer.get("invoices", []) if amount(it["amount"])},
        "balances": {f"{it['on']} {it['buyer']}": amount(it["amount"]) for it in answer.get("balances", []) if amount(it["amount"])},
    }


def work_out_figures(request: Document) -> Parts:
    """PRE-1."""
    it = Figures(request)
    basis = it.policy["premium"]["basis"]
    return {name: getattr(it, name)() if name == basis else {} for name in ("turnover", "invoices", "balances")}


READ = {
    "notice_periods": read_notice, "renewal": read_renewal, "accept_quote": read_accepted, "factoring_entries": read_entries,
    "tariff": read_tariff, "burning_cost": read_burning, "watch": read_watch, "premium_figures": read_figures,
}  # fmt: skip
WORKED_OUT = {
    "notice_periods": work_out_notice, "renewal": work_out_renewal, "accept_quote": work_out_accepted, "factoring_entries": work_out_entries,
    "tariff": work_out_tariff, "burning_cost": work_out_burning, "watch": work_out_watch, "premium_figures": work_out_figures,
}  # fmt: skip
