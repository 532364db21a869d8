"""The life of an invoice that was assigned to a factor, from FAC-2 and FAC-4 alone.

Where the rules leave a choice:
- On one day: assignments, credit notes, payments, failures.
- What is held beside the fund is used and given back before the fund.
- Interest in arrears runs on what is financed less what was collected, from the day of assignment to that of payment, and
  is charged when nothing is open any more; interest in advance runs on after the due date in the same way.
- A week late that has begun costs its fee.
- `with_payments` gives back of all that is held as much as is paid of what is open, not of the fund alone, while something
  is open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from .factoring import Money, financing_rate
from .values import Document, amount, day, share

NOTHING = Fraction(0)
ONE_DAY = timedelta(days=1)


@dataclass
class Life:
    """One invoice: what the seller got, what is held, what is open."""

    invoice: Document
    gross: Fraction
    financed: Fraction = NOTHING
    fund: Fraction = NOTHING
    beside: Fraction = NOTHING
    charged: Fraction = NOTHING
    advance: Fraction = NOTHING
    retained: Fraction = NOTHING
    collected: Fraction = NOTHING
    credited: Fraction = NOTHING
    guaranteed: Fraction = NOTHING
    recourse: Fraction = NOTHING
    released: Fraction = NOTHING
    owed: Fraction = NOTHING
    open: Fraction = NOTHING
    kept: Fraction = NOTHING  # the fund as it was at assignment
    used: list[tuple[date, Fraction]] = field(default_factory=list)
    over: bool = False

    @property
    def held(self) -> Fraction:
        return self.fund + self.beside

    def take(self, much: Fraction) -> None:
        """From what is held, then the seller owes it."""
        for name in ("beside", "fund"):
            part = min(much, getattr(self, name))
            setattr(self, name, getattr(self, name) - part)
            much -= part
        self.owed += much


class Lives:
    def __init__(self, request: Document) -> None:
        self.terms, self.request = request["terms"], request
        self.as_of = day(request["as_of"])
        self.money = Money(self.terms["currency"], self.terms.get("rounding"))
        self.rule: Document = self.terms.get("financing", {})
        self.basis = int(self.rule.get("basis", "360"))
        self.lives: dict[str, Life] = {}

    def charge(self, life: Life, much: Fraction, vat: str | None) -> Fraction:
        whole = self.money.round(much)
        whole += self.money.round(whole * share(vat)) if vat else 0
        life.charged += whole
        return whole

    def assign(self, it: Document) -> None:
        net, vat = amount(it["amount"]), amount(it.get("vat"))
        life = Life(it, net + vat, open=net + vat)
        gross, terms, rule = life.gross, self.terms, self.terms.get("guarantee_fund", {})
        quota = min(gross, self.money.round(gross * share(terms.get("advance", "100%"))))
        fund = self.money.round(gross * share(rule["rate"])) if "rate" in rule else NOTHING
        if "maximum" in rule:
            fund = min(fund, max(NOTHING, amount(rule["maximum"]) - sum((it.fund for it in self.lives.values()), NOTHING)))
        fund = min(fund, quota)
        life.fund = life.kept = fund
        life.financed = min(quota - fund, amount(it["drawn"])) if "drawn" in it else quota - fund
        at_once = NOTHING
        if commission := terms.get("commission"):
            due = self.money.round((net if commission.get("on") == "ex_vat" else gross) * share(commission["rate"]))
            if commission.get("minimum", {}).get("per") == "invoice":
                due = max(due, amount(commission["minimum"]["amount"]))
            at_once += self.charge(life, due, commission.get("vat"))
        for fee in terms.get("fees", []):
            if fee["per"] == "invoice":
                at_once += self.charge(life, amount(fee["amount"]) if "amount" in fee else gross * share(fee["rate"]), fee.get("vat"))
        base = life.financed - (at_once if self.rule.get("on") == "net_of_commission" else 0)
        if self.rule.get("taken", "in_arrears") != "in_arrears":
            ahead = (day(it["due"]) - day(it["assigned"])).days * financing_rate(self.rule, [], None) / self.basis
            interest = base * ahead
            if self.rule["taken"] == "in_advance_on_net":
                interest = base - self.money.round(base / (1 + ahead))
            at_once += self.charge(life, interest, None)
        life.used.append((day(it["assigned"]), base))
        life.advance = life.financed - at_once
        life.beside = gross - life.financed - fund
        life.retained = life.held
        self.lives[it["id"]] = life

    def interest(self, life: Life, last: date) -> Fraction:
        """Day by day on what is in use, rounded once."""
        if not self.rule:
            return NOTHING
        on = day(life.invoice["assigned"])
        if self.rule.get("taken", "in_arrears") != "in_arrears":
            on = max(on, day(life.invoice["due"]))
        numbers = NOTHING
        while on < last:
            used = [much for since, much in life.used if since <= on][-1]
            numbers += used * financing_rate(self.rule, [], None)
            on += ONE_DAY
        return numbers / self.basis

    def pay(self, it: Document) -> None:
        life, when, much = self.lives[it["invoice"]], day(it["date"]), amount(it["amount"])
        life.collected += much
        if self.terms.get("guarantee_fund", {}).get("release") == "with_payments" and much < life.open:
            back = min(life.held, self.money.round(life.held * much / life.open))
            beside = min(back, life.beside)
            life.beside -= beside
            life.fund -= back - beside
            life.released += back
        life.released += max(NOTHING, much - life.open)
        life.open -= min(much, life.open)
        life.used.append((when, max(NOTHING, life.used[-1][1] - much)))
        self.settle(life, when)

    def credit(self, it: Document) -> None:
        life, much = self.lives[it["invoice"]], amount(it["amount"])
        life.credited += much
        life.open -= much
        life.take(much)
        self.settle(life, day(it["date"]))

    def fail(self, it: Document) -> None:
        life, guarantee = self.lives[it["invoice"]], self.terms.get("guarantee", {})
        own = NOTHING if guarantee.get("risk") == "seller" or it["cause"] == "dispute" else life.gross
        if "guaranteed" in life.invoice and it["cause"] != "dispute":
            own = amount(life.invoice["guaranteed"])
        life.guaranteed = self.money.round(min(life.open, own) * share(guarantee.get("share", "100%")))
        life.recourse = life.open - life.guaranteed
        life.open = NOTHING
        life.take(life.recourse)
        self.settle(life, day(it["date"]))

    def settle(self, life: Life, when: date) -> None:
        """Once nothing is open: charges due at the end, then what is held is given back."""
        if life.open or life.over:
            return
        life.over = True
        at_end = self.charge(life, self.interest(life, when), None)
        days = (when - day(life.invoice["due"])).days
        for fee in self.terms.get("fees", []):
            if fee["per"] == "late_week" and days > 0:
                each = amount(fee["amount"]) if "amount" in fee else life.gross * share(fee["rate"])
                at_end += self.charge(life, each * ceil(Fraction(days, 7)), fee.get("vat"))
        if steps := self.terms.get("rebates"):
            after = (when - day(life.invoice["assigned"])).days
            fee = next(it["fee"] for it in steps if "up_to" not in it or after <= it["up_to"])
            at_end += self.charge(life, life.gross * share(fee), None)
        life.take(at_end)
        life.released += life.beside
        life.beside = NOTHING
        if self.terms.get("guarantee_fund", {}).get("release") != "at_end":
            life.released += life.fund
            life.fund = NOTHING

    def run(self) -> dict[str, Life]:
        facts = self.request["assignment"]
        happened = [(day(it["assigned"]), 0, it["id"], self.assign, it) for it in facts.get("invoices", [])]
        for place, (kind, what) in enumerate((("credit_notes", self.credit), ("payments", self.pay), ("failures", self.fail)), 1):
            happened += [(day(it["date"]), place, it["invoice"], what, it) for it in facts.get(kind, [])]
        for when, _, _, what, it in sorted(happened, key=lambda one: (*one[:3], amount(one[4].get("amount")))):
            if when <= self.as_of:
                what(it)
        return self.lives
