// The terms of a policy in plain words, and its steps in their order.
import { ask } from "./engine.js";
import { h, announce, focus } from "./dom.js";
import * as fields from "./fields.js";
import { known, t } from "./words.js";
import { POLICY } from "./examples.js";
import { language } from "./format.js";

const AMOUNT_STEPS = { threshold: "300", each_loss_deductible: "500", minimum_retention: "1000", aggregate_first_loss: "5000", maximum_liability: "400000", non_qualifying_deduction: "300" };
const STEPS = ["threshold", "credit_limit", "each_loss_deductible", "insured_percentage", "minimum_retention", "aggregate_first_loss", "maximum_liability", "non_qualifying_deduction"];

let lists;
/** What a policy can start from: typical policies and the named orders of steps. */
export function startingPoints() {
  lists ??= (async () => {
    const templates = await ask("policy_templates", {});
    const presets = await ask("presets", {}).catch(() => []);
    return { templates, presets };
  })();
  return lists;
}

export function startOptions({ templates, presets }) {
  return [
    ["example", t("preset_example")],
    { group: t("templates"), options: templates.map((name) => [`template:${name}`, t(`template_${name}`)]) },
    ...(presets.length ? [{ group: t("named_orders"), options: presets.map(({ name }) => [`order:${name}`, orderName(name)]) }] : []),
    ["own", t("preset_own")],
  ];
}

export const orderName = (name) => (known(`order_${name}`) ? t(`order_${name}`) : sentence(name));
const sentence = (name) => name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());

/** The policy to start from; a named order keeps the rest of the policy. */
export async function started(choice, policy, { presets }) {
  const [kind, name] = choice.split(":");
  if (kind === "template") return ask("policy_template", { name });
  if (kind === "order") {
    const indemnity = presets.find((preset) => preset.name === name)?.indemnity ?? policy.indemnity;
    // An order may not fit a product of another kind, such as an excess of loss.
    const whole = structuredClone((policy.form ?? "whole_turnover") === "whole_turnover" ? policy : POLICY);
    return { ...whole, indemnity: { due: whole.indemnity.due ?? POLICY.indemnity.due, ...structuredClone(indemnity) } };
  }
  return kind === "example" ? structuredClone(POLICY) : policy;
}

/** Who publishes a named order. */
export function source(choice, { presets }) {
  const [kind, name] = choice.split(":");
  const preset = kind === "order" ? presets.find((known) => known.name === name) : undefined;
  if (!preset) return null;
  return h("p", { class: "hint" }, language === "en" ? `${preset.summary} ` : "", h("span", {}, `${t("source")}${language === "fr" ? " : " : ": "}${preset.source}`));
}

/** From when to when the policy insures. */
export function period(policy, change) {
  const side = (name) =>
    fields.labelled(t(`period_${name}`), fields.date(policy.period[name], (value) => { if (value) { policy.period = { ...policy.period, [name]: value }; change(); } }, { "data-focus": `period-${name}` }));
  return h("fieldset", { class: "field period" }, h("legend", {}, t("period")), h("div", { class: "pair tight" }, side("from"), side("to")));
}

const CURRENCIES = ["EUR", "USD", "GBP", "CHF", "CAD", "CZK", "DKK", "JPY", "NOK", "PLN", "SEK"];

/** The currency of the policy; `change` is told when it is another. */
export function currency(policy, change) {
  const known = [...new Set([policy.currency, ...CURRENCIES])];
  return fields.labelled(t("currency"), fields.choice(policy.currency, known.map((code) => [code, code]), (value) => { policy.currency = value; change(); }, { "data-focus": "currency" }));
}

/** The main terms as a form. */
export function terms(policy, change) {
  const set = (work) => (value) => {
    work(value);
    change();
  };
  const span = (clause, field, fallback) => {
    const [, count, unit] = /^P(\d+)([DMY])$/.exec(clause?.[field] ?? fallback) ?? [, "0", "D"];
    return { count, unit };
  };
  const waiting = policy.waiting_period ?? {};
  const due = policy.indemnity.due;
  const spanFields = (clause, field, fallback, label) => {
    const { count, unit } = span(clause, field, fallback);
    const parts = { count, unit };
    const update = () => {
      if (!/^\d{1,4}$/.test(parts.count)) return;
      clause[field] = `P${parts.count}${parts.unit}`;
      change();
    };
    return [
      fields.text(count, (value) => { parts.count = value.trim(); update(); }, { inputmode: "numeric", class: "number short", "aria-label": label }),
      fields.choice(unit, [["D", t("unit_days")], ["M", t("unit_months")]], (value) => { parts.unit = value; update(); }, { "aria-label": `${label}, ${t("unit_days")} / ${t("unit_months")}` }),
    ];
  };
  const waitingClause = { span: "P6M", ...waiting };
  const anchors = ["due", "original_due", "notification", "claim_filed"];
  return h(
    "div",
    { class: "terms" },
    fields.labelled(t("insured_percentage"), fields.percentage(policy.insured_percentage?.named ?? "90%", set((value) => { policy.insured_percentage = { ...policy.insured_percentage, named: value }; })), { hint: t("insured_percentage_hint") }),
    fields.labelled(t("insured_base"), fields.choice(policy.insured_base ?? "ex_vat", [["ex_vat", t("ex_vat")], ["inc_vat", t("inc_vat")]], set((value) => { policy.insured_base = value; }))),
    h(
      "fieldset",
      { class: "field" },
      h("legend", {}, t("waiting")),
      h(
        "div",
        { class: "inline" },
        spanFields(new Proxy(waitingClause, { set: (target, name, value) => { target[name] = value; policy.waiting_period = { ...target }; return true; } }), "span", "P6M", t("waiting")),
        h("span", {}, t("from_anchor")),
        fields.choice(waiting.anchor ?? "due", anchors.map((code) => [code, t(`anchor_${code}`)]), set((value) => { waitingClause.anchor = value; policy.waiting_period = { ...waitingClause }; }), { "aria-label": `${t("waiting")}, ${t("from_anchor")}` }),
      ),
      h("p", { class: "hint" }, t("waiting_hint")),
    ),
    due
      ? h(
          "fieldset",
          { class: "field" },
          h("legend", {}, t("payable")),
          h(
            "div",
            { class: "inline" },
            spanFields(due, "within", "P30D", t("payable")),
            h("span", {}, t("from_anchor")),
            fields.choice(due.anchor ?? "date_of_loss", ["date_of_loss", "notification", "claim_filed"].map((code) => [code, t(`anchor_${code}`)]), set((value) => { due.anchor = value; }), { "aria-label": `${t("payable")}, ${t("from_anchor")}` }),
          ),
        )
      : null,
  );
}

/** The steps, to be moved by buttons or by dragging. `redraw` builds the form anew. */
export function steps(policy, change, redraw, scope = "") {
  const list = policy.indemnity.steps;
  const finish = (name) => {
    change();
    redraw();
    if (name) requestAnimationFrame(() => focus(document, name) || undefined);
  };
  const move = (from, to, way) => {
    if (to < 0 || to >= list.length) return;
    list.splice(to, 0, ...list.splice(from, 1));
    const name = t(`step_${list[to].step}`);
    announce(t("moved", name, to + 1, list.length));
    const other = way === "up" ? "down" : "up";
    // At the end of the list the button that was used is off: the other one takes the focus.
    finish(`${scope}step-${list[to].step}-${(way === "up" && to === 0) || (way === "down" && to === list.length - 1) ? other : way}`);
  };
  let dragged;
  const items = list.map((step, at) => {
    const name = t(`step_${step.step}`);
    const amount = step.amount !== undefined ? fields.amount(step.amount, (value) => { if (value !== "") { step.amount = value; change(); } }, { "aria-label": t("amount_of", name), "data-focus": `${scope}step-${step.step}-amount` }) : null;
    const multiple = step.multiple !== undefined ? [fields.text(step.multiple, (value) => { if (/^\d+(\.\d+)?$/.test(value)) { step.multiple = value; change(); } }, { class: "number short", inputmode: "decimal", "aria-label": t("amount_of", name) }), h("span", { class: "hint" }, t("premium_multiple"))] : null;
    return h(
      "li",
      {
        class: "step",
        ondragstart: (event) => { dragged = at; event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", String(at)); event.currentTarget.classList.add("dragged"); },
        ondragend: (event) => { event.currentTarget.classList.remove("dragged", "over"); event.currentTarget.removeAttribute("draggable"); },
        ondragover: (event) => { if (dragged !== undefined) { event.preventDefault(); event.currentTarget.classList.add("over"); } },
        ondragleave: (event) => event.currentTarget.classList.remove("over"),
        ondrop: (event) => { event.preventDefault(); if (dragged !== undefined && dragged !== at) move(dragged, at, dragged < at ? "down" : "up"); },
      },
      // Only the handle drags: text in the fields stays selectable.
      h("span", { class: "handle", "aria-hidden": "true", onpointerdown: (event) => event.currentTarget.parentElement.setAttribute("draggable", "true") }, "⠿"),
      h("div", { class: "what" }, h("strong", {}, name), h("span", { class: "hint" }, t(`does_${step.step}`))),
      h("div", { class: "inline" }, amount, multiple),
      h(
        "div",
        { class: "moves" },
        fields.sign("↑", t("move_up", name), () => move(at, at - 1, "up"), { disabled: at === 0, "data-focus": `${scope}step-${step.step}-up` }),
        fields.sign("↓", t("move_down", name), () => move(at, at + 1, "down"), { disabled: at === list.length - 1, "data-focus": `${scope}step-${step.step}-down` }),
        fields.sign("×", t("remove", name), () => { list.splice(at, 1); finish(list[Math.min(at, list.length - 1)] ? `${scope}step-${list[Math.min(at, list.length - 1)].step}-up` : `${scope}step-add`); }, { "data-focus": `${scope}step-${step.step}-remove` }),
      ),
    );
  });
  const missing = STEPS.filter((name) => !list.some(({ step }) => step === name));
  const pick = missing.length ? fields.choice(missing[0], missing.map((name) => [name, t(`step_${name}`)]), () => {}, { "data-focus": `${scope}step-add` }) : null;
  const addition = pick
    ? h(
        "div",
        { class: "inline addition" },
        fields.labelled(t("add_step"), pick, { unseen: true }),
        fields.button(t("add_step"), () => {
          const name = pick.value;
          list.push(name in AMOUNT_STEPS ? { step: name, amount: AMOUNT_STEPS[name] } : { step: name });
          finish(`${scope}step-${name}-up`);
        }),
      )
    : null;
  return [h("ol", { class: "steps", "aria-label": t("steps") }, items), addition];
}
