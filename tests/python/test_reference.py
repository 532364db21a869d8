"""Random policies and ledgers: the engine and the reference written from the rules agree."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradecredit import TradeCreditError, _native

sys.path.insert(0, str(Path(__file__).parents[1]))

from reference import generate  # noqa: E402
from reference.compare import difference  # noqa: E402

CASES = {"allocate_payments": 100, "assess": 60, "duties": 100, "indemnity": 100, "settle_claims": 40, "share_recovery": 60}


def ask(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(_native.call(operation, json.dumps(request)))
    except TradeCreditError as error:
        return {"error": str(error)}
    return answer


@pytest.mark.parametrize("operation", sorted(CASES))
def test_reference(operation: str) -> None:
    make: Callable[[int], dict[str, Any]] = generate.CASES[operation]
    for seed in range(CASES[operation]):
        found = difference(ask, operation, make(seed))
        assert found is None, f"seed {seed}: {found}"
