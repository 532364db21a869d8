// My claim, as a person would use it.
import assert from "node:assert";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, accessible, downloaded, fits, indemnity, open, pays, picture, tabTo, within } from "./chromium.mjs";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

// 88,000 without VAT less 4,000 paid leaves 84,000; 80,000 of it within the limit; 90 % of that
// less an aggregate of 5,000 pays 67,000.
const EXAMPLE = "€67,000.00";

test("the first screen shows an answer", async () => {
  const page = await browser.page();
  await pays(page, EXAMPLE);
  assert.match(await page.textContent(".facts"), /Date of loss 6 Jul 2026 · Payable by 5 Aug 2026/);
  const rows = await page.locator("#panel-claim .results table").first().locator("tbody tr").allTextContents();
  assert.ok(rows.some((row) => row.includes("Credit limit")), rows.join("\n"));
  const [total, ...amounts] = await page.evaluate(() => {
    const table = document.querySelectorAll("#panel-claim .results table")[1];
    const figure = (cell) => BigInt(cell.textContent.replace(/[^\d−-]/g, "").replace("−", "-"));
    return [figure(table.tFoot.rows[0].cells[1]), ...[...table.tBodies[0].rows].map((row) => figure(row.cells[1]))].map(String);
  });
  assert.strictEqual(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n), BigInt(total), "every cent is accounted for");
  assert.match(await page.textContent(".explanation"), /CLM-4/);
  await page.done();
});

test("reading order of steps decides: with the mouse and with the buttons", async () => {
  const page = await browser.page();
  await pays(page, EXAMPLE);
  // The aggregate before the percentage: (80,000 − 5,000) × 90 %.
  await page.click('[data-focus="step-aggregate_first_loss-up"]');
  await pays(page, "€67,500.00");
  assert.strictEqual(await page.inputValue('[data-focus="preset"]'), "own");
  const focused = await page.evaluate(() => document.activeElement.dataset.focus);
  assert.strictEqual(focused, "step-aggregate_first_loss-up");
  const handle = page.locator(".step", { hasText: "Annual aggregate" }).locator(".handle");
  await handle.dragTo(page.locator(".step", { hasText: "Insured percentage" }));
  await pays(page, EXAMPLE);
  await page.done();
});

test("edits: percentage, limit, invoices, payments, cause", async () => {
  const page = await browser.page();
  await pays(page, EXAMPLE);
  await page.getByLabel("Insured percentage", { exact: true }).fill("80");
  await pays(page, "€59,000.00");
  await page.getByLabel("Credit limit (EUR)").fill("50,000.00");
  await pays(page, "€35,000.00");
  await page.getByRole("button", { name: "Remove: F-101" }).click();
  await page.getByRole("button", { name: "Remove: Payment 1" }).click();
  await pays(page, "€29,400.00"); // (28,000 + 15,000) × 80 % − 5,000
  await page.getByRole("button", { name: "Add an invoice" }).click();
  await page.keyboard.type("X");
  await page.getByLabel(/^Amount without VAT/).last().fill("2 000");
  await pays(page, "€31,000.00");
  await page.getByLabel(/^Amount without VAT/).last().fill("two");
  await page.keyboard.press("Tab");
  assert.strictEqual(await page.getByLabel(/^Amount without VAT/).last().getAttribute("aria-invalid"), "true");
  await page.done();
});

test("currency and period of the policy", async () => {
  const page = await browser.page();
  await pays(page, EXAMPLE);
  await page.selectOption('#panel-claim [data-focus="currency"]', "USD");
  await pays(page, "US$67,000.00");
  await page.getByLabel("Credit limit (USD)").waitFor();
  await page.locator('#panel-claim [data-focus="period-to"]').fill("2026-05-31");
  await pays(page, "US$57,700.00"); // without F-103, delivered later: (73,000 − 4,000 / 1.2) × 90 % − 5,000
  await page.done();
});

test("every preset settles the example", async () => {
  const page = await browser.page();
  const presets = await page.locator('[data-focus="preset"] option').evaluateAll((options) => options.map(({ value }) => value));
  assert.ok(presets.length >= 12, String(presets));
  const paid = new Map();
  for (const preset of presets.filter((value) => value !== "own")) {
    await page.selectOption('[data-focus="preset"]', preset);
    await page.waitForTimeout(250);
    assert.strictEqual(await page.locator("#panel-claim .refusal").count(), 0, `${preset}: ${await page.locator("#panel-claim .results").textContent()}`);
    paid.set(preset, await indemnity(page));
  }
  assert.ok(new Set(paid.values()).size > 3, JSON.stringify([...paid]));
  await page.done();
});

test("what the engine refuses is said, with its place", async () => {
  const page = await browser.page();
  await page.getByLabel("Country (two letters)").fill("??");
  await page.waitForSelector("#panel-claim .refusal");
  assert.match(await page.textContent("#panel-claim .refusal"), /country/);
  await page.getByLabel("Country (two letters)").fill("FR");
  await pays(page, EXAMPLE);
  await page.done();
});

test("saved to a file, loaded from it, shared as a link", async () => {
  const page = await browser.page();
  await page.getByLabel("Credit limit (EUR)").fill("50000");
  await pays(page, "€40,000.00");
  const { name, text } = await downloaded(page, () => page.getByRole("button", { name: "Save", exact: true }).click());
  assert.strictEqual(name, "trade-credit.json");
  await page.getByRole("button", { name: "Start again from the example" }).click();
  await pays(page, EXAMPLE);
  await page.setInputFiles('footer input[type="file"]', { name, mimeType: "application/json", buffer: Buffer.from(text) });
  await pays(page, "€40,000.00");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.waitForFunction(() => location.hash.startsWith("#s="));
  const fragment = await page.evaluate(() => location.hash);
  assert.ok(fragment.length < 4000, `${fragment.length} letters`);
  await page.setInputFiles('footer input[type="file"]', { name, mimeType: "application/json", buffer: Buffer.from('{"kind":"other"}') });
  await page.waitForSelector(".notice.shown");
  assert.strictEqual(await page.textContent(".notice"), "This file was not saved by this page.");
  await page.done();

  const other = await browser.page({ fragment, language: "fr" });
  await pays(other, "40000,00€");
  await other.done();
  const broken = await browser.page({ fragment: "#s=AAAA" });
  await pays(broken, EXAMPLE);
  await broken.done();
});

test("text is only ever text", async () => {
  const page = await browser.page();
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  await page.getByLabel("Name", { exact: true }).fill(hostile);
  await page.locator('[data-focus="invoice-0"]').fill(hostile);
  await page.waitForTimeout(400);
  assert.strictEqual(await page.locator("img[src=x], main script").count(), 0);
  assert.strictEqual(await page.title(), "Trade credit insurance calculator");
  const { text } = await downloaded(page, () => page.getByRole("button", { name: "Download to print and sign" }).click());
  assert.ok(!text.includes("<img") && !text.includes("<script"));
  await page.done();
});

test("by keyboard alone", async () => {
  const page = await browser.page();
  await tabTo(page, "#tab-claim");
  await tabTo(page, '[data-focus="step-aggregate_first_loss-up"]');
  await page.keyboard.press("Enter");
  await pays(page, "€67,500.00");
  await page.keyboard.press("Enter"); // before the limit: (84,666.67 − 5,000) × 90 %
  await pays(page, "€71,700.00");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space"); // down again
  await pays(page, "€67,500.00");
  await tabTo(page, '[data-focus="step-insured_percentage-up"]');
  await tabTo(page, '[data-focus="add-invoice"]');
  await page.keyboard.press("Enter");
  assert.strictEqual(await page.evaluate(() => document.activeElement.dataset.focus), "invoice-3");
  await tabTo(page, 'footer button');
  await page.done();
});

test("measured: a settlement with its explanation", async () => {
  const page = await browser.page();
  const milliseconds = await page.evaluate(async () => {
    const [{ question }, { exampleState }] = await Promise.all([import("./claim.js"), import("./examples.js")]);
    const timing = (times) => window.tradecredit.task("timing", { operation: "settle", request: question(exampleState().claim), times });
    await timing(2);
    return timing(10);
  });
  within(1, milliseconds, "settlement with its explanation");
  await page.done();
});

for (const language of ["en", "fr"]) {
  for (const scheme of ["light", "dark"]) {
    for (const [name, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
      test(`accessible: ${language}, ${scheme}, ${name}`, async () => {
        const page = await browser.page({ language, scheme, viewport });
        await page.waitForSelector("#panel-claim .explanation");
        await page.waitForTimeout(400);
        await fits(page);
        await accessible(page);
        await picture(page, `claim-${language}-${scheme}-${name}`);
        await page.done();
      });
    }
  }
}

test("printed", async () => {
  const page = await browser.page({ language: "fr" });
  await page.waitForSelector("#panel-claim .explanation");
  await page.emulateMedia({ media: "print" });
  await picture(page, "claim-fr-print");
  await page.done();
});
