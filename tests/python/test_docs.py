"""The examples of the README and of the guide, run as they stand.

A comment after an expression says what it is.
"""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs/src").rglob("*.md"))]


@pytest.mark.parametrize("page", [str(page.relative_to(ROOT)) for page in PAGES if FENCE.search(page.read_text("utf-8"))])
def test_examples(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    blocks = FENCE.findall((ROOT / page).read_text(encoding="utf-8"))
    assert blocks
    names: dict[str, Any] = {}
    checked = 0
    for block in blocks:
        checked += run(block, names)
    assert checked


def run(block: str, names: dict[str, Any]) -> int:
    lines = block.splitlines()
    checked = 0

    def statements(body: list[ast.stmt]) -> None:
        nonlocal checked
        for statement in body:
            if isinstance(statement, ast.Try):
                with pytest.raises(names["tc"].TradeCreditError) as raised:
                    statements(statement.body)
                (handler,) = statement.handlers
                assert handler.name
                names[handler.name] = raised.value
                statements(handler.body)
                continue
            assert statement.end_lineno
            _, _, comment = lines[statement.end_lineno - 1].partition("  # ")
            if isinstance(statement, ast.Expr):
                value = eval(compile(ast.Expression(statement.value), "example", "eval"), names)
                if re.match(r"['\"\[(\d]|Decimal\(|Money\(", comment):
                    assert shown(value) == comment.strip()
                    checked += 1
            else:
                exec(compile(ast.Module([statement], []), "example", "exec"), names)

    statements(ast.parse(block).body)
    return checked


def shown(value: object) -> str:
    return repr(str(value)) if isinstance(value, str) else repr(value)
