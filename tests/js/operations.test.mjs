// What the package offers is what the engine offers; values become JSON text exactly, or are refused.
import assert from "node:assert";
import { test } from "node:test";
import { tradecredit } from "./package.mjs";

const { call, encode, operations, run, TradeCreditError } = tradecredit;
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

test("every operation is a function", () => {
  const missing = operations().filter((name) => typeof tradecredit[camel(name)] !== "function");
  assert.deepStrictEqual(missing, [], "run `cargo xtask regen`");
});

test("an error is an exception with its code", () => {
  for (const ask of [() => call("setle", "{}"), () => run("setle", {}), () => run("setle")]) {
    assert.throws(ask, (error) => {
      assert.ok(error instanceof TradeCreditError && error instanceof Error);
      assert.strictEqual(error.name, "TradeCreditError");
      assert.strictEqual(error.code, "unknown_operation");
      assert.strictEqual(error.path, undefined);
      assert.deepStrictEqual(error.problems, []);
      assert.match(error.message, /no operation `setle`/);
      return true;
    });
  }
});

test("exact text", () => {
  class Day {
    toJSON() {
      return "2026-06-30";
    }
  }
  const cases = [
    [{ a: "1250.00", b: 12, c: -0, d: null, e: true }, '{"a":"1250.00","b":12,"c":0,"d":null,"e":true}'],
    [{ a: 9007199254740993n, b: 2n ** 63n, c: -(2n ** 63n) }, '{"a":9007199254740993,"b":"9223372036854775808","c":-9223372036854775808}'],
    [{ a: undefined, b: [1, ["x"]] }, '{"b":[1,["x"]]}'],
    [{ "a\"b": "é\n" }, '{"a\\"b":"é\\n"}'],
    [{ day: new Day() }, '{"day":"2026-06-30"}'],
    [Object.assign(Object.create(null), { a: {} }), '{"a":{}}'],
  ];
  for (const [request, text] of cases) assert.strictEqual(encode(request), text);
});

test("what has no exact text is refused with its path", () => {
  const cases = [
    [0.1, /the number 0\.1 cannot be exact: write it as text/],
    [2 ** 53, /the number 9007199254740992 cannot be exact/],
    [NaN, /the number NaN cannot be exact/],
    [Infinity, /cannot be exact/],
    [new Date(0), /a Date is a moment, not a day/],
    [new Map(), /a Map cannot be written/],
    [new (class Policy {})(), /a Policy cannot be written/],
    [() => 1, /a function cannot be written/],
    [Symbol("x"), /a symbol cannot be written/],
  ];
  for (const [amount, message] of cases) {
    assert.throws(() => run("settle", { ledger: { invoices: ["B-17", { amount }] } }), (error) => {
      assert.ok(error instanceof TypeError);
      assert.ok(error.message.startsWith("at `ledger.invoices[1].amount`: "), error.message);
      assert.match(error.message, message);
      return true;
    });
  }
  assert.throws(() => encode({ list: [undefined] }), /at `list\[0\]`: nothing is given/);
  const endless = { policy: {} };
  endless.policy.policy = endless.policy;
  const deep = [];
  for (let level = 0, inner = deep; level < 100_000; level += 1) inner.push((inner = []));
  for (const request of [endless, { deep }, { day: { toJSON() { return this; } } }]) {
    assert.throws(() => encode(request), { name: "TypeError", message: /too deep in each other, or in themselves/ });
  }
});
