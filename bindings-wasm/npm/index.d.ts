import type { ErrorCode } from "./documents.js";

export type * from "./documents.js";
export * from "./operations.js";

/**
 * Loads the engine. Await it once in a browser before the first question; in
 * Node there is nothing to wait for.
 *
 * @param source where the engine is, if not beside this package
 */
export default function init(source?: string | URL | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** The name of every operation, as the engine spells it. */
export function operations(): string[];

/**
 * What a request may hold. Exact numbers are text, a bigint or a safe integer;
 * any other number is refused with its path, and so is a `Date`: a day is text.
 */
export type Given =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | { toJSON(): Given }
  | readonly Given[]
  | { readonly [field: string]: Given };

/**
 * Asks the engine by the name of an operation.
 *
 * @throws {TradeCreditError} where the question cannot be answered
 * @throws {TypeError} where a value has no exact text
 */
export function run(operation: string, request?: { readonly [field: string]: Given }): unknown;

/**
 * Asks the engine in JSON text: the same bytes as in every other language.
 *
 * @throws {TradeCreditError} where the question cannot be answered
 */
export function call(operation: string, request: string): string;

/**
 * A request as JSON text, exactly.
 *
 * @throws {TypeError} with the path of a value that has no exact text
 */
export function encode(request: { readonly [field: string]: Given }): string;

/** One thing that is wrong with a document, and where. */
export interface ErrorProblem {
  path: string;
  code: ErrorCode | (string & {});
  message: string;
}

/**
 * A question that could not be answered. A receivable that is *not covered* is
 * an answer, with its reasons, never an error.
 */
export class TradeCreditError extends Error {
  constructor(document: { code: ErrorCode; message: string; path?: string; problems?: ErrorProblem[] });
  readonly name: "TradeCreditError";
  /** What kind of error: stable, and the same in every language. */
  readonly code: ErrorCode;
  /** Where in the request, such as `policy.insured_percentage.named`, where that is known. */
  readonly path: string | undefined;
  /** Every contradiction of a document, each with its own path; empty for other errors. */
  readonly problems: readonly ErrorProblem[];
}
