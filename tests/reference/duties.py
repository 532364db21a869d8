"""By when what must be done about an open receivable (DUE-2…6), and when limits end (DUE-7)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from .allocate import Receivable
from .cover import Cover, in_force, lasts
from .values import Document, day, plus, rolled, share

LAW = {"FR": {"domestic": "P2M", "abroad": "P4M"}}


class Duties:
    """Each duty by kind and invoice: its last day, and how it stands."""

    def __init__(self, request: Document) -> None:
        self.policy, self.as_of = request["policy"], day(request["as_of"])
        self.cover = Cover(self.policy, request["ledger"], self.as_of, (), request.get("holidays", []))
        self.soon = request.get("soon_days", 14)
        self.debts = [it for it in self.cover.receivables if self.open_on(it, self.as_of) and "dispute_lost" not in self.cover.disputed(it)]
        self.found: dict[str, str] = {}

    def open_on(self, it: Receivable, when: date) -> Fraction:
        return self.cover.open_on(it.buyer, when).get(it.id, Fraction(0))

    def put(self, kind: str, it: Receivable, last: date, done: date | None = None, first: date | None = None) -> None:
        self.put_for(f"{kind} {it.id}", last, done, first)

    def put_for(self, what: str, last: date, done: date | None = None, first: date | None = None) -> None:
        """DUE-1: the last day itself is in time."""
        left = (last - self.as_of).days
        if done:
            state = "done" if done <= last else "done_late"
        elif left < 0:
            state = "missed"
        else:
            state = "due_soon" if left <= self.soon and not (first and self.as_of < first) else "upcoming"
        self.found[what] = f"{first or ''} {last} {state}"

    def told(self, it: Receivable, *kinds: str) -> date | None:
        days = [
            day(fact["date"])
            for fact in self.cover.facts("notices", it.buyer)
            if fact["kind"] in kinds
            if (it.id in fact["invoices"] if fact.get("invoices") else it.delivery <= day(fact["date"]))
        ]
        return min(days, default=None)

    def all(self) -> dict[str, str]:
        for it in self.debts:
            self.notice(it)
            self.claim(it)
            self.filing(it)
        for buyer in self.cover.buyers:
            self.stop(buyer)
            self.limit(buyer)
        return self.found

    def limit(self, buyer: str) -> None:
        """DUE-7: of the decision in force, or of the last one that was; and of each addition that holds."""
        subject = ("buyer", buyer)
        decided = [one for one in self.cover.decisions(subject) if one.it["kind"] != "temporary"]
        begun = [one for one in decided if one.start <= self.as_of]
        ends = self.cover.rules.get("expiry", "reverts") == "ends"
        alive = [one for one in begun if lasts(one.it, self.as_of)]
        if ends or not begun:
            current = begun[-1:]
        else:
            current = alive[-1:] or [max(begun, key=lambda one: (one.it["expires"], begun.index(one)))]
        for one in current:
            if one.it["kind"] in ("refused", "cancelled") or "expires" not in one.it:
                continue
            last = day(one.it["expires"])
            after = last + timedelta(days=1)
            # Decided already: what holds from the day after at the latest.
            later = [other for other in decided[decided.index(one) + 1 :] if other.start <= after]
            later = [other for other in later if ends or lasts(other.it, after)]
            self.put_for(f"limit_expiry {buyer} {one.start}", last, day(later[0].it["date"]) if later else None)
        for one in self.cover.decisions(subject):
            if one.it["kind"] == "temporary" and self.cover.alive(subject, one, self.as_of):
                self.put_for(f"temporary_limit_expiry {buyer} {one.start}", day(one.it["expires"]))

    def notice(self, it: Receivable) -> None:
        """DUE-2, DUE-3: one last day, which an insolvency brings forward."""
        version = self.cover.under(it)
        overdue, insolvency = version.overdue_last(it), version.insolvency_last(it)
        done = self.told(it, "overdue", "insolvency", "claim")
        if insolvency and (overdue is None or insolvency[0] < overdue):
            self.put("insolvency_notice", it, insolvency[0], done)
        elif overdue:
            self.put("overdue_notice", it, overdue, done)

    def opened(self, buyer: str) -> Document | None:
        facts = sorted(self.cover.facts("insolvencies", buyer, "opened"), key=lambda fact: fact["opened"])
        return facts[0] if facts else None

    def waited(self, it: Receivable) -> date | None:
        """CLM-1: the end of its waiting period, by the terms of its due date."""
        terms = in_force(self.policy, it.due)
        rule = terms.get("waiting_period", {})
        start = {
            "due": lambda: self.cover.anchor(it, self.as_of, "due"),
            "original_due": lambda: it.due,
            "notification": lambda: self.told(it, "overdue", "insolvency", "claim"),
            "claim_filed": lambda: self.told(it, "claim"),
        }[rule.get("anchor", "due")]()
        return plus(start, rule.get("span", "P6M"), terms.get("periods", {}).get("month_end", "clamp")) if start else None

    def loss(self, it: Receivable) -> date | None:
        """CLM-1: what is due by the first end is a loss then, later debts at their own."""
        ends = [end for other in self.debts if other.buyer == it.buyer and (end := self.waited(other))]
        first = min(ends, default=None)
        due = self.cover.anchor(it, self.as_of, "due")
        day_ = first if first and due <= first else self.waited(it)
        event = self.opened(it.buyer)
        options = [day_] + ([max(day(event["opened"]), it.delivery)] if event else [])
        return min((option for option in options if option), default=None)

    def claim(self, it: Receivable) -> None:
        """DUE-4."""
        version = self.cover.under(it)
        rule = version.policy.get("notification", {}).get("claim_filing")
        if not rule or "within" not in rule:
            return
        loss = self.loss(it)
        start = {
            "due": lambda: self.cover.anchor(it, self.as_of, "due"),
            "original_due": lambda: it.due,
            "invoice": lambda: it.invoiced,
            "date_of_loss": lambda: loss,
        }[rule.get("anchor", "due")]()
        if not start:
            return
        first = plus(start, rule["not_before"], version.month_end) if "not_before" in rule else loss
        if "not_before" not in rule and version.policy.get("waiting_period", {}).get("anchor") == "claim_filed":
            event = self.opened(it.buyer)
            first = day(event["opened"]) if event else None
        last = rolled(plus(start, rule["within"], version.month_end), version.periods.get("roll", "none"), version.holidays)
        self.put("claim_filing", it, last, self.told(it, "claim"), first)

    def filing(self, it: Receivable) -> None:
        """DUE-5: the law's own time, from publication."""
        event = self.opened(it.buyer)
        country = self.cover.buyers[it.buyer].get("country")
        if not event or country not in LAW or it.delivery > day(event["opened"]):
            return
        if "published" in event and day(event["published"]) <= self.as_of:
            home = self.policy.get("policyholder_country", country) == country
            span = LAW[country]["domestic" if home else "abroad"]
            self.put("debt_filing", it, plus(day(event["published"]), span), self.told(it, "debt_filing"))

    def stop(self, buyer: str) -> None:
        """DUE-6: the last day whose deliveries are insured, by the terms of the day."""
        cover, rule = self.cover, self.cover.policy.get("stop", {})
        after = rule.get("after", cover.periods.get("maximum_extension"))
        mine = [it for it in self.debts if it.buyer == buyer]
        if not after or not mine:
            return
        given_back = max((day(it["date"]) for it in cover.facts("reinstatements", buyer)), default=date.min)
        late, so_far = [], Fraction(0)
        for it in mine:
            last = plus(cover.anchor(it, self.as_of, rule.get("anchor", "due")), after, cover.month_end)
            if last >= given_back:
                late.append((last, it.delivery, it))
            else:
                so_far += self.open_on(it, self.as_of)
        late.sort(key=lambda found: found[:2])
        enough = share(rule.get("materiality", "0%")) * sum(self.open_on(it, self.as_of) for it in mine)
        for last, _, it in late:
            so_far += self.open_on(it, self.as_of)
            if so_far > enough:
                for other, _, one in late:
                    if other <= last:
                        self.put("stop", one, last)
                return
