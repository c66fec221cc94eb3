// Random programs against a model: every object reachable in the model must be intact in memory, and memory must stay bounded.
// usage: node collector.mjs MODULE SEED STEPS STRESS(0|1)
import { Runtime, random, check, control, kinds, flags, nullBits } from "./runtime.mjs";

/** Pairs are the only objects without a header. */
const pairKind = 16;
const [path, seedText, stepsText, stressText] = process.argv.slice(2);
const next = random(Number(seedText));
const globals = new Array(8).fill(null);
const runtime = new Runtime(path, { stress: stressText === "1", roots: (r) => {
  for (const [i, node] of globals.entries()) {
    if (node === null) r.x.gc_mark_reference(0);
    else if (i % 2 || node.kind === pairKind) r.x.gc_mark_value(r.box(node.address, node.kind));
    else r.x.gc_mark_reference(node.address);
  }
} });

// The shadow stack holds `roots`; a node is { kind, address, slots | text | owner }, a slot a number or a node.
const roots = [];
for (let i = 0; i < 24; i++) { roots.push(null); runtime.push(nullBits); }
const slotBits = (value) => value === null ? nullBits : typeof value === "number" ? runtime.boxNumber(value) : runtime.box(value.address, value.kind);
function setRoot(i, node) { roots[i] = node; runtime.store64(runtime.stackBase + 8 * i, slotBits(node)); }

function anyNode() {
  for (let tries = 0; tries < 4; tries++) {
    const pool = next(4) ? roots : globals;
    let node = pool[next(pool.length)];
    while (node !== null && node.slots?.length && next(3)) {
      const inner = node.slots[next(node.slots.length)];
      if (inner === null || typeof inner === "number") break;
      node = inner;
    }
    if (node !== null) return node;
  }
  return null;
}
const anySlot = () => next(4) === 0 ? next(1000) + 0.5 : next(12) === 0 ? null : anyNode();

// Sizes: mostly small, some longer than a line, a few with blocks of their own.
function length() {
  const k = next(100);
  return k < 80 ? next(6) : k < 95 ? next(120) : k < 99 ? next(1100) : next(9000);
}

function make() {
  const choice = next(8), count = length();
  let node;
  if (choice < 2) {
    const slots = Array.from({ length: count }, anySlot);
    const address = runtime.allocate(16 + 8 * count), numeric = slots.every((s) => typeof s === "number");
    runtime.header(address, kinds.array, numeric ? flags.numbers : 0, 0, count);
    runtime.store32(address + 8, count); runtime.store32(address + 12, 0);
    node = { kind: kinds.array, address, slots, at: 16, numeric };
  } else if (choice === 2) {
    const slots = Array.from({ length: next(5) }, anySlot);
    const address = runtime.allocate(16 + 8 * slots.length);
    runtime.header(address, kinds.closure, 0, 2, 5);
    runtime.store32(address + 8, slots.length); runtime.store32(address + 12, 1024);
    node = { kind: kinds.closure, address, slots, at: 16 };
  } else if (choice === 3) {
    const kind = [kinds.option, kinds.result, kinds.cell][next(3)], slots = [anySlot()];
    const address = runtime.allocate(16);
    runtime.header(address, kind, 0, 1, 0);
    node = { kind, address, slots, at: 8 };
  } else if (choice === 4 || choice === 5) {
    const text = String.fromCharCode(97 + next(26)).repeat(choice === 5 ? 3 : count * 8);
    node = { kind: kinds.string, address: runtime.makeString(text), text };
  } else if (choice === 7) {
    node = { kind: pairKind, address: runtime.allocate(16), slots: [anySlot(), anySlot()], at: 0 };
  } else {
    // A view of a shared buffer. The buffer is rooted while its view is made.
    const size = 16 + count * 8, text = String.fromCharCode(65 + next(26)).repeat(Math.min(count * 8, 20));
    const owner = runtime.allocate(size);
    runtime.header(owner, kinds.bytes, 0, 0, size - 16);
    runtime.store64(owner + 8, BigInt(text.length));
    new Uint8Array(runtime.memory.buffer).fill(text.charCodeAt(0), owner + 16, owner + 16 + text.length);
    runtime.push(runtime.box(owner, kinds.bytes));
    const address = runtime.allocate(16);
    runtime.pop();
    runtime.header(address, kinds.string, 0, 0, text.length);
    runtime.store32(address + 8, owner + 16); runtime.store32(address + 12, owner);
    node = { kind: kinds.string, address, text };
  }
  for (const [i, slot] of (node.slots ?? []).entries()) runtime.store64(node.address + node.at + 8 * i, slotBits(slot));
  return node;
}

function verify() {
  const seen = new Set(), work = [...roots, ...globals].filter((n) => n !== null);
  for (const [i, node] of roots.entries()) check(runtime.load64(runtime.stackBase + 8 * i) === slotBits(node), "root changed");
  let bytes = 0;
  while (work.length) {
    const node = work.pop();
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind !== pairKind) check(runtime.load8(node.address) === node.kind, `object at ${node.address} is of kind ${runtime.load8(node.address)}, not ${node.kind}`);
    if (node.text !== undefined) {
      bytes += 16 + node.text.length;
      check(runtime.text(node.address) === node.text, "text changed");
    } else {
      bytes += 16 + 8 * node.slots.length;
      for (const [i, slot] of node.slots.entries()) {
        check(runtime.load64(node.address + node.at + 8 * i) === slotBits(slot), `slot ${i} of ${node.kind} at ${node.address} changed`);
        if (slot !== null && typeof slot === "object") work.push(slot);
      }
    }
  }
  return bytes;
}

let peak = 0;
for (let step = 0; step < Number(stepsText); step++) {
  const action = next(10);
  if (action < 6) {
    const node = make();
    if (next(3)) setRoot(next(roots.length), node); else globals[next(globals.length)] = node;
  } else if (action < 8) {
    const node = anyNode();
    if (node?.slots?.length && !node.numeric) {
      const i = next(node.slots.length);
      node.slots[i] = anySlot();
      runtime.store64(node.address + node.at + 8 * i, slotBits(node.slots[i]));
    }
  } else if (action === 8) {
    if (next(2)) setRoot(next(roots.length), null); else globals[next(globals.length)] = null;
  } else {
    runtime.poll();
  }
  if (step % 500 === 499) peak = Math.max(peak, verify());
}
peak = Math.max(peak, verify());
runtime.collect();
verify();
check(runtime.collections > 0, "never collected");
const limit = 4 * peak + (16 << 20);
check(runtime.memoryBytes <= limit, `${runtime.memoryBytes} bytes of memory for at most ${peak} alive`);
console.log(`ok: ${runtime.collections} collections, peak ${peak}, memory ${runtime.memoryBytes}`);
