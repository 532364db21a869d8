// The calculator in a real browser: a server for its folder, Chromium, and pages that complain.
import assert from "node:assert";
import { appendFileSync, createReadStream, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";

const { TRADECREDIT_TOOLS: tools, TRADECREDIT_CALCULATOR: folder, TRADECREDIT_CHROMIUM: program, TRADECREDIT_SCREENSHOTS: screenshots } = process.env;
const require = createRequire(join(tools, "tools.js"));
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".txt": "text/plain" };
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A browser and a server for all tests of a file. */
export async function open() {
  mkdirSync(screenshots, { recursive: true });
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURIComponent(request.url.split("?")[0])).replace(/^\/$/, "/index.html"));
    if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "cache-control": "no-store" });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const browser = await chromium.launch({ executablePath: program, args: FLAGS });
  return {
    address,
    /** A page in a language, a width and a colour scheme, on a view. Anything it complains about fails the test. */
    async page({ view = "claim", language = "en", viewport = DESKTOP, scheme = "light", fragment = "" } = {}) {
      const context = await browser.newContext({ viewport, colorScheme: scheme, locale: language === "fr" ? "fr-FR" : "en-GB", acceptDownloads: true, permissions: ["clipboard-read", "clipboard-write"] });
      const page = await context.newPage();
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(`${message.type()}: ${message.text()}`));
      page.on("request", (request) => !/^(blob|data):/.test(request.url()) && !request.url().startsWith(address) && complaints.push(`left the page: ${request.url()}`));
      page.on("dialog", (dialog) => (complaints.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
      await page.goto(address + fragment);
      await page.waitForSelector("body[data-ready]");
      if (view !== "claim") await show(page, view);
      page.complaints = complaints;
      page.done = async () => {
        assert.deepStrictEqual(complaints, []);
        await context.close();
      };
      return page;
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Goes to a view and waits for its first answer. */
export async function show(page, view) {
  await page.click(`#tab-${view}`);
  await page.waitForSelector(`body[data-ready="${view}"]`);
}

/** The indemnity that is shown, without spaces. */
export const indemnity = async (page) => (await page.textContent('[data-figure="indemnity"]')).replace(/\s/g, "");

/** Waits until the indemnity reads so. */
export async function pays(page, figure) {
  try {
    await page.waitForFunction((expected) => document.querySelector('[data-figure="indemnity"]')?.textContent.replace(/\s/g, "") === expected, figure, { timeout: 5000 });
  } catch {
    assert.strictEqual(await indemnity(page), figure);
  }
}

/** Whether the whole page is as wide as the window: nothing sticks out. */
export async function fits(page) {
  const out = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const inScroll = (element) => element.closest(".scroll") !== null;
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility() && !inScroll(element) && !element.closest(".unseen") && element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName} ${element.className}`)
      .slice(0, 5);
  });
  assert.deepStrictEqual(out, []);
}

/** Runs the accessibility checker: WCAG 2.2 A and AA, and its best practices. */
export async function accessible(page) {
  // As tall as its content, so that what sticks to an edge of the window covers nothing.
  const { width } = page.viewportSize();
  await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
  // Through the debugger: the page's own policy would refuse a script that is not its own.
  await page.evaluate(readFileSync(axe, "utf8"));
  const violations = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 4).map(({ target, failureSummary }) => `${target}: ${failureSummary}`) }));
  });
  assert.deepStrictEqual(violations, []);
}

/** Keeps a measurement, to be printed. */
export const note = (line) => appendFileSync(process.env.TRADECREDIT_TIMINGS, `${line}\n`);

/** A measurement and its budget, to be printed. A machine may be busy or slow: only an order of magnitude fails. */
export function within(budget, milliseconds, what) {
  const verdict = milliseconds > budget ? `OVER its budget of ${budget} ms` : `within its budget of ${budget} ms`;
  note(`${what} in ${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms, ${verdict}`);
  assert.ok(milliseconds < 10 * budget, `${what}: ${milliseconds} ms`);
}

/** Keeps a picture of the page. */
export const picture = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

/** What a click downloads, as text. */
export async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString("utf8") };
}

/** Presses Tab until the element that matches has the focus. */
export async function tabTo(page, selector, most = 200) {
  for (let turn = 0; turn < most; turn += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the keyboard does not reach ${selector}`);
}
