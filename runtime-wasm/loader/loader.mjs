// Instantiates the modules of a langc program one by one, in node and in browsers. Written by `langc build --unmerged`.
//
//     import { load } from "./loader.mjs";
//     const program = await load({ imports: wasi.getImportObject() });
//     const status = wasi.start(program);
//
// What to do stands in plan.json; docs/linking.md of langc explains both.

/**
 * Loads the program in the directory `base`: compiles all modules, and instantiates them in the order of their initialization. Nothing of
 * the program runs before its `_start` is called.
 *
 * @param {object} [options]
 * @param {WebAssembly.Imports} [options.imports] the WASI functions, as `getImportObject()` of a WASI object gives them
 * @param {string | URL} [options.base] where the program lies; the directory of this file if absent
 * @returns {Promise<{exports: {memory: WebAssembly.Memory, _start: () => void}, modules: Map<string, WebAssembly.Instance>}>} something
 *   that can be started like the instance of a WASI command, and the instances by module id: their exported variables are live.
 */
export async function load({ imports = {}, base = new URL("./", import.meta.url) } = {}) {
  const at = (file) => new URL(file.split("/").map(encodeURIComponent).join("/"), base);
  const plan = JSON.parse(new TextDecoder().decode(await read(at("plan.json"))));
  if (plan.format !== 1) throw new Error(`plan.json has format ${plan.format}; this loader understands format 1`);
  const [runtimeCode, namespacesCode, ...codes] = await Promise.all([
    compile(at(plan.runtime)), plan.namespaces && compile(at(plan.namespaces.file)), ...plan.modules.map(({ file }) => compile(at(file))),
  ]);

  const roots = [];
  const env = { langc_mark_roots: () => { for (const mark of roots) mark(); } };
  const runtime = (await WebAssembly.instantiate(runtimeCode, { ...imports, env })).exports;
  const program = { plan, runtime, instances: new Map(), namespaces: new Map(plan.namespaces?.addresses) };
  for (const [index, module] of plan.modules.entries()) {
    const instance = await WebAssembly.instantiate(codes[index], bind(codes[index], module, program));
    program.instances.set(module.id, instance);
    write(runtime.memory, module.words);
    const mark = instance.exports["langc.roots"];
    if (mark) roots.push(mark);
  }
  // Namespace objects read variables of all modules, so they come last.
  if (namespacesCode) await WebAssembly.instantiate(namespacesCode, bind(namespacesCode, { moved: [], constants: [] }, program));
  return { exports: { memory: runtime.memory, _start: () => start(program) }, modules: program.instances };
}

/** Runs the initializers, each once, dependencies first, and writes out what is buffered. */
function start({ plan, runtime, instances }) {
  runtime._initialize?.();
  for (const { id } of plan.modules) instances.get(id).exports["langc.prepare"]?.();
  for (const { id } of plan.modules) instances.get(id).exports["langc.init"]?.();
  runtime.flush_output?.();
}

/** What a module imports, as `WebAssembly.instantiate` wants it. */
function bind(code, module, program) {
  const moved = new Map(module.moved.map(([from, name, ...origin]) => [key(from, name), origin]));
  const constants = new Map(module.constants.map(([from, name, value]) => [key(from, name), value]));
  const result = Object.create(null);
  for (const { module: from, name, kind } of WebAssembly.Module.imports(code)) {
    result[from] ??= Object.create(null);
    result[from][name] = find(from, name, kind);
  }
  return result;

  function find(from, name, kind) {
    switch (from) {
      case "langc:rt": return program.runtime[name];
      case "langc:data": return constant(module.memoryBase + Number(name));
      case "langc:table": return constant(module.tableBase + Number(name));
      case "langc:base": return constant(name === "memory" ? module.memoryBase : module.tableBase);
      case "langc:namespace": return constant(program.namespaces.get(name));
    }
    if (constants.has(key(from, name))) return constant(constants.get(key(from, name)));
    const [origin, originName] = moved.get(key(from, name)) ?? [from, name];
    const instance = program.instances.get(origin);
    if (instance || kind !== "function") return instance?.exports[originName];
    // In a cycle of imports the other module comes later, but before anything is called.
    return (...values) => program.instances.get(origin).exports[originName](...values);
  }
}

const key = (module, name) => `${module}\0${name}`;
const constant = (value) => new WebAssembly.Global({ value: "i32" }, value);

/** Writes the addresses that static data contains: `words` has address and value in turn. */
function write(memory, words) {
  const view = new DataView(memory.buffer);
  for (let index = 0; index < words.length; index += 2) view.setUint32(words[index], words[index + 1], true);
}

async function compile(url) {
  // At once: while nothing but `WebAssembly.compile` is going on, node 20 may wait forever for a thread that waits for it.
  if (url.protocol === "file:") return new WebAssembly.Module(await read(url));
  const response = await request(url);
  const isWasm = response.headers.get("content-type")?.startsWith("application/wasm");
  return isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

async function read(url) {
  // `fetch` of node reads no files.
  if (url.protocol === "file:") return (await import("node:fs/promises")).readFile(url);
  return (await request(url)).arrayBuffer();
}

async function request(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response;
}
