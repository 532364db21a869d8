// My claim: what was agreed and what happened on the left, what follows on the right.
import { ask } from "./engine.js";
import { announce, download, h, replace, settled } from "./dom.js";
import * as fields from "./fields.js";
import * as format from "./format.js";
import * as policyform from "./policyform.js";
import { explanation, page, went } from "./answer.js";
import { policyField, refusalCard } from "./refusal.js";
import { Waterfall } from "./waterfall.js";
import { difference } from "./exact.js";
import { known, t } from "./words.js";

const BUYER = "B-1";
const PAYMENTS = ["payment", "advance", "set_off", "goods_returned", "resale", "security", "dividend"];

/** The ledger document of a claim. */
export function ledger(claim) {
  const known = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined));
  const notice = (kind, date) => (date ? [{ kind, date, buyer: BUYER }] : []);
  const insolvent = claim.cause === "insolvency";
  return {
    schema: "tradecredit/ledger/1",
    currency: claim.policy.currency,
    buyers: [known({ id: BUYER, name: claim.buyer.trim(), country: claim.country.trim().toUpperCase() })],
    invoices: claim.invoices.map((invoice) => ({ buyer: BUYER, ...known(invoice) })),
    payments: claim.payments.map((payment, at) => ({ id: `P-${at + 1}`, buyer: BUYER, ...known(payment) })),
    limits: claim.limit === "" ? [] : [{ buyer: BUYER, kind: "granted", date: claim.policy.period.from, amount: claim.limit }],
    insolvencies: insolvent && claim.opened ? [{ buyer: BUYER, opened: claim.opened }] : [],
    notices: [...notice(insolvent ? "insolvency" : "overdue", claim.notified), ...notice("claim", claim.filed)],
  };
}

/** What the engine is asked about a claim. */
export const question = (claim) => ({ policy: claim.policy, ledger: ledger(claim), claim: { buyer: BUYER, cause: claim.cause }, as_of: claim.asOf });

export class ClaimView {
  constructor(store) {
    this.store = store;
    this.inputs = h("div", { class: "inputs" });
    this.results = h("div", { class: "results", id: "claim-result", tabindex: "-1", role: "region" });
    this.panel = h("div", {}, this.intro = h("div", { class: "intro" }), h("div", { class: "columns" }, this.inputs, this.results), this.peek = h("a", { class: "peek", href: "#claim-result", onclick: (event) => { event.preventDefault(); this.results.focus({ preventScroll: true }); this.results.scrollIntoView(); } }));
    // Beside the form the answer stays in sight; where it is taller than the window, its end does.
    const stick = () => {
      this.results.style.top = `${Math.min(76, window.innerHeight - this.results.offsetHeight - 16)}px`;
    };
    new ResizeObserver(stick).observe(this.results);
    window.addEventListener("resize", stick);
    this.waterfall = new Waterfall("");
    this.compute = settled(80, () => this.settle());
    this.turn = 0;
  }

  get claim() {
    return this.store.state.claim;
  }

  async show() {
    this.lists = await policyform.startingPoints();
    this.results.setAttribute("aria-label", t("result"));
    replace(this.intro, h("h1", {}, t("claim_title")), h("p", { class: "lead" }, t("claim_lead")));
    this.form();
    await this.settle();
  }

  form() {
    const { claim } = this;
    const change = () => this.compute();
    const set = (name) => (value) => {
      claim[name] = value;
      change();
    };
    const own = () => {
      if (claim.preset !== "own") {
        claim.preset = "own";
        const select = this.inputs.querySelector('[data-focus="preset"]');
        if (select) select.value = "own";
        this.inputs.querySelector(".source")?.replaceChildren();
      }
      change();
    };
    const preset = fields.choice(
      claim.preset,
      policyform.startOptions(this.lists),
      async (value) => {
        claim.policy = await policyform.started(value, claim.policy, this.lists);
        claim.preset = value;
        this.form();
        change();
      },
      { "data-focus": "preset" },
    );
    replace(
      this.inputs,
      fields.card(
        t("policy"),
        {},
        fields.labelled(t("preset"), preset),
        h("div", { class: "source" }, policyform.source(claim.preset, this.lists)),
        policyform.terms(claim.policy, own),
        h(
          "div",
          { class: "terms" },
          policyform.period(claim.policy, own),
          policyform.currency(claim.policy, () => {
            own();
            this.form();
            this.inputs.querySelector('[data-focus="currency"]').focus();
          }),
        ),
      ),
      fields.card(t("steps"), {}, h("p", { class: "hint" }, t("steps_hint")), policyform.steps(claim.policy, own, () => this.form())),
      fields.card(
        t("customer"),
        {},
        h(
          "div",
          { class: "pair" },
          fields.labelled(t("name"), fields.text(claim.buyer, set("buyer"))),
          fields.labelled(t("country"), fields.text(claim.country, set("country"), { maxlength: 2, class: "short", autocapitalize: "characters" })),
          fields.labelled(
            t("cause"),
            fields.choice(
              claim.cause,
              ["insolvency", "protracted_default"].map((code) => [code, t(`cause_${code}`)]),
              (value) => {
                claim.cause = value;
                this.form();
                change();
              },
              { "data-focus": "cause" },
            ),
          ),
          claim.cause === "insolvency" ? fields.labelled(t("opened"), fields.date(claim.opened, set("opened"))) : null,
          fields.labelled(t("notified"), fields.date(claim.notified, set("notified"))),
          fields.labelled(t("filed"), fields.date(claim.filed, set("filed"))),
          fields.labelled(`${t("limit")} (${claim.policy.currency})`, fields.amount(claim.limit, set("limit")), { hint: t("limit_hint") }),
          fields.labelled(t("as_of"), fields.date(claim.asOf, set("asOf"))),
        ),
      ),
      this.invoices(change),
      this.payments(change),
    );
  }

  invoices(change) {
    const { claim } = this;
    const rows = claim.invoices.map((invoice, at) => {
      const set = (name) => (value) => {
        invoice[name] = value;
        change();
      };
      return {
        name: invoice.id,
        cells: [
          fields.text(invoice.id, set("id"), { "data-focus": `invoice-${at}` }),
          fields.date(invoice.delivery, set("delivery")),
          fields.date(invoice.due, set("due")),
          fields.amount(invoice.amount, set("amount")),
          fields.amount(invoice.vat, set("vat")),
        ],
      };
    });
    const columns = [{ label: t("invoice"), short: true }, { label: t("delivery"), day: true }, { label: t("due"), day: true }, { label: t("amount_ex_vat"), number: true }, { label: t("vat"), number: true, short: true }];
    return fields.card(
      t("invoices"),
      {},
      rows.length
        ? fields.grid(t("invoices"), columns, rows, (at) => {
            claim.invoices.splice(at, 1);
            this.redraw("add-invoice");
          })
        : h("p", { class: "empty" }, t("no_invoices")),
      fields.button(
        t("add_invoice"),
        () => {
          const last = claim.invoices.at(-1) ?? { delivery: claim.policy.period.from, due: claim.policy.period.from };
          claim.invoices.push({ id: this.freshName(), delivery: last.delivery, due: last.due, amount: "1000", vat: "0" });
          this.redraw(`invoice-${claim.invoices.length - 1}`);
        },
        { "data-focus": "add-invoice" },
      ),
    );
  }

  payments(change) {
    const { claim } = this;
    const rows = claim.payments.map((payment, at) => {
      const set = (name) => (value) => {
        payment[name] = value;
        change();
      };
      return {
        name: `${t("kind_payment")} ${at + 1}`,
        cells: [
          fields.date(payment.date, set("date"), { "data-focus": `payment-${at}` }),
          fields.amount(payment.amount, set("amount")),
          fields.choice(payment.kind, PAYMENTS.map((code) => [code, t(`kind_${code}`)]), set("kind")),
        ],
      };
    });
    return fields.card(
      t("payments"),
      {},
      rows.length
        ? fields.grid(t("payments"), [{ label: t("date"), day: true }, { label: t("amount"), number: true }, { label: t("kind") }], rows, (at) => {
            claim.payments.splice(at, 1);
            this.redraw("add-payment");
          })
        : h("p", { class: "empty" }, t("no_payments")),
      fields.button(
        t("add_payment"),
        () => {
          claim.payments.push({ date: claim.invoices.at(-1)?.due || claim.asOf, amount: "1000", kind: "payment" });
          this.redraw(`payment-${claim.payments.length - 1}`);
        },
        { "data-focus": "add-payment" },
      ),
    );
  }

  redraw(name) {
    this.form();
    this.compute();
    this.inputs.querySelector(`[data-focus="${name}"]`)?.focus();
  }

  freshName() {
    const used = new Set(this.claim.invoices.map(({ id }) => id));
    for (let number = 101; ; number += 1) if (!used.has(`F-${number}`)) return `F-${number}`;
  }

  async settle() {
    this.turn += 1;
    const turn = this.turn;
    try {
      const request = question(this.claim);
      const answer = read(await ask("settle", request), this.claim);
      if (turn !== this.turn) return;
      const lines = await explanation(answer);
      if (turn === this.turn) this.answer(answer, lines);
    } catch (refusal) {
      if (turn === this.turn) this.refused(refusal);
    }
  }

  refused(refusal) {
    replace(this.results, refusalCard(refusal, (path) => field(path, this.claim)));
    replace(this.peek, h("span", {}, t("cannot")));
    announce(t("cannot"));
  }

  answer(answer, lines) {
    const { currency } = answer;
    const money = (text) => format.money(text, currency);
    const paid = answer.indemnity.amount;
    const nothing = format.length(paid) === 0;
    const rows = waterfallRows(answer);
    const said = `${t(nothing ? "pays_nothing" : "pays")}: ${money(paid)}`;
    announce(said);
    replace(this.peek, h("span", {}, t(nothing ? "pays_nothing" : "pays")), h("strong", {}, money(paid)));
    const facts = [
      answer.status === "not_yet_a_loss" && t("not_yet_a_loss"),
      answer.date_of_loss && t("date_of_loss", format.day(answer.date_of_loss)),
      answer.due && !nothing && t("due_by", format.day(answer.due)),
      answer.provisional?.due && t("provisional", money(answer.provisional.amount), format.day(answer.provisional.due)),
    ].filter(Boolean);
    const bears = difference(answer.gross_debt, paid);
    replace(
      this.results,
      h(
        "section",
        { class: "card headline" },
        h("h2", {}, t(nothing ? "pays_nothing" : "pays")),
        h("p", { class: "figure", "data-figure": "indemnity" }, money(paid)),
        h("p", { class: "facts" }, facts.map((fact, at) => [at ? " · " : "", h("span", {}, fact)])),
        h(
          "dl",
          { class: "tiles" },
          tile(t("gross_debt"), money(answer.gross_debt)),
          answer.insured_loss !== undefined ? tile(t("insured_loss"), money(answer.insured_loss)) : null,
          tile(t("you_bear"), money(bears)),
        ),
      ),
      rows.length > 2 ? this.steps(rows, currency, said) : null,
      answer.where_it_went.length ? went(answer) : null,
      lines.length ? this.explained(answer, lines) : null,
    );
  }

  steps(rows, currency, said) {
    this.waterfall.show(rows, t("waterfall_picture", `${t("waterfall")}. ${said}`));
    return fields.card(
      t("waterfall"),
      {},
      h("figure", {}, this.waterfall.picture),
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "group", "aria-label": t("waterfall") },
        h(
          "table",
          { class: "figures" },
          h("caption", { class: "unseen" }, `${t("waterfall")} (${currency})`),
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("column_step")), h("th", { scope: "col", class: "number" }, t("column_change")), h("th", { scope: "col", class: "number" }, t("column_after")))),
          h(
            "tbody",
            {},
            rows.map(({ label, figure, after, kind }) => h("tr", { class: kind }, h("th", { scope: "row" }, label), h("td", { class: "number" }, kind === "start" || kind === "end" ? "" : figure), h("td", { class: "number" }, format.plain(after)))),
          ),
        ),
      ),
    );
  }

  explained(answer, lines) {
    return fields.card(
      t("explanation"),
      { class: "card explanation" },
      h("p", { class: "hint" }, t("explanation_hint")),
      h("ol", {}, lines.map(({ sentence, authority }) => h("li", {}, h("span", {}, sentence), " ", h("span", { class: "rule" }, authority)))),
      fields.button(t("explanation_print"), async () => {
        download(t("explanation_file"), "text/html;charset=utf-8", await page(answer));
      }),
      answer.trace?.receipt ? receipt(answer.trace.receipt) : null,
    );
  }
}

const BUYER_FIELDS = { name: "name", country: "country" };
const INVOICE_FIELDS = { id: "invoice", delivery: "delivery", due: "due", amount: "amount_ex_vat", vat: "vat" };
const LISTS = { limits: "limit", insolvencies: "opened", notices: "notified" };

/** The field of the form that a path of the question comes from. */
function field(path, claim) {
  if (path.startsWith("policy")) return policyField(path, claim.policy);
  if (path === "as_of") return t("as_of");
  const [, list, at, name] = /^ledger\.(\w+)(?:\[(\d+)\])?(?:\.(\w+))?/.exec(path) ?? [];
  const of = (thing, word) => [thing, word && t(word)].filter(Boolean).join(", ");
  if (list === "buyers") return of(t("customer"), BUYER_FIELDS[name]);
  if (list === "invoices") return of(`${t("invoice")} ${claim.invoices[at]?.id ?? ""}`.trim(), INVOICE_FIELDS[name]);
  if (list === "payments") return of(at === undefined ? t("payments") : `${t("kind_payment")} ${Number(at) + 1}`, known(name ?? "") ? name : undefined);
  return LISTS[list] && t(LISTS[list]);
}

function receipt({ library, policy, ledger: book, as_of: asOf }) {
  const line = (name, value) => (value ? [h("dt", {}, name), h("dd", {}, value)] : null);
  return h("details", {}, h("summary", {}, t("receipt")), h("dl", { class: "receipt" }, line("tradecredit", library), line(t("policy"), policy), line(t("invoices"), book), line(t("as_of"), format.day(asOf))));
}

const tile = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

/** The answer with its trace as a document of its own. */
export function read(answer, claim) {
  const { currency, steps = [], receipt } = answer;
  const title = [claim.buyer, t(`cause_${claim.cause}`)].filter(Boolean).join(" · ");
  return { ...answer, gross_debt: answer.account?.gross_debt ?? "0", where_it_went: answer.where_it_went ?? [], trace: { schema: "tradecredit/trace/1", currency, title, steps, receipt } };
}

/** The rows of the picture and of the table: the debt, each step, the indemnity. */
export function waterfallRows(answer) {
  const rows = [{ key: "gross", label: t("gross_debt"), before: answer.gross_debt, after: answer.gross_debt, kind: "start" }];
  let last = answer.gross_debt;
  for (const step of answer.trace.steps) {
    if (step.before === undefined || step.after === undefined || step.before !== last) continue;
    if (step.before === step.after && !known(`step_${step.id}`)) continue;
    rows.push({ key: step.id, label: label(step.id), before: step.before, after: step.after, kind: format.length(step.after) > format.length(step.before) ? "more" : "off" });
    last = step.after;
  }
  const paid = answer.indemnity.amount;
  rows.push({ key: "indemnity", label: t("share_indemnity"), before: paid, after: paid, kind: "end" });
  for (const row of rows) {
    row.figure = row.kind === "start" || row.kind === "end" ? format.plain(row.after) : row.before === row.after ? "—" : `${row.kind === "more" ? "+" : "−"}${format.plain(difference(row.before, row.after))}`;
  }
  return rows;
}

const label = (id) => (known(`step_${id}`) ? t(`step_${id}`) : t(`bar_${id}`));
