"""Trade credit insurance, computed exactly.

*Terms* are what was agreed, *facts* are what happened, *answers* are what
follows. Every answer is a pure function of terms, facts and a date, is exact
to the last digit, and can explain itself.
"""

# Each name says that it is exported: type checkers cannot follow a list that is put together.
from tradecredit._native import __version__ as __version__
from tradecredit.errors import Problem as Problem
from tradecredit.errors import TradeCreditError as TradeCreditError
from tradecredit.operations import *  # noqa: F403
