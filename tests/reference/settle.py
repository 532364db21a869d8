"""A claim on a ledger: its date, its loss account, its indemnity (CLM-1, CLM-2, CLM-6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .claim import Loss, Settled, Used, only_first
from .cover import Cover
from .values import Document, day, plus, rounded, split, unit_of


@dataclass
class Account:
    """The loss of one claim, before the policy's steps."""

    date: date
    losses: list[Loss]
    total_debt: Fraction
    limit: Fraction


class Claims:
    """Claims on one policy and ledger, as of a day."""

    def __init__(self, policy: Document, ledger: Document, as_of: date) -> None:
        self.policy, self.ledger, self.as_of = policy, ledger, as_of
        self.now = Cover(policy, ledger, as_of)

    def date_of_loss(self, claim: Document) -> date | None:
        """CLM-1."""
        buyer = claim["buyer"]
        if claim["cause"] == "insolvency":
            opened = [day(it["opened"]) for it in self.now.facts("insolvencies", buyer, "opened")]
            return min(opened, default=None)
        rule = self.policy.get("waiting_period", {})
        ends = []
        for it in self.now.receivables:
            start = self.start(it, rule.get("anchor", "due"))
            if it.buyer == buyer and start:
                ends.append((plus(start, rule.get("span", "P6M"), self.now.month_end), it.origin, it))
        for end, _, it in sorted(ends, key=lambda found: found[:2]):
            # The oldest that is still unpaid and covered when its period ends.
            if end <= self.as_of:
                then = Cover(self.policy, self.ledger, end)
                if any(found.receivable.id == it.id and found.covered for found in then.assess()):
                    return end
        return None

    def start(self, it, anchor: str) -> date | None:
        if anchor in ("due", "original_due"):
            return self.now.anchor(it, self.as_of, anchor)
        kind = {"notification": "overdue", "claim_filed": "claim"}[anchor]
        told = [
            day(fact["date"])
            for fact in self.now.facts("notices", it.buyer)
            if fact["kind"] == kind and it.id in fact.get("invoices", [it.id]) and it.delivery <= day(fact["date"])
        ]
        return min(told, default=None)

    def account(self, claim: Document) -> Account | None:
        """CLM-2: the receivables of the buyer at the date of loss."""
        when = self.date_of_loss(claim)
        if when is None:
            return None
        then = Cover(self.policy, self.ledger, when)
        losses, total = [], Fraction(0)
        found = [it for it in then.assess() if it.receivable.buyer == claim["buyer"]]
        for it in found:
            due = then.anchor(it.receivable, when, "due")
            if claim["cause"] != "insolvency" and due > when:
                continue  # a supplementary claim
            total += it.open
            if it.reasons <= {"over_the_limit"}:
                percentage = then.percentage(it.receivable, then.basis(it.receivable), claim["cause"])
                insured_base, covered = it.base, it.covered
                losses.append(Loss(it.receivable.id, insured_base, covered, percentage))
        limit = max((it.limit.amount for it in found if it.reasons <= {"over_the_limit"}), default=Fraction(0))
        if self.policy.get("indemnity", {}).get("credits") == "limit_before_credits":
            losses = self.before_credits(then, losses, limit)
        return Account(when, losses, total, limit)

    def before_credits(self, then: Cover, losses: list[Loss], limit: Fraction) -> list[Loss]:
        """CLM-3: the limit on the debts before credits; the credits are shared pro rata."""
        nets = {it.id: it.net for it in then.receivables}
        within = only_first([nets[loss.id] for loss in losses], limit)
        before, after = sum(nets[loss.id] for loss in losses), sum(loss.insurable for loss in losses)
        left = rounded(sum(within) * after / before, then.currency, then.rounding) if before else Fraction(0)
        parts = split(left, within, unit_of(then.currency, {}))
        return [Loss(it.id, it.insurable, part, it.percentage) for it, part in zip(losses, parts)]

    def settle(self, claims: list[Document]) -> tuple[dict[str, tuple[Account, Settled]], Used]:
        """CLM-6: in order of date of loss, ties by claim id."""
        accounts = [(self.account(claim), claim.get("id", claim["buyer"])) for claim in claims]
        known = [(account, name) for account, name in accounts if account]
        used = Used(self.policy)
        settled = {}
        for account, name in sorted(known, key=lambda pair: (pair[0].date, pair[1])):
            found = used.settle(account.losses, account.total_debt, account.limit, account.date)
            settled[name] = (account, found)
        return settled, used
