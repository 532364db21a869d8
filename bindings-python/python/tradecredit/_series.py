"""The figures behind each picture, whoever draws it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from tradecredit._words import Words

AGES = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_180", "over_180")


class Fall(NamedTuple):
    """A bar of a waterfall: from where to where."""

    label: str
    start: Decimal
    end: Decimal
    whole: bool


class Bar(NamedTuple):
    """A buyer: what is covered, what is not, the limit."""

    label: str
    covered: Decimal
    uncovered: Decimal
    limit: Decimal


class Dot(NamedTuple):
    """A deadline."""

    label: str
    day: date
    state: str


def waterfall(answer: Any, words: Words) -> list[Fall]:
    """From the gross debt to the indemnity, by who bears what."""
    portions = [(str(each.share), each.amount) for each in answer.where_it_went]
    debt = sum((amount for _, amount in portions), Decimal(0))
    falls = [Fall(words("gross_debt"), Decimal(0), debt, True)]
    at = debt
    for share, amount in portions:
        if share != "indemnity" and amount:
            falls.append(Fall(words.label(share), at, at - amount, False))
            at -= amount
    return [*falls, Fall(words("indemnity"), Decimal(0), at, True)]


def exposure(answer: Any, names: Mapping[str, str], most: int = 12) -> list[Bar]:
    """The largest buyers."""
    largest = sorted(answer.exposure.buyers, key=lambda row: (-row.open, row.buyer))[:most]
    return [
        Bar(names.get(row.buyer, row.buyer), row.covered, row.open - row.covered, row.limit)
        for row in largest
    ]


def ageing(answer: Any, words: Words) -> list[tuple[str, Decimal]]:
    """What is open by days past due."""
    ages = answer.exposure.total.ageing
    return [(words(age), ages[age]) for age in AGES]


def timeline(
    answer: Any, words: Words, names: Mapping[str, str], most: int = 16
) -> tuple[date, list[Dot]]:
    """The deadlines nearest to the day of the question."""
    pending = [duty for duty in answer.duties if duty.state in ("missed", "due_soon", "upcoming")]
    pending.sort(key=lambda duty: (abs(duty.days_left), duty.last_day))
    dots = []
    for duty in pending[:most]:
        whom = duty.buyer or duty.group or duty.offer
        label = words.label(str(duty.kind))
        if whom:
            label += f" · {names.get(whom, whom)}"
        dots.append(Dot(label, duty.last_day, str(duty.state)))
    return answer.as_of, sorted(dots, key=lambda dot: (dot.day, dot.label))
