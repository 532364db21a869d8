// The package as somebody who installed it would import it: by name, through its `exports`.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.TRADECREDIT_NPM;
const installed = createRequire(join(folder, "package.json")).resolve("tradecredit");
export const tradecredit = await import(pathToFileURL(installed));
