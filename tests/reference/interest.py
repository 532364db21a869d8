"""Interest and compensation for paying late, from PRE-7 alone.

Where the rule leaves a choice:
- Interest runs from the day after the due date; the day of payment counts.
- A part that was paid bears interest up to the day it was paid on, included.
- `half_yearly`: the rate published on 1 January holds up to June, that of 1 July up to December. `never`: that of the
  half-year in which the debt became late.
- Each stretch of one rate and one balance is a step (VAL-3).
- Interest is added to the debt after every thirty days, month or year from the first day of interest; a day that the month
  lacks is its last. Once nothing of the balance is left, nothing more is added.
- Nothing late, no compensation.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from .premium import YEAR, part_of_year
from .values import Document, amount, day, rounded, share, to_unit, unit_of

ONE_DAY = timedelta(days=1)


def published(rates: list[Document], on: date) -> Fraction:
    held = [it for it in rates if day(it["from"]) <= on]
    return share(max(held, key=lambda it: it["from"])["rate"])


def half(on: date) -> date:
    return date(on.year, 1 if on.month < 7 else 7, 1)


def rate_on(request: Document, on: date, first: date) -> Fraction:
    if "rate" in request:
        rate = share(request["rate"])
    changes = request.get("rate_changes", "half_yearly")
    asked = {"half_yearly": half(on), "at_once": on, "never": half(first)}[changes]
    if "rate" not in request:
        rate = published(request["reference_rates"], asked) + share(request["margin"])
    if "floor" in request:
        rate = max(rate, published(request["floor"]["rates"], asked) * amount(request["floor"]["multiple"]))
    return max(rate, Fraction(0))


def additions(compounds: str, first: date, last: date) -> set[date]:
    """The days on which interest is added to the debt."""
    found: set[date] = set()
    for times in range(1, (last - first).days // 28 + 1):
        if compounds == "every_30_days":
            found.add(first + timedelta(days=30 * times))
        elif compounds != "never":
            month = first.month - 1 + times * {"monthly": 1, "yearly": 12}[compounds]
            year, month = first.year + month // 12, month % 12 + 1
            found.add(date(year, month, min(first.day, monthrange(year, month)[1])))
    return found


def late_interest(request: Document) -> tuple[Fraction, Fraction]:
    """Interest and compensation."""
    owed, count = amount(request["amount"]), request.get("day_count", "act_365")
    rounding, currency = request.get("rounding", {}), request["currency"]
    interest = Fraction(0)

    def add(balance: Fraction, rate: Fraction, part: Fraction, of: int) -> Fraction:
        nonlocal interest
        if request.get("rounds_each_day"):
            daily = to_unit(balance * rate / of, unit_of(currency, rounding), rounding.get("mode", "half_up"))
            more = daily * part * of
        elif rounding.get("at") == "result":
            more = balance * rate * part
        else:
            more = rounded(balance * rate * part, currency, rounding)
        interest += more
        return more

    if "days" in request:
        late = request["days"]
        of = YEAR[count]
        add(owed, rate_on(request, date.min, date.min) if "rate" in request else Fraction(0), Fraction(late, of), of)
    else:
        first, last = day(request["due"]) + ONE_DAY, day(request["paid"])
        late = max(0, (last - first).days + 1)

        paid: dict[date, Fraction] = {}
        for it in request.get("payments", []):
            paid[day(it["date"]) + ONE_DAY] = paid.get(day(it["date"]) + ONE_DAY, Fraction(0)) + amount(it["amount"])
        added = additions(request.get("compounds", "never"), first, last)
        balance, still_owed, start = owed, Fraction(0), first
        for before in [it for it in paid if it <= first]:
            balance = max(Fraction(0), balance - paid.pop(before))
        while start <= last and balance:
            rate, end = rate_on(request, start, first), start
            while end < last and end + ONE_DAY not in paid and end + ONE_DAY not in added and rate_on(request, end + ONE_DAY, first) == rate:
                end += ONE_DAY
            still_owed += add(balance, rate, part_of_year(start, end, count), YEAR.get(count, 0))
            start = end + ONE_DAY
            balance = max(Fraction(0), balance - paid.get(start, Fraction(0)))
            if start in added and balance:
                balance, still_owed = balance + still_owed, Fraction(0)
    compensation = amount(request.get("compensation"))
    if "compensation_bands" in request:
        reached = [it for it in request["compensation_bands"] if amount(it["from"]) <= owed]
        compensation = amount(max(reached, key=lambda it: amount(it["from"]))["amount"]) if reached else Fraction(0)
    return rounded(interest, currency, rounding), compensation if late else Fraction(0)
