"""Policies and ledgers: checked when made, kept whole, told apart by their digest."""

import copy
import json
import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tradecredit import Ledger, Policy, TradeCreditError, policy_templates


def test_a_policy_says_what_it_is(policy: Policy) -> None:
    assert (policy.id, policy.currency) == ("FR-2026-0042", "EUR")
    assert policy.period == (date(2026, 1, 1), date(2026, 12, 31))
    assert policy["waiting_period"]["span"] == "P5M"
    with pytest.raises(KeyError, match="at its default"):
        policy["loss_payees"]
    assert "Menuiserie Aubrac" in repr(policy)


def test_documents_are_values(policy: Policy, ledger: Ledger) -> None:
    for document in (policy, ledger):
        for other in (
            pickle.loads(pickle.dumps(document)),
            copy.deepcopy(document),
            type(document)(document.to_dict()),
            type(document).from_json(document.to_json(indent=2)),
        ):
            assert other == document
            assert hash(other) == hash(document)
            assert other.digest == document.digest
    assert policy != ledger
    assert policy.amended(id="FR-2027-0042") != policy


def test_documents_are_kept_in_files(policy: Policy, ledger: Ledger, tmp_path: Path) -> None:
    policy.save(tmp_path / "policy.json")
    ledger.save(tmp_path / "ledger.json")
    assert Policy.load(tmp_path / "policy.json") == policy
    assert Ledger.load(str(tmp_path / "ledger.json")) == ledger
    marked = tmp_path / "marked.json"
    marked.write_text(policy.to_json(), encoding="utf-8-sig")
    assert Policy.load(marked) == policy
    (tmp_path / "latin.json").write_bytes("{\"é\"}".encode("latin-1"))
    with pytest.raises(TradeCreditError, match="UTF-8"):
        Policy.load(tmp_path / "latin.json")


@pytest.mark.parametrize("name", policy_templates())
def test_templates_take_changes(name: str) -> None:
    policy = Policy.template(
        name, policyholder="Aubrac", insured_percentage={"named": "85%"}, renewal=None
    )
    assert policy.policyholder == "Aubrac"
    assert policy["insured_percentage"]["named"] == "85%"
    # What was not named stays as the template has it.
    assert policy["indemnity"] == Policy.template(name)["indemnity"]
    assert "renewal" not in policy.to_dict()


def test_changes_may_be_decimals_and_dates() -> None:
    changed = Policy.template("mid_cap", period={"from": date(2026, 7, 1)}, premium={"minimum": Decimal("9.5")})
    assert changed.period.start == date(2026, 7, 1)
    assert changed["premium"]["minimum"] == "9.5"


def test_contradictions_are_listed() -> None:
    with pytest.raises(TradeCreditError) as raised:
        Policy.template("mid_cap", period={"from": "2027-01-01", "to": "2026-01-01"}, currency="EUR")
    assert raised.value.code == "contradictions"
    assert any(problem.path.startswith("period") for problem in raised.value.problems)
    with pytest.raises(TradeCreditError, match="no_such_clause"):
        Policy.template("mid_cap", no_such_clause=1)
    with pytest.raises(TradeCreditError, match="huge"):
        Policy.template("huge")


def test_facts_that_cannot_stand_are_listed() -> None:
    ledger = Ledger(
        {
            "schema": "tradecredit/ledger/1",
            "currency": "EUR",
            "buyers": [{"id": "B"}],
            "invoices": [
                {"id": "F-1", "buyer": "B", "delivery": date(2026, 1, 2), "terms": 30, "amount": Decimal(10)},
                {"id": "F-2", "buyer": "C", "delivery": date(2026, 1, 2), "terms": "30", "amount": 10},
            ],
        }
    )
    (problem,) = ledger.refused
    assert problem.path.startswith("invoices[1]")
    assert problem.code == "not_found"
    assert repr(ledger) == "Ledger(EUR, 1 buyers, 2 invoices, 1 refused)"
    assert pickle.loads(pickle.dumps(ledger)).refused == ledger.refused


def test_the_order_of_facts_does_not_matter(ledger: Ledger) -> None:
    facts = ledger.to_dict()
    turned = {name: rows[::-1] if isinstance(rows, list) else rows for name, rows in facts.items()}
    assert Ledger(turned) == ledger


def test_the_text_is_json(policy: Policy) -> None:
    assert json.loads(policy.to_json()) == policy.to_dict()
    assert policy.to_json(indent=2).endswith("}\n")
