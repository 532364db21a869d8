// What views show of a settlement: where the money went, and the explanation in words.
import { ask } from "./engine.js";
import { h, s } from "./dom.js";
import * as fields from "./fields.js";
import * as format from "./format.js";
import { authority, worded } from "./worded.js";
import { t } from "./words.js";

/** The steps in words: lines of `{ sentence, authority }`. */
export async function explanation({ currency, trace: { steps } }) {
  const { codes, sentences } = await worded(currency, ["clause"], steps);
  return steps.map((step, at) => ({ sentence: sentences[at], authority: authority(step, codes) }));
}

/** The explanation as a page of its own, to print and sign. */
export async function page({ trace }) {
  const { text } = await ask("render", { trace, language: format.language, format: "html" });
  return text;
}

/** Where every cent of the debt went: a bar, and a list that sums to the debt. */
export function went(answer) {
  const portions = answer.where_it_went;
  const total = format.length(answer.gross_debt) || 1;
  let from = 0;
  const parts = portions.map(({ share, amount }) => {
    const width = (Math.max(format.length(amount), 0) / total) * 100;
    const part = s("rect", { class: `part ${share}`, x: from, y: 0, width, height: 6 });
    from += width;
    return part;
  });
  return fields.card(
    t("went"),
    {},
    s("svg", { class: "parts", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, parts),
    h(
      "table",
      { class: "figures" },
      h("caption", { class: "unseen" }, `${t("went")} (${answer.currency})`),
      h("thead", { class: "unseen" }, h("tr", {}, h("th", { scope: "col" }, t("went")), h("th", { scope: "col" }, t("amount")), h("th", { scope: "col" }, "%"))),
      h(
        "tbody",
        {},
        portions.map(({ share, amount }) =>
          h("tr", {}, h("th", { scope: "row" }, swatch(share), t(`share_${share}`)), h("td", { class: "number" }, format.plain(amount)), h("td", { class: "number quiet" }, format.percent(format.length(amount) / total))),
        ),
      ),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("total")), h("td", { class: "number" }, format.plain(answer.gross_debt)), h("td", { class: "number quiet" }, answer.currency))),
    ),
  );
}

export const swatch = (name) => s("svg", { class: "swatch", viewBox: "0 0 10 10", "aria-hidden": "true" }, s("rect", { class: `part ${name}`, width: 10, height: 10, rx: 3 }));
