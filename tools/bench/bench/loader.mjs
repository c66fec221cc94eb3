// Runs one WASI program: node loader.mjs PROGRAM.wasm
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";
const wasi = new WASI({ version: "preview1", args: ["program"], env: {} });
// Through JavaScript functions: called from wasm directly, node 20 may free the WASI object, or crash, when it collects garbage meanwhile.
const imports = {};
for (const [name, call] of Object.entries(wasi.wasiImport)) imports[name] = (...values) => call(...values);
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
wasi.start(new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports }));
