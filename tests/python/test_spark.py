"""A real cluster of Spark, two executors in processes of their own: the same bytes as one machine."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
from books import BUYERS, LIMITS, book
from conftest import AS_OF

from tradecredit import Policy, TradeCreditError, columns

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, and there is none", allow_module_level=True)

from tradecredit import spark  # noqa: E402

BOOK = book(5_000)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    build = pyspark.sql.SparkSession.builder.master(os.environ.get("TRADECREDIT_SPARK", "local-cluster[2,1,1024]"))
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100",
    }
    for name, value in settings.items():
        build = build.config(name, value)
    made = build.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


def ordered(table: pa.Table, *by: str) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in by]).combine_chunks()


def plain(table: pa.Table) -> pa.Table:
    """Without dictionaries, of which Spark knows nothing."""
    kinds = [pa.field(field.name, getattr(field.type, "value_type", field.type)) for field in table.schema]
    return table.cast(pa.schema(kinds))


def written(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def test_the_same_bytes_as_one_machine(session: Any, policy: Policy) -> None:
    rows = ordered(BOOK, "id")
    alone = columns.assess(policy, rows, limits=LIMITS, buyers=BUYERS, as_of=AS_OF)
    answers = pa.table(alone.receivables)
    for name in rows.column_names[::-1]:
        answers = answers.add_column(0, name, rows[name])
    asked = {"limits": LIMITS, "buyers": session.createDataFrame(pa.Table.from_pylist(BUYERS)), "as_of": AS_OF}
    frame = session.createDataFrame(BOOK)
    found = spark.assess(policy, frame, rows=300, partitions=4, **asked)
    assert found.rdd.getNumPartitions() == 4
    together = ordered(found.toArrow(), "id")
    expected = plain(ordered(answers, "id"))
    # The engine's columns to the byte, whatever Spark says about nulls in its schema.
    assert written(together.cast(expected.schema)) == written(expected)
    buyers = spark.assess(policy, frame, answer="buyers", **asked).toArrow()
    expected = plain(ordered(pa.table(alone.buyers), "buyer"))
    assert written(ordered(buyers, "buyer").cast(expected.schema)) == written(expected)


def test_the_work_is_on_several_executors(session: Any, policy: Policy) -> None:
    frame = session.createDataFrame(BOOK).repartition(4, "buyer")

    def where(batches: Any) -> Any:
        for _ in batches:
            pass
        yield pa.record_batch({"executor": [os.environ.get("SPARK_EXECUTOR_DIRS") or str(os.getppid())]})

    homes = frame.mapInArrow(where, "executor string").toArrow()["executor"].to_pylist()
    assert len(homes) == 4
    assert len(set(homes)) > 1


def test_rows_that_cannot_stand(session: Any, policy: Policy) -> None:
    broken = BOOK.set_column(4, "amount", pa.array([None, *BOOK["amount"].to_pylist()[1:]], BOOK.schema.field("amount").type))
    refused = spark.assess(policy, session.createDataFrame(broken), as_of=AS_OF, answer="refused").toArrow().to_pylist()
    assert [(row["id"], row["column"], row["code"]) for row in refused] == [("F-000000", "amount", "missing")]


def test_what_cannot_be_asked(session: Any, policy: Policy) -> None:
    frame = session.createDataFrame(BOOK)
    with pytest.raises(TypeError, match="no column `number`"):
        spark.assess(policy, frame, order="number", as_of=AS_OF)
    with pytest.raises(TypeError, match="`limit`, as the answers do"):
        spark.assess(policy, frame.withColumnRenamed("id", "limit"), order="limit", as_of=AS_OF)
    with pytest.raises(TradeCreditError, match="as_of"):
        spark.assess(policy, frame, as_of="soon")
