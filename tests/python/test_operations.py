"""What the package offers is what the engine offers."""

import copy
import pickle
import threading

import pytest

import tradecredit
from tradecredit import Ledger, Policy, Problem, TradeCreditError, _native, _wire, operations


def test_every_operation_is_a_function() -> None:
    missing = set(_native.operations()) - set(operations.__all__)
    assert not missing, f"add to bindings-python/python/tradecredit/operations.py: {sorted(missing)}"
    invented = set(operations.__all__) - set(_native.operations())
    assert not invented, f"the engine has no such operation: {sorted(invented)}"


@pytest.mark.parametrize("name", operations.__all__)
def test_every_operation_is_documented(name: str) -> None:
    assert getattr(tradecredit, name).__doc__
    # Without its decorator, it would answer nothing.
    assert getattr(tradecredit, name).__wrapped__


def test_an_operation_needs_a_name_and_a_docstring() -> None:
    @_wire.operation
    def setle(*, as_of: str, note: str | None = None) -> object:
        """What the insurer pays."""

    assert setle.__doc__ == "What the insurer pays."
    with pytest.raises(TypeError, match="as_of"):
        setle()  # type: ignore[call-arg]
    with pytest.raises(TradeCreditError, match="no operation `setle`") as raised:
        setle(as_of="2026-06-30")
    assert raised.value.code == "unknown_operation"


def test_an_error_survives_pickling() -> None:
    problem = Problem("limits[0].amount", "out_of_range", "an amount must be zero or more")
    error = TradeCreditError("contradictions", "the policy contradicts itself", "policy", (problem,))
    for other in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(other) is TradeCreditError
        assert isinstance(other, ValueError)
        assert str(other) == "the policy contradicts itself"
        assert (other.code, other.path, other.problems) == ("contradictions", "policy", (problem,))


def test_an_error_document_becomes_an_error() -> None:
    error = TradeCreditError.from_json(
        '{"code":"contradictions","message":"two","problems":[{"path":"a","code":"b","message":"c"}]}'
    )
    assert (error.code, str(error), error.path) == ("contradictions", "two", None)
    assert error.problems == (Problem("a", "b", "c"),)


def test_threads_ask_at_the_same_time() -> None:
    codes = []

    def ask() -> None:
        for _ in range(100):
            try:
                _native.call("setle", "{}")
            except TradeCreditError as error:
                codes.append(error.code)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["unknown_operation"] * 400


def test_the_version_is_that_of_the_engine() -> None:
    assert tradecredit.__version__ == _native.__version__


def test_factoring_explains_itself(ledger: Ledger, policy: Policy) -> None:
    terms = tradecredit.factoring_template(name="classical", changes={"eligibility": {"debtor_limit": "policy_limit"}})
    drawn = tradecredit.factoring_availability(terms=terms, ledger=ledger, policy=policy, as_of="2026-06-30")
    assert "Contract: " in drawn.explain("en")
    assert "Contrat : " in drawn.explain("fr")
    cost = tradecredit.factoring_cost(terms=terms, usage={"turnover": 500_000})
    assert "Contract: " in cost.explain("en")


def test_a_recovery_on_whose_claim(ledger: Ledger, policy: Policy) -> None:
    with pytest.raises(TypeError, match="`buyer`"):
        policy.share_recovery(ledger=ledger, claim="C-1", as_of="2026-06-30")
