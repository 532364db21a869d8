"""Factoring in figures, and what competes with it, from FAC-1…6 alone.

Where the rules leave a choice:
- Fund and reserves are rounded one by one; each takes its share of what is eligible, unless it says otherwise.
- The ceiling of the contract caps what the receivables give, before fees and what is in use.
- A use in months costs a twelfth of a year for each; a fee by the year is due in proportion.
- Balance × days × rate is added up over the time before it is rounded. A share of the invoices is of their turnover.
- What effective rates count as cost is every charge with its tax.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from .values import Document, amount, day, rounded, share

ONE_DAY = timedelta(days=1)
NOTHING = Fraction(0)


def rate_of(written: str | None) -> Fraction:
    return share(written) if written else NOTHING


def percent(number: Fraction, style: Document) -> str:
    """FAC-2: so many decimals of a percentage, halves away from zero."""
    places = style.get("decimals", 2)
    units = abs(number) * 100 * 10**places
    whole = int(units + Fraction(1, 2))
    text = f"{Decimal(whole).scaleb(-places):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("-" if number < 0 and whole else "") + text + "%"


def power(base: Fraction, exponent: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 60
        raised = (Decimal(base.numerator) / Decimal(base.denominator)).ln() * exponent.numerator / exponent.denominator
        return Fraction(raised.exp())


class Money:
    """Amounts in the contract's currency (VAL-3)."""

    def __init__(self, currency: str, rounding: Document | None) -> None:
        self.currency, self.rounding = currency, rounding or {}

    def round(self, number: Fraction) -> Fraction:
        return rounded(number, self.currency, self.rounding)


# FAC-1


def held_back(money: Money, terms: Document, eligible: Fraction, outstanding: Fraction, held: str | None) -> tuple[Fraction, list[Fraction]]:
    """The guarantee fund and each reserve."""

    def of(rule: Document) -> Fraction:
        base = outstanding if rule.get("on") == "outstanding" else eligible
        much = amount(rule["amount"]) if "amount" in rule else money.round(base * share(rule["rate"]))
        if "maximum" in rule:
            much = min(much, amount(rule["maximum"]))
        return max(much, amount(rule.get("minimum")))

    fund = amount(held) if held is not None else of(terms["guarantee_fund"]) if "guarantee_fund" in terms else NOTHING
    return fund, [of(rule) for rule in terms.get("reserves", [])]


def availability(request: Document) -> Document:
    terms, figures, drawn = request["terms"], request["figures"], request.get("drawn", {})
    money = Money(terms["currency"], terms.get("rounding"))
    outstanding = amount(figures["receivables"]) - amount(figures.get("credit_notes"))
    eligible = outstanding - amount(figures.get("ineligible"))
    return draw(money, terms, eligible, outstanding, drawn)


def draw(money: Money, terms: Document, eligible: Fraction, outstanding: Fraction, drawn: Document) -> Document:
    advance = money.round(eligible * share(terms.get("advance", "100%")))
    fund, reserves = held_back(money, terms, eligible, outstanding, drawn.get("fund_held"))
    gives = max(NOTHING, advance - fund - sum(reserves))
    capped = min(gives, amount(terms["facility"])) if "facility" in terms else gives
    left = capped - amount(drawn.get("fees")) - amount(drawn.get("in_use"))
    return {"eligible": eligible, "advance": advance, "fund": fund, "reserves": reserves, "above": gives - capped,
            "available": max(NOTHING, left), "overdrawn": max(NOTHING, -left)}  # fmt: skip


# FAC-2


def index_on(fixings: list[Document], on: date) -> Fraction:
    held = [it for it in fixings if day(it["from"]) <= on <= day(it.get("to", "9999-12-31"))]
    return share(max(held, key=lambda it: it["from"])["rate"])


def financing_rate(rule: Document, fixings: list[Document], on: date | None) -> Fraction:
    if "index" not in rule:
        return share(rule["margin"])
    index = index_on(fixings, on) if on else share(fixings[0]["rate"])
    if "floor" in rule:
        index = max(index, share(rule["floor"]))
    return max(NOTHING, index + share(rule["margin"]))


def cost(request: Document) -> Document:
    terms, use, style = request["terms"], request["usage"], request.get("effective", {})
    money = Money(terms["currency"], terms.get("rounding"))
    months = Fraction(use.get("months", 12))
    years = months / 12
    turnover = amount(use["turnover"])
    counts: Document = use.get("counts", {})
    found: Document = {"vat": NOTHING, "commission": None, "financing": None, "fees": [], "own_funding": None}
    if rule := terms.get("commission"):
        base = turnover - (amount(use.get("vat")) if rule.get("on") == "ex_vat" else 0)
        due = money.round(base * share(rule["rate"]))
        if "minimum" in rule:
            times = {"year": years, "month": months, "invoice": amount(counts.get("invoices"))}[rule["minimum"]["per"]]
            due = max(due, money.round(amount(rule["minimum"]["amount"]) * times))
        found["commission"] = due
        found["vat"] += money.round(due * rate_of(rule.get("vat")))
    used = receivables = None
    time = years
    rule = terms.get("financing")
    basis = Fraction(int((rule or {}).get("basis", "360")))
    numbers = NOTHING
    if "used" in use:
        used = amount(use["used"]["amount"])
        if "days" in use["used"]:
            time = use["used"]["days"] / basis
    if "receivables" in use:
        it = use["receivables"]
        receivables = amount(it["amount"]) if "amount" in it else money.round(turnover / years * it["days"] / int(it.get("basis", "365")))
        used = money.round(draw(money, terms, receivables, receivables, {})["available"] * share(it.get("drawn", "100%")))
        if rule and rule.get("on") == "net_of_commission" and turnover:
            kept = found["commission"] or NOTHING
            for fee in terms.get("fees", []):
                if fee["per"] == "invoice":
                    kept += money.round(amount(fee["amount"]) * amount(counts.get("invoices")) if "amount" in fee else turnover * share(fee["rate"]))
            used = max(NOTHING, used - money.round(kept * receivables / turnover))
    if "utilisation" in use:
        balances = sorted(use["utilisation"]["balances"], key=lambda it: it["from"])
        first, last = day(balances[0]["from"]), day(use["utilisation"]["to"])
        interest, start = NOTHING, first

        def state(on: date) -> tuple[Fraction, Fraction]:
            of = [it for it in balances if day(it["from"]) <= on][-1]
            return amount(of["amount"]), financing_rate(rule, use.get("index", []), on) if rule else NOTHING

        while start <= last:
            end, now = start, state(start)
            while end < last and state(end + ONE_DAY) == now:
                end += ONE_DAY
            days = (end - start).days + 1
            numbers += now[0] * days
            interest += now[0] * now[1] * days / basis
            start = end + ONE_DAY
        if rule:
            found["financing"] = money.round(interest)
        days = (last - first).days + 1
        used = money.round(numbers / days)
    elif rule and used is not None:
        found["financing"] = money.round(used * financing_rate(rule, use.get("index", []), None) * time)
    if "own_funding" in use:
        found["own_funding"] = money.round((receivables - used) * share(use["own_funding"]) * years)
    for fee in terms.get("fees", []):
        times = {"contract": Fraction(1), "year": years, "month": months, "invoice": amount(counts.get("invoices")),
                 "debtor": amount(counts.get("debtors")), "limit_request": amount(counts.get("limit_requests")),
                 "late_week": amount(counts.get("late_weeks"))}[fee["per"]]  # fmt: skip
        if "amount" in fee:
            each = amount(fee["amount"])
        else:
            facility = amount(terms.get("facility"))
            late = amount(counts["late_turnover"]) if fee["per"] == "late_week" and "late_turnover" in counts else turnover
            of = {"invoices": late, "facility": facility, "unused": max(NOTHING, facility - (used or 0))}[fee.get("on", "invoices")]
            each = of * share(fee["rate"])
            times = Fraction(1) if fee["per"] == "invoice" else times
        much = money.round(each * times)
        found["fees"].append(much)
        found["vat"] += money.round(much * rate_of(fee.get("vat")))
    extras = sum((amount(it["amount"]) for it in use.get("extras", [])), NOTHING)
    savings = sum((amount(it["amount"]) for it in use.get("savings", [])), NOTHING)
    charges = (found["commission"] or 0) + (found["financing"] or 0) + sum(found["fees"]) + extras
    total = charges + (found["own_funding"] or 0)
    without = None
    if it := use.get("without"):
        of = amount(it["receivables"]) if "receivables" in it else money.round(turnover / years * it["days"] / int(it.get("basis", "365")))
        without = money.round(of * share(it["rate"]) * years) + money.round(turnover * rate_of(it.get("losses"))) + amount(it.get("administration"))
    left = total - savings - (without or 0)
    found |= {"receivables": receivables, "used": used, "total": total, "without": without,
              "net_cost": max(NOTHING, left), "net_benefit": max(NOTHING, -left)}  # fmt: skip
    found["of_turnover"] = percent(charges / turnover, style) if turnover else None
    return found


# FAC-5


def early_payment(request: Document) -> Document:
    offer, style = request["offer"], request.get("effective", {})
    money = Money(request["currency"], request.get("rounding"))
    days = offer["days_early"] if "days_early" in offer else offer["net_days"] - offer["discount_days"]
    taken = share(offer["discount"]) if "discount" in offer else share(offer["rate"]) * days / int(offer.get("basis", "360"))
    found: Document = {"days": days, "of_payment": percent(taken / (1 - taken), style), "discount": None, "simple": None, "compound": None, "of_nominal": None}
    found |= {"interest": None, "net_benefit": None, "net_cost": None}
    if "invoice" in offer:
        found["discount"] = money.round(amount(offer["invoice"]) * taken)
        if "credit" in offer:
            left = amount(offer["invoice"]) - found["discount"]
            found["interest"] = money.round(left * share(offer["credit"]) * days / int(offer.get("basis", "360")))
            gain = found["discount"] - found["interest"]
            found |= {"net_benefit": max(NOTHING, gain), "net_cost": max(NOTHING, -gain)}
    if days:
        year = Fraction(int(style.get("basis", "365")), days)
        found["simple"] = percent(taken / (1 - taken) * year, style)
        found["of_nominal"] = percent(taken * year, style)
        found["compound"] = percent(power(1 / (1 - taken), year) - 1, style)
    return found


def reverse(request: Document) -> Document:
    it = request["supply"]
    money = Money(request["currency"], request.get("rounding"))
    invoice = amount(it["invoice"])
    if "financing" in it:
        financing = amount(it["financing"])
    else:
        days = it["days"] if "days" in it else (day(it["due"]) - day(it["paid"])).days
        financing = money.round(invoice * share(it["rate"]) * days / int(it.get("basis", "360")))
    buyers = money.round(financing * rate_of(it.get("financing_by_buyer")))
    supplier = invoice - (financing - buyers) - amount(it.get("supplier_commission"))
    buyer = invoice + buyers + amount(it.get("buyer_commission"))
    return {"financing": financing, "supplier": supplier, "buyer": buyer, "factor": buyer - supplier}


# FAC-6


def bills(request: Document) -> Document:
    terms, style = request["terms"], request.get("effective", {})
    money = Money(request["currency"], terms.get("rounding"))
    found: Document = {"bills": [], "net": NOTHING, "charges": NOTHING}
    moves: list[tuple[Fraction, Fraction, int]] = []
    for bill in request["bills"]:
        nominal = amount(bill["nominal"])
        days = bill["days"] if "days" in bill else (day(bill["due"]) - day(bill["discounted"])).days
        counted = max(days + terms.get("bank_days", 0), terms.get("minimum_days", 0))
        rate = share(terms["rate"]) + rate_of(terms.get("endorsement"))
        interest = amount(bill["interest"]) if "interest" in bill else money.round(nominal * rate * counted / int(terms.get("basis", "360")))
        by_terms = amount(terms.get("commission")) + money.round(nominal * rate_of(terms.get("commission_rate")))
        commission = amount(bill["commission"]) if "commission" in bill else by_terms
        vat = amount(bill["vat"]) if "vat" in bill else money.round(commission * rate_of(terms.get("vat")))
        charges = interest + commission + vat
        held = nominal - money.round(nominal * share(terms.get("advance", "100%")))
        net = nominal - held - charges
        found["bills"].append((interest, commission, vat, held, net))
        found["net"] += net
        found["charges"] += charges
        moves.append((net, nominal, days))
    numbers = sum((net * days for net, _, days in moves), NOTHING)
    if numbers:
        year = found["charges"] * int(style.get("basis", "365"))
        found["simple"] = percent(year / numbers, style)
        found["of_nominal"] = percent(year / sum((nominal * days for _, nominal, days in moves), NOTHING), style)
    return found


def overdraft(request: Document) -> Document:
    terms, it, style = request["terms"], request["overdrawn"], request.get("effective", {})
    money = Money(request["currency"], terms.get("rounding"))
    if "amount" in it:
        numbers = amount(it["amount"]) * it["days"]
        highest = amount(it["amount"]) * it.get("months", -(-it["days"] // 30))
    else:
        numbers, tops = NOTHING, {}
        balances = sorted(it["balances"], key=lambda one: one["from"])
        on, last = day(balances[0]["from"]), day(it["to"])
        while on <= last:
            now = amount([one for one in balances if day(one["from"]) <= on][-1]["amount"])
            numbers += now
            tops[on.year, on.month] = max(tops.get((on.year, on.month), NOTHING), now)
            on += ONE_DAY
        highest = sum(tops.values(), NOTHING)
    interest = money.round(numbers * share(terms["rate"]) / int(terms.get("basis", "360")))
    on_highest = money.round(highest * rate_of(terms.get("highest")))
    if "highest_capped_at" in terms:
        on_highest = min(on_highest, money.round(interest * share(terms["highest_capped_at"])))
    commission = amount(terms.get("commission"))
    vat = money.round(commission * rate_of(terms.get("vat")))
    charges = interest + on_highest + commission + vat
    simple = percent(charges * int(style.get("basis", "365")) / numbers, style) if numbers else None
    return {"numbers": numbers, "highest": highest, "interest": interest, "on_highest": on_highest, "vat": vat, "charges": charges, "simple": simple}


