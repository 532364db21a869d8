"""Pictures as SVG, with nothing but text: for notebooks and reports.

Positions are floats, amounts are not: a picture shows, it does not compute.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape

from tradecredit._series import Bar, Dot, Fall
from tradecredit._words import Words

WIDTH = 720
COLOURS = {
    "good": "#0f766e",
    "bad": "#c2410c",
    "ink": "#334155",
    "soft": "#94a3b8",
    "missed": "#b91c1c",
    "due_soon": "#d97706",
    "upcoming": "#0369a1",
}


def waterfall(falls: Sequence[Fall], words: Words) -> str:
    """From the debt to the indemnity, one bar below the other."""
    largest = max((max(fall.start, fall.end) for fall in falls), default=Decimal(0))
    lines = []
    for row, fall in enumerate(falls):
        left, right = sorted((_at(fall.start, largest), _at(fall.end, largest)))
        last = row == len(falls) - 1
        kind = "good" if last else "ink" if fall.whole else "bad"
        change = fall.end - fall.start
        lines.append(_label(row, fall.label))
        lines.append(_bar(row, left, right, kind))
        lines.append(_value(row, right, words.amount(change)))
    return _svg(words("waterfall"), len(falls), lines)


def exposure(bars: Sequence[Bar], words: Words) -> str:
    """What is covered and what is not, buyer by buyer, against the limit."""
    open_ = max((bar.covered + bar.uncovered for bar in bars), default=Decimal(0))
    # A limit far beyond what is open would leave no room for anything else: an arrow stands for it.
    largest = min(max((bar.limit for bar in bars), default=open_), open_ * 3 / 2)
    largest = max(largest, open_)
    lines = []
    for row, bar in enumerate(bars):
        middle, right = (
            _at(bar.covered, largest),
            _at(bar.covered + bar.uncovered, largest),
        )
        lines.append(_label(row, bar.label))
        lines.append(_bar(row, _at(Decimal(0), largest), middle, "good"))
        lines.append(_bar(row, middle, right, "bad"))
        at, y = _at(min(bar.limit, largest), largest), _y(row)
        whole = words.short(bar.covered + bar.uncovered)
        if bar.limit > largest:
            lines.append(_value(row, right, whole))
            lines.append(
                f'<path d="M{at - 7:.1f} {y + 2}l8 6l-8 6z" fill="{COLOURS["ink"]}"/>'
            )
            lines.append(_value(row, at, words.short(bar.limit)))
            continue
        if bar.limit:
            lines.append(
                f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{y - 3}" y2="{y + 19}" '
                f'stroke="{COLOURS["ink"]}" stroke-width="2.5"/>'
            )
        lines.append(_value(row, max(right, at), whole))
    legend = [("good", words("covered")), ("bad", words("uncovered")), ("line", words("limit"))]
    return _svg(words("exposure"), len(bars), lines, legend)


def ageing(ages: Sequence[tuple[str, Decimal]], words: Words) -> str:
    """What is open by days past due, as columns."""
    largest = max((amount for _, amount in ages), default=Decimal(0))
    step = WIDTH / max(1, len(ages))
    lines = []
    for column, (label, amount) in enumerate(ages):
        tall = _ratio(amount, largest) * 150
        x = column * step
        kind = "good" if column == 0 else "due_soon" if column < 3 else "missed"
        lines.append(
            f'<rect x="{x + step * 0.15:.1f}" y="{185 - tall:.1f}" width="{step * 0.7:.1f}" '
            f'height="{tall:.1f}" rx="2" fill="{COLOURS[kind]}"/>'
        )
        middle = x + step / 2
        lines.append(_text(middle, 178 - tall, words.short(amount), "middle", bold=True))
        lines.append(_text(middle, 203, label, "middle"))
    lines.append(f'<line x1="0" x2="{WIDTH}" y1="185.5" y2="185.5" stroke="{COLOURS["soft"]}"/>')
    return _framed(words("ageing"), 212, lines)


def timeline(as_of: date, dots: Sequence[Dot], words: Words) -> str:
    """Deadlines before and after the day of the question."""
    if not dots:
        return ""
    first = min(as_of, *(dot.day for dot in dots))
    last = max(as_of, *(dot.day for dot in dots))
    days = max(1, (last - first).days)

    def at(day: date) -> float:
        return 300 + (day - first).days / days * (WIDTH - 400)

    lines = []
    today = at(as_of)
    bottom = 30 + len(dots) * 24
    lines.append(
        f'<line x1="{today:.1f}" x2="{today:.1f}" y1="20" y2="{bottom}" '
        f'stroke="{COLOURS["soft"]}" stroke-dasharray="4 3"/>'
    )
    lines.append(_text(today, 13, words.day(as_of, short=True), "middle", bold=True))
    for row, dot in enumerate(dots):
        y = 38 + row * 24
        x = at(dot.day)
        left, right = sorted((x, today))
        colour = COLOURS.get(dot.state, COLOURS["ink"])
        lines.append(_text(290, y + 4, _cut(dot.label, 39), "end"))
        lines.append(
            f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}" stroke="{colour}" '
            'stroke-opacity=".35" stroke-width="3"/>'
        )
        lines.append(f'<circle cx="{x:.1f}" cy="{y}" r="5.5" fill="{colour}"/>')
        lines.append(_text(max(x, today) + 10, y + 4, words.day(dot.day, short=True), "start"))
    states = dict.fromkeys(dot.state for dot in dots)
    legend = [(state, words(state)) for state in ("missed", "due_soon", "upcoming") if state in states]
    return _framed(words("timeline"), bottom + 26, [*lines, *_legend(legend, bottom + 18)])


def _svg(
    title: str, rows: int, lines: Sequence[str], legend: Sequence[tuple[str, str]] = ()
) -> str:
    height = 8 + rows * 28 + (24 if legend else 0)
    return _framed(title, height, [*lines, *_legend(legend, height - 6)])


def _framed(title: str, height: float, lines: Sequence[str]) -> str:
    return (
        f'<svg class="tc-picture" role="img" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{"".join(lines)}</svg>'
    )


def _legend(legend: Sequence[tuple[str, str]], y: float) -> list[str]:
    lines = []
    x = 300.0
    for kind, label in legend:
        if kind == "line":
            lines.append(
                f'<line x1="{x + 5}" x2="{x + 5}" y1="{y - 11}" y2="{y + 2}" '
                f'stroke="{COLOURS["ink"]}" stroke-width="2.5"/>'
            )
        else:
            lines.append(
                f'<rect x="{x}" y="{y - 10}" width="11" height="11" rx="2" fill="{COLOURS[kind]}"/>'
            )
        lines.append(_text(x + 17, y, label, "start"))
        x += 34 + 7.2 * len(label)
    return lines


def _y(row: int) -> int:
    return 8 + row * 28


def _label(row: int, label: str) -> str:
    return _text(222, _y(row) + 13, _cut(label, 31), "end")


def _bar(row: int, left: float, right: float, kind: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{_y(row)}" width="{max(0.0, right - left):.1f}" height="16" '
        f'rx="2" fill="{COLOURS[kind]}"/>'
    )


def _value(row: int, right: float, text: str) -> str:
    return _text(right + 7, _y(row) + 13, text, "start")


def _text(x: float, y: float, text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12.5"'
        f'{weight} fill="currentColor">{escape(text)}</text>'
    )


def _at(amount: Decimal, largest: Decimal) -> float:
    return 230 + _ratio(amount, largest) * (WIDTH - 340)


def _ratio(amount: Decimal, largest: Decimal) -> float:
    return float(amount / largest) if largest > 0 else 0.0


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
