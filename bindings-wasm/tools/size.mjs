// What the engine and the page weigh as a browser downloads them: `node size.mjs <calculator>`.
// Every operation brings its documents, so the figure is printed and looked at rather than enforced.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 300_000;
const [folder] = process.argv.slice(2);

const weighed = (path) => {
  const bytes = readFileSync(path);
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
};
const files = readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
const engine = files.filter((name) => /^tradecredit[\\/]/.test(name)).reduce((sum, name) => sum + weighed(join(folder, name)), 0);
const rest = files.filter((name) => !/^tradecredit[\\/]/.test(name) && !name.endsWith(".txt")).reduce((sum, name) => sum + weighed(join(folder, name)), 0);
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const verdict = engine > BUDGET ? `OVER its budget of ${kb(BUDGET)} by ${kb(engine - BUDGET)}` : `within its budget of ${kb(BUDGET)}`;
console.log(`npm package ${kb(engine)} brotli, ${verdict}; calculator ${kb(rest)} more`);
