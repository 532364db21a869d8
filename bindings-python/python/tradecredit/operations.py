"""Every operation of the engine as a function.

To add one, write its name, its fields and a docstring::

    @operation
    def settle(*, policy: Document, ledger: Document, as_of: date | str) -> Document:
        \"\"\"What the insurer pays for a loss, with its explanation.\"\"\"

``tests/python/test_operations.py`` fails while an operation is missing here.
"""

__all__: list[str] = []
