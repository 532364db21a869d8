// Elements, made without HTML text: whatever a file or a link contains is only ever text.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("label", { for: "x" }, "Amount", input)`. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** An element of a picture. */
export function s(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts other children in, and the focus back on the element of the same `data-focus`. */
export function replace(parent, ...children) {
  const held = parent.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  const at = held && "selectionStart" in document.activeElement ? safely(() => document.activeElement.selectionStart) : undefined;
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  if (held) focus(parent, held, at);
}

/** Focuses the element of a `data-focus`. */
export function focus(parent, name, at) {
  const element = parent.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  if (!element) return false;
  element.focus();
  if (typeof at === "number") safely(() => element.setSelectionRange(at, at));
  return true;
}

function safely(work) {
  try {
    return work();
  } catch {
    return undefined; // inputs of some types have no caret
  }
}

/** Says something to screen readers, once it has settled. */
export function announce(text) {
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => {
    document.getElementById("announcer").textContent = text;
  }, 600);
}

/** Hands the reader a file. */
export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Calls a function when calls have stopped coming. */
export function settled(milliseconds, work) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
}
