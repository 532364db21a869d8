"""The examples of the documentation, as an editor that checks types sees them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from test_docs import FENCE, PAGES, ROOT

SETTINGS = {
    "typeCheckingMode": "strict",
    # An example shows its values by naming them, knows what its book holds, and lets frames be frames.
    "reportUnusedExpression": False,
    "reportOptionalMemberAccess": False,
    "reportMissingTypeStubs": False,
    "reportUnknownMemberType": False,
    "reportUnknownVariableType": False,
    "reportUnknownArgumentType": False,
}


def test_examples_are_typed(tmp_path: Path) -> None:
    for page in PAGES:
        blocks = FENCE.findall(page.read_text(encoding="utf-8"))
        name = "_".join(page.relative_to(ROOT).with_suffix("").parts)
        if blocks:
            (tmp_path / f"{name}.py").write_text("\n".join(blocks), encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(SETTINGS))
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--project", str(tmp_path)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
