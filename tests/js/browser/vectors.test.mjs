// Runs every conformance vector in the browser: the same bytes as Rust.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { open } from "./chromium.mjs";

const vectors = readFileSync(process.env.TRADECREDIT_DIGESTS, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
let browser;
before(async () => (browser = await open()));
after(() => browser.close());

test(`${vectors.length} vectors in Chromium`, async () => {
  const page = await browser.page();
  const different = await page.evaluate(async (vectors) => {
    const { default: init, call } = await import("./tradecredit/browser.js");
    await init();
    const answered = (operation, request) => {
      try {
        return call(operation, request);
      } catch (error) {
        if (error.name !== "TradeCreditError") throw error;
        const { code, message, path, problems } = error;
        return JSON.stringify({ code, message, ...(path === undefined ? {} : { path }), ...(problems.length ? { problems } : {}) });
      }
    };
    const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const different = [];
    for (const { name, operation, request, sha256 } of vectors) {
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(answered(operation, request)));
      if (hex(digest) !== sha256) different.push(name);
    }
    return different;
  }, vectors);
  assert.deepStrictEqual(different, []);
  await page.done();
});
