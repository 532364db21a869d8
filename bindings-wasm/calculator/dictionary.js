// The engine's own words for its codes: reasons, duties, what is at stake.
import { ask } from "./engine.js";
import * as format from "./format.js";

const loaded = new Map();

/** `{ phrases, codes }` in the language of the page. */
export function dictionary() {
  const { language } = format;
  if (!loaded.has(language)) loaded.set(language, ask("words", { language }));
  return loaded.get(language);
}

/** A code with its facts as a sentence: `{limit}` stands for the fact of that name. */
export function said({ phrases, codes }, topic, { code, facts = [] }, currency) {
  const phrase = phrases[`${topic}_${code}`] ?? phrases[code] ?? codes[code] ?? code.replaceAll("_", " ");
  const values = Array.isArray(facts) ? Object.fromEntries(facts.map(({ name, value }) => [name, value])) : Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, kind(name, value)]));
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => (values[name] === undefined ? whole : written(values[name], codes, currency)));
}

const kind = (name, value) => ({ [name === "percentage" ? "share" : name === "amount" ? "amount" : "name"]: value });

function written(value, codes, currency) {
  const [[type, given]] = Object.entries(value);
  if (type === "amount") return format.money(given, currency);
  if (type === "share" || type === "rate") return format.share(given);
  if (type === "day") return format.day(given);
  if (type === "span") return format.span(given);
  if (type === "count") return format.count(given);
  if (type === "code") return codes[given] ?? given;
  return String(given);
}
