"""The portfolio evaluation as a part of the report."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from tradecredit import _notebook
from tradecredit._words import Words

# Labels of the tiles and columns: English, French.
_LABELS = {
    "overdue": ("overdue share", "part échue"),
    "insured": ("insured share", "part assurée"),
    "largest": ("share of the {count} largest", "part des {count} premiers"),
    "herfindahl": ("Herfindahl index", "indice de Herfindahl"),
    "dso": ("days sales outstanding", "délai moyen de règlement, en jours"),
    "count_back": ("by count-back", "par épuisement"),
    "allowance": ("allowance for expected losses", "dépréciation pour pertes attendues"),
    "age": ("Age", "Ancienneté"),
    "open": ("Open", "Encours"),
    "share": ("Share", "Part"),
    "roll": ("Rolls on", "Taux de passage"),
    "seen": ("of", "sur"),
    "rate": ("Loss rate", "Taux de perte"),
    "provision": ("Allowance", "Dépréciation"),
    "buyer": ("Largest buyers", "Premiers acheteurs"),
}


def section(answer: Any, words: Words, names: Mapping[str, str]) -> str:
    """Spread, lateness, insured share and the provision matrix."""

    def label(name: str, **values: object) -> str:
        return escape(_LABELS[name][words.language == "fr"].format(**values))

    def share(value: str | None) -> str:
        if value is None:
            return "–"
        return value.replace(".", ",").replace("%", "\u00a0%") if words.language == "fr" else value

    def number(value: Any) -> str:
        return "–" if value is None else words.number(value)

    spread, days, provision = answer.concentration, answer.days_sales_outstanding, answer.provision
    tiles = _notebook.tiles(
        [
            (share(answer.overdue_share), label("overdue")),
            (share(answer.insured.insured_share), label("insured")),
            (share(spread.largest_share), label("largest", count=len(spread.largest))),
            (number(spread.herfindahl), label("herfindahl")),
            (number(days.simple), label("dso")),
            (number(days.count_back), label("count_back")),
            (words.amount(provision.allowance, unit=True), label("allowance")),
        ]
    )
    ages = "".join(
        f"<tr><td>{escape(words(str(age.age)))}</td><td class=n>{words.amount(age.open)}</td>"
        f"<td class=n>{share(age.share)}</td><td class=n>{share(past.roll_rate)}</td>"
        f"<td class=n>{words.amount(past.seen)}</td>"
        f"<td class=n>{share(row.loss_rate)}</td><td class=n>{words.amount(row.allowance)}</td></tr>"
        for age, past, row in zip(answer.ageing, answer.history.ages, provision.ages, strict=True)
    )
    largest = "".join(
        f"<tr><td>{escape(names.get(each.name, each.name))}</td>"
        f"<td class=n>{words.amount(each.amount)}</td><td class=n>{share(each.share)}</td></tr>"
        for each in spread.largest
    )
    heads = "".join(f"<th class=n>{label(each)}</th>" for each in ("open", "share", "roll", "seen", "rate", "provision"))
    return (
        f'<section id="portfolio"><h2>{escape(words("portfolio"))}</h2>{tiles}<div class="scroll">'
        f"<table><thead><tr><th>{label('age')}</th>{heads}</tr></thead><tbody>{ages}</tbody></table></div>"
        f'<div class="scroll"><table><thead><tr><th>{label("buyer")}</th><th class=n>{label("open")}</th>'
        f"<th class=n>{label('share')}</th></tr></thead><tbody>{largest}</tbody></table></div></section>"
    )
