"""What is compared of buyer risk in figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import risk
from .answers_factoring import given, nought, text
from .portfolio import Portfolio
from .values import Document, amount, to_unit, write

Parts = dict[str, Any]
NEAR = Fraction(1, 10**9)


def near(number: Fraction) -> str:
    """An amount that may not have been rounded."""
    return write(to_unit(number, NEAR))


OF_RISK = ("loss", "present_value", "undiscounted", "before", "insurer")


def read_expected_loss(answer: Document) -> Parts:
    return {
        "risks": {str(place): [near(amount(it.get(name))) for name in OF_RISK] for place, it in enumerate(answer["risks"])},
        "sums": {name: answer[name] for name in ("before", "insurer", "after")},
    }


def work_out_expected_loss(request: Document) -> Parts:
    it = risk.expected_loss(request)
    return {
        "risks": {str(place): [near(one) for one in risks] for place, risks in enumerate(it["risks"])},
        "sums": {name: write(it[name]) for name in ("before", "insurer", "after")},
    }


def read_loss_rates(answer: Document) -> Parts:
    return {"ages": {str(place): (it["loss_rate"], it.get("roll_rate")) for place, it in enumerate(answer["ages"])}}


def work_out_loss_rates(request: Document) -> Parts:
    rates, rolls = risk.loss_rates(request["history"])
    shown = lambda rate: None if rate is None else risk.percent(rate, request)
    return {"ages": {str(place): (shown(rate), shown(roll)) for place, (rate, roll) in enumerate(zip(rates, rolls))}}


def read_provision_matrix(answer: Document) -> Parts:
    return {
        "rows": {str(place): (near(amount(it["allowance"])), it["loss_rate"]) for place, it in enumerate(answer["ages"])},
        "sum": {"allowance": answer["allowance"], "share": answer.get("allowance_share")},
    }


def work_out_provision_matrix(request: Document) -> Parts:
    it = risk.provision_matrix(request)
    return {
        "rows": {str(place): (near(much), rate) for place, (much, rate) in enumerate(it["rows"])},
        "sum": {"allowance": write(it["allowance"]), "share": it["share"]},
    }


def read_concentration(answer: Document) -> Parts:
    return {
        "largest": {"names": [(it["name"], it["amount"], it["share"]) for it in answer["largest"]]},
        "sum": {"amount": answer["largest_amount"], "share": answer.get("largest_share")},
        "index": {name: given(answer, name) for name in ("herfindahl", "equal_names")},
    }


def work_out_concentration(request: Document) -> Parts:
    it = risk.concentration(request)
    return {
        "largest": {"names": it["largest"]},
        "sum": {"amount": text(it["largest_amount"]), "share": it["largest_share"]},
        "index": {name: it[name] for name in ("herfindahl", "equal_names")},
    }


def read_days(answer: Document) -> Parts:
    return {"days": {"simple": given(answer, "simple"), "count_back": given(answer, "count_back"), "older": nought(answer, "older")}}


def work_out_days(request: Document) -> Parts:
    it = risk.days_sales_outstanding(request)
    return {"days": {name: it[name] for name in ("simple", "count_back", "older")}}


def read_portfolio(answer: Document) -> Parts:
    lost = answer.get("expected_loss") or {}
    return {
        "open": {"open": answer["open"], "overdue": answer["overdue"], "share": answer.get("overdue_share")},
        "ageing": {"ages": [(it["age"], it["open"], it["share"]) for it in answer["ageing"]]},
        "insured": {"covered": answer["insured"]["covered"]},
        "largest": {"names": [(it["name"], it["amount"], it["share"]) for it in answer["concentration"]["largest"]]},
        "index": {"herfindahl": given(answer["concentration"], "herfindahl")},
        "buyers": {
            it["buyer"]: [it["exposure"], it["before"], it["indemnity"], it["insurer"]] for it in lost.get("buyers", [])
        },
        "loss": {name: nought(lost, name) for name in ("before", "insurer", "after", "not_counted")},
    }


def work_out_portfolio(request: Document) -> Parts:
    """RSK-3."""
    it = Portfolio(request)
    overdue = sum((row.open for row in it.rows if it.late(row) > 0), Fraction(0))
    holdings = [{"name": row.receivable.buyer, "amount": str(row.open)} for row in it.rows]
    spread = risk.concentration({"holdings": holdings, "precision": request["precision"]})
    lost = it.expected_loss()
    asked = any(request.get(name) for name in ("scale", "unrated", "probabilities"))
    lost = lost if asked else {"buyers": [], "before": Fraction(0), "insurer": Fraction(0), "not_counted": Fraction(0)}
    return {
        "open": {
            "open": write(it.open), "overdue": write(overdue),
            "share": risk.percent(overdue / it.open, request) if it.open else None,
        },
        "ageing": {"ages": it.ageing()},
        "insured": {"covered": write(sum((row.covered for row in it.rows), Fraction(0)))},
        "largest": {"names": spread["largest"]},
        "index": {"herfindahl": spread["herfindahl"]},
        "buyers": {name: [write(one) for one in figures] for name, *figures in lost["buyers"]},
        "loss": {
            "before": write(lost["before"]), "insurer": write(lost["insurer"]),
            "after": write(lost["before"] - lost["insurer"]), "not_counted": write(lost["not_counted"]),
        },
    }  # fmt: skip


READ = {
    "evaluate_portfolio": read_portfolio,
    "expected_loss": read_expected_loss,
    "loss_rates": read_loss_rates,
    "provision_matrix": read_provision_matrix,
    "concentration": read_concentration,
    "days_sales_outstanding": read_days,
}
WORKED_OUT = {
    "evaluate_portfolio": work_out_portfolio,
    "expected_loss": work_out_expected_loss,
    "loss_rates": work_out_loss_rates,
    "provision_matrix": work_out_provision_matrix,
    "concentration": work_out_concentration,
    "days_sales_outstanding": work_out_days,
}
