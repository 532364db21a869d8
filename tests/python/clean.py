"""What the package does alone: run in an environment that holds nothing but its wheel.

Prints what the import costs; fails where it costs too much, needs another
package, or where the example of the README, pasted, does not say what it says.
"""

import re
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 50


def main() -> None:
    costs = []
    for _ in range(9):
        # The processor's time: a machine that does other things makes nobody's import slower.
        told = (
            "import time; at = time.process_time(); import tradecredit;"
            "print(1000 * (time.process_time() - at))"
        )
        costs.append(float(run("-c", told)))
    cost = statistics.median(costs)
    if cost >= LIMIT:
        raise SystemExit(f"`import tradecredit` takes {cost:.0f} ms, more than its {LIMIT}")
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
    print(f"import {cost:.0f} ms of the processor; the example of README.md says what it should")


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
