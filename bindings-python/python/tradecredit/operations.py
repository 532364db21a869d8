"""Every operation of the engine as a function.

To add one, write its name, its fields, what it gives and a docstring::

    @operation
    def settle(*, policy: PolicyLike, ledger: LedgerLike, …) -> answers.Settlement:
        \"\"\"What the insurer pays for a loss, with its explanation.\"\"\"

``tests/python/test_operations.py`` fails while an operation is missing here.
A policy or a ledger may be given as the object or as a dict.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tradecredit import answers
from tradecredit._answer import Rows
from tradecredit._document import Document
from tradecredit._wire import operation
from tradecredit.money import Money

PolicyLike = Document | Mapping[str, Any]
LedgerLike = Document | Mapping[str, Any]
Fields = Mapping[str, Any]
Day = date | str
Exact = Decimal | int | str

__all__ = [
    "allocate_payments",
    "assess",
    "calendar",
    "check_grades",
    "check_identifier",
    "check_ledger",
    "check_policy",
    "collection_fees",
    "compare_policies",
    "concentration",
    "convert",
    "days_sales_outstanding",
    "due_date",
    "duties",
    "evaluate_portfolio",
    "expected_loss",
    "explain_cover",
    "indemnity",
    "loss_rates",
    "phrases",
    "policy_template",
    "policy_templates",
    "presets",
    "prospect",
    "provision_matrix",
    "refund",
    "render",
    "settle",
    "settle_claims",
    "share_recovery",
    "split",
    "watch",
    "words",
]


@operation
def allocate_payments(
    *,
    ledger: LedgerLike,
    as_of: Day,
    payment_allocation: str | None = None,
    buyer: str | None = None,
) -> answers.Allocation:
    """Which payment paid what: what is open on each receivable, and money on account (LED-3)."""
    ...


@operation
def assess(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    buyer: str | None = None,
    cause: str | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Assessment:
    """Which receivables are insured, for how much and if not why, and the exposure (COV-1…9)."""
    ...


@operation
def calendar(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    soon_days: int | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    language: str | None = None,
) -> answers.CalendarFile:
    """The duties as an iCalendar file, to be read by any calendar (DUE-10)."""
    ...


@operation
def check_grades(*, grades: Fields, read: Sequence[Fields] | None = None) -> answers.GradesCheck:
    """Grade scales with their direction, and grades read on them (RSK-1)."""
    ...


@operation
def check_identifier(*, kind: str, number: str) -> answers.Identifier:
    """A SIREN, SIRET, LEI or VAT number in its canonical form, its check digits checked (VAL-8)."""
    ...


@operation
def check_ledger(
    *,
    schema: str,
    currency: str,
    buyers: Sequence[Fields] | None = None,
    groups: Sequence[Fields] | None = None,
    invoices: Sequence[Fields] | None = None,
    credit_notes: Sequence[Fields] | None = None,
    payments: Sequence[Fields] | None = None,
    extensions: Sequence[Fields] | None = None,
    disputes: Sequence[Fields] | None = None,
    limits: Sequence[Fields] | None = None,
    credit_reports: Sequence[Fields] | None = None,
    reinstatements: Sequence[Fields] | None = None,
    insolvencies: Sequence[Fields] | None = None,
    events: Sequence[Fields] | None = None,
    notices: Sequence[Fields] | None = None,
    costs: Sequence[Fields] | None = None,
    recoveries: Sequence[Fields] | None = None,
    indemnities: Sequence[Fields] | None = None,
    premiums: Sequence[Fields] | None = None,
    declarations: Sequence[Fields] | None = None,
    offers: Sequence[Fields] | None = None,
) -> answers.LedgerCheck:
    """What a ledger holds, its digest, and the facts that cannot stand (LED-2).

    ``Ledger`` is the same as an object.
    """
    ...


@operation
def check_policy(**terms: Any) -> answers.PolicyCheck:
    """The canonical document of a policy, its digest and its versions (POL-14, POL-15).

    ``Policy`` is the same as an object.
    """
    ...


@operation
def collection_fees(
    *,
    policy: PolicyLike,
    collected: Exact,
    amicable: Exact | None = None,
    judicial: Exact | None = None,
    percentage: str | None = None,
) -> answers.FeeShares:
    """Who bears the fees of a collection (REC-5)."""
    ...


@operation
def compare_policies(
    *,
    policies: Sequence[PolicyLike],
    ledger: LedgerLike,
    claims: Sequence[Fields],
    as_of: Day,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Comparison:
    """The same claims under several policies: what each pays, and where they part (PLA-5)."""
    ...


@operation
def concentration(
    *,
    holdings: Sequence[Fields],
    largest: int | None = None,
    precision: Fields | None = None,
) -> answers.Concentration:
    """How much hangs on few names: the largest, and the Herfindahl index (RSK-3)."""
    ...


@operation
def convert(
    *,
    amount: Exact,
    from_: str,
    to: str,
    on: Day,
    rates: Fields | Sequence[Fields],
    rounding: Fields | None = None,
) -> Money:
    """An amount at a dated rate, rounded by a stated convention (VAL-7)."""
    ...


@operation
def days_sales_outstanding(
    *,
    receivables: Exact,
    periods: Sequence[Fields],
    opening: Exact | None = None,
    not_due: Exact | None = None,
    precision: Fields | None = None,
) -> answers.DaysSalesOutstanding:
    """How many days of sales are not paid yet: simple, and by count-back (RSK-3)."""
    ...


@operation
def due_date(
    *,
    from_: Day,
    terms: Any,
    month_end: str | None = None,
    roll: str | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Due:
    """When an invoice falls due: ``"30"``, ``"45fm"`` or ``"fm45"`` from a day (VAL-6)."""
    ...


@operation
def duties(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    soon_days: int | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Duties:
    """What must be done, by when, and what is lost if it is not; most urgent first (DUE-1)."""
    ...


@operation
def evaluate_portfolio(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    grades: Fields | None = None,
    scale: str | None = None,
    probabilities: Sequence[Fields] | None = None,
    unrated: str | None = None,
    loss_given_default: str | None = None,
    premium: Exact | None = None,
    largest: int | None = None,
    sales_over: str | None = None,
    history_over: str | None = None,
    loss_rates: Sequence[str] | None = None,
    outlook: str | None = None,
    precision: Fields | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Portfolio:
    """A portfolio: its spread, how late and how insured it is, and what may be lost of it (RSK-3)."""
    ...


@operation
def expected_loss(
    *, currency: str, risks: Sequence[Fields], rounding: Fields | None = None
) -> answers.ExpectedLosses:
    """Exposure × probability × loss given default, before and after what is insured (RSK-3)."""
    ...


@operation
def explain_cover(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    invoice: str,
    cause: str | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Trace:
    """How the cover of one invoice came about, step by step (EXP-1)."""
    ...


@operation
def indemnity(
    *,
    policy: PolicyLike,
    losses: Sequence[Fields],
    state: Fields | None = None,
    premium_paid: Exact | None = None,
    explain: bool | None = None,
) -> answers.Figures:
    """What the policy pays for losses in plain figures: its steps and nothing else (CLM-4)."""
    ...


@operation
def loss_rates(*, history: Fields, precision: Fields | None = None) -> answers.LossRates:
    """How much of each age is lost in the end, from what became of receivables (RSK-3)."""
    ...


@operation
def policy_template(*, name: str, changes: Fields | None = None) -> dict[str, Any]:
    """A template filled, with changes merged in, as a document. ``Policy.template`` is the object."""
    ...


@operation
def policy_templates() -> list[str]:
    """The names of the policy templates."""
    ...


@operation
def presets() -> Rows[answers.Preset]:
    """The named orders of indemnity steps, each with its source (CLM-5)."""
    ...


@operation
def prospect(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    sales: Fields | None = None,
    order: Fields | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Prospect:
    """The limit that planned sales need, and whether a planned order would be insured (COV-10)."""
    ...


@operation
def provision_matrix(
    *,
    currency: str,
    ages: Sequence[Fields],
    history: Fields | None = None,
    rounding: Fields | None = None,
    precision: Fields | None = None,
) -> answers.ProvisionMatrix:
    """The provision matrix of IFRS 9: aged balances times loss rates (RSK-3)."""
    ...


@operation
def refund(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    claim: Fields,
    as_of: Day,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    state: Fields | None = None,
) -> answers.Refund:
    """What must be paid back of an indemnity, after what surfaced since (CLM-10)."""
    ...


@operation
def render(
    *, trace: Fields, language: str | None = None, format: str | None = None  # noqa: A002
) -> answers.Rendered:
    """A trace in words, as text, Markdown or HTML, in English or French (EXP-1)."""
    ...


@operation
def settle(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    claim: Fields,
    as_of: Day,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    state: Fields | None = None,
    explain: bool | None = None,
) -> answers.Settlement:
    """What the insurer pays for a claim, and where every cent of the debt went (CLM-1…12)."""
    ...


@operation
def settle_claims(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    claims: Sequence[Fields],
    as_of: Day,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    state: Fields | None = None,
    explain: bool | None = None,
) -> answers.Settlements:
    """Several claims, in order of the date of loss: each uses up the year's aggregates (CLM-6)."""
    ...


@operation
def share_recovery(
    *,
    policy: PolicyLike,
    loss: Fields | None = None,
    recoveries: Sequence[Fields] | None = None,
    date_of_loss: Day | None = None,
    ledger: LedgerLike | None = None,
    claim: Fields | None = None,
    as_of: Day | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
    state: Fields | None = None,
) -> answers.RecoveryShares:
    """Who gets what of recoveries after an indemnity (REC-2…4).

    Either ``loss`` and ``recoveries`` in figures, or ``ledger``, ``claim`` and ``as_of``.
    """
    ...


@operation
def split(*, amount: Exact, currency: str, weights: Sequence[Exact]) -> list[Decimal]:
    """An amount in parts that sum to it, to the cent (VAL-4)."""
    ...


@operation
def phrases(
    *,
    currency: str,
    language: str | None = None,
    codes: Sequence[str] | None = None,
    steps: Sequence[Fields] | None = None,
) -> answers.Worded:
    """Codes and single steps in words, for a screen or a report of one's own (EXP-1)."""
    ...


@operation
def watch(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    rules: Fields,
    grades: Fields | None = None,
    events: Sequence[Fields] | None = None,
    orders: Sequence[Fields] | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Watch:
    """Which limit actions events suggest, and cover computed again with them (RSK-2)."""
    ...


@operation
def words(*, language: str | None = None) -> answers.Dictionary:
    """Every word and sentence of a language that explanations are made of (EXP-1)."""
    ...
