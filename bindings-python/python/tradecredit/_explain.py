"""The trace of an answer, put into words by the engine."""

import json
from typing import Any

from tradecredit import _native, _wire
from tradecredit._answer import Answer


def explain(answer: Answer, language: str, form: str) -> str:
    """The words; a ``TypeError`` for an answer that has no trace."""
    request = {"trace": trace(answer), "language": language, "format": form}
    text = json.loads(_native.call("render", _wire.encode(request)))["text"]
    return str(text)


def trace(answer: Answer) -> dict[str, Any]:
    """The trace of an answer, as a document."""
    data = answer._data
    if data.get("schema") == "tradecredit/trace/1":
        return dict(data)
    if isinstance(data.get("trace"), dict):
        return dict(data["trace"])
    steps = data.get("steps")
    if not steps and isinstance(data.get("losses"), list):
        steps = [step for loss in data["losses"] for step in loss.get("steps", ())]
    if not steps:
        raise TypeError(
            f"this {type(answer).__name__} has no steps to explain: ask for them with "
            "`explain=True`, or for one invoice with `policy.explain_cover(…)`"
        )
    written = {
        "schema": "tradecredit/trace/1",
        "currency": answer._inherited("currency"),
        "title": next((data[name] for name in ("claim", "buyer", "id") if name in data), None),
        "steps": steps,
        "receipt": answer._inherited("receipt"),
    }
    return {name: value for name, value in written.items() if value is not None}
