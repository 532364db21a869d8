"""Pictures through matplotlib: ``pip install tradecredit[plot]``.

Each takes an answer and gives the axes it drew on, so that they can be
arranged, styled and saved as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tradecredit import _series
from tradecredit._answer import Answer
from tradecredit._pictures import COLOURS
from tradecredit._words import Words

__all__ = ["ageing", "exposure", "plot", "timeline", "waterfall"]

_NATURAL = {
    "Settlement": "waterfall",
    "FigureAnswer": "waterfall",
    "Assessment": "exposure",
    "Duties": "timeline",
}


def plot(answer: Answer, kind: str | None = None, *, language: str = "en", ax: Any = None) -> Any:
    """The picture that suits an answer, or the one of a name."""
    name = kind or _NATURAL.get(type(answer).__name__)
    kinds = {"waterfall": waterfall, "exposure": exposure, "ageing": ageing, "timeline": timeline}
    if name not in kinds:
        what = f"no picture `{name}`" if name else f"no picture of a {type(answer).__name__}"
        raise TypeError(f"there is {what}: say kind= one of {', '.join(kinds)}")
    return kinds[name](answer, language=language, ax=ax)


def _axes(ax: Any, rows: int) -> Any:
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ImportError(
            "pictures need matplotlib: pip install 'tradecredit[plot]'"
        ) from None
    _, ax = pyplot.subplots(figsize=(9, max(2.2, 0.8 + 0.36 * rows)), layout="constrained")
    return ax


def _words(answer: Answer, language: str) -> Words:
    currency = answer._inherited("currency")
    return Words(language, currency if isinstance(currency, str) else "EUR")


def _bare(ax: Any, title: str) -> Any:
    ax.set_title(title, loc="left", fontweight="bold")
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(left=False)
    return ax


def waterfall(answer: Answer, *, language: str = "en", ax: Any = None) -> Any:
    """From the gross debt to the indemnity, by who bears what."""
    words = _words(answer, language)
    falls = _series.waterfall(answer, words)
    ax = _axes(ax, len(falls))
    last = len(falls) - 1
    for row, fall in enumerate(falls):
        left, right = sorted((float(fall.start), float(fall.end)))
        kind = "good" if row == last else "ink" if fall.whole else "bad"
        ax.barh(row, right - left, left=left, color=COLOURS[kind], height=0.62)
        ax.annotate(
            words.amount(fall.end - fall.start),
            (right, row),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
        )
    return _rows(ax, [fall.label for fall in falls], words, words("waterfall"))


def exposure(
    answer: Answer,
    *,
    language: str = "en",
    ax: Any = None,
    names: Mapping[str, str] | None = None,
) -> Any:
    """What is covered and what is not of the largest buyers, against their limits."""
    words = _words(answer, language)
    bars = _series.exposure(answer, names or {})
    ax = _axes(ax, len(bars))
    for row, bar in enumerate(bars):
        covered, uncovered = float(bar.covered), float(bar.uncovered)
        first = row == 0
        ax.barh(row, covered, color=COLOURS["good"], height=0.62, label=words("covered") if first else None)
        ax.barh(
            row,
            uncovered,
            left=covered,
            color=COLOURS["bad"],
            height=0.62,
            label=words("uncovered") if first else None,
        )
        if bar.limit:
            limit = float(bar.limit)
            ax.plot([limit, limit], [row - 0.42, row + 0.42], color=COLOURS["ink"], linewidth=2.5)
    if bars:
        ax.plot([], [], color=COLOURS["ink"], linewidth=2.5, label=words("limit"))
        ax.legend(frameon=False, loc="lower right")
    return _rows(ax, [bar.label for bar in bars], words, words("exposure"))


def ageing(answer: Answer, *, language: str = "en", ax: Any = None) -> Any:
    """What is open by days past due."""
    words = _words(answer, language)
    ages = _series.ageing(answer, words)
    ax = _axes(ax, 8)
    colours = ["good", "due_soon", "due_soon", "missed", "missed", "missed"]
    bars = ax.bar(
        [label for label, _ in ages],
        [float(amount) for _, amount in ages],
        color=[COLOURS[colour] for colour in colours],
    )
    ax.bar_label(bars, labels=[words.short(amount) for _, amount in ages], padding=2)
    ax.yaxis.set_visible(False)
    return _bare(ax, words("ageing"))


def timeline(
    answer: Answer,
    *,
    language: str = "en",
    ax: Any = None,
    names: Mapping[str, str] | None = None,
) -> Any:
    """The deadlines nearest to the day of the question."""
    words = _words(answer, language)
    as_of, dots = _series.timeline(answer, words, names or {})
    ax = _axes(ax, len(dots))
    for row, dot in enumerate(dots):
        colour = COLOURS.get(dot.state, COLOURS["ink"])
        ax.plot([as_of, dot.day], [row, row], color=colour, alpha=0.35, linewidth=3)
        ax.plot([dot.day], [row], "o", color=colour)
    ax.axvline(_number(as_of), color=COLOURS["soft"], linestyle="--")
    ax.xaxis_date()
    ax.set_yticks(range(len(dots)), [dot.label for dot in dots])
    ax.invert_yaxis()
    from matplotlib.dates import AutoDateLocator
    from matplotlib.ticker import FuncFormatter

    ax.xaxis.set_major_locator(AutoDateLocator(maxticks=6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.day(_day(x), short=True)))
    return _bare(ax, words("timeline"))


def _number(day: date) -> float:
    from matplotlib.dates import date2num

    return float(date2num(day))


def _day(number: float) -> date:
    from matplotlib.dates import num2date

    moment: date = num2date(number).date()
    return moment


def _rows(ax: Any, labels: list[str], words: Words, title: str) -> Any:
    from decimal import Decimal

    from matplotlib.ticker import FuncFormatter

    ax.set_yticks(range(len(labels)), labels)
    ax.invert_yaxis()
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.short(Decimal(round(x)))))
    ax.margins(x=0.14)
    ax.set_xlim(left=0)
    return _bare(ax, title)
