// What the page remembers: one plain document, kept in a file or in a link, nowhere else.
import { exampleState } from "./examples.js";

const KIND = "tradecredit/calculator/1";
const LONGEST_LINK = 30_000;

/** Reads a saved state. What does not fit is refused as a whole; the engine checks the documents. */
export function read(text) {
  const state = JSON.parse(text);
  if (state?.kind !== KIND) throw new Error("kind");
  const example = exampleState();
  const claim = fitted(state.claim, example.claim);
  const compare = fitted(state.compare, example.compare);
  const invoices = fitted(state.invoices, example.invoices);
  return { kind: KIND, tab: String(state.tab), claim, compare, invoices };
}

/** Only fields that the page knows, each of the kind that it expects. */
function fitted(given, model) {
  if (Array.isArray(model)) {
    if (!Array.isArray(given) || given.length > 500) throw new Error("list");
    return model.length ? given.map((item) => fitted(item, model[0])) : given.map(plain);
  }
  if (model !== null && typeof model === "object") {
    if (model.schema) return plain(given); // a document of the engine: it refuses what it does not know
    if (given === null || typeof given !== "object" || Array.isArray(given)) throw new Error("object");
    return Object.fromEntries(Object.entries(model).map(([name, value]) => [name, name in given ? fitted(given[name], value) : value]));
  }
  if (typeof given !== typeof model) throw new Error("kind of value");
  return given;
}

/** A document without anything but JSON. */
function plain(document) {
  if (document === null || typeof document !== "object") throw new Error("document");
  return document;
}

export const fresh = () => ({ kind: KIND, tab: "claim", ...exampleState() });

export const written = (state) => JSON.stringify(state, null, 2);

/** The state as the fragment of a link; a fragment never leaves the browser. */
export async function toFragment(state) {
  const packed = await piped(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream("deflate-raw"));
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  const fragment = btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  if (fragment.length > LONGEST_LINK) throw new Error("too long");
  return `#s=${fragment}`;
}

/** The state of a fragment; nothing where there is none. */
export async function fromFragment(fragment) {
  const packed = /^#s=([\w-]+)$/.exec(fragment)?.[1];
  if (!packed) return undefined;
  const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  return read(new TextDecoder().decode(await piped(bytes, new DecompressionStream("deflate-raw"), 2_000_000)));
}

async function piped(bytes, stream, most = Infinity) {
  const parts = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > most) throw new Error("too large");
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
