// Hash tables of Ai against JavaScript's maps: arguments are the module, a seed, a number of steps, and 1 for stress mode.
import { Ai, check, random, emptyList, absent } from "./ai.mjs";

const [path, seed, steps, stress] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const ai = new Ai(path, { stress: stress === 1 }), next = random(seed);

// A key is a number of a kind; keys of different kinds with the same number are different, those of one kind are equal whenever made.
const kinds = [
  (n) => ai.fixnum(n - 50),
  (n) => ai.float(n + 0.5),
  (n) => ai.text(n % 3 ? `key ${n}` : `Schlüssel ${n}`),
  (n) => ai.symbol(`s${n}`),
  (n) => ai.integer((1n << 70n) + BigInt(n)),
  (n) => ai.character(String.fromCodePoint(300 + n)),
  (n) => { const at = ai.push(ai.text(`t${n}`)); const rest = ai.list(ai.fixnum(n)); const v = ai.cons(ai.load64(at), rest); ai.pop(); return v; },
];
const table = ai.call("ai_make_equal_hashtable", emptyList);
ai.push(table);
let model = new Map();
const range = 1 + next(300);

const makeKey = (id) => kinds[id % kinds.length](Math.floor(id / kinds.length));
/** Makes a key that stays alive until `pop`. */
const pushKey = (id) => { const root = ai.push(0n); const key = makeKey(id); ai.store64(root, key); return key; };

for (let step = 0; step < steps; step++) {
  const id = next(kinds.length * range), key = pushKey(id);
  const action = next(20);
  if (action < 10) {
    ai.call("ai_hash_table_set", table, key, ai.fixnum(step));
    model.set(id, step);
  } else if (action < 14) {
    ai.call("ai_hash_table_delete", table, key);
    model.delete(id);
  } else if (action < 18) {
    const found = ai.call("ai_hash_table_find", table, key);
    const wanted = model.has(id) ? ai.fixnum(model.get(id)) : absent;
    check(found === wanted, `seed ${seed}, step ${step}: key ${id} is ${found}, not ${wanted}`);
    check((ai.call("ai_hash_table_contains", table, key) === 1) === model.has(id), "contains");
  } else if (next(40) === 0) {
    ai.call("ai_hash_table_clear", table);
    model.clear();
  } else {
    const copied = ai.call("ai_hash_table_copy", table, absent);
    check(ai.number(ai.call("ai_hash_table_count", copied)) === BigInt(model.size), "count of a copy");
    let values = ai.call("ai_hash_table_values", copied);
    for (const value of model.values()) {
      check(ai.car(values) === ai.fixnum(value), `seed ${seed}, step ${step}: order`);
      values = ai.cdr(values);
    }
    check(values === emptyList, "end of the values");
  }
  ai.pop();
  ai.poll();
  check(ai.number(ai.call("ai_hash_table_count", table)) === BigInt(model.size), "count");
}
