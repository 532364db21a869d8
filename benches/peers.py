"""This library, DuckDB, Polars and a loop over `decimal`, on the same book, in one go.

    python benches/peers.py ROWS... [--buyers-every 500] [--runs 3] [--threads N] [--folder target/peers]

The work: what each open item adds to its buyer's running sum in order of delivery, cut at the
limit, if its terms of payment are within the maximum; the last day before deliveries stop and the
last day to notify. The others compute that and nothing else; this library computes every verdict
with its reasons and the exposure by buyer. All must come to the same total, to the cent.

Each engine runs in a process of its own. Time is that from the tables in memory, open items and
limits, to the answers in memory; processor time is that of all its threads; peak
memory is what the process held at most meanwhile, the input counted in, less what Python and the
libraries hold before there is any data.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

FIRST = 20_454  # 2026-01-01
AS_OF = FIRST + 80
ENGINES = ["tradecredit", "duckdb", "polars", "decimal"]


def make(rows, per_buyer, folder):
    """A book from a seed: unsorted open items, and the limit of each buyer."""
    import numpy as np
    import pyarrow as pa

    items = folder / f"items-{rows}-{per_buyer}.arrow"
    limits = folder / f"limits-{rows}-{per_buyer}.arrow"
    if items.exists() and limits.exists():
        return items, limits
    random = np.random.default_rng(42)
    buyers = max(rows // per_buyer, 1)
    schema = pa.schema(
        [
            ("invoice", pa.int64()),
            ("buyer", pa.int32()),
            ("delivery", pa.date32()),
            ("due", pa.date32()),
            ("amount", pa.decimal128(18, 2)),
        ]
    )
    folder.mkdir(parents=True, exist_ok=True)
    with pa.OSFile(str(items), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        for first in range(0, rows, 1 << 20):
            size = min(1 << 20, rows - first)
            delivery = FIRST + random.integers(0, 80, size, dtype=np.int32)
            due = delivery + random.choice(np.array([30, 45, 60], dtype=np.int32), size)
            cents = np.zeros((size, 2), dtype=np.int64)
            cents[:, 0] = 1_000 + random.integers(0, 800_000, size)
            amount = pa.Array.from_buffers(
                pa.decimal128(18, 2), size, [None, pa.py_buffer(cents.tobytes())]
            )
            columns = [
                pa.array(np.arange(first, first + size)),
                pa.array(random.integers(0, buyers, size, dtype=np.int32)),
                pa.array(delivery).cast(pa.date32()),
                pa.array(due).cast(pa.date32()),
                amount,
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    whole = 4_000 * per_buyer * 2 // 3
    given = random.integers(whole // 4, whole * 3 // 2, buyers)
    table = pa.table(
        {
            "buyer": pa.array(np.arange(buyers, dtype=np.int32)),
            "kind": pa.array(["granted"] * buyers),
            "date": pa.array([FIRST - 31] * buyers, pa.int32()).cast(pa.date32()),
            "amount": pa.array([Decimal(int(units)) for units in given], pa.decimal128(18, 2)),
        }
    )
    with pa.OSFile(str(limits), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return items, limits


def read(file):
    import pyarrow as pa

    with pa.OSFile(str(file), "rb") as source:
        return pa.ipc.open_file(source).read_all()


def tradecredit(items, limits, threads):
    from tradecredit import columns

    policy = {
        "schema": "tradecredit/policy/1",
        "id": "P",
        "policyholder": "S",
        "insurer": "I",
        "currency": "EUR",
        "period": {"from": "2026-01-01", "to": "2026-12-31"},
        "periods": {"maximum_terms": "P45D", "maximum_extension": "P60D"},
        "notification": {"overdue": {"within": "P90D"}},
    }
    return columns.assess(policy, items, limits=limits, as_of="2026-03-22", threads=threads)


def tradecredit_total(answer):
    import pyarrow as pa
    import pyarrow.compute as pc

    assert len(answer.refused) == 0 and not answer.problems, "nothing is refused"
    return pc.sum(pa.table(answer.receivables)["covered"]).as_py()


def duckdb(items, limits, threads):
    import duckdb

    connection = duckdb.connect()
    if threads:
        connection.execute(f"set threads = {threads}")
    return connection.execute(
        """
        with insurable as (
            select invoice, items.buyer, delivery, due, items.amount, limits.amount as "limit",
                   case when due - delivery <= 45 then items.amount else 0 end as base
            from items left join limits on items.buyer = limits.buyer
        ), running as (
            select *, sum(base) over (
                partition by buyer order by delivery, invoice
                rows between unbounded preceding and current row
            ) - base as before
            from insurable
        )
        select invoice, least(base, greatest("limit" - before, 0)) as covered,
               amount - least(base, greatest("limit" - before, 0)) as uncovered,
               due + 60 as stop, due + 90 as notify
        from running
        """
    ).to_arrow_table()


def polars(items, limits, threads):
    import polars as pl

    rows, limits = pl.from_arrow(items), pl.from_arrow(limits)
    # Whole cents: sums of its decimals are slower, and no more exact.
    cents = lambda name: (pl.col(name) * 100).cast(pl.Int64)
    base = pl.when((pl.col("due") - pl.col("delivery")).dt.total_days() <= 45)
    return (
        rows.lazy()
        .with_columns(cents("amount"))
        .join(limits.lazy().select("buyer", limit=cents("amount")), on="buyer", how="left")
        .with_columns(base=base.then(pl.col("amount")).otherwise(0))
        .sort("buyer", "delivery", "invoice")
        .with_columns(before=pl.col("base").cum_sum().over("buyer") - pl.col("base"))
        .with_columns(
            covered=pl.min_horizontal("base", (pl.col("limit") - pl.col("before")).clip(0))
        )
        .select(
            "invoice",
            "covered",
            uncovered=pl.col("amount") - pl.col("covered"),
            stop=pl.col("due").dt.offset_by("60d"),
            notify=pl.col("due").dt.offset_by("90d"),
        )
        .collect()
    )


def loop(items, limits, threads):
    from datetime import timedelta

    left = dict(zip(limits["buyer"].to_pylist(), limits["amount"].to_pylist()))
    rows = items.select(["buyer", "delivery", "invoice", "due", "amount"]).to_pydict()
    rows = sorted(zip(*rows.values()))
    sixty, ninety, zero, out = timedelta(60), timedelta(90), Decimal(0), []
    for buyer, delivery, invoice, due, amount in rows:
        covered = zero
        if (due - delivery).days <= 45:
            covered = min(amount, left[buyer])
            left[buyer] -= covered
        out.append((invoice, covered, amount - covered, due + sixty, due + ninety))
    return out


def total(engine, answer):
    import pyarrow.compute as pc

    if engine == "tradecredit":
        return tradecredit_total(answer)
    if engine == "duckdb":
        return pc.sum(answer["covered"]).as_py()
    if engine == "polars":
        return Decimal(answer["covered"].sum()).scaleb(-2)
    return sum(covered for _, covered, *_ in answer)


def memory(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0


def one(engine, items, limits, runs, threads, most):
    """Runs one engine in this process, and prints what it took."""
    import pyarrow as pa

    # What Python and the libraries take before there is any data is nobody's doing.
    __import__(engine if engine != "decimal" else "pyarrow.compute")
    empty = memory("VmRSS")
    items, limits = read(items), read(limits)
    if engine == "decimal" and len(items) > most:
        # Whole buyers only, so that their totals can be compared.
        import pyarrow.compute as pc

        buyers = len(limits) * most // len(items)
        items = items.filter(pc.less(items["buyer"], buyers))
    run = {"tradecredit": tradecredit, "duckdb": duckdb, "polars": polars, "decimal": loop}[engine]
    best, answer = None, None
    for _ in range(1 if engine == "decimal" else runs):
        answer = None
        try:
            Path("/proc/self/clear_refs").write_text("5")
        except OSError:
            pass
        busy, started = os.times(), time.perf_counter()
        answer = run(items, limits, threads)
        wall, now = time.perf_counter() - started, os.times()
        took = {
            "wall": wall,
            "busy": now.user - busy.user,
            "system": now.system - busy.system,
            "peak": (memory("VmHWM") - empty) / items.nbytes,
        }
        best = took if best is None or wall < best["wall"] else best
    best.update(rows=len(items), total=str(total(engine, answer)), engine=engine)
    if engine == "tradecredit":
        # What the loop is compared with, where it takes part of the book.
        import pyarrow.compute as pc

        buyers = len(limits) * most // len(items) if len(items) > most else len(limits)
        covered = pa.table(answer.receivables)["covered"]
        best["part"] = str(pc.sum(covered.filter(pc.less(items["buyer"], buyers))).as_py())
    print(json.dumps(best))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", type=int, default=[1_000_000])
    parser.add_argument("--per-buyer", type=int, default=500, help="open items of a buyer")
    parser.add_argument("--runs", type=int, default=3, help="the quickest of so many counts")
    parser.add_argument("--threads", type=int, help="default: every processor")
    parser.add_argument("--most", type=int, default=500_000, help="rows for the loop at most")
    parser.add_argument("--engines", nargs="*", default=ENGINES, choices=ENGINES)
    parser.add_argument("--folder", type=Path, default=Path("target/peers"))
    parser.add_argument("--one", choices=ENGINES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    first = None
    for rows in given.rows:
        items, limits = make(rows, given.per_buyer, given.folder)
        if given.one:
            return one(given.one, items, limits, given.runs, given.threads, given.most)
        print(f"\n{rows:,} open items, {given.per_buyer} of each buyer\n")
        print(f"{'':12} {'seconds':>8} {'cpu s':>7} {'rows/s':>12} {'cpu ns/row':>10} {'peak/input':>10}  {'tradecredit is':>14}")
        found = []
        for engine in given.engines:
            command = [sys.executable, __file__, str(rows), "--one", engine]
            command += ["--runs", str(given.runs), "--most", str(given.most)]
            command += ["--per-buyer", str(given.per_buyer), "--folder", str(given.folder)]
            command += ["--threads", str(given.threads)] if given.threads else []
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
            if done.returncode:
                sys.exit(f"{engine} failed on {rows:,} rows: see above")
            found.append(json.loads(done.stdout.splitlines()[-1]))
        own = found[0] if found[0]["engine"] == "tradecredit" else None
        for each in found:
            busy = each["busy"] + each["system"]
            rate, cost = each["rows"] / each["wall"], busy / each["rows"] * 1e9
            ratio = ""
            if own and each is not own:
                faster = (own["rows"] / own["wall"]) / rate
                cheaper = cost / ((own["busy"] + own["system"]) / own["rows"] * 1e9)
                ratio = f"{faster:.1f}x ({cheaper:.1f}x cpu)"
            print(f"{each['engine']:12} {each['wall']:8.2f} {busy:7.2f} {rate:12,.0f} {cost:10.0f} {each['peak']:10.2f}  {ratio:>14}")
            whole = each["rows"] == rows
            if own and Decimal(each["total"]) != Decimal(own["total"] if whole else own["part"]):
                sys.exit(f"{each['engine']} comes to {each['total']}, not to {own['total']}")
        if own:
            cost = (own["busy"] + own["system"]) / own["rows"]
            first = first or cost
            print(f"all come to {own['total']}; a row costs {cost / first:.2f} of what it did at first")


if __name__ == "__main__":
    main()
