// An export of open items, read row by row into a ledger document. Runs in the worker.
//
// Nothing is guessed in silence: what was found is shown and can be changed; a row that
// cannot be read is listed with its number and column, and the others still count.
import Papa from "./vendor/papaparse.js";
import { reason } from "./reason.js";
import { FIELDS, currency, found } from "./columns.js";
import { date, dateOrder } from "./dates.js";
import { difference } from "./exact.js";
import { amount, decimalMark } from "./numbers.js";

const MOST_BYTES = 64_000_000;
const MOST_ROWS = 300_000;
// Each column is an option of every field that is mapped.
const MOST_COLUMNS = 1_000;
const LONGEST = 200;
const SHOWN_PROBLEMS = 200;
const YES = new Set(["1", "true", "yes", "y", "x", "oui", "o", "vrai", "ja"]);

/** Why a whole file cannot be read: a key of the words, and facts. */
function refuse(key, ...facts) {
  throw Object.assign(new Error(key), { code: `problem_${key}`, facts });
}

export class Book {
  /** Reads a file or a pasted text. */
  static async read({ file, text, name }, progress) {
    const book = new Book();
    book.name = name ?? file.name;
    const size = file ? file.size : text.length;
    if (size > MOST_BYTES) refuse("too_large", Math.ceil(size / 1e6), MOST_BYTES / 1e6);
    progress(0);
    book.parse(file ? decoded(await file.arrayBuffer()) : text.replace(/^\ufeff/, ""));
    return book;
  }

  parse(text) {
    if (!text.trim()) refuse("empty");
    if (text.includes("\0")) refuse("binary");
    // Excel writes a first line for itself: it is no row of its own.
    const [said, separator] = /^sep=([,;|\t])\r?\n/i.exec(text) ?? [""];
    const { data, errors, meta } = Papa.parse(text.slice(said.length), { delimiter: separator ?? delimiter(text), header: false });
    const open = errors.find(({ code }) => code === "MissingQuotes");
    if (open) refuse("quotes", open.row + 1);
    this.bad = new Map(errors.filter(({ type, row }) => type === "Quotes" && row !== undefined).map(({ row }) => [row, "quotes"]));
    const blank = (row) => row.every((cell) => !cell.trim());
    const first = data.findIndex((row) => !blank(row));
    if (first < 0) refuse("empty");
    this.header = data[first].map((cell, at) => cell.trim().slice(0, LONGEST) || `#${at + 1}`);
    if (this.header.length < 2) refuse("one_column");
    if (this.header.length > MOST_COLUMNS) refuse("too_wide", MOST_COLUMNS);
    // Row numbers are those of a spreadsheet: blank rows count.
    this.rows = [];
    for (let at = first + 1; at < data.length; at += 1) {
      if (blank(data[at])) continue;
      this.rows.push({ number: at + 1, cells: data[at], bad: this.bad.has(at) });
      if (this.rows.length > MOST_ROWS) refuse("too_many", MOST_ROWS);
    }
    if (!this.rows.length) refuse("no_rows");
    this.delimiter = meta.delimiter;
  }

  *cells(...columns) {
    for (const { cells } of this.rows) for (const column of columns) if (column >= 0 && cells[column] !== undefined) yield cells[column];
  }

  /** What was found, for the page to show and the reader to correct. */
  shown() {
    const columns = found(this.header);
    return {
      name: this.name,
      rows: this.rows.length,
      header: this.header,
      samples: this.header.map((_, column) => this.rows.find(({ cells }) => cells[column]?.trim())?.cells[column].trim().slice(0, 60) ?? ""),
      ...this.found(columns),
    };
  }

  /** The first and the last delivery, for each order of dates that fits. */
  spans(column, orders) {
    return Object.fromEntries(
      orders.map((order) => {
        let span;
        for (const text of this.cells(column)) {
          const day = date(text, order);
          if (!day) continue;
          span ??= { first: day, last: day };
          if (day < span.first) span.first = day;
          if (day > span.last) span.last = day;
        }
        return [order, span];
      }),
    );
  }

  /** How dates and amounts are written in these columns. */
  found(columns) {
    const orders = dateOrder(this.cells(columns.delivery, columns.due, columns.cleared));
    return {
      columns,
      orders,
      spans: this.spans(columns.delivery, orders),
      mark: decimalMark(this.cells(columns.amount)),
      currency: currency(this.header[columns.amount]),
    };
  }

  /** Reads the rows as told, and asks the engine about each. */
  assess({ columns, order, mark, currency: unit }, policy, asOf, run, progress) {
    const missing = FIELDS.filter(([field, needed]) => needed && !(columns[field] >= 0)).map(([field]) => field);
    if (missing.length) throw Object.assign(new Error("missing"), { code: "problem_missing_columns", facts: missing });
    if (!order) refuse("ambiguous_dates");
    this.ledger(columns, order, mark, unit, policy.period.from);
    if (!this.document.invoices.length) return { problems: this.problems.slice(0, SHOWN_PROBLEMS), unreadable: this.problems.length, none: true };
    progress(1);
    const started = performance.now();
    const request = { policy, ledger: this.document, as_of: asOf };
    const cover = run("assess", request);
    const assessed = performance.now();
    const duties = run("duties", { ...request, soon_days: 30 });
    this.currency = cover.currency;
    const { total } = cover.exposure;
    this.verdicts = this.judged(cover);
    const refused = (cover.refused ?? []).map((problem) => ({ row: this.row(problem.path), message: problem.message }));
    const counts = { all: this.verdicts.length };
    for (const { verdict } of this.verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
    return {
      currency: cover.currency,
      total: { open: total.open, covered: total.covered, uncovered: difference(total.open, total.covered) },
      counts,
      duties: this.named(duties.duties.filter(({ state }) => !state.startsWith("done"))),
      problems: this.problems.slice(0, SHOWN_PROBLEMS),
      unreadable: this.problems.length,
      refused: refused.slice(0, SHOWN_PROBLEMS),
      refusals: refused.length,
      milliseconds: { assess: assessed - started, duties: performance.now() - assessed },
    };
  }

  ledger(columns, order, mark, unit, limitsFrom) {
    this.problems = [];
    this.rowOf = new Map();
    this.dueOf = new Map();
    this.place = [];
    this.names = new Map();
    const buyers = new Map();
    const limits = new Map();
    const document = { schema: "tradecredit/ledger/1", currency: unit, buyers: [], invoices: [], payments: [], disputes: [], limits: [] };
    for (const { number, cells, bad } of this.rows) {
      try {
        if (bad) throw { key: "problem_quotes", facts: [number] };
        if (cells.length !== this.header.length) throw { key: "wrong_columns", facts: [cells.length, this.header.length] };
        this.fact({ number, cells, columns, order, mark, limitsFrom, buyers, limits, document });
      } catch (problem) {
        if (!problem.key) throw problem;
        this.problems.push({ row: number, column: problem.column, key: problem.key, facts: problem.facts ?? [] });
      }
    }
    document.buyers = [...buyers.values()];
    this.document = document;
  }

  fact({ number, cells, columns, order, mark, limitsFrom, buyers, limits, document }) {
    const cell = (field) => (columns[field] >= 0 ? cells[columns[field]].trim() : "");
    const wrong = (field, key, ...facts) => {
      throw { column: this.header[columns[field]], key: `wrong_${key}`, facts: facts.map((fact) => fact.slice(0, 60)) };
    };
    const needed = (field) => cell(field) || wrong(field, "empty");
    const day = (field) => {
      const text = cell(field);
      return text ? (date(text, order) ?? wrong(field, "date", text)) : undefined;
    };
    const sum = (field) => {
      const text = cell(field);
      const read = amount(text, mark);
      if (read === undefined) wrong(field, "amount", text);
      if (read.startsWith("-")) wrong(field, "negative", text);
      return read;
    };
    const plain = (field) => {
      const text = cell(field);
      // eslint-disable-next-line no-control-regex
      return /[\u0000-\u001f\u007f\ufffd\p{Cs}]/u.test(text) ? wrong(field, "control") : text;
    };
    // Cut short, two of them could become one.
    const named = (field) => (cell(field).length > LONGEST ? wrong(field, "long", String(LONGEST)) : plain(field));
    needed("buyer");
    const buyer = named("buyer");
    needed("delivery");
    needed("due");
    needed("amount");
    const delivery = day("delivery");
    const due = day("due");
    const gross = sum("amount");
    const cleared = day("cleared");
    const limit = cell("limit") ? sum("limit") : undefined;
    const given = named("invoice") || `#${number}`;
    const name = [...plain("name").slice(0, 2 * LONGEST)].slice(0, LONGEST).join("");
    const country = plain("country").toUpperCase();
    if (country && !/^[A-Z]{2}$/.test(country)) wrong("country", "country", country);
    // Exports repeat document numbers (split lines): each row stays its own receivable.
    const id = this.rowOf.has(given) ? `${given} (${number})` : given;

    this.rowOf.set(id, number);
    this.dueOf.set(id, due);
    this.place.push(number);
    if (!buyers.has(buyer)) {
      const facts = { id: buyer };
      if (name) facts.name = name;
      if (country) facts.country = country;
      buyers.set(buyer, facts);
      this.names.set(buyer, name || buyer);
    }
    document.invoices.push({ id, buyer, delivery, due, amount: gross });
    if (cleared) document.payments.push({ id: `#${number}`, buyer, date: cleared, amount: gross, invoices: [id] });
    if (YES.has(cell("disputed").toLowerCase())) document.disputes.push({ invoice: id, opened: due });
    if (limit !== undefined && !limits.has(buyer)) {
      limits.set(buyer, limit);
      document.limits.push({ buyer, kind: "granted", date: limitsFrom, amount: limit });
    }
  }

  judged(cover) {
    return cover.receivables.map((row) => ({
      row: this.rowOf.get(row.invoice),
      invoice: row.invoice,
      buyer: this.names.get(row.buyer) ?? row.buyer,
      due: this.dueOf.get(row.invoice),
      open: row.open,
      covered: row.covered,
      uncovered: row.uncovered,
      verdict: row.verdict,
      reasons: row.reasons ?? [],
    }));
  }

  named(duties) {
    return duties.slice(0, 500).map((duty) => ({ ...duty, name: this.names.get(duty.buyer) ?? duty.buyer }));
  }

  /** The row of the file that a path such as `invoices[17].due` comes from. */
  row(path) {
    const [, list, place] = /^(?:ledger\.)?(\w+)\[(\d+)\]/.exec(path) ?? [];
    if (list === "invoices") return this.place[Number(place)];
    if (list === "payments") return Number(this.document.payments[Number(place)]?.id.slice(1));
    const [, invoice] = /^(?:ledger\.)?invoices\.(.+)$/s.exec(path) ?? [];
    return this.rowOf.get(invoice);
  }

  /** Some of the verdicts: those that are wanted, the largest gaps first. */
  page(filter, from, count) {
    const wanted = filter === "all" ? this.verdicts : this.verdicts.filter(({ verdict }) => verdict === filter);
    const sorted = [...wanted].sort((a, b) => Number(b.uncovered) - Number(a.uncovered) || Number(b.open) - Number(a.open));
    return { total: sorted.length, rows: sorted.slice(from, from + count) };
  }

  /** Every verdict as CSV for a spreadsheet of the language. */
  table(words, language, run) {
    const steps = this.verdicts.flatMap(({ reasons }) => reasons.map(reason));
    const { sentences } = run("phrases", { language, currency: this.currency, steps });
    let told = 0;
    const figure = (text) => (language === "fr" ? text.replace(".", ",") : text);
    const rows = this.verdicts.map(({ row, invoice, buyer, due, open, covered, uncovered, verdict, reasons }) => [
      String(row), harmless(invoice), harmless(buyer), due ?? "", figure(open), figure(covered), figure(uncovered), words.verdicts[verdict] ?? verdict,
      harmless(reasons.map(() => sentences[told++]).join(" ")),
    ]);
    return `\ufeff${Papa.unparse({ fields: words.header, data: rows }, { delimiter: language === "fr" ? ";" : ",", newline: "\r\n" })}\r\n`;
  }
}

/** A spreadsheet would run what begins like a formula, and one of another language begins a cell at another separator. */
const harmless = (text) => text.replace(/(^|[,;\t])(?=\s*[=+\-@＝＋－＠])/g, "$1'");

/** The separator that the first rows use most evenly, outside of quotes. */
function delimiter(text) {
  const head = text.slice(0, 20_000).replace(/"[^"]*"/g, "").split(/\r\n|\r|\n/).filter((line) => line.trim()).slice(0, 10);
  const score = (mark) => head.filter((line) => line.includes(mark)).length * 1000 + Math.min(head[0]?.split(mark).length ?? 0, 999);
  return [";", "\t", "|", ","].reduce((best, mark) => (score(mark) > score(best) ? mark : best), ",");
}

/** Text in the encoding that fits: UTF-8 or UTF-16 by their marks, else UTF-8, else Windows. */
function decoded(buffer) {
  const bytes = new Uint8Array(buffer);
  const begins = (...values) => values.every((value, at) => bytes[at] === value);
  if (begins(0x50, 0x4b, 3, 4) || begins(0xd0, 0xcf, 0x11, 0xe0) || begins(0x25, 0x50, 0x44, 0x46)) refuse("binary");
  if (begins(0xff, 0xfe)) return new TextDecoder("utf-16le").decode(bytes);
  if (begins(0xfe, 0xff)) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
