// Random programs with hash maps, hash sets, queues and stacks, compared with a model after every step.
// usage: node tables.mjs MODULE SEED STEPS STRESS(0|1)
import { Runtime, random, check, kinds, nullBits, trueBits, absentBits } from "./runtime.mjs";

const [path, seedText, stepsText, stressText] = process.argv.slice(2);
const next = random(Number(seedText));
const runtime = new Runtime(path, { stress: stressText === "1" });
const x = runtime.x;

// A model: { kind, entries: Map from a text for the key to [key, value] } or { kind, list }. Variable i: `model[i]`, and slot i of the
// shadow stack.
const count = 8, model = [];
const slot = (i) => runtime.stackBase + 8 * i;
const value = (i) => runtime.load64(slot(i));
const set = (i, bits) => { runtime.store64(slot(i), BigInt.asUintN(64, bits)); runtime.poll(); };
const kindsOfVariables = [kinds.hashMap, kinds.hashMap, kinds.hashMap, kinds.hashSet, kinds.hashSet, kinds.queue, kinds.stack, kinds.hashMap];
const make = { [kinds.hashMap]: () => x.hash_map_new(), [kinds.hashSet]: () => x.hash_set_new(), [kinds.queue]: () => x.queue_new(), [kinds.stack]: () => x.stack_new() };
const isTable = (kind) => kind === kinds.hashMap || kind === kinds.hashSet;
const empty = (kind) => isTable(kind) ? { kind, entries: new Map() } : { kind, list: [] };
for (let i = 0; i < count; i++) { model.push(empty(kindsOfVariables[i])); runtime.push(nullBits); set(i, make[kindsOfVariables[i]]()); }

const isModel = (v) => typeof v === "object" && v !== null;
function clone(v) {
  if (!isModel(v)) return v;
  if (v.list) return { kind: v.kind, list: v.list.map(clone) };
  return { kind: v.kind, entries: new Map([...v.entries].map(([text, [key, value]]) => [text, [key, clone(value)]])) };
}
const keyText = (key) => Object.is(key, -0) ? "number 0" : `${typeof key} ${key}`;
const show = (v) => !isModel(v) ? keyText(v) : v.list ? `(${v.kind}: ${v.list.map(show)})` : `{${v.kind}: ${[...v.entries.values()].map(([k, w]) => `${keyText(k)}=${show(w)}`)}}`;
function equal(a, b) {
  if (!isModel(a) || !isModel(b)) return a === b;
  if (a.kind !== b.kind) return false;
  if (a.list) return a.list.length === b.list.length && a.list.every((v, i) => equal(v, b.list[i]));
  return a.entries.size === b.entries.size && [...a.entries].every(([text, [, v]]) => b.entries.has(text) && equal(v, b.entries.get(text)[1]));
}

const range = 1 + next(3) * next(40) * next(40) + next(20);
function key() {
  switch (next(10)) {
    case 0: return [NaN, -0, 0, true, null, "", 0.5][next(7)];
    case 1: case 2: return "text number " + next(range);
    case 3: case 4: return "k" + next(range);
    default: return next(range);
  }
}
function bitsOf(v) {
  if (v === null) return nullBits;
  if (v === true) return trueBits;
  if (typeof v === "number") return runtime.boxNumber(v);
  return runtime.box(runtime.makeString(v), kinds.string);
}
// A value: a scalar, or another variable's collection, which is shared from then on.
function element() {
  const j = next(count);
  if (next(6) || show(model[j]).length > 300) { const v = key(); return [v, bitsOf(v)]; }
  x.value_share(value(j));
  return [clone(model[j]), value(j)];
}
const list = (array) => Array.from({ length: runtime.load32(array + 4) }, (_, i) => modelOf(runtime.load64(array + 16 + 8 * i)));
function modelOf(bits) {
  if (runtime.isNumber(bits)) return runtime.unboxNumber(bits);
  if (bits === nullBits) return null;
  if (bits === trueBits) return true;
  const object = runtime.address(bits), kind = runtime.kind(bits);
  check(runtime.load8(object) === kind, `kind ${runtime.load8(object)} at ${object}, not ${kind}`);
  if (kind === kinds.string) return runtime.text(object);
  if (kind === kinds.queue || kind === kinds.stack) return { kind, list: list(runtime.address(runtime.load64(object + 8))) };
  const entries = new Map(), width = kind === kinds.hashMap ? 2 : 1, array = runtime.address(runtime.load64(object + 8));
  const used = runtime.load32(object + 24);
  for (let i = 0; i < used; i++) {
    const bits = runtime.load64(array + 16 + 8 * width * i);
    if (bits === 0x7ff8000000000001n) continue;
    const k = modelOf(bits);
    check(!entries.has(keyText(k)), `${k} is there twice`);
    entries.set(keyText(k), [k, width === 2 ? modelOf(runtime.load64(array + 24 + 8 * width * i)) : null]);
  }
  check(entries.size === runtime.load32(object + 4), `${entries.size} keys, not ${runtime.load32(object + 4)}`);
  return { kind, entries };
}
const own = (i) => { set(i, x.collection_unshare(value(i))); return value(i); };
const maybe = (bits) => BigInt.asUintN(64, bits) === absentBits ? undefined : [modelOf(BigInt.asUintN(64, bits))];
const sameOption = (found, wanted) => found === undefined ? wanted === undefined : wanted !== undefined && show(found[0]) === show(wanted[0]);

function changeTable(i, m) {
  const isMap = m.kind === kinds.hashMap, k = key(), bits = bitsOf(k), rooted = runtime.push(bits);
  const entry = m.entries.get(keyText(k));
  switch (next(8)) {
    case 0: case 1: case 2: case 3: {
      if (isMap) {
        const [v, valueBits] = element(), rootedValue = runtime.push(valueBits), target = own(i);
        x.hash_map_put(target, runtime.load64(rooted), runtime.load64(rootedValue), 0);
        runtime.pop();
        if (entry) entry[1] = v; else m.entries.set(keyText(k), [Object.is(k, -0) ? 0 : k, v]);
      } else {
        x.hash_set_add(own(i), runtime.load64(rooted), 0);
        if (!entry) m.entries.set(keyText(k), [Object.is(k, -0) ? 0 : k, null]);
      }
      break;
    }
    case 4: case 5: {
      const target = own(i);
      if (isMap) check(sameOption(maybe(x.hash_map_remove(target, runtime.load64(rooted), 0)), entry && [entry[1]]), "removed value");
      else check(x.hash_set_remove(target, runtime.load64(rooted), 0) === (entry ? 1 : 0), "removed");
      m.entries.delete(keyText(k));
      break;
    }
    case 6:
      if (isMap) check(sameOption(maybe(x.hash_map_get(value(i), bits, 0)), entry && [entry[1]]), "get");
      else check(x.hash_set_has(value(i), bits, 0) === (entry ? 1 : 0), "has");
      break;
    case 7: {
      // Many at a time.
      const target = own(i), first = next(range), amount = stressText === "1" ? next(60) : next(next(10) ? 100 : 3000), removes = next(2);
      for (let n = first; n < first + amount; n++) {
        const entryText = keyText(n);
        if (removes) {
          if (isMap) x.hash_map_remove(value(i), runtime.boxNumber(n), 0); else x.hash_set_remove(value(i), runtime.boxNumber(n), 0);
          m.entries.delete(entryText);
        } else {
          if (isMap) x.hash_map_put(value(i), runtime.boxNumber(n), runtime.boxNumber(1), 0); else x.hash_set_add(value(i), runtime.boxNumber(n), 0);
          const old = m.entries.get(entryText);
          if (old) old[1] = isMap ? 1 : null; else m.entries.set(entryText, [n, isMap ? 1 : null]);
        }
        runtime.poll();
      }
      check(target === value(i), "moved");
      break;
    }
  }
  runtime.pop();
  runtime.poll();
}

function changeList(i, m) {
  const isQueue = m.kind === kinds.queue;
  const add = isQueue ? x.queue_enqueue : x.stack_push, take = isQueue ? x.queue_dequeue : x.stack_pop;
  switch (next(5)) {
    case 0: case 1: { const [v, bits] = element(), rooted = runtime.push(bits), target = own(i); add(target, runtime.load64(rooted), 0); runtime.pop(); m.list.push(v); break; }
    case 2: case 3: {
      const wanted = m.list.length ? [isQueue ? m.list.shift() : m.list.pop()] : undefined;
      check(sameOption(maybe(take(own(i), 0)), wanted), "taken value");
      break;
    }
    case 4: {
      const wanted = m.list.length ? [m.list.at(isQueue ? 0 : -1)] : undefined;
      check(sameOption(maybe((isQueue ? x.queue_peek : x.stack_peek)(value(i), 0)), wanted), "peek");
      break;
    }
  }
  runtime.poll();
}

for (let step = 0; step < Number(stepsText); step++) {
  const i = next(count), j = next(count), m = model[i];
  const action = next(20);
  if (action < 15) { if (m.entries) changeTable(i, m); else changeList(i, m); }
  else if (action === 15) { if (next(4) === 0) { model[i] = empty(m.kind); set(i, make[m.kind]()); } }
  else if (action === 16) { x.value_share(value(j)); model[i] = clone(model[j]); set(i, value(j)); }
  else if (action === 17) check(x.value_equal(value(i), value(j)) === (equal(m, model[j]) ? 1 : 0), `equality of ${show(m)} and ${show(model[j])}`);
  else if (action === 18 && m.entries && model[j].kind === kinds.hashSet && m.kind === kinds.hashSet) {
    const a = model[i].entries, b = model[j].entries;
    const pick = (...sources) => ({ kind: kinds.hashSet, entries: new Map(sources.flatMap(([from, test]) => [...from].filter(([text]) => test(text)))) });
    const all = () => true, inA = (text) => a.has(text), inB = (text) => b.has(text), notA = (text) => !a.has(text), notB = (text) => !b.has(text);
    const results = {
      hash_set_union: pick([a, all], [b, notA]), hash_set_intersection: pick([a, inB]), hash_set_difference: pick([a, notB]),
      hash_set_symmetric_difference: pick([a, notB], [b, notA]),
    };
    for (const [name, wanted] of Object.entries(results)) check(show(modelOf(BigInt.asUintN(64, x[name](value(i), value(j), 0)))) === show(wanted), name);
    check(x.hash_set_is_subset(value(i), value(j), 0) === ([...a.keys()].every(inB) ? 1 : 0), "subset");
    check(x.hash_set_is_superset(value(i), value(j), 0) === ([...b.keys()].every(inA) ? 1 : 0), "superset");
    runtime.poll();
  } else if (action === 19 && m.kind === kinds.hashMap) {
    check(list(x.hash_map_keys(value(i), 0) >>> 0).map(keyText).join() === [...m.entries.keys()].join(), "keys");
    check(list(x.hash_map_values(value(i), 0) >>> 0).map(show).join() === [...m.entries.values()].map(([, v]) => show(v)).join(), "values");
    runtime.poll();
  }
  if (m.entries ? m.entries.size > 6000 : m.list.length > 300) { model[i] = empty(m.kind); set(i, make[m.kind]()); }
  if (step % 8 === 7 || stressText === "1") check(show(modelOf(value(i))) === show(model[i]), `step ${step}, action ${action}: variable ${i} differs`);
}
for (let i = 0; i < count; i++) check(show(modelOf(value(i))) === show(model[i]), `variable ${i} differs at the end`);
console.log(`ok: ${runtime.collections} collections, memory ${runtime.memoryBytes}`);
