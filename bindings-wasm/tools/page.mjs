// Puts the calculator together: its sources, the npm package, and the CSV reader, in one folder
// that any web server can serve: `node page.mjs <calculator> <package> <folder>`.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [calculator, packaged, folder] = process.argv.slice(2);
const require = createRequire(join(process.env.TRADECREDIT_TOOLS, "tools.js"));

rmSync(folder, { recursive: true, force: true });
cpSync(calculator, folder, { recursive: true });
mkdirSync(join(folder, "tradecredit"));
for (const file of ["browser.js", "index.js", "operations.js", "wire.js", "engine.js", "engine_bg.wasm"]) {
  cpSync(join(packaged, file), join(folder, "tradecredit", file));
}

// Papa Parse is written for script tags: as a module it gets the `module` that it looks for.
const papa = require.resolve("papaparse");
const { version, license } = JSON.parse(readFileSync(join(papa, "../package.json"), "utf8"));
const source = readFileSync(join(papa, "../papaparse.min.js"), "utf8");
mkdirSync(join(folder, "vendor"));
writeFileSync(
  join(folder, "vendor/papaparse.js"),
  `// Papa Parse ${version} (${license}), unchanged: see papaparse.license.txt.\nconst module = { exports: {} };\nconst exports = module.exports;\n${source}\nexport default module.exports;\n`,
);
cpSync(join(papa, "../LICENSE"), join(folder, "vendor/papaparse.license.txt"));
