"""The small book that the examples and tests share."""

import os
from datetime import date
from pathlib import Path

import pytest

from tradecredit import Ledger, Policy

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = date(2026, 6, 30)

# Pictures are drawn without a screen.
os.environ.setdefault("MPLBACKEND", "Agg")


@pytest.fixture(scope="session")
def policy() -> Policy:
    return Policy.load(EXAMPLES / "policy.json")


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return Ledger.load(EXAMPLES / "ledger.json")
