"""Tables out of files: CSV, Excel and Parquet exports as facts of a ledger.

An export says what it says: separators, the order of dates and the decimal
mark are recognised from the whole file, or the reader asks.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tradecredit import _native
from tradecredit.errors import TradeCreditError

# Names that exports give to the fields: letters and digits only, without accents.
_USUAL: dict[str, dict[str, str]] = {
    "invoices": {
        "id": "id docid invoicenumber invoiceid invoice invoiceno facture numerofacture nfacture "
        "piece documentnumber belegnummer",
        "buyer": "buyer custnumber customerid customernumber customer buyerid client codeclient "
        "compte debtor siren kundennummer",
        "buyer_name": "buyername namecustomer customername nomclient raisonsociale name nom",
        "buyer_country": "buyercountry country countrycode pays land",
        "delivery": "delivery deliverydate datelivraison postingdate invoicedate datefacture "
        "documentdate rechnungsdatum date",
        "invoiced": "invoiced",
        "due": "due duedate dueindate echeance dateecheance faelligkeit",
        "terms": "terms paymentterms",
        "amount": "amount amountexvat montantht invoiceamount openamount montant montantttc solde "
        "totalopenamount betrag convertedusd",
        "vat": "vat tva tax mwst",
        "currency": "currency devise waehrung",
        "cleared": "cleared cleardate settleddate paymentdate datepaiement datereglement paid",
        "disputed": "disputed dispute litige",
    },
    "payments": {
        "id": "id paymentid payment reference reglement",
        "buyer": "buyer custnumber customerid customernumber customer client codeclient",
        "date": "date paymentdate received datepaiement datereglement valuedate",
        "amount": "amount montant paid betrag",
        "invoices": "invoices invoice facture docid invoicenumber",
        "currency": "currency devise",
        "kind": "kind type",
    },
    "limits": {
        "buyer": "buyer custnumber customerid customernumber customer client codeclient",
        "kind": "kind decision type",
        "date": "date decided decisiondate datedecision",
        "effective": "effective from dateeffet",
        "expires": "expires until expiry echeance datefin",
        "amount": "amount limit agrement montant",
        "currency": "currency devise",
        "requested": "requested demande",
        "insured_percentage": "insuredpercentage quotite",
    },
    "buyers": {
        "id": "id buyer custnumber customerid customernumber customer client codeclient",
        "name": "name buyername namecustomer customername nom raisonsociale",
        "country": "country countrycode pays land",
        "kind": "kind type",
        "group": "group groupe",
        "register": "register siren siret vat lei",
    },
}
_NEEDED = {
    "invoices": ("buyer", "delivery", "amount"),
    "payments": ("buyer", "date", "amount"),
    "limits": ("buyer", "date"),
    "buyers": ("id",),
}
_DATES = {
    *("delivery", "invoiced", "due", "cleared", "date", "effective", "expires"),
}
_AMOUNTS = {"amount", "vat", "requested"}
# How a file says that it is Unicode; the longer marks begin as the shorter do.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_YES = {"yes", "y", "true", "1", "oui", "o", "x", "ja"}
_ORDERS = {"y-m-d": "ymd", "d-m-y": "dmy", "m-d-y": "mdy"}


class Table(NamedTuple):
    """The facts of a file and how it was read."""

    facts: dict[str, list[dict[str, object]]]
    unreadable: list[tuple[str, str]]
    reading: str
    currency: str | None
    rows: int


def read(path: Path, name: str, columns: dict[str, str]) -> Table:
    """The facts of a file; ``columns`` maps fields to columns, ``dates`` to their order, ``decimals`` to their mark."""
    headers, rows = _rows(path)
    columns = dict(columns)
    said = columns.pop("dates", None)
    if said is not None and said.replace("/", "-") not in _ORDERS:
        _wrong(f"--columns: `dates={said}` is not one of {', '.join(_ORDERS)}")
    decimals = columns.pop("decimals", None)
    if decimals not in (None, "comma", "point"):
        _wrong(f"--columns: `decimals={decimals}` is neither `comma` nor `point`")
    found = _columns(path, name, headers, columns)
    order = _order(path, said, [row[at] for f, at in found.items() if f in _DATES for row in rows])
    amounts = [row[at] for field, at in found.items() if field in _AMOUNTS for row in rows]
    comma = _comma(path, decimals, amounts)
    read = _Reader(found, order, comma)
    table = read.invoices(rows) if name == "invoices" else read.facts(name, rows)
    shown = ", ".join(f"{field} ← {headers[at]}" for field, at in found.items())
    marks = [f"dates {order}"] if order else []
    marks.append("1 234,56" if comma else "1,234.56")
    currency = None
    if "amount" in found:
        words = re.split(r"[^A-Z]+", headers[found["amount"]].upper())
        currency = next((word for word in words if _is_currency(word)), None)
    if currency is not None and "currency" not in found:
        marks.append(f"{currency}, as `{headers[found['amount']]}` says")
    reading = f"{shown} ({'; '.join(marks)})"
    return Table(table, read.unreadable, reading, currency, len(rows))


def write(path: Path, rows: Iterable[Sequence[object]], *, french: bool = False) -> None:
    """Writes a table that a spreadsheet opens as it stands, in the habits of its country."""
    # A spreadsheet runs a text that begins so as a formula, whoever wrote it into the ledger.
    formula = re.compile(r"[=+@\t\r]|-(?![0-9.]+$)")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if french else ",")
        for row in rows:
            writer.writerow([_cell(cell, formula, french) for cell in row])


def _cell(cell: object, formula: re.Pattern[str], french: bool) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",") if french else f"{cell:f}"
    text = str(cell)
    return f"'{text}" if formula.match(text) else text


class _Reader:
    def __init__(self, found: dict[str, int], order: str | None, comma: bool) -> None:
        self.found = found
        self.order = order
        self.comma = comma
        self.unreadable: list[tuple[str, str]] = []

    def cell(self, row: Sequence[Any], field: str) -> object:
        at = self.found.get(field)
        value = None if at is None else row[at]
        if isinstance(value, str):
            # A cell may hold several lines; a name is one.
            value = re.sub(r"\s*[\r\n]+\s*", " ", value.strip()) or None
        if value is None:
            return None
        if field in _DATES:
            return _day(value, self.order)
        if field in _AMOUNTS:
            return _amount(value, self.comma)
        if isinstance(value, float):
            # A spreadsheet keeps every number as a float: this is the text that it shows.
            value = format(value, ".15g")
        return str(value)

    def fields(self, row: Sequence[Any]) -> dict[str, object]:
        cells = {field: self.cell(row, field) for field in self.found}
        return {field: value for field, value in cells.items() if value is not None}

    def facts(self, name: str, rows: Sequence[Sequence[Any]]) -> dict[str, list[dict[str, object]]]:
        facts = []
        for number, row in enumerate(rows, 2):
            fact = self.fields(row)
            if name == "payments":
                fact.setdefault("id", f"row {number}")
            if name == "limits":
                fact.setdefault("kind", "granted")
                fact["kind"] = str(fact["kind"]).lower()
            facts.append(fact)
        return {name: facts}

    def invoices(self, rows: Sequence[Sequence[Any]]) -> dict[str, list[dict[str, object]]]:
        invoices: list[dict[str, object]] = []
        payments: list[dict[str, object]] = []
        disputes: list[dict[str, object]] = []
        seen: set[object] = set()
        for number, row in enumerate(rows, 2):
            fact = self.fields(row)
            cleared, disputed = fact.pop("cleared", None), fact.pop("disputed", None)
            country = fact.get("buyer_country")
            if not re.fullmatch("[A-Z]{2}", str(country)):
                fact.pop("buyer_country", None)
            # Exports repeat the numbers of documents (split lines): each row is its own receivable.
            name = fact.get("id", f"row {number}")
            name = f"{name} (row {number})" if name in seen else name
            seen.add(name)
            fact["id"] = name
            invoices.append(fact)
            sound = _is_day(cleared) and "amount" in fact and "buyer" in fact
            if disputed is not None and str(disputed).lower() in _YES and _is_day(fact.get("due")):
                # The export says whether, not when: from the due date until it was paid.
                dispute: dict[str, object] = {"invoice": name, "opened": fact["due"]}
                if sound:
                    opened = min(str(cleared), str(fact["due"]))
                    settled = {"settled": cleared, "in_favour_of": "insured"}
                    dispute |= {"opened": opened, **settled}
                disputes.append(dispute)
            if sound:
                payment = {"id": f"payment of {name}", "buyer": fact["buyer"], "date": cleared}
                payment |= {"amount": _paid(fact), "invoices": [name]}
                if "currency" in fact:
                    payment["currency"] = fact["currency"]
                payments.append(payment)
            elif cleared is not None and not _is_day(cleared):
                self.unreadable.append((f"row {number}", f"`{cleared}` is not a date"))
        facts = {"invoices": invoices}
        if payments:
            facts["payments"] = payments
        if disputes:
            facts["disputes"] = disputes
        return facts


def _paid(fact: dict[str, object]) -> object:
    try:
        return Decimal(str(fact["amount"])) + Decimal(str(fact.get("vat", 0)))
    except ArithmeticError:
        return fact["amount"]


def _rows(path: Path) -> tuple[list[str], list[list[Any]]]:
    if not path.exists():
        _wrong(f"{path}: there is no such file")
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            headers, rows = _excel(path)
        case ".parquet" | ".pq":
            headers, rows = _parquet(path)
        case ".xls":
            _wrong(f"{path}: save it as .xlsx or .csv; the old format cannot be read")
        case _:
            headers, rows = _csv(path)
    if not rows:
        _wrong(f"{path}: the file holds no rows")
    return headers, [row + [None] * (len(headers) - len(row)) for row in rows]


def _csv(path: Path) -> tuple[list[str], list[list[Any]]]:
    text = _text(path.read_bytes())
    if not text.strip():
        _wrong(f"{path}: the file is empty")
    header = text.split("\n", 1)[0]
    sign = max(",;\t|", key=header.count)
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    # A quote that is never closed would swallow rows in silence: strictly, it is an error.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        _wrong(
            f"{path}: line {reader.line_num}: {error}: close each quote, and double those inside a text"
        )
    return [name.strip() for name in lines[0]], [
        list(line) for line in lines[1:] if any(cell.strip() for cell in line)
    ]


def _text(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _excel(path: Path) -> tuple[list[str], list[list[Any]]]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        _wrong(f"{path}: reading Excel needs openpyxl: pip install 'tradecredit[excel]'")
    from zipfile import BadZipFile

    try:
        sheet = load_workbook(path, read_only=True, data_only=True).active
    except (BadZipFile, KeyError, OSError) as error:
        _wrong(f"{path}: this is not an Excel file: {error}")
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    lines = [line for line in lines if any(cell is not None for cell in line)]
    if not lines:
        _wrong(f"{path}: the first sheet is empty")
    return [str(name or "").strip() for name in lines[0]], lines[1:]


def _parquet(path: Path) -> tuple[list[str], list[list[Any]]]:
    table: Any
    try:
        from pyarrow import ArrowException, parquet

        try:
            table = parquet.read_table(path)
        except (ArrowException, OSError) as error:
            _wrong(f"{path}: this is not a Parquet file: {error}")
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
    except ImportError:
        try:
            import polars
        except ImportError:
            _wrong(
                f"{path}: reading Parquet needs pyarrow or polars: pip install 'tradecredit[parquet]'"
            )
        table = polars.read_parquet(path)
        columns = table.to_dict(as_series=False)
    return list(columns), [list(row) for row in zip(*columns.values(), strict=True)]


def _columns(
    path: Path, name: str, headers: list[str], said: dict[str, str]
) -> dict[str, int]:
    usual = _USUAL[name]
    found: dict[str, int] = {}
    for field, header in said.items():
        if field not in usual:
            _wrong(f"--columns: {name} have no field `{field}`: the fields are {', '.join(usual)}")
        if header not in headers:
            _wrong(f"--columns: {path} has no column `{header}`: it has {', '.join(headers)}")
        found[field] = headers.index(header)
    plain = [_plain(header) for header in headers]
    for field, names in usual.items():
        if field in found:
            continue
        for known in names.split():
            if known in plain and plain.index(known) not in found.values():
                found[field] = plain.index(known)
                break
    lacking = [field for field in _NEEDED[name] if field not in found]
    if name == "invoices" and "due" not in found and "terms" not in found:
        lacking.append("due")
    if lacking:
        prefix = "" if name == "invoices" else f"{name}."
        _wrong(
            f"{path}: no column looks like `{lacking[0]}`: say which one it is with "
            f"--columns {prefix}{lacking[0]}=COLUMN; the columns are {', '.join(headers)}"
        )
    for at in found.values():
        if headers.count(headers[at]) > 1:
            _wrong(f"{path}: several columns are called `{headers[at]}`: rename all but one")
    return found


def _plain(header: str) -> str:
    letters = unicodedata.normalize("NFKD", header.lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


def _order(path: Path, said: str | None, cells: Sequence[object]) -> str | None:
    if said is not None:
        return said.replace("/", "-")
    texts = {cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()}
    if not texts:
        return None
    # 2026-06-30 reads in one way only, beside whatever else.
    iso = {text for text in texts if _ordered(text, "y-m-d")}
    fits = {order: {t for t in texts if _ordered(t, order)} for order in ("d-m-y", "m-d-y")}
    day_first, month_first = (sorted(fits[order]) for order in fits)
    only_day, only_month = fits["d-m-y"] - fits["m-d-y"], fits["m-d-y"] - fits["d-m-y"]
    if not day_first and not month_first:
        if not iso:
            _wrong(
                f"{path}: `{min(texts)}` is not a date: say which column it is with --columns, and "
                "write years in four digits"
            )
        return "y-m-d"
    if only_day and only_month:
        _wrong(
            f"{path}: `{min(only_day)}` reads as day-month, `{min(only_month)}` as month-day: say "
            "dates=d-m-y or dates=m-d-y in --columns"
        )
    if not only_day and not only_month:
        _wrong(
            f"{path}: every date reads both as day-month and as month-day: say dates=d-m-y or "
            "dates=m-d-y in --columns"
        )
    return "d-m-y" if only_day else "m-d-y"


def _day(value: object, order: str | None) -> object:
    """A day in ISO form; what cannot be read stays as it is, to be reported with its row."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _ordered(str(value), order) or _ordered(str(value), "y-m-d") or str(value)


def _ordered(text: str, order: str | None) -> str | None:
    parts = re.split(r"[-/.]", re.split(r"[ T]", text.strip())[0])
    if order is None or len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    part = dict(zip(_ORDERS[order], map(int, parts), strict=True))
    try:
        return date(part["y"], part["m"], part["d"]).isoformat() if part["y"] >= 1000 else None
    except (ValueError, OverflowError):
        return None


def _is_day(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def _comma(path: Path, said: str | None, cells: Iterable[object]) -> bool:
    """Whether the decimal mark is a comma, as the whole file has it."""
    if said is not None:
        return said == "comma"
    texts = {_digits(cell) for cell in cells if isinstance(cell, str)}
    marked = {text for text in texts if "," in text or "." in text}
    comma = {text for text in marked if _grouped(text, ".", ",")}
    point = {text for text in marked if _grouped(text, ",", ".")}
    only_comma, only_point = comma - point, point - comma
    if only_comma and only_point:
        _wrong(
            f"{path}: `{min(only_comma)}` has a decimal comma, `{min(only_point)}` a point: say "
            "decimals=comma or decimals=point in --columns; rows with the other are listed"
        )
    if comma and not only_comma and not only_point:
        _wrong(
            f"{path}: `{min(comma)}` reads both with a decimal comma and with a point: say "
            "decimals=comma or decimals=point in --columns"
        )
    return bool(only_comma)


def _digits(text: str) -> str:
    """An amount without its spaces and the sign of its currency."""
    return re.sub(r"[\s'’€$£]", "", text)


def _grouped(text: str, group: str, mark: str) -> bool:
    g, m = re.escape(group), re.escape(mark)
    whole = rf"\d+|\d{{1,3}}({g}\d{{2,3}})*{g}\d{{3}}"
    return re.fullmatch(rf"[+-]?({whole})({m}\d*)?", text, re.ASCII) is not None


def _amount(value: object, comma: bool) -> object:
    """An amount as the engine reads it; what cannot be one stays, to be reported with its row."""
    if isinstance(value, float):
        # A spreadsheet keeps every number as a float: this is the text that it shows.
        return format(Decimal(format(value, ".15g")), "f") if value == value else "NaN"
    if not isinstance(value, str):
        return value
    group, mark = (".", ",") if comma else (",", ".")
    digits = _digits(value)
    return digits.replace(group, "").replace(mark, ".") if _grouped(digits, group, mark) else value


def _is_currency(word: str) -> bool:
    if len(word) != 3:
        return False
    try:
        _native.minor_digits(word)
    except TradeCreditError:
        return False
    return True


def _wrong(problem: str) -> Any:
    raise TradeCreditError("unreadable_file", problem)
