"""Answers: typed attributes over the engine's own text."""

import copy
import json
import pickle
from datetime import date
from decimal import Decimal

import pytest
from conftest import AS_OF

import tradecredit
from tradecredit import Ledger, Money, Policy, Rows, TradeCreditError, _native, answers


def test_a_claim(policy: Policy, ledger: Ledger) -> None:
    answer = policy.settle(ledger, buyer="B-02", cause="insolvency", as_of=AS_OF)
    # 54,000 owed with VAT; 45,000 without; limit 40,000; 90% is 36,000; less the aggregate of 5,000.
    assert answer.indemnity == Money(31_000, "EUR")
    assert answer.date_of_loss == date(2026, 6, 10)
    assert answer.insured_loss == Decimal(40_000)
    assert answer.status is answers.ClaimStatus.PAYABLE
    assert str(answer.status) == "payable"
    went = {portion.share: portion.amount for portion in answer.where_it_went}
    assert went == {"indemnity": 31_000, "uninsured": 9_000, "over_the_limit": 5_000, "own_share": 4_000, "aggregate": 5_000}
    assert sum(went.values()) == 54_000
    assert answer.provisional is None
    assert answer.supplementary == []


def test_a_position(policy: Policy, ledger: Ledger) -> None:
    answer = policy.assess(ledger, as_of="2026-06-30")
    assert answer.as_of == AS_OF
    for row in answer.receivables:
        assert row.covered + row.uncovered == row.open
    (first,) = answer.receivables.where(invoice="F-401")
    assert first.verdict is answers.Verdict.NOT_COVERED
    assert answers.ReasonCode.LIMIT_REFUSED in [reason.code for reason in first.reasons]
    assert sum(row.open for row in answer.exposure.buyers) == answer.exposure.total.open
    assert policy.assess(ledger, as_of=AS_OF, buyer="B-04").exposure.buyers[0].buyer == "B-04"


def test_duties_and_their_calendar(policy: Policy, ledger: Ledger) -> None:
    answer = policy.duties(ledger, as_of=AS_OF, soon_days=30)
    assert answer.counts.missed == len(answer.duties.where(state="missed"))
    assert all(isinstance(duty.last_day, date) for duty in answer.duties)
    assert policy.calendar(ledger, as_of=AS_OF, language="fr").startswith("BEGIN:VCALENDAR\r\n")


def test_the_other_questions(policy: Policy, ledger: Ledger) -> None:
    sales = policy.prospect(ledger, as_of=AS_OF, sales={"annual": 120_000, "days": 90}).sales
    assert sales is not None
    assert sales.needed == 30_000
    shared = policy.share_recovery(
        loss={"total_debt": 110_000, "indemnity": 50_000}, recoveries=[{"amount": 22_000, "costs": 2_000}]
    )
    assert "9090.91" in shared.to_json()
    figures = policy.indemnity([{"amount": 75_000}], premium_paid=0)
    assert isinstance(figures.indemnity, Money)
    other = policy.amended(id="other", insured_percentage={"named": "80%"})
    claims = [{"buyer": "B-02", "cause": "insolvency"}]
    compared = policy.compare(other, ledger=ledger, claims=claims, as_of=AS_OF)
    assert [result.policy for result in compared.policies] == ["FR-2026-0042", "other"]
    several = policy.settle_claims(ledger, claims, as_of=AS_OF)
    assert several.indemnity == Money(31_000, "EUR")
    assert policy.refund(ledger, buyer="B-02", cause="insolvency", as_of=AS_OF).refund == Money(0, "EUR")
    assert policy.collection_fees(collected=135_000, amicable=22_950).to_dict()
    assert tradecredit.split(amount=Decimal(100), currency="EUR", weights=[1, 1, 1]) == [
        Decimal("33.34"), Decimal("33.33"), Decimal("33.33"),
    ]
    assert tradecredit.due_date(from_="2025-04-10", terms="45fm").due == date(2025, 5, 31)
    assert isinstance(tradecredit.presets(), Rows)


def test_explanations(policy: Policy, ledger: Ledger) -> None:
    answer = policy.settle(ledger, buyer="B-02", cause="insolvency", as_of=AS_OF)
    assert "article 4.2" in answer.explain("fr")
    assert "Quotité garantie" in answer.explain("fr")
    assert answer.explain("en", "markdown").startswith("## ")
    assert answer.explain(format="html").startswith("<!doctype html>")
    assert "article 5.1" in policy.explain_cover(ledger, invoice="F-202", as_of=AS_OF).explain("fr")
    with pytest.raises(TypeError, match="explain_cover"):
        policy.assess(ledger, as_of=AS_OF).explain()
    with pytest.raises(TradeCreditError):
        answer.explain("de")
    # A part taken out of the whole and sent elsewhere still knows its currency.
    figures = policy.indemnity([{"amount": 75_000}])
    assert "EUR" in pickle.loads(pickle.dumps(figures.losses[0])).explain()


def test_answers_are_values(policy: Policy, ledger: Ledger) -> None:
    answer = policy.assess(ledger, as_of=AS_OF)
    again = policy.assess(ledger, as_of=AS_OF)
    assert answer == again
    assert hash(answer) == hash(again)
    for whole in (answer, answer.exposure, answer.receivables, answer.receivables[0]):
        assert pickle.loads(pickle.dumps(whole)) == copy.deepcopy(whole) == whole
    with pytest.raises(AttributeError, match="does not change"):
        answer.currency = "USD"
    with pytest.raises(AttributeError, match="no field `coverd`: it has"):
        answer.coverd  # noqa: B018
    assert answer["currency"] == "EUR"
    assert "receivables" in dir(answer)
    assert "14 rows" in repr(answer)


def test_the_text_of_an_answer_is_the_engines_own(policy: Policy, ledger: Ledger) -> None:
    request = f'{{"policy":{policy.to_json()},"ledger":{ledger.to_json()},"as_of":"2026-06-30"}}'
    assert policy.assess(ledger, as_of=AS_OF).to_json() == _native.call("assess", request)


def test_rows_are_a_sequence(policy: Policy, ledger: Ledger) -> None:
    rows = policy.assess(ledger, as_of=AS_OF).receivables
    assert len(rows[2:5]) == 3
    assert rows[-1] == list(rows)[-1]
    assert rows[0] in rows
    assert [row.invoice for row in reversed(rows)][0] == rows[-1].invoice
    with pytest.raises(IndexError):
        rows[99]
