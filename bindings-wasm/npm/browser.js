// A browser fetches the engine: `await init()` once, before the first question.
import fetchEngine from "./engine.js";

export * from "./index.js";
export default async function init(source) {
  await fetchEngine(source && { module_or_path: source });
}
