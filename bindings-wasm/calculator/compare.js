// Compare: two or three policies on the same losses.
import { ask } from "./engine.js";
import { announce, h, replace, s, settled } from "./dom.js";
import * as fields from "./fields.js";
import * as format from "./format.js";
import * as policyform from "./policyform.js";
import { difference, sum } from "./exact.js";
import { t } from "./words.js";

const MOST_POLICIES = 3;

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
    const losses = state.losses.map((loss, at) => ({ id: `${at + 1}`, date_of_loss: state.date, amount: loss.amount || "0", ...(loss.limit === "" ? {} : { limit: loss.limit }) }));
    try {
      const answers = await Promise.all(state.policies.map(({ policy }) => ask("indemnity", { policy, losses })));
      if (turn === this.turn) this.draw(answers);
    } catch (refusal) {
      if (turn !== this.turn) return;
      replace(this.results, h("section", { class: "card refusal" }, h("h2", {}, t("cannot")), h("p", {}, refusal.message)));
      announce(t("cannot"));
    }
  }

  draw(answers) {
    const { state } = this;
    const paid = answers.map((answer) => answer.indemnity.amount);
    const most = paid.reduce((best, amount) => (format.length(amount) > format.length(best) ? amount : best));
    const debt = (at) => answers[at].losses.reduce((sum, loss) => sum + format.length(loss.gross_debt), 0);
    const scale = Math.max(...answers.map((_, at) => debt(at)), 1);
    const same = paid.every((amount) => amount === most);
    const rows = state.policies.map((entry, at) => {
      const { currency } = answers[at];
      const width = (format.length(paid[at]) / scale) * 100;
      return h(
        "li",
        { class: paid[at] === most && !same ? "best" : null },
        h("div", { class: "inline spread" }, h("strong", {}, entry.name), h("span", { class: "figure" }, format.money(paid[at], currency))),
        s("svg", { class: "meter", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, s("rect", { class: "track", width: 100, height: 6 }), s("rect", { class: "part indemnity", width, height: 6 })),
        h("p", { class: "hint" }, paid[at] === most ? (same ? t("all_same") : t("best")) : t("less_than_best", format.money(difference(most, paid[at]), currency))),
      );
    });
    const names = state.losses.map(({ buyer }) => buyer);
    announce(`${t("best")}: ${state.policies[paid.indexOf(most)].name}`);
    replace(
      this.results,
      fields.card(t("result"), { class: "card headline" }, h("ul", { class: "ranking" }, rows)),
    );
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
              names.map((name, at) =>
                h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "number quiet" }, format.plain(state.losses[at].amount || "0")), answers.map(({ losses }) => h("td", { class: "number" }, format.plain(losses.find(({ id }) => id === `${at + 1}`).indemnity)))),
              ),
            ),
            h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("indemnity")), h("td", {}), paid.map((amount) => h("td", { class: "number" }, format.plain(amount))))),
          ),
        ),
      ),
      h("div", { class: "side-by-side" }, state.policies.map((entry, at) => this.part(entry, answers[at]))),
    );
  }

  part(entry, answer) {
    const sums = new Map();
    for (const { where_it_went: portions } of answer.losses) for (const { share, amount } of portions) sums.set(share, [...(sums.get(share) ?? []), amount]);
    return h(
      "section",
      { class: "card" },
      h("h3", {}, `${t("went")} · ${entry.name}`),
      h("table", { class: "figures" }, h("caption", { class: "unseen" }, `${t("went")} ${entry.name}`), h("tbody", {}, [...sums].map(([share, amounts]) => h("tr", {}, h("th", { scope: "row" }, t(`share_${share}`)), h("td", { class: "number" }, format.plain(amounts.reduce(sum))))))),
    );
  }
}
