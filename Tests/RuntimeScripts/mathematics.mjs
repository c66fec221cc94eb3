// Elementary functions against JavaScript's, which may differ in the last place. usage: node mathematics.mjs MODULE SEED COUNT
import { x, bits64, below, fromBits, toBits, same, finish, countText } from "./values.mjs";
const count = Number(countText);

const order = (v) => { const bits = BigInt.asIntN(64, toBits(v)); return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits; };
function near(name, expected, ...operands) {
  const actual = x[name](...operands);
  if (Number.isNaN(actual) || Number.isNaN(expected)) return same(Number.isNaN(actual), Number.isNaN(expected), name, ...operands.map(String));
  const difference = order(actual) - order(expected);
  if (difference < -1n || difference > 1n) same(actual, expected, name, ...operands.map(String));
}
const functions = ["log", "sin", "cos", "tan", "asin", "acos", "atan"];
const special = [0, 1, 0.5, 1.5, 2, 3, 10, Math.PI, Math.PI / 2, Math.PI / 4, 1e-300, 5e-324, 1e300, Number.MAX_VALUE, NaN, Infinity, 1e22,
  6381956970095103 * 2 ** 797, 1647099, 1647100, 0.6744, 0.4375, 0.6875, 1.1875, 2.4375, 0.975, 1 - 2 ** -53, 1 + 2 ** -52, 2 ** 53, 1023, 1075]
  .flatMap((v) => [v, -v]);
for (const v of special) for (const name of functions) near("math_" + name, Math[name](v), v);
for (const v of special) for (const w of special) {
  // 1 to any power, and -1 to an infinite one, are 1 here and NaN in JavaScript.
  near("math_pow", v === 1 || (v === -1 && Math.abs(w) === Infinity) ? 1 : Math.pow(v, w), v, w);
  same(x.number_remainder(v, w), v % w, v, w);
}
for (let i = 0; i < count; i++) {
  const any = fromBits(bits64()), unit = below(2 ** 53) / 2 ** 53, signed = 2 * unit - 1;
  const turns = below(4000) * Math.PI / 4 * (1 + (below(3) - 1) * 2 ** -52);
  for (const name of ["sin", "cos", "tan", "atan"]) for (const v of [any, signed, signed * 10, signed * 1e9, turns]) near("math_" + name, Math[name](v), v);
  near("math_asin", Math.asin(signed), signed); near("math_acos", Math.acos(signed), signed);
  near("math_log", Math.log(Math.abs(any)), Math.abs(any)); near("math_log", Math.log(1 + signed * 1e-3), 1 + signed * 1e-3);
  for (const [v, w] of [[unit * 10, unit * 40 - 20], [1 + signed * 1e-3, signed * 5e5], [below(100) - 50, below(8)], [Math.abs(any), signed * 2], [unit * 2, signed * 1100]]) {
    near("math_pow", Math.pow(v, w), v, w);
  }
  const other = fromBits(bits64());
  same(x.number_remainder(any, other), any % other, any, other);
  same(x.number_remainder(below(2 ** 53), 1 + below(1000)) >= 0, true);
  const [a, b] = [below(2 ** 53) / 1000, below(2 ** 30) / 7];
  same(x.number_remainder(a, b), a % b, a, b);
}
for (const [v, rounded] of [[2.5, 2], [3.5, 4], [-2.5, -2], [0.5, 0], [1.4999, 1], [4503599627370495.5, 4503599627370496]]) same(x.atlas_round(v), rounded, v);
const seen = new Set();
let sum = 0;
for (let i = 0; i < 10000; i++) { const v = x.math_random(); same(v >= 0 && v < 1, true, v); seen.add(v); sum += v; }
same(seen.size > 9990 && Math.abs(sum / 10000 - 0.5) < 0.03, true, sum);
finish();
