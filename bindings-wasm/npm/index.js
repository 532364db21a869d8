// The package: every operation by its name, and what they have in common.
export * from "./operations.js";
export { call, encode, operations, run, TradeCreditError } from "./wire.js";
