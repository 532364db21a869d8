// Runs every conformance vector: the same files as Rust and Python.
import assert from "node:assert";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { tradecredit } from "./package.mjs";

const vectors = new URL("../vectors/", import.meta.url);

// Each vector's request to the letter, and the digest of what Rust answers.
const digests = readFileSync(process.env.TRADECREDIT_DIGESTS, "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line));

for (const { name, operation, request, sha256 } of digests) {
  test(name, () => {
    const { answer, error } = JSON.parse(readFileSync(new URL(name, vectors), "utf8"));
    let text;
    try {
      text = tradecredit.call(operation, request);
    } catch (thrown) {
      assert.ok(thrown instanceof tradecredit.TradeCreditError, thrown);
      const got = Object.fromEntries(Object.keys(error ?? { message: "" }).map((key) => [key, thrown[key]]));
      assert.deepStrictEqual({ error: got }, { error });
      return;
    }
    assert.deepStrictEqual({ answer: JSON.parse(text) }, { answer });
    assert.strictEqual(createHash("sha256").update(text).digest("hex"), sha256, "other bytes than in Rust");
  });
}

test("every file was run", () => {
  const names = readdirSync(vectors, { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  assert.deepStrictEqual(
    names.filter((name) => name.endsWith(".json")).sort(),
    digests.map(({ name }) => name).sort(),
  );
});
