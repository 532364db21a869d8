// The package as applications get it: packed, installed, imported by plain Node, Vite and TypeScript.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";

const { TRADECREDIT_NPM: source, TRADECREDIT_APPLICATIONS: folder, TRADECREDIT_TOOLS: tools } = process.env;
const require = createRequire(join(tools, "tools.js"));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const CONTENTS = [
  "LICENSE-APACHE", "LICENSE-MIT", "README.md", "browser.js", "documents.d.ts", "engine.js", "engine_bg.wasm",
  "index.d.ts", "index.js", "node.js", "operations.d.ts", "operations.js", "package.json", "wire.js",
];

let packed;
before(() => {
  const [report] = JSON.parse(execFileSync(npm, ["pack", source, "--json", "--pack-destination", folder], { encoding: "utf8", cwd: folder }));
  packed = { ...report, path: join(folder, report.filename) };
});

/** An application with the package installed from its file, without a network. */
function application(name, files) {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ name, private: true, type: "module" }));
  execFileSync(npm, ["install", "--offline", "--no-audit", "--no-fund", packed.path], { cwd: home, stdio: "pipe" });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, file), text);
  return home;
}

const QUESTION = `import { checkIdentifier, dueDate, TradeCreditError, run } from "tradecredit";
export function ask() {
  const { due } = dueDate({ from: "2026-03-10", terms: "45fm" });
  try {
    dueDate({ from: "2026-02-30", terms: "30" });
  } catch (error) {
    if (!(error instanceof TradeCreditError)) throw error;
    return { due, code: error.code, path: error.path, siren: checkIdentifier({ kind: "siren", number: "732 829 320" }).number, same: run("due_date", { from: "2026-03-10", terms: "45fm" }).due };
  }
}
`;
const ANSWER = { due: "2026-04-30", code: "invalid_day", path: "from", siren: "732829320", same: "2026-04-30" };

test("the packed file holds what it should, and nothing else", () => {
  assert.deepStrictEqual(packed.files.map(({ path }) => path).sort(), CONTENTS);
  assert.match(packed.version, /^\d+\.\d+\.\d+$/);
  assert.notStrictEqual(packed.version, "0.0.0");
});

test("plain Node, as a module and by require", () => {
  const home = application("node", {
    "question.js": QUESTION,
    "main.js": 'import { ask } from "./question.js";\nconsole.log(JSON.stringify(ask()));\n',
    "main.cjs": 'import("./question.js").then(({ ask }) => console.log(JSON.stringify(ask())));\n',
    "default.js": 'import init, { operations } from "tradecredit";\nawait init();\nconsole.log(operations().length > 5);\n',
  });
  const node = (file) => execFileSync(process.execPath, [file], { cwd: home, encoding: "utf8" });
  assert.deepStrictEqual(JSON.parse(node("main.js")), ANSWER);
  assert.deepStrictEqual(JSON.parse(node("main.cjs")), ANSWER);
  assert.strictEqual(node("default.js"), "true\n");
});

test("Vite: built, served, asked in Chromium where there is one", async () => {
  const home = application("vite", {
    "question.js": QUESTION,
    "main.js": 'import init from "tradecredit";\nimport { ask } from "./question.js";\nawait init();\ndocument.title = JSON.stringify(ask());\n',
    "index.html": '<!doctype html><title>waiting</title><script type="module" src="main.js"></script>\n',
  });
  const { build } = await import(require.resolve("vite"));
  await build({ root: home, logLevel: "warn", configFile: false, build: { target: "es2022" } });
  const assets = readdirSync(join(home, "dist/assets"));
  assert.ok(assets.some((name) => name.endsWith(".wasm")), String(assets));
  const { TRADECREDIT_CHROMIUM: program } = process.env;
  if (!program || !existsSync(program)) return;
  cpSync(join(home, "dist"), join(folder, "vite-dist"), { recursive: true });
  const { preview } = await import(require.resolve("vite"));
  const server = await preview({ root: home, logLevel: "warn", configFile: false, preview: { port: 0, host: "127.0.0.1" } });
  const { chromium } = require("playwright-core");
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls.local[0]);
    await page.waitForFunction(() => document.title !== "waiting");
    assert.deepStrictEqual(JSON.parse(await page.title()), ANSWER);
  } finally {
    await browser.close();
    await server.close();
  }
});

/** Runs the TypeScript compiler over files of an application. */
export function compiled(home, files) {
  const compiler = join(require.resolve("typescript/package.json"), "../bin/tsc");
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "false", "--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext", "--types", ""];
  try {
    return execFileSync(process.execPath, [compiler, ...options, ...files], { cwd: home, encoding: "utf8" });
  } catch (failure) {
    return failure.stdout || String(failure);
  }
}

test("types: every vector's request and answer, and what must not compile", () => {
  const vectors = new URL("../../vectors/", import.meta.url);
  const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
  const used = [];
  for (const operation of readdirSync(vectors)) {
    const lines = [`import { ${camel(operation)} as ask } from "tradecredit";`, "type Request = Parameters<typeof ask>[0];", "type Answer = ReturnType<typeof ask>;"];
    readdirSync(new URL(operation, vectors)).forEach((name, at) => {
      const { request, answer, error } = JSON.parse(readFileSync(new URL(`${operation}/${name}`, vectors), "utf8"));
      if (error === undefined) lines.push(`const request${at}: Request = ${JSON.stringify(request)};`, `const answer${at}: Answer = ${JSON.stringify(answer)};`);
    });
    used.push([`${operation}.ts`, `${lines.join("\n")}\n`]);
  }
  const home = application("types", {
    ...Object.fromEntries(used),
    "wrong.ts": `import { dueDate, TradeCreditError, type ErrorCode } from "tradecredit";
// @ts-expect-error a field is missing
dueDate({ from: "2026-01-01" });
// @ts-expect-error no such field
dueDate({ from: "2026-01-01", terms: "30", form: 1 });
// @ts-expect-error no such field of the answer
dueDate({ from: "2026-01-01", terms: "30" }).dew;
// @ts-expect-error no such code
const code: ErrorCode = "nonsense";
const known: ErrorCode = new TradeCreditError({ code: "invalid_day", message: "" }).code;
export { code, known };
`,
  });
  assert.strictEqual(compiled(home, [...used.map(([file]) => file), "wrong.ts"]), "");
});
