"""Asks both engines the same, and reports where they differ.

    python -m reference.compare ANSWER [--operation NAME] [--cases N] [--seed N]

ANSWER is the program of `tests/src/bin/answer.rs`. Run it from `tests/`.
"""

from __future__ import annotations

import argparse
import collections
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from . import cases
from .values import Document

Ask = Callable[[str, Document], Document]


def answerer(program: str) -> Ask:
    """The first engine, one line for one line."""
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(operation: str, request: Document) -> Document:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps({"operation": operation, "request": request}) + "\n")
        process.stdin.flush()
        answer: Document = json.loads(process.stdout.readline())
        return answer

    return ask


def difference(ask: Ask, operation: str, request: Document) -> tuple[str, Any, Any] | None:
    """Which part differs, what the engine says of it, and what the reference says."""
    answer = ask(operation, request)
    if "error" in answer:
        return ("error", answer["error"], None)
    if isinstance(answer, dict) and answer.get("refused"):
        return ("refused", answer["refused"], None)
    theirs = cases.READ[operation](answer)
    ours = cases.WORKED_OUT[operation](request)
    for part in ours:
        if any(theirs[part].get(name) != ours[part][name] for name in ours[part]):
            return (part, theirs[part], ours[part])
        if part != "percentage" and theirs[part].keys() != ours[part].keys():
            return (part, theirs[part], ours[part])
    return None


def smaller(document: Any) -> Iterator[Any]:
    """The same document with one fact, one clause or one part of an amount less."""
    if isinstance(document, list):
        for place in range(len(document)):
            yield document[:place] + document[place + 1 :]
        for place, item in enumerate(document):
            for less in smaller(item):
                yield [*document[:place], less, *document[place + 1 :]]
    elif isinstance(document, dict):
        for key in document:
            if key not in ("schema", "kind", "step"):
                yield {name: value for name, value in document.items() if name != key}
        for key, value in document.items():
            for less in smaller(value):
                yield {**document, key: less}
    elif isinstance(document, str) and document.replace(".", "", 1).isdigit():
        for simple in ("10", "100", "1000", document.split(".")[0]):
            if len(simple) < len(document):
                yield simple


def shrunk(ask: Ask, operation: str, request: Document) -> Document:
    """A minimal request that differs in the same part."""
    found = difference(ask, operation, request)
    assert found
    again = True
    while again:
        again = False
        for less in smaller(request):
            try:
                now = difference(ask, operation, less)
            except (KeyError, IndexError, StopIteration, ValueError, AssertionError, ZeroDivisionError):
                continue
            if now and now[0] == found[0] and (now[0] != "error" or now[1]["code"] == found[1]["code"]):
                request, again = less, True
                break
    return request


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answer")
    parser.add_argument("--operation", choices=sorted(cases.CASES), action="append")
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=1, help="differences to shrink and show, per part")
    given = parser.parse_args()
    ask = answerer(given.answer)
    differ = 0
    for operation in given.operation or sorted(cases.CASES):
        parts: collections.Counter[str] = collections.Counter()
        for seed in range(given.seed, given.seed + given.cases):
            request = cases.CASES[operation](seed)
            found = difference(ask, operation, request)
            if not found:
                continue
            parts[found[0]] += 1
            differ += 1
            if parts[found[0]] <= given.show:
                least = shrunk(ask, operation, request)
                part, theirs, ours = difference(ask, operation, least) or ("", None, None)
                print(f"{operation} {seed}: {part}")
                print("  request  ", json.dumps(least))
                print("  engine   ", json.dumps(theirs, default=str))
                print("  reference", json.dumps(ours, default=str))
        print(f"{operation}: {given.cases} cases, {sum(parts.values())} differ {dict(parts)}", flush=True)
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
