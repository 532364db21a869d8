"""`python -m tradecredit`: files in, a report out, and words when it cannot."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import EXAMPLES
from openpyxl import Workbook
from test_notebook import parsed

from tradecredit import Policy, __main__, _native

POLICY = EXAMPLES / "policy.json"
CSV = """Facture;Client;Nom client;Pays;Date facture;Échéance;Montant HT;Date paiement;Litige
F-1;C1;Bâtisseurs du Lot;FR;13/01/2026;12/02/2026;1 234,50;;non
F-2;C1;Bâtisseurs du Lot;FR;01/02/2026;03/03/2026;80 000,00;15/03/2026;non
F-3;C2;<b>Nord & Fils</b>;FR;10/04/2026;10/05/2026;4 500,00;;oui
F-3;C2;<b>Nord & Fils</b>;FR;11/04/2026;11/05/2026;500,00;;non
F-4;C3;Vide;FR;11/04/2026;;12,00;;non
F-5;C3;Vide;FR;11/04/2026;11/05/2026;beaucoup;;non
"""
LIMITS = "buyer,kind,date,amount\nC1,granted,2026-01-05,80000\nC2,refused,2026-01-05,\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "open.csv").write_text(CSV, encoding="cp1252")
    (tmp_path / "limits.csv").write_text(LIMITS, encoding="utf-8")
    return tmp_path


def command(*words: object) -> int:
    return __main__.main([str(word) for word in words])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report(book: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    done = command(
        "report", "--policy", POLICY, "--invoices", book / "open.csv", "--limits", book / "limits.csv",
        "--columns", "amount=Montant HT", "--as-of", "2026-12-15", "--html", book / "out.html",
        "--ics", book / "out.ics", "--lang", language,
    )  # fmt: skip
    told = capsys.readouterr()
    assert done == 0, told.err
    html = (book / "out.html").read_text(encoding="utf-8")
    parsed(html)
    assert "src=" not in html
    assert "<b>Nord" not in html
    assert "&lt;b&gt;Nord &amp; Fils" in html
    assert ("Situation" if language == "fr" else "Position") in html
    assert ("Taux de perte" if language == "fr" else "Loss rate") in html
    assert ("Fractions de prime" if language == "fr" else "Instalments") in html
    assert "&amp;#" not in html, "escaped twice"
    assert "invoices[4]" in html, "the row without a due date is listed"
    assert "invoices[5]" in html, "the amount that is none is listed"
    assert (book / "out.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "reading open.csv … 6 rows" in told.err
    assert "2 facts could not be used" in told.err
    assert told.out.splitlines() == [str(book / "out.html"), str(book / "out.ics")]


@pytest.mark.parametrize(("language", "first"), [("en", "F-1,C1,"), ("fr", "F-1;C1;")])
def test_every_invoice_for_a_spreadsheet(book: Path, language: str, first: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id,buyer,buyer_name,delivery,due,amount\nF-1,C1,=1+1,2026-03-02,2026-05-01,1234.50\nF-2,C2,-Sud,2026-03-02,2026-05-01,10\n"
    (book / "plain.csv").write_text(rows, encoding="utf-8")
    asked = ["--invoices", book / "plain.csv", "--limits", book / "limits.csv", "--html", book / "out.html"]
    done = command("report", "--policy", POLICY, *asked, "--as-of", "2026-04-15", "--csv", book / "out.csv", "--lang", language)
    told = capsys.readouterr()
    assert done == 0, told.err
    names, covered, refused = (book / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert names.count(first[3]) == 8
    assert covered.startswith(first)
    assert "'=1+1" in covered, "a name is never a formula"
    assert "'-Sud" in refused
    assert ("1234,5" if language == "fr" else "1234.5") in covered
    assert ("refusé" if language == "fr" else "refused") in refused.lower()
    assert ("1 244,50" if language == "fr" else "1,244.50") in told.err.replace("\u202f", " "), "the answer in a line"


def test_what_is_likely_a_mistake(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "dollars.csv").write_text("id,buyer,date,due,amount usd\nF-1,C1,2020-03-02,2020-05-01,10\n", encoding="utf-8")
    asked = ["report", "--policy", POLICY, "--invoices", book / "dollars.csv", "--as-of", "2020-04-15", "--html", book / "out.html"]
    asked += ["--columns", "amount=amount usd"]
    assert command(*asked) == 0
    told = capsys.readouterr().err
    assert "1 facts could not be used" in told
    assert "1 invoices are not in EUR" in told
    assert "--currency EUR" in told
    assert "USD, as `amount usd` says" in (book / "out.html").read_text(encoding="utf-8")
    assert command(*asked, "--currency", "EUR") == 0
    assert "no receivable lies in the period of the policy, 2026-01-01 to 2026-12-31" in capsys.readouterr().err


def test_the_same_book_in_every_format(book: Path) -> None:
    columns = ["id", "buyer", "delivery", "due", "amount"]
    rows = [["F-1", "C1", "2026-01-13", "2026-02-12", "1234.5"], ["F-2", "C2", "2026-02-01", "2026-03-03", "0.1"]]
    (book / "a.csv").write_text("\n".join(",".join(row) for row in [columns, *rows]), encoding="utf-8")
    (book / "a.tsv").write_text("\n".join("\t".join(row) for row in [columns, *rows]), encoding="utf-8-sig")
    sheet = Workbook()
    assert sheet.active is not None
    from datetime import datetime

    sheet.active.append(columns)
    for name, buyer, *days, amount in rows:
        sheet.active.append([name, buyer, *map(datetime.fromisoformat, days), float(amount)])
    sheet.save(book / "a.xlsx")
    table = pa.table({name: [row[at] for row in rows] for at, name in enumerate(columns)})
    pq.write_table(table.set_column(4, "amount", pa.array([Decimal(row[4]) for row in rows])), book / "a.parquet")
    pages = set()
    for kind in ("csv", "tsv", "xlsx", "parquet"):
        out = book / f"{kind}.html"
        assert command("report", "--policy", POLICY, "--invoices", book / f"a.{kind}", "--as-of", "2026-06-30", "--html", out, "--quiet") == 0
        pages.add(out.read_text(encoding="utf-8").split("<footer>")[1])
    assert len(pages) == 1, "the same facts have the same digest"


def test_a_claim(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["settle", "--policy", POLICY, "--ledger", EXAMPLES / "ledger.json", "--buyer", "B-02", "--as-of", "2026-06-30"]
    assert command(*asked, "--lang", "fr") == 0
    assert "Quotité garantie" in capsys.readouterr().out
    assert command(*asked, "--format", "json", "--quiet") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["indemnity"] == {"amount": "31000", "currency": "EUR"}
    assert told.err == ""


def test_templates_and_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("template") == 0
    assert "mid_cap" in capsys.readouterr().out.splitlines()
    assert command("template", "mid_cap", "--set", "period.from=2026-07-01", "--set", "premium.minimum=70000", "--set", "renewal=null") == 0
    policy = Policy.from_json(capsys.readouterr().out)
    assert str(policy.period.start) == "2026-07-01"
    assert policy["premium"]["minimum"] == "70000"


def test_schemas_and_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("schema") == 0
    names = capsys.readouterr().out.splitlines()
    assert {"policy", "ledger", "trace", "error", "answers/settle"} <= set(names)
    schemas = EXAMPLES.parent / "docs/schema"
    for name in names:
        # A document and an operation may have one name: then the operation's is written out.
        short = name.removeprefix("answers/")
        assert command("schema", name if short in names else short) == 0
        assert json.loads(capsys.readouterr().out) == json.loads((schemas / f"{name}.json").read_text(encoding="utf-8"))
    assert command("schema", "polcy") == 1
    assert "there is no `polcy`: there are error, " in capsys.readouterr().err
    assert command("schema", "payments", "--columns") == 0
    assert capsys.readouterr().out.startswith("payments: id, buyer, date, amount")
    assert command("schema", "--columns") == 0
    assert len(capsys.readouterr().out.splitlines()) == len(_native.fact_columns())


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (["--invoices", "none.csv"], 1, "there is no such file"),
        (["--invoices", "empty.csv"], 1, "the file is empty"),
        (["--columns", "amount=Total"], 1, "has no column `Total`: it has Facture"),
        (["--columns", "price=Total"], 1, "no field `price`: the fields are id"),
        (["--columns", "nonsense"], 1, "not of the form field=column"),
        (["--columns", "payments.id=x"], 1, "give --payments FILE"),
        (["--columns", "buyer=Nom client,amount=Facture"], 1, "no invoice can be used"),
        (["--policy", "open.csv"], 1, "is not text in UTF-8"),
        (["--policy", "limits.csv"], 1, "this is not JSON"),
        (["--policy", "none.json"], 1, "none.json: No such file"),
        (["--ledger", "x.json"], 1, "either --ledger or --invoices"),
        (["--currency", "EURO"], 1, "EURO"),
        (["--rates", "open.csv"], 1, "is not JSON"),
        (["--html", "no/such/folder/out.html"], 1, "No such file"),
        (["--as-of", "today"], 2, "not a day such as 2026-06-30"),
        (["--lang", "de"], 2, "invalid choice"),
    ],
)  # fmt: skip
def test_what_can_go_wrong(
    book: Path, change: list[str], code: int, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(book)
    (book / "empty.csv").write_text("")
    asked = {"--policy": str(POLICY), "--invoices": "open.csv", "--columns": "amount=Montant HT", "--as-of": "2026-06-30", "--html": "out.html"}
    asked |= dict(zip(change[::2], change[1::2], strict=True))
    try:
        done = command("report", *(word for pair in asked.items() for word in pair))
    except SystemExit as stopped:
        done = int(stopped.code or 0)
    told = capsys.readouterr()
    assert (done, message in told.err) == (code, True), told.err
    assert "Traceback" not in told.err


def test_dates_that_read_both_ways_are_asked_for(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "us.csv").write_text("id,buyer,date,due,amount\nF-1,C1,1/2/2026,3/4/2026,10\n")
    asked = ["report", "--policy", POLICY, "--invoices", book / "us.csv", "--as-of", "2026-06-30", "--html", book / "o.html"]
    assert command(*asked) == 1
    assert "dates=d-m-y" in capsys.readouterr().err
    assert command(*asked, "--columns", "dates=m-d-y") == 0


def test_it_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "tradecredit"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "COMMAND" in done.stderr


HEAD, ROW = "id,buyer,delivery,due,amount\n", "F-1,C1,2026-03-02,2026-05-01,1234.50\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + '"' + ROW + '"' + ROW, "line 3: "),
        (HEAD + ROW.replace("1234.50", '"1.234,50"') + ROW.replace("1234.50", '"1,234.50"'), "decimals=comma or decimals=point"),
        (HEAD + ROW.replace("1234.50", "1.234"), "`1.234` reads both"),
        (HEAD + ROW.replace("2026-03-02", "13/02/2026").replace("2026-05-01", "05/13/2026"), "`13/02/2026` reads as day-month"),
        (HEAD.replace("id", "buyer") + ROW, "several columns are called `buyer`"),
        (HEAD + ROW.replace("2026-03-02", "02.03.26").replace("2026-05-01", "01.05.26"), "years in four digits"),
        (HEAD + ROW.replace("C1", "x" * 200_000), "a name must be 1 to 200 characters"),
    ],
)
def test_what_would_be_read_wrongly_is_asked_for(book: Path, text: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "odd.csv").write_text(text, encoding="utf-8")
    asked = ["--invoices", book / "odd.csv", "--as-of", "2026-06-30", "--html", book / "out.html", "--quiet"]
    assert command("report", "--policy", POLICY, *asked) == 1
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_usual_encoding(book: Path, encoding: str) -> None:
    text = HEAD + ROW.replace("C1", '"Société\r\ndu Nord"')
    (book / "coded.csv").write_bytes(text.encode(encoding))
    asked = ["--invoices", book / "coded.csv", "--as-of", "2026-06-30", "--html", book / "out.html", "--quiet"]
    assert command("report", "--policy", POLICY, *asked, "--csv", book / "out.csv") == 0
    assert "F-1,Société du Nord,," in (book / "out.csv").read_text(encoding="utf-8-sig")


def test_one_mark_decides_for_the_whole_file(book: Path) -> None:
    rows = HEAD.replace(",", ";") + ROW.replace(",", ";").replace("1234.50", "1.234") + "F-2;C1;03/02/2026;13/05/2026;0,5\n"
    (book / "marks.csv").write_text(rows, encoding="utf-8")
    asked = ["--invoices", book / "marks.csv", "--as-of", "2026-06-30", "--html", book / "out.html", "--quiet"]
    assert command("report", "--policy", POLICY, *asked, "--csv", book / "out.csv") == 0
    written = (book / "out.csv").read_text(encoding="utf-8-sig")
    assert "F-1,C1,,1234," in written
    assert "F-2,C1,,0.5," in written


def test_a_due_date_that_is_none_spoils_nothing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "none.csv").write_text(HEAD + ROW.replace("2026-05-01", "9999-12-31") + ROW.replace("F-1", "F-2"), encoding="utf-8")
    asked = ["--invoices", book / "none.csv", "--as-of", "2026-06-30", "--html", book / "out.html", "--quiet"]
    assert command("report", "--policy", POLICY, *asked, "--csv", book / "out.csv") == 0
    assert capsys.readouterr().err == "1 facts could not be used: the report lists them\n"
    assert "it falls due on 9999-12-31, after 9899-12-31" in (book / "out.html").read_text(encoding="utf-8")
    assert "F-2" in (book / "out.csv").read_text(encoding="utf-8-sig")
