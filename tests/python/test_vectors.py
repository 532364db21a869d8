"""Runs every conformance vector: the same files as Rust and JavaScript."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tradecredit import TradeCreditError, _native

VECTORS = Path(__file__).parents[1] / "vectors"

# Each vector's request to the letter, and the digest of what Rust answers.
# (`splitlines` would also split at characters that may stand in a text.)
DIGESTS = [
    json.loads(line)
    for line in Path(os.environ["TRADECREDIT_DIGESTS"]).read_text(encoding="utf-8").split("\n")
    if line
]


@pytest.mark.parametrize("asked", DIGESTS, ids=lambda asked: asked["name"])
def test_vector(asked: dict[str, str]) -> None:
    vector = json.loads((VECTORS / asked["name"]).read_text(encoding="utf-8"))
    expected = {key: vector[key] for key in ("answer", "error") if key in vector}
    got: dict[str, Any]
    try:
        answer = _native.call(asked["operation"], asked["request"])
        got = {"answer": json.loads(answer)}
    except TradeCreditError as error:
        got = {"error": {"code": error.code, "message": str(error)}}
        if "path" in expected.get("error", {}):
            got["error"]["path"] = error.path
        if "problems" in expected.get("error", {}):
            got["error"]["problems"] = [problem._asdict() for problem in error.problems]
    else:
        assert hashlib.sha256(answer.encode()).hexdigest() == asked["sha256"], "other bytes than in Rust"
    assert got == expected


def test_every_file_was_run() -> None:
    names = {path.relative_to(VECTORS).as_posix() for path in VECTORS.rglob("*.json")}
    assert names == {asked["name"] for asked in DIGESTS}
