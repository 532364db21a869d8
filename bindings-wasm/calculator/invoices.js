// My invoices: a file in, a verdict for each row and a date for each duty out.
import { ask, task } from "./engine.js";
import { announce, download, h, replace, settled } from "./dom.js";
import * as fields from "./fields.js";
import * as format from "./format.js";
import * as policyform from "./policyform.js";
import { swatch } from "./answer.js";
import { FIELDS } from "./columns.js";
import { OPEN_ITEMS } from "./examples.js";
import { policyField, refusalCard } from "./refusal.js";
import { authority, reason, stake, worded } from "./worded.js";
import { t } from "./words.js";

const PAGE = 50;
const FIRST_DUTIES = 8;
const VERDICTS = ["all", "covered", "partly_covered", "not_covered", "suspended"];

export class InvoicesView {
  constructor(store) {
    this.store = store;
    this.panel = h("div", {});
    this.intro = h("div", { class: "intro" });
    this.source = h("section", { class: "card source-card" });
    this.mapping = h("div", {});
    this.results = h("div", { class: "results", id: "invoices-result", tabindex: "-1", role: "region" });
    this.panel.append(this.intro, this.source, this.mapping, this.results);
    this.assess = settled(150, () => this.assessNow());
    this.filter = "all";
    this.from = 0;
    this.turn = 0;
  }

  get state() {
    return this.store.state.invoices;
  }

  async show() {
    this.lists = await policyform.startingPoints();
    this.results.setAttribute("aria-label", t("result"));
    replace(this.intro, h("h1", {}, t("invoices_title")), h("p", { class: "lead" }, t("invoices_lead")));
    this.drawSource();
    if (!this.read) await this.take({ text: OPEN_ITEMS, name: t("preset_example") }, true);
    else {
      this.drawMapping();
      await this.assessNow();
    }
  }

  drawSource() {
    const input = h("input", { type: "file", accept: ".csv,.txt,.tsv,text/csv,text/plain", class: "unseen", tabindex: "-1", "aria-hidden": "true", onchange: () => { const [file] = input.files; if (file) this.take({ file }); input.value = ""; } });
    const pasted = h("textarea", { rows: "3", spellcheck: "false", class: "code", "data-focus": "pasted" });
    const drop = h(
      "div",
      {
        class: "drop",
        ondragover: (event) => { event.preventDefault(); drop.classList.add("over"); },
        ondragleave: () => drop.classList.remove("over"),
        ondrop: (event) => {
          event.preventDefault();
          drop.classList.remove("over");
          const [file] = event.dataTransfer.files;
          const text = event.dataTransfer.getData("text/plain");
          if (file) this.take({ file });
          else if (text) this.take({ text, name: "CSV" });
        },
      },
      h("span", {}, t("drop")),
      fields.button(t("choose"), () => input.click(), { class: "main", "data-focus": "choose" }),
      input,
    );
    this.status = h("p", { class: "hint", role: "status" });
    const policies = [...policyform.startOptions(this.lists).filter((item) => !Array.isArray(item) || item[0] !== "own"), ["claim", t("use_claim_policy")]];
    replace(
      this.source,
      h(
        "div",
        {},
        h("h2", {}, t("file")),
        drop,
        this.status,
        h("details", {}, h("summary", {}, t("paste")), fields.labelled(t("paste"), pasted, { unseen: true }), fields.button(t("read_pasted"), () => this.take({ text: pasted.value, name: "CSV" }))),
      ),
      h(
        "div",
        { class: "pair" },
        fields.labelled(
          t("policy"),
          fields.choice(this.state.preset, policies, async (value) => {
            const { period } = this.state.policy;
            // A typical policy has no year of its own.
            this.state.policy = value === "claim" ? structuredClone(this.store.state.claim.policy) : { ...(await policyform.started(value, this.state.policy, this.lists)), period };
            this.state.preset = value;
            this.drawSource();
            this.source.querySelector('[data-focus="invoices-policy"]').focus();
            this.assess();
          }, { "data-focus": "invoices-policy" }),
        ),
        fields.labelled(t("as_of"), fields.date(this.state.asOf, (value) => { if (value) { this.state.asOf = value; this.assess(); } })),
        policyform.period(this.state.policy, () => this.assess()),
      ),
    );
    this.say();
  }

  say(text) {
    if (text !== undefined) this.said = text;
    else if (this.read) this.said = this.example ? t("example_shown") : [t(this.read.rows === 1 ? "file_read_one" : "file_read", this.read.name, format.count(this.read.rows), this.read.header.length), this.followed && t("follows_the_file")].filter(Boolean).join(". ");
    this.status.textContent = this.said ?? "";
  }

  async take(source, example = false) {
    this.turn += 1;
    const turn = this.turn;
    this.say(t("computing"));
    try {
      const read = await task("read", { source });
      if (turn !== this.turn) return;
      this.example = example;
      this.read = read;
      this.reading = { columns: { ...read.columns }, order: read.orders.length === 1 ? read.orders[0] : "", mark: read.mark, currency: read.currency ?? this.state.policy.currency };
      this.filter = "all";
      this.from = 0;
      this.followed = false;
      this.follow();
      this.say();
      this.drawMapping();
      await this.assessNow();
    } catch (refusal) {
      if (turn !== this.turn) return;
      this.read = undefined;
      this.say("");
      replace(this.mapping);
      this.refused(refusal);
    }
  }

  /** An export of another year is looked at in its own time: the policy shown says nothing about it. */
  follow() {
    const span = this.read.spans[this.reading.order];
    const { policy } = this.state;
    if (!span || (span.last >= policy.period.from && span.first <= policy.period.to)) return;
    policy.period = { from: `${span.first.slice(0, 4)}-01-01`, to: `${span.last.slice(0, 4)}-12-31` };
    this.state.asOf = span.last;
    this.followed = true;
    this.drawSource();
  }

  drawMapping() {
    const { read, reading } = this;
    const change = () => {
      this.from = 0;
      this.assess();
    };
    const options = [["-1", t("not_there")], ...read.header.map((name, at) => [String(at), name])];
    const rows = FIELDS.map(([field, needed]) => {
      const hint = h("span", { class: "hint sample" });
      const show = () => { hint.textContent = reading.columns[field] >= 0 && read.samples[reading.columns[field]] ? t("for_example", read.samples[reading.columns[field]]) : ""; };
      show();
      const select = fields.choice(String(reading.columns[field]), options, (value) => { reading.columns[field] = Number(value); show(); change(); }, { "data-focus": `column-${field}` });
      const row = fields.labelled(`${t(`field_${field}`)}${needed ? " *" : ""}`, select);
      row.append(hint);
      return row;
    });
    const orders = [["", "—"], ...["ymd", "dmy", "mdy"].map((code) => [code, t(`order_${code}`)])];
    const held = FIELDS.filter(([field]) => reading.columns[field] >= 0);
    const lacks = !reading.order || FIELDS.some(([field, needed]) => needed && reading.columns[field] < 0);
    const summary = [t("columns_found", held.length), reading.order && t(`order_${reading.order}`), t(reading.mark === "," ? "mark_comma" : "mark_point"), reading.currency].filter(Boolean).join(" · ");
    replace(
      this.mapping,
      fields.card(
        null,
        { class: "card mapping" },
        h(
          "details",
          { open: lacks || this.mapping.querySelector("details")?.open },
          h("summary", { "data-focus": "mapping" }, t("columns"), h("span", { class: "hint" }, summary)),
        h("p", { class: "hint" }, t("columns_hint")),
        h("div", { class: "pair tight" }, rows),
        h(
          "div",
          { class: "pair tight" },
          fields.labelled(t("date_order"), fields.choice(reading.order, orders, (value) => { reading.order = value; this.follow(); change(); }, { "data-focus": "order" })),
          fields.labelled(t("decimal_mark"), fields.choice(reading.mark, [[",", t("mark_comma")], [".", t("mark_point")]], (value) => { reading.mark = value; change(); }, { "data-focus": "mark" })),
          fields.labelled(t("currency"), fields.text(reading.currency, (value) => { if (/^[a-z]{3}$/i.test(value.trim())) { reading.currency = value.trim().toUpperCase(); change(); } }, { maxlength: 3, class: "short" })),
        ),
        ),
      ),
    );
  }

  async assessNow() {
    if (!this.read) return;
    this.turn += 1;
    const turn = this.turn;
    try {
      // A policy in one currency and a ledger in another would need rates: the example follows the file.
      const policy = { ...this.state.policy, currency: this.reading.currency };
      const question = { reading: this.reading, policy, asOf: this.state.asOf };
      const answer = await task("assess", question);
      if (turn !== this.turn) return;
      this.answer = answer;
      window.tradecredit.last = { milliseconds: answer.milliseconds, question };
      if (!answer.none) await this.turnTo(this.from, this.filter);
      if (turn === this.turn) this.draw();
    } catch (refusal) {
      if (turn === this.turn) this.refused(refusal);
    }
  }

  /** Fetches a page of verdicts, and the words for what it and the duties say. */
  async turnTo(from, filter) {
    const page = await task("page", { filter, from, count: PAGE });
    const { currency, duties } = this.answer;
    const reasons = page.rows.flatMap((row) => row.reasons);
    const kinds = [...new Set(duties.map(({ kind }) => kind))];
    const { codes, sentences } = await worded(currency, ["clause", ...kinds], [...reasons.map(reason), ...duties.map(stake)]);
    const told = new Map([...reasons, ...duties].map((thing, at) => [thing, sentences[at]]));
    Object.assign(this, { page, from, filter, codes, told });
  }

  refused(refusal) {
    const { code, message, path, problems, facts = [] } = refusal;
    const told = code?.startsWith("problem_") ? t(code, ...(code === "problem_missing_columns" ? [facts.map((field) => t(`field_${field}`)).join(", ")] : facts.map((fact) => (typeof fact === "number" ? format.count(fact) : fact)))) : message;
    const ours = code?.startsWith("problem_");
    replace(this.results, ours ? h("section", { class: "card refusal" }, h("h2", {}, t("cannot")), h("p", {}, told)) : refusalCard({ message: told, path, problems }, (where) => policyField(where, this.state.policy)));
    announce(told);
  }

  draw() {
    const { answer } = this;
    if (answer.none) {
      replace(this.results, h("section", { class: "card refusal" }, h("h2", {}, t("problem_no_rows")), this.problemList(answer)));
      return;
    }
    const money = (text) => format.money(text, answer.currency);
    const soon = answer.duties.filter(({ days_left: left }) => left >= 0 && left <= 30).length;
    replace(
      this.results,
      h(
        "section",
        { class: "card summary" },
        h(
          "dl",
          { class: "tiles wide" },
          tile(t("open_amount"), money(answer.total.open)),
          tile(t("covered_amount"), money(answer.total.covered), "good"),
          tile(t("uncovered_amount"), money(answer.total.uncovered), format.length(answer.total.uncovered) ? "bad" : ""),
          tile(t("duties_soon"), format.count(soon)),
        ),
        this.problemList(answer),
      ),
      h("div", { class: "columns verdicts" }, this.table(), this.duties()),
    );
    announce(`${t("covered_amount")}: ${money(answer.total.covered)}`);
  }

  problemList({ problems, unreadable, refused = [], refusals = 0 }) {
    const list = (title, items, total) =>
      total
        ? h(
            "details",
            { class: "problems", open: total <= 3 },
            h("summary", {}, title),
            h("ul", {}, items.slice(0, 50).map((text) => h("li", {}, text)), total > 50 ? h("li", {}, t("more_rows", format.count(total - 50))) : null),
          )
        : null;
    return [
      list(
        t("unreadable_rows", format.count(unreadable)),
        problems.map(({ row, column, key, facts }) => `${column ? t("row_column", row, column) : t("row", row)}: ${t(key, ...facts)}`),
        unreadable,
      ),
      list(t("refused_rows", format.count(refusals)), refused.map(({ row, message }) => `${row ? `${t("row", row)}: ` : ""}${message}`), refusals),
    ];
  }

  table() {
    const { page, answer } = this;
    const go = async (from, filter = this.filter) => {
      await this.turnTo(from, filter);
      this.draw();
    };
    const filters = h(
      "fieldset",
      { class: "chips" },
      h("legend", { class: "unseen" }, t("filter")),
      VERDICTS.filter((code) => code === "all" || answer.counts[code]).map((code) =>
        fields.button(`${t(`verdict_${code}`)} ${format.count(answer.counts[code] ?? 0)}`, () => go(0, code), { "aria-pressed": String(this.filter === code), class: "chip", "data-focus": `filter-${code}` }),
      ),
    );
    const columns = [["invoice"], ["buyer"], ["open_amount", true], ["covered_amount", true], ["verdict"]];
    return fields.card(
      t("verdicts"),
      { class: "card verdict-card" },
      filters,
      h("div", { class: "fit" }, h(
        "table",
        { class: "grid figures verdict-table" },
        h("caption", { class: "unseen" }, `${t("verdicts")} (${answer.currency})`),
        h("thead", {}, h("tr", {}, columns.map(([key, number]) => h("th", { scope: "col", class: number ? "number" : null }, t(key))))),
        h(
          "tbody",
          {},
          page.rows.map((row) =>
            h(
              "tr",
              {},
              h("th", { scope: "row", "data-label": t("invoice") }, row.invoice, h("span", { class: "hint whole" }, t("row", row.row))),
              h("td", { "data-label": t("buyer") }, row.buyer, row.due ? h("span", { class: "hint whole" }, `${t("due")} ${format.day(row.due)}`) : null),
              h("td", { class: "number", "data-label": t("open_amount") }, format.plain(row.open)),
              h("td", { class: "number", "data-label": t("covered_amount") }, format.plain(row.covered)),
              h("td", { "data-label": t("verdict"), class: "reason-cell" }, h("span", { class: `verdict ${row.verdict}` }, swatch(row.verdict), t(`verdict_${row.verdict}`)), row.reasons.length ? h("ul", { class: "reasons" }, row.reasons.map((one) => h("li", {}, this.told.get(one)))) : null),
            ),
          ),
        ),
      )),
      page.rows.length ? null : h("p", { class: "empty" }, t("nothing_to_show")),
      page.total > PAGE
        ? h(
            "nav",
            { class: "inline pager", "aria-label": t("verdicts") },
            fields.button(t("previous"), () => go(Math.max(0, this.from - PAGE)), { disabled: this.from === 0, "data-focus": "previous" }),
            h("span", {}, t("page_of", format.count(this.from + 1), format.count(Math.min(this.from + PAGE, page.total)), format.count(page.total))),
            fields.button(t("next"), () => go(this.from + PAGE), { disabled: this.from + PAGE >= page.total, "data-focus": "next" }),
          )
        : null,
      h("div", { class: "inline" }, fields.button(t("download_csv"), () => this.saveTable(), { "data-focus": "csv" })),
    );
  }

  duties() {
    const { duties } = this.answer;
    const left = (days) => (days === 0 ? t("today") : days === 1 ? t("day_left") : days === -1 ? t("late_by_one") : days < 0 ? t("late_by", format.count(-days)) : t("days_left", format.count(days)));
    const urgency = (days) => (days < 0 ? "past" : days <= 7 ? "now" : days <= 30 ? "soon" : "later");
    const item = (duty) =>
      h(
        "li",
        { class: `duty ${urgency(duty.days_left)}` },
        h("div", { class: "when" }, h("strong", {}, format.day(duty.last_day)), h("span", { class: "hint" }, left(duty.days_left))),
        h(
          "div",
          {},
          h("strong", { class: "kind" }, this.codes[duty.kind] ?? t(duty.kind)),
          h("span", { class: "hint" }, [duty.name, duty.invoices?.slice(0, 4).join(", ")].filter(Boolean).join(" · "), duty.invoices?.length > 4 ? ` +${duty.invoices.length - 4}` : ""),
          h("p", {}, this.told.get(duty), " ", h("span", { class: "rule" }, authority(duty, this.codes))),
        ),
      );
    const coming = duties.filter(({ days_left: days }) => days >= 0);
    const past = duties.filter(({ days_left: days }) => days < 0);
    return fields.card(
      t("duties"),
      { class: "card duties" },
      coming.length ? h("ol", { class: "duty-list" }, coming.slice(0, FIRST_DUTIES).map(item)) : h("p", { class: "empty" }, t("no_duties")),
      coming.length > FIRST_DUTIES ? h("details", {}, h("summary", {}, t("duties_later", format.count(coming.length - FIRST_DUTIES))), h("ol", { class: "duty-list" }, coming.slice(FIRST_DUTIES, 200).map(item))) : null,
      past.length ? h("details", {}, h("summary", {}, t("duties_missed", format.count(past.length))), h("ol", { class: "duty-list" }, past.slice(0, 200).map(item))) : null,
      h("div", { class: "inline" }, fields.button(t("download_ics"), () => this.saveCalendar(), { "data-focus": "ics" })),
    );
  }

  async saveCalendar() {
    const ics = await task("calendar", { policy: { ...this.state.policy, currency: this.reading.currency }, asOf: this.state.asOf, language: format.language });
    download(t("ics_file"), "text/calendar;charset=utf-8", ics);
  }

  async saveTable() {
    const header = ["row", "invoice", "buyer", "due", "open_amount", "covered_amount", "uncovered_amount", "verdict", "reasons"].map((key) => (key === "row" ? t("row", "").trim() : t(key)));
    const verdicts = Object.fromEntries(VERDICTS.map((code) => [code, t(`verdict_${code}`)]));
    download(t("csv_file"), "text/csv;charset=utf-8", await task("table", { words: { header, verdicts }, language: format.language }));
  }
}

const tile = (name, value, kind = "") => h("div", { class: kind }, h("dt", {}, name), h("dd", {}, value));
