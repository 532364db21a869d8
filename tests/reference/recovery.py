"""Who gets what is recovered after the indemnity (REC-2, REC-3)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .values import Document, rounded


@dataclass
class Debt:
    """One receivable at the loss: all of it, the part within the limit, its loss and its indemnity."""

    id: str
    debt: Fraction
    insured_debt: Fraction
    insured_loss: Fraction
    indemnity: Fraction


def ratio(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else Fraction(0)


def insurers(sharing: str, net: Fraction, debts: list[Debt], before: Fraction, on: list[str]) -> Fraction:
    """The insurer's part of a net recovery, before any cap. `debts` are in order of origin.

    `before` is what earlier recoveries brought, net; `on` names the receivables concerned, none: all.
    """
    debt = sum((it.debt for it in debts), Fraction(0))
    insured_debt = sum((it.insured_debt for it in debts), Fraction(0))
    insured_loss = sum((it.insured_loss for it in debts), Fraction(0))
    paid = sum((it.indemnity for it in debts), Fraction(0))
    if sharing == "indemnity_to_debt":
        return net * ratio(paid, debt)
    if sharing == "insured_to_uninsured":
        return net * ratio(insured_debt, debt) * ratio(paid, insured_loss)
    if sharing == "risk_borne":
        concerned = [it for it in debts if not on or it.id in on]
        insured = sum((it.insured_debt for it in concerned), Fraction(0))
        whole = sum((it.debt for it in concerned), Fraction(0))
        return net * ratio(insured, whole) * ratio(paid, insured_loss)
    if sharing == "oldest_first":

        def up_to(filled: Fraction) -> Fraction:
            share = Fraction(0)
            for it in debts:
                part = min(filled, it.debt)
                share += part * ratio(it.indemnity, it.debt)
                filled -= part
            return share

        return up_to(before + net) - up_to(before)
    if sharing == "insurer_first":
        return min(net, max(Fraction(0), paid - before))
    if sharing == "insured_first":
        own = debt - paid
        return max(Fraction(0), before + net - own) - max(Fraction(0), before - own)
    raise ValueError(sharing)


def share(
    rules: Document,
    recovered: Fraction,
    costs: Fraction,
    debts: list[Debt],
    currency: str,
    rounding: Document | None = None,
    before: Fraction = Fraction(0),
    insurer_before: Fraction = Fraction(0),
    on: list[str] | None = None,
) -> tuple[Fraction, Fraction]:
    """What the insurer and the insured get of one recovery, net."""
    sharing, on = rules.get("sharing", "indemnity_to_debt"), on or []
    net = recovered - costs
    if rules.get("costs", "first") == "first":
        insurer = rounded(insurers(sharing, net, debts, before, on), currency, rounding)
    else:
        gross = rounded(insurers(sharing, recovered, debts, before, on), currency, rounding)
        insurer = gross - rounded(costs * ratio(gross, recovered), currency, rounding)
    paid = sum((it.indemnity for it in debts), Fraction(0))
    insurer = max(Fraction(0), min(insurer, paid - insurer_before))  # REC-3
    return insurer, net - insurer  # VAL-4: remainder cents to the policyholder
