"""Who gets what is recovered after the indemnity (REC-2, REC-3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .values import Document, rounded

Step = Callable[[Fraction], Fraction]


@dataclass
class Debt:
    """One receivable at the loss: all of it, the part within the limit, its loss and its indemnity."""

    id: str
    debt: Fraction
    insured_debt: Fraction
    insured_loss: Fraction
    indemnity: Fraction

    @property
    def gross(self) -> Fraction:
        """The debt and the insured costs beside it: what somebody bears."""
        return self.debt + max(Fraction(0), self.insured_loss - self.insured_debt)


def ratio(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else Fraction(0)


def insurers(
    sharing: str,
    net: Fraction,
    loss: Debt,
    debts: list[Debt],
    before: Fraction,
    insurer_before: Fraction,
    insured_before: Fraction,
    on: list[str],
    step: Step,
) -> Fraction:
    """The insurer's part of a net recovery, before any cap. `debts` are in order of origin.

    `before` is what earlier recoveries brought to share, and who had what of it; `on` names the receivables concerned, none: all;
    `step` rounds what one step hands to the next (VAL-3).
    """
    debt, insured_debt, insured_loss, paid = loss.debt, loss.insured_debt, loss.insured_loss, loss.indemnity
    if sharing == "indemnity_to_debt":
        return net * ratio(paid, debt)
    if sharing == "insured_to_uninsured":
        return step(net * ratio(insured_debt, debt)) * ratio(paid, insured_loss)
    if sharing == "risk_borne":
        # A receivable is insured, or it is not; over the limit or not makes no difference here.
        concerned = [it for it in debts if not on or it.id in on]
        insured = sum((it.debt for it in concerned if it.insured_debt), Fraction(0))
        whole = sum((it.debt for it in concerned), Fraction(0))
        return step(net * ratio(insured, whole)) * ratio(paid, insured_loss)
    if sharing == "oldest_first":
        share, skip = Fraction(0), before
        for it in debts:
            left = max(Fraction(0), it.debt - skip)
            skip = max(Fraction(0), skip - it.debt)
            part = min(net, left)
            share += step(part * ratio(it.indemnity, it.debt))
            net -= part
        return share
    if sharing == "insurer_first":
        return min(net, max(Fraction(0), paid - insurer_before))
    if sharing == "insured_first":
        return net - min(net, max(Fraction(0), loss.gross - paid - insured_before))
    raise ValueError(sharing)


def share(
    rules: Document,
    recovered: Fraction,
    costs: Fraction,
    loss: Debt,
    debts: list[Debt],
    currency: str,
    rounding: Document | None = None,
    so_far: tuple[Fraction, Fraction, Fraction] = (Fraction(0), Fraction(0), Fraction(0)),
    on: list[str] | None = None,
) -> tuple[Fraction, Fraction]:
    """What the insurer and the insured get of one recovery, net."""
    sharing, on = rules.get("sharing", "indemnity_to_debt"), on or []
    net = recovered - costs

    def step(number: Fraction) -> Fraction:
        each = (rounding or {}).get("at", "each_step") == "each_step"
        return rounded(number, currency, rounding) if each else number

    if rules.get("costs", "first") == "first":
        insurer = rounded(insurers(sharing, net, loss, debts, *so_far, on, step), currency, rounding)
    else:
        gross = insurers(sharing, recovered, loss, debts, *so_far, on, step)
        # A key that is a fraction goes for the costs, too; else they follow the recovery.
        fraction = sharing in ("indemnity_to_debt", "insured_to_uninsured", "risk_borne")
        alike = insurers(sharing, costs, loss, debts, *so_far, on, step) if fraction else costs * ratio(gross, recovered)
        borne = rounded(alike, currency, rounding)
        insurer = rounded(gross, currency, rounding) - borne
    # REC-3: nobody ends above their loss, neither the insured nor, first of all, the insurer.
    insurer = max(insurer, net - max(Fraction(0), loss.gross - loss.indemnity - so_far[2]))
    insurer = max(Fraction(0), min(insurer, loss.indemnity - so_far[1]))
    return insurer, net - insurer  # VAL-4: remainder cents to the policyholder
