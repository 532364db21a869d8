/** Loads the engine. Await it once in a browser; in Node there is nothing to wait for. */
export default function init(source?: string | URL | Request | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** The name of every operation. */
export function operations(): string[];

/** What a request may hold: exact numbers are text, a bigint or a safe integer. */
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

/** Asks the engine in objects. */
export function run(operation: string, request?: { readonly [field: string]: Given }): unknown;

/** Asks the engine in JSON text. */
export function call(operation: string, request: string): string;

/** A request as JSON text, exactly; a value that has no exact text is refused with its path. */
export function encode(request: { readonly [field: string]: Given }): string;

/** One thing that is wrong with a document, and where. */
export interface Problem {
  path: string;
  code: string;
  message: string;
}

/** A question that could not be answered. `code` is stable and the same in every language. */
export class TradeCreditError extends Error {
  constructor(document: { code: string; message: string; path?: string; problems?: Problem[] });
  readonly name: "TradeCreditError";
  readonly code: string;
  /** Where in the request, where that is known. */
  readonly path: string | undefined;
  /** Every contradiction of a document; empty for other errors. */
  readonly problems: readonly Problem[];
}
