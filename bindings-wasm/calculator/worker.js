// Computes beside the page, so that the page never freezes: the engine, and files that are read.
import init, { run, operations, TradeCreditError } from "./tradecredit/browser.js";
import { Book } from "./book.js";

const ready = init();
let book;

const tasks = {
  ask: ({ operation, request }) => run(operation, request),
  operations: () => operations(),
  read: async ({ source }, progress) => {
    book = undefined;
    book = await Book.read(source, progress);
    return book.shown();
  },
  forget: () => {
    book = undefined;
  },
  assess: ({ reading, policy, asOf }, progress) => needed().assess(reading, policy, asOf, run, progress),
  calendar: ({ policy, asOf, language }) => run("calendar", { policy, ledger: needed().document, as_of: asOf, language }).ics,
  page: ({ filter, from, count, sort }) => needed().page(filter, from, count, sort),
  table: ({ words, language }) => needed().table(words, language, run),
  timing: ({ operation, request, times }) => {
    // The median of batches: one that another program interrupted says nothing.
    const batches = Array.from({ length: 15 }, () => {
      const started = performance.now();
      for (let turn = 0; turn < times; turn += 1) run(operation, request);
      return (performance.now() - started) / times;
    });
    return batches.sort((a, b) => a - b)[7];
  },
};

function needed() {
  if (!book) throw Object.assign(new Error("no file was read"), { code: "no_file" });
  return book;
}

self.onmessage = async ({ data }) => {
  const { id, kind } = data;
  try {
    await ready;
    const answer = await tasks[kind](data, (progress) => self.postMessage({ id, progress }));
    self.postMessage({ id, answer });
  } catch (thrown) {
    const { code = "unexpected", message, path, problems, facts } = thrown;
    // A defect of this page would else be silent.
    if (code === "unexpected" && !(thrown instanceof TradeCreditError)) console.error(thrown);
    self.postMessage({ id, error: { code, message: String(message ?? thrown), path, problems, facts } });
  }
};
