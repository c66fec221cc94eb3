// String functions on random Unicode texts against JavaScript. usage: node text.mjs MODULE SEED COUNT
import { runtime, x, below, reset, string, text, array, elements, stringValue, same, finish, countText } from "./values.mjs";
const count = Number(countText);

const scalars = ["a", "b", "c", "a", "b", "ab", "é", "ß", "Ω", "я", "€", "中", "😀", " ", "\u00a0", "\u3000", "\u2003", "\t", "\n", "z",
  "\u{10FFFF}", "\u0085", "Σ", "'", ".", "`", "İ", "X"];
/** Fewer than `length` scalars, from the first `variety` ones. */
function random(length, variety) {
  let result = "";
  for (let n = below(length); n > 0; n--) result += scalars[below(variety)];
  return result;
}
const bytes = (s) => Buffer.from(s);
const space = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";

for (let i = 0; i < count; i++) {
  const length = [4, 10, 40, 200][below(4)], variety = [1, 2, 5, scalars.length][below(4)];
  basics(random(length, variety), random(length, variety));
  search(random(length, variety), random(4, variety), random(10, variety));
  parts(random(length, variety), random(4, variety), random(10, variety));
  reset();
}

function basics(a, b) {
  const left = string(a), right = string(b);
  same(text(x.string_concat(left, right)), a + b, a, b);
  same(x.string_equal(left, right), Number(a === b), a, b);
  same(x.string_equal(left, string(a)), 1, a);
  same(x.string_compare(left, right), Math.sign(Buffer.compare(bytes(a), bytes(b))), a, b);
  same(x.string_scalar_count(left), [...a].length, a);
  same(text(x.atlas_to_upper_case(left)), a.toUpperCase(), a);
  same(text(x.atlas_to_lower_case(left)), a.toLowerCase(), a);
  same(text(x.atlas_trim(left, 1)), a.replace(new RegExp("^" + space), ""), a);
  same(text(x.atlas_trim(left, 2)), a.replace(new RegExp(space + "$"), ""), a);
  same(text(x.atlas_trim(left, 3)), a.replace(new RegExp(`^${space}|${space}$`, "g"), ""), a);
}

function search(a, needle, replacement) {
  const s = string(a), n = string(needle);
  same(x.atlas_index_of(s, n), bytes(a).indexOf(bytes(needle)), a, needle);
  same(x.atlas_last_index_of(s, n), needle === "" ? bytes(a).length : bytes(a).lastIndexOf(bytes(needle)), a, needle);
  same(x.atlas_includes(s, n), Number(a.includes(needle)), a, needle);
  same(x.atlas_starts_with(s, n), Number(a.startsWith(needle)), a, needle);
  same(x.atlas_ends_with(s, n), Number(a.endsWith(needle)), a, needle);
  same(text(x.atlas_replace(s, n, string(replacement))), needle === "" ? a : a.replace(needle, () => replacement), a, needle);
  const pieces = elements(x.atlas_split(s, n)).map((piece) => text(runtime.address(piece)));
  same(JSON.stringify(pieces), JSON.stringify(needle === "" ? [...a] : a.split(needle)), a, needle);
}

function parts(a, filler, piece) {
  const s = string(a), all = [...a], fill = [...filler];
  const times = below(5), width = below(60), missing = fill.length === 0 ? 0 : Math.max(0, width - all.length);
  const padding = Array.from({ length: missing }, (_, i) => fill[i % fill.length]).join("");
  same(text(x.atlas_repeat(s, times, 0)), a.repeat(times), a);
  same(text(x.atlas_pad_start(s, width, string(filler), 0)), padding + a, a, filler, width);
  same(text(x.atlas_pad_end(s, width, string(filler), 0)), a + padding, a, filler, width);
  const list = Array.from({ length: below(5) }, (_, i) => i % 2 ? piece : a);
  same(text(x.atlas_join(array(list.map(stringValue)), string(filler), 0)), list.join(filler), a, filler);
  for (let n = 0; n < 3 && all.length > 0; n++) {
    const index = below(all.length);
    same(text(x.atlas_char_at(s, index, 0)), all[index], a, index);
  }
  const from = below(all.length + 1), to = from + below(all.length - from + 1);
  const offset = (index) => bytes(all.slice(0, index).join("")).length;
  same(text(x.atlas_substring(s, offset(from), offset(to), 0)), all.slice(from, to).join(""), a, from, to);
}

// Every scalar's case.
for (let scalar = 0; scalar < 0x20000; scalar++) {
  if (scalar >= 0xd800 && scalar < 0xe000) continue;
  if (scalar % 4096 === 0) reset();
  const s = "x" + String.fromCodePoint(scalar) + "1";
  same(text(x.atlas_to_upper_case(string(s))), s.toUpperCase(), s);
  same(text(x.atlas_to_lower_case(string(s))), s.toLowerCase(), s);
}
finish();
