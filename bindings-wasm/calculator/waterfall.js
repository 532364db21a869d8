// A picture of an amount on its way down: one row per step, the same rows as the table beside it.
import { s } from "./dom.js";
import * as format from "./format.js";

/**
 * Rows are `{ key, label, before, after, kind }`: `kind` is `start`, `off`, `more` or `end`.
 * The picture is drawn for the width it has, so that its words stay readable on a phone.
 */
export class Waterfall {
  constructor(label) {
    this.groups = new Map();
    this.picture = s("svg", { role: "img", class: "waterfall", "aria-label": label });
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.picture);
  }

  show(rows, label) {
    this.rows = rows;
    this.picture.setAttribute("aria-label", label);
    this.draw();
  }

  draw() {
    const { rows } = this;
    const width = this.picture.clientWidth;
    if (!rows?.length || !width) return;
    const narrow = width < 660;
    const labels = narrow ? 0 : Math.min(230, width * 0.34);
    const figures = narrow ? 0 : 128;
    const rowHeight = narrow ? 50 : 40;
    const bar = narrow ? 14 : 22;
    const room = width - labels - figures;
    const most = Math.max(...rows.map(({ before, after }) => Math.max(format.length(before), format.length(after))), 1);
    const scale = (value) => (format.length(value) / most) * room;
    this.picture.setAttribute("viewBox", `0 0 ${width} ${rows.length * rowHeight}`);
    this.picture.setAttribute("height", rows.length * rowHeight);

    const used = new Set();
    rows.forEach((row, at) => {
      const key = used.has(row.key) ? `${row.key}-${at}` : row.key;
      used.add(key);
      const group = this.group(key);
      const whole = row.kind === "start" || row.kind === "end";
      const high = Math.max(scale(row.before), scale(row.after));
      const low = whole ? 0 : Math.min(scale(row.before), scale(row.after));
      const edge = whole ? scale(row.after) : high;
      const top = at * rowHeight;
      const barTop = narrow ? top + 26 : top + (rowHeight - bar) / 2;
      group.row.setAttribute("class", `row ${row.kind}`);
      place(group.label, { x: 0, y: narrow ? top + 18 : top + rowHeight / 2, "dominant-baseline": narrow ? "auto" : "central" });
      group.label.textContent = row.label;
      place(group.figure, { x: width, y: narrow ? top + 18 : top + rowHeight / 2, "text-anchor": "end", "dominant-baseline": narrow ? "auto" : "central" });
      group.figure.textContent = row.figure;
      place(group.track, { x: labels, y: barTop, width: room, height: bar, rx: 4 });
      place(group.bar, { x: labels + low, y: barTop, width: Math.max(edge - low, row.kind === "off" && edge === low ? 0 : 2), height: bar, rx: 4 });
      const next = rows[at + 1];
      const kept = labels + scale(row.after);
      place(group.line, { x1: kept, x2: kept, y1: barTop + bar, y2: next ? barTop + rowHeight : barTop + bar });
    });
    for (const [key, group] of this.groups) {
      if (used.has(key)) continue;
      group.row.remove();
      this.groups.delete(key);
    }
  }

  group(key) {
    if (!this.groups.has(key)) {
      const group = {
        line: s("line", { class: "kept" }),
        track: s("rect", { class: "track" }),
        bar: s("rect", { class: "bar" }),
        label: s("text", { class: "label" }),
        figure: s("text", { class: "figure" }),
      };
      group.row = s("g", {}, group.track, group.line, group.bar, group.label, group.figure);
      this.picture.append(group.row);
      this.groups.set(key, group);
    }
    return this.groups.get(key);
  }
}

function place(element, values) {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, typeof value === "number" ? Math.round(value * 100) / 100 : value);
}
