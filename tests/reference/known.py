"""Differences that were found, named, so that others behind them can be seen.

While a name is listed, the reference does as the first engine does. Each says which rule
speaks against it or that none decides. Take a name out as soon as the engine is changed.
"""

LOOKED_PAST: set[str] = set()
