"""The pictures of the guide, drawn by the package: ``python bindings-python/pictures.py FOLDER``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import tradecredit as tc
from tradecredit import _pictures, _series
from tradecredit._words import Words

POLICY = {
    "schema": "tradecredit/policy/1", "id": "FR-2026-0042", "policyholder": "Menuiserie Aubrac SAS",
    "insurer": "Example Assurance-crédit", "currency": "EUR",
    "period": {"from": "2026-01-01", "to": "2026-12-31"},
    "insured_percentage": {"named": "90%"},
    "periods": {"maximum_terms": "P90D"},
    "notification": {"overdue": {"anchor": "due", "within": "P60D"}, "insolvency": {"within": "P30D"}},
    "indemnity": {"steps": [
        {"step": "credit_limit"},
        {"step": "insured_percentage"},
        {"step": "each_loss_deductible", "amount": "500"},
        {"step": "aggregate_first_loss", "amount": "5000"},
    ]},
}  # fmt: skip
LEDGER = {
    "schema": "tradecredit/ledger/1", "currency": "EUR",
    "buyers": [
        {"id": "B-17", "name": "Bois du Lot SARL", "country": "FR"},
        {"id": "B-22", "name": "Charpentes Vidal", "country": "FR"},
        {"id": "B-30", "name": "Holzbau Brenner GmbH", "country": "DE"},
    ],
    "limits": [
        {"buyer": "B-17", "kind": "granted", "date": "2025-12-01", "amount": "60000"},
        {"buyer": "B-22", "kind": "granted", "date": "2025-12-01", "amount": "20000"},
        {"buyer": "B-30", "kind": "granted", "date": "2025-12-01", "amount": "40000"},
    ],
    "invoices": [
        {"id": "F-1", "buyer": "B-17", "delivery": "2026-03-02", "terms": "60", "amount": "45000", "vat": "9000"},
        {"id": "F-2", "buyer": "B-17", "delivery": "2026-04-01", "terms": "60", "amount": "30000", "vat": "6000"},
        {"id": "F-3", "buyer": "B-22", "delivery": "2026-03-20", "terms": "45fm", "amount": "14000", "vat": "2800"},
        {"id": "F-4", "buyer": "B-22", "delivery": "2026-02-10", "terms": "60", "amount": "12000", "vat": "2400"},
        {"id": "F-5", "buyer": "B-30", "delivery": "2026-05-05", "terms": "60", "amount": "35000"},
    ],
    "payments": [{"id": "P-1", "buyer": "B-17", "date": "2026-04-20", "amount": "8000"}],
    "insolvencies": [{"buyer": "B-17", "opened": "2026-05-20", "published": "2026-05-28"}],
}  # fmt: skip
AS_OF = date(2026, 6, 10)


def main(folder: Path) -> None:
    """Writes every picture."""
    # A picture in a page takes neither its letters nor its colour from there.
    policy, ledger, words = tc.Policy(POLICY), tc.Ledger(LEDGER), Words("en", "EUR")
    settled = policy.settle(ledger, buyer="B-17", cause="insolvency", as_of=AS_OF)
    position = policy.assess(ledger, as_of=AS_OF)
    names = {buyer["id"]: buyer["name"] for buyer in LEDGER["buyers"]}
    pictures = {
        "waterfall": _pictures.waterfall(_series.waterfall(settled, words), words),
        "exposure": _pictures.exposure(_series.exposure(position, names, 10), words),
        "ageing": _pictures.ageing(_series.ageing(position, words), words),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        framed = picture.replace("<svg ", '<svg font-family="sans-serif" color="#334155" ', 1)
        (folder / f"{name}.svg").write_text(framed + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
