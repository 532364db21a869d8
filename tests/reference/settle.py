"""A claim on a ledger: its date, its loss account, its indemnity (CLM-1…7, CLM-12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from .allocate import Receivable
from .claim import Loss, Settled, Used, only_first, without_first
from .cover import Cover, Verdict, in_force
from .values import Document, amount, convert, day, plus, rounded

LIMIT_REASONS = {"limit", "over_the_limit"}


@dataclass
class Account:
    """The loss of one claim, before the policy's steps."""

    date: date
    terms: Document
    losses: list[Loss]
    total_debt: Fraction
    limit: Fraction
    insurable: Fraction
    costs: Loss = field(default_factory=lambda: Loss("", Fraction(0), Fraction(0), Fraction(0)))


def minor(rules: Document) -> Document:
    """VAL-3: what is owed is rounded to the minor unit; a unit of its own is for what the policy pays."""
    return {name: it for name, it in rules.get("rounding", {}).items() if name != "unit"}


class Claims:
    """Claims on one policy and ledger, as of a day."""

    def __init__(self, policy: Document, ledger: Document, as_of: date, rates: Any = ()) -> None:
        self.policy, self.ledger, self.as_of, self.rates = policy, ledger, as_of, list(rates)
        self.now = Cover(policy, ledger, as_of, rates)

    def on(self, when: date) -> Document:
        return in_force(self.policy, when)

    def cover(self, when: date, date_of_loss: date | None) -> Cover:
        found = Cover(self.policy, self.ledger, when, self.rates)
        found.date_of_loss = date_of_loss
        return found

    # The date of loss

    def date_of_loss(self, claim: Document) -> date | None:
        """CLM-1."""
        buyer, cause = claim["buyer"], claim["cause"]
        opened = min((day(it["opened"]) for it in self.now.facts("insolvencies", buyer, "opened")), default=None)
        if cause == "insolvency":
            return opened
        if cause != "protracted_default":
            country = self.now.buyers[buyer].get("country")
            happened = [
                day(it["date"])
                for it in self.now.facts("events")
                if it["cause"] == cause
                if it.get("buyer") == buyer or ("buyer" not in it and it.get("country") == country is not None)
            ]
            if cause == "pre_shipment" and opened:
                happened.append(opened)
            if not happened:
                return None
            terms = self.on(min(happened))
            waiting = terms.get("waiting_period", {})
            otherwise = "P0D" if cause == "pre_shipment" else waiting.get("span", "P6M")
            found = plus(min(happened), waiting.get("by_cause", {}).get(cause, otherwise), self.now.month_end)
            return found if found <= self.as_of else None
        ends: dict[bool, list[date]] = {True: [], False: []}
        for verdict in self.now.assess():
            it = verdict.receivable
            if it.buyer == buyer and (end := self.end(it)):
                ends[verdict.covered > 0].append(end)
        # Of those that are covered; if there is none, of any.
        first = min(ends[True] or ends[False], default=None)
        return first if first and first <= self.as_of else None

    def end(self, it: Receivable) -> date | None:
        """When the waiting period of a receivable ends, by the terms of its due date."""
        rule = self.on(it.due).get("waiting_period", {})
        start = self.start(it, rule.get("anchor", "due"))
        return plus(start, rule.get("span", "P6M"), self.now.month_end) if start else None

    def start(self, it: Receivable, anchor: str) -> date | None:
        if anchor in ("due", "original_due"):
            return self.now.anchor(it, self.as_of, anchor)
        kinds = {"notification": ("overdue", "insolvency"), "claim_filed": ("claim",)}[anchor]
        told = [
            day(fact["date"])
            for fact in self.now.facts("notices", it.buyer)
            if fact["kind"] in kinds and it.id in fact.get("invoices", [it.id]) and it.delivery <= day(fact["date"])
        ]
        return min(told, default=None)

    # The loss account

    def account(self, claim: Document) -> Account | None:
        """CLM-2: what is open of the buyer, by the facts known on the day of the question."""
        when = self.date_of_loss(claim)
        if when is None:
            return None
        terms = self.on(when)
        if claim["cause"] not in terms.get("scope", {}).get("causes", ["insolvency", "protracted_default"]):
            return None
        if claim["cause"] == "pre_shipment":
            return self.before_delivery(claim, terms, when)
        cover = self.cover(self.as_of, when)
        whole = claim["cause"] in ("insolvency", "contract_frustration")
        found = [
            it
            for it in cover.assess()
            if it.receivable.buyer == claim["buyer"]
            if self.is_in(it.receivable, claim, terms, when, whole)  # others: a supplementary claim
        ]
        found.sort(key=lambda it: cover.order(it.receivable))
        rules = terms.get("indemnity", {})
        steps = rules.get("steps", [{"step": "credit_limit"}])
        limits = [step for step in steps if step["step"] == "credit_limit"]
        # CLM-4: without the step no limit applies; one that was not given keeps nothing out either.
        let_in = {"over_the_limit"} if limits else LIMIT_REASONS
        opens = [cover.in_policy_currency(it.open, it.receivable.currency, it.receivable) for it in found]
        bases = [it.base for it in found]
        covered = [it.covered for it in found]
        admitted = [it.reasons <= let_in for it in found]
        self.credit_recoveries(claim, terms, opens, bases, covered, admitted, found)
        if rules.get("credits") == "limit_before_credits":
            covered = self.before_credits(cover, found, bases, covered, admitted, terms)
        losses = []
        for it, base, part, is_in in zip(found, bases, covered, admitted):
            if is_in:
                percentage = self.percentage(cover, it, claim["cause"])
                losses.append(Loss(it.receivable.id, base, part if limits else base, percentage))
        costs = sum(
            (
                rounded(convert(amount(it["amount"]), it.get("currency", self.ledger["currency"]), cover.currency, when, self.rates), cover.currency, minor(rules))
                if it.get("currency", self.ledger["currency"]) != cover.currency
                else amount(it["amount"])
                for it in self.now.facts("costs", claim["buyer"])
                if it["kind"] in rules.get("insured_costs", [])
            ),
            Fraction(0),
        )
        first = next((loss for loss in losses if loss.covered), None)
        part = costs if first else Fraction(0)
        beside = Loss("", part, part, first.percentage if first else Fraction(0))
        limit = max((it.limit.amount for it in found), default=Fraction(0))
        if any(step.get("caps") == "indemnity" for step in limits):
            limit = self.limit_on(claim, when) or max(
                (it.limit.amount for it, is_in in zip(found, admitted) if is_in), default=Fraction(0)
            )
        insurable = sum((loss.insurable for loss in losses), part)
        if "primary" in claim:
            self.over_primary(claim["primary"], losses, max((it.limit.amount for it in found), default=Fraction(0)))
        return Account(when, terms, losses, sum(opens, Fraction(0)), limit, insurable, beside)

    def is_in(self, it: Receivable, claim: Document, terms: Document, when: date, whole: bool) -> bool:
        """CLM-1: what was delivered by the date of loss and, unless all is in, due; or what has its own date by the day."""
        each = terms.get("waiting_period", {}).get("date_of_loss_per") == "receivable"
        if each and claim["cause"] == "protracted_default":
            end = self.end(it)
            return end is not None and end <= self.as_of
        return it.delivery <= when and (whole or self.now.anchor(it, self.as_of, "due") <= when)

    def percentage(self, cover: Cover, it: Verdict, cause: str) -> Fraction:
        """POL-6, by the terms of the delivery; DUE-9 for what was told late."""
        version = cover.under(it.receivable)
        found = version.percentage(it.receivable, version.basis(it.receivable), cause)
        return version.after_lateness(it.receivable, found)

    def limit_on(self, claim: Document, when: date) -> Fraction:
        """The limit in force on a day: for a delivery of that day."""
        then = self.cover(self.as_of, when)
        planned = {"id": "\uffff", "buyer": claim["buyer"], "delivery": when.isoformat(), "due": when.isoformat(), "amount": "0"}
        return then.reach(Receivable(planned, self.ledger["currency"]), when).amount

    def credit_recoveries(
        self,
        claim: Document,
        terms: Document,
        opens: list[Fraction],
        bases: list[Fraction],
        covered: list[Fraction],
        admitted: list[bool],
        found: list[Verdict],
    ) -> None:
        """REC-1: a recovery before the indemnity is a credit, net of its costs: of what it names, then of the oldest."""
        rounding, currency = minor(terms.get("indemnity", {})), self.now.currency
        for it in sorted(self.now.facts("recoveries", claim["buyer"]), key=lambda it: (it["date"], it["id"])):
            left, freed = amount(it["amount"]) - amount(it.get("costs")), Fraction(0)
            named = [i for i, one in enumerate(found) if one.receivable.id in it.get("invoices", [])]
            for i in [*named, *range(len(found))]:
                taken = min(left, opens[i])
                if not taken:
                    continue
                left -= taken
                exact = bases[i] * (opens[i] - taken) / opens[i]
                base = exact if bases[i] == opens[i] else rounded(exact, currency, rounding)
                opens[i] -= taken
                bases[i] = min(base, opens[i])
                freed += max(Fraction(0), covered[i] - bases[i])
                covered[i] = min(covered[i], bases[i])
            for i, one in enumerate(found):
                if admitted[i] and not one.frozen:
                    more = min(bases[i] - covered[i], freed)
                    covered[i] += more
                    freed -= more

    def before_credits(
        self, cover: Cover, found: list[Verdict], bases: list[Fraction], covered: list[Fraction], admitted: list[bool], terms: Document
    ) -> list[Fraction]:
        """CLM-3: the limit on the debts as delivered; what came in since is shared pro rata."""
        currency, rounding = cover.currency, terms.get("indemnity", {}).get("rounding")
        places = [i for i, is_in in enumerate(admitted) if is_in]
        before, within, more = {}, {}, Fraction(0)
        for i in places:
            it = found[i]
            before[i] = max(cover.under(it.receivable).base(it.receivable, it.receivable.delivery), it.base)
            # The others in the limits, of its buyer and of the groups, have what they have as of the day.
            room = max(Fraction(0), it.room - more)
            if it.over_then and it.ceiling is not None:
                room = min(room, it.ceiling)  # COV-7
            within[i] = min(before[i], room)
            more += within[i] - it.covered
        used = sum(within.values(), Fraction(0))
        owed, now = sum(before.values(), Fraction(0)), sum((bases[i] for i in places), Fraction(0))
        share = used if now == owed else rounded(used * now / owed, currency, rounding) if owed else Fraction(0)
        left = min(share, now)
        kept = list(covered)
        for i in places:
            kept[i] = min(within[i], bases[i], left)
            left -= kept[i]
        for i in places:
            more = min(bases[i] - kept[i], left)
            kept[i] += more
            left -= more
        return kept

    def over_primary(self, primary: Document, losses: list[Loss], limit: Fraction) -> None:
        """CLM-12: what the primary covers comes off the oldest; the rest fills the top-up limit."""
        whole = sum((loss.insurable for loss in losses), Fraction(0))
        off = min(amount(primary.get("covered", primary["limit"])), whole)
        over = without_first([loss.insurable for loss in losses], off)
        for loss, base, part in zip(losses, over, only_first(over, limit)):
            loss.insurable, loss.covered = base, part

    def before_delivery(self, claim: Document, terms: Document, when: date) -> Account:
        """CLM-1: costs of production and salvage, less advances and resale."""
        facts = lambda kind: self.now.facts(kind, claim["buyer"])
        spent = sum((amount(it["amount"]) for it in facts("costs") if it["kind"] in ("production", "salvage")), Fraction(0))
        back = sum((amount(it["amount"]) for it in facts("payments") if it.get("kind") in ("advance", "resale")), Fraction(0))
        loss = max(Fraction(0), spent - back)
        then = self.cover(self.as_of, when)
        planned = {"id": "\uffff", "buyer": claim["buyer"], "delivery": when.isoformat(), "due": when.isoformat(), "amount": "0"}
        it = Receivable(planned, self.ledger["currency"])
        limit = then.reach(it, when)
        then.policy = terms
        percentage = then.percentage(it, limit, claim["cause"])
        return Account(when, terms, [Loss("", loss, min(loss, limit.amount), percentage)], loss, limit.amount, loss)

    def settle(self, claims: list[Document]) -> tuple[dict[str, tuple[Account, Settled]], Used]:
        """CLM-6: in order of date of loss, ties by claim id."""
        accounts = [(self.account(claim), claim.get("id", claim["buyer"])) for claim in claims]
        known = [(account, name) for account, name in accounts if account]
        used = Used(self.policy, [(day(it["date"]), amount(it["amount"])) for it in self.now.facts("premiums")])
        settled = {}
        for account, name in sorted(known, key=lambda pair: (pair[0].date, pair[1])):
            used.rules = account.terms.get("indemnity", {})
            found = used.settle(account.losses, account.total_debt, account.limit, account.date, account.costs)
            settled[name] = (account, found)
        return settled, used
