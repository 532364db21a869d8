"""The premium of an insurance year, from PRE-1…6 alone.

Where the rule leaves a choice, the reading here is the plain one:
- The terms are those in force on the day asked about (POL-14).
- A figure without a country is for the policyholder's own, for its tax; no row that asks for a country fits it.
- A rating by experience, and what years without a claim take off, change each line before it is rounded.
- What is billed in advance is the deposit, else the flat, else the minimum premium.
- The loss ratio is on the premium due for the year, and so are bonus and malus.
- Fees that are taxed are domestic business.
- Rebates lower what is charged, and raise no refund. Of a share that is said, export business takes what rounding leaves.
- The fee of one kind for all that it fits is one amount, and a premium is not less than nothing.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .values import Document, amount, day, plus, rounded, share, split, unit_of

YEAR = {"act_365": 365, "act_366": 366, "act_360": 360, "30_360": 360}
TIMES = {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}
ONE_DAY = timedelta(days=1)


def merged(document: Any, changes: Any) -> Any:
    """RFC 7396."""
    if not isinstance(changes, dict):
        return changes
    found = dict(document) if isinstance(document, dict) else {}
    for name, change in changes.items():
        if change is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), change)
    return found


def days_of(span: str) -> int:
    """PRE-1: credit periods side by side, months of thirty days."""
    start = date(2001, 1, 1)
    months = span.endswith("M")
    return 30 * int(span[1:-1]) if months else (plus(start, span) - start).days


def part_of_year(first: date, last: date, count: str) -> Fraction:
    """PRE-7: both days included."""
    if count == "act_act":
        parts = defaultdict(int)
        while first <= last:
            parts[366 if calendar.isleap(first.year) else 365] += 1
            first += ONE_DAY
        return sum((Fraction(days, of) for of, days in parts.items()), Fraction(0))
    return Fraction(counted(first, last, count), YEAR[count])


def counted(first: date, last: date, count: str) -> int:
    """Days, both included; in months of thirty days the 31st adds none, and the last of February those missing."""
    if count != "30_360":
        return (last - first).days + 1
    after = last + ONE_DAY
    return ((after.year - first.year) * 12 + after.month - first.month) * 30 + after.day - first.day


class Premium:
    def __init__(self, request: Document) -> None:
        policy = request["policy"]
        self.figures: Document = request.get("figures", {})
        start, end = day(policy["period"]["from"]), day(policy["period"]["to"])
        self.first = start
        asked = day(request["on"]) if request.get("on") else start
        years = 1
        while plus(start, f"P{years}Y") <= asked:
            self.first = plus(start, f"P{years}Y")
            years += 1
        self.last = min(plus(start, f"P{years}Y") - ONE_DAY, end)
        for endorsement in sorted(policy.get("endorsements", []), key=lambda it: it["effective"]):
            if day(endorsement["effective"]) <= asked:
                policy = merged(policy, endorsement["changes"])
        self.policy = policy
        self.rules: Document = policy.get("premium", {})
        self.currency: str = policy["currency"]
        self.home = policy.get("policyholder_country")
        self.rounding: Document = self.rules.get("rounding", {})
        self.tax_on = day(request["tax_on"]) if request.get("tax_on") else self.first
        self.tables: list[Document] = request.get("taxes", [])

    def round(self, number: Fraction) -> Fraction:
        return rounded(number, self.currency, self.rounding)

    def step(self, number: Fraction) -> Fraction:
        """VAL-3: after each step, or only the result."""
        return number if self.rounding.get("at") == "result" else self.round(number)

    # PRE-1

    def fits(self, row: Document, of: Document) -> bool:
        return (
            ("countries" not in row or of.get("country") in row["countries"])
            and ("grades" not in row or of.get("grade") in row["grades"])
            and ("terms_up_to" not in row or ("terms" in of and days_of(of["terms"]) <= days_of(row["terms_up_to"])))
        )

    def rate(self, of: Document) -> Fraction:
        for row in self.rules.get("rates", []):
            if self.fits(row, of):
                return share(row["rate"])
        experience = self.rules.get("bonus_malus", {}).get("experience")
        if experience and experience.get("of", "rate") == "rate":
            return self.experience(experience)
        return share(self.rules["rate"])

    def factor(self, of: Document) -> Fraction:
        """Every factor that fits, then what the years before make of it (PRE-4)."""
        product = Fraction(1)
        for it in self.rules.get("factors", []):
            if self.fits(it, of):
                product *= amount(it["by"]) if "by" in it else Fraction(days_of(of["terms"]), days_of(it["terms_per"]))
        return product * self.coefficient()

    def line(self, of: Document, base: Fraction, times: Fraction, up_to: date) -> None:
        """A base and its rate."""
        premium = self.step(base * self.rate(of) * self.factor(of) * times)
        self.lines.append((up_to, of.get("country", self.home) == self.home, premium))

    def earn(self) -> None:
        self.lines: list[tuple[date, bool, Fraction]] = []
        getattr(self, "earn_on_" + self.rules.get("basis", "turnover"))()

    def earn_on_turnover(self) -> None:
        for it in self.figures.get("turnover", []):
            base = amount(it["amount"]) - sum(amount(less["amount"]) for less in it.get("not_insurable", []))
            self.line(it, base, Fraction(1), day(it.get("up_to", self.last.isoformat())))

    def earn_on_invoices(self) -> None:
        for it in self.figures.get("invoices", []):
            self.line(it, amount(it["amount"]), Fraction(1), day(it.get("date", self.last.isoformat())))

    def earn_on_balances(self) -> None:
        for it in self.figures.get("balances", []):
            base = amount(it["amount"])
            if self.rules.get("capped_at_limit") and "limit" in it:
                base = min(base, amount(it["limit"]))
            self.line(it, base, self.month(), day(it.get("on", self.last.isoformat())))

    def month(self) -> Fraction:
        return Fraction(1, 12) if self.rules.get("rate_per", "month") == "year" else Fraction(1)

    def running(self) -> list[tuple[Document, date, date]]:
        """Limits within the insurance year."""
        found = []
        for it in self.figures.get("limits", []):
            first = max(day(it.get("from", self.first.isoformat())), self.first)
            last = min(day(it.get("to", self.last.isoformat())), self.last)
            if first <= last:
                found.append((it, first, last))
        return found

    def earn_on_highest_limit(self) -> None:
        """Of each buyer the highest in each month; months with the same amount are one line."""
        buyers: dict[str, list[tuple[Document, date, date]]] = defaultdict(list)
        for place, (it, first, last) in enumerate(self.running()):
            buyers[it.get("buyer", f" {place}")].append((it, first, last))
        for limits in buyers.values():
            stretches: list[tuple[Document, Fraction, int, date]] = []
            month = self.first.replace(day=1)
            while month <= self.last:
                end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
                of = [it for it, first, last in limits if first <= end and last >= month]
                if of:
                    top = max(of, key=lambda it: amount(it["amount"]))
                    much = amount(top["amount"])
                    before = stretches[-1] if stretches else None
                    if before and before[0] is top and before[3] + ONE_DAY == month:
                        stretches[-1] = (top, much, before[2] + 1, end)
                    else:
                        stretches.append((top, much, 1, end))
                month = end + ONE_DAY
            missing = max(0, self.rules.get("minimum_months", 0) - sum(months for _, _, months, _ in stretches))
            for place, (it, much, months, end) in enumerate(stretches):
                months += missing if place == len(stretches) - 1 else 0
                self.line(it, much, months * self.month(), min(end, self.last))

    def earn_on_top_up(self) -> None:
        count = self.rules.get("day_count", "act_365")
        for it, first, last in self.running():
            charged = last
            if months := self.rules.get("minimum_months"):
                charged = max(last, plus(first, f"P{months}M") - ONE_DAY)
            self.line(it, amount(it["amount"]), part_of_year(first, charged, count), last)

    def earn_on_maximum_liability(self) -> None:
        stated = self.figures.get("maximum_liability")
        limits = self.figures.get("limits", [])
        base = amount(stated) if stated is not None else sum((amount(it["amount"]) for it in limits), Fraction(0))
        self.line({}, base, Fraction(1), self.last)

    def earn_on_flat(self) -> None:
        self.lines.append((self.last, True, self.step(amount(self.rules["flat"]) * self.coefficient())))

    # PRE-4: the years before

    def experience(self, rule: Document) -> Fraction:
        now = share(rule["start"])
        for year in self.figures.get("history", []):
            claims = amount(year["claims"])
            bad = claims > 0
            if "bad_above" in rule:
                bad = claims > amount(year["premium"]) * share(rule["bad_above"])
            good = not bad and ("good_up_to" not in rule or claims <= amount(year["premium"]) * share(rule["good_up_to"]))
            up, down = share(rule.get("step_up", rule["step"])), share(rule["step"])
            moved = now + up if bad else now - down if good else now
            now = min(max(moved, share(rule["floor"])), share(rule["cap"]))
        return now

    def coefficient(self) -> Fraction:
        rules = self.rules.get("bonus_malus", {})
        found = Fraction(1)
        if rules.get("experience", {}).get("of") == "premium":
            found *= self.experience(rules["experience"])
        quiet = 0
        for year in reversed(self.figures.get("history", [])):
            if amount(year["claims"]):
                break
            quiet += 1
        if quiet and rules.get("no_claims"):
            found *= 1 - share(rules["no_claims"][min(quiet, len(rules["no_claims"])) - 1])
        return found

    # PRE-2, PRE-3

    def advance(self) -> Fraction:
        if "deposit" in self.rules:
            return amount(self.rules["deposit"])
        if self.rules.get("basis") == "flat":
            return amount(self.rules["flat"])
        return amount(self.rules.get("minimum"))

    def instalments(self) -> list[Fraction]:
        whole, parts = self.advance(), self.rules.get("instalments", 1)
        return split(whole, [Fraction(1)] * parts, unit_of(self.currency, {})) if whole else []

    def adjust(self, due: Fraction) -> Document:
        rules = self.rules.get("adjustment", {})
        billed = amount(self.figures["billed"]) if "billed" in self.figures else self.advance()
        up_to = amount(rules.get("carry_forward_up_to"))
        rebates = amount(self.figures.get("rebates"))
        waiting = amount(self.figures.get("brought_forward")) - billed - rebates
        charged = Fraction(0)
        ends = self.ends(rules["every"]) if "every" in rules else []
        for end in ends[:-1]:
            earned = self.round(sum((premium for up_to, _, premium in self.lines if up_to <= end), Fraction(0)))
            if earned + waiting - charged > up_to:
                charged = earned + waiting
        left = due + waiting - charged
        carried = refunded = Fraction(0)
        if left <= 0:
            refunded = max(Fraction(0), -left - rebates) if rules.get("refund") else Fraction(0)
        elif left <= up_to and not ends:
            carried = left
        else:
            charged += left
        return {"billed": billed, "charged": charged, "refunded": refunded, "carried_forward": carried}

    def ends(self, every: str) -> list[date]:
        months, found = 12 // TIMES[every], []
        while not found or found[-1] < self.last:
            end = plus(self.first, f"P{months * (len(found) + 1)}M") - ONE_DAY
            found.append(min(end, self.last))
        return found

    # PRE-4: the losses of the year

    def bonus_and_malus(self, due: Fraction) -> tuple[Fraction, Fraction]:
        rules, losses = self.rules.get("bonus_malus", {}), self.figures.get("losses")
        if losses is None or not due:
            return Fraction(0), Fraction(0)
        net = max(Fraction(0), amount(losses["indemnities"]) - amount(losses.get("recoveries")))
        ratio = net / due
        bonus = next((share(it["share"]) for it in rules.get("bonus", []) if ratio <= share(it["loss_ratio"])), Fraction(0))
        if (rules.get("only_if_renewed") and losses.get("not_renewed")) or (rules.get("only_if_closed") and losses.get("open")):
            bonus = Fraction(0)
        malus = [share(it["share"]) for it in rules.get("malus", []) if ratio > share(it["loss_ratio"])]
        return self.round(due * bonus), self.round(due * (malus[-1] if malus else 0))

    # PRE-5

    def fees(self) -> tuple[Fraction, Fraction, Fraction]:
        """All of them, value added tax on them, and those that premium tax is due on."""
        fees = self.rules.get("fees", [])
        services = list(self.figures.get("services", []))
        if not any(it["kind"] == "policy" for it in services):
            services += [{"kind": "policy", "count": 1}] * any(it["kind"] == "policy" for it in fees)
        counts: dict[int, int] = defaultdict(int)
        whole = vat = taxed = Fraction(0)
        for it in services:
            for place, fee in enumerate(fees):
                if fee["kind"] == it["kind"] and self.fits(fee, it):
                    break
            else:
                continue
            counts[place] += it["count"]
        for place, count in counts.items():
            fee = fees[place]
            times = len(self.ends(fee["every"])) if fee["kind"] == "limit_monitoring" and "every" in fee else 1
            of = self.round(max(0, count - fee.get("included", 0)) * times * amount(fee["amount"]))
            whole += of
            vat += self.round(of * share(fee.get("vat", "0%")))
            taxed += of if fee.get("premium_tax") else 0
        return whole, vat, taxed

    # PRE-6

    def taxes(self, base: Fraction, fees: Fraction) -> Fraction | None:
        mine = [it for it in self.rules.get("taxes", []) if it["country"] == self.home]
        if not mine:
            mine = [
                it for it in self.tables
                if it["country"] == self.home and day(it["from"]) <= self.tax_on <= day(it.get("to", "9999-12-31"))
            ]
        if not mine:
            assert self.home != "FR", "the reference has no table of its own"
            return None
        whole = sum((premium for _, _, premium in self.lines), Fraction(0))
        if "domestic_share" in self.figures:
            at_home = share(self.figures["domestic_share"])
        elif whole:
            at_home = sum((premium for _, domestic, premium in self.lines if domestic), Fraction(0)) / whole
        else:
            at_home = Fraction(1)
        domestic, export = split(base, [at_home, 1 - at_home], unit_of(self.currency, self.rounding))
        if "domestic_share" in self.figures:
            domestic = min(base, self.round(base * at_home))
            export = base - domestic
        return sum(
            (self.round((domestic + fees) * share(it["domestic"])) + self.round(export * share(it["export"])) for it in mine),
            Fraction(0),
        )

    def statement(self) -> Document:
        self.earn()
        earned = self.round(sum((premium for _, _, premium in self.lines), Fraction(0)))
        due = max(earned, amount(self.rules.get("minimum")))
        adjusted = self.adjust(due)
        bonus, malus = self.bonus_and_malus(due)
        premium = max(Fraction(0), adjusted["billed"] + adjusted["charged"] - adjusted["refunded"] - bonus + malus)
        fees, vat, taxed = self.fees()
        tax = self.taxes(premium, taxed)
        return {
            "lines": [premium for _, _, premium in self.lines], "earned": earned, "due": due,
            "instalments": self.instalments(), "adjustment": adjusted, "bonus": bonus, "malus": malus,
            "premium": premium, "fees": fees, "vat": vat, "tax": tax, "total": premium + fees + vat + (tax or 0),
        }
