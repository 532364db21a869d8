"""What the package does alone: run in an environment that holds nothing but its wheel.

Prints what the import costs, beside its budget; fails where it needs another
package, brings in what only a table, a chart or a notebook wants, or where the
example of the README, pasted, does not say what it says.
"""

import re
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUDGET = 50
# Each is asked for by whoever uses it.
LATER = {"_notebook", "_pictures", "_series", "_tables", "columns", "plots", "report", "spark"}


def main() -> None:
    brought = run("-c", "import sys, tradecredit; print(*sys.modules)").split()
    early = [name for name in brought if name.removeprefix("tradecredit.") in LATER]
    if early:
        raise SystemExit(f"`import tradecredit` brings in {early}: import them where they are used")
    costs = []
    for _ in range(9):
        # The processor's time: a machine that does other things makes nobody's import slower.
        told = (
            "import time; at = time.process_time(); import tradecredit;"
            "print(1000 * (time.process_time() - at))"
        )
        costs.append(float(run("-c", told)))
    cost = statistics.median(costs)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    if not blocks:
        raise SystemExit("README.md has no example in Python")
    for block in blocks:
        shown = run("-i", "-q", pasted=block)
        for line in block.splitlines():
            _, _, value = line.partition("  # ")
            if value and value.strip() not in shown.splitlines():
                raise SystemExit(f"pasted, this does not give {value}: {line}\n{shown}")
    verdict = "within" if cost < BUDGET else "OVER"
    print(f"import {cost:.0f} ms of the processor, {verdict} its budget of {BUDGET} ms; the example of README.md says what it should")


def run(*arguments: str, pasted: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-I", *arguments], input=pasted, capture_output=True, text=True, cwd=ROOT, check=False
    )
    # An interpreter that is talked to ends well whatever it was told.
    if done.returncode or "Traceback" in done.stderr:
        raise SystemExit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
