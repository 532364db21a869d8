"""Trade credit insurance, computed exactly.

*Terms* are what was agreed, *facts* are what happened, *answers* are what
follows. Every answer is a pure function of terms, facts and a date, is exact
to the last digit, and can explain itself.
"""

from tradecredit import operations as _operations
from tradecredit._native import __version__
from tradecredit.errors import Problem, TradeCreditError
from tradecredit.operations import *  # noqa: F403

__all__ = ["Problem", "TradeCreditError", "__version__", *_operations.__all__]
