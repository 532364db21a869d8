// The examples of the documentation, as they stand there.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const { TRADECREDIT_NPM: source, TRADECREDIT_APPLICATIONS: folder } = process.env;
const text = readFileSync(new URL("../../../docs/src/javascript.md", import.meta.url), "utf8").replaceAll("\r\n", "\n");
const home = join(folder, "docs");
mkdirSync(join(home, "node_modules"), { recursive: true });
symlinkSync(source, join(home, "node_modules/tradecredit"), "junction");
writeFileSync(join(home, "package.json"), '{ "type": "module" }');

const examples = [...text.matchAll(/```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)];
examples.forEach(([, code, expected], at) => {
  test(`example ${at + 1} of docs/src/javascript.md`, () => {
    writeFileSync(join(home, `example${at}.js`), code);
    assert.strictEqual(execFileSync(process.execPath, [`example${at}.js`], { cwd: home, encoding: "utf8" }), expected);
  });
});

test("no example is left out", () => {
  assert.strictEqual(examples.length, text.match(/```js\n/g).length);
});
