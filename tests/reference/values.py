"""Amounts, shares, days and rounding (VAL-1…7), the slow and obvious way."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from fractions import Fraction
from math import floor
from typing import Any

DIGITS = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0, "KWD": 3}
UNITS = {"%": 100, "‰": 1000, "bp": 10_000}
Document = dict[str, Any]


def amount(written: Any, otherwise: str = "0") -> Fraction:
    """VAL-1: text or a whole number."""
    return number(otherwise if written is None else str(written))


@cache
def number(text: str) -> Fraction:
    return Fraction(text)


def share(written: str) -> Fraction:
    """VAL-2: a number with its unit."""
    unit = next(unit for unit in UNITS if written.endswith(unit))
    return Fraction(written.removesuffix(unit)) / UNITS[unit]


@cache
def day(written: str) -> date:
    return date.fromisoformat(written)


def write(number: Fraction) -> str:
    """The shortest decimal text of a number that has one."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def plus(start: date, span: str | None, month_end: str = "clamp", sign: int = 1) -> date:
    """VAL-5: months first, then days."""
    found = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?", span or "P0D")
    assert found, span
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    whole = start.year * 12 + start.month - 1 + sign * (12 * years + months)
    year, month = divmod(whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    landed = date(year, month + 1, min(start.day, last))
    if landed.day != start.day:
        assert month_end != "reject", "no such day"
        landed += timedelta(days=month_end == "next_day")
    return landed + timedelta(days=sign * (7 * weeks + days))


def rolled(when: date, roll: str, holidays: set[date]) -> date:
    """VAL-5: off weekends and holidays."""
    step = {"none": 0, "following": 1, "preceding": -1}[roll]
    while step and (when.weekday() >= 5 or when in holidays):
        when += timedelta(days=step)
    return when


def terms(written: str, start: date) -> date:
    """VAL-6: `30`, `45fm`, `fm45`."""
    days = timedelta(days=int(written.replace("fm", "") or 0))
    end = lambda at: at.replace(day=calendar.monthrange(at.year, at.month)[1])
    if written.startswith("fm"):
        return end(start) + days
    return end(start + days) if written.endswith("fm") else start + days


def to_unit(number: Fraction, unit: Fraction, mode: str = "half_up") -> Fraction:
    """VAL-3: to a whole number of units."""
    units, sign = abs(number) / unit, -1 if number < 0 else 1
    whole, rest = floor(units), units - floor(units)
    up = {
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1),
        "down": False,
        "up": rest > 0,
    }[mode]
    return sign * (whole + up) * unit


def unit_of(currency: str, rounding: Document) -> Fraction:
    return amount(rounding.get("unit"), str(Decimal(1).scaleb(-DIGITS[currency])))


def rounded(number: Fraction, currency: str, rounding: Document | None = None) -> Fraction:
    rounding = rounding or {}
    return to_unit(number, unit_of(currency, rounding), rounding.get("mode", "half_up"))


def split(whole: Fraction, weights: list[Fraction], unit: Fraction) -> list[Fraction]:
    """VAL-4: largest remainder, ties to the earliest; the parts sum to the whole."""
    total = sum(weights)
    if not total:
        return [Fraction(0) for _ in weights]
    exact = [whole * weight / total for weight in weights]
    parts = [floor(part / unit) * unit for part in exact]
    places = sorted(range(len(parts)), key=lambda i: (-(exact[i] - parts[i]), i))
    for place in places:
        left = whole - sum(parts)
        parts[place] += min(unit, left) if left > 0 else 0
    return parts


def convert(number: Fraction, source: str, target: str, on: date, rates: list[Document]) -> Fraction:
    """VAL-7: the stated rate of the day, else the inverse of the other direction."""
    if source == target:
        return number
    for rate in rates:
        if (rate["from"], rate["to"], day(rate["on"])) == (source, target, on):
            return number * amount(rate["rate"])
    for rate in rates:
        if (rate["to"], rate["from"], day(rate["on"])) == (source, target, on):
            return number / amount(rate["rate"])
    raise KeyError(f"no rate from {source} to {target} on {on}")
