// Serves the calculator on this machine: `node serve.mjs <folder> [port]`.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const [folder, port = "8173"] = process.argv.slice(2);
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".txt": "text/plain" };

createServer((request, response) => {
  const path = join(folder, normalize(decodeURIComponent(request.url.split("?")[0])).replace(/^[\\/]$/, "/index.html"));
  if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "cache-control": "no-cache" });
  createReadStream(path).pipe(response);
}).listen(Number(port), "127.0.0.1", () => console.log(`The calculator: http://localhost:${port}  (stop it with Ctrl-C)`));
