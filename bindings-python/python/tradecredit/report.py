"""A report for whoever minds the receivables: one HTML file, nothing beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any, NamedTuple

from tradecredit import _notebook, _pictures, _portfolio, _premium, _series, operations
from tradecredit._words import Words
from tradecredit.ledger import Ledger
from tradecredit.policy import Policy

__all__ = ["Report", "report"]

_BUYERS = 30
_DUTIES = 40
_CLAIMS = 12

_PAGE = """
body{margin:0;background:#fff}main.tc{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:74rem}
.tc header{border-bottom:3px solid #0f766e;padding-bottom:1rem;margin-bottom:1rem}
.tc header p{margin:.3em 0 0;color:#475569}.tc nav{margin:.8em 0}.tc nav a{margin-right:1.2em;color:#0369a1}
.tc section{margin-top:2.2rem}.tc section>table{width:100%}.tc section table{max-width:100%}
.tc .two{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:1.5rem}
.tc .scroll{overflow-x:auto}.tc .scroll>table{width:100%}
.tc article{border:1px solid #e2e8f0;border-radius:.6rem;padding:.4rem 1.1rem 1rem;margin:1.1rem 0;break-inside:avoid}
.tc footer{margin-top:3rem;color:#64748b;font-size:12px;border-top:1px solid #e2e8f0;padding-top:.8rem}
@media print{main.tc{max-width:none;padding:0}.tc nav{display:none}.tc details>*{display:revert}.tc section{break-before:auto}
.tc .scroll{overflow:visible}}
"""


class Report(NamedTuple):
    """A report and the answers in it."""

    html: str
    position: Any
    duties: Any
    claims: Any
    portfolio: Any
    premium: Any
    refused: list[tuple[str, str]]
    """What could not be used, from the files on: where, and why."""
    policy: Policy
    words: Words
    names: dict[str, str]

    def summary(self) -> str:
        """The answer in a line."""
        words, total = self.words, self.position.exposure.total
        counts = {state: 0 for state in ("missed", "due_soon")}
        for duty in self.duties.duties:
            if str(duty.state) in counts:
                counts[str(duty.state)] += 1
        return words(
            "summary",
            open=words.amount(total.open, unit=True),
            covered=words.amount(total.covered, unit=True),
            **{state: words.number(count) for state, count in counts.items()},
        )

    def receivables(self) -> list[list[object]]:
        """Every receivable, under a line of names."""
        words = self.words
        heads = ("invoice", "buyer", "name", "open", "covered", "uncovered", "percentage", "verdict")
        rows: list[list[object]] = [[words(each) for each in (*heads, "reasons")]]
        for row in self.position.receivables:
            reasons = dict.fromkeys(words.reason(str(reason.code)) for reason in row.reasons)
            rows.append([
                row.invoice, row.buyer, self.names.get(row.buyer, ""), row.open, row.covered,
                row.uncovered, str(row.percentage.share), words.code(str(row.verdict)), "; ".join(reasons),
            ])  # fmt: skip
        return rows

    def doubts(self) -> list[str]:
        """What makes an answer of nothing more likely a mistake than a fact."""
        policy, rows = self.policy, self.position.receivables
        doubts = []
        foreign = sum(1 for each in self.position.refused if str(each.code) == "missing_rate")
        if foreign:
            doubts.append(
                f"{foreign:,} invoices are not in {policy.currency}, the currency of the policy: give "
                f"their rates (--rates FILE.json), or --currency {policy.currency} if that is what they are in"
            )
        if rows and all(
            any(str(reason.code) == "outside_period" for reason in row.reasons) for row in rows
        ):
            doubts.append(
                f"no receivable lies in the period of the policy, {policy.period.start} to "
                f"{policy.period.end}: is this the policy of that year?"
            )
        return doubts


def report(
    policy: Policy,
    ledger: Ledger,
    *,
    as_of: date | str,
    language: str = "en",
    reading: Sequence[tuple[str, str]] = (),
    problems: Sequence[tuple[str, str]] = (),
    progress: Callable[[str], None] = lambda _: None,
    **asked: Any,
) -> Report:
    """Position, portfolio, duties, claims and premium on one page, each figure from the engine.

    ``reading`` says how files were read and ``problems`` what could not be;
    ``progress`` hears of each step; ``rates`` and ``holidays`` go to the engine.
    """
    words = Words(language, policy.currency)
    names = {
        buyer["id"]: buyer["name"] for buyer in ledger.to_dict().get("buyers", ()) if "name" in buyer
    }
    progress("assess")
    position = policy.assess(ledger, as_of=as_of, **asked)
    progress("portfolio")
    portfolio = operations.evaluate_portfolio(policy=policy, ledger=ledger, as_of=as_of, **asked)
    progress("duties")
    duties = policy.duties(ledger, as_of=as_of, **asked)
    progress("claims")
    claims = settled(policy, ledger, position, as_of, **asked)
    progress("premium")
    premium = _premium.statement(policy, ledger, as_of, asked.get("rates"))
    progress("write")
    refused = [*problems, *((each.path, each.message) for each in ledger.refused)]
    known = {path for path, _ in refused}
    for each in position.refused:
        # The engine names the ledger that the fact stands in; there is only one here.
        path = each.path.removeprefix("ledger.")
        if path not in known:
            refused.append((path, each.message))
    body = "".join(
        (
            _header(policy, position, words, premium is not None),
            _position(position, words, names),
            _portfolio.section(portfolio, words, names),
            _duties(duties, words, names),
            _claims(claims, position, words, names),
            _premium.section(premium, words),
            _data(ledger, reading, refused, words),
            _receipt(position, words),
        )
    )
    title = f"{words('report')} · {policy.policyholder}"
    html = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_notebook.STYLE}{_PAGE}</style></head>\n"
        f'<body><main class="tc">{body}</main></body></html>\n'
    )
    return Report(
        html, position, duties, claims, portfolio, premium, refused, policy, words, names
    )


def settled(policy: Policy, ledger: Ledger, position: Any, as_of: date | str, **asked: Any) -> Any:
    """The claims on buyers that are insolvent or overdue, as far as they are losses by now."""
    claims = []
    for buyer in position.exposure.buyers:
        if buyer.insolvent_since is not None:
            claims.append({"buyer": buyer.buyer, "cause": "insolvency"})
        elif buyer.overdue:
            claims.append({"buyer": buyer.buyer, "cause": "protracted_default"})
    return policy.settle_claims(ledger, claims, as_of=as_of, **asked) if claims else None


def _header(policy: Policy, position: Any, words: Words, priced: bool) -> str:
    period = f"{words.day(policy.period.start)} – {words.day(policy.period.end)}"
    links = "".join(
        f'<a href="#{part}">{escape(words(part))}</a>'
        for part in ("position", "portfolio", "duties", "claims", *(["premium"] if priced else []))
    )
    return (
        f"<header><h1>{escape(policy.policyholder)}</h1>"
        f"<p><b>{escape(words('report'))}, {escape(words('as_of'))} {words.day(position.as_of)}</b></p>"
        f"<p>{words('policy')} {escape(policy.id)} · {escape(policy.insurer)} · {period} · "
        f"{escape(policy.currency)}</p></header><nav>{links}</nav>"
    )


def _position(position: Any, words: Words, names: Mapping[str, str]) -> str:
    buyers = position.exposure.buyers
    return (
        f'<section id="position"><h2>{words("position")}</h2>'
        + _notebook.tiles(_notebook.position_figures(position, words))
        + '<div class="two"><div>'
        + f"<h3>{words('ageing')}</h3>"
        + _pictures.ageing(_series.ageing(position, words), words)
        + f"</div><div><h3>{words('exposure')}</h3>"
        + _pictures.exposure(_series.exposure(position, names, 10), words)
        + "</div></div>"
        + '<div class="scroll">'
        + _notebook.buyers(position, words, names, most=_BUYERS)
        + "</div>"
        + (
            f"<p class=soft>{_largest(words, len(buyers))}</p>"
            if len(buyers) > _BUYERS
            else ""
        )
        + '<div class="scroll">'
        + _notebook.reasons(position, words)
        + "</div></section>"
    )


def _largest(words: Words, count: int) -> str:
    return words("shown", shown=words.number(_BUYERS), count=words.number(count))


def _duties(duties: Any, words: Words, names: Mapping[str, str]) -> str:
    return (
        f'<section id="duties"><h2>{words("duties")}</h2><div class="scroll">'
        + _notebook.duty_parts(duties, words, names, most=_DUTIES)
        + "</div></section>"
    )


def _claims(claims: Any, position: Any, words: Words, names: Mapping[str, str]) -> str:
    head = f'<section id="claims"><h2>{words("claims")}</h2>'
    losses = [] if claims is None else [each for each in claims.settlements if _is_loss(each)]
    waiting = _waiting(claims, position, words, names)
    if not losses:
        return f"{head}<p>{words('no_claims')}</p>{waiting}</section>"
    losses.sort(key=lambda each: (-each.indemnity.amount, each.buyer))
    total = sum((each.indemnity.amount for each in losses), start=losses[0].indemnity.amount * 0)
    parts = [
        head,
        _notebook.tiles(
            [
                (words.number(len(losses)), words("claims")),
                (words.amount(total, unit=True), words("expected")),
            ]
        ),
        '<div class="scroll">',
        _claim_table(losses, words, names),
        "</div>",
    ]
    for each in losses[:_CLAIMS]:
        if not each.where_it_went:
            continue
        name = names.get(each.buyer, each.buyer)
        claim = _notebook.claim(each, words).replace("<details>", "<details open>")
        parts.append(f"<article><h3>{escape(name)}</h3>{claim}</article>")
    return "".join(parts) + waiting + "</section>"


def _waiting(claims: Any, position: Any, words: Words, names: Mapping[str, str]) -> str:
    """The overdue buyers whose claim is not a loss yet, and why."""
    if claims is None:
        return ""
    overdue = {buyer.buyer: buyer.overdue for buyer in position.exposure.buyers}
    given = [each for each in claims.settlements if str(each.status) == "not_yet_a_loss"]
    if not given:
        return ""
    given.sort(key=lambda each: (-overdue[each.buyer], each.buyer))
    lines = "".join(
        f"<tr><td>{escape(names.get(each.buyer, each.buyer))}</td>"
        f"<td class=n>{words.amount(overdue[each.buyer])}</td>"
        f"<td>{escape(words.code(each.waits_for or ''))}</td>"
        f"<td class=d>{words.day(each.date_of_loss, short=True)}</td></tr>"
        for each in given[:_CLAIMS]
    )
    more = len(given) - _CLAIMS
    rest = f"<p class=soft>{words('and_others', count=words.number(more))}</p>" if more > 0 else ""
    return (
        f"<h3>{words('not_yet')} <span class=soft>{words.number(len(given))}</span></h3><div class=scroll><table><thead><tr>"
        f"<th>{words('buyer')}</th><th class=n>{words('overdue')}</th><th>{words('waits_for')}</th>"
        f"<th>{words('loss_on')}</th></tr></thead><tbody>{lines}</tbody></table></div>{rest}"
    )


def _is_loss(claim: Any) -> bool:
    return str(claim.status) in ("payable", "pays_nothing")


def _claim_table(losses: Sequence[Any], words: Words, names: Mapping[str, str]) -> str:
    lines = []
    for each in losses[:100]:
        gross = None if each.account is None else each.account.gross_debt
        status = str(each.status)
        lines.append(
            f"<tr><td>{escape(names.get(each.buyer, each.buyer))}</td>"
            f"<td>{escape(words.code(str(each.cause)))}</td>"
            f"<td class=d>{words.day(each.date_of_loss, short=True)}</td>"
            f"<td class=n>{words.amount(gross)}</td><td class=n>{words.amount(each.insured_loss)}</td>"
            f"<td class=n>{words.amount(each.indemnity.amount)}</td>"
            f"<td class=d>{words.day(each.due, short=True)}</td>"
            f"<td>{_notebook.tag(status, words.code(status))}</td></tr>"
        )
    heads = ["buyer", "cause", "date_of_loss", "gross_debt", "insured_loss", "indemnity", "due"]
    numeric = {"gross_debt", "insured_loss", "indemnity"}
    head = "".join(f"<th{' class=n' if each in numeric else ''}>{words(each)}</th>" for each in heads)
    more = len(losses) - 100
    rest = f"<p class=soft>{words('and_others', count=words.number(more))}</p>" if more > 0 else ""
    return (
        f"<table><thead><tr>{head}<th>{words('status')}</th></tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>{rest}"
    )


def _data(
    ledger: Ledger,
    reading: Sequence[tuple[str, str]],
    refused: Sequence[tuple[str, str]],
    words: Words,
) -> str:
    files = "".join(
        f"<tr><td>{escape(file)}</td><td class=soft>{escape(how)}</td></tr>" for file, how in reading
    )
    table = f"<details><summary>{words('reading')}</summary><table>{files}</table></details>"
    counts = " · ".join(
        f"{words.number(ledger.counts[kind])} {words(kind)}" for kind in ("buyers", "invoices")
    )
    return (
        f"<section><h2>{words('facts')}</h2><p>{counts}</p>{table if files else ''}"
        f"{_notebook.problems(refused, words, most=200)}</section>"
    )


def _receipt(position: Any, words: Words) -> str:
    receipt = position.receipt
    return (
        f"<footer>{words('computed')} tradecredit {escape(receipt.library)} · {words('policy')} "
        f"<code>{escape(receipt.policy)}</code> · {words('ledger')} "
        f"<code>{escape(receipt.ledger or '')}</code></footer>"
    )
