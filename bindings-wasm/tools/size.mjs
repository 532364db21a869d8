// What the engine and the page weigh as a browser downloads them: `node size.mjs <calculator>`.
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
console.log(`npm package ${kb(engine)} brotli (budget ${kb(BUDGET)}), calculator ${kb(rest)} more`);
if (engine > BUDGET) {
  console.error(`the package is ${kb(engine - BUDGET)} over its budget`);
  process.exitCode = 1;
}
