"""What is compared of factoring and of what competes with it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import factoring, financing
from .invoices import Lives
from .screen import Screen
from .values import Document, amount, write

Parts = dict[str, Any]


def text(number: Fraction | None) -> str | None:
    return None if number is None else write(number)


def given(answer: Document, *path: str) -> str | None:
    """What the answer says there, if anything."""
    inner: Any = answer
    for name in path:
        inner = None if inner is None else inner.get(name)
    return None if inner is None else inner if str(inner).endswith("%") else write(amount(inner))


def nought(answer: Document, *path: str) -> str:
    return given(answer, *path) or "0"


CAPS = {"over_the_debtor_limit", "no_debtor_limit", "not_insured", "concentration"}


def read_availability(answer: Document) -> Parts:
    rows = {it["invoice"]: it for it in answer.get("receivables", [])}
    return {
        "reasons": {name: sorted({why["code"] for why in it.get("reasons", [])} - CAPS) for name, it in rows.items()},
        "rows": {name: [it["eligible"], it.get("with_recourse", "0")] for name, it in rows.items()},
        "base": {name: nought(answer, name) for name in ("eligible", "advance")},
        "held": {"fund": nought(answer, "guarantee_fund"), "reserves": [it["amount"] for it in answer.get("reserves", [])]},
        "available": {
            "above": nought(answer, "above_facility"),
            "available": answer["available"]["amount"],
            "overdrawn": nought(answer, "overdrawn"),
        },
    }


def work_out_availability(request: Document) -> Parts:
    """FAC-1."""
    it = Screen(request).availability() if "ledger" in request else factoring.availability(request)
    return {
        "reasons": {name: sorted(why) for name, why in it.get("reasons", {}).items()},
        "rows": {name: [write(one) for one in row] for name, row in it.get("rows", {}).items()},
        "base": {name: write(it[name]) for name in ("eligible", "advance")},
        "held": {"fund": write(it["fund"]), "reserves": [write(one) for one in it["reserves"]]},
        "available": {name: write(it[name]) for name in ("above", "available", "overdrawn")},
    }


def read_cost(answer: Document) -> Parts:
    return {
        "commission": {"commission": given(answer, "factoring_commission", "amount")},
        "use": {"receivables": given(answer, "receivables"), "used": given(answer, "used")},
        "financing": {"financing": given(answer, "financing_commission", "amount"), "own_funding": given(answer, "own_funding")},
        "fees": {"fees": [it["amount"] for it in answer.get("fees", [])], "vat": answer["vat"]},
        "total": {"total": answer["total"], "of_turnover": given(answer, "of_turnover")},
        "without": {"without": given(answer, "without", "total"), "net_cost": nought(answer, "net_cost"), "net_benefit": nought(answer, "net_benefit")},
    }  # fmt: skip


def work_out_cost(request: Document) -> Parts:
    """FAC-2."""
    it = factoring.cost(request)
    return {
        "commission": {"commission": text(it["commission"])},
        "use": {"receivables": text(it["receivables"]), "used": text(it["used"])},
        "financing": {"financing": text(it["financing"]), "own_funding": text(it["own_funding"])},
        "fees": {"fees": [write(one) for one in it["fees"]], "vat": write(it["vat"])},
        "total": {"total": write(it["total"]), "of_turnover": it["of_turnover"]},
        "without": {"without": text(it["without"]), "net_cost": write(it["net_cost"]), "net_benefit": write(it["net_benefit"])},
    }


def read_early_payment(answer: Document) -> Parts:
    return {
        "rates": {
            "of_payment": answer["of_payment"],
            "simple": given(answer, "effective", "simple"),
            "compound": given(answer, "effective", "compound"),
            "of_nominal": given(answer, "effective", "of_nominal"),
        },
        "amounts": {"discount": given(answer, "discount"), "days": answer["days_early"]},
        "borrowed": {name: given(answer, "borrowed", name) for name in ("interest", "net_benefit", "net_cost")},
    }


def work_out_early_payment(request: Document) -> Parts:
    """FAC-5."""
    it = factoring.early_payment(request)
    return {
        "rates": {name: it[name] for name in ("of_payment", "simple", "compound", "of_nominal")},
        "amounts": {"discount": text(it["discount"]), "days": it["days"]},
        "borrowed": {name: text(it[name]) for name in ("interest", "net_benefit", "net_cost")},
    }


def read_reverse(answer: Document) -> Parts:
    return {
        "cash": {
            "financing": answer["financing"],
            "supplier": answer["supplier_receives"]["amount"],
            "buyer": answer["buyer_pays"]["amount"],
            "factor": answer["factor_keeps"]["amount"],
        }
    }


def work_out_reverse(request: Document) -> Parts:
    """FAC-5."""
    return {"cash": {name: write(much) for name, much in factoring.reverse(request).items()}}


BILL = ("interest", "commission", "vat", "held", "net")


def read_bills(answer: Document) -> Parts:
    return {
        "bills": {str(place): [nought(it, name) for name in BILL] for place, it in enumerate(answer["bills"])},
        "sum": {"net": answer["net"]["amount"], "charges": answer["charges"]},
        "rate": {"simple": given(answer, "effective", "simple"), "of_nominal": given(answer, "effective", "of_nominal")},
    }


def work_out_bills(request: Document) -> Parts:
    """FAC-6."""
    it = factoring.bills(request)
    return {
        "bills": {str(place): [write(one) for one in bill] for place, bill in enumerate(it["bills"])},
        "sum": {"net": write(it["net"]), "charges": write(it["charges"])},
        "rate": {"simple": it.get("simple"), "of_nominal": it.get("of_nominal")},
    }


def read_overdraft(answer: Document) -> Parts:
    return {
        "charges": {
            "numbers": answer["numbers"],
            "highest": answer["highest"],
            "interest": answer["interest"],
            "on_highest": nought(answer, "highest_commission"),
            "vat": nought(answer, "vat"),
            "charges": answer["charges"]["amount"],
        },
        "rate": {"simple": given(answer, "effective", "simple")},
    }


def work_out_overdraft(request: Document) -> Parts:
    """FAC-6."""
    it = factoring.overdraft(request)
    return {"charges": {name: write(much) for name, much in it.items() if name != "simple"}, "rate": {"simple": it["simple"]}}


LIFE = (
    "financed", "guarantee_fund", "retained", "advance", "charged", "collected", "credited", "guaranteed", "recourse",
    "released", "held", "open", "owed_by_seller",
)  # fmt: skip


def read_invoices(answer: Document) -> Parts:
    return {name: {it["invoice"]: nought(it, name) for it in answer["invoices"]} for name in LIFE}


def work_out_invoices(request: Document) -> Parts:
    """FAC-4."""
    lives = Lives(request).run()
    own = {"guarantee_fund": "kept", "owed_by_seller": "owed"}
    return {name: {invoice: write(getattr(it, own.get(name, name))) for invoice, it in lives.items()} for name in LIFE}


def read_financing(answer: Document) -> Parts:
    return {
        name: {it["name"]: it[name] for it in answer["options"]} for name in ("received", "later", "cost", "rank")
    }


def work_out_financing(request: Document) -> Parts:
    """FAC-6."""
    rows = {name: (write(had), write(later), write(cost), rank) for name, had, later, cost, rank in financing.compare(request)}
    parts = ("received", "later", "cost", "rank")
    return {part: {name: row[place] for name, row in rows.items()} for place, part in enumerate(parts)}


def read_guarantee(answer: Document) -> Parts:
    return {"rows": {it["invoice"]: [it["guaranteed"], it["with_recourse"]] for it in answer["receivables"]}}


def work_out_guarantee(request: Document) -> Parts:
    """FAC-3."""
    return {"rows": {name: [write(one) for one in row] for name, row in Screen(request).guarantee().items()}}


READ = {
    "factoring_guarantee": read_guarantee,
    "compare_financing": read_financing,
    "factoring_invoices": read_invoices,
    "factoring_availability": read_availability,
    "factoring_cost": read_cost,
    "early_payment": read_early_payment,
    "reverse_factoring": read_reverse,
    "discount_bills": read_bills,
    "overdraft": read_overdraft,
}
WORKED_OUT = {
    "factoring_guarantee": work_out_guarantee,
    "compare_financing": work_out_financing,
    "factoring_invoices": work_out_invoices,
    "factoring_availability": work_out_availability,
    "factoring_cost": work_out_cost,
    "early_payment": work_out_early_payment,
    "reverse_factoring": work_out_reverse,
    "discount_bills": work_out_bills,
    "overdraft": work_out_overdraft,
}
