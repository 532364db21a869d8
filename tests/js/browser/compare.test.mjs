// Compare: policies side by side.
import assert from "node:assert";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, accessible, fits, open, picture, tabTo } from "./chromium.mjs";

let browser;
before(async () => (browser = await open()));
after(() => browser.close());

const view = (options) => browser.page({ view: "compare", ...options });
const figures = async (page) => (await page.locator(".ranking .figure").allTextContents()).map((text) => text.replace(/\s/g, ""));
const shows = (page, expected) => page.waitForFunction((wanted) => [...document.querySelectorAll(".ranking .figure")].map((one) => one.textContent.replace(/\s/g, "")).join() === wanted, expected.join(), { timeout: 5000 }).catch(async () => assert.deepStrictEqual(await figures(page), expected));

// A: 80,000 + 30,000 + 6,400 at 90 % less 1,000 each; B: 1,000 off each loss first, of 84,000 still
// 80,000 within the limit; C: 95 % less 10,000 once.
const EXAMPLE = ["€101,760.00", "€102,960.00", "€100,580.00"];

test("three policies on the same losses", async () => {
  const page = await view();
  await shows(page, EXAMPLE);
  assert.match(await page.locator(".ranking .best").textContent(), /^B.*Pays most/s);
  assert.match(await page.locator(".ranking li").nth(1).textContent(), /departs from A at: Deductible per loss/);
  await page.done();
});

test("the day of the losses may be any: they fall into the period of each policy", async () => {
  const page = await view();
  await page.getByLabel("All insolvent on").fill("2031-01-10");
  await page.waitForTimeout(400);
  await shows(page, EXAMPLE);
  assert.strictEqual(await page.locator("#panel-compare .refusal").count(), 0);
  await page.done();
});

test("losses and policies are edited, added, removed", async () => {
  const page = await view();
  await shows(page, EXAMPLE);
  await page.getByRole("button", { name: "Remove: Charpentes Vidal" }).click();
  await shows(page, ["€97,000.00", "€98,100.00", "€94,500.00"]);
  await page.getByRole("button", { name: "Remove: C", exact: true }).click();
  await shows(page, ["€97,000.00", "€98,100.00"]);
  await page.getByRole("button", { name: "Add a policy" }).click();
  assert.strictEqual(await page.evaluate(() => document.activeElement.dataset.focus), "policy-2-name");
  await shows(page, ["€97,000.00", "€98,100.00", "€98,100.00"]);
  await page.selectOption('[data-focus="policy-2-start"]', "claim");
  await shows(page, ["€97,000.00", "€98,100.00", "€94,000.00"]);
  await page.click('[data-focus="policy-0-step-each_loss_deductible-up"]');
  await shows(page, ["€97,200.00", "€98,100.00", "€94,000.00"]);
  await page.getByRole("button", { name: "Add a loss" }).click();
  await page.keyboard.type("Nouveau");
  await page.locator("#panel-compare .results tbody tr", { hasText: "Nouveau" }).first().waitFor();
  await page.done();
});

test("what each policy costs, with and without the losses", async () => {
  const page = await view();
  await shows(page, EXAMPLE);
  const row = async (name) => (await page.locator("#panel-compare tfoot tr", { hasText: name }).locator("td").allTextContents()).slice(1).map((text) => text.replace(/\s/g, ""));
  // 8,000,000 at 0.21 %, 0.22 % and 0.19 %, and 9 % tax.
  assert.deepStrictEqual(await row("Premium with tax"), ["18,312.00", "19,184.00", "16,568.00"]);
  // Beside what stays with the insured: 120,400 less the indemnity.
  assert.deepStrictEqual(await row("Cost with these losses"), ["36,952.00", "36,624.00", "36,388.00"]);
  await page.fill('[data-focus="turnover"]', "4000000");
  await page.waitForFunction(() => document.querySelector("#panel-compare tfoot").textContent.includes("13,080.00"));
  assert.deepStrictEqual(await row("Premium with tax"), ["13,080.00", "13,080.00", "13,080.00"]);
  await page.done();
});

test("by keyboard alone", async () => {
  const page = await view();
  await shows(page, EXAMPLE);
  await page.focus("#tab-claim");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.strictEqual(await page.evaluate(() => document.activeElement.id), "tab-compare");
  await tabTo(page, '[data-focus="policy-0-step-each_loss_deductible-up"]');
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await shows(page, EXAMPLE.with(0, EXAMPLE[1]));
  await page.done();
});

for (const language of ["en", "fr"]) {
  for (const scheme of ["light", "dark"]) {
    for (const [name, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
      test(`accessible: ${language}, ${scheme}, ${name}`, async () => {
        const page = await view({ language, scheme, viewport });
        await page.waitForSelector(".ranking");
        await fits(page);
        await accessible(page);
        await picture(page, `compare-${language}-${scheme}-${name}`);
        await page.done();
      });
    }
  }
}
