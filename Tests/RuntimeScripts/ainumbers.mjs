// Arithmetic of Ai against JavaScript's big integers: arguments are the module, a seed, a number of rounds.
import { Ai, check, random, absent } from "./ai.mjs";

const [path, seed, rounds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const ai = new Ai(path), next = random(seed);
const root = ai.sp;

/** Integers of all sizes: small ones, those around the limits of representations, runs of equal bits. */
function integer() {
  const bits = [4, 31, 47, 48, 49, 64, 96, 200, 700, 3000][next(10)] + next(4);
  let value = 0n;
  for (let i = 0; i < bits; i += 16) value = value << 16n | BigInt([next(65536), 0, 65535][next(8) < 6 ? 0 : 1 + next(2)]);
  value = BigInt.asUintN(bits, value);
  if (next(4) === 0) value = (1n << BigInt(bits)) + BigInt(next(5) - 2);
  return next(2) ? -value : value;
}

function expect(name, got, want, ...operands) {
  const value = ai.number(got);
  const same = typeof want === "number" ? Object.is(value, want) : value === want;
  check(same, `seed ${seed}: ${name} ${operands.join(" ")} is ${value}, not ${want}`);
}

/** The nearest float to a ratio, by exact integers. */
function ratio(a, b) {
  const negative = (a < 0n) !== (b < 0n);
  if (a < 0n) a = -a;
  if (b < 0n) b = -b;
  let shift = 0n;
  while (a << shift < b << 66n) shift += 8n;
  const quotient = (a << shift) / b, sticky = (a << shift) % b ? 1n : 0n;
  // Number() rounds correctly, the sticky bit decides ties.
  let value = Number(quotient << 1n | sticky), exponent = -Number(shift) - 1;
  while (exponent < -1000) { value *= 2 ** -500; exponent += 500; }
  value *= 2 ** exponent;
  return negative ? -value : value;
}

const floorDivide = (a, b) => { const q = a / b; return a % b && (a < 0n) !== (b < 0n) ? q - 1n : q; };
const order = (a, b) => a < b ? -1 : a > b ? 1 : 0;
const isqrt = (n) => { if (n < 2n) return n; let x = 1n << BigInt(n.toString(2).length / 2 + 1 | 0); for (;;) { const y = (x + n / x) >> 1n; if (y >= x) return x; x = y; } };

for (let round = 0; round < rounds; round++) {
  ai.sp = root;
  const a = integer(), b = integer(), x = ai.integer(a), y = ai.integer(b);
  ai.push(x); ai.push(y);
  expect("+", ai.call("ai_add", x, y), a + b, a, b);
  expect("-", ai.call("ai_subtract", x, y), a - b, a, b);
  expect("*", ai.call("ai_multiply", x, y), a * b, a, b);
  expect("negate", ai.call("ai_negate", x), -a, a);
  if (b !== 0n) {
    expect("quotient", ai.call("ai_quotient", x, y), a / b, a, b);
    expect("remainder", ai.call("ai_remainder", x, y), a % b, a, b);
    expect("modulo", ai.call("ai_modulo", x, y), a - b * floorDivide(a, b), a, b);
    const [q, r] = ai.call("ai_floor_divide", x, y);
    expect("floor/", q, floorDivide(a, b), a, b);
    expect("floor/", r, a - b * floorDivide(a, b), a, b);
    expect("exact /", ai.call("ai_divide", ai.integer(a * b), y), a, a * b, b);
    if (a % b) expect("/", ai.call("ai_divide", x, y), ratio(a, b), a, b);
  }
  for (const [name, wanted] of [["ai_less", a < b], ["ai_greater", a > b], ["ai_not_greater", a <= b], ["ai_not_less", a >= b], ["ai_equal_numbers", a === b]]) {
    check((ai.call(name, x, y) === 1) === wanted, `${name} ${a} ${b}`);
  }
  expect("and", ai.call("ai_bitwise_and", x, y), a & b, a, b);
  expect("or", ai.call("ai_bitwise_ior", x, y), a | b, a, b);
  expect("xor", ai.call("ai_bitwise_xor", x, y), a ^ b, a, b);
  expect("not", ai.call("ai_bitwise_not", x), ~a, a);
  const shift = next(200) - 100;
  expect("shift", ai.call("ai_arithmetic_shift", x, ai.fixnum(shift)), shift < 0 ? a >> BigInt(-shift) : a << BigInt(shift), a, shift);
  const size = a < 0n ? -a : a;
  const [s, t] = ai.call("ai_exact_integer_sqrt", ai.integer(size));
  expect("root", s, isqrt(size), size);
  expect("rest", t, size - isqrt(size) ** 2n, size);
  expect("sqrt", ai.call("ai_sqrt", ai.integer(size * size)), size, size * size);
  const radix = 2 + next(35);
  const text = ai.read(ai.call("ai_number_to_string", x, ai.fixnum(radix)));
  check(text === a.toString(radix), `text of ${a} in base ${radix}: ${text}`);
  expect("parse", ai.call("ai_string_to_number", ai.text(text), ai.fixnum(radix)), a, text);
  expect("inexact", ai.call("ai_inexact", x), Number(a), a);
  // Against floats, exactly.
  const float = Number(a) * [1, 1 + 2 ** -52, 1 - 2 ** -53, 0.5][next(4)] + [0, 0.5, 1][next(3)];
  if (Number.isFinite(float)) {
    const f = ai.float(float);
    check((ai.call("ai_less", x, f) === 1) === (a < float), `${a} < ${float}`);
    check((ai.call("ai_less", f, x) === 1) === (float < a), `${float} < ${a}`);
    check((ai.call("ai_equal_numbers", f, x) === 1) === (float == a), `${float} = ${a}`);
    const whole = Math.trunc(float);
    expect("exact", ai.call("ai_exact", ai.float(whole)), BigInt(whole), whole);
  }
  if (size < 1n << 64n) {
    const exponent = next(40);
    expect("expt", ai.call("ai_expt", x, ai.fixnum(exponent)), a ** BigInt(exponent), a, exponent);
    let g = size, h = b < 0n ? -b : b;
    while (h) [g, h] = [h, g % h];
    expect("gcd", ai.call("ai_gcd", x, y), g, a, b);
  }
  ai.poll();
}
