// Prints the module's function imports and exports with their wasm signatures: `import MODULE NAME (i32,i64)->f64`, `export NAME ...`.
// usage: node signatures.mjs MODULE
import { readFileSync } from "node:fs";

const bytes = readFileSync(process.argv[2]);
const typeNames = { 0x7f: "i32", 0x7e: "i64", 0x7d: "f32", 0x7c: "f64", 0x70: "funcref" };
let at = 8;
const byte = () => bytes[at++];
function number() {
  let value = 0, shift = 0, part;
  do { part = byte(); value += (part & 127) * 2 ** shift; shift += 7; } while (part & 128);
  return value;
}
const vector = (read) => Array.from({ length: number() }, read);
const name = () => { const n = number(); at += n; return bytes.toString("utf8", at - n, at); };
const limits = () => { const flags = byte(); number(); if (flags & 1) number(); };

const types = [], functions = [], lines = [];
while (at < bytes.length) {
  const id = byte(), size = number(), end = at + size;
  if (id === 1) vector(() => { byte(); types.push(`(${vector(() => typeNames[byte()])})->${vector(() => typeNames[byte()])}`); });
  if (id === 2) vector(() => {
    const module = name(), field = name(), kind = byte();
    if (kind === 0) { functions.push(types[number()]); lines.push(`import ${module} ${field} ${functions.at(-1)}`); }
    else if (kind === 1) { byte(); limits(); } else if (kind === 2) limits(); else { byte(); byte(); }
  });
  if (id === 3) vector(() => functions.push(types[number()]));
  if (id === 7) vector(() => { const field = name(), kind = byte(), index = number(); if (kind === 0) lines.push(`export ${field} ${functions[index]}`); });
  at = end;
}
console.log(lines.join("\n"));
