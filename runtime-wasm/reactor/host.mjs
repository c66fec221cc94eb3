/** A run-time error of the library. The library stays usable, unless it has run out of memory. */
export class LangcError extends Error {
  constructor(message, { code = null, file = null, line = null, column = null, notes = [], status = 1 } = {}) {
    super(message);
    this.name = "LangcError";
    /** The code of the error, such as "AT0006"; null if the library ended itself. */
    this.code = code;
    /** Where it happened; null if that is not known. */
    this.file = file;
    this.line = line;
    this.column = column;
    /** What else there is to say. */
    this.notes = notes;
    /** The status with which a program would have ended. */
    this.status = status;
  }
}

/** A value of the library that JavaScript can only hand back. */
class LibraryValue {}

/** Instantiates the library `library` with the wasm module `module`, runs its top-level statements, and makes its exports callable. */
function connect(library, module, options) {
  const { layout } = library;
  const stderr = options.stderr ?? lines(console.error);
  let written = "";
  const wasi = new Shim({ ...options, stderr: (text) => { written += text; } });
  const { exports } = new WebAssembly.Instance(module, wasi.getImportObject());
  wasi.memory = exports.memory;
  const runtime = (name) => exports[`langc.${name}`];
  const callState = ["shadow_stack_pointer", "stack_depth", "c_stack_pointer"].map(runtime).filter(Boolean);
  const [stackPointer, table] = [runtime("shadow_stack_pointer"), runtime("table")];

  // MARK: Calls

  /** Why nothing can be called any more. */
  let broken = null;
  /** An error of JavaScript that is on its way through functions of the library. */
  let passing = null;
  /** How many calls are going on, one inside the other. */
  let depth = 0;
  /** Values are being copied into the library; nothing there refers to the copies yet. */
  let isConverting = false;

  /**
   * Calls a function of the library.
   * @param {() => unknown} prepare copies the arguments
   * @param {(values: unknown) => unknown} run is the call itself
   * @param {(answer: unknown) => unknown} finish copies the result
   */
  function call(name, prepare, run, finish) {
    if (broken) throw new Error(`'${name}' cannot be called after a fatal error of the library`, { cause: broken });
    if (isConverting) throw new Error(`'${name}' was called while values were being copied into the library`);
    const state = callState.map((global) => global.value);
    let isRunning = false;
    depth += 1;
    try {
      collectIfDue();
      const values = converting(prepare);
      isRunning = true;
      const answer = run(values);
      isRunning = false;
      return finish(answer);
    } catch (error) {
      callState.forEach((global, index) => { global.value = state[index]; });
      if (error instanceof Exit) throw ended(error.status);
      // Whatever else comes out of the library, such as an overflow of the engine's stack, may have left it in the middle of something.
      if (isRunning && !(passing && passing.error === error)) broken = error;
      throw error;
    } finally {
      passing = null;
      depth -= 1;
      if (depth === 0 && written) {
        const text = written;
        written = "";
        stderr(text);
      }
    }
  }

  function converting(copy) {
    isConverting = true;
    try { return copy(); } finally { isConverting = false; }
  }

  /** Between calls only what JavaScript keeps and what variables and callers refer to is alive, so garbage can be collected. */
  function collectIfDue() {
    const collect = runtime("gc_collect");
    if (collect && view().getUint32(layout.collectRequested, true) !== 0) collect(stackPointer.value);
  }

  /** The error that ended a call. */
  function ended(status) {
    const text = written;
    written = "";
    // Standard error was the place for output.
    new Uint8Array(exports.memory.buffer, layout.outputState, 16).fill(0);
    const error = parsed(text, status);
    if (error.code === "RT0001") broken = error;
    return error;
  }

  /** What the library wrote about its end, in parts. */
  function parsed(text, status) {
    const start = /(^|\n)error\[([^\]\n]*)\]: /.exec(text);
    if (!start) {
      if (text) stderr(text);
      return new LangcError(`the library ended itself with status ${status}`, { status });
    }
    if (start.index > 0) stderr(text.slice(0, start.index + 1));
    const report = text.slice(start.index + start[0].length).replace(/\n$/, "").split("\n");
    const place = (line) => /^  --> (.*):(\d+):(\d+)$/.exec(line);
    // The message may hold a line that looks like a place; the true one is the last.
    const at = report.findLastIndex(place);
    const message = report.slice(0, at < 0 ? undefined : at).join("\n");
    const notes = at < 0 ? [] : report.slice(at + 1).join("\n").split("   = note: ").map((note) => note.trim()).filter(Boolean);
    const [, file = null, line = null, column = null] = (at >= 0 && place(report[at])) || [];
    return new LangcError([message, ...notes].join("\n"), { code: start[2], file, line: line && Number(line), column: column && Number(column), notes, status });
  }

  // MARK: Memory

  let cachedView = new DataView(exports.memory.buffer);
  function view() {
    if (cachedView.buffer !== exports.memory.buffer) cachedView = new DataView(exports.memory.buffer);
    return cachedView;
  }
  const word = (address) => view().getUint32(address, true);

  /** A dynamic value as two words: `encode` leaves its result here. */
  let low = 0, high = 0;
  const scratch = new DataView(new ArrayBuffer(8));

  function setBits(bits) {
    scratch.setBigInt64(0, bits, true);
    low = scratch.getUint32(0, true);
    high = scratch.getUint32(4, true);
  }

  function bits() {
    scratch.setUint32(0, low, true);
    scratch.setUint32(4, high, true);
    return scratch.getBigInt64(0, true);
  }

  function setNumber(value) {
    // Other NaNs could look like something else.
    scratch.setFloat64(0, value, true);
    low = Number.isNaN(value) ? 0 : scratch.getUint32(0, true);
    high = Number.isNaN(value) ? 0x7FF80000 : scratch.getUint32(4, true);
  }

  function setReference(kind, address) {
    low = address >>> 0;
    high = (layout.referenceTag * 65536 + layout.kinds[kind]) >>> 0;
  }

  function setImmediate(name) {
    low = layout.immediates[name];
    high = (layout.immediateTag * 65536) >>> 0;
  }

  function allocate(size) {
    if (size > 0xFFFFFF00) throw new RangeError("the value is too large for the library's memory");
    return runtime("host_allocate")(size) >>> 0;
  }

  function header(address, kind, flags, small, size) {
    view().setUint32(address, (layout.kinds[kind] | flags << 8 | small << 16) >>> 0, true);
    view().setUint32(address + 4, size, true);
  }

  function store(address) {
    view().setUint32(address, low, true);
    view().setUint32(address + 4, high, true);
  }

  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  function text(address) {
    const start = word(address + layout.string.data);
    return decoder.decode(new Uint8Array(exports.memory.buffer, start, word(address + layout.string.length)));
  }

  function newString(value) {
    const utf8 = encoder.encode(value);
    const string = allocate(layout.string.bytes + utf8.length);
    header(string, "string", 0, 0, utf8.length);
    view().setUint32(string + layout.string.data, string + layout.string.bytes, true);
    view().setUint32(string + layout.string.owner, 0, true);
    new Uint8Array(exports.memory.buffer, string + layout.string.bytes, utf8.length).set(utf8);
    return string;
  }

  /** A new array of `count` elements, the n-th as `write(n)` encodes it. */
  function newArray(count, flags, write) {
    const array = allocate(layout.array.slots + 8 * count);
    header(array, "array", flags, 0, count);
    view().setUint32(array + layout.array.capacity, count, true);
    view().setUint32(array + layout.array.front, 0, true);
    for (let index = 0; index < count; index += 1) {
      write(index);
      store(array + layout.array.slots + 8 * index);
    }
    return array;
  }

  /** A new object with one slot, which holds what was encoded last. */
  function newVariant(kind, tag) {
    const [valueLow, valueHigh] = [low, high];
    const object = allocate(layout.variant.size);
    header(object, kind, 0, tag, 0);
    [low, high] = [valueLow, valueHigh];
    store(object + layout.variant.payload);
    setReference(kind, object);
  }

  // MARK: From JavaScript

  const kindOf = (type) => (typeof type === "string" ? type : type[0]);

  /** What is being copied, for messages. */
  let context = "";
  /** Not the whole is meant, but a part of it. */
  let isPart = false;

  function mismatch(type, value) {
    const found = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value === "object" ? `a ${value.constructor?.name ?? "object"}` : `a ${typeof value}`;
    return new TypeError(`${isPart ? "a part of " : ""}${context} must be ${spelled(type)}, not ${value === undefined ? "undefined" : found}`);
  }

  const tooFew = (name, wanted, found) => new TypeError(`'${name}' takes ${wanted} argument${wanted === 1 ? "" : "s"}, not ${found}`);

  function spelled(type) {
    switch (kindOf(type)) {
      case "number": case "boolean": case "string": return `a ${type}`;
      case "integer": return "a bigint";
      case "character": return "a string of one character";
      case "array": case "queue": case "stack": return "an array";
      case "option": return "null or { some: value }";
      case "result": return "{ ok: value } or { err: error }";
      case "map": return "a Map";
      case "set": return "a Set";
      case "function": return "a function";
      case "dateTime": return "a Date";
      case "json": return "a JSON value";
      case "union": return type[1].map(spelled).join(" or ");
      case "reference": return "a value of the library";
      case "unknown": return "a value that the library can hold";
      default: return type;
    }
  }

  const isObject = (value) => typeof value === "object" && value !== null;
  const isPlain = (value) => isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
  const hasOnly = (value, key) => isPlain(value) && Object.hasOwn(value, key) && Object.keys(value).length === 1;

  /** Whether a value looks like one of the type from outside. */
  function fits(type, value) {
    switch (kindOf(type)) {
      case "number": case "boolean": case "string": return typeof value === type;
      case "integer": return typeof value === "bigint";
      case "character": return typeof value === "string" && [...value].length === 1;
      case "null": return value === null;
      case "void": return true;
      case "array": case "queue": case "stack": return Array.isArray(value);
      case "option": return value === null || hasOnly(value, "some");
      case "result": return hasOnly(value, "ok") || hasOnly(value, "err");
      case "map": return value instanceof Map;
      case "set": return value instanceof Set;
      case "function": return typeof value === "function";
      case "dateTime": return value instanceof Date && !Number.isNaN(value.getTime());
      case "json": return value === null || ["number", "boolean", "string"].includes(typeof value) || Array.isArray(value) || isPlain(value);
      case "union": return type[1].some((member) => fits(member, value));
      case "reference": return value instanceof LibraryValue;
      case "unknown": return typeFor(value) !== undefined;
      default: return false;
    }
  }

  /** Copies a whole value, called `name` in messages, as `encode` does. */
  function encodeWhole(name, type, value) {
    [context, isPart] = [name, false];
    if (!fits(type, value)) throw mismatch(type, value);
    isPart = true;
    encode(type, value);
  }

  /** Copies a value into the library; what stands for it there is left in `low` and `high`. */
  function encode(type, value) {
    if (!fits(type, value)) throw mismatch(type, value);
    switch (kindOf(type)) {
      case "number": return setNumber(value);
      case "boolean": return setImmediate(value ? "true" : "false");
      case "null": return setImmediate("null");
      case "void": return setImmediate("unit");
      case "integer": return setBits((BigInt(layout.integerTag) << 48n) | BigInt.asUintN(48, value));
      case "character":
        [low, high] = [value.codePointAt(0), (layout.characterTag * 65536) >>> 0];
        return undefined;
      case "string": return setReference("string", newString(value));
      case "array": return setReference("array", arrayOf(type[1], value));
      case "queue": case "stack":
        setReference("array", arrayOf(type[1], value));
        return newVariant(kindOf(type), 0);
      case "option":
        if (value === null) return setReference("option", 0);
        encode(type[1], value.some);
        return newVariant("option", layout.variant.some);
      case "result": {
        const isOK = Object.hasOwn(value, "ok");
        encode(type[isOK ? 1 : 2], isOK ? value.ok : value.err);
        return newVariant("result", isOK ? layout.variant.ok : layout.variant.err);
      }
      case "map": return setReference("hashMap", tableOf([...value].flat(1), [type[1], type[2]]));
      case "set": return setReference("hashSet", tableOf([...value], [type[1]]));
      case "function": return encodeFunction(type, value);
      case "dateTime": return setBits(runtime("date_time_make")(Math.floor(value.getTime() / 1000)));
      case "json":
        encodeJSON(value);
        return setReference("json", runtime("host_json")(bits()) >>> 0);
      case "union": return encode(type[1].find((member) => fits(member, value)), value);
      case "reference": return setBits(runtime("host_kept")(handles.get(value)));
      default: return encode(typeFor(value), value);
    }
  }

  function arrayOf(element, values) {
    return newArray(values.length, element === "number" ? layout.array.numbers : 0, (index) => encode(element, values[index]));
  }

  /** `types` has the type of keys, and for a map that of values. Keys are different, since those of a Map or Set are. */
  function tableOf(entries, types) {
    const array = newArray(entries.length, 0, (index) => encode(types[index % types.length], entries[index]));
    return runtime("host_table")(types.length - 1, array) >>> 0;
  }

  function encodeJSON(value) {
    if (!fits("json", value)) throw mismatch("json", value);
    if (Array.isArray(value)) {
      setReference("array", newArray(value.length, 0, (index) => encodeJSON(value[index])));
    } else if (isObject(value)) {
      const entries = Object.entries(value).flat(1);
      const array = newArray(entries.length, 0, (index) => (index % 2 ? encodeJSON(entries[index]) : encode("string", entries[index])));
      setReference("hashMap", runtime("host_table")(1, array) >>> 0);
    } else {
      encode(typeFor(value), value);
    }
  }

  /** The type of a value for the library where any will do; undefined if it cannot hold the value. */
  function typeFor(value) {
    if (value === null) return "null";
    if (Array.isArray(value)) return ["array", "unknown"];
    switch (typeof value) {
      case "number": case "boolean": case "string": return typeof value;
      case "function": return dynamicFunction(value.length);
    }
    if (value instanceof LibraryValue) return "reference";
    if (value instanceof Map) return ["map", "unknown", "unknown"];
    if (value instanceof Set) return ["set", "unknown"];
    if (value instanceof Date) return "dateTime";
    if (hasOnly(value, "some")) return ["option", "unknown"];
    if (hasOnly(value, "ok") || hasOnly(value, "err")) return ["result", "unknown", "unknown"];
    return undefined;
  }

  // MARK: From the library

  function decodeSlot(type, address) {
    return decode(type, word(address), word(address + 4));
  }

  function decodeBits(type, value) {
    scratch.setBigInt64(0, value, true);
    return decode(type, scratch.getUint32(0, true), scratch.getUint32(4, true));
  }

  function decode(type, valueLow, valueHigh) {
    switch (valueHigh >>> 16) {
      case layout.referenceTag: return decodeObject(type, valueHigh & 0xFFFF, valueLow);
      case layout.characterTag: return String.fromCodePoint(valueLow);
      case layout.integerTag: return BigInt.asIntN(48, (BigInt(valueHigh & 0xFFFF) << 32n) | BigInt(valueLow));
      case layout.immediateTag:
        switch (valueLow) {
          case layout.immediates.true: return true;
          case layout.immediates.false: return false;
          case layout.immediates.null: return null;
          default: return undefined;
        }
      default:
        scratch.setUint32(0, valueLow, true);
        scratch.setUint32(4, valueHigh, true);
        return scratch.getFloat64(0, true);
    }
  }

  const kindNames = Object.fromEntries(Object.entries(layout.kinds).map(([name, kind]) => [kind, name]));

  function decodeObject(type, kind, address) {
    const name = kindNames[kind];
    // Of a union, and of what has no type, the value itself tells what its parts are.
    const part = (index) => (Array.isArray(type) && (type[0] === name || shortNames[type[0]] === name) ? type[index] : type === "json" ? "json" : "unknown");
    const payload = address + layout.variant.payload;
    switch (name) {
      case "string": return text(address);
      case "array": return elements(part(1), address);
      case "queue": case "stack": return elements(part(1), word(payload));
      case "option": return address === 0 ? null : { some: decodeSlot(part(1), payload) };
      case "result": {
        const isOK = view().getUint16(address + layout.variant.tag, true) === layout.variant.ok;
        return isOK ? { ok: decodeSlot(part(1), payload) } : { err: decodeSlot(part(2), payload) };
      }
      case "json": return decodeSlot("json", payload);
      case "hashMap": {
        const entries = tableEntries(address, [part(1), part(2)]);
        return type === "json" ? Object.fromEntries(entries) : new Map(entries);
      }
      case "hashSet": return new Set(tableEntries(address, [part(1)]).map(([key]) => key));
      case "dateTime": return new Date(view().getFloat64(payload, true) * 1000);
      case "closure": return decodeFunction(type, address);
      default: {
        const known = standIns.get(address)?.deref();
        if (known) return known;
        setReference(name, address);
        return keep(new LibraryValue());
      }
    }
  }

  const removedKey = BigInt(layout.table.removed);
  const shortNames = { map: "hashMap", set: "hashSet" };

  function elements(type, address) {
    const count = word(address + layout.array.length);
    return Array.from({ length: count }, (_, index) => decodeSlot(type, address + layout.array.slots + 8 * index));
  }

  /** The entries of a hash map or set that are not removed, as arrays. */
  function tableEntries(address, types) {
    const [used, entries] = [word(address + layout.table.used), word(address + layout.table.entries)];
    const found = [];
    for (let index = 0; index < used; index += 1) {
      const entry = entries + layout.array.slots + 8 * types.length * index;
      if (view().getBigUint64(entry, true) === removedKey) continue;
      found.push(types.map((type, offset) => decodeSlot(type, entry + 8 * offset)));
    }
    return found;
  }

  // MARK: Functions

  /** Under which number the library keeps what a function or `LibraryValue` stands for. */
  const handles = new WeakMap();
  /** What stands for the object at an address: objects do not move, and this one lives as long as what stands for it. */
  const standIns = new Map();
  const collected = new FinalizationRegistry(({ handle, address }) => {
    if (!standIns.get(address)?.deref()) standIns.delete(address);
    if (!broken) runtime("host_release")(handle);
  });

  /** Lets `object` stand for the value in `low` and `high`, which stays alive as long. */
  function keep(object) {
    const address = low;
    const handle = runtime("host_keep")(bits());
    handles.set(object, handle);
    standIns.set(address, new WeakRef(object));
    collected.register(object, { handle, address });
    return object;
  }

  /** Functions of JavaScript that the library has, each with its type, under their numbers there. */
  const functions = [];
  /** For each such function its numbers by type. */
  const numbers = new WeakMap();
  /** Functions of the table that call JavaScript, by number of parameters. */
  const gates = new Map();
  const dynamicTypes = [];

  /** The type of a function of which only the number of parameters is known. Always the same value for the same number. */
  function dynamicFunction(arity) {
    dynamicTypes[arity] ??= ["function", Array(arity).fill("unknown"), "unknown"];
    return dynamicTypes[arity];
  }

  function decodeFunction(type, closure) {
    const index = word(closure + layout.closure.tableIndex);
    if ([...gates.values()].includes(index)) return functions[word(closure + layout.closure.slots)].target;
    const known = standIns.get(closure)?.deref();
    if (known) return known;
    const arity = view().getUint16(closure + layout.closure.arity, true);
    const [, parameters, result] = kindOf(type) === "function" && type[1].length === arity ? type : dynamicFunction(arity);
    const name = text(word(word(closure + layout.closure.descriptor)));
    const target = (...values) => call(
      name, () => {
        if (values.length < arity) throw tooFew(name, arity, values.length);
        const passed = parameters.map((parameter, position) => {
          encodeWhole(`argument ${position + 1} of '${name}'`, parameter, values[position]);
          return bits();
        });
        return [Number(BigInt.asUintN(32, runtime("host_kept")(handles.get(target)))), ...passed];
      },
      (passed) => {
        const answer = table.get(index)(...passed);
        runtime("flush_output")?.();
        return answer;
      },
      (answer) => decodeBits(result, answer));
    Object.defineProperty(target, "name", { value: name });
    Object.defineProperty(target, "length", { value: arity });
    setReference("closure", closure);
    return keep(target);
  }

  function encodeFunction(type, target) {
    const handle = handles.get(target);
    if (handle !== undefined) return setBits(runtime("host_kept")(handle));
    if (!numbers.has(target)) numbers.set(target, new Map());
    const known = numbers.get(target);
    const number = known.get(type);
    let closure = number === undefined || functions[number].target !== target || functions[number].type !== type ? 0 : runtime("host_closure")(number) >>> 0;
    if (closure === 0) {
      closure = runtime("host_function")(type[1].length, gate(type[1].length), newString(target.name || "a function of JavaScript")) >>> 0;
      functions[word(closure + layout.closure.slots)] = { target, type };
      known.set(type, word(closure + layout.closure.slots));
    }
    return setReference("closure", closure);
  }

  /** The place in the table of the function that calls functions of JavaScript with so many parameters. */
  function gate(arity) {
    if (!gates.has(arity)) {
      // A module that exports what it imports, since only functions of wasm may stand in a table.
      const [i32, i64, count] = [0x7F, 0x7E, []];
      let rest = arity + 1;
      for (; rest > 127; rest >>>= 7) count.push((rest & 127) | 128);
      count.push(rest);
      const type = [1, 0x60, ...count, i32, ...Array(arity).fill(i64), 1, i64];
      const size = [(type.length & 127) | 128, (type.length >>> 7 & 127) | 128, type.length >>> 14];
      const code = [0, 97, 115, 109, 1, 0, 0, 0, 1, ...size, ...type, 2, 7, 1, 1, 104, 1, 99, 0, 0, 7, 5, 1, 1, 102, 0, 0];
      const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code)), { h: { c: enter } });
      const index = table.grow(1);
      table.set(index, instance.exports.f);
      gates.set(arity, index);
    }
    return gates.get(arity);
  }

  /** The library calls a function of JavaScript. */
  function enter(closure, ...values) {
    const { target, type: [, parameters, result] } = functions[word(closure + layout.closure.slots)];
    try {
      const answer = target(...values.map((value, index) => decodeBits(parameters[index], value)));
      collectIfDue();
      return converting(() => {
        encodeWhole(`the result of '${target.name || "a function"}'`, result, answer);
        return bits();
      });
    } catch (error) {
      passing = { error };
      throw error;
    }
  }

  // MARK: Exports

  /** A parameter or result as wasm has it. */
  function toMachine(name, [machine, type], value) {
    if (machine === "number" && typeof value === "number") return value;
    encodeWhole(name, type, value);
    if (machine === "integer") return value;
    if (machine === "bool") return value ? 1 : 0;
    return machine === "any" ? bits() : low | 0;
  }

  function fromMachine([machine, type], value) {
    switch (machine) {
      case "number": case "integer": return value;
      case "bool": return value !== 0;
      case "character": return String.fromCodePoint(value);
      case "any": return decodeBits(type, value);
      case "option": return decodeObject(type, layout.kinds.option, value >>> 0);
      default: return decodeObject(type, view().getUint8(value >>> 0), value >>> 0);
    }
  }

  const offered = {};
  if (exports._initialize) call("_initialize", () => undefined, () => exports._initialize(), () => undefined);
  for (const { name, export: exported, parameters, result } of library.functions) {
    const target = exports[exported];
    const offer = (...values) => call(
      name, () => {
        if (values.length < parameters.length) throw tooFew(name, parameters.length, values.length);
        return parameters.map((parameter, index) => toMachine(`argument ${index + 1} of '${name}'`, parameter, values[index]));
      },
      (passed) => target(...passed), (answer) => (result ? fromMachine(result, answer) : undefined));
    Object.defineProperty(offer, "name", { value: name });
    Object.defineProperty(offer, "length", { value: parameters.length });
    offered[name] = offer;
  }
  for (const { name, export: exported, type, isMutable } of library.variables) {
    const read = () => call(name, () => undefined, () => exports[exported](), (answer) => fromMachine(type, answer));
    offered[name] = isMutable ? Object.freeze(Object.defineProperty({}, "value", { get: read, enumerable: true })) : read();
  }
  return Object.freeze(offered);
}

/** Reads and compiles the wasm file beside this module. */
async function compile(url) {
  if (url.protocol === "file:") return new WebAssembly.Module(await (await import("node:fs/promises")).readFile(url));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  const isWasm = response.headers.get("content-type")?.startsWith("application/wasm");
  return isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
