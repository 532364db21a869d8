"""From the loss to the indemnity (CLM-2…9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .values import Document, amount, day, plus, rounded, split, unit_of, write


@dataclass
class Loss:
    """One receivable of a loss account: what is insurable of it, what the limit covers, at which share."""

    id: str
    insurable: Fraction
    covered: Fraction
    percentage: Fraction


@dataclass
class Left:
    """CLM-6: what is left of the aggregate first loss and of the maximum liability; none: no such step."""

    aggregate: Fraction | None = None
    maximum: Fraction | None = None


@dataclass
class Settled:
    indemnity: Fraction
    left: Left
    after: list[tuple[str, Fraction]] = field(default_factory=list)  # what left each step
    refused: bool = False


def without_first(parts: list[Fraction], much: Fraction) -> list[Fraction]:
    """What a deduction leaves: it is taken off the oldest receivables."""
    left = []
    for part in parts:
        left.append(max(Fraction(0), part - much))
        much = max(Fraction(0), much - part)
    return left


def only_first(parts: list[Fraction], much: Fraction) -> list[Fraction]:
    """What fits below a cap: the oldest receivables do."""
    left = []
    for part in parts:
        left.append(min(part, max(Fraction(0), much)))
        much -= part
    return left


def within(x: Fraction, maximum: Fraction | None, currency: str, rounding: Document) -> Fraction:
    """VAL-3, but no rounding lifts an indemnity over the maximum liability."""
    whole = rounded(x, currency, rounding)
    over = maximum is not None and whole > maximum
    return rounded(x, currency, rounding | {"mode": "down"}) if over else whole


def indemnity(
    steps: list[Document],
    losses: list[Loss],
    total_debt: Fraction,
    limit: Fraction,
    left: Left,
    currency: str,
    rounding: Document | None = None,
) -> Settled:
    """CLM-4: the steps in the policy's order, each as the rule defines it."""
    rounding = rounding or {}
    unit = rounding if rounding.get("at", "each_step") == "each_step" else None
    parts = [loss.insurable for loss in losses]
    before_percentage = sum(parts, Fraction(0))
    aggregate, maximum = left.aggregate, left.maximum
    refused, erodes, after = False, False, []
    for step in steps:
        kind, much = step["step"], amount(step.get("amount"))
        x = sum(parts, Fraction(0))
        if refused and not erodes:
            break
        if kind == "threshold":
            of = x if step.get("on", "insured_loss") == "insured_loss" else total_debt
            at_least = step.get("payable_if", "above") == "at_least"
            if of < much or (of == much and not at_least):
                refused, erodes = True, step.get("erodes_aggregate", False)
        elif kind == "credit_limit" and step.get("caps", "loss") == "loss":
            covered = [loss.covered for loss in losses]
            untouched = parts == [loss.insurable for loss in losses]
            parts = covered if untouched else only_first(parts, sum(covered, Fraction(0)))
        elif kind == "credit_limit":
            parts = only_first(parts, limit)
        elif kind in ("each_loss_deductible", "non_qualifying_deduction"):
            parts = without_first(parts, much)
        elif kind == "insured_percentage":
            before_percentage = x
            parts = [part * loss.percentage for part, loss in zip(parts, losses)]
        elif kind == "minimum_retention":
            parts = only_first(parts, max(Fraction(0), before_percentage - much))
        elif kind == "aggregate_first_loss":
            assert aggregate is not None
            parts, aggregate = without_first(parts, aggregate), max(Fraction(0), aggregate - x)
        elif kind == "maximum_liability":
            assert maximum is not None
            parts = only_first(parts, maximum)
        x = sum(parts, Fraction(0))
        if unit is not None and kind != "threshold":
            # VAL-3, VAL-4: the sum is rounded, and the parts are made to fit. A gate computes nothing.
            whole = within(x, maximum if kind == "maximum_liability" else None, currency, unit)
            parts = split(whole, parts, unit_of(currency, unit)) if x else parts
        after.append((kind, Fraction(0) if refused else x))
    x = sum(parts, Fraction(0))
    paid = Fraction(0) if refused else within(x, maximum, currency, rounding)
    if maximum is not None:
        maximum -= paid  # what is finally paid is consumed
    return Settled(paid, Left(aggregate, maximum), after, refused)




class Used:
    """CLM-6: what claims used up, by insurance year; a new one starts every twelve months."""

    def __init__(self, policy: Document) -> None:
        self.policy, self.rules = policy, policy.get("indemnity", {})
        self.steps = self.rules.get("steps", [{"step": "credit_limit"}, {"step": "insured_percentage"}])
        self.start = day(policy["period"]["from"])
        self.aggregate: dict[date, Fraction] = defaultdict(Fraction)
        self.maximum: dict[date, Fraction] = defaultdict(Fraction)

    def year(self, when: date) -> date:
        years = 0
        while plus(self.start, f"P{years + 1}Y") <= when:
            years += 1
        return plus(self.start, f"P{years}Y")

    def left(self, name: str, used: dict[date, Fraction], when: date) -> Fraction | None:
        for step in self.steps:
            if step["step"] == name:
                of_policy = step.get("per") == "policy"
                so_far = sum(used.values()) if of_policy else used[self.year(when)]
                return max(Fraction(0), amount(step["amount"]) - so_far)
        return None

    def settle(self, losses: list[Loss], total_debt: Fraction, limit: Fraction, when: date) -> Settled:
        before = Left(
            self.left("aggregate_first_loss", self.aggregate, when), self.left("maximum_liability", self.maximum, when)
        )
        rounding = self.rules.get("rounding")
        found = indemnity(self.steps, losses, total_debt, limit, before, self.policy["currency"], rounding)
        if before.aggregate is not None and found.left.aggregate is not None:
            self.aggregate[self.year(when)] += before.aggregate - found.left.aggregate
        self.maximum[self.year(when)] += found.indemnity
        return found

    def shown(self, used: dict[date, Fraction]) -> dict[str, str]:
        return {when.isoformat(): write(much) for when, much in sorted(used.items()) if much}
