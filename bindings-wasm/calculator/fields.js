// Fields of a form, each with a label, a hint and a complaint of its own.
import { h } from "./dom.js";
import * as format from "./format.js";
import { share, typed } from "./numbers.js";
import { t } from "./words.js";

let serial = 0;
const fresh = () => `f${(serial += 1)}`;

/** A labelled control. `control` gets an id and the ids of what describes it. */
export function labelled(label, control, { hint, unseen } = {}) {
  const id = fresh();
  control.id = id;
  const described = hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null;
  if (described) control.setAttribute("aria-describedby", described.id);
  return h("div", { class: "field" }, h("label", { for: id, class: unseen ? "unseen" : null }, label), control, described);
}

export function text(value, change, attributes = {}) {
  return h("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    value: value ?? "",
    oninput: (event) => change(event.target.value),
    ...attributes,
  });
}

export function date(value, change, attributes = {}) {
  return h("input", { type: "date", value: value ?? "", min: "1900-01-01", max: "2199-12-31", oninput: (event) => change(event.target.value), ...attributes });
}

/** An amount. It is read as it is typed, and shown again as it was understood. */
export function amount(value, change, attributes = {}) {
  return understood(value, change, attributes, {
    read: (given) => typed(given, format.language),
    show: format.shown,
    complaint: () => t("unreadable_amount", format.plain("1250.50")),
    inputmode: "decimal",
  });
}

/** A percentage. */
export function percentage(value, change, attributes = {}) {
  return understood(value, change, attributes, {
    read: share,
    show: format.share,
    complaint: () => t("unreadable_share", format.share("90%")),
    inputmode: "decimal",
  });
}

function understood(value, change, attributes, { read, show, complaint, inputmode }) {
  const input = h("input", {
    type: "text",
    class: "number",
    autocomplete: "off",
    inputmode,
    value: value === undefined || value === "" ? "" : safely(() => show(value), value),
    oninput: () => {
      const given = read(input.value);
      input.setCustomValidity(given === undefined ? complaint() : "");
      input.setAttribute("aria-invalid", String(given === undefined));
      if (given !== undefined) change(given);
    },
    onchange: () => {
      const given = read(input.value);
      if (given !== undefined) input.value = given === "" ? "" : show(given);
      else input.reportValidity();
    },
    ...attributes,
  });
  return input;
}

function safely(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** A choice. `options` are `[value, label]`, or `{ group, options }`. */
export function choice(value, options, change, attributes = {}) {
  const option = ([code, label]) => h("option", { value: code, selected: code === value }, label);
  return h(
    "select",
    { onchange: (event) => change(event.target.value), ...attributes },
    options.map((item) => (Array.isArray(item) ? option(item) : h("optgroup", { label: item.group }, item.options.map(option)))),
  );
}

export function button(label, click, attributes = {}) {
  return h("button", { type: "button", onclick: click, ...attributes }, label);
}

/** A small button that shows a sign and says a sentence. */
export function sign(shown, label, click, attributes = {}) {
  return h("button", { type: "button", class: "sign", "aria-label": label, title: label, onclick: click, ...attributes }, h("span", { "aria-hidden": "true" }, shown));
}

/** A table of things that are typed in, a row each; cards on a phone. */
export function grid(caption, columns, rows, remove) {
  const table = h(
    "table",
    { class: "grid" },
    h("caption", { class: "unseen" }, caption),
    h("thead", {}, h("tr", {}, columns.map(({ label, number, day, short }) => h("th", { scope: "col", class: [number && "number", day && "day", short && "short"].filter(Boolean).join(" ") || null }, label)), h("td", { class: "act" }))),
    h(
      "tbody",
      {},
      rows.map(({ name, cells }, at) =>
        h(
          "tr",
          {},
          cells.map((cell, place) => {
            cell.setAttribute("aria-label", t("of_row", columns[place].label, name));
            return h("td", { "data-label": columns[place].label }, cell);
          }),
          h("td", { class: "act" }, sign("×", t("remove", name), () => remove(at), { "data-focus": `${caption}-remove-${at}` })),
        ),
      ),
    ),
  );
  return h("div", { class: "fit" }, table);
}

export const card = (title, attributes, ...children) => h("section", { class: "card", ...attributes }, title ? h("h2", {}, title) : null, children);
