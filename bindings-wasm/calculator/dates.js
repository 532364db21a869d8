// How exports write dates, as the engine writes them: 2026-01-31.

const ORDERS = ["ymd", "dmy", "mdy"];
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
export const DAY = 86_400_000;

/** The orders that fit every date: one, unless the dates leave it open. */
export function dateOrder(texts) {
  let orders = ORDERS;
  let written = false;
  for (const text of texts) {
    if (!text.trim() || serial(text)) continue;
    written = true;
    const fitting = orders.filter((order) => date(text, order));
    // One odd date among many is a row to report, not a reason to give up.
    if (fitting.length) orders = fitting;
    if (orders.length === 1) break;
  }
  // A spreadsheet's numbers have no order.
  return written ? orders : ORDERS.slice(0, 1);
}

/** A date, or nothing where the text is none. */
export function date(text, order) {
  const bare = text.trim();
  if (serial(bare)) return iso(EXCEL_EPOCH + Math.trunc(Number(bare)) * DAY);
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  const parts = compact ?? /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[ T]\d{1,2}:\d{2}.*)?$/.exec(bare);
  if (!parts) return undefined;
  const [, a, b, c] = parts;
  const [year, month, day] = compact || order === "ymd" ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  if (year.length !== 4) return undefined;
  const moment = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const text2 = iso(moment);
  return text2 === `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` ? text2 : undefined;
}

/** The number that a spreadsheet keeps for a day between 1954 and 2064. */
function serial(text) {
  return /^[2-5]\d{4}(?:[.,]\d+)?$/.test(text.trim());
}

function iso(moment) {
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString().slice(0, 10);
}
