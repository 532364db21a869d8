// The examples of the README and of the guide, run as they stand: what follows as text is what they print, and
// a comment after an expression says what it is.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const installed = createRequire(join(process.env.TRADECREDIT_NPM, "package.json")).resolve("tradecredit");
const example = /^```js\n(.*?)^```\n(?:\s*^```text\n(.*?)^```)?/gms;

const book = readdirSync(join(root, "docs/src"), { recursive: true }).filter((file) => file.endsWith(".md"));
const pages = ["README.md", ...book.map((file) => join("docs/src", file))];
let found = 0;

for (const page of pages) {
  const text = readFileSync(join(root, page), "utf8").replaceAll("\r\n", "\n");
  for (const [, code, printed] of text.matchAll(example)) {
    const line = text.slice(0, text.indexOf(code)).split("\n").length;
    found += 1;
    test(`${page}, line ${line}`, () => {
      const valued = code.replace(/^(.+); \/\/ (".*"|\d.*)$/gm, "console.log(JSON.stringify($1));");
      const expected = printed ?? [...code.matchAll(/; \/\/ (".*"|\d.*)$/gm)].map(([, value]) => `${value}\n`).join("");
      assert.notEqual(expected, "", "an example shows what comes of it");
      const folder = mkdtempSync(join(tmpdir(), "tradecredit-"));
      try {
        const file = join(folder, "example.mjs");
        writeFileSync(file, valued.replaceAll('from "tradecredit"', `from "${pathToFileURL(installed)}"`));
        const run = spawnSync(process.execPath, [file], { encoding: "utf8" });
        assert.equal(run.stderr, "");
        assert.equal(run.stdout, expected);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
}

test("the guide has examples in JavaScript", () => assert.ok(found >= 4));
