// Texts of Ai against JavaScript arrays of characters: arguments are the module, a seed and a number of rounds.
import { Ai, check, random, absent, emptyList, no } from "./ai.mjs";

const [path, seed, rounds] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const ai = new Ai(path), next = random(seed), root = ai.sp;
const alphabets = [["a", "b", " "], ["a", "ä", "€", "b"], ["😀", "a", "λ", " "], ["x", "Y", "\n", "0", "-"]];
const characters = (alphabet, limit) => Array.from({ length: next(limit) }, () => alphabet[next(alphabet.length)]);

const same = (got, want, what) => check(ai.read(got) === want, `seed ${seed}: ${what}: ${JSON.stringify(ai.read(got))}, not ${JSON.stringify(want)}`);
const texts = (list) => { const result = []; for (let rest = list; rest !== emptyList; rest = ai.cdr(rest)) result.push(ai.read(ai.car(rest))); return result; };
const sameList = (got, want, what) => check(JSON.stringify(texts(got)) === JSON.stringify(want), `seed ${seed}: ${what}: ${JSON.stringify(texts(got))}, not ${JSON.stringify(want)}`);

for (let round = 0; round < rounds; round++) {
  ai.sp = root;
  const alphabet = alphabets[next(alphabets.length)], other = alphabets[next(alphabets.length)];
  const a = characters(alphabet, 30), b = characters(next(2) ? alphabet : other, 4), s = a.join(""), t = b.join("");
  const x = ai.text(s), y = ai.text(t);
  check(ai.number(ai.call("ai_string_length", x)) === BigInt(a.length), "length");
  a.forEach((c, i) => check(ai.call("ai_string_ref", x, ai.fixnum(i)) === ai.character(c), "character"));
  const start = next(a.length + 1), end = start + next(a.length - start + 1);
  same(ai.call("ai_substring", x, ai.fixnum(start), ai.fixnum(end)), a.slice(start, end).join(""), "substring");
  same(ai.call("ai_string_append", ai.list(x, y, x)), s + t + s, "append");
  same(ai.call("ai_string_reverse", x), [...a].reverse().join(""), "reverse");
  const index = s.indexOf(t), place = index < 0 ? no : ai.fixnum([...s.slice(0, index)].length);
  check(ai.call("ai_string_index_of", x, y, absent) === place, `seed ${seed}: index of ${JSON.stringify(t)} in ${JSON.stringify(s)}`);
  check((ai.call("ai_string_has", x, y) === 1) === s.includes(t), "contains");
  check((ai.call("ai_string_starts_with", x, y) === 1) === s.startsWith(t), "starts with");
  check((ai.call("ai_string_ends_with", x, y) === 1) === s.endsWith(t), "ends with");
  if (t) {
    sameList(ai.call("ai_string_split", x, y), s.split(t), "split");
    same(ai.call("ai_string_replace", x, y, ai.text("<é>")), s.replaceAll(t, "<é>"), "replace");
    same(ai.call("ai_string_join", ai.call("ai_string_split", x, y), y), s, "split and join");
  } else {
    sameList(ai.call("ai_string_split", x, y), a, "split into characters");
  }
  sameList(ai.call("ai_string_split", x, absent), s.split(/\s+/).filter((part) => part), "split at white space");
  same(ai.call("ai_string_trim", x), s.trim(), "trim");
  same(ai.call("ai_string_upcase", x), s.toUpperCase(), "upper case");
  same(ai.call("ai_string_downcase", x), s.toLowerCase(), "lower case");
  const order = (p, q) => { const l = [...p], r = [...q]; for (let i = 0; i < l.length && i < r.length; i++) if (l[i] !== r[i]) return l[i].codePointAt(0) - r[i].codePointAt(0); return l.length - r.length; };
  check((ai.call("ai_string_less", x, y) === 1) === order(s, t) < 0, "less");
  check((ai.call("ai_string_equal", x, y) === 1) === (s === t), "equal");
  check((ai.x.ai_is_equal(x, ai.text(s)) === 1), "equal?");
  const copied = ai.call("ai_string_copy", x, absent, absent), model = [...a];
  for (let i = 0; i < 5 && a.length; i++) {
    const at = next(a.length), c = other[next(other.length)];
    ai.call("ai_string_set", copied, ai.fixnum(at), ai.character(c));
    model[at] = c;
  }
  same(copied, model.join(""), "after changes");
  check((ai.x.ai_is_equal(copied, x) === 1) === (model.join("") === s), "equal? after changes");
  const from = next(model.length + 1), count = next(Math.min(model.length - from, model.length) + 1), to = next(model.length - count + 1);
  ai.call("ai_string_copy_to", copied, ai.fixnum(to), copied, ai.fixnum(from), ai.fixnum(from + count));
  model.splice(to, count, ...model.slice(from, from + count));
  same(copied, model.join(""), "after a copy within");
  same(x, s, "the original");
  same(ai.call("ai_list_to_string", ai.call("ai_string_to_list", x, absent, absent)), s, "list and back");
  same(ai.call("ai_utf8_to_string", ai.call("ai_string_to_utf8", x, absent, absent), absent, absent), s, "UTF-8 and back");
  same(ai.call("ai_symbol_to_string", ai.call("ai_string_to_symbol", x)), s, "symbol and back");
  check(ai.call("ai_string_to_symbol", x) === ai.symbol(s), "symbols are interned");
  const width = next(40), pad = (n) => "·".repeat(Math.max(0, n));
  same(ai.call("ai_string_pad_left", x, ai.fixnum(width), ai.character("·")), pad(width - a.length) + s, "pad");
  same(ai.call("ai_string_pad_right", x, ai.fixnum(width), ai.character("·")), s + pad(width - a.length), "pad");
  ai.poll();
}
