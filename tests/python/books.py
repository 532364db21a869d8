"""A book of receivables of any size, the same for the same seed."""

import datetime as dt
import random
from decimal import Decimal

import pyarrow as pa

LIMITS = [
    {"buyer": f"B-{at}", "kind": "granted", "date": "2026-01-05", "amount": 1_000 * at} for at in range(1, 30)
] + [{"buyer": "B-3", "kind": "cancelled", "date": "2026-05-01"}]
# Of one country nothing is known, and one is not covered.
BUYERS = [{"id": f"B-{at}", "country": {0: None, 1: "BR"}.get(at, "FR")} for at in range(40)]


def book(rows: int, seed: int = 7) -> pa.Table:
    draw = random.Random(seed)
    days = [dt.date(2026, 1, 1) + dt.timedelta(draw.randrange(200)) for _ in range(rows)]
    return pa.table(
        {
            "id": [f"F-{at:06}" for at in range(rows)],
            "buyer": [f"B-{draw.randrange(40)}" for _ in range(rows)],
            "delivery": days,
            "due": [day + dt.timedelta(draw.choice([30, 45, 60, 120])) for day in days],
            "amount": [Decimal(draw.randrange(1, 900_000)) / 100 for _ in range(rows)],
        },
        schema=pa.schema(
            [("id", pa.string()), ("buyer", pa.string()), ("delivery", pa.date32()), ("due", pa.date32()), ("amount", pa.decimal128(18, 2))]
        ),
    )
