// Values in the reader's language. Amounts stay text: `Intl` formats their digits exactly.

export let language = "en";
const formats = new Map();

export function speak(code) {
  language = code;
  formats.clear();
}

function numbers(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB", options));
  return formats.get(key);
}

const digits = (text) => Math.max(2, (String(text).split(".")[1] ?? "").length);

/** An amount, such as `1,250.00`. */
export function plain(text) {
  return numbers({ minimumFractionDigits: digits(text), maximumFractionDigits: digits(text) }).format(text);
}

/** An amount as it stands in a form: no digits that were not typed. */
export function shown(text) {
  if (text === undefined || text === "") return "";
  const count = (String(text).split(".")[1] ?? "").length;
  return numbers({ minimumFractionDigits: count, maximumFractionDigits: Math.max(count, 0) }).format(text);
}

/** An amount with its currency. */
export function money(text, currency) {
  try {
    return numbers({ style: "currency", currency, minimumFractionDigits: digits(text), maximumFractionDigits: digits(text) }).format(text);
  } catch {
    return `${plain(text)} ${currency}`;
  }
}

export function count(number) {
  return numbers({}).format(number);
}

/** A share for the eye; never computed with. */
export function percent(fraction) {
  return numbers({ style: "percent", maximumFractionDigits: 1 }).format(fraction);
}

/** A share of the engine, such as `90%`. */
export function share(text) {
  const number = String(text).replace(/%$/, "");
  return language === "fr" ? `${number.replace(".", ",")} %` : `${number}%`;
}

export function day(text) {
  if (!text) return "";
  const [year, month, date] = text.split("-").map(Number);
  return new Intl.DateTimeFormat(language === "fr" ? "fr-FR" : "en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    new Date(Date.UTC(year, month - 1, date)),
  );
}

/** The length of a bar. Pictures may be rounded; figures never are. */
export const length = (text) => Number(text ?? 0);

/** The decimal mark of the language. */
export const mark = () => (language === "fr" ? "," : ".");
