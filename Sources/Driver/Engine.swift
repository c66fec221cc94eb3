import Basics

/// A WASI runtime that langc can start.
public enum Engine: String, CaseIterable, Sendable {
    case wasmtime, node, wasmkit

    /// The arguments after the runtime's own name.
    ///
    /// - Parameters:
    ///   - wasm: the file of the program.
    ///   - directories: host directories that the program sees under the same names.
    ///   - environment: `NAME=VALUE`.
    ///   - arguments: the program's name and its arguments.
    func command(wasm: String, directories: [String], environment: [String], arguments: [String]) -> [String] {
        let variables = environment.flatMap { ["--env", $0] }
        let own = Array(arguments.dropFirst())
        switch self {
        case .wasmtime: return ["run"] + directories.flatMap { ["--dir", "\($0)::\($0)"] } + variables + [wasm] + own
        case .wasmkit: return ["run"] + directories.flatMap { ["--dir", $0] } + variables + [wasm] + own
        case .node:
            let lists = [directories, environment].map { JSONText.array($0.map(JSONText.quoted)) }
            return ["--no-warnings", "--input-type=module", "--eval", Self.nodeLoader, "--", wasm] + lists + arguments
        }
    }

    /// WASI functions are called through JavaScript functions: where wasm calls them directly, node 20 takes a short cut in which
    /// a garbage collection (likely with a large memory) frees the WASI object that is at work, or crashes.
    private static let nodeLoader = """
        import { readFileSync } from "node:fs";
        import { WASI } from "node:wasi";
        const [wasm, directories, environment, ...args] = process.argv.slice(1);
        const preopens = Object.fromEntries(JSON.parse(directories).map((path) => [path, path]));
        const env = Object.fromEntries(JSON.parse(environment).map((line) => {
          const equals = line.indexOf("=");
          return equals < 0 ? [line, ""] : [line.slice(0, equals), line.slice(equals + 1)];
        }));
        const wasi = new WASI({ version: "preview1", args, env, preopens, returnOnExit: true });
        const imports = {};
        for (const [name, call] of Object.entries(wasi.wasiImport)) imports[name] = (...values) => call(...values);
        const module = new WebAssembly.Module(readFileSync(wasm));
        process.exitCode = wasi.start(new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports })) ?? 0;
        """
}
