// A small WASI preview 1 for where there is none, such as browsers: output, arguments, environment, clocks and random numbers. There are no
// files. Written by `langc build --unmerged`; works with merged programs as well.
//
//     import { load } from "./loader.mjs";
//     import { Shim } from "./wasi-shim.mjs";
//     const wasi = new Shim({ stdout: (text) => { output.textContent += text; } });
//     const status = wasi.start(await load({ imports: wasi.getImportObject() }));

const success = 0, badDescriptor = 8, invalid = 28, notImplemented = 52, notPermitted = 76;

/** What `proc_exit` throws, to leave the program. */
class Exit {
  constructor(status) { this.status = status; }
}

/** The world as a program sees it. One object serves one program. */
export class Shim {
  /**
   * @param {object} [options]
   * @param {string[]} [options.args] the program's name and its arguments
   * @param {Record<string, string>} [options.env] environment variables
   * @param {(text: string) => void} [options.stdout] gets what the program prints, in pieces; the console's lines if absent
   * @param {(text: string) => void} [options.stderr] the same for messages
   * @param {(bytes: Uint8Array) => number} [options.stdin] fills `bytes` from the front and says how many; at once at its end if absent
   * @param {(bytes: Uint8Array) => void} [options.random] fills `bytes` with random numbers
   * @param {() => number} [options.now] milliseconds since 1970
   * @param {() => number} [options.monotonic] milliseconds since some moment; never goes back
   */
  constructor({
    args = ["program"], env = {}, stdout = lines(console.log), stderr = lines(console.error), stdin = () => 0,
    random = fillRandom, now = Date.now, monotonic = () => performance.now(),
  } = {}) {
    this.options = { args, env: Object.entries(env).map(([name, value]) => `${name}=${value}`), stdin, random, now, monotonic };
    this.outputs = new Map([[1, decoded(stdout)], [2, decoded(stderr)]]);
  }

  /** The imports of a program. */
  getImportObject() { return { wasi_snapshot_preview1: this.functions() }; }

  /**
   * Runs a program.
   * @param program an instance of a WASI command, or what `load` gives
   * @returns {number} the exit status. A trap is thrown as the engine throws it.
   */
  start({ exports }) {
    this.memory = exports.memory;
    try {
      exports._start();
      return 0;
    } catch (error) {
      if (error instanceof Exit) return error.status;
      throw error;
    } finally {
      for (const output of this.outputs.values()) output.end();
    }
  }

  get view() { return new DataView(this.memory.buffer); }

  bytes(address, size) { return new Uint8Array(this.memory.buffer, address, size); }

  /** Writes strings one after another, each with a zero, and where each begins. */
  writeStrings(strings, pointers, address) {
    for (const text of strings) {
      const utf8 = new TextEncoder().encode(`${text}\0`);
      this.view.setUint32(pointers, address, true);
      this.bytes(address, utf8.length).set(utf8);
      pointers += 4;
      address += utf8.length;
    }
    return success;
  }

  writeSizes(strings, count, size) {
    this.view.setUint32(count, strings.length, true);
    this.view.setUint32(size, strings.reduce((sum, text) => sum + new TextEncoder().encode(text).length + 1, 0), true);
    return success;
  }

  /** Hands the areas of a list of addresses and sizes to `use`, which says how much it took of each. */
  transfer(list, count, result, use) {
    let total = 0;
    for (let index = 0; index < count; index += 1) {
      const size = this.view.getUint32(list + 8 * index + 4, true);
      const done = use(this.bytes(this.view.getUint32(list + 8 * index, true), size));
      total += done;
      if (done < size) break;
    }
    this.view.setUint32(result, total, true);
    return success;
  }

  time(clock) {
    const milliseconds = clock === 0 ? this.options.now() : clock <= 3 ? this.options.monotonic() : undefined;
    return milliseconds === undefined ? undefined : BigInt(Math.round(milliseconds * 1e6));
  }

  functions() {
    const { args, env, stdin, random } = this.options;
    const standard = (descriptor, answer) => (descriptor <= 2 ? answer() : badDescriptor);
    const functions = {
      args_get: (pointers, address) => this.writeStrings(args, pointers, address),
      args_sizes_get: (count, size) => this.writeSizes(args, count, size),
      environ_get: (pointers, address) => this.writeStrings(env, pointers, address),
      environ_sizes_get: (count, size) => this.writeSizes(env, count, size),
      clock_res_get: (clock, result) => {
        if (clock > 3) return invalid;
        this.view.setBigUint64(result, 1_000_000n, true);
        return success;
      },
      clock_time_get: (clock, _, result) => {
        const time = this.time(clock);
        if (time === undefined) return invalid;
        this.view.setBigUint64(result, time, true);
        return success;
      },
      fd_close: (descriptor) => standard(descriptor, () => success),
      fd_fdstat_get: (descriptor, result) => standard(descriptor, () => {
        this.bytes(result, 24).fill(0);
        // A character device, that may be read or written.
        this.bytes(result, 1)[0] = 2;
        this.view.setBigUint64(result + 8, descriptor === 0 ? 2n : 64n, true);
        return success;
      }),
      fd_read: (descriptor, list, count, result) => (descriptor === 0 ? this.transfer(list, count, result, stdin) : badDescriptor),
      fd_write: (descriptor, list, count, result) => {
        const output = this.outputs.get(descriptor);
        if (!output) return badDescriptor;
        return this.transfer(list, count, result, (bytes) => { output.write(bytes); return bytes.length; });
      },
      proc_exit: (status) => { throw new Exit(status); },
      random_get: (address, size) => { random(this.bytes(address, size)); return success; },
      sched_yield: () => success,
    };
    for (const name of ofOtherDescriptors) functions[name] = () => badDescriptor;
    for (const name of ofPaths) functions[name] = () => notPermitted;
    for (const name of others) functions[name] = () => notImplemented;
    return functions;
  }
}

const ofOtherDescriptors = [
  "fd_advise", "fd_allocate", "fd_datasync", "fd_fdstat_set_flags", "fd_fdstat_set_rights", "fd_filestat_get", "fd_filestat_set_size",
  "fd_filestat_set_times", "fd_pread", "fd_prestat_dir_name", "fd_prestat_get", "fd_pwrite", "fd_readdir", "fd_renumber", "fd_seek",
  "fd_sync", "fd_tell",
];
const ofPaths = [
  "path_create_directory", "path_filestat_get", "path_filestat_set_times", "path_link", "path_open", "path_readlink",
  "path_remove_directory", "path_rename", "path_symlink", "path_unlink_file",
];
const others = ["poll_oneoff", "proc_raise", "sock_accept", "sock_recv", "sock_send", "sock_shutdown"];

/** Turns bytes into text; characters may come in pieces. */
function decoded(sink) {
  const decoder = new TextDecoder();
  return {
    write(bytes) {
      // A copy: where memory is shared, decoders refuse it.
      const text = decoder.decode(bytes.slice(), { stream: true });
      if (text) sink(text);
    },
    end() {
      const text = decoder.decode();
      if (text) sink(text);
      sink.end?.();
    },
  };
}

/** Gives whole lines to `print`, which adds a line feed of its own. */
function lines(print) {
  let rest = "";
  const sink = (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop();
    for (const line of parts) print(line);
  };
  sink.end = () => {
    if (rest) print(rest);
    rest = "";
  };
  return sink;
}

/** `crypto.getRandomValues` fills 64 KiB at most. */
function fillRandom(bytes) {
  for (let start = 0; start < bytes.length; start += 65536) {
    const part = bytes.subarray(start, start + 65536);
    const values = new Uint8Array(part.length);
    crypto.getRandomValues(values);
    part.set(values);
  }
}
