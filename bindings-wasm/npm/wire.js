// What Node and browsers share: objects as the JSON text that the engine reads,
// and its answers back. The engine says what a document may contain; this file
// only says how JavaScript values are written.
import { call as callEngine, operations } from "./engine.js";

export { operations };

/** A question that could not be answered. `code` is stable and the same in every language. */
export class TradeCreditError extends Error {
  constructor({ code, message, path, problems = [] }) {
    super(message);
    this.code = code;
    this.path = path;
    this.problems = problems;
  }
}
Object.defineProperty(TradeCreditError.prototype, "name", { value: "TradeCreditError", configurable: true, writable: true });

/** Asks the engine in JSON text. */
export function call(operation, request) {
  try {
    return callEngine(operation, request);
  } catch (thrown) {
    // The engine throws its error document; anything else is a defect, and passes as it is.
    throw typeof thrown === "string" ? new TradeCreditError(JSON.parse(thrown)) : thrown;
  }
}

/** Asks the engine in objects. */
export function run(operation, request = {}) {
  return JSON.parse(call(operation, encode(request)));
}

/** A request as JSON text, exactly; a value that has no exact text is refused with its path. */
export function encode(request) {
  try {
    if (plain(request, 0)) return JSON.stringify(request);
    return written(request, "", 0) ?? refuse("", "a request is an object");
  } catch (thrown) {
    if (thrown instanceof RangeError && thrown.message === "Invalid string length") {
      throw new TypeError("the request is longer than the longest text of JavaScript: ask about parts of it", { cause: thrown });
    }
    throw thrown;
  }
}

// The engine reads no deeper, so whatever is deeper is a mistake, such as an object that holds itself.
const DEEPEST = 128;

/** Whether JavaScript's own writer is exact: a large ledger is written several times as fast. */
function plain(value, depth) {
  if (depth > DEEPEST) return false;
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isSafeInteger(value);
    case "object":
      if (value === null) return true;
      if (Array.isArray(value)) {
        for (let at = 0; at < value.length; at += 1) if (!plain(value[at], depth + 1)) return false;
        return value.toJSON === undefined;
      }
      if (Object.getPrototypeOf(value) !== Object.prototype || value.toJSON !== undefined) return false;
      for (const name of Object.keys(value)) if (value[name] !== undefined && !plain(value[name], depth + 1)) return false;
      return true;
    default:
      return false;
  }
}

function written(value, path, depth) {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "bigint":
      // Beyond 64 bits as text: JSON readers would make it a binary fraction.
      return BigInt.asIntN(64, value) === value ? String(value) : `"${value}"`;
    case "number":
      if (Number.isSafeInteger(value)) return JSON.stringify(value);
      return refuse(path, `the number ${value} cannot be exact: write it as text, such as "1250.00"`);
    case "undefined":
      return undefined;
    case "object":
      return value === null ? "null" : writtenObject(value, path, depth + 1);
    default:
      return refuse(path, `a ${typeof value} cannot be written`);
  }
}

function writtenObject(value, path, depth) {
  if (depth > DEEPEST) {
    refuse(path.slice(0, 80), "lists and objects stand too deep in each other, or in themselves: no document does");
  }
  if (Array.isArray(value)) {
    const items = Array.from(value, (item, at) => {
      const place = `${path}[${at}]`;
      return written(item, place, depth) ?? refuse(place, "nothing is given: leave the item out");
    });
    return `[${items.join()}]`;
  }
  if (value instanceof Date) {
    return refuse(path, 'a Date is a moment, not a day: write the day as text, such as "2026-01-31"');
  }
  if (typeof value.toJSON === "function") return written(value.toJSON(), path, depth);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return refuse(path, `a ${value.constructor?.name ?? "class instance"} cannot be written: give a plain object or an array`);
  }
  const fields = [];
  for (const [name, given] of Object.entries(value)) {
    const text = written(given, path ? `${path}.${name}` : name, depth);
    // A field of `undefined` is a field left out.
    if (text !== undefined) fields.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${fields.join()}}`;
}

function refuse(path, problem) {
  throw new TypeError(path ? `at \`${path}\`: ${problem}` : problem);
}
