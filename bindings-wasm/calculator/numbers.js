// How people and exports write amounts. Every digit is kept as text; nothing is computed.

const SPACES = /[\s\u00a0\u202f\u2009']/g;
const SIGNS = /^(?:€|\$|£|EUR|USD|GBP|CHF)|(?:€|\$|£|EUR|USD|GBP|CHF)$/gi;

/** A comma where some amount can only be read so, such as `1 234,5`; else a point. */
export function decimalMark(texts) {
  for (const text of texts) {
    const comma = text.lastIndexOf(",");
    const point = text.lastIndexOf(".");
    if (comma >= 0 && (point >= 0 ? comma > point : text.indexOf(",") === comma && text.trim().length - comma !== 4)) return ",";
  }
  return ".";
}

/** An amount as the engine writes it, or nothing where the text is no amount. */
export function amount(text, mark) {
  const group = mark === "," ? "." : ",";
  const bare = text.trim().replace(SIGNS, "").replace(SPACES, "");
  const [whole, part = "", ...more] = bare.split(mark);
  // Groups have three digits: `1.23` where the mark is a comma is a slip, not 123.
  const groups = whole.replace(/^-/, "").split(group);
  const grouped = groups.length === 1 || (groups[0].length <= 3 && groups.slice(1).every((digits) => digits.length === 3));
  const digits = whole.split(group).join("");
  if (more.length || !grouped || part.includes(group) || !/^-?\d+$/.test(digits) || !/^\d*$/.test(part)) return undefined;
  return part ? `${digits}.${part}` : digits;
}

/** An amount typed by somebody who reads a language: its own mark first, then the other. */
export function typed(text, language) {
  const marks = language === "fr" ? [",", "."] : [".", ","];
  if (!text.trim()) return "";
  return amount(text, marks[0]) ?? amount(text, marks[1]);
}

/** A share as the engine writes it: `90` and `90 %` are `90%`. */
export function share(text) {
  const bare = text.replace(SPACES, "").replace(",", ".").replace(/%$/, "");
  return /^\d+(\.\d+)?$/.test(bare) ? `${bare}%` : undefined;
}
