// Compare: two or three policies on the same losses.
import { ask } from "./engine.js";
import { announce, h, replace, s, settled } from "./dom.js";
import * as fields from "./fields.js";
import * as format from "./format.js";
import * as policyform from "./policyform.js";
import { difference, sum } from "./exact.js";
import { DAY } from "./dates.js";
import { swatch } from "./answer.js";
import { refusalCard } from "./refusal.js";
import { known, t } from "./words.js";

const MOST_POLICIES = 3;

/** What is compared below the losses, a row each: the word, and the amount of a result. */
const MEASURES = [
  ["indemnity", ({ indemnity }) => indemnity],
  ["retained", ({ retained }) => retained],
  ["cost", ({ cost }) => cost],
  ["net_cost", ({ retained, cost }) => sum(retained, cost)],
];

export class CompareView {
  constructor(store) {
    this.store = store;
    this.panel = h("div", {});
    this.intro = h("div", { class: "intro" });
    this.losses = h("div", {});
    this.policies = h("div", { class: "policies" });
    this.results = h("div", { class: "results", id: "compare-result", tabindex: "-1", role: "region" });
    this.details = h("div", { class: "results" });
    this.panel.append(this.intro, h("div", { class: "columns" }, this.losses, this.results), this.policies, this.details);
    this.compute = settled(80, () => this.compare());
    this.turn = 0;
  }

  get state() {
    return this.store.state.compare;
  }

  async show() {
    this.lists = await policyform.startingPoints();
    this.results.setAttribute("aria-label", t("result"));
    replace(this.intro, h("h1", {}, t("compare_title")), h("p", { class: "lead" }, t("compare_lead")));
    this.form();
    await this.compare();
  }

  form() {
    this.drawLosses();
    this.drawPolicies();
  }

  drawLosses() {
    const { state } = this;
    const change = () => this.compute();
    const rows = state.losses.map((loss, at) => {
      const set = (name) => (value) => {
        loss[name] = value;
        change();
      };
      return {
        name: loss.buyer,
        cells: [fields.text(loss.buyer, set("buyer"), { "data-focus": `loss-${at}` }), fields.amount(loss.amount, set("amount")), fields.amount(loss.limit, set("limit"))],
      };
    });
    replace(
      this.losses,
      fields.card(
        t("losses"),
        {},
        fields.grid(t("losses"), [{ label: t("buyer") }, { label: t("loss_amount"), number: true }, { label: t("limit"), number: true }], rows, (at) => {
          state.losses.splice(at, 1);
          this.redraw("add-loss");
        }),
        h(
          "div",
          { class: "inline spread" },
          fields.button(
            t("add_loss"),
            () => {
              state.losses.push({ buyer: t("loss_of", state.losses.length + 1), amount: "10000", limit: "20000" });
              this.redraw(`loss-${state.losses.length - 1}`);
            },
            { "data-focus": "add-loss" },
          ),
          fields.labelled(t("year_turnover"), fields.amount(state.turnover, (value) => { state.turnover = value; change(); }, { "data-focus": "turnover" })),
          fields.labelled(t("insolvent_on"), fields.date(state.date, (value) => { if (value) { state.date = value; change(); } })),
        ),
      ),
    );
  }

  drawPolicies() {
    const { state } = this;
    const change = () => this.compute();
    const cards = state.policies.map((entry, at) => {
      const own = () => {
        entry.preset = "own";
        start.value = "own";
        change();
      };
      const start = fields.choice(
        entry.preset,
        [...policyform.startOptions(this.lists), ["claim", t("use_claim_policy")]],
        async (value) => {
          entry.policy = value === "claim" ? structuredClone(this.store.state.claim.policy) : await policyform.started(value, entry.policy, this.lists);
          entry.preset = value;
          this.drawPolicies();
          change();
        },
        { "data-focus": `policy-${at}-start` },
      );
      return h(
        "section",
        { class: "card", "aria-label": `${t("policy_name")} ${entry.name}` },
        h(
          "div",
          { class: "inline spread" },
          fields.labelled(t("policy_name"), fields.text(entry.name, (value) => { entry.name = value; change(); }, { "data-focus": `policy-${at}-name`, maxlength: 40 })),
          state.policies.length > 2 ? fields.sign("×", t("remove", entry.name), () => { state.policies.splice(at, 1); this.redraw("add-policy"); }) : null,
        ),
        fields.labelled(t("preset"), start),
        fields.labelled(t("insured_percentage"), fields.percentage(entry.policy.insured_percentage?.named ?? "90%", (value) => { entry.policy.insured_percentage = { ...entry.policy.insured_percentage, named: value }; change(); })),
        fields.labelled(t("premium_rate"), fields.percentage(entry.policy.premium?.rate ?? "", (value) => { entry.policy.premium = { ...entry.policy.premium, rate: value === "" ? undefined : value }; change(); }, { "data-focus": `policy-${at}-rate` })),
        h("h3", {}, t("steps")),
        policyform.steps(entry.policy, own, () => this.drawPolicies(), `policy-${at}-`),
      );
    });
    replace(
      this.policies,
      h("h2", {}, t("policies")),
      h("div", { class: "side-by-side" }, cards),
      state.policies.length < MOST_POLICIES
        ? fields.button(
            t("add_policy"),
            () => {
              state.policies.push({ name: "ABC"[state.policies.length], preset: "own", policy: structuredClone(state.policies.at(-1).policy) });
              this.redraw(`policy-${state.policies.length - 1}-name`);
            },
            { "data-focus": "add-policy" },
          )
        : null,
    );
  }

  redraw(name) {
    this.form();
    this.compute();
    this.panel.querySelector(`[data-focus="${name}"]`)?.focus();
  }

  async compare() {
    this.turn += 1;
    const turn = this.turn;
    const { state } = this;
    try {
      const { ledger, claims } = question(state);
      // The losses are the same for all, so they fall into the period of each.
      const period = { from: before(state.date, 330), to: before(state.date, -30) };
      const policies = state.policies.map(({ policy }, at) => ({ ...policy, id: `${policy.id}-${at + 1}`, period }));
      const request = { ledger, claims, as_of: AS_OF };
      const compared = await ask("compare_policies", { ...request, policies });
      const settled = await Promise.all(policies.map((policy) => ask("settle_claims", { ...request, policy, explain: false })));
      const figures = { turnover: [{ amount: state.turnover || "0" }] };
      const costs = await Promise.all(policies.map((policy) => (policy.premium?.rate ? ask("premium", { policy, figures }) : undefined)));
      const results = compared.policies.map((result, at) => ({ ...result, cost: costs[at]?.total.amount ?? "0" }));
      if (turn === this.turn) this.draw({ ...compared, policies: results }, settled.map(({ settlements }) => settlements));
    } catch (refusal) {
      if (turn !== this.turn) return;
      replace(this.results, refusalCard(refusal));
      replace(this.details);
      announce(t("cannot"));
    }
  }

  draw({ currency, policies: results }, settlements) {
    const { state } = this;
    const most = Math.min(...results.map(({ rank }) => rank));
    const same = results.every(({ rank }) => rank === most);
    const best = results.find(({ rank }) => rank === most).indemnity;
    const scale = Math.max(...results.map(({ indemnity, retained }) => format.length(indemnity) + format.length(retained)), 1);
    const money = (text) => format.money(text, currency);
    const rows = results.map(({ indemnity, retained, rank, parts = [] }, at) => {
      const part = parts[0] && (parts[0].this ?? parts[0].first);
      return h(
        "li",
        { class: rank === most && !same ? "best" : null },
        h("div", { class: "inline spread" }, h("strong", {}, state.policies[at].name), h("span", { class: "figure" }, money(indemnity))),
        s("svg", { class: "meter", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, s("rect", { class: "track", width: 100, height: 6 }), s("rect", { class: "part indemnity", width: (format.length(indemnity) / scale) * 100, height: 6 })),
        h(
          "p",
          { class: "hint" },
          [
            same ? t("all_same") : rank === most ? t("best") : t("less_than_best", money(difference(best, indemnity))),
            `${t("retained")}${format.language === "fr" ? " : " : ": "}${money(retained)}`,
            part && t("part_at", state.policies[0].name, this.named(part.id)),
          ]
            .filter(Boolean)
            .join(" · "),
        ),
      );
    });
    announce(same ? t("all_same") : `${t("best")}: ${state.policies[results.findIndex(({ rank }) => rank === most)].name}`);
    replace(this.results, fields.card(t("result"), { class: "card headline" }, h("ul", { class: "ranking" }, rows)));
    replace(
      this.details,
      fields.card(
        t("per_loss"),
        {},
        h(
          "div",
          { class: "scroll", tabindex: "0", role: "group", "aria-label": t("per_loss") },
          h(
            "table",
            { class: "figures" },
            h("caption", { class: "unseen" }, t("per_loss")),
            h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("buyer")), h("th", { scope: "col", class: "number" }, t("loss_amount")), state.policies.map(({ name }) => h("th", { scope: "col", class: "number" }, name)))),
            h(
              "tbody",
              {},
              state.losses.map((loss, at) =>
                h("tr", {}, h("th", { scope: "row" }, loss.buyer), h("td", { class: "number quiet" }, format.plain(loss.amount || "0")), results.map(({ claims }) => h("td", { class: "number" }, format.plain(claims.find(({ claim }) => claim === name(at)).indemnity)))),
              ),
            ),
            h("tfoot", {}, MEASURES.map(([word, of]) => h("tr", {}, h("th", { scope: "row" }, t(word)), h("td", {}), results.map((result) => h("td", { class: "number" }, format.plain(of(result))))))),
          ),
        ),
      ),
      h("div", { class: "side-by-side" }, state.policies.map((entry, at) => this.part(entry, settlements[at]))),
    );
  }

  named(id) {
    return known(`step_${id}`) ? t(`step_${id}`) : t(`bar_${id}`);
  }

  part(entry, settlements) {
    const sums = new Map();
    for (const { where_it_went: portions = [] } of settlements) for (const { share, amount } of portions) sums.set(share, [...(sums.get(share) ?? []), amount]);
    return h(
      "section",
      { class: "card" },
      h("h3", {}, `${t("went")} · ${entry.name}`),
      h("table", { class: "figures" }, h("caption", { class: "unseen" }, `${t("went")} ${entry.name}`), h("tbody", {}, [...sums].map(([share, amounts]) => h("tr", {}, h("th", { scope: "row" }, swatch(share), t(`share_${share}`)), h("td", { class: "number" }, format.plain(amounts.reduce(sum))))))),
    );
  }
}

// Far enough for every waiting period to have ended.
const AS_OF = "2099-12-31";
const name = (at) => `B-${at + 1}`;

/** The losses as facts: a buyer, a limit and an unpaid invoice each, all insolvent on a day. */
function question({ losses, date, policies: [{ policy }] }) {
  const told = date;
  return {
    ledger: {
      schema: "tradecredit/ledger/1",
      currency: policy.currency,
      buyers: losses.map((_, at) => ({ id: name(at), ...(policy.policyholder_country ? { country: policy.policyholder_country } : {}) })),
      invoices: losses.map(({ amount }, at) => ({ id: `F-${at + 1}`, buyer: name(at), delivery: before(date, 30), due: date, amount: amount || "0" })),
      limits: losses.flatMap(({ limit }, at) => (limit === "" ? [] : [{ buyer: name(at), kind: "granted", date: before(date, 60), amount: limit }])),
      insolvencies: losses.map((_, at) => ({ buyer: name(at), opened: date })),
      notices: losses.flatMap((_, at) => ["insolvency", "claim"].map((kind) => ({ kind, date: told, buyer: name(at) }))),
    },
    claims: losses.map((_, at) => ({ buyer: name(at), cause: "insolvency" })),
  };
}

const before = (day, days) => new Date(Date.parse(day) - days * DAY).toISOString().slice(0, 10);
