"""What losses say of a premium, and the minimum premium of the OECD (PRE-1, PRE-4)."""

from __future__ import annotations

from fractions import Fraction

from .values import Document, amount, rounded, share, to_unit

F = Fraction
# OECD Arrangement, minimum premium rates: by country category 1 to 7.
A = "0.090 0.200 0.350 0.550 0.740 0.900 1.100".split()
B = "0.350 0.350 0.350 0.350 0.750 1.200 1.800".split()
C = {
    "SOV+": ["0"] * 7,
    "SOV/CC0": ["0"] * 7,
    "CC1": "0.110 0.120 0.110 0.100 0.100 0.100 0.125".split(),
    "CC2": "0.200 0.212 0.223 0.234 0.246 0.258 0.271".split(),
    "CC3": "0.270 0.320 0.320 0.350 0.380 0.480".split(),
    "CC4": "0.405 0.459 0.495 0.540 0.621".split(),
    "CC5": "0.630 0.675 0.720 0.810".split(),
}
QUALITY = {
    "below": "0.9965 0.9935 0.9850 0.9825 0.9825 0.9800 0.9800".split(),
    "standard": ["1"] * 7,
    "above": "1.0035 1.0065 1.0150 1.0175 1.0175 1.0200 1.0200".split(),
}
COVER = "0.00000 0.00337 0.00489 0.01639 0.03657 0.05878 0.08598".split()


def oecd(request: Document) -> tuple[Fraction, Fraction | None]:
    """PRE-1: the rate as a fraction of the principal, to four decimals of a percentage, and the premium."""
    category, buyer = request["country_category"] - 1, request["buyer_category"]
    if "horizon_of_risk" in request:
        horizon = amount(request["horizon_of_risk"])
    else:
        horizon = amount(request.get("disbursement_years")) / 2 + amount(request["repayment_years"])
    political, commercial = (share(request.get(name, "95%")) for name in ("political_cover", "commercial_cover"))
    enhanced, local, term = (share(request.get(name, "0%")) for name in ("credit_enhancement", "local_currency", "term"))
    covered = max(political, commercial)
    country = (F(A[category]) * horizon + F(B[category])) * covered / F("0.95") * (1 - local)
    of_buyer = F(C[buyer][category]) * commercial / F("0.95") * horizon * (1 - enhanced)
    above = max(covered - F("0.95"), F(0)) / F("0.05") * F(COVER[category])
    rate = (country + of_buyer) * F(QUALITY[request.get("quality", "standard")][category]) * (1 + above)
    rate *= F("0.9") if buyer == "SOV+" else 1
    rate = to_unit(rate * (1 - min(term, F("0.15"))), F(1, 10**4)) / 100
    premium = rounded(amount(request["amount"]) * rate, request["currency"]) if "amount" in request else None
    return rate, premium


def burning_cost(request: Document) -> dict[str, Fraction | None]:
    """PRE-4: premium = (losses + fixed expenses) ÷ (1 − variable expenses − margin)."""
    rounding, currency = request.get("rounding", {}), request["currency"]
    losses = amount(request["losses"])
    left = 1 - share(request.get("variable_expenses", "0%")) - share(request.get("margin", "0%"))
    exact = (losses + amount(request.get("fixed_expenses"))) / left
    premium = rounded(exact, currency, rounding)
    each = exact if rounding.get("at") == "result" else premium
    turnover = amount(request["turnover"]) if "turnover" in request else None
    return {
        "premium": premium,
        "annual": rounded(each * (request.get("periods") or 1), currency, rounding),
        "burning_cost": losses / turnover if turnover else None,
        "rate": premium / turnover if turnover else None,
    }
