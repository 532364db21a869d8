"""Trade credit insurance, computed exactly.

*Terms* are what was agreed, *facts* are what happened, *answers* are what
follows. Every answer is a pure function of terms, facts and a date, is exact
to the last digit, and can explain itself::

    policy = Policy.load("policy.json")
    ledger = Ledger.from_frames(invoices=df, limits=df2)
    position = policy.assess(ledger, as_of=date(2026, 6, 30))
    loss = policy.settle(ledger, buyer="B-17", cause="insolvency", as_of=date(2026, 6, 30))
    print(loss.indemnity, loss.explain("fr"))

Every operation of the engine is also a function of this module.
"""

from tradecredit import operations as _operations
from tradecredit._answer import Answer, Rows
from tradecredit._native import ArrowTable, __version__
from tradecredit.errors import Problem, TradeCreditError
from tradecredit.ledger import Ledger
from tradecredit.money import Money
from tradecredit.operations import *  # noqa: F403
from tradecredit.policy import Period, Policy

__all__ = [
    "Answer",
    "ArrowTable",
    "Ledger",
    "Money",
    "Period",
    "Policy",
    "Problem",
    "Rows",
    "TradeCreditError",
    "__version__",
    *_operations.__all__,
]
