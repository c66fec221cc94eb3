// Makes values for runtime functions and reads their results; on top of runtime.mjs.
import { Runtime, Exit, kinds, trueBits, nullBits } from "./runtime.mjs";

export const [seedText, countText] = process.argv.slice(3);
export const runtime = new Runtime(process.argv[2]);
export const x = runtime.x;
export const falseBits = 0xfffb000000000002n;
export { trueBits, nullBits };

/** A generator of 64 random bits (splitmix64). */
let state = BigInt(seedText ?? 1);
export function bits64() {
  state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
  let z = BigInt.asUintN(64, (state ^ state >> 30n) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ z >> 27n) * 0x94d049bb133111ebn);
  return z ^ z >> 31n;
}
export const below = (limit) => Number(bits64() % BigInt(limit));
const scratch = new DataView(new ArrayBuffer(8));
export const fromBits = (bits) => { scratch.setBigUint64(0, bits); return scratch.getFloat64(0); };
export const toBits = (number) => { scratch.setFloat64(0, number); return scratch.getBigUint64(0); };

/** Frees everything: nothing is rooted. */
export const reset = () => runtime.collect();
export const string = (text) => runtime.makeString(text);
export const text = (address) => runtime.text(address >>> 0);
export const stringValue = (s) => runtime.box(string(s), kinds.string);
export const number = (v) => runtime.boxNumber(v);
export function array(values) {
  const object = x.array_make(values.length, values.length) >>> 0;
  values.forEach((v, i) => runtime.store64(object + 16 + 8 * i, v));
  return object;
}
export const arrayValue = (values) => runtime.box(array(values), kinds.array);
export function elements(address) {
  return Array.from({ length: runtime.load32((address >>> 0) + 4) }, (_, i) => runtime.load64((address >>> 0) + 16 + 8 * i));
}
function variant(kind, tag, payload) {
  const object = runtime.allocate(16);
  runtime.header(object, kind, 0, tag, 0);
  runtime.store64(object + 8, payload);
  return runtime.box(object, kind);
}
export const some = (payload) => variant(kinds.option, 1, payload);
export const none = runtime.box(0, kinds.option);
export const ok = (payload) => variant(kinds.result, 0, payload);
export const err = (payload) => variant(kinds.result, 1, payload);

/** What the action wrote to both outputs, and the status with which it ended the program, or null. */
export function outcome(action) {
  runtime.output.length = 0; runtime.errors.length = 0;
  let status = null;
  try { action(); x.flush_output(); } catch (error) {
    if (!(error instanceof Exit)) throw error;
    status = error.status;
    // The next program starts with standard output again.
    runtime.store32(60, 0);
  }
  return { status, output: Buffer.concat(runtime.output).toString(), errors: Buffer.concat(runtime.errors).toString() };
}

let checks = 0, failures = 0;
/** Reports a difference, with what it is about. */
export function same(actual, expected, ...about) {
  checks++;
  if (Object.is(actual, expected)) return;
  if (failures++ < 10) console.log("differs:", actual, "expected:", expected, "for", ...about.map((a) => JSON.stringify(a)));
}
export function finish() {
  console.log(failures === 0 ? "ok" : `${failures} of ${checks} checks failed, seed ${seedText}`);
}
