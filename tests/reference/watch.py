"""What is suggested when a buyer's risk changes, and what it would do to cover (RSK-2)."""

from __future__ import annotations

import copy
from datetime import date
from fractions import Fraction

from .cover import Cover
from .values import Document, amount, day, rounded, share

GRAVITY = {"cancel": 0, "suspend": 1, "cap": 2, "reduce_to": 2, "review": 3}


class Watch:
    def __init__(self, request: Document) -> None:
        self.request, self.as_of = request, day(request["as_of"])
        self.policy, self.ledger = request["policy"], request["ledger"]
        self.cover = self.covering(self.ledger)
        # LED-1: what is dated later does not exist.
        self.events = [it for it in request.get("events", []) if day(it["date"]) <= self.as_of]
        scales = {it["name"]: it for it in request.get("grades", {}).get("scales", [])}
        self.scale = scales.get(request["rules"].get("scale"))

    def covering(self, ledger: Document, as_of: date | None = None) -> Cover:
        return Cover(self.policy, ledger, as_of or self.as_of, self.request.get("rates", []), self.request.get("holidays", []))

    def notches(self, grade: str) -> int:
        """RSK-1: from the best grade, which has none."""
        assert self.scale
        if span := self.scale.get("range"):
            grades = [str(it) for it in range(span["from"], span["to"] + 1)]
        else:
            grades = self.scale["grades"]
        place = grades.index(grade)
        return place if grades[0] == self.scale["best"] else len(grades) - 1 - place

    def changes(self, buyer: Document) -> list[tuple[str | None, str]]:
        """Each reported change of grade: from which, to which."""
        mine = [it for it in self.events if it["event"] == "grade_change" and it["buyer"] == buyer["id"]]
        found, last = [], buyer.get("grade")
        for it in sorted(mine, key=lambda it: it["date"]):
            found.append((it.get("before", last), it["after"]))
            last = it["after"]
        return found

    def applies(self, when: Document, buyer: Document) -> bool:
        name, events = buyer["id"], [it for it in self.events if it["buyer"] == buyer["id"]]
        changes = self.changes(buyer)
        if when["event"] == "downgrade":
            falls = [self.notches(after) - self.notches(before) for before, after in changes if before is not None]
            return any(fall >= max(when["notches"], 1) for fall in falls)
        if when["event"] == "below_grade":
            grade = changes[-1][1] if changes else buyer.get("grade")
            return grade is not None and self.notches(grade) > self.notches(when["grade"])
        if when["event"] == "overdue":
            late, much = False, Fraction(0)
            for it in self.cover.receivables:
                open_ = self.cover.open_on(name, self.as_of).get(it.id, Fraction(0))
                days = (self.as_of - self.cover.anchor(it, self.as_of, "due")).days
                if it.buyer == name and open_ and days > when["days"]:
                    late, much = True, much + self.cover.in_policy_currency(open_, it.currency, it)
            for it in events:
                if it["event"] == "overdue" and it["days"] > when["days"]:
                    late, much = True, much + amount(it.get("amount"))
            return late and ("above" not in when or much > amount(when["above"]))
        if when["event"] == "insolvency":
            return self.cover.insolvent(name, self.as_of) or any(it["event"] == "insolvency" for it in events)
        return any(it["event"] == "news" and when.get("topic") in (None, it["topic"]) for it in events)

    def limit(self, cover: Cover, buyer: str) -> Fraction:
        """COV-3, COV-4: what a delivery on the day would find; asked with one of nothing."""
        ledger = copy.deepcopy(cover.ledger)
        probe = {"id": "~probe", "buyer": buyer, "delivery": self.as_of.isoformat(), "due": self.as_of.isoformat(), "amount": "0"}
        ledger.setdefault("invoices", []).append(probe)
        cover = self.covering(ledger)
        it = next(it for it in cover.receivables if it.id == "~probe")
        return cover.reach(it, self.as_of).amount

    def leaves(self, then: Document, limit: Fraction) -> Fraction:
        if then["action"] == "reduce_to":
            return rounded(limit * share(then["share"]), self.cover.currency, self.cover.rounding)
        return {"review": limit, "cap": min(limit, amount(then.get("amount")))}.get(then["action"], Fraction(0))

    def decided(self, buyer: str, then: Document, limit: Fraction) -> Document | None:
        """The decision as it would stand in the ledger."""
        found: Document = {"buyer": buyer, "date": self.as_of.isoformat()}
        if then["action"] == "cancel":
            return found | {"kind": "cancelled"}
        left = self.leaves(then, limit)
        if left >= limit:
            return None
        return found | {"kind": "reduced", "amount": str(float(left)), "currency": self.cover.currency}

    def with_decision(self, decision: Document | None) -> Document:
        """A decision of the same day gives way, but for a temporary limit."""
        if not decision:
            return self.ledger
        ledger = copy.deepcopy(self.ledger)
        same = lambda it: it.get("buyer") == decision["buyer"] and it["kind"] != "temporary" and self.as_of == day(
            it.get("effective", it["date"])
        )
        ledger["limits"] = [it for it in ledger.get("limits", []) if not same(it)] + [decision]
        return ledger

    def figures(self, ledger: Document, buyer: str) -> list[Fraction]:
        """Limit, open, covered, and the room that is left."""
        cover = self.covering(ledger)
        rows = [it for it in cover.assess() if it.receivable.buyer == buyer]
        covered = sum((it.covered for it in rows), Fraction(0))
        fills = self.policy.get("limits", {}).get("uninsurable_fill_the_limit", False)
        taken = sum((it.base if fills and it.reasons - {"over_the_limit"} else it.covered for it in rows), Fraction(0))
        open_ = sum((cover.in_policy_currency(it.open, it.receivable.currency, it.receivable) for it in rows), Fraction(0))
        limit = self.limit(cover, buyer)
        shut = cover.stopped(buyer, self.as_of) or cover.insolvent(buyer, self.as_of)
        return [limit, open_, covered, Fraction(0) if shut else max(limit - taken, Fraction(0))]

    def order(self, ledger: Document, order: Document) -> Fraction:
        """COV-10: as if delivered on its day; what happens until then is not known."""
        known = copy.deepcopy(ledger)
        for name, facts in known.items():
            if isinstance(facts, list) and name not in ("buyers", "groups"):
                dated = lambda it: it.get("date", it.get("delivery", it.get("opened", "")))
                known[name] = [it for it in facts if day(dated(it)) <= self.as_of]
        invoice = {name: it for name, it in order.items() if name != "on"}
        known.setdefault("invoices", []).append(invoice | {"id": "~order", "delivery": order["on"]})
        rows = self.covering(known, day(order["on"])).assess()
        # Money on account may pay all of it.
        return next((it.covered for it in rows if it.receivable.id == "~order"), Fraction(0))

    def suggestions(self) -> dict[str, Document]:
        found: dict[str, Document] = {}
        for buyer in sorted(self.ledger["buyers"], key=lambda it: it["id"]):
            name = buyer["id"]
            because = [rule["then"] for rule in self.request["rules"]["rules"] if self.applies(rule["when"], buyer)]
            if not because:
                continue
            limit = self.limit(self.cover, name)
            action = min(because, key=lambda it: (self.leaves(it, limit), GRAVITY[it["action"]]))
            decision = self.decided(name, action, limit)
            ledger = self.with_decision(decision)
            orders = [it for it in self.request.get("orders", []) if it["buyer"] == name]
            found[name] = {
                "because": [it["action"] for it in because],
                "action": action,
                "decision": decision,
                "now": self.figures(self.ledger, name),
                "after": self.figures(ledger, name) if decision else None,
                "orders": [(self.order(self.ledger, it), self.order(ledger, it)) for it in orders] if decision else [],
            }
        return found


