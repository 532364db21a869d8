"""Policies, ledgers and answers as HTML: for notebooks, and the parts of the report.

Everything that a document says is escaped. Styles only reach what stands in
an element of class ``tc``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any

from tradecredit import _pictures, _series
from tradecredit._answer import Answer, Rows
from tradecredit._words import Words
from tradecredit.money import Money

if TYPE_CHECKING:
    from tradecredit.ledger import Ledger
    from tradecredit.policy import Policy

STYLE = """
.tc{font:14px/1.45 system-ui,-apple-system,"Segoe UI",sans-serif;color:#1e293b;max-width:76rem}
.tc h1,.tc h2,.tc h3,.tc h4{line-height:1.2;color:#0f172a;margin:1.6em 0 .6em}
.tc h1{font-size:1.75rem;margin:0}.tc h2{font-size:1.3rem}.tc h3{font-size:1.05rem}.tc h4{font-size:1rem;margin:.2em 0 .5em}
.tc table{border-collapse:collapse;font-size:13px;margin:.5em 0;background:none}
.tc th,.tc td{padding:.32em .7em;border-bottom:1px solid #e2e8f0;text-align:left;vertical-align:top;background:none}
.tc thead th{color:#475569;font-weight:600;border-bottom:2px solid #cbd5e1;white-space:nowrap}
.tc .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.tc .d{white-space:nowrap}.tc .soft{color:#64748b}.tc tfoot td{font-weight:600;border-top:2px solid #cbd5e1}
.tc .tag{display:inline-block;padding:.05em .55em;border-radius:1em;font-size:12px;white-space:nowrap;background:#e2e8f0;color:#334155}
.tc .covered,.tc .done,.tc .payable{background:#ccfbf1;color:#115e59}
.tc .partly_covered,.tc .due_soon,.tc .suspended,.tc .not_yet_a_loss{background:#fef3c7;color:#92400e}
.tc .not_covered,.tc .missed,.tc .done_late,.tc .pays_nothing,.tc .cause_not_covered{background:#fee2e2;color:#991b1b}
.tc .upcoming{background:#e0f2fe;color:#075985}
.tc .tiles{display:flex;flex-wrap:wrap;gap:.7rem;margin:1em 0}
.tc .tile{border:1px solid #e2e8f0;border-radius:.6rem;padding:.5rem .8rem;min-width:6.5rem;background:#f8fafc}
.tc .tile b{display:block;font-size:1.15rem;font-variant-numeric:tabular-nums;white-space:nowrap;color:#0f172a}
.tc .tile span{color:#64748b;font-size:12px}
.tc .tc-picture{width:100%;max-width:720px;height:auto;display:block;margin:.6em 0}
.tc details{margin:.5em 0}.tc summary{cursor:pointer;color:#0369a1}
.tc code{font-size:12px;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){.tc.tc-auto{color:inherit}.tc.tc-auto h1,.tc.tc-auto h2,.tc.tc-auto h3,.tc.tc-auto h4{color:inherit}}
"""

# Rows of a table in a notebook before only the others are counted.
_MOST = 20
_PLACES = 5


def framed(*parts: str) -> str:
    """Parts with their styles: what a notebook shows."""
    return f'<div class="tc tc-auto"><style>{STYLE}</style>{"".join(parts)}</div>'


def shown(answer: Answer) -> str:
    """An answer: the parts that suit it, else its fields."""
    words = Words("en", _currency(answer))
    name = type(answer).__name__
    part = _PARTS.get(name)
    return framed(part(answer, words) if part else fields(answer, words))


def _currency(answer: Answer) -> str:
    found = answer._inherited("currency")
    return found if isinstance(found, str) else "EUR"


def policy(given: Policy) -> str:
    """A policy: who, when, and the clauses that figures depend on."""
    words = Words("en", given.currency)
    terms = given.to_dict()
    lines = [
        (words("policyholder"), given.policyholder),
        (words("insurer"), given.insurer),
        (words("period"), f"{words.day(given.period.start)} – {words.day(given.period.end)}"),
        (words("currency"), given.currency),
    ]
    shown_above = {"schema", "id", "policyholder", "insurer", "currency", "period"}
    for clause, value in terms.items():
        if clause == "indemnity" and isinstance(value, dict) and "steps" in value:
            steps = " → ".join(_step(step) for step in value["steps"])
            lines.append((words("steps"), steps))
            value = {key: inner for key, inner in value.items() if key != "steps"}
        if clause not in shown_above and value:
            lines.append((clause.replace("_", " "), _plain(value)))
    lines.append((words("digest"), given.digest[:16] + "…"))
    rows = "".join(
        f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in lines
    )
    return framed(f"<h4>{escape(words('policy'))} {escape(given.id)}</h4><table>{rows}</table>")


def _step(step: Mapping[str, Any]) -> str:
    facts = {key: value for key, value in step.items() if key not in ("step", "clause")}
    name = str(step.get("step", "")).replace("_", " ")
    return f"{name} ({_plain(facts)})" if facts else name


def _plain(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(
                f"{str(key).replace('_', ' ')} {_plain(inner)}"
                for key, inner in value.items()
                if key != "clause"
            )
        case list():
            return ", ".join(_plain(inner) for inner in value)
        case bool():
            return "yes" if value else "no"
        case str():
            return value.replace("_", " ")
        case _:
            return str(value)


def ledger(given: Ledger) -> str:
    """A ledger: how many facts, and those that cannot stand."""
    words = Words("en", given.currency)
    counts = "".join(
        f"<tr><td>{escape(name.replace('_', ' '))}</td><td class=n>{words.number(count)}</td></tr>"
        for name, count in given.counts.items()
        if count
    )
    return framed(
        f"<h4>{escape(words('ledger'))}, {escape(given.currency)}</h4><table>{counts}</table>",
        problems([(each.path, each.message) for each in given.refused], words),
    )


def problems(given: Sequence[tuple[str, str]], words: Words, *, most: int = _MOST) -> str:
    """Facts that could not be used, those with one reason together."""
    if not given:
        return ""
    places: dict[str, list[str]] = {}
    for path, message in given:
        places.setdefault(message, []).append(path)
    rows = "".join(
        f"<tr><td>{_places(paths, words)}</td><td>{escape(message)}</td></tr>"
        for message, paths in list(places.items())[:most]
    )
    more = len(places) - most
    rest = f"<p class=soft>{words('and_others', count=words.number(more))}</p>" if more > 0 else ""
    return (
        f"<details><summary>{escape(words('refused'))}: {words.number(len(given))}</summary>"
        f"<table><thead><tr><th>{words('where')}</th><th>{words('problem')}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{rest}</details>"
    )


def _places(paths: Sequence[str], words: Words) -> str:
    named = ", ".join(f"<code>{escape(path)}</code>" for path in paths[:_PLACES])
    more = len(paths) - _PLACES
    return f"{named} {escape(words('and_others', count=words.number(more)))}" if more > 0 else named


def tiles(figures: Iterable[tuple[str, str]]) -> str:
    """Key figures."""
    inner = "".join(
        f'<div class="tile"><b>{escape(value)}</b><span>{escape(label)}</span></div>'
        for value, label in figures
    )
    return f'<div class="tiles">{inner}</div>'


def tag(code: str, label: str) -> str:
    """A state in its colour."""
    return f'<span class="tag {escape(code)}">{escape(label)}</span>'


def position_figures(answer: Any, words: Words) -> list[tuple[str, str]]:
    """The key figures of an assessment."""
    total = answer.exposure.total
    return [
        (words.amount(total.open, unit=True), words("open")),
        (words.amount(total.covered, unit=True), words("covered")),
        (words.percent(total.covered, total.open), words("share_covered")),
        (words.amount(total.overdue, unit=True), words("overdue")),
        (words.number(total.receivables), words("receivables")),
        (words.number(len(answer.exposure.buyers)), words("buyers")),
    ]


def position(answer: Any, words: Words) -> str:
    """An assessment: figures, pictures, buyers, reasons."""
    return (
        f"<h4>{words('position')}, {words('as_of')} {words.day(answer.as_of)}</h4>"
        + tiles(position_figures(answer, words))
        + _pictures.ageing(_series.ageing(answer, words), words)
        + _pictures.exposure(_series.exposure(answer, {}), words)
        + buyers(answer, words, {}, most=_MOST)
        + reasons(answer, words)
        + problems([(each.path, each.message) for each in answer.refused], words)
    )


def buyers(answer: Any, words: Words, names: Mapping[str, str], *, most: int) -> str:
    """The largest buyers, the others in one line, and the total."""
    ordered = sorted(answer.exposure.buyers, key=lambda row: (-row.open, row.buyer))
    figures = ("open", "overdue", "covered", "uncovered", "limit", "headroom")
    heads = "".join(f"<th class=n>{words(figure)}</th>" for figure in figures)

    def cells(values: Mapping[str, Decimal]) -> str:
        return "".join(f"<td class=n>{words.amount(values[figure])}</td>" for figure in figures)

    def values(row: Any) -> dict[str, Decimal]:
        found = {figure: getattr(row, figure) for figure in figures if figure != "uncovered"}
        return {**found, "uncovered": row.open - row.covered}

    lines = []
    for row in ordered[:most]:
        notes = [
            words(note, day=words.day(getattr(row, note)))
            for note in ("insolvent_since", "stopped_since", "cover_ended")
            if getattr(row, note) is not None
        ]
        if len(notes) > 1 and row.cover_ended is not None:
            notes.pop()
        name = names.get(row.buyer)
        code = f" <span class=soft>{escape(row.buyer)}</span>" if name else ""
        basis = words.code(str(row.limit_in_force.basis)) if row.limit else ""
        note = escape(", ".join([basis, *notes] if basis else notes))
        lines.append(
            f"<tr><td>{escape(name or row.buyer)}{code}</td>{cells(values(row))}"
            f"<td class=soft>{note}</td></tr>"
        )
    rest = ordered[most:]
    if rest:
        sums: dict[str, Decimal] = dict.fromkeys(figures, Decimal(0))
        for row in rest:
            for figure, amount in values(row).items():
                sums[figure] += amount
        label = f"{words.number(len(rest))} {words('others')}"
        lines.append(f"<tr class=soft><td>{label}</td>{cells(sums)}<td></td></tr>")
    total = f"<tr><td>{words('total')}</td>{cells(values(answer.exposure.total))}<td></td></tr>"
    return (
        f"<table><thead><tr><th>{words('buyer')}</th>{heads}<th></th></tr></thead>"
        f"<tbody>{''.join(lines)}</tbody><tfoot>{total}</tfoot></table>"
    )


def reasons(answer: Any, words: Words) -> str:
    """Why receivables are not covered: each reason with its number, and an example in words."""
    count: dict[str, int] = {}
    amount: dict[str, Decimal] = {}
    example: dict[str, tuple[str, dict[str, Any]]] = {}
    for row in answer.receivables:
        # A receivable may have one reason twice: two kinds of evidence that are missing.
        for code, reason in {str(reason.code): reason for reason in row.reasons}.items():
            count[code] = count.get(code, 0) + 1
            amount[code] = amount.get(code, Decimal(0)) + row.uncovered
            example.setdefault(code, (row.invoice, reason._data))
    if not count:
        return ""
    codes = sorted(count, key=lambda code: (-amount[code], code))
    steps = [
        {"id": code, "rule": "COV-2", "facts": example[code][1].get("facts", [])} for code in codes
    ]
    lines = "".join(
        f"<tr><td>{escape(words.reason(code))}</td><td class=n>{words.number(count[code])}</td>"
        f"<td class=n>{words.amount(amount[code])}</td>"
        f"<td class=soft>{escape(example[code][0])} · {escape(sentence)}</td></tr>"
        for code, sentence in zip(codes, words.sentences(steps), strict=True)
    )
    return (
        f"<h4>{words('reasons')}</h4><table><thead><tr><th>{words('reason')}</th>"
        f"<th class=n>{words('number')}</th><th class=n>{words('uncovered')}</th>"
        f"<th>{words('example')}</th></tr></thead><tbody>{lines}</tbody></table>"
    )


PENDING = ("missed", "due_soon", "upcoming")


def duties(answer: Any, words: Words) -> str:
    """The duties: how many, the timeline, the list."""
    return (
        f"<h4>{words('duties')}, {words('as_of')} {words.day(answer.as_of)}</h4>"
        + duty_parts(answer, words, {}, most=_MOST)
    )


def duty_figures(answer: Any, words: Words) -> list[tuple[str, str]]:
    """How many duties are in each state."""
    return [(words.number(answer.counts[state] or 0), words(state)) for state in PENDING]


def duty_parts(answer: Any, words: Words, names: Mapping[str, str], *, most: int) -> str:
    """The timeline, and a table for each state that asks for something."""
    as_of, dots = _series.timeline(answer, words, names)
    parts = [tiles(duty_figures(answer, words)), _pictures.timeline(as_of, dots, words)]
    for state in PENDING:
        given = [duty for duty in answer.duties if duty.state == state]
        if not given:
            continue
        if state == "missed":
            # The latest first: what was missed years ago can wait longer than yesterday's.
            given.sort(key=lambda duty: -duty.days_left)
        parts.append(f"<h3>{tag(state, words(state))} {words.number(len(given))}</h3>")
        parts.append(duty_table(given[:most], words, names))
        if len(given) > most:
            counts = {"shown": words.number(most), "count": words.number(len(given))}
            parts.append(f"<p class=soft>{words('shown_first', **counts)}</p>")
    if len(parts) == 2:
        parts.append(f"<p>{words('no_duties')}</p>")
    return "".join(parts)


def duty_table(given: Sequence[Any], words: Words, names: Mapping[str, str]) -> str:
    """Duties as rows."""
    lines = []
    for duty in given:
        whom = duty.buyer or duty.group or duty.offer or ""
        invoices = ", ".join(duty.invoices[:3])
        if len(duty.invoices) > 3:
            invoices += f" +{len(duty.invoices) - 3}"
        at_stake = duty.at_stake
        amount = words.amount(at_stake.amount)
        if not amount and at_stake.amounts:
            amount = ", ".join(words.amount(each) for each in at_stake.amounts)
        lines.append(
            f"<tr><td class=d>{words.day(duty.last_day, short=True)}</td>"
            f"<td class=n>{words.days(duty.days_left)}</td>"
            f"<td>{escape(words.label(str(duty.kind)))}</td>"
            f"<td>{escape(names.get(whom, whom))}</td><td class=soft>{escape(invoices)}</td>"
            f"<td class=n>{amount}</td><td>{escape(words.label(str(at_stake.consequence)))}</td>"
            f"<td class=soft>{escape(duty.clause or duty.rule)}</td></tr>"
        )
    heads = ["last_day", "days_left", "duty", "buyer", "invoice", "at_stake", "consequence", "clause"]
    numeric = {"days_left", "at_stake"}
    head = "".join(f"<th{' class=n' if each in numeric else ''}>{words(each)}</th>" for each in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def settlement(answer: Any, words: Words) -> str:
    """A settlement: the figures, the waterfall, the steps."""
    return (
        f"<h4>{words('claim')} {escape(answer.claim or answer.buyer)}</h4>"
        + claim(answer, words)
        + problems([(each.path, each.message) for each in answer.refused], words)
    )


def claim(answer: Any, words: Words) -> str:
    """The parts of one settled claim."""
    figures = [
        (words.amount(answer.indemnity), words("indemnity")),
        (words.amount(answer.insured_loss, unit=True), words("insured_loss")),
    ]
    if answer.account is not None:
        figures.insert(
            0, (words.amount(answer.account.gross_debt, unit=True), words("gross_debt"))
        )
    if answer.date_of_loss is not None:
        figures.append((words.day(answer.date_of_loss, short=True), words("date_of_loss")))
    if answer.due is not None:
        figures.append((words.day(answer.due, short=True), words("due")))
    parts = [
        f"<p>{tag(str(answer.status), words.code(str(answer.status)))} "
        f"{escape(words.code(str(answer.cause)))}</p>",
        tiles(figures),
    ]
    if answer.account is not None:
        parts.append(account(answer.account, words))
    if answer.where_it_went:
        parts.append(_pictures.waterfall(_series.waterfall(answer, words), words))
    if answer.steps:
        parts.append(steps(answer, words))
    return "".join(parts)


def account(account: Any, words: Words) -> str:
    """What the gross debt is made of."""
    lines = "".join(
        f"<tr><td>{escape(words(str(entry.kind)))}</td>"
        f"<td class=n>{sign}{words.amount(entry.amount)}</td></tr>"
        for sign, entries in (("", account.debit), ("− ", account.credit))
        for entry in entries
    )
    return (
        f"<details><summary>{words('gross_debt')}</summary><table><tbody>{lines}<tr><td><b>"
        f"{words('gross_debt')}</b></td><td class=n><b>{words.amount(account.gross_debt)}</b></td></tr>"
        "</tbody></table></details>"
    )


def steps(answer: Any, words: Words) -> str:
    """The steps of an answer in words, with rule and clause."""
    given = answer._data.get("steps", [])
    lines = "".join(
        f"<tr><td>{escape(sentence)}</td>"
        f"<td class=\"d soft\">{escape(step.get('clause') or step['rule'])}</td>"
        f"<td class=n>{words.amount(Decimal(step['after'])) if 'after' in step else ''}</td></tr>"
        for step, sentence in zip(given, words.sentences(given), strict=True)
    )
    return (
        f"<details><summary>{words('explanation')}</summary><table><tbody>{lines}</tbody></table>"
        "</details>"
    )


def figures(answer: Any, words: Words) -> str:
    """Losses in plain figures."""
    parts = [tiles([(words.amount(answer.indemnity), words("indemnity"))])]
    for loss in answer.losses:
        parts.append(_pictures.waterfall(_series.waterfall(loss, words), words))
        parts.append(steps(loss, words))
    return "".join(parts)


def settlements(answer: Any, words: Words) -> str:
    """Several claims."""
    return fields(answer, words)


def trace(answer: Any, words: Words) -> str:
    """A trace."""
    return f"<h4>{words('explanation')}</h4>" + steps(answer, words).replace(
        "<details>", "<details open>"
    )


def fields(answer: Answer, words: Words) -> str:
    """Any other answer: its fields, and its rows as tables."""
    lines, tables = [], []
    for name in answer:
        value = getattr(answer, name)
        if value is None or value == () or name in ("receipt", "state"):
            continue
        label = escape(name.replace("_", " "))
        if isinstance(value, Rows):
            if value:
                tables.append(f"<h4>{label}</h4>{_rows(value, words)}")
        else:
            lines.append(f"<tr><th>{label}</th><td>{_cell(value, words)}</td></tr>")
    return f"<h4>{type(answer).__name__}</h4><table>{''.join(lines)}</table>{''.join(tables)}"


def table(rows: Rows[Any]) -> str:
    """Rows as a table."""
    found = None if rows._parent is None else rows._parent._inherited("currency")
    return framed(_rows(rows, Words("en", found if isinstance(found, str) else "EUR")))


def _rows(rows: Rows[Any], words: Words) -> str:
    names = list(dict.fromkeys(name for row in rows[:_MOST] for name in row))
    present = [
        name
        for name in names
        if any(getattr(row, name, None) not in (None, (), []) for row in rows[:_MOST])
    ]
    heads = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in present)
    lines = []
    for row in rows[:_MOST]:
        cells = "".join(
            f"<td{' class=n' if isinstance(getattr(row, name, None), Decimal | int) else ''}>"
            f"{_cell(getattr(row, name, None), words)}</td>"
            for name in present
        )
        lines.append(f"<tr>{cells}</tr>")
    more = len(rows) - _MOST
    rest = f"<p class=soft>{words('and_others', count=words.number(more))}</p>" if more > 0 else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>{rest}"


def _cell(value: Any, words: Words) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return words.amount(value)
        case int():
            return words.number(value)
        case Money():
            return words.amount(value)
        case date():
            return f"<span class=d>{words.day(value, short=True)}</span>"
        case StrEnum():
            return tag(value.value, value.value.replace("_", " "))
        case str():
            return escape(value)
        case tuple():
            return escape(", ".join(str(each) for each in value))
        case Rows():
            codes = [str(row._data["code"]) for row in value if "code" in row._data]
            return ", ".join(escape(code.replace("_", " ")) for code in codes) or str(len(value))
        case Answer():
            inner = []
            for name in value:
                each = getattr(value, name)
                if each is not None and each != ():
                    inner.append(f"{escape(name.replace('_', ' '))} {_cell(each, words)}")
            return ", ".join(inner)
        case dict():
            return escape(json.dumps(value, ensure_ascii=False, default=str))
        case _:
            return escape(str(value))


_PARTS: dict[str, Callable[[Any, Words], str]] = {
    "Assessment": position,
    "Duties": duties,
    "Settlement": settlement,
    "Figures": figures,
    "Trace": trace,
}
