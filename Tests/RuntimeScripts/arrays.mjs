// Random array programs against a model with plain value semantics: variables hold JavaScript arrays that are copied deeply.
// usage: node arrays.mjs MODULE SEED STEPS STRESS(0|1)
import { Runtime, random, check, kinds, flags, nullBits, trueBits } from "./runtime.mjs";

const [path, seedText, stepsText, stressText] = process.argv.slice(2);
const next = random(Number(seedText));
const runtime = new Runtime(path, { stress: stressText === "1" });
const x = runtime.x;

// Variable i: `model[i]` and the boxed value in slot i of the shadow stack.
const count = 10, model = [];
const slot = (i) => runtime.stackBase + 8 * i;
const value = (i) => runtime.load64(slot(i));
const set = (i, bits) => runtime.store64(slot(i), bits);
const array = (i) => runtime.address(value(i));
const setArray = (i, address) => { set(i, runtime.box(address >>> 0, kinds.array)); runtime.poll(); };
for (let i = 0; i < count; i++) { model.push([]); runtime.push(nullBits); setArray(i, x.array_make(0, next(4))); }

const clone = (v) => Array.isArray(v) ? v.map(clone) : v;
function equal(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => equal(v, b[i]));
  return a === b;
}
function scalar() {
  switch (next(8)) {
    case 0: return null;
    case 1: return true;
    case 2: return "text" + next(5);
    case 3: return NaN;
    default: return next(6) - 1.5;
  }
}
function bitsOf(v) {
  if (v === null) return nullBits;
  if (v === true) return trueBits;
  if (typeof v === "number") return runtime.boxNumber(v);
  return runtime.box(runtime.makeString(v), kinds.string);
}
function modelOf(bits) {
  if (runtime.isNumber(bits)) return runtime.unboxNumber(bits);
  if (bits === nullBits) return null;
  if (bits === trueBits) return true;
  const object = runtime.address(bits), kind = runtime.kind(bits);
  check(runtime.load8(object) === kind, `kind ${runtime.load8(object)} at ${object}, not ${kind}`);
  if (kind === kinds.string) return runtime.text(object);
  const length = runtime.load32(object + 4);
  check(length <= runtime.load32(object + 8), "longer than its capacity");
  const slots = Array.from({ length }, (_, i) => runtime.load64(object + 16 + 8 * i));
  if (runtime.load8(object + 1) & flags.numbers) check(slots.every((s) => runtime.isNumber(s)), "not all are numbers");
  return slots.map(modelOf);
}
const same = (a, b) => JSON.stringify(a, (_, v) => Number.isNaN(v) ? "NaN" : v) === JSON.stringify(b, (_, v) => Number.isNaN(v) ? "NaN" : v);

// An element for variable `i`: a scalar, or another variable's array, which is shared from then on.
function element() {
  const j = next(count);
  if (next(5) || JSON.stringify(model[j]).length > 300) { const v = scalar(); return [v, bitsOf(v)]; }
  x.value_share(value(j));
  return [clone(model[j]), value(j)];
}

for (let step = 0; step < Number(stepsText); step++) {
  const i = next(count), j = next(count), m = model[i];
  const action = next(16);
  switch (action) {
    case 0: case 1: case 2: case 3: {
      const [v, bits] = element();
      for (let n = next(6) ? 1 : typeof v === "number" ? next(1500) : 1; n > 0; n--) { model[i].push(clone(v)); setArray(i, x.array_push(array(i), bits)); }
      break;
    }
    case 4: { const [v, bits] = element(); m.unshift(v); setArray(i, x.array_unshift(array(i), bits)); break; }
    case 5: if (m.length) { m.pop(); setArray(i, x.array_drop_last(array(i))); } break;
    case 6: case 7: for (let n = 1 + (next(4) ? 0 : next(1500)); n > 0 && m.length; n--) { m.shift(); setArray(i, x.array_drop_first(array(i))); } break;
    case 8: m.reverse(); setArray(i, x.array_reverse(array(i))); break;
    case 9: if (m.length + model[j].length < 4000) { model[i] = clone([...model[j], ...m]); setArray(i, x.array_concat(array(j), array(i))); } break;
    case 10: {
      const from = next(model[j].length + 1), to = from + next(model[j].length - from + 1);
      model[i] = clone(model[j].slice(from, to)); setArray(i, x.array_slice(array(j), from, to));
      break;
    }
    case 11: if (JSON.stringify(model[j]).length < 20000) { model[i] = clone(model[j].flat(1)); setArray(i, x.array_flatten(array(j))); } break;
    case 12: x.value_share(value(j)); model[i] = clone(model[j]); set(i, value(j)); break;
    case 13: {
      // Store to an element, as compiled code does it.
      if (!m.length) break;
      const k = m.findIndex(Array.isArray) >= 0 && next(2) ? m.findIndex(Array.isArray) : next(m.length), [v, bits] = element();
      if (Array.isArray(m[k]) && m[k].length) { const n = next(m[k].length); setRootedElement(i, k, bits, n); m[k][n] = v; }
      else { setRootedElement(i, k, bits); m[k] = v; }
      break;
    }
    case 14: {
      const [v, bits] = element();
      check(x.array_index_of(array(i), bits) === m.findIndex((e) => equal(e, v)), "array_index_of");
      check(x.array_last_index_of(array(i), bits) === m.findLastIndex((e) => equal(e, v)), "array_last_index_of");
      check(x.value_equal(value(i), value(j)) === (equal(m, model[j]) ? 1 : 0), "value_equal");
      check(x.array_is_numbers(array(i)) === (m.every((e) => typeof e === "number") ? 1 : 0), "array_is_numbers");
      break;
    }
    case 15: model[i] = []; setArray(i, x.array_make(0, next(3))); break;
  }
  if (m.length > 6000) { model[i] = []; setArray(i, x.array_make(0, 0)); }
  if (step % 16 === 15 || stressText === "1") check(same(modelOf(value(i)), model[i]), `step ${step}, action ${action}: variable ${i} differs`);
}
for (let i = 0; i < count; i++) check(same(modelOf(value(i)), model[i]), `variable ${i} differs at the end`);
console.log(`ok: ${runtime.collections} collections, memory ${runtime.memoryBytes}`);

// `a[k] = v`, or `a[k][n] = v`.
function setRootedElement(i, k, bits, n) {
  const rooted = runtime.push(bits);
  setArray(i, x.array_unshare(array(i)));
  if (n !== undefined) {
    const element = array(i) + 16 + 8 * k;
    const inner = x.array_unshare(runtime.address(runtime.load64(element))) >>> 0;
    runtime.store64(element, runtime.box(inner, kinds.array));
    runtime.poll();
  }
  const target = n === undefined ? array(i) : runtime.address(runtime.load64(array(i) + 16 + 8 * k));
  const stored = runtime.load64(rooted);
  if (!runtime.isNumber(stored)) runtime.store8(target + 1, runtime.load8(target + 1) & ~flags.numbers);
  runtime.store64(target + 16 + 8 * (n ?? k), stored);
  runtime.pop();
}
