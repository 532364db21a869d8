"""From the loss to the indemnity (CLM-2…9)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from .values import Document, amount, day, plus, rounded, write

# In place of a limit where there is none.
UNLIMITED = Fraction(10**15)


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
    """What is left of them once the oldest have given so much."""
    left = []
    for part in parts:
        left.append(max(Fraction(0), part - much))
        much = max(Fraction(0), much - part)
    return left


def only_first(parts: list[Fraction], much: Fraction) -> list[Fraction]:
    """What of them fits below a cap: the oldest do."""
    left = []
    for part in parts:
        left.append(min(part, max(Fraction(0), much)))
        much -= part
    return left


def within(x: Fraction, most: Fraction | None, currency: str, rounding: Document) -> Fraction:
    """VAL-3, but no rounding lifts an amount over a limit or a maximum."""
    whole = rounded(x, currency, rounding)
    over = most is not None and whole > most
    return rounded(most, currency, rounding | {"mode": "down"}) if over and most is not None else whole


def lower(most: Fraction | None, other: Fraction) -> Fraction:
    return other if most is None else min(most, other)


def indemnity(
    steps: list[Document],
    losses: list[Loss],
    total_debt: Fraction,
    limit: Fraction,
    left: Left,
    currency: str,
    rounding: Document | None = None,
    costs: Loss | None = None,
) -> Settled:
    """CLM-4: the steps in the policy's order, each as the rule defines it.

    What comes off the loss before the percentage, the receivables bear in proportion, and insured costs only when
    nothing else is left; no limit caps these.
    """
    rounding = rounding or {}
    unit = rounding if rounding.get("at", "each_step") == "each_step" else None
    every = [*losses, costs or Loss("", Fraction(0), Fraction(0), Fraction(0))]
    weights, apart = [loss.insurable for loss in losses], every[-1].insurable
    before_percentage: Fraction | None = None
    aggregate, maximum, most = left.aggregate, left.maximum, None
    refused, erodes, after = False, False, []
    x = sum(weights, apart)
    for step in steps:
        kind, much = step["step"], amount(step.get("amount"))
        if refused and not erodes:
            break
        apart = min(apart, x)
        if kind == "threshold":
            of = x if step.get("on", "insured_loss") == "insured_loss" else total_debt
            at_least = step.get("payable_if", "above") == "at_least"
            if of < much or (of == much and not at_least):
                refused, erodes = True, step.get("erodes_aggregate", False)
            y = x
        elif kind == "credit_limit":
            on_loss = step.get("caps", "loss") == "loss"
            # No limit: nothing is over it, also not what rounding added.
            on_parts = on_loss and limit < UNLIMITED
            cap = sum((loss.covered for loss in losses), Fraction(0)) if on_parts else limit
            y = min(x - apart, cap)
            if y < x - apart:
                most = lower(most, cap + apart)
            elif limit >= y:
                most = lower(most, limit + apart)
            if on_loss and before_percentage is None:
                # From here on each receivable weighs what the limit covers of it.
                covered = [min(weight, loss.covered) for weight, loss in zip(weights, losses)]
                weights = covered if any(covered) else weights
            y += apart
        elif kind in ("each_loss_deductible", "non_qualifying_deduction"):
            y = max(Fraction(0), x - much)
        elif kind == "insured_percentage":
            before_percentage = x
            whole = sum(weights, Fraction(0))
            insured = sum((weight * loss.percentage for weight, loss in zip(weights, losses)), Fraction(0))
            receivables = (x - apart) * (insured / whole if whole else every[-1].percentage)
            # What does not end is carried to twelve decimals.
            receivables = Fraction(round(receivables * 10**12), 10**12)
            apart *= every[-1].percentage
            y = receivables + apart
        elif kind == "minimum_retention":
            assert before_percentage is not None
            y = min(x, max(Fraction(0), before_percentage - much))
        elif kind == "aggregate_first_loss":
            assert aggregate is not None
            y = max(Fraction(0), x - aggregate)
            aggregate = max(Fraction(0), aggregate - x)
        elif kind == "maximum_liability":
            assert maximum is not None
            y, most = min(x, maximum), lower(most, maximum)
        else:
            raise ValueError(kind)
        x = y if unit is None or kind == "threshold" else within(y, most, currency, unit)
        after.append((kind, Fraction(0) if refused else x))
    paid = Fraction(0) if refused else within(x, most, currency, rounding)
    if maximum is not None:
        maximum -= paid  # what is finally paid is consumed
    return Settled(paid, Left(aggregate, maximum), after, refused)


class Used:
    """CLM-6: what claims used up, by insurance year; a new one starts every twelve months."""

    def __init__(self, policy: Document, premiums: list[tuple[date, Fraction]] | None = None, paid: Fraction = Fraction(0)) -> None:
        """`premiums` by day, or what is `paid` for whatever time is asked about."""
        self.policy, self.rules = policy, policy.get("indemnity", {})
        self.premiums, self.paid = premiums, paid
        self.start = day(policy["period"]["from"])
        self.aggregate: dict[date, Fraction] = defaultdict(Fraction)
        self.maximum: dict[date, Fraction] = defaultdict(Fraction)

    @property
    def steps(self) -> list[Document]:
        return self.rules.get("steps", [{"step": "credit_limit"}, {"step": "insured_percentage"}])

    def year(self, when: date) -> date:
        # What happens after the end belongs to the last year.
        years, when = 0, min(when, day(self.policy["period"]["to"]))
        while plus(self.start, f"P{years + 1}Y") <= when:
            years += 1
        return plus(self.start, f"P{years}Y")

    def left(self, name: str, used: dict[date, Fraction], when: date) -> Fraction | None:
        for step in self.steps:
            if step["step"] == name:
                of_policy = step.get("per") == "policy"
                so_far = sum(used.values()) if of_policy else used[self.year(when)]
                most = amount(step["amount"]) if "amount" in step else self.multiple(step, when)
                return max(Fraction(0), most - so_far)
        return None

    def multiple(self, step: Document, when: date) -> Fraction:
        """CLM-4: a multiple of the premium of the same time."""
        of_policy, minimum = step.get("per") == "policy", amount(self.policy.get("premium", {}).get("minimum"))
        if of_policy:
            minimum *= len({self.year(self.start + timedelta(days=days)) for days in range((day(self.policy["period"]["to"]) - self.start).days + 1)})
        paid = self.paid
        if self.premiums is not None:
            paid = sum((much for on, much in self.premiums if of_policy or self.year(on) == self.year(when)), Fraction(0))
        base = {"paid": paid, "minimum": minimum, "greater": max(paid, minimum)}[step.get("of_premium", "greater")]
        return amount(step["multiple"]) * base

    def settle(
        self, losses: list[Loss], total_debt: Fraction, limit: Fraction, when: date, costs: Loss | None = None
    ) -> Settled:
        before = Left(
            self.left("aggregate_first_loss", self.aggregate, when), self.left("maximum_liability", self.maximum, when)
        )
        rounding = self.rules.get("rounding")
        found = indemnity(self.steps, losses, total_debt, limit, before, self.policy["currency"], rounding, costs)
        if before.aggregate is not None and found.left.aggregate is not None:
            self.aggregate[self.year(when)] += before.aggregate - found.left.aggregate
        self.maximum[self.year(when)] += found.indemnity
        return found

    def shown(self, used: dict[date, Fraction]) -> dict[str, str]:
        return {when.isoformat(): write(much) for when, much in sorted(used.items()) if much}
