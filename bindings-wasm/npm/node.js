// Node reads the engine from disk, at once: nothing to wait for.
import { readFileSync } from "node:fs";
import { initSync } from "./engine.js";

initSync({ module: readFileSync(new URL("./engine_bg.wasm", import.meta.url)) });

export * from "./index.js";
export default async function init() {}
