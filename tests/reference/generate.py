"""Random policies and ledgers, the same for the same seed. Every fact in them can stand (LED-2)."""

from __future__ import annotations

import random
from datetime import date, timedelta

from .values import Document

START = date(2026, 1, 1)


def on(days: int) -> str:
    return (START + timedelta(days=days)).isoformat()


def money(dice: random.Random, most: int) -> str:
    cents = dice.choice([0, 0, 0, 50, 33, 5, 99])
    return f"{dice.randint(1, most)}" + (f".{cents:02d}" if cents else "")


def some(dice: random.Random, chance: float) -> bool:
    return dice.random() < chance


def ledger(dice: random.Random, buyers: int, days: int = 200, currencies: tuple[str, ...] = ("EUR",)) -> Document:
    """Invoices, credit notes and payments."""
    found: Document = {"schema": "tradecredit/ledger/1", "currency": "EUR"}
    found["buyers"] = [{"id": f"B{place}"} for place in range(1, buyers + 1)]
    found["invoices"], found["credit_notes"], found["payments"] = [], [], []
    shared = [dice.randint(0, days) for _ in range(2)]  # days on which several things happen
    for place in range(1, dice.randint(2, 9)):
        delivery = dice.choice(shared) if some(dice, 0.25) else dice.randint(0, days)
        invoiced = delivery + dice.choice([0, 0, 0, 5, 40])
        invoice: Document = {
            "id": f"i{place}",
            "buyer": dice.choice(found["buyers"])["id"],
            "delivery": on(delivery),
            "due": on(invoiced + dice.choice([0, 14, 30, 30, 30, 60, 60, 100])),
            "amount": money(dice, 100),
        }
        if invoiced != delivery:
            invoice["invoiced"] = on(invoiced)
        if some(dice, 0.4):
            invoice["vat"] = money(dice, 20)
        if some(dice, 0.1):
            invoice["interest"] = money(dice, 5)
        if len(currencies) > 1 and some(dice, 0.5):
            invoice["currency"] = dice.choice(currencies)
        found["invoices"].append(invoice)
        if some(dice, 0.25):
            note = {"id": f"c{place}", "invoice": invoice["id"], "date": on(invoiced + dice.randint(0, 60))}
            half = float(invoice["amount"]) * dice.choice([0.25, 0.5, 1])
            note["amount"] = f"{half:.2f}" if half < float(invoice["amount"]) else invoice["amount"]
            if "vat" in invoice and some(dice, 0.7):
                note["vat"] = f"{int(float(invoice['vat']) / 2)}.01"
            found["credit_notes"].append(note)
    for place in range(1, dice.randint(1, 7)):
        invoice = dice.choice(found["invoices"])
        when = dice.choice(shared) if some(dice, 0.1) else dice.randint(0, days + 60)
        payment: Document = {"id": f"p{place}", "buyer": invoice["buyer"], "date": on(when)}
        payment["amount"] = invoice["amount"] if some(dice, 0.4) else money(dice, 120)
        if "currency" in invoice:
            payment["currency"] = invoice["currency"]
        if some(dice, 0.4):
            mine = [
                it["id"]
                for it in found["invoices"]
                if it["buyer"] == payment["buyer"] and it.get("currency") == payment.get("currency")
            ]
            payment["invoices"] = dice.sample(mine, dice.randint(1, min(2, len(mine))))
        found["payments"].append(payment)
    for place in range(dice.choice([0, 0, 0, 1, 2])):
        invoice = dice.choice(found["invoices"])
        agreed = date.fromisoformat(invoice["due"]) + timedelta(days=dice.randint(-10, 20))
        agreed = max(agreed, date.fromisoformat(invoice.get("invoiced", invoice["delivery"])))
        later = max(agreed, date.fromisoformat(invoice["due"])) + timedelta(days=dice.randint(5, 60))
        found.setdefault("extensions", []).append(
            {"invoice": invoice["id"], "date": agreed.isoformat(), "due": later.isoformat()}
        )
        if some(dice, 0.5):
            found["extensions"][-1]["agreed_by_insurer"] = True
    return {name: facts for name, facts in found.items() if facts}


def allocate_payments(seed: int) -> Document:
    dice = random.Random(f"allocate {seed}")
    facts = ledger(dice, dice.randint(1, 2), currencies=dice.choice([("EUR",), ("EUR", "USD")]))
    request: Document = {"ledger": facts, "as_of": on(dice.randint(60, 320))}
    if convention := dice.choice(["", "oldest_first", "oldest_due_first", "designation_first", "designation_first"]):
        request["payment_allocation"] = convention
    return request


def policy(dice: random.Random) -> Document:
    """Every convention of POL-3…7 and COV-3…8, each in some policies."""
    found: Document = {
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I", "currency": "EUR",
        "period": {"from": on(dice.choice([0, 0, 0, 20])), "to": on(dice.choice([364, 364, 150]))},
    }

    def maybe(chance: float, path: str, *values: object) -> None:
        if some(dice, chance):
            *above, last = path.split(".")
            inner = found
            for name in above:
                inner = inner.setdefault(name, {})
            inner[last] = dice.choice(values)

    maybe(0.1, "attachment.on", "invoice")
    maybe(0.1, "attachment.basis", "losses_occurring")
    maybe(0.1, "scope.countries", ["FR", "TR"])
    maybe(0.05, "scope.excluded_buyers", ["B1"])
    maybe(0.1, "scope.excluded_kinds", [], ["company"], ["public"])
    if some(dice, 0.05):
        found["form"] = "named_buyers"
        found.setdefault("scope", {})["buyers"] = ["B2", "B3"]
    if "countries" not in found.get("scope", {}):
        maybe(0.1, "scope.excluded_countries", ["TR"])
    if "excluded_countries" not in found.get("scope", {}):
        maybe(0.15, "scope.by_country", {"TR": {"maximum_terms": "P45D"}})
        maybe(0.15, "insured_percentage.by_country", {"TR": "85%"})
    maybe(0.3, "insured_base", "inc_vat")
    maybe(0.3, "insured_percentage.named", "95%", "80%")
    maybe(0.3, "insured_percentage.unnamed", "60%")
    maybe(0.2, "insured_percentage.discretionary", "75%")
    maybe(0.3, "payment_allocation", "oldest_due_first", "designation_first")
    maybe(0.1, "periods.maximum_terms", "P60D", "P2M")
    maybe(0.1, "periods.maximum_invoicing", "P30D")
    maybe(0.5, "periods.maximum_extension", "P10D", "P30D", "P1M", "P60D")
    if "maximum_extension" in found.get("periods", {}):
        maybe(0.3, "stop.anchor", "original_due", "extended_due", "invoice")
        maybe(0.2, "stop.after", "P20D", "P45D")
        maybe(0.3, "stop.materiality", "10%", "50%")
        maybe(0.5, "stop.reinstatement", "retroactive", "insurer_only")
    maybe(0.2, "limits.after_refusal", "unnamed", "discretionary")
    maybe(0.2, "limits.after_expiry", "unnamed", "discretionary")
    maybe(0.3, "limits.expiry", "ends")
    maybe(0.3, "limits.fill_order", "invoice", "due")
    maybe(0.2, "limits.uninsurable_fill_the_limit", True)
    maybe(0.4, "limits.increase", "new_deliveries")
    maybe(0.3, "limits.grace", "P10D", "P1M")
    maybe(0.3, "limits.binding_orders", True)
    maybe(0.3, "limits.sliding_stops_on", [], ["cancellation"], ["insolvency"], ["stop"], ["cancellation", "stop"])
    maybe(0.4, "limits.unnamed", {"amount": money(dice, 80)})
    if some(dice, 0.3):
        rule: Document = {"amount": money(dice, 200)}
        if some(dice, 0.6):
            rule["payment_experience"] = {"invoices": dice.randint(1, 2), "tolerance": dice.choice(["P0D", "P10D"])}
            if some(dice, 0.4):
                rule["payment_experience"]["within"] = dice.choice(["P30D", "P3M"])
        if some(dice, 0.6) or "payment_experience" not in rule:
            rule["credit_report"] = {"not_older_than": dice.choice(["P3M", "P12M"])}
        found.setdefault("limits", {})["discretionary"] = rule
    if some(dice, 0.15):
        anchors = ["due", "original_due"]
        anchors += ["mep_end"] if "maximum_extension" in found.get("periods", {}) else []
        anchors += ["max_terms_end"] if "maximum_terms" in found.get("periods", {}) else []
        found["notification"] = {"overdue": {"anchor": dice.choice(anchors), "within": dice.choice(["P30D", "P90D"])}}
        maybe(0.2, "notification.overdue.month_end_cutoff", 15, 31)
        maybe(0.3, "notification.overdue.if_late", "flag_only", {"percentage_reduced": {"to": "50%"}})
    if some(dice, 0.15):
        rule = {"within": dice.choice(["P10D", "P30D", "P1M"])}
        found.setdefault("notification", {})["insolvency"] = rule
        maybe(0.3, "notification.insolvency.anchor", "opening")
        maybe(0.3, "notification.insolvency.if_late", "flag_only", {"percentage_reduced": {"to": "40%"}})
    if "notification" in found:
        maybe(0.3, "periods.roll", "following", "preceding")
    maybe(0.1, "periods.month_end", "next_day")
    return found


def endorsed(dice: random.Random, found: Document) -> None:
    """POL-14: one or two amendments of what a receivable, or all of them, are judged by."""
    changes: list[Document] = [
        {"insured_percentage": {"named": "55%"}},
        {"insured_base": "inc_vat"},
        {"periods": {"maximum_terms": "P45D"}},
        {"periods": {"maximum_invoicing": "P10D"}},
        {"periods": {"maximum_extension": "P20D"}},
        {"limits": {"unnamed": {"amount": money(dice, 80)}}},
        {"limits": {"unnamed": None}},
        {"limits": {"increase": "new_deliveries"}},
        {"limits": {"grace": "P15D"}},
        {"limits": {"sliding_stops_on": ["stop"]}},
        {"limits": {"uninsurable_fill_the_limit": True}},
        {"limits": {"fill_order": "due"}},
        {"limits": {"expiry": "ends"}},
        {"payment_allocation": "oldest_due_first"},
    ]
    if "maximum_extension" in found.get("periods", {}):
        changes.append({"stop": {"after": "P15D", "reinstatement": "retroactive"}})
    found["endorsements"] = [
        {"id": f"E{place}", "effective": on(dice.randint(25, 145)), "changes": dice.choice(changes)}
        for place in range(dice.choice([1, 1, 2]))
    ]


def decisions(dice: random.Random, facts: Document, groups: bool) -> None:
    """Limits and evidence, insolvencies, disputes, reinstatements, notices, orders."""
    # Two decisions on one limit cannot hold from one day on.
    limits, taken = [], {(place, -30) for place in range(len(facts["buyers"]))}
    for place, buyer in enumerate(facts["buyers"]):
        # Now and then many within a few days, so that what one takes away another gives back in the grace of the first.
        crowded = some(dice, 0.25)
        first_day = dice.randint(-20, 150)
        for _ in range(dice.choice([3, 4, 5, 6] if crowded else [0, 1, 1, 2, 3])):
            when = first_day + dice.randint(0, 25) if crowded else dice.randint(-20, 220)
            if (place, when) in taken:
                continue
            taken.add((place, when))
            kinds = ["granted", "granted", "reduced", "increased", "temporary", "refused", "cancelled"]
            first = not crowded and not any(it["buyer"] == buyer["id"] for it in limits)
            decision: Document = {"buyer": buyer["id"], "kind": dice.choice(kinds[:2] if first else kinds)}
            decision["date"] = on(when)
            if some(dice, 0.15):
                effective = when + dice.choice([-20, -5, 5, 20, 40])
                if (place, effective) in taken:
                    continue
                taken.add((place, effective))
                decision["effective"] = on(effective)
                when = effective
            if decision["kind"] not in ("refused", "cancelled"):
                decision["amount"] = money(dice, 200)
                if some(dice, 0.15):
                    decision["insured_percentage"] = "70%"
                if some(dice, 0.1):
                    decision["maximum_terms"] = "P30D"
                if decision["kind"] == "temporary" or some(dice, 0.3):
                    decision["expires"] = on(when + dice.randint(*((0, 30) if crowded else (10, 100))))
                if decision["kind"] in ("granted", "increased", "temporary") and some(dice, 0.15):
                    decision["non_cancellable_until"] = on(when + dice.randint(10, 100))
            elif some(dice, 0.2):
                decision["expires"] = on(when + dice.randint(5, 60))
            limits.append(decision)
    if groups and len(facts["buyers"]) > 1:
        for buyer in facts["buyers"]:
            if some(dice, 0.7):  # else it has its group's limit until its first decision
                limits.append({"buyer": buyer["id"], "kind": "granted", "date": on(-30), "amount": money(dice, 200)})
        facts["groups"] = [{"id": "G"}]
        for buyer in facts["buyers"]:
            if some(dice, 0.8):
                buyer["group"] = "G"
        if some(dice, 0.4):
            facts["groups"] = [{"id": "G", "parent": "H"}, {"id": "H"}]
            kind = dice.choice(["granted", "granted", "refused"])
            above: Document = {"group": "H", "kind": kind, "date": on(dice.randint(-20, 150))}
            limits.append(above | ({"amount": money(dice, 300)} if kind == "granted" else {}))
        limits.append({"group": "G", "kind": "granted", "date": on(dice.randint(-20, 60)), "amount": money(dice, 200)})
        for when in dice.sample(range(61, 201), dice.choice([0, 0, 0, 1, 1, 2])):
            later: Document = {"group": "G", "kind": dice.choice(["reduced", "increased", "temporary", "cancelled"])}
            later["date"] = on(when)
            if later["kind"] != "cancelled":
                later["amount"] = money(dice, 200)
            if later["kind"] == "temporary" or some(dice, 0.3):
                later["expires"] = on(dice.randint(200, 260))
            limits.append(later)
    facts["limits"] = limits
    buyers = [it["id"] for it in facts["buyers"]]
    if some(dice, 0.15):
        opened = dice.randint(30, 260)
        facts["insolvencies"] = [{"buyer": dice.choice(buyers), "opened": on(opened)}]
        if some(dice, 0.5):
            facts["insolvencies"][0]["published"] = on(opened + dice.randint(0, 20))
    for buyer in facts["buyers"]:
        if some(dice, 0.3):
            buyer["country"] = dice.choice(["FR", "TR"])
        if some(dice, 0.06):
            buyer["kind"] = dice.choice(["public", "related_company"])
    if some(dice, 0.3):
        facts["credit_reports"] = [
            {"buyer": dice.choice(buyers), "date": on(dice.randint(-80, 150)), "recommended": money(dice, 200)}
        ]
    if some(dice, 0.2):
        facts["reinstatements"] = [{"buyer": dice.choice(buyers), "date": on(dice.randint(40, 260))}]
    for invoice in facts["invoices"]:
        if some(dice, 0.3):
            ordered = date.fromisoformat(invoice["delivery"]) - timedelta(days=dice.randint(0, 40))
            invoice["ordered"] = ordered.isoformat()
        if some(dice, 0.05):
            invoice["payment_method"] = "cash"
        if some(dice, 0.06):
            opened = date.fromisoformat(invoice["delivery"]) + timedelta(days=dice.randint(5, 60))
            dispute = {"invoice": invoice["id"], "opened": opened.isoformat()}
            if some(dice, 0.5):
                dispute["settled"] = (opened + timedelta(days=dice.randint(1, 60))).isoformat()
                dispute["in_favour_of"] = dice.choice(["insured", "buyer"])
            facts.setdefault("disputes", []).append(dispute)
    if some(dice, 0.3):
        kind = dice.choice(["overdue", "overdue", "insolvency", "claim"])
        facts["notices"] = [{"kind": kind, "buyer": dice.choice(buyers), "date": on(dice.randint(60, 300))}]
    for payment in facts.get("payments", []):
        if some(dice, 0.1):
            payment["kind"] = dice.choice(["advance", "set_off", "goods_returned", "security"])


def assess(seed: int) -> Document:
    dice = random.Random(f"assess {seed}")
    foreign = some(dice, 0.25)
    facts = ledger(dice, dice.randint(1, 2), currencies=("EUR", "USD", "JPY") if foreign else ("EUR",))
    decisions(dice, facts, some(dice, 0.3))
    request: Document = {"policy": policy(dice), "ledger": facts, "as_of": on(dice.randint(60, 320))}
    rules = request["policy"].get("limits", {})
    if some(dice, 0.25):
        endorsed(dice, request["policy"])
    elif facts.get("groups") and not {"grace", "binding_orders"} & set(rules) and some(dice, 0.5):
        # A buyer without a decision of its own has its group's limit.
        facts["limits"] = [it for it in facts["limits"] if it.get("buyer") != facts["buyers"][0]["id"]]
    if "roll" in request["policy"].get("periods", {}):
        request["holidays"] = sorted({on(dice.randint(60, 300)) for _ in range(8)})
    if foreign:
        to_euro(dice, request)
    if request["policy"].get("stop", {}).get("reinstatement") != "insurer_only" or "endorsements" in request["policy"]:
        facts.pop("reinstatements", None)  # what it forgives, the rules do not say
    return request


def to_euro(dice: random.Random, request: Document) -> None:
    """VAL-7: a rate for every day that may count; yen in whole units."""
    facts, days = request["ledger"], {request["as_of"]}
    yen = {it["id"] for it in facts["invoices"] if it.get("currency") == "JPY"}
    for it in facts["invoices"]:
        days |= {it["due"], it.get("invoiced", it["delivery"])}
    days |= {it["due"] for it in facts.get("extensions", [])}
    for name in ("invoices", "credit_notes", "payments"):
        for it in facts.get(name, []):
            if it.get("currency") == "JPY" or it.get("invoice") in yen:
                for part in ("amount", "vat", "interest"):
                    if part in it:
                        it[part] = str(max(1, int(float(it[part]))))
    if some(dice, 0.5):
        moments = dice.sample(["invoice", "due", "date_of_loss"], 2)
        request["policy"]["fx_date"] = dice.choice([moments[0], {"lower_of": moments}])
    request["rates"] = [
        {"from": unit, "to": "EUR", "on": when, "rate": f"{dice.randint(base, base * 2) / 1000:.3f}"}
        for when in sorted(days)
        for unit, base in (("USD", 700), ("JPY", 500))
    ]


def steps(dice: random.Random, scale: int) -> list[Document]:
    """CLM-4: any steps in any order that the rules allow."""
    per = lambda: {"per": "policy"} if some(dice, 0.3) else {}
    options: list[Document] = [
        {"step": "threshold", "amount": money(dice, scale)},
        {"step": "credit_limit", **({"caps": "indemnity"} if some(dice, 0.3) else {})},
        {"step": "each_loss_deductible", "amount": money(dice, scale // 4)},
        {"step": "insured_percentage"},
        {"step": "minimum_retention", "amount": money(dice, scale // 2)},
        {"step": "aggregate_first_loss", "amount": money(dice, scale), **per()},
        {"step": "maximum_liability", "amount": money(dice, scale * 2), **per()},
        {"step": "non_qualifying_deduction", "amount": money(dice, scale // 4)},
    ]
    if some(dice, 0.3):
        of_premium: Document = {"multiple": str(dice.randint(1, 4)), "of_premium": dice.choice(["paid", "minimum", "greater"])}
        options[6] = {name: part for name, part in options[6].items() if name != "amount"} | of_premium
    if some(dice, 0.5):
        options[0]["on"] = "total_debt"
    if some(dice, 0.5):
        options[0]["payable_if"] = "at_least"
    found = [it for it in options if some(dice, 0.85 if it["step"] in ("credit_limit", "insured_percentage") else 0.4)]
    dice.shuffle(found)
    names = [it["step"] for it in found]
    if "minimum_retention" in names:
        retention = found.pop(names.index("minimum_retention"))
        names.remove("minimum_retention")
        if "insured_percentage" in names:
            found.insert(dice.randint(names.index("insured_percentage") + 1, len(found)), retention)
    if "aggregate_first_loss" in names and "threshold" in names and some(dice, 0.4):
        options[0]["erodes_aggregate"] = True
    return found


def indemnity_rules(dice: random.Random, scale: int) -> Document:
    found: Document = {"steps": steps(dice, scale)}
    rounding: Document = {}
    if some(dice, 0.3):
        rounding["mode"] = dice.choice(["half_even", "down", "up"])
    if some(dice, 0.3):
        rounding["at"] = "result"
    if some(dice, 0.1):
        rounding["unit"] = dice.choice(["1", "0.05"])
    return found | ({"rounding": rounding} if rounding else {})


def plain_policy(dice: random.Random, years: int = 0) -> Document:
    return {
        "schema": "tradecredit/policy/1", "id": "P", "policyholder": "H", "insurer": "I", "currency": "EUR",
        "period": {"from": on(0), "to": on(364 + 365 * years)},
        "premium": {"rate": "2‰", "minimum": money(dice, 200)},
    }


def indemnity(seed: int) -> Document:
    dice = random.Random(f"indemnity {seed}")
    found = plain_policy(dice, 1) | {"indemnity": indemnity_rules(dice, 400)}
    if some(dice, 0.3):
        found["insured_percentage"] = {"named": dice.choice(["85%", "66.67%", "100%"])}
    losses = []
    for place in range(1, dice.randint(2, 5)):
        loss: Document = {"id": f"L{place}", "date_of_loss": on(dice.choice([10, 10, 200, 400, dice.randint(0, 700)]))}
        if some(dice, 0.4):
            loss["receivables"] = [
                {"amount": money(dice, 300)} | ({"percentage": dice.choice(["50%", "90%", "33.3%"])} if some(dice, 0.5) else {})
                for _ in range(dice.randint(1, 3))
            ]
            total = sum(float(it["amount"]) for it in loss["receivables"])
        else:
            loss["amount"] = money(dice, 600)
            total = float(loss["amount"])
        if some(dice, 0.6):
            loss["limit"] = money(dice, 500)
        if some(dice, 0.2):
            loss["percentage"] = dice.choice(["95%", "12.5%"])
        if some(dice, 0.3):
            loss["costs"] = money(dice, 60)
        if some(dice, 0.3):
            loss["total_debt"] = f"{total + dice.randint(0, 300):.2f}"
        losses.append(loss)
    # A threshold at exactly the amount that reaches it.
    for step in found["indemnity"]["steps"]:
        if step["step"] == "threshold" and some(dice, 0.4):
            step["amount"] = losses[0].get("amount", step["amount"])
    return {"policy": found, "losses": losses, "premium_paid": money(dice, 300), "explain": False}


def share_recovery(seed: int) -> Document:
    dice = random.Random(f"recovery {seed}")
    found = plain_policy(dice)
    rules: Document = {"sharing": dice.choice([
        "indemnity_to_debt", "insured_to_uninsured", "risk_borne", "oldest_first", "insurer_first", "insured_first",
    ])}
    if some(dice, 0.4):
        rules["costs"] = "same_key"
    found["recoveries"] = rules
    figures: list[Document] = []
    for place in range(1, dice.randint(1, 4) + 1):
        debt = dice.randint(1, 30_000)
        insured = dice.choice([debt, debt, dice.randint(0, debt), 0])
        paid = dice.choice([insured * 9 // 10, insured * 9 // 10, dice.randint(0, insured)])
        figures.append({"invoice": f"i{place}", "debt": cents(debt), "insured": cents(insured), "indemnity": cents(paid)})
    total = lambda part: cents(round(sum(float(it[part]) for it in figures) * 100))
    loss: Document = {"total_debt": total("debt"), "insured_debt": total("insured"), "indemnity": total("indemnity")}
    if some(dice, 0.3):
        loss["insured_loss"] = cents(round(float(loss["insured_debt"]) * 100) + dice.randint(0, 2_000))
    if some(dice, 0.7):
        loss["receivables"] = figures
    recoveries = []
    left = round(float(loss["total_debt"]) * 100)
    for _ in range(dice.randint(1, 3)):
        much = dice.randint(0, max(left, 0))
        left -= much
        recovery: Document = {"amount": cents(much)}
        if some(dice, 0.5):
            recovery["costs"] = cents(dice.randint(0, much // 2))
        if "receivables" in loss and some(dice, 0.3):
            recovery["invoices"] = [it["invoice"] for it in dice.sample(figures, dice.randint(1, len(figures)))]
        recoveries.append(recovery)
    return {"policy": found, "loss": loss, "recoveries": recoveries}


def cents(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"


def settle_claims(seed: int) -> Document:
    """Claims of every cause on a ledger with everything in it, limits and evidence included."""
    dice = random.Random(f"settle {seed}")
    foreign = some(dice, 0.15)
    facts = ledger(dice, dice.randint(1, 3), days=150, currencies=("EUR", "USD", "JPY") if foreign else ("EUR",))
    if some(dice, 0.5):
        decisions(dice, facts, some(dice, 0.4))
    else:
        facts["limits"] = [
            {"buyer": it["id"], "kind": "granted", "date": on(dice.randint(-20, 30)), "amount": money(dice, 200)}
            for it in facts["buyers"]
        ]
    facts.pop("insolvencies", None)
    found = policy(dice) if some(dice, 0.4) else plain_policy(dice, dice.choice([0, 0, 1]))
    if found.get("stop", {}).get("reinstatement") != "insurer_only":
        facts.pop("reinstatements", None)
    found["indemnity"] = indemnity_rules(dice, 250)
    found.setdefault("premium", {"rate": "2‰", "minimum": money(dice, 200)})
    facts["premiums"] = [{"date": on(dice.randint(-10, 500)), "amount": money(dice, 150)} for _ in range(dice.randint(0, 3))]
    if some(dice, 0.2):
        found["indemnity"]["credits"] = "limit_before_credits"
    if some(dice, 0.4):
        found["indemnity"]["insured_costs"] = dice.choice([["collection"], ["collection", "legal"]])
    if some(dice, 0.2):
        found["indemnity"]["interest_insured"] = True
    if some(dice, 0.3):
        found["insured_base"] = "inc_vat"
    causes = list(dice.choice([CAUSES, CAUSES, CAUSES[:2]]))
    found["scope"] = found.get("scope", {}) | {"causes": causes}
    if some(dice, 0.3):
        by_cause = {"insolvency": "95%", "transfer": "100%"}
        found["insured_percentage"] = {"named": "80%", "by_cause": {it: by_cause[it] for it in by_cause if it in causes}}
    if some(dice, 0.7):
        anchors = ["due", "original_due", "notification", "claim_filed"]
        found["waiting_period"] = {"span": dice.choice(["P1M", "P2M", "P45D"]), "anchor": dice.choice(anchors)}
        if some(dice, 0.25) and found["period"]["to"] <= on(364):
            found["waiting_period"]["date_of_loss_per"] = "receivable"
        if some(dice, 0.5) and "transfer" in causes:
            found["waiting_period"]["by_cause"] = {"transfer": "P3M", "pre_shipment": "P10D"}
    if some(dice, 0.25):
        change = dice.choice([
            {"indemnity": {"steps": steps(dice, 250)}},
            {"insured_percentage": {"named": "55%"}},
            {"indemnity": {"insured_costs": ["legal"]}},
            {"waiting_period": {"span": "P70D"}},
        ])
        found["endorsements"] = [{"id": "E", "effective": on(dice.randint(25, 145)), "changes": change}]
    for place in range(dice.choice([0, 0, 1, 3])):
        cost = {"id": f"k{place}", "buyer": dice.choice(facts["buyers"])["id"], "date": on(dice.randint(100, 300))}
        cost |= {"kind": dice.choice(["collection", "legal", "salvage"]), "amount": money(dice, 30)}
        facts.setdefault("costs", []).append(cost)
    for place in range(dice.choice([0, 0, 0, 1, 2])):
        invoice = dice.choice(facts["invoices"])
        recovery = {"id": f"r{place}", "buyer": invoice["buyer"], "date": on(dice.randint(100, 300))}
        recovery |= {"amount": money(dice, 60)} | ({"invoices": [invoice["id"]]} if some(dice, 0.4) else {})
        if some(dice, 0.3):
            recovery["costs"] = "0.37"
        if not foreign:
            facts.setdefault("recoveries", []).append(recovery)
    for invoice in facts["invoices"]:
        if some(dice, 0.25):
            told = date.fromisoformat(invoice["due"]) + timedelta(days=dice.randint(1, 60))
            notice = {"kind": dice.choice(["overdue", "claim"]), "buyer": invoice["buyer"], "date": told.isoformat()}
            facts.setdefault("notices", []).append(notice | {"invoices": [invoice["id"]]})
    claims = []
    for buyer in facts["buyers"]:
        cause = dice.choice(["protracted_default", "protracted_default", "insolvency", "insolvency", *CAUSES[2:]])
        claim: Document = {"id": f"C{dice.randint(1, 9)}{buyer['id']}", "buyer": buyer["id"], "cause": cause}
        when = on(dice.choice([125, 125, 140, dice.randint(60, 260)]))
        if cause == "insolvency" or some(dice, 0.1):
            facts.setdefault("insolvencies", []).append({"buyer": buyer["id"], "opened": when})
        elif cause != "protracted_default" and some(dice, 0.9):
            event = {"cause": cause, "date": when}
            if some(dice, 0.3):
                buyer["country"] = event["country"] = "TR"
            else:
                event["buyer"] = buyer["id"]
            facts.setdefault("events", []).append(event)
        if cause == "pre_shipment":
            claim["id"] += "p"
            for place, kind in enumerate(["production", "salvage"]):
                cost = {"id": f"q{place}{buyer['id']}", "buyer": buyer["id"], "date": on(50), "kind": kind}
                facts.setdefault("costs", []).append(cost | {"amount": money(dice, 100)})
        if some(dice, 0.1) and cause != "pre_shipment":
            claim["primary"] = {"limit": money(dice, 80)} | ({"covered": money(dice, 40)} if some(dice, 0.3) else {})
        claims.append(claim)
    facts = {name: it for name, it in facts.items() if it}
    request: Document = {"policy": found, "ledger": facts, "claims": claims, "as_of": on(dice.randint(150, 400)), "explain": False}
    if foreign:
        to_euro(dice, request)
        request["rates"] = [
            {"from": unit, "to": "EUR", "on": on(day), "rate": f"{dice.randint(base, base * 2) / 1000:.3f}"}
            for day in range(-40, 420)
            for unit, base in (("USD", 700), ("JPY", 500))
        ]
    return request


CAUSES = ("insolvency", "protracted_default", "transfer", "public_buyer_default", "contract_frustration", "pre_shipment")


def duties(seed: int) -> Document:
    """DUE-2…6 on the ledgers of `assess`, in one currency."""
    dice = random.Random(f"duties {seed}")
    facts = ledger(dice, dice.randint(1, 2))
    decisions(dice, facts, False)
    found = policy(dice)
    if some(dice, 0.6):
        filing: Document = {"within": dice.choice(["P90D", "P240D", "P6M"])}
        if some(dice, 0.5):
            filing["anchor"] = dice.choice(["original_due", "invoice", "date_of_loss"])
        if some(dice, 0.3):
            filing["not_before"] = dice.choice(["P1M", "P90D"])
        found.setdefault("notification", {})["claim_filing"] = filing
    if some(dice, 0.6):
        anchors = ["due", "original_due", "notification", "claim_filed"]
        found["waiting_period"] = {"span": dice.choice(["P1M", "P2M", "P45D"]), "anchor": dice.choice(anchors)}
    if some(dice, 0.25):
        endorsed(dice, found)
        if some(dice, 0.3):
            found["endorsements"][0]["changes"] = {"waiting_period": {"span": "P70D"}}
    if some(dice, 0.3):
        found["policyholder_country"] = dice.choice(["FR", "BE"])
    for invoice in facts["invoices"]:
        if some(dice, 0.2):
            told = date.fromisoformat(invoice["due"]) + timedelta(days=dice.randint(1, 90))
            kind = dice.choice(["overdue", "claim", "debt_filing"])
            notice = {"kind": kind, "buyer": invoice["buyer"], "date": told.isoformat(), "invoices": [invoice["id"]]}
            facts.setdefault("notices", []).append(notice)
    if found.get("stop", {}).get("reinstatement") == "insurer_only":
        found["stop"]["reinstatement"] = "on_payment"  # what was paid then would count, too
    request: Document = {"policy": found, "ledger": facts, "as_of": on(dice.randint(60, 400))}
    if some(dice, 0.5):
        request["holidays"] = sorted({on(dice.randint(60, 400)) for _ in range(8)})
    return request


CASES = {
    "duties": duties,
    "settle_claims": settle_claims,
    "allocate_payments": allocate_payments,
    "assess": assess,
    "indemnity": indemnity,
    "share_recovery": share_recovery,
}
