"""Random policies and ledgers: the engine and the reference written from the rules agree."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradecredit import TradeCreditError, _native

sys.path.insert(0, str(Path(__file__).parents[1]))

from reference import cases  # noqa: E402
from reference.compare import difference  # noqa: E402

CASES = {
    "allocate_payments": 100, "assess": 60, "duties": 100, "indemnity": 100, "settle_claims": 40, "share_recovery": 60,
    "premium": 150, "late_interest": 100, "compare_quotes": 60, "effective_date": 40,
    "factoring_availability": 100, "factoring_cost": 100, "factoring_invoices": 80, "factoring_guarantee": 60,
    "early_payment": 40, "reverse_factoring": 40, "discount_bills": 40, "overdraft": 40, "compare_financing": 40,
    "expected_loss": 50, "loss_rates": 50, "provision_matrix": 50, "evaluate_portfolio": 40, "concentration": 40, "days_sales_outstanding": 40,
    "premium_figures": 80, "burning_cost": 80, "tariff": 80, "watch": 40,
    "accept_quote": 80, "notice_periods": 80, "renewal": 80, "factoring_entries": 80,
}  # fmt: skip


def test_every_comparison_is_run() -> None:
    assert CASES.keys() == cases.CASES.keys()


def ask(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(_native.call(operation, json.dumps(request)))
    except TradeCreditError as error:
        return {"error": str(error)}
    return answer


@pytest.mark.parametrize("operation", sorted(CASES))
def test_reference(operation: str) -> None:
    make: Callable[[int], dict[str, Any]] = cases.CASES[operation]
    for seed in range(CASES[operation]):
        found = difference(ask, operation, make(seed))
        assert found is None, f"seed {seed}: {found}"
