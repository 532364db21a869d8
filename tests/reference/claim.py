"""From the loss to the indemnity (CLM-2…9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from .values import Document, amount, rounded


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


def blended(losses: list[Loss], weights: list[Fraction]) -> Fraction:
    """The percentage of an amount made up of receivables, each at its own."""
    whole = sum(weights)
    if not whole:
        return max((loss.percentage for loss in losses), default=Fraction(0))
    return sum((loss.percentage * weight for loss, weight in zip(losses, weights)), Fraction(0)) / whole


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
    each_step = rounding.get("at", "each_step") == "each_step"
    weights = [loss.insurable for loss in losses]
    x = sum(weights, Fraction(0))
    before_percentage = x
    aggregate, maximum = left.aggregate, left.maximum
    refused, refused_but_erodes, after = False, False, []
    for step in steps:
        kind = step["step"]
        if refused and not refused_but_erodes:
            break
        if kind == "threshold":
            of = x if step.get("on", "insured_loss") == "insured_loss" else total_debt
            at_least = step.get("payable_if", "above") == "at_least"
            if of < amount(step["amount"]) or (of == amount(step["amount"]) and not at_least):
                refused, refused_but_erodes = True, step.get("erodes_aggregate", False)
        elif kind == "credit_limit":
            if step.get("caps", "loss") == "loss":
                x = min(x, sum((loss.covered for loss in losses), Fraction(0)))
                weights = [loss.covered for loss in losses]
            else:
                x = min(x, limit)
        elif kind == "each_loss_deductible":
            x = max(Fraction(0), x - amount(step["amount"]))
        elif kind == "insured_percentage":
            before_percentage = x
            x *= blended(losses, weights)
        elif kind == "minimum_retention":
            x = max(Fraction(0), min(x, before_percentage - amount(step["amount"])))
        elif kind == "aggregate_first_loss":
            assert aggregate is not None
            x, aggregate = max(Fraction(0), x - aggregate), max(Fraction(0), aggregate - x)
        elif kind == "maximum_liability":
            assert maximum is not None
            x = min(x, maximum)
        elif kind == "non_qualifying_deduction":
            x = max(Fraction(0), x - amount(step["amount"]))
        if each_step:
            x = rounded(x, currency, rounding)
        after.append((kind, Fraction(0) if refused else x))
    paid = Fraction(0) if refused else rounded(x, currency, rounding)
    if maximum is not None:
        maximum -= paid  # what is finally paid is consumed
    return Settled(paid, Left(aggregate, maximum), after, refused)


