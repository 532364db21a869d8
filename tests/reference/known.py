"""Differences that were found, named, so that others behind them can be seen.

While a name is listed, the reference does as the first engine does. Each says which rule
speaks against it or that none decides. Take a name out as soon as the engine is changed.
"""

LOOKED_PAST = {
    # COV-6, COV-5: a delivery that keeps the former limit (grace, binding order) or has one after
    # refusal is filled at its delivery; the engine leaves no room where covered debts were paid since.
    "no_room_after_the_end",
    # COV-3: a cancellation is the latest decision; the engine keeps temporary additions alive.
    "temporary_outlives_cancellation",
    # COV-3: "decisions may override percentage and maximum terms"; temporary ones do not.
    "temporary_overrides_nothing",
    # COV-5: a disputed receivable takes no room even with `uninsurable_fill_the_limit`.
    "disputed_takes_no_room",
    # COV-4: "the highest balance so paid"; the engine adds up invoices, whatever was paid on them before.
    "experience_ignores_part_payments",
}
