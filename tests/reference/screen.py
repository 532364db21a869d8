"""Which receivables of a ledger a factor finances, from FAC-1 alone.

Where the rule leaves a choice:
- Tests of the invoice and of the debtor exclude it whole; then the debtor limit is filled in order of delivery; then
  no debtor may be more than its share of what is left in all.
- A share of what lies over the limit is financed with recourse; it stands beside what fits.
- Terms run to the due date first agreed; what is overdue goes by every extension.
- A dispute lost excludes as an open one does; a debtor in insolvency is never financed.
- What debtors paid elsewhere comes off what can be drawn, and its invoice is not financed.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from .allocate import Receivable, allocate, receivables
from .cover import Cover
from .factoring import Money, draw
from .values import Document, amount, day, plus, share

NOTHING = Fraction(0)


class Screen:
    def __init__(self, request: Document) -> None:
        self.terms, self.ledger, self.request = request["terms"], request["ledger"], request
        self.rules: Document = self.terms.get("eligibility", {})
        self.as_of = day(request["as_of"])
        self.money = Money(self.terms["currency"], self.terms.get("rounding"))
        self.buyers = {it["id"]: it for it in self.ledger.get("buyers", [])}
        convention = request.get("policy", {}).get("payment_allocation", "oldest_first")
        self.open: dict[str, Fraction] = {}
        for buyer in self.buyers:
            self.open |= allocate(self.ledger, buyer, convention, self.as_of)[0]
        arisen = [it for it in receivables(self.ledger) if self.open.get(it.id)]
        self.rows = sorted(arisen, key=lambda it: (it.buyer, it.origin))

    def ours(self, it: Receivable) -> bool:
        return it.currency == self.terms["currency"]

    def late(self, it: Receivable) -> bool:
        due = it.due_on(self.ledger, self.as_of, False)
        return "maximum_overdue" in self.rules and plus(due, self.rules["maximum_overdue"]) < self.as_of

    def known(self, kind: str, dated: str) -> list[Document]:
        return [it for it in self.ledger.get(kind, []) if day(it[dated]) <= self.as_of]

    def disputed(self, it: Receivable) -> bool:
        for fact in self.known("disputes", "opened"):
            settled = "settled" in fact and day(fact["settled"]) <= self.as_of
            if fact["invoice"] == it.id and not (settled and fact.get("in_favour_of") == "policyholder"):
                return True
        return False

    def tests(self, it: Receivable) -> set[str]:
        """Every reason why none of it is financed."""
        rules, buyer, found = self.rules, self.buyers[it.buyer], set()
        assigned = self.request.get("assigned")
        if assigned is not None and it.id not in assigned:
            found.add("not_assigned")
        if not self.ours(it):
            found.add("other_currency")
        if "maximum_terms" in rules and plus(it.invoiced, rules["maximum_terms"]) < it.due:
            found.add("terms_too_long")
        if "maximum_age" in rules and plus(it.invoiced, rules["maximum_age"]) < self.as_of:
            found.add("too_old")
        if self.late(it):
            found.add("overdue")
        if self.disputed(it) and not rules.get("disputed"):
            found.add("disputed")
        if self.ours(it) and self.open[it.id] < amount(rules.get("minimum_open")):
            found.add("too_small")
        if any(paid["invoice"] == it.id for paid in self.request.get("misdirected", [])):
            found.add("paid_elsewhere")
        if it.buyer in rules.get("excluded_debtors", []):
            found.add("debtor_excluded")
        if buyer.get("kind", "company") in rules.get("excluded_kinds", []):
            found.add("debtor_kind_excluded")
        country = buyer.get("country")
        if country in rules.get("excluded_countries", []) or (country and country not in rules.get("countries", [country])):
            found.add("country_excluded")
        if not country and "countries" in rules:
            found.add("country_unknown")
        if any(fact["buyer"] == it.buyer for fact in self.known("insolvencies", "opened")):
            found.add("debtor_insolvent")
        mine = [other for other in self.rows if other.buyer == it.buyer and self.ours(other)]
        late = sum((self.open[other.id] for other in mine if self.late(other)), NOTHING)
        whole = sum((self.open[other.id] for other in mine), NOTHING)
        if "cross_ageing" in rules and late > whole * share(rules["cross_ageing"]):
            found.add("cross_aged")
        return found

    def room(self, it: Receivable, used: Fraction, covered: dict[str, Fraction]) -> Fraction | None:
        limit = self.rules.get("debtor_limit", "none")
        if limit == "factor":
            return amount(self.request.get("limits", {}).get(it.buyer)) - used
        return covered.get(it.id, NOTHING) if limit == "policy_cover" else None

    def availability(self) -> Document:
        covered: dict[str, Fraction] = {}
        if self.rules.get("debtor_limit") == "policy_cover":
            cover = Cover(self.request["policy"], self.ledger, self.as_of)
            covered = {it.receivable.id: it.covered for it in cover.assess()}
        eligible, recourse, reasons = {}, {}, {}
        used: dict[str, Fraction] = defaultdict(Fraction)
        for it in self.rows:
            reasons[it.id] = self.tests(it)
            fits = NOTHING if reasons[it.id] else self.open[it.id]
            room = self.room(it, used[it.buyer], covered)
            over = NOTHING
            if room is not None:
                over, fits = max(NOTHING, fits - room), min(fits, room)
                used[it.buyer] += fits
            over = self.money.round(over * share(self.rules.get("over_the_limit", "0%")))
            eligible[it.id], recourse[it.id] = fits + over, over
        if "concentration" in self.rules:
            most = self.money.round(sum(eligible.values(), NOTHING) * share(self.rules["concentration"]))
            left: dict[str, Fraction] = defaultdict(lambda: most)
            for it in self.rows:
                eligible[it.id] = min(eligible[it.id], left[it.buyer])
                left[it.buyer] -= eligible[it.id]
                recourse[it.id] = min(recourse[it.id], eligible[it.id])
        ours = [it for it in self.rows if self.ours(it)]
        assigned = sum((self.open[it.id] for it in ours if "not_assigned" not in reasons[it.id]), NOTHING)
        elsewhere = sum((amount(it["amount"]) for it in self.request.get("misdirected", [])), NOTHING)
        drawn = dict(self.request.get("drawn", {}))
        drawn["fees"] = amount(drawn.get("fees")) + elsewhere
        found = draw(self.money, self.terms, sum(eligible.values(), NOTHING), assigned, drawn)
        return found | {
            "outstanding": sum((self.open[it.id] for it in ours), NOTHING),
            "rows": {name: (eligible[name], recourse[name]) for name in eligible}, "reasons": reasons,
        }  # fmt: skip

    def guarantee(self) -> dict[str, tuple[Fraction, Fraction]]:
        """FAC-3: of each invoice what is guaranteed, and what falls back on the seller."""
        rule, found = self.terms.get("guarantee", {}), {}
        risk, assigned = rule.get("risk", "factor"), self.request.get("assigned")
        insured: dict[str, tuple[Fraction, Fraction]] = {}
        if risk == "policy":
            cover = Cover(self.request["policy"], self.ledger, self.as_of)
            insured = {it.receivable.id: (it.covered, it.percentage) for it in cover.assess()}
        room = {buyer: amount(self.request.get("limits", {}).get(buyer)) for buyer in self.buyers}
        for it in self.rows:
            if not self.ours(it) or (assigned is not None and it.id not in assigned):
                continue
            open_ = self.open[it.id]
            within, part = min(open_, room[it.buyer]), share(rule.get("share", "100%"))
            room[it.buyer] -= within
            if risk == "seller":
                within = NOTHING
            if risk == "policy":
                within, part = insured.get(it.id, (NOTHING, NOTHING))
                payees = self.request["policy"]["indemnity"]["loss_payees"]
                part *= sum((share(one["share"]) for one in payees if it.buyer in one.get("buyers", [it.buyer])), NOTHING)
            guaranteed = min(open_, self.money.round(within * part))
            found[it.id] = (guaranteed, open_ - guaranteed)
        return found
