// Drives the linked runtime library from JavaScript: memory access, boxed values, a shadow stack and module globals.
import { readFileSync } from "node:fs";

export const control = {
  bumpPointer: 16, bumpLimit: 20, collectRequested: 24, stressMode: 28,
  heapStart: 64, heapEnd: 68, markDrops: 132, liveBytes: 144, collections: 148,
};
export const kinds = { string: 1, array: 2, closure: 3, option: 4, result: 5, namespace: 6, json: 7, cell: 8, bytes: 9, hashMap: 10, hashSet: 11, queue: 12, stack: 13 };
export const flags = { shared: 1, static: 2, numbers: 4, ascii: 8, notASCII: 16 };
export const firstTagged = 0xfff9000000000000n;
export const nullBits = 0xfffb000000000000n;
export const trueBits = 0xfffb000000000003n;
export const absentBits = 0xfffb000000000007n;

/** What `proc_exit` throws. */
export class Exit extends Error {
  constructor(status) { super(`exit ${status}`); this.status = status; }
}

/** A small generator of random numbers (xorshift), the same on every run with the same seed. */
export function random(seed) {
  let state = BigInt(seed) * 0x9e3779b97f4a7c15n & 0xffffffffffffffffn || 1n;
  let low = Number(state & 0xffffffffn) | 0, high = Number(state >> 32n) | 1;
  return (limit) => {
    let t = low ^ (low << 11);
    low = high; high = high ^ (high >>> 19) ^ t ^ (t >>> 8);
    return (high >>> 0) % limit;
  };
}

export class Runtime {
  /** Loads the module; options: stress, shadowStackSize (bytes), roots (called during a collection), randomByte. */
  constructor(path, options = {}) {
    this.path = path;
    this.output = []; this.errors = [];
    this.markRoots = options.roots ?? (() => {});
    const wasi = {
      fd_write: (descriptor, vectors, count, written) => {
        let total = 0;
        for (let i = 0; i < count; i++) {
          const address = this.load32(vectors + 8 * i), length = this.load32(vectors + 8 * i + 4);
          (descriptor === 1 ? this.output : this.errors).push(Buffer.from(new Uint8Array(this.memory.buffer, address, length)));
          total += length;
        }
        this.store32(written, total);
        return 0;
      },
      proc_exit: (status) => { throw new Exit(status); },
      random_get: (address, length) => { for (let i = 0; i < length; i++) this.store8(address + i, (options.randomByte ?? 77) + i); return 0; },
    };
    const any = new Proxy(wasi, { get: (target, name) => target[name] ?? (() => 0) });
    const module = new WebAssembly.Module(readFileSync(path));
    const instance = new WebAssembly.Instance(module, {
      env: {
        langc_mark_roots: () => this.markRoots(this),
        langc_shadow_stack_base: () => this.stackBase,
        langc_shadow_stack_top: () => this.sp,
        langc_heap_base: () => this.stackBase + (options.shadowStackSize ?? 65536),
      },
      wasi_snapshot_preview1: any,
    });
    this.x = instance.exports;
    this.memory = this.x.memory;
    const base = this.x.__heap_base.value + 15 & ~15;
    this.stackBase = base;
    this.sp = base;
    this.store32(control.stressMode, options.stress ? 1 : 0);
    this.store32(control.collectRequested, options.stress ? 1 : 0);
  }

  get view() {
    if (this.cached?.buffer !== this.memory.buffer) this.cached = new DataView(this.memory.buffer);
    return this.cached;
  }
  load8(a) { return this.view.getUint8(a); }
  load16(a) { return this.view.getUint16(a, true); }
  load32(a) { return this.view.getUint32(a, true); }
  load64(a) { return this.view.getBigUint64(a, true); }
  loadF64(a) { return this.view.getFloat64(a, true); }
  store8(a, v) { this.view.setUint8(a, v); }
  store16(a, v) { this.view.setUint16(a, v, true); }
  store32(a, v) { this.view.setUint32(a, v, true); }
  store64(a, v) { this.view.setBigUint64(a, v, true); }
  storeF64(a, v) { this.view.setFloat64(a, v, true); }

  box(address, kind) { return 0xfffa000000000000n | BigInt(kind) << 32n | BigInt(address >>> 0); }
  boxNumber(v) { const b = new DataView(new ArrayBuffer(8)); b.setFloat64(0, v); return Number.isNaN(v) ? 0x7ff8000000000000n : b.getBigUint64(0); }
  unboxNumber(bits) { const b = new DataView(new ArrayBuffer(8)); b.setBigUint64(0, bits); return b.getFloat64(0); }
  isNumber(bits) { return bits < firstTagged; }
  isReference(bits) { return bits >> 48n === 0xfffan; }
  kind(bits) { return Number(bits >> 32n & 0xffffn); }
  address(bits) { return Number(bits & 0xffffffffn); }

  push(bits) { this.store64(this.sp, bits); this.sp += 8; return this.sp - 8; }
  pop() { this.sp -= 8; }

  /** Allocates as compiled code does: inline when the current hole has room. */
  allocate(size) {
    const address = this.load32(control.bumpPointer), end = address + size;
    if (end > this.load32(control.bumpLimit)) return this.x.gc_allocate(size, this.sp) >>> 0;
    this.store32(control.bumpPointer, end);
    return address;
  }
  /** The poll that follows a call of an allocating runtime function. */
  poll() { if (this.load32(control.collectRequested) !== 0) this.x.gc_collect(this.sp); }
  collect() { this.x.gc_collect(this.sp); }
  get collections() { return this.load32(control.collections); }
  get memoryBytes() { return this.memory.buffer.byteLength; }

  header(object, kind, flagBits, small, word) {
    this.store8(object, kind); this.store8(object + 1, flagBits); this.store16(object + 2, small); this.store32(object + 4, word);
  }
  makeString(text) {
    const bytes = Buffer.from(text, "utf8");
    const object = this.allocate(16 + bytes.length + 7 & ~7);
    this.header(object, kinds.string, 0, 0, bytes.length);
    this.store32(object + 8, object + 16); this.store32(object + 12, 0);
    new Uint8Array(this.memory.buffer).set(bytes, object + 16);
    return object;
  }
  text(object) {
    return Buffer.from(new Uint8Array(this.memory.buffer, this.load32(object + 8), this.load32(object + 4))).toString("utf8");
  }
}

/** Ends the script with a message that names the seed. */
export function check(condition, message) {
  if (!condition) throw new Error(message);
}
