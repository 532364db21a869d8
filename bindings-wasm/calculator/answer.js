// What views show of a settlement: where the money went, and the explanation in words.
import { ask } from "./engine.js";
import { h, s } from "./dom.js";
import * as fields from "./fields.js";
import * as format from "./format.js";
import { t } from "./words.js";

/** The trace in words: lines of `{ sentence, authority }`, or a whole page to print. */
export async function explanation(answer, as = "lines") {
  if (!answer.trace) return as === "lines" ? [] : "";
  const { text } = await ask("render", { trace: answer.trace, language: format.language, format: as === "lines" ? "markdown" : as });
  return as === "lines" ? lines(text) : text;
}

/** The rows of a table in Markdown, its escapes undone. */
function lines(markdown) {
  return markdown
    .split("\n")
    .filter((line) => /^\| \d+ \|/.test(line))
    .map((line) => {
      const [, , sentence, authority] = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("&lt;", "<").replace(/\\([\\|])/g, "$1"));
      return { sentence, authority };
    });
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
