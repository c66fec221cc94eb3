// Runs the program in this directory with node: node run.mjs [--dir DIR]… [--env NAME=VALUE]… [--] [ARGUMENT …]
// Written by `langc build --unmerged`.
import { load } from "./loader.mjs";

const rest = process.argv.slice(2);
const preopens = {};
const env = {};
while (rest[0] === "--dir" || rest[0] === "--env") {
  const [option, value] = rest.splice(0, 2);
  if (value === undefined) {
    console.error(`run.mjs: ${option} needs a value`);
    process.exit(2);
  }
  const equals = value.indexOf("=");
  if (option === "--dir") preopens[value] = value;
  else env[equals < 0 ? value : value.slice(0, equals)] = equals < 0 ? "" : value.slice(equals + 1);
}
if (rest[0] === "--") rest.shift();

// Before node's WASI says that it is experimental.
process.removeAllListeners("warning");
const { WASI } = await import("node:wasi");
const wasi = new WASI({ version: "preview1", args: [process.argv[1], ...rest], env, preopens, returnOnExit: true });
// Through JavaScript functions: called from wasm directly, node 20 may free the WASI object, or crash, when it collects garbage meanwhile.
const functions = {};
for (const [name, call] of Object.entries(wasi.wasiImport)) functions[name] = (...values) => call(...values);
const program = await load({ imports: { wasi_snapshot_preview1: functions } });
process.exitCode = wasi.start(program) ?? 0;
