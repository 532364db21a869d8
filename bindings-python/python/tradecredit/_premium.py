"""What the cover costs, as a part of the report."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from tradecredit import _notebook
from tradecredit._words import Words
from tradecredit.errors import TradeCreditError
from tradecredit.ledger import Ledger
from tradecredit.policy import Policy

# Labels of the tiles and columns: English, French.
_LABELS = {
    "declared": ("turnover so far", "chiffre d'affaires à ce jour"),
    "insurable": ("insurable turnover", "chiffre d'affaires assurable"),
    "earned": ("premium on it", "prime correspondante"),
    "due": ("premium due", "prime due"),
    "tax": ("insurance premium tax", "taxe d'assurance"),
    "total": ("with fees and tax", "avec frais et taxes"),
    "not_insurable": ("Not insurable", "Non assurable"),
    "instalment": ("Instalments", "Fractions de prime"),
    "amount": ("Amount", "Montant"),
}


def statement(policy: Policy, ledger: Ledger, as_of: date | str, rates: Any) -> Any:
    """The premium of the year on what the ledger shows; nothing where the policy says no premium.

    Where it cannot be worked out, the error that says why.
    """
    if "premium" not in policy.to_dict():
        return None
    try:
        figures = policy.premium_figures(ledger, as_of=as_of, rates=rates)
        return policy.premium(figures.to_dict())
    except TradeCreditError as error:
        return error


def section(answer: Any, words: Words) -> str:
    """Turnover, premium and tax, and when it is to be paid."""

    def label(name: str) -> str:
        return _LABELS[name][words.language == "fr"]

    if answer is None:
        return ""
    head = f'<section id="premium"><h2>{escape(words("premium"))}</h2>'
    if isinstance(answer, TradeCreditError):
        return f"{head}<p class=soft>{escape(str(answer))}</p></section>"
    turnover = getattr(answer, "turnover", None)
    figures = [] if turnover is None else [("declared", turnover.declared), ("insurable", turnover.insurable)]
    figures += [("earned", answer.earned), ("due", answer.due), ("tax", answer.tax), ("total", answer.total.amount)]
    tiles = _notebook.tiles([(words.amount(value, unit=True), label(name)) for name, value in figures])
    left_out = [] if turnover is None else turnover.not_insurable or ()
    amount = label("amount")
    reasons = [(words.label(str(each.reason)), each.amount) for each in left_out]
    payable = [(words.day(each.due), each.amount) for each in answer.instalments or ()]
    tables = _table(label("not_insurable"), amount, reasons, words) + _table(label("instalment"), amount, payable, words)
    return f"{head}{tiles}{tables}</section>"


def _table(first: str, second: str, rows: list[tuple[str, Any]], words: Words) -> str:
    if not rows:
        return ""
    lines = "".join(f"<tr><td>{escape(name)}</td><td class=n>{words.amount(amount)}</td></tr>" for name, amount in rows)
    return (
        f'<div class="scroll"><table><thead><tr><th>{escape(first)}</th><th class=n>{escape(second)}</th></tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )
