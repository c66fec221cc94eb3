// Runs many WASI programs in one node process. Standard input: one JSON object a line, {"wasm", "stdout", "stderr", "stdin", "args", "env", "dirs"}, with
// "unmerged" in place of "wasm" for the directory of an unmerged program; "env" lists NAME=VALUE, "dirs" pairs of the name that the program
// sees and the directory.
// Standard output: one line a program, its exit status, or "trap: …".
import { readFileSync, openSync, closeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { WASI } from "node:wasi";

process.removeAllListeners("warning");
const jobs = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
for (const job of jobs) {
  const stdout = openSync(job.stdout, "w");
  const stderr = openSync(job.stderr, "w");
  const stdin = openSync(job.stdin, "r");
  let answer;
  try {
    const wasi = new WASI({
      version: "preview1", args: ["program", ...job.args], stdin, stdout, stderr, returnOnExit: true,
      env: Object.fromEntries(job.env.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)])),
      preopens: Object.fromEntries(job.dirs),
    });
    // Through JavaScript functions: called from wasm directly, node 20 may free the WASI object, or crash, when it collects garbage meanwhile.
    const imports = {};
    for (const [name, call] of Object.entries(wasi.wasiImport)) imports[name] = (...values) => call(...values);
    const program = await (job.unmerged ? load : instantiate)(job, { wasi_snapshot_preview1: imports });
    answer = String(wasi.start(program) ?? 0);
  } catch (error) {
    answer = `trap: ${String(error.message).replaceAll("\n", " ")}`;
  }
  closeSync(stdout);
  closeSync(stderr);
  closeSync(stdin);
  console.log(answer);
}

async function load({ unmerged }, imports) {
  const loader = await import(`${pathToFileURL(unmerged)}/loader.mjs`);
  return loader.load({ imports });
}

async function instantiate({ wasm }, imports) {
  return new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)), imports);
}
