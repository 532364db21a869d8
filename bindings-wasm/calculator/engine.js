// The page's side of the worker: questions out, answers back. The page never waits.

export class Refusal extends Error {
  constructor({ code, message, path, problems = [], facts = {} }) {
    super(message);
    this.code = code;
    this.path = path;
    this.problems = problems;
    this.facts = facts;
  }
}

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const waiting = new Map();
let last = 0;

worker.onmessage = ({ data }) => {
  const question = waiting.get(data.id);
  if (!question) return;
  if (data.progress !== undefined) return question.progress?.(data.progress);
  waiting.delete(data.id);
  if (data.error) question.reject(new Refusal(data.error));
  else question.resolve(data.answer);
};
worker.onerror = (event) => {
  for (const { reject } of waiting.values()) reject(new Refusal({ code: "engine", message: event.message || "the engine could not be loaded" }));
  waiting.clear();
};

/** Sends a task to the worker. */
export function task(kind, given, progress) {
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, progress });
    worker.postMessage({ id, kind, ...given });
  });
}

/** Asks the engine: an operation and its request as an object. */
export const ask = (operation, request) => task("ask", { operation, request });
