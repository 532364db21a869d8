"""Is each receivable insured, and for how much (COV): every day anew, nothing remembered but cover itself."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from .allocate import Receivable, allocate, receivables
from .values import Document, amount, convert, day, plus, rolled, rounded, share

ONE_DAY = timedelta(days=1)
# POL-14: of these clauses the terms of the day of the question count.
ALL_TOGETHER = ("payment_allocation", "fx_date")
NO_CAP = Fraction(10**15)


def changed(document: Any, changes: Any) -> Any:
    """POL-14: a field that is given replaces the old one, part by part."""
    if not isinstance(changes, dict):
        return changes
    kept = dict(document) if isinstance(document, dict) else {}
    for name, change in changes.items():
        kept[name] = changed(kept.get(name), change)
        if change is None:
            del kept[name]
    return kept


def in_force(policy: Document, when: date) -> Document:
    """POL-14: the terms in force on a day, in order of effect, then of name."""
    terms = {name: it for name, it in policy.items() if name != "endorsements"}
    for it in sorted(policy.get("endorsements", []), key=lambda it: (it["effective"], it["id"])):
        if day(it["effective"]) <= when:
            terms = changed(terms, it["changes"])
    return terms


def holds_from(decision: Document) -> date:
    """COV-6: what takes away never reaches back."""
    lowers = decision["kind"] in ("reduced", "refused", "cancelled")
    return max(day(decision["date"]) if lowers else date.min, day(decision.get("effective", decision["date"])))


def lasts(decision: Document, when: date) -> bool:
    """COV-3: it has not expired."""
    return "expires" not in decision or day(decision["expires"]) >= when


class Decided(NamedTuple):
    """A decision that takes effect, from when, and whether it takes away."""

    start: date
    it: Document
    lower: bool


@dataclass
class Limit:
    """A limit in force: how much, of which kind, and by which decision."""

    amount: Fraction
    kind: str  # named, discretionary, unnamed, or why there is none
    decision: Document = field(default_factory=dict)
    extra: Fraction = Fraction(0)  # what temporary ones add, not in the amount
    by: Document = field(default_factory=dict)  # and the latest of them


@dataclass
class Verdict:
    """COV-1: one open receivable. `open` is in its currency, the base and cover in the policy's."""

    receivable: Receivable
    open: Fraction
    base: Fraction
    covered: Fraction
    limit: Limit
    reasons: set[str]
    percentage: Fraction
    frozen: bool = False
    ceiling: Fraction | None = None  # what was covered when cover ended
    over_then: bool = False  # and whether that was less than all of it
    room: Fraction = Fraction(0)  # what those before it leave of the limits


class Cover:
    """The cover on every buyer as of a day. Facts dated later are not there (LED-1)."""

    def __init__(self, policy: Document, ledger: Document, as_of: date, rates: Any = (), holidays: Any = ()) -> None:
        self.whole, self.policy = policy, in_force(policy, as_of)
        self.ledger, self.as_of, self.rates = ledger, as_of, list(rates)
        self.versions: dict[str, Cover] = {}
        self.room: dict[str, Fraction] = {}
        self.holidays = {day(it) for it in holidays}
        self.rules = self.policy.get("limits", {})
        self.periods = self.policy.get("periods", {})
        self.month_end = self.periods.get("month_end", "clamp")
        self.currency = policy["currency"]
        self.date_of_loss: date | None = None
        rounding = self.policy.get("indemnity", {}).get("rounding", {})
        self.rounding = {name: it for name, it in rounding.items() if name == "mode"}
        self.buyers = {it["id"]: it for it in ledger.get("buyers", [])}
        self.receivables = [it for it in receivables(ledger) if it.delivery <= as_of]
        self.open_on, self.stopped = cache(self._open_on), cache(self._stopped)
        self.decisions, self.end_days = cache(self._decisions), cache(self._end_days)
        self.groups, self.base, self.limit_on = cache(self._groups), cache(self._base), cache(self._limit_on)
        self.days = self._days()

    def under(self, it: Receivable) -> Cover:
        """POL-14: by the terms in force at its delivery; what concerns all receivables together is as of the day."""
        if not self.whole.get("endorsements"):
            return self
        then = {name: part for name, part in in_force(self.whole, it.delivery).items() if name not in ALL_TOGETHER}
        then |= {name: self.policy[name] for name in ALL_TOGETHER if name in self.policy}
        indemnity = {name: part for name, part in then.get("indemnity", {}).items() if name != "rounding"}
        rounding = self.policy.get("indemnity", {}).get("rounding")
        then["indemnity"] = indemnity | ({"rounding": rounding} if rounding else {})
        if "expiry" in self.rules or "expiry" in then.get("limits", {}):
            then["limits"] = then.get("limits", {}) | {"expiry": self.rules.get("expiry", "reverts")}
        version = json.dumps(then, sort_keys=True)
        if version not in self.versions:
            self.versions[version] = Cover(then, self.ledger, self.as_of, self.rates, sorted(map(str, self.holidays)))
            self.versions[version].days = self.days
        found = self.versions[version]
        found.date_of_loss = self.date_of_loss
        return found

    # Facts

    def facts(self, kind: str, buyer: str | None = None, dated: str = "date") -> list[Document]:
        return [
            it
            for it in self.ledger.get(kind, [])
            if day(it[dated]) <= self.as_of and (buyer is None or it.get("buyer") == buyer)
        ]

    def _days(self) -> list[date]:
        """Every day on which anything can change, and the day after it."""
        found = {self.as_of}
        dates = [day(it["effective"]) for it in self.whole.get("endorsements", [])]
        versions = [in_force(self.whole, when) for when in [date.min, *dates]]
        spans = [it.get("periods", {}).get("maximum_extension") for it in versions]
        spans += [it.get("stop", {}).get("after") for it in versions]
        for it in self.receivables:
            found |= {it.delivery, it.invoiced, it.due}
        for facts in self.ledger.values():
            for fact in facts if isinstance(facts, list) else []:
                for written in fact.values():
                    try:
                        found.add(date.fromisoformat(written))
                    except (TypeError, ValueError):
                        pass
        found |= {plus(it, span, self.month_end) for it in set(found) for span in spans if span}
        found |= {it + ONE_DAY for it in set(found)}
        first = min((it.delivery for it in self.receivables), default=self.as_of)
        return sorted(it for it in found if first <= it <= self.as_of)

    def _open_on(self, buyer: str, when: date) -> dict[str, Fraction]:
        return allocate(self.ledger, buyer, self.policy.get("payment_allocation", "oldest_first"), when)[0]

    def _base(self, it: Receivable, when: date) -> Fraction:
        """POL-5, CLM-2: the insured part of what is open, in the policy currency.

        A payment pays net price, tax and interest alike; a credit note says what it reduces.
        """
        open_ = self.open_on(it.buyer, when).get(it.id, Fraction(0))
        notes = [
            note
            for note in self.ledger.get("credit_notes", [])
            if note["invoice"] == it.id and day(note["date"]) <= when
        ]
        net = it.net - sum(amount(note["amount"]) for note in notes)
        vat = it.vat - sum(amount(note.get("vat")) for note in notes)
        whole = net + vat + it.interest
        insured = net + (vat if self.policy.get("insured_base") == "inc_vat" else 0)
        insured += it.interest if self.policy.get("indemnity", {}).get("interest_insured") else 0
        exact = self.in_policy_currency(open_, it.currency, it) * insured / whole if whole else Fraction(0)
        return rounded(exact, self.currency, self.rounding)

    def in_policy_currency(self, number: Fraction, currency: str, it: Receivable | None = None) -> Fraction:
        """VAL-7: without a date of loss, the as-of date stands in its place."""
        moments = self.policy.get("fx_date", "date_of_loss")
        moments = moments["lower_of"] if isinstance(moments, dict) else [moments]
        days = {"invoice": it.invoiced, "due": self.anchor(it, self.as_of, "due")} if it else {}
        if self.date_of_loss:
            days["date_of_loss"] = self.date_of_loss
        options = {min(days.get(moment, self.as_of), self.as_of) for moment in moments}
        exact = min(convert(number, currency, self.currency, on, self.rates) for on in options)
        return exact if currency == self.currency else rounded(exact, self.currency, self.rounding)

    # Limits

    def _decisions(self, subject: tuple[str, str]) -> list[Decided]:
        """COV-3: what was decided by the as-of date and takes effect; of those that hold, the last is in force."""
        kind, name = subject
        known = [it for it in self.facts("limits") if it.get(kind) == name]
        known.sort(key=lambda it: (holds_from(it).isoformat(), it["date"], it.get("effective", it["date"])))
        found: list[Decided] = []
        for it in known:
            start = holds_from(it)
            lower = it["kind"] in ("reduced", "refused", "cancelled")
            if it["kind"] != "temporary":
                # Less than what is in force on that day; what still waits is not.
                before = self.latest([other for other in found if other.start < start], start)
                lower |= before is not None and amount(it.get("amount")) < amount(before.get("amount"))
            if lower:
                start = max(start, day(it["date"]))
                for other in found:  # what never held binds nobody
                    until = other.it.get("non_cancellable_until")
                    if until and day(until) >= start:
                        start = day(until) + ONE_DAY
            if it["kind"] != "temporary" and not lasts(it, start):
                continue  # its time is over before it could hold
            found.append(Decided(start, it, lower))
        return found

    def latest(self, decided: list[Decided], when: date) -> Document | None:
        """COV-3: the latest decision effective by then and not expired. Under `ends` one that has expired hides those before it."""
        begun = [one for one in decided if one.it["kind"] != "temporary" and one.start <= when]
        if self.rules.get("expiry", "reverts") == "ends":
            begun = begun[-1:]
        return next((one.it for one in reversed(begun) if lasts(one.it, when)), None)

    def above(self, buyer: str) -> list[tuple[str, str]]:
        """Whose decisions a buyer's limit goes by: its own, else those of the nearest group that has any."""
        return [("buyer", buyer), *(("group", group) for group in self.groups(buyer))]

    def held(self, chain: list[tuple[str, str]], when: date, before: Decided | None = None) -> Limit:
        """COV-3: the latest decision effective by then and not expired, and what temporary ones add.

        `before`: had that decision not been made, nor any after it (COV-6).
        """
        seen, first = before is None, date.max
        extra, by, found = Fraction(0), {}, Limit(Fraction(0), "no_limit")
        for subject in chain:
            mine = [one for one in self.decisions(subject) if one.start < first]
            decided = [one for one in mine if one.it["kind"] != "temporary"]
            if not seen:  # what was decided nearer to the buyer came later
                seen = any(one is before for one in decided)
                decided = decided[: next(place for place, one in enumerate(decided) if one is before)] if seen else []
            more, latest = self.added(subject, [one for one in mine if one.it["kind"] == "temporary"], when, before)
            extra, by = extra + more, by or latest
            if any(one.start <= when for one in decided):
                found = self.state(decided, when)
                break
            first = min([first, *(one.start for one in mine if one.it["kind"] != "temporary")])
        return Limit(found.amount, found.kind, found.decision, extra, by)

    def state(self, decided: list[Decided], when: date) -> Limit:
        """Temporary decisions aside, where at least one has begun."""
        base = self.latest(decided, when)
        if not base:
            return Limit(Fraction(0), "expired")
        if base["kind"] in ("refused", "cancelled"):
            return Limit(Fraction(0), base["kind"], base)
        return Limit(self.money(base), "named", base)

    def _end_days(self, subject: tuple[str, str]) -> list[tuple[date, str]]:
        """When a refusal or cancellation is in force for the first time; of those of one day the one decided later is the later."""
        decided = [one for one in self.decisions(subject) if one.it["kind"] != "temporary"]
        found = []
        for one in decided:
            if one.it["kind"] in ("refused", "cancelled"):
                days = {one.start} | {day(other.it["expires"]) + ONE_DAY for other in decided if "expires" in other.it}
                shown = [when for when in sorted(days) if self.latest(decided, when) is one.it]
                found += [(when, one.it["date"]) for when in shown[:1]]
        return found

    def alive(self, subject: tuple[str, str], one: Decided, when: date, before: Decided | None = None) -> bool:
        """Whether a temporary decision adds on a day: a refusal or cancellation after it ends it."""
        began = (one.start, one.it["date"])
        ends = [end for end in self.end_days(subject) if began < end and end[0] <= when]
        if before is not None:
            moment = (before.start, before.it["date"])
            if not began < moment:
                return False
            ends = [end for end in ends if end < moment]
        return one.start <= when and lasts(one.it, when) and not ends

    def added(
        self, subject: tuple[str, str], temporary: list[Decided], when: date, before: Decided | None = None
    ) -> tuple[Fraction, Document]:
        """What temporary decisions add, and the latest of them."""
        temporary = [one for one in temporary if self.alive(subject, one, when, before)]
        temporary.sort(key=lambda one: (one.start, one.it["date"]))
        total = sum((self.money(one.it) for one in temporary), Fraction(0))
        return total, temporary[-1].it if temporary else {}

    def money(self, it: Document) -> Fraction:
        return self.in_policy_currency(amount(it.get("amount")), it.get("currency", self.ledger["currency"]))

    def _limit_on(self, it: Receivable, when: date) -> Limit:
        return self.limit_without(it, when)

    def limit_without(self, it: Receivable, when: date, before: Decided | None = None) -> Limit:
        """COV-3, and COV-4 where nothing was decided. Evidence is judged at delivery."""
        found = self.held(self.above(it.buyer), when, before)
        extra, by = found.extra, found.by
        if found.kind != "named":
            found = self.undecided(it, found)
        if not extra:
            return found
        # Which decision's percentage and terms hold: the limit's own, else that of what was added to none.
        kind = found.kind if found.amount else "named"
        return Limit(found.amount + extra, kind, found.decision if found.kind == "named" else by)

    def undecided(self, it: Receivable, found: Limit) -> Limit:
        """COV-4: what holds without a decision, after a refusal, after expiry."""
        fallback = {
            "no_limit": "discretionary",
            "expired": self.rules.get("after_expiry", "none"),
        }.get(found.kind, self.rules.get("after_refusal", "none"))
        discretionary, unnamed = self.rules.get("discretionary"), self.rules.get("unnamed")
        if discretionary and fallback == "discretionary":
            most = self.evidence(it, discretionary)
            if most > 0:
                return Limit(min(most, amount(discretionary["amount"])), "discretionary")
        if unnamed and fallback != "none":
            return Limit(amount(unnamed["amount"]), "unnamed")
        return found

    def evidence(self, it: Receivable, rule: Document) -> Fraction:
        """COV-4: the highest limit that experience or a report justifies at delivery."""
        at, best = it.delivery, Fraction(0)
        others = [other for other in self.receivables if other.buyer == it.buyer and other.delivery <= at]
        balance = lambda when: self.open_on(it.buyer, when)
        if (report := rule.get("credit_report")) is not None:
            age = report.get("not_older_than", "P12M")
            known = [
                fact
                for fact in self.facts("credit_reports", it.buyer)
                if day(fact["date"]) <= at <= plus(day(fact["date"]), age, self.month_end)
            ]
            owed = lambda other: self.in_policy_currency(balance(at)[other.id], other.currency, other)
            whole = sum((owed(other) for other in others), Fraction(0))
            latest = self.recommended(max(known, key=lambda fact: fact["date"])) if known else Fraction(0)
            best = latest if latest >= whole else Fraction(0)
        if (experience := rule.get("payment_experience")) is not None:
            since = plus(at, experience.get("within", "P12M"), self.month_end, -1)
            days = [when for when in self.days if when <= at]
            paid, late = [], False
            kinds = {payment["id"]: payment.get("kind", "payment") for payment in self.ledger.get("payments", [])}
            applied = allocate(self.ledger, it.buyer, self.policy.get("payment_allocation", "oldest_first"), at)[2]
            for other in others:
                cleared = next((d for d in days if d >= other.delivery and not balance(d)[other.id]), None)
                due = self.anchor(other, cleared or at, "due")
                last = plus(due, experience.get("tolerance", "P0D"), self.month_end)
                if cleared and since <= cleared < at:
                    late |= cleared > last
                    # Money of the buyer, and nothing else but credit notes.
                    by = {kinds[source] for source, _, _ in applied[other.id] if source in kinds}
                    paid += [other] if by and by <= {"payment", "advance"} else []
                # What is cleared on the day itself was open when it began.
                late |= (cleared is None or cleared >= at) and at > last
            if not late and len(paid) >= experience.get("invoices", 2):
                worth = lambda p, much: self.in_policy_currency(much, p.currency, p)
                peaks = [sum(worth(p, balance(d).get(p.id, Fraction(0))) for p in paid) for d in days]
                best = max(best, *peaks, Fraction(0))
        return best

    def recommended(self, report: Document) -> Fraction:
        return self.in_policy_currency(
            amount(report["recommended"]), report.get("currency", self.ledger["currency"])
        )

    def reach(self, it: Receivable, when: date, group: str | None = None) -> Limit:
        """COV-6: the limit that counts for a receivable, of its buyer or of a group."""

        chain = [("group", group)] if group else self.above(it.buyer)

        def on(at: date, before: Decided | None = None) -> Limit:
            if not group:
                return self.limit_without(it, at, before) if before else self.limit_on(it, at)
            found = self.held(chain, at, before)
            if found.kind in ("no_limit", "expired"):
                return Limit(NO_CAP, "no_cap", extra=found.extra)
            return Limit(found.amount + found.extra, "named", found.decision)

        grace, ordered = self.rules.get("grace"), it.invoice.get("ordered")
        kept = []
        for one in self.lowering(chain):
            in_grace = grace and it.delivery <= plus(one.start, grace, self.month_end)
            bound = self.rules.get("binding_orders") and ordered and day(ordered) < day(one.it["date"])
            if one.start <= it.delivery and (in_grace or bound):
                kept.append(on(it.delivery, one))
        # Of equals the latest that is kept; where what holds is no more than what is kept, what is kept counts.
        options = [*reversed(kept), on(it.delivery)]
        if self.rules.get("increase", "immediate") == "immediate":
            # A group's limit that is over is none in force: it raises nothing, but what is added then does.
            for found in [on(at) for at in self.days if it.delivery < at <= when]:
                options.append(Limit(found.extra, "named") if found.kind == "no_cap" else found)
        return max(options, key=lambda found: (found.amount, found.kind == "named"))

    def lowering(self, chain: list[tuple[str, str]]) -> list[Decided]:
        """What took away: of the groups above until the first decision below them, the nearest last."""
        found, first = [], date.max
        for subject in chain:
            mine = [one for one in self.decisions(subject) if one.it["kind"] != "temporary" and one.start < first]
            found = [*(one for one in mine if one.lower), *found]
            first = min([first, *(one.start for one in mine)])
        return found

    def basis(self, it: Receivable) -> Limit:
        """POL-6, POL-7: the kind of the limit that counts, and the decision that sets percentage and terms: the one
        delivered under, if any."""
        delivered_under, counts = self.reach(it, it.delivery), self.reach(it, self.as_of)
        if delivered_under.amount and delivered_under.decision:
            return Limit(counts.amount, counts.kind, delivered_under.decision)
        return counts

    def _groups(self, buyer: str) -> list[str]:
        above = {it["id"]: it.get("parent") for it in self.ledger.get("groups", [])}
        found, group = [], self.buyers[buyer].get("group")
        while group:
            found.append(group)
            group = above.get(group)
        return found

    # The end of cover

    def anchor(self, it: Receivable, when: date, name: str) -> date:
        return {
            "due": lambda: it.due_on(self.ledger, when, agreed_only=True),
            "original_due": lambda: it.due,
            "extended_due": lambda: it.due_on(self.ledger, when, agreed_only=False),
            "invoice": lambda: it.invoiced,
        }[name]()

    def _stopped(self, buyer: str, when: date) -> bool:
        """COV-8: whether deliveries on a day are made under stop."""
        rule = self.policy.get("stop", {})
        after = rule.get("after", self.periods.get("maximum_extension"))
        if not after:
            return False
        given_back = [day(it["date"]) for it in self.facts("reinstatements", buyer) if day(it["date"]) <= when]
        since = max(given_back, default=date.min)

        def triggered(at: date) -> bool:
            open_ = self.open_on(buyer, at)
            late, anew = Fraction(0), False
            whole = Fraction(0)
            for it in self.receivables:
                if it.buyer == buyer and open_.get(it.id):
                    worth = self.in_policy_currency(open_[it.id], it.currency, it)
                    whole += worth
                    last = plus(self.anchor(it, at, rule.get("anchor", "due")), after, self.month_end)
                    late += worth if last < at else 0
                    # What was late when the insurer gave cover back begins no stop.
                    anew |= since <= last < at
            return anew and late > share(rule.get("materiality", "0%")) * whole

        if rule.get("reinstatement", "on_payment") == "insurer_only":
            return any(triggered(at) for at in self.days if since <= at <= when)
        return triggered(when)

    def insolvent(self, buyer: str, when: date) -> bool:
        return any(day(it["opened"]) <= when for it in self.facts("insolvencies", buyer, "opened"))

    def ended(self, buyer: str, when: date) -> bool:
        """COV-7: whether cover on the buyer is at an end, so that nothing slides in."""
        on = self.rules.get("sliding_stops_on", ["cancellation", "insolvency", "stop"])
        decided = self.held(self.above(buyer), when)
        return (
            ("cancellation" in on and decided.kind in ("refused", "cancelled") and not decided.extra)
            or ("insolvency" in on and self.insolvent(buyer, when))
            or ("stop" in on and self.stopped(buyer, when))
        )

    # Reasons

    def reasons(self, it: Receivable) -> set[str]:
        """COV-2: why a receivable is not insurable, the limit aside."""
        buyer, scope, found = self.buyers[it.buyer], self.policy.get("scope", {}), set()
        attaches = self.policy.get("attachment", {})
        origin = it.invoiced if attaches.get("on") == "invoice" else it.delivery
        period = self.policy["period"]
        if attaches.get("basis") == "losses_occurring":
            origin = self.date_of_loss or self.as_of
        if not day(period["from"]) <= origin <= day(period["to"]):
            found.add("outside_period")
        country = buyer.get("country")
        listed = scope.get("countries")
        excluded = scope.get("excluded_countries", [])
        if (listed is not None and country not in listed) or country in excluded or (excluded and not country):
            found.add("country")
        if buyer.get("kind", "company") in scope.get(
            "excluded_kinds", ["public", "private_individual", "related_company"]
        ):
            found.add("buyer_kind")
        if it.buyer in scope.get("excluded_buyers", []) or (scope.get("buyers") and it.buyer not in scope["buyers"]):
            found.add("buyer")
        if it.invoice.get("payment_method", "open_account") in scope.get(
            "excluded_payment_methods", ["prepaid", "cash", "confirmed_letter_of_credit"]
        ):
            found.add("payment_method")
        longest = self.maximum_terms(it)
        if longest and it.due > plus(it.invoiced, longest, self.month_end):
            found.add("terms")
        invoicing = self.periods.get("maximum_invoicing")
        if invoicing and it.invoiced > plus(it.delivery, invoicing, self.month_end):
            found.add("invoiced_late")
        if any(day(fact["opened"]) < it.delivery for fact in self.facts("insolvencies", it.buyer, "opened")):
            found.add("insolvency")
        if self.stopped(it.buyer, it.delivery):
            retroactive = self.policy.get("stop", {}).get("reinstatement") == "retroactive"
            later = [at for at in self.days if at >= it.delivery]
            if not (retroactive and any(not self.stopped(it.buyer, at) for at in later)):
                found.add("stop")
        found |= self.disputed(it) | self.late(it)
        return found

    def maximum_terms(self, it: Receivable) -> str | None:
        """POL-7: of the limit decision, else of the country, else of the policy."""
        country = self.policy.get("scope", {}).get("by_country", {}).get(self.buyers[it.buyer].get("country"), {})
        decision = self.basis(it).decision
        of_policy = country.get("maximum_terms", self.periods.get("maximum_terms"))
        return decision.get("maximum_terms", of_policy)

    def disputed(self, it: Receivable) -> set[str]:
        """CLM-7: suspended, until it is settled in the insured's favour."""
        found = set()
        for fact in self.facts("disputes", dated="opened"):
            if fact["invoice"] == it.id:
                settled = "settled" in fact and day(fact["settled"]) <= self.as_of
                if not settled or "in_favour_of" not in fact:
                    found.add("disputed")
                elif fact["in_favour_of"] == "buyer":
                    found.add("dispute_lost")
        return found

    def overdue_last(self, it: Receivable) -> date | None:
        """DUE-2: the last day to notify that it is overdue."""
        overdue = self.policy.get("notification", {}).get("overdue")
        if not overdue:
            return None
        due = self.anchor(it, self.as_of, "due")
        start = {
            "due": lambda: due,
            "original_due": lambda: it.due,
            "mep_end": lambda: plus(due, self.periods["maximum_extension"], self.month_end),
            "max_terms_end": lambda: plus(it.invoiced, self.periods["maximum_terms"], self.month_end),
        }[overdue.get("anchor", "due")]()
        last = plus(start, overdue["within"], self.month_end)
        if cutoff := overdue.get("month_end_cutoff"):
            end = plus(last.replace(day=1), "P1M") - ONE_DAY
            last = last.replace(day=min(cutoff, end.day))
        return rolled(last, self.periods.get("roll", "none"), self.holidays)

    def insolvency_last(self, it: Receivable) -> tuple[date, date] | None:
        """DUE-3: the last day to notify the insolvency, and its opening; for what was open then."""
        rule = self.policy.get("notification", {}).get("insolvency")
        facts = sorted(self.facts("insolvencies", it.buyer, "opened"), key=lambda fact: fact["opened"])
        if not rule or not facts:
            return None
        opened = day(facts[0]["opened"])
        published = day(facts[0]["published"]) if "published" in facts[0] else None
        known = published and published <= self.as_of and rule.get("anchor", "publication") == "publication"
        last = plus(published if known and published else opened, rule["within"], self.month_end)
        if it.delivery > opened:
            return None
        return rolled(last, self.periods.get("roll", "none"), self.holidays), opened

    def told(self, it: Receivable) -> date | None:
        """Each of these says that it is unpaid."""
        found = [
            day(fact["date"])
            for fact in self.facts("notices", it.buyer)
            if fact["kind"] in ("overdue", "insolvency", "claim")
            if (it.id in fact["invoices"] if fact.get("invoices") else it.delivery <= day(fact["date"]))
        ]
        return min(found, default=None)

    def lateness(self, it: Receivable) -> list[Any]:
        """DUE-9: what having told late, or not yet, costs."""
        told, found = self.told(it), []
        rules = self.policy.get("notification", {})
        open_on = lambda when: when < it.delivery or bool(self.open_on(it.buyer, when).get(it.id))
        late = lambda last: last < self.as_of and open_on(last) and (told is None or told > last)
        overdue, insolvency = self.overdue_last(it), self.insolvency_last(it)
        if overdue and late(overdue):
            found.append(rules["overdue"].get("if_late", "no_cover"))
        if insolvency and (overdue is None or insolvency[0] < overdue):  # it never pushes back
            if open_on(insolvency[1]) and late(insolvency[0]):
                found.append(rules["insolvency"].get("if_late", "no_cover"))
        return found

    def late(self, it: Receivable) -> set[str]:
        return {"notified_late"} if "no_cover" in self.lateness(it) else set()

    def after_lateness(self, it: Receivable, percentage: Fraction) -> Fraction:
        reduced = [share(cost["percentage_reduced"]["to"]) for cost in self.lateness(it) if isinstance(cost, dict)]
        return min([percentage, *reduced])

    # The fill

    def order(self, it: Receivable) -> Any:
        key = {"delivery": it.delivery, "invoice": it.invoiced, "due": it.due}
        return (key[self.rules.get("fill_order", "delivery")], it.invoiced, it.id)

    def fill(
        self,
        when: date,
        frozen: dict[str, Fraction],
        insurable: set[str],
    ) -> dict[str, Fraction]:
        """COV-5: receivables of all buyers in order of origin; COV-7 for those that are frozen."""
        used: dict[str, Fraction] = defaultdict(Fraction)
        covered: dict[str, Fraction] = {}
        # What is covered and frozen is nobody else's room, whatever the order.
        kept = {name for name, taken in frozen.items() if taken}
        for it in sorted(self.receivables, key=lambda it: (it.id not in kept, self.order(it))):
            if it.delivery > when:
                continue
            version = self.under(it)
            open_ = version.base(it, when)
            subjects = [f"buyer {it.buyer}", *(f"group {group}" for group in self.groups(it.buyer))]
            # COV-7: whether it is insurable is judged as of today, so is whether it has a limit.
            if it.id in insurable and version.reach(it, self.as_of).amount:
                room = [version.reach(it, when).amount - used[subjects[0]]]
                for group in self.groups(it.buyer):
                    room.append(version.reach(it, when, group).amount - used[f"group {group}"])
                self.room[it.id] = max(min(room), Fraction(0))
                taken = covered[it.id] = min(open_, frozen.get(it.id, self.room[it.id]))
            else:
                taken = open_ if self.rules.get("uninsurable_fill_the_limit", False) else Fraction(0)
            for subject in subjects:
                used[subject] += taken
        return covered

    def assess(self) -> list[Verdict]:
        """COV-1 for every open receivable."""
        reasons = {it.id: self.under(it).reasons(it) for it in self.receivables}
        insurable = {name for name, found in reasons.items() if not found}
        covered: dict[str, Fraction] = {}
        ended_before: set[str] = set()
        bases: dict[str, Fraction] = {}
        ceilings: dict[str, Fraction] = {}
        for when in self.days:
            ended = {buyer for buyer in self.buyers if self.ended(buyer, when)}
            frozen = {
                it.id: covered.get(it.id, Fraction(0))
                for it in self.receivables
                if it.buyer in ended & ended_before and it.delivery < when and it.id in insurable
            }
            covered = self.fill(when, frozen, insurable)
            for it in self.receivables:
                if it.buyer in ended and it.delivery <= when and it.id not in frozen:
                    bases[it.id] = self.under(it).base(it, when)
                    ceilings[it.id] = covered.get(it.id, Fraction(0))
            ended_before = ended
        found = []
        for it in sorted(self.receivables, key=lambda it: it.origin):
            if open_ := self.open_on(it.buyer, self.as_of).get(it.id, Fraction(0)):
                version = self.under(it)
                base, limit = version.base(it, self.as_of), version.reach(it, self.as_of)
                why = set(reasons[it.id])
                if not limit.amount:
                    why.add("limit")
                elif it.id in insurable and covered.get(it.id, Fraction(0)) < base:
                    why.add("over_the_limit")
                taken = covered.get(it.id, Fraction(0))
                over = self.ended(it.buyer, self.as_of)
                percentage = version.after_lateness(it, version.percentage(it, version.basis(it)))
                found.append(Verdict(
                    it, open_, base, taken, limit, why, percentage, over,
                    ceilings.get(it.id) if over else None, over and ceilings[it.id] < bases[it.id],
                    self.room.get(it.id, Fraction(0)),
                ))
        return found

    def percentage(self, it: Receivable, limit: Limit, cause: str | None = None) -> Fraction:
        """POL-6: the most specific: limit decision, cause, country, kind of limit."""
        rule = self.policy.get("insured_percentage", {})
        named = rule.get("named", "90%")
        discretionary = rule.get("discretionary", named)
        kinds = {"discretionary": discretionary, "unnamed": rule.get("unnamed", discretionary)}
        options = [
            limit.decision.get("insured_percentage"),
            rule.get("by_cause", {}).get(cause),
            rule.get("by_country", {}).get(self.buyers[it.buyer].get("country")),
            kinds.get(limit.kind, named),
        ]
        return share(next(option for option in options if option))
