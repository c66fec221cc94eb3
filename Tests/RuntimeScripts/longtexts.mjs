// Long texts: building, walking through and searching them takes linear time. usage: node longtexts.mjs MODULE SEED
import { runtime, x, below, string, text, same, finish } from "./values.mjs";
import { kinds } from "./runtime.mjs";

/** Keeps a string alive in a slot of the shadow stack, and polls. */
const slot = runtime.push(0n);
function keep(address) {
  runtime.store64(slot, runtime.box(address >>> 0, kinds.string));
  runtime.poll();
  return address >>> 0;
}

// Appending, with the text inspected at every step.
let built = keep(string("")), count = 0;
const model = [];
for (let i = 0; i < 300000; i++) {
  const part = ["é", "x", "中", "abc"][below(4)];
  built = keep(x.string_concat(built, string(part)));
  model.push(part);
  count += [...part].length;
  same(x.string_scalar_count(built), count, i);
  if (i % 8 === 0) same(text(x.atlas_char_at(built, count - 1, 0)), part.at(-1), i);
  x.atlas_char_at(built, count >> 1, 0);
}
const whole = model.join(""), all = [...whole];
same(text(built), whole);

// Walking by index, forwards and backwards.
for (let i = 0; i < all.length; i++) {
  const scalar = x.atlas_char_at(built, i, 0);
  if (i % 16 === 0) same(text(scalar), all[i], i);
  x.string_scalar_count(built);
  runtime.poll();
}
for (let i = all.length - 1; i >= 0; i -= 5) { same(text(x.atlas_char_at(built, i, 0)), all[i], i); runtime.poll(); }
for (let i = 0; i < 1000; i++) { const k = below(all.length); same(text(x.atlas_char_at(built, k, 0)), all[k], k); }

// Taking the first character off until nothing is left.
let rest = keep(string("x".repeat(200000))), steps = 0;
while (x.string_scalar_count(rest) > 0) { rest = keep(x.atlas_substring(rest, 1, x.string_scalar_count(rest), 0)); steps++; }
same(steps, 200000);

// Texts and needles that make a simple search compare the same bytes again and again.
const ab = (n, one, other) => one.repeat(n) + other;
const hostile = [
  [ab(1000000, "a", ""), ab(5000, "a", "b"), -1, -1], [ab(1000000, "a", ""), "b" + ab(50000, "a", ""), -1, -1],
  [ab(999, "a", "b").repeat(1000), ab(1000, "a", ""), -1, -1], [ab(500000, "ab", ""), ab(100000, "ab", "c"), -1, -1],
  [ab(1000000, "a", "b"), ab(400000, "a", "b"), 600000, 600000], ["b" + ab(1000000, "a", ""), "b" + ab(400000, "a", ""), 0, 0],
];
for (const [haystack, needle, first, last] of hostile) {
  const s = keep(string(haystack)), n = string(needle);
  same(x.atlas_index_of(s, n), first, needle.slice(0, 3), needle.length);
  same(x.atlas_last_index_of(s, n), last, needle.slice(0, 3), needle.length);
}
same(runtime.memoryBytes < 256 << 20, true, runtime.memoryBytes);
finish();
