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
    "accept_quote",
    "allocate_payments",
    "assess",
    "burning_cost",
    "calendar",
    "check_factoring",
    "check_grades",
    "check_identifier",
    "check_ledger",
    "check_policy",
    "check_submission",
    "collection_fees",
    "compare_financing",
    "compare_policies",
    "compare_quotes",
    "concentration",
    "convert",
    "days_sales_outstanding",
    "discount_bills",
    "due_date",
    "duties",
    "early_payment",
    "effective_date",
    "evaluate_portfolio",
    "expected_loss",
    "explain_cover",
    "factoring_availability",
    "factoring_cost",
    "factoring_entries",
    "factoring_guarantee",
    "factoring_invoices",
    "factoring_template",
    "factoring_templates",
    "indemnity",
    "late_interest",
    "loss_rates",
    "maximum_liability",
    "notice_periods",
    "notice_table",
    "offer_validity",
    "overdraft",
    "phrases",
    "placement",
    "placement_stages",
    "policy_template",
    "policy_templates",
    "premium",
    "premium_figures",
    "premium_taxes",
    "presets",
    "prospect",
    "provision_matrix",
    "refund",
    "render",
    "renewal",
    "reverse_factoring",
    "sales_to_recover_loss",
    "settle",
    "settle_claims",
    "share_recovery",
    "split",
    "tariff",
    "tariffs",
    "watch",
]


@operation
def accept_quote(
    *,
    quote: Fields,
    accepted: Day,
    signed: Day | None = None,
    policy_id: str | None = None,
) -> answers.Acceptance:
    """A quote as a policy, from the day that the signature gives (PLA-3, PLA-4)."""
    ...


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
def check_factoring(
    *,
    schema: str,
    id: str,
    seller: str,
    factor: str,
    currency: str,
    initiated_by: str | None = None,
    notice: str | None = None,
    collection: str | None = None,
    ledger: str | None = None,
    assigned: str | None = None,
    account: str | None = None,
    guarantee: Fields | None = None,
    facility: Exact | None = None,
    advance: str | None = None,
    guarantee_fund: Fields | None = None,
    reserves: Sequence[Fields] | None = None,
    eligibility: Fields | None = None,
    commission: Fields | None = None,
    financing: Fields | None = None,
    fees: Sequence[Fields] | None = None,
    rebates: Sequence[Fields] | None = None,
    rounding: Fields | None = None,
    clause: str | None = None,
) -> dict[str, Any]:
    """A factoring contract in its canonical form, if its clauses agree (FAC-1…5)."""
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
def check_submission(
    *,
    submission: Fields,
    insurers: Sequence[Fields] | None = None,
) -> answers.Completeness:
    """What a submission lacks, and for which insurer it matters (PLA-1)."""
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
def compare_financing(
    *,
    currency: str,
    receivables: Sequence[Fields],
    options: Sequence[Fields],
    effective: Fields | None = None,
) -> answers.FinancingComparison:
    """The same receivables by factoring, discounted bills and overdraft (FAC-6)."""
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
def compare_quotes(
    *,
    submission: Fields,
    quotes: Sequence[Fields],
    variants: Sequence[Fields] | None = None,
    scenarios: Sequence[Fields] | None = None,
    figures: Fields | None = None,
    taxes: Sequence[Fields] | None = None,
    as_of: Day | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.QuoteComparison:
    """Quotes side by side: cost, limits, the same losses under each, break-even (PLA-5)."""
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
def discount_bills(
    *,
    currency: str,
    terms: Fields,
    bills: Sequence[Fields],
    effective: Fields | None = None,
) -> answers.DiscountedBills:
    """What discounted bills bring, and what they cost in effect (FAC-6)."""
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
def effective_date(
    *,
    signed: Day,
    cutoff_day: int | None = None,
    on_cutoff_day: str | None = None,
) -> answers.EffectiveDate:
    """The first day of a policy, by the day of signature (PLA-4)."""
    ...


@operation
def early_payment(
    *,
    currency: str,
    offer: Fields,
    rounding: Fields | None = None,
    effective: Fields | None = None,
) -> answers.EarlyPaymentCost:
    """A discount for paying early, and what it costs a year (FAC-5)."""
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
def factoring_availability(
    *,
    terms: Fields,
    figures: Fields | None = None,
    ledger: LedgerLike | None = None,
    as_of: Day | None = None,
    policy: PolicyLike | None = None,
    assigned: Sequence[str] | None = None,
    limits: Mapping[str, Exact] | None = None,
    misdirected: Sequence[Fields] | None = None,
    drawn: Fields | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.Availability:
    """What can be drawn from a factor, and why not more (FAC-1).

    Either ``figures``, or ``ledger`` and ``as_of``.
    """
    ...


@operation
def factoring_cost(
    *, terms: Fields, usage: Fields, effective: Fields | None = None
) -> answers.FactoringCost:
    """What factoring costs: commissions, fees, savings, and in effect a year (FAC-2).

    ``usage`` says what is assigned (``turnover``) and what is in use: ``used``, ``utilisation``, or
    ``receivables`` with the ``days`` until they are paid; ``index`` what the index stood at.
    """
    ...


@operation
def factoring_entries(
    *, currency: str, assignment: Fields, chart: str | None = None
) -> answers.FactoringEntries:
    """How a seller books an assignment, in the chart ``pcg`` or ``syscohada`` (FAC-4)."""
    ...


@operation
def factoring_guarantee(
    *,
    terms: Fields,
    ledger: LedgerLike,
    as_of: Day,
    policy: PolicyLike | None = None,
    assigned: Sequence[str] | None = None,
    limits: Mapping[str, Exact] | None = None,
    rates: Fields | Sequence[Fields] | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.FactoringGuarantee:
    """What is guaranteed of assigned receivables, and what falls back on the seller (FAC-3)."""
    ...


@operation
def factoring_invoices(
    *,
    terms: Fields,
    assignment: Fields,
    as_of: Day,
    index: Sequence[Fields] | None = None,
    effective: Fields | None = None,
) -> answers.AssignedInvoices:
    """What became of every assigned invoice, and of the guarantee fund (FAC-4)."""
    ...


@operation
def factoring_template(*, name: str, changes: Fields | None = None) -> dict[str, Any]:
    """A contract of one of the kinds of factoring, with changes merged in."""
    ...


@operation
def factoring_templates() -> list[str]:
    """The names of the kinds of factoring."""
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
def notice_periods(*, country: str, end: Day) -> Rows[answers.NoticePeriod]:
    """Until when each party can give notice, for a policy with this last day (PLA-6)."""
    ...


@operation
def notice_table() -> Rows[answers.NoticeRow]:
    """Notice periods by country, dated and with their sources (PLA-6)."""
    ...


@operation
def offer_validity(
    *,
    issued: Day,
    validity: str | None = None,
    valid_until: Day | None = None,
    accepted: Day | None = None,
    as_of: Day | None = None,
) -> answers.OfferValidity:
    """The last day on which an offer can be accepted (PLA-3)."""
    ...


@operation
def overdraft(
    *,
    currency: str,
    terms: Fields,
    overdrawn: Fields,
    effective: Fields | None = None,
) -> answers.OverdraftCost:
    """What an overdraft costs: interest numbers and the highest overdraft (FAC-6)."""
    ...


@operation
def placement(*, placement: Fields, as_of: Day | None = None) -> answers.PlacementState:
    """Where a placement stands: its stages, replayed (PLA-2)."""
    ...


@operation
def placement_stages() -> Rows[answers.StageRow]:
    """The stages of a placement and what may follow each (PLA-2)."""
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
def renewal(
    *,
    policy: PolicyLike,
    country: str | None = None,
    notice: Fields | None = None,
    agreed: bool | None = None,
    length: str | None = None,
    changes: Fields | None = None,
    endorsement: str | None = None,
    holidays: Sequence[Day] | None = None,
) -> answers.RenewalAnswer:
    """Whether and how a policy goes on, new terms as an endorsement (PLA-6)."""
    ...


@operation
def reverse_factoring(
    *, currency: str, supply: Fields, rounding: Fields | None = None
) -> answers.ReverseCash:
    """The cash of supplier, buyer and factor under reverse factoring (FAC-5)."""
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
def premium(
    *,
    policy: PolicyLike,
    figures: Fields | None = None,
    on: Day | None = None,
    taxes: Sequence[Fields] | None = None,
    tax_on: Day | None = None,
) -> answers.PremiumStatement:
    """What a policy costs in an insurance year, as a statement with every step (PRE-1…6).

    ``figures`` are turnover, balances, limits or invoices, as the premium asks, and what else
    happened in the year, such as ``{"turnover": [{"amount": 8_000_000}]}``; those of a ledger come
    from :func:`premium_figures`.
    """
    ...


@operation
def premium_figures(
    *,
    policy: PolicyLike,
    ledger: LedgerLike,
    as_of: Day,
    on: Day | None = None,
    rates: Fields | Sequence[Fields] | None = None,
) -> answers.PremiumFigures:
    """The figures of an insurance year from a ledger: what to declare, and what not and why (PRE-1)."""
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
def premium_taxes() -> Rows[answers.DatedTax]:
    """The insurance premium taxes that the library knows, with source and validity (PRE-6)."""
    ...


@operation
def late_interest(
    *,
    currency: str,
    amount: Exact,
    due: Day | None = None,
    paid: Day | None = None,
    days: int | None = None,
    rate: str | None = None,
    margin: str | None = None,
    reference_rates: Sequence[Fields] | None = None,
    rate_changes: str | None = None,
    floor: Fields | None = None,
    payments: Sequence[Fields] | None = None,
    compounds: str | None = None,
    day_count: str | None = None,
    rounding: Fields | None = None,
    rounds_each_day: bool | None = None,
    compensation: Exact | None = None,
    compensation_bands: Sequence[Fields] | None = None,
) -> answers.LateInterest:
    """Interest and compensation for a debt that was paid late (PRE-7)."""
    ...


@operation
def maximum_liability(
    *,
    policy: PolicyLike | None = None,
    premium_paid: Exact | None = None,
    on: Day | None = None,
    figures: Fields | None = None,
) -> answers.MaximumLiability:
    """The most the insurer pays in a year, and the loss that uses it up (CLM-4)."""
    ...


@operation
def sales_to_recover_loss(
    *, currency: str, loss: Exact, margin: str, rounding: Fields | None = None
) -> answers.SalesToRecover:
    """The sales needed to make good a loss (PRE-8)."""
    ...


@operation
def burning_cost(
    *,
    currency: str,
    losses: Exact,
    turnover: Exact | None = None,
    fixed_expenses: Exact | None = None,
    variable_expenses: str | None = None,
    margin: str | None = None,
    periods: int | None = None,
    rounding: Fields | None = None,
) -> answers.BurningCost:
    """The premium that pays for losses, expenses and margin (PRE-4); with ``turnover``, the rate on it."""
    ...


@operation
def tariff(
    *,
    tariff: str,
    country_category: int,
    buyer_category: str,
    months: Exact | None = None,
    horizon_of_risk: Exact | None = None,
    disbursement_years: Exact | None = None,
    repayment_years: Exact | None = None,
    commercial_cover: str | None = None,
    political_cover: str | None = None,
    quality: str | None = None,
    credit_enhancement: str | None = None,
    local_currency: str | None = None,
    term: str | None = None,
    amount: Exact | None = None,
    currency: str | None = None,
) -> answers.TariffPremium:
    """What a published tariff says: ``oecd_minimum_premium`` or ``german_short_term`` (PRE-1)."""
    ...


@operation
def tariffs() -> Rows[answers.KnownTariff]:
    """The published tariffs that the library knows, with source and vintage (PRE-1)."""
    ...
