"""What is compared of each operation: read from the engine's answer, and worked out by the reference."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import Any

from .allocate import allocate
from .claim import UNLIMITED, Loss, Used
from .cover import Cover
from .duties import Duties
from .recovery import Debt
from .recovery import share as share_recovered
from .settle import Claims
from .values import Document, amount, day, share, write

Parts = dict[str, Any]


def text(number: Fraction) -> str:
    """An amount, for a person to read and to compare."""
    return write(number)


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
        whole = it.covered == it.base and it.base == cover.in_policy_currency(it.open, it.receivable.currency, it.receivable)
        verdicts[name] = "covered" if whole else "partly_covered" if it.covered else "not_covered"
        if it.reasons - {"over_the_limit"} == {"disputed"}:
            verdicts[name] = "suspended"
    return {
        "open": {name: text(cover.in_policy_currency(it.open, it.receivable.currency, it.receivable)) for name, it in found.items()},
        "base": {name: text(it.base) for name, it in found.items()},
        "reasons": {name: sorted(it.reasons - {"limit", "over_the_limit"}) for name, it in found.items()},
        "covered": {name: text(it.covered) for name, it in found.items()},
        "limit": {name: text(it.limit.amount) for name, it in found.items()},
        "percentage": {name: text(it.percentage) for name, it in found.items() if it.covered},
        "verdict": verdicts,
    }


def read_indemnity(answer: Document) -> Parts:
    for it in answer["losses"]:
        went = sum(amount(portion["amount"]) for portion in it.get("where_it_went", []))
        assert went == amount(it["gross_debt"]), "CLM-9"
    return {
        "indemnity": {it["id"]: text(amount(it["indemnity"])) for it in answer["losses"]},
        "aggregate": {
            it["from"]: text(amount(it["aggregate_eroded"])) for it in answer["state"]["years"] if it["aggregate_eroded"] != "0"
        },
        "maximum": {
            it["from"]: text(amount(it["liability_consumed"]))
            for it in answer["state"]["years"]
            if it["liability_consumed"] != "0"
        },
    }


def work_out_indemnity(request: Document) -> Parts:
    """CLM-4, CLM-6."""
    policy = request["policy"]
    used = Used(policy, paid=amount(request.get("premium_paid")))
    otherwise = policy.get("insured_percentage", {}).get("named", "90%")
    paid = {}
    for loss in sorted(request["losses"], key=lambda it: (it["date_of_loss"], it["id"])):
        of_loss = loss.get("percentage", otherwise)
        parts = [
            (amount(it["amount"]), share(it.get("percentage", of_loss)))
            for it in loss.get("receivables", [{"amount": loss.get("amount")}])
        ]
        room = limit = amount(loss["limit"]) if "limit" in loss else UNLIMITED
        losses = []
        for much, percentage in parts:
            losses.append(Loss("", much, min(much, room), percentage))
            room -= losses[-1].covered
        whole = sum((much for much, _ in parts), Fraction(0))
        total_debt = amount(loss.get("total_debt")) if "total_debt" in loss else whole
        limited = any(step["step"] == "credit_limit" for step in used.steps)
        oldest = next((it for it in losses if (it.covered if limited else it.insurable)), None)
        costs = amount(loss.get("costs")) if oldest else Fraction(0)
        beside = Loss("", costs, costs, oldest.percentage if oldest else Fraction(0))
        settled = used.settle(losses, total_debt, limit, day(loss["date_of_loss"]), beside)
        paid[loss["id"]] = text(settled.indemnity)
    return {"indemnity": paid, "aggregate": used.shown(used.aggregate), "maximum": used.shown(used.maximum)}


def read_recovery(answer: Document) -> Parts:
    return {
        "insurer": {str(place): text(amount(it["insurer"])) for place, it in enumerate(answer["recoveries"])},
        "insured": {str(place): text(amount(it["policyholder"])) for place, it in enumerate(answer["recoveries"])},
    }


def work_out_recovery(request: Document) -> Parts:
    """REC-2, REC-3."""
    rules, loss = request["policy"].get("recoveries", {}), request["loss"]
    insured_debt = amount(loss.get("insured_debt", loss["total_debt"]))
    insured_loss = amount(loss.get("insured_loss")) if "insured_loss" in loss else insured_debt
    debts = [
        Debt(it["invoice"], amount(it["debt"]), amount(it["insured"]), amount(it["insured"]), amount(it["indemnity"]))
        for it in loss.get("receivables", [])
    ]
    whole = Debt("", amount(loss["total_debt"]), insured_debt, insured_loss, amount(loss["indemnity"]))
    if debts and (sum(it.debt for it in debts), sum(it.indemnity for it in debts)) != (whole.debt, whole.indemnity):
        raise ValueError("the figures contradict each other")
    if sum(amount(it["amount"]) for it in request["recoveries"]) > whole.debt:
        raise ValueError("more is recovered than owed")
    before = insurer_before = insured_before = Fraction(0)
    insurers, insureds = {}, {}
    for place, it in enumerate(request["recoveries"]):
        recovered, costs = amount(it["amount"]), amount(it.get("costs"))
        insurer, insured = share_recovered(
            rules, recovered, costs, whole, debts or [whole], "EUR", request["policy"].get("indemnity", {}).get("rounding"),
            (before, insurer_before, insured_before), it.get("invoices"),
        )
        insurers[str(place)], insureds[str(place)] = text(insurer), text(insured)
        before += recovered - (costs if rules.get("costs", "first") == "first" else 0)
        insurer_before += insurer
        insured_before += insured
    return {"insurer": insurers, "insured": insureds}


def read_settlements(answer: Document) -> Parts:
    of = {it["claim"]: it for it in answer["settlements"] if it["status"] == "payable"}
    for it in of.values():
        went = sum(amount(portion["amount"]) for portion in it.get("where_it_went", []))
        assert went == amount(it["account"]["gross_debt"]), "CLM-9"
    return {
        "date_of_loss": {name: it["date_of_loss"] for name, it in of.items()},
        "insurable": {name: text(amount(it["account"]["insured"])) for name, it in of.items()},
        "total_debt": {name: text(amount(it["account"]["total_debt"])) for name, it in of.items()},
        "indemnity": {name: text(amount(it["indemnity"]["amount"])) for name, it in of.items()},
    }


def work_out_settlements(request: Document) -> Parts:
    """CLM-1…7."""
    found, _ = Claims(
        request["policy"], request["ledger"], day(request["as_of"]), request.get("rates", [])
    ).settle(request["claims"])
    settled = {name: (account, paid) for name, (account, paid) in found.items() if paid.indemnity}
    return {
        "date_of_loss": {name: it.date.isoformat() for name, (it, _) in settled.items()},
        "insurable": {name: text(it.insurable) for name, (it, _) in settled.items()},
        "total_debt": {name: text(it.total_debt) for name, (it, _) in settled.items()},
        "indemnity": {name: text(paid.indemnity) for name, (_, paid) in settled.items()},
    }


RECEIVABLE_DUTIES = ("overdue_notice", "insolvency_notice", "claim_filing", "debt_filing", "stop")


def read_duties(answer: Document) -> Parts:
    return {"duties": {
        f"{it['kind']} {invoice}": f"{it.get('first_day', '')} {it['last_day']} {it['state']}"
        for it in answer["duties"] if it["kind"] in RECEIVABLE_DUTIES
        for invoice in it["invoices"]
    } | {
        f"{it['kind']} {it['buyer']} {it['anchor_day']}": f" {it['last_day']} {it['state']}"
        for it in answer["duties"] if it["kind"] in ("limit_expiry", "temporary_limit_expiry") and "buyer" in it
    }}


def work_out_duties(request: Document) -> Parts:
    """DUE-1…7."""
    return {"duties": Duties(request).all()}


READ = {
    "duties": read_duties,
    "settle_claims": read_settlements,
    "allocate_payments": read_allocation,
    "assess": read_assessment,
    "indemnity": read_indemnity,
    "share_recovery": read_recovery,
}
WORKED_OUT = {
    "duties": work_out_duties,
    "settle_claims": work_out_settlements,
    "allocate_payments": work_out_allocation,
    "assess": work_out_assessment,
    "indemnity": work_out_indemnity,
    "share_recovery": work_out_recovery,
}
