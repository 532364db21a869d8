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

# "As" says that a name is offered, and the star that every operation is: no second list of them.
from tradecredit._answer import Answer as Answer
from tradecredit._answer import Rows as Rows
from tradecredit._native import ArrowTable as ArrowTable
from tradecredit._native import __version__ as __version__
from tradecredit.errors import Problem as Problem
from tradecredit.errors import TradeCreditError as TradeCreditError
from tradecredit.ledger import Ledger as Ledger
from tradecredit.money import Money as Money
from tradecredit.operations import *  # noqa: F403
from tradecredit.policy import Period as Period
from tradecredit.policy import Policy as Policy
