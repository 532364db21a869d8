"""A portfolio as of a day, from RSK-1 and RSK-3 alone.

Where the rules leave a choice:
- Late is what is past its due date with the extensions that the insurer agreed to (COV-9).
- A buyer's probability is 100 % if it is insolvent, else that supplied for it, else that of its grade, else `unrated`.
- What the policy pays on a buyer goes by its own steps on what is covered × loss given default, the year's aggregates fresh.
- The aggregate first loss is taken from what is expected in all, or from each claim, whichever leaves more.
"""

from __future__ import annotations

from fractions import Fraction

from . import risk
from .claim import Loss, Used
from .cover import Cover, Verdict
from .values import Document, amount, day, rounded, share, split, write

NOTHING = Fraction(0)
AGES = {"not_due": 0, "days_1_30": 30, "days_31_60": 60, "days_61_90": 90, "days_91_180": 180}


class Portfolio:
    def __init__(self, request: Document) -> None:
        self.request, self.policy = request, request["policy"]
        self.as_of = day(request["as_of"])
        self.cover = Cover(self.policy, request["ledger"], self.as_of)
        self.rows = self.cover.assess()
        self.given = share(request.get("loss_given_default", "100%"))
        self.currency = self.policy["currency"]
        self.rounding: Document = self.policy.get("indemnity", {}).get("rounding", {})
        self.open = sum((it.open for it in self.rows), NOTHING)

    def round(self, number: Fraction) -> Fraction:
        return rounded(number, self.currency, self.rounding)

    def late(self, it: Verdict) -> int:
        return (self.as_of - it.receivable.due_on(self.request["ledger"], self.as_of, True)).days

    def ageing(self) -> list[tuple[str, str, str]]:
        found = {name: NOTHING for name in [*AGES, "over_180"]}
        for it in self.rows:
            found[next((name for name, last in AGES.items() if self.late(it) <= last), "over_180")] += it.open
        places = risk.digits(self.request)[0]
        shares = split(Fraction(100), list(found.values()), Fraction(1, 10**places))
        return [(name, write(much), write(part) + "%") for (name, much), part in zip(found.items(), shares)]

    def probability(self, buyer: Document) -> Fraction | None:
        if self.cover.insolvent(buyer["id"], self.as_of):
            return Fraction(1)
        for it in self.request.get("probabilities", []):
            if it["buyer"] == buyer["id"]:
                return share(it["probability"])
        if "grade" in buyer and "scale" in self.request:
            book = self.request["grades"]
            names = next(it["grades"] for it in book["scales"] if it["name"] == self.request["scale"])
            for row in book["default_probabilities"][0]["grades"]:
                ends = sorted((names.index(row["grade"]), names.index(row.get("through", row["grade"]))))
                if buyer["grade"] in names[ends[0] : ends[1] + 1]:
                    return share(row["probability"])
        return share(self.request["unrated"]) if "unrated" in self.request else None

    def pays(self, rows: list[Verdict]) -> Fraction:
        """CLM-4 on what is covered × loss given default, as the only claim of the year, before the aggregate first loss."""
        steps = [it for it in Used(self.policy).steps if it["step"] != "aggregate_first_loss"]
        fresh = Used(self.policy | {"indemnity": self.policy.get("indemnity", {}) | {"steps": steps}})
        # What is covered is within the limit already.
        losses = [Loss(it.receivable.id, it.covered * self.given, self.open, it.percentage) for it in rows]
        debt = sum((it.open for it in rows), NOTHING) * self.given
        return fresh.settle(losses, debt, self.open, day(self.policy["period"]["from"])).indemnity

    def step(self, name: str) -> Fraction | None:
        for it in Used(self.policy).steps:
            if it["step"] == name:
                return amount(it["amount"])
        return None

    def expected_loss(self) -> Document | None:
        buyers, missing = [], NOTHING
        for buyer in sorted(self.request["ledger"]["buyers"], key=lambda it: it["id"]):
            rows = [it for it in self.rows if it.receivable.buyer == buyer["id"]]
            exposure = sum((it.open for it in rows), NOTHING)
            probability = self.probability(buyer)
            if not exposure:
                continue
            if probability is None:
                missing += exposure
                continue
            loss, paid = self.round(exposure * self.given), self.pays(rows)
            before = self.round(loss * probability)
            insurer = min(before, self.round(paid * probability))
            buyers.append((buyer["id"], exposure, before, paid, insurer, probability))
        before = sum((it[2] for it in buyers), NOTHING)
        indemnities = sum((it[4] for it in buyers), NOTHING)
        insurer = indemnities
        if (first := self.step("aggregate_first_loss")) is not None:
            each = sum((self.round(max(NOTHING, it[3] - first) * it[5]) for it in buyers), NOTHING)
            insurer = max(max(NOTHING, indemnities - first), min(indemnities, each))
        if (most := self.step("maximum_liability")) is not None:
            insurer = min(insurer, most)
        return {"buyers": [it[:5] for it in buyers], "before": before, "insurer": insurer, "not_counted": missing}
