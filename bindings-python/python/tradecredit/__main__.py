"""``python -m tradecredit``: a report, a claim, a template, a schema, from a shell."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tradecredit import _native, _tables
from tradecredit.errors import TradeCreditError
from tradecredit.ledger import Ledger
from tradecredit.policy import Policy

_FILES = ("invoices", "payments", "limits", "buyers")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; 0 done, 1 a problem with the data, 2 a problem with the command."""
    asked = _parser().parse_args(arguments)
    try:
        asked.run(asked)
    except (TradeCreditError, TypeError) as error:
        print(f"tradecredit: {error}", file=sys.stderr)
        problems = getattr(error, "problems", ())
        for problem in problems[:20]:
            print(f"  {problem.path}: {problem.message}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"tradecredit: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tradecredit",
        description="Trade credit insurance on your own ledger.",
    )
    parser.add_argument("--version", action="version", version=_native.__version__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    report = commands.add_parser("report", help="position, duties and claims as one HTML file")
    _documents(report)
    report.add_argument("--html", type=Path, required=True, metavar="FILE", help="what to write")
    report.add_argument(
        "--csv", type=Path, metavar="FILE", help="every receivable: what is covered, and why not"
    )
    report.add_argument("--ics", type=Path, metavar="FILE", help="the deadlines, for a calendar")
    report.add_argument("--lang", choices=("en", "fr"), default="en")
    report.set_defaults(run=_report)

    settle = commands.add_parser("settle", help="what the insurer pays for the loss on a buyer")
    _documents(settle)
    settle.add_argument("--buyer", required=True)
    settle.add_argument("--cause", default="insolvency", help="by default insolvency")
    settle.add_argument("--lang", choices=("en", "fr"), default="en")
    settle.add_argument("--format", choices=("text", "markdown", "html", "json"), default="text")
    settle.set_defaults(run=_settle)

    schema = commands.add_parser("schema", help="JSON Schemas, and the columns that frames may have")
    schema.add_argument(
        "name", nargs="?", help="policy, ledger, settle, …; without it, the names are listed"
    )
    schema.add_argument(
        "--columns", action="store_true", help="the columns of frames: of all, or of `invoices`, …"
    )
    schema.set_defaults(run=_schema)

    template = commands.add_parser("template", help="a policy document to start from")
    template.add_argument("name", nargs="?", help="without it, the names are listed")
    template.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="CLAUSE=VALUE",
        help="change a clause: period.from=2026-07-01, insured_percentage.named=85%%",
    )
    template.set_defaults(run=_template)
    return parser


def _documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--policy", type=Path, required=True, metavar="FILE.json", help="see the command `template`"
    )
    parser.add_argument(
        "--ledger", type=Path, metavar="FILE.json", help="a ledger document, in place of tables"
    )
    for name in _FILES:
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help="CSV, Excel or Parquet")
    parser.add_argument("--as-of", type=_day, required=True, metavar="YYYY-MM-DD")
    parser.add_argument(
        "--columns",
        default="",
        metavar="MAP",
        help="buyer=cust_no,amount=total,dates=d-m-y,decimals=comma; for another file: limits.amount=limit",
    )
    parser.add_argument("--currency", help="of the amounts; by default as the file or the policy says")
    parser.add_argument("--rates", type=Path, metavar="FILE.json", help="dated exchange rates")
    parser.add_argument("--holidays", type=Path, metavar="FILE.json", help="a list of days")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a day such as 2026-06-30") from None


class _Progress:
    """Says on standard error what is being done, and how long it took."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.started = time.monotonic()
        self.open = False

    def __call__(self, what: str) -> None:
        self.done()
        if not self.quiet:
            print(f"{what} …", end="", file=sys.stderr, flush=True)
            self.open = True
            self.started = time.monotonic()

    def done(self, result: str = "") -> None:
        if self.open:
            seconds = time.monotonic() - self.started
            print(f" {result}{' ' if result else ''}({seconds:.1f} s)", file=sys.stderr)
            self.open = False


class _Facts:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.reading: list[tuple[str, str]] = []
        self.problems: list[tuple[str, str]] = []


def _read(asked: argparse.Namespace, policy: Policy, progress: _Progress) -> _Facts:
    files = {name: getattr(asked, name) for name in _FILES if getattr(asked, name) is not None}
    if asked.ledger is not None:
        if files:
            raise TradeCreditError(
                "unreadable_file", "give either --ledger or --invoices and the other tables"
            )
        progress(f"reading {asked.ledger}")
        facts = _Facts(Ledger.load(asked.ledger))
        facts.reading.append((str(asked.ledger), "tradecredit/ledger/1"))
        return facts
    if "invoices" not in files:
        raise TradeCreditError("unreadable_file", "say what is owed: --invoices FILE or --ledger FILE")
    maps = _maps(asked.columns)
    for name in maps:
        if name not in files:
            raise TradeCreditError("unreadable_file", f"--columns names `{name}`: give --{name} FILE")
    lists: dict[str, list[dict[str, object]]] = {}
    reading, problems = [], []
    currency = asked.currency
    for name, path in files.items():
        progress(f"reading {path.name}")
        table = _tables.read(path, name, maps.get(name, {}))
        progress.done(f"{table.rows:,} rows")
        for kind, rows in table.facts.items():
            lists.setdefault(kind, []).extend(rows)
        reading.append((str(path), table.reading))
        problems += [(f"{path.name}: {where}", problem) for where, problem in table.unreadable]
        if name == "invoices":
            currency = currency or table.currency
    progress("checking the facts")
    frames: dict[str, Any] = lists
    facts = _Facts(Ledger.from_frames(**frames, currency=currency or policy.currency))
    facts.reading, facts.problems = reading, problems
    if not facts.ledger.counts["invoices"]:
        first = facts.ledger.refused[0] if facts.ledger.refused else None
        why = f": {first.path}: {first.message}" if first else ""
        raise TradeCreditError("unreadable_file", f"no invoice can be used{why}")
    return facts


def _maps(text: str) -> dict[str, dict[str, str]]:
    maps: dict[str, dict[str, str]] = {}
    for pair in filter(None, (pair.strip() for pair in text.split(","))):
        field, sign, column = pair.partition("=")
        if not sign:
            raise TradeCreditError(
                "unreadable_file", f"--columns: `{pair}` is not of the form field=column"
            )
        name, dot, inner = field.partition(".")
        if dot and name not in _FILES:
            raise TradeCreditError(
                "unreadable_file", f"--columns: `{name}` is none of {', '.join(_FILES)}"
            )
        list_, field = (name, inner) if dot else ("invoices", field)
        maps.setdefault(list_, {})[field.strip()] = column.strip()
    return maps


def _asked(asked: argparse.Namespace) -> dict[str, Any]:
    extra = {}
    for name in ("rates", "holidays"):
        path = getattr(asked, name)
        if path is not None:
            try:
                extra[name] = json.loads(path.read_text(encoding="utf-8"), parse_float=_float)
            except (json.JSONDecodeError, UnicodeDecodeError) as error:
                raise TradeCreditError("invalid_document", f"{path} is not JSON: {error}") from None
    return extra


def _float(text: str) -> Any:
    raise TradeCreditError("float_refused", f'write the number {text} as text: "{text}"')


def _report(asked: argparse.Namespace) -> None:
    from tradecredit.report import report

    progress = _Progress(asked.quiet)
    policy = Policy.load(asked.policy)
    facts = _read(asked, policy, progress)
    steps = {
        "assess": "assessing cover",
        "portfolio": "evaluating the portfolio",
        "duties": "finding deadlines",
        "claims": "settling claims",
        "premium": "working out the premium",
        "write": "writing the report",
    }
    extra = _asked(asked)
    made = report(
        policy,
        facts.ledger,
        as_of=asked.as_of,
        language=asked.lang,
        reading=facts.reading,
        problems=facts.problems,
        progress=lambda step: progress(steps[step]),
        **extra,
    )
    asked.html.write_text(made.html, encoding="utf-8")
    progress.done()
    print(asked.html)
    if asked.csv is not None:
        progress("writing the receivables")
        _tables.write(asked.csv, made.receivables(), french=asked.lang == "fr")
        progress.done()
        print(asked.csv)
    if asked.ics is not None:
        progress("writing the calendar")
        text = policy.calendar(facts.ledger, as_of=asked.as_of, language=asked.lang, **extra)
        asked.ics.write_text(text, encoding="utf-8", newline="")
        progress.done()
        print(asked.ics)
    if not asked.quiet:
        print(made.summary(), file=sys.stderr)
    if made.refused:
        print(f"{len(made.refused):,} facts could not be used: the report lists them", file=sys.stderr)
    for doubt in made.doubts():
        print(f"look: {doubt}", file=sys.stderr)


def _settle(asked: argparse.Namespace) -> None:
    progress = _Progress(asked.quiet)
    policy = Policy.load(asked.policy)
    facts = _read(asked, policy, progress)
    progress("settling the claim")
    answer = policy.settle(
        facts.ledger, buyer=asked.buyer, cause=asked.cause, as_of=asked.as_of, **_asked(asked)
    )
    progress.done()
    if asked.format == "json":
        print(answer.to_json(indent=2))
    else:
        print(answer.explain(asked.lang, asked.format), end="")


def _schema(asked: argparse.Namespace) -> None:
    if asked.columns:
        known = {name: f"{name}: {', '.join(columns)}" for name, columns in _native.fact_columns()}
    else:
        known = dict(_native.schemas())
    if asked.name is None:
        print("\n".join(known.values() if asked.columns else known))
        return
    # The schema of an answer goes by the name of its operation.
    found = known.get(asked.name) or known.get(f"answers/{asked.name}")
    if found is None:
        raise TradeCreditError(
            "not_found", f"there is no `{asked.name}`: there are {', '.join(known)}"
        )
    print(found.rstrip())


def _template(asked: argparse.Namespace) -> None:
    from tradecredit.operations import policy_templates

    if asked.name is None:
        if asked.set:
            raise TradeCreditError("not_found", "say which template --set changes")
        print("\n".join(policy_templates()))
        return
    changes: dict[str, Any] = {}
    for pair in asked.set:
        clause, sign, value = pair.partition("=")
        if not sign:
            raise TradeCreditError(
                "invalid_document", f"--set: `{pair}` is not of the form clause=value"
            )
        at = changes
        *above, last = clause.split(".")
        for step in above:
            inner = at.setdefault(step, {})
            if not isinstance(inner, dict):
                raise TradeCreditError("invalid_document", f"--set: `{step}` is set twice")
            at = inner
        at[last] = _value(value)
    print(Policy.template(asked.name, **changes).to_json(indent=2), end="")


def _value(text: str) -> Any:
    try:
        value = json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError:
        return text
    return value if isinstance(value, Mapping | list | bool) or value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
