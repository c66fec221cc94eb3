// Runs an unmerged program and tells what its collector did: node pauses.mjs DIRECTORY
//
// In an unmerged program the runtime is a module of its own, so its entries that may collect garbage can be replaced by functions that look at the
// clock. A call in which the roots were marked was a collection. The last line of standard error is JSON: the milliseconds of each collection,
// and the longest of the other calls.
import { pathToFileURL } from "node:url";
import { WASI } from "node:wasi";

const pauses = [];
let marked = false;
let longestOther = 0;

function timed(entry) {
  return (...values) => {
    marked = false;
    const start = performance.now();
    const result = entry(...values);
    const duration = performance.now() - start;
    if (marked) pauses.push(duration);
    else longestOther = Math.max(longestOther, duration);
    return result;
  };
}

const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (module, imports) => {
  const mark = imports?.env?.langc_mark_roots;
  if (!mark) return instantiate(module, imports);
  const instance = await instantiate(module, { ...imports, env: { ...imports.env, langc_mark_roots: () => { marked = true; mark(); } } });
  const exports = { ...instance.exports };
  for (const name of ["gc_allocate", "gc_collect", "gc_prepare"]) if (exports[name]) exports[name] = timed(exports[name]);
  return { exports };
};

process.removeAllListeners("warning");
const base = pathToFileURL(`${process.argv[2]}/`);
const { load } = await import(new URL("loader.mjs", base));
const wasi = new WASI({ version: "preview1", args: ["program"], env: {}, returnOnExit: true });
const functions = {};
for (const [name, call] of Object.entries(wasi.wasiImport)) functions[name] = (...values) => call(...values);
const program = await load({ imports: { wasi_snapshot_preview1: functions }, base });
const start = performance.now();
process.exitCode = wasi.start(program) ?? 0;
console.error(JSON.stringify({ total: performance.now() - start, longestOther, pauses }));
