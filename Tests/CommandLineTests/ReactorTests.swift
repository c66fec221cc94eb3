import Foundation
import Testing

/// `langc build --reactor`: libraries for JavaScript, TypeScript and other hosts.
struct ReactorTests {
    static let library = [
        "main.atl": """
            export { twice } from "./lib";
            export let version: string = "1.ä";
            export let limits: number[] = [1, 2, 3];
            export var counter: number = 0;
            var saved: ((number) -> number)[] = [];
            print("starts");
            export fn area(w: number, h: number) -> number { return w * h; }
            export fn isBig(n: number) -> bool { return n > 100; }
            export fn greet(name: string) -> string { counter = counter + 1; return "Hello, " + name + "!"; }
            export fn say(text: string) -> void { print(text); }
            export fn sum(values: number[]) -> number {
                var total: number = 0;
                for v in values { total = total + v; }
                return total;
            }
            export fn words(text: string) -> string[] { return split(text, " "); }
            export fn half(o: Option<number>) -> Option<number> { return match o { Some(v) => Some(v / 2), None => None() }; }
            export fn divide(a: number, b: number) -> Result<number, string> {
                if (b == 0) { return Err("by zero"); }
                return Ok(a / b);
            }
            export fn pick(values: number[], index: number) -> number { return values[index]; }
            export fn printAndPick(text: string, values: number[]) -> number { print(text); counter = counter + 1; return values[9]; }
            export fn apply(f: (number) -> number, n: number) -> number { return f(f(n)); }
            export fn adder(n: number) -> (number) -> number {
                fn add(m: number) -> number { return m + n; }
                return add;
            }
            export fn keep(f: (number) -> number) -> void { saved = [f]; }
            export fn callKept(n: number) -> number { return saved[0](n); }
            export fn mapAll(values: string[], f: (string) -> string) -> string[] { return map(values, f); }
            export fn same(value: any) -> any { return value; }
            export fn kind(value: any) -> string { return typeof(value); }
            export fn length(text: string) -> number { return len(text); }
            export fn parse(text: string) -> json { return parseJSON(text); }
            export fn member(j: json, key: string) -> json { return j[key]; }
            export fn count(m: HashMap<string, number>, key: string) -> Option<number> { return hashMapGet(m, key); }
            export fn deep(n: number) -> number { if (n == 0) { return 0; } return 1 + deep(n - 1); }
            export fn memory() -> number { return 7; }
            export fn delete(default: string) -> string { return default; }
            """,
        "lib.atl": "export fn twice(n: number) -> number { return 2 * n; }",
    ]

    /// Begins a script: `show` prints a value, or the error that a function throws, in a form that tells types apart.
    private static let prelude = """
        import { inspect } from "node:util";
        function show(...values) {
          console.log(...values.map((value) => {
            if (typeof value !== "function") return inspect(value, { depth: 9, breakLength: Infinity });
            try { return `no error: ${inspect(value())}`; } catch (error) {
              const place = error.file ? ` at ${error.file}:${error.line}:${error.column}` : "";
              return `${error.name}${error.code ? ` ${error.code}` : ""}: ${error.message}${place}`;
            }
          }));
        }

        """

    /// Builds a library of `files` as `out.wasm` and runs a script with it; the lines that it prints.
    private func lines(_ script: String, _ options: String..., files: [String: String] = library) throws -> [String] {
        let workspace = try Workspace(files)
        let built = try workspace.start(["build", "--reactor", "main.atl", "-o", "out.wasm"] + options).finish()
        try #require(built.status == 0 && built.error.isEmpty, "\(built.error)")
        try workspace.add(["host.mjs": Self.prelude + script])
        let ran = try runTool("node", "--expose-gc", "host.mjs", in: workspace.directory)
        #expect(ran.status == 0 && ran.error.isEmpty, "\(ran.error)")
        return ran.output.split(separator: "\n").map(String.init)
    }

    /// Everything that goes in and out, at all levels, and while the collector frees whatever it can.
    @Test(arguments: [["-O0"], ["-O"], ["-O3"], ["-O0", "--gc-stress"], ["-O", "--gc-stress"]])
    func valuesGoBothWays(_ options: [String]) throws {
        let script = """
            import * as lib from "./out.mjs";
            show(lib.version, lib.limits, lib.counter.value, lib.greet("wörld 😀\\uFEFF"), lib.counter.value);
            show(lib.area(2, 3), lib.isBig(101), lib.isBig(1), lib.twice(4), lib.sum([1, 2, 3.5]), lib.sum([]), lib.words("a b c"), lib.say("printed"));
            show(lib.half({ some: 5 }), lib.half(null), lib.divide(1, 4), lib.divide(1, 0), lib.memory(), lib.delete("d"));
            show(lib.apply((n) => n * 10, 4), lib.adder(3)(4), lib.mapAll(["a", "b"], (s) => s + s));
            lib.keep((n) => n + 0.5);
            show(lib.callKept(1));
            const add = lib.adder(10), own = (a, b) => a;
            show(lib.apply(add, 1), lib.same(add) === add, lib.same(own) === own, lib.kind(own), add.name, add.length);
            const values = [1, -0, NaN, "s", "", true, false, null, [1, [2, "x"]], new Map([["a", [1]], [2, null]]), new Set([1, 2]), { some: { some: null } }, { ok: 1 },
              { err: "e" }, new Date(5000)];
            for (const value of values) show(lib.same(value), lib.kind(value));
            const many = new Map(Array.from({ length: 100 }, (_, index) => [`key${index}`, index]));
            show(lib.count(many, "key57"), lib.count(many, "key100"));
            show(lib.parse('{"a":[1,{"b":null}],"__proto__":2}'), lib.member({ a: [1, { b: "x" }] }, "a"));
            """
        let lines = try lines(script, options[0], options.last ?? "")
        #expect(lines == [
            "starts", "'1.ä' [ 1, 2, 3 ] 0 'Hello, wörld 😀\u{FEFF}!' 1", "printed", "6 true false 8 6.5 0 [ 'a', 'b', 'c' ] undefined",
            "{ some: 2.5 } null { ok: 0.25 } { err: 'by zero' } 7 'd'", "400 7 [ 'aa', 'bb' ]", "1.5", "21 true true 'function' 'add' 1",
            "1 'number'", "-0 'number'", "NaN 'number'", "'s' 'string'", "'' 'string'", "true 'bool'", "false 'bool'", "null 'null'",
            "[ 1, [ 2, 'x' ] ] 'array'", "Map(2) { 'a' => [ 1 ], 2 => null } 'hashmap'", "Set(2) { 1, 2 } 'hashset'", "{ some: { some: null } } 'option'",
            "{ ok: 1 } 'result'", "{ err: 'e' } 'result'", "1970-01-01T00:00:05.000Z 'datetime'", "{ some: 57 } null",
            "{ a: [ 1, { b: null } ], ['__proto__']: 2 } [ 1, { b: 'x' } ]",
        ])
    }

    @Test func errorsAreExceptionsAndTheLibraryGoesOn() throws {
        let lines = try lines("""
            import * as lib from "./out.mjs";
            show(() => lib.pick([1, 2], 7), lib.pick([1, 2], 1));
            show(() => lib.printAndPick("before", []));
            show(lib.counter.value);
            show(() => lib.parse("{"));
            show(() => lib.deep(1e6), lib.deep(1000));
            show(() => lib.apply(() => { throw new RangeError("mine"); }, 1));
            show(() => lib.apply((n) => lib.pick([], n), 1));
            show(() => lib.apply((n) => { try { return lib.pick([], n); } catch { return n + 1; } }, 1));
            try { lib.pick([], 0); } catch (error) { show(error instanceof lib.LangcError, error instanceof Error, error.status, error.notes); }
            for (let round = 0; round < 200; round += 1) { try { lib.deep(1e6); } catch {} }
            show(lib.deep(1000), lib.greet("again"));
            """)
        #expect(lines == [
            "starts", "LangcError AT0006: Array index out of bounds at main.atl:22:68 2", "before",
            "LangcError AT0006: Array index out of bounds at main.atl:23:111", "1",
            "LangcError AT0001: Type error: Invalid JSON: unexpected end of text at line 1 column 2 at main.atl:35:48",
            "LangcError RT0002: Stack overflow: calls are nested too deeply at main.atl:38:11 1000", "RangeError: mine",
            "LangcError AT0006: Array index out of bounds at main.atl:22:68", "no error: 3", "true true 1 []", "1000 'Hello, again!'",
        ])
    }

    @Test func wrongArgumentsAreTypeErrors() throws {
        let lines = try lines("""
            import * as lib from "./out.mjs";
            for (const wrong of [() => lib.area(1), () => lib.area("1", 2), () => lib.sum([1, "2"]), () => lib.sum({ length: 1 }), () => lib.greet(5), () => lib.half(3),
              () => lib.isBig(), () => lib.same(undefined), () => lib.same({ a: 1 }), () => lib.same([Symbol()]), () => lib.member({ a: 1n }, "a"),
              () => lib.count(new Map([[1, 1]]), "a"), () => lib.apply(() => "x", 1), () => lib.apply(3, 1), () => lib.adder(1)(), () => lib.adder(1)("1")]) show(wrong);
            show(lib.area(2, 3, 4), lib.greet("still here"));
            const nested = [1];
            Object.defineProperty(nested, 0, { get() { show(() => lib.area(1, 1)); return 1; } });
            show(lib.sum(nested));
            """)
        #expect(lines == [
            "starts", "TypeError: 'area' takes 2 arguments, not 1", "TypeError: argument 1 of 'area' must be a number, not a string",
            "TypeError: a part of argument 1 of 'sum' must be a number, not a string", "TypeError: argument 1 of 'sum' must be an array, not a Object",
            "TypeError: argument 1 of 'greet' must be a string, not a number", "TypeError: argument 1 of 'half' must be null or { some: value }, not a number",
            "TypeError: 'isBig' takes 1 argument, not 0", "TypeError: argument 1 of 'same' must be a value that the library can hold, not undefined",
            "TypeError: argument 1 of 'same' must be a value that the library can hold, not a Object",
            "TypeError: a part of argument 1 of 'same' must be a value that the library can hold, not a symbol",
            "TypeError: a part of argument 1 of 'member' must be a JSON value, not a bigint",
            "TypeError: a part of argument 1 of 'count' must be a string, not a number", "TypeError: the result of 'a function' must be a number, not a string",
            "TypeError: argument 1 of 'apply' must be a function, not a number", "TypeError: 'add' takes 1 argument, not 0",
            "TypeError: argument 1 of 'add' must be a number, not a string", "6 'Hello, still here!'",
            "Error: 'area' was called while values were being copied into the library", "1",
        ])
    }

    /// Neither strings nor functions pile up, on either side.
    @Test func whatIsNoLongerUsedIsFreed() throws {
        let lines = try lines("""
            import { instantiate } from "./out.instance.mjs";
            const lib = await instantiate({ stdout: () => {} });
            const big = "x".repeat(1 << 20);
            for (let round = 0; round < 300; round += 1) lib.length(big);
            for (let round = 0; round < 1e5; round += 1) {
              if (lib.apply((n) => n + round, 1) !== 1 + 2 * round || lib.adder(round)(1) !== round + 1 || lib.greet(`${round}`) !== `Hello, ${round}!`) show(round);
              if (round % 5000 === 0) { gc(); await new Promise((done) => setTimeout(done, 1)); }
            }
            const held = process.memoryUsage().arrayBuffers / 2 ** 20;
            show(lib.counter.value, held < 64 ? "little" : held);
            """)
        #expect(lines == ["100000 'little'"])
    }

    /// What the program keeps stays, while the collector runs at every opportunity.
    @Test func functionsThatAreInUseStay() throws {
        let lines = try lines("""
            import * as lib from "./out.mjs";
            lib.keep((n) => n + 0.5);
            const adders = Array.from({ length: 20 }, (_, index) => lib.adder(index));
            for (let round = 0; round < 500; round += 1) {
              lib.apply((n) => n + round, 1);
              if (round % 100 === 0) { gc(); await new Promise((done) => setTimeout(done, 1)); }
            }
            show(lib.callKept(1), adders.map((add) => add(1)).join(" "));
            """, "--gc-stress")
        #expect(lines == ["starts", "1.5 '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20'"])
    }

    @Test func instancesAreIndependent() throws {
        let lines = try lines("""
            import { instantiate } from "./out.instance.mjs";
            const [texts, other] = [[], []];
            const a = await instantiate({ stdout: (text) => texts.push(text) });
            const b = await instantiate({ stdout: (text) => other.push(text) });
            a.greet("x");
            a.say("to a");
            show(texts, other, a.counter.value, b.counter.value, a.apply(b.adder(1), 1));
            """)
        #expect(lines == ["[ 'starts\\n', 'to a\\n' ] [ 'starts\\n' ] 1 0 3"])
    }

    @Test func anErrorAtTheTopRejectsTheImport() throws {
        let lines = try lines("""
            const error = await import("./out.mjs").catch((error) => error);
            show(error.name, error.code, error.line);
            """, files: ["main.atl": "print(\"first\");\nlet a: number[] = [];\nprint(str(a[0]));\nexport let b: number = 1;"])
        #expect(lines == ["first", "'LangcError' 'AT0006' 3"])
    }

    @Test func exportsCanBeChosenAndObjectsLinked() throws {
        let workspace = try Workspace(Self.library)
        #expect(try workspace.langc("build", "--reactor", "main.atl", "--export", "area", "-o", "one.wasm").status == 0)
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-o", "objects").status == 0)
        let objects = try workspace.names("objects").map { "objects/\($0)" }
        #expect(try workspace.start(["link", "--reactor", "-o", "all.wasm"] + objects).finish().status == 0)
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "built.wasm").status == 0)
        #expect(try workspace.bytes("all.wasm") == workspace.bytes("built.wasm"))
        try workspace.add(["host.mjs": """
            import * as one from "./one.mjs";
            import * as all from "./all.mjs";
            const { readFileSync } = await import("node:fs");
            const exports = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync("one.wasm"))).map(({ name }) => name);
            console.log(Object.keys(one).join(), all.twice(21), exports.sort().join());
            """])
        let ran = try runTool("node", "host.mjs", in: workspace.directory)
        // Numbers need no functions of the runtime; what the library prints at its start is written out.
        #expect(ran.output == "starts\nstarts\nLangcError,area 42 _initialize,area,langc.flush_output,langc.shadow_stack_pointer,memory\n", "\(ran.output)\(ran.error)")
        let unknown = try workspace.langc("build", "--reactor", "main.atl", "--export", "arae", "-o", "one.wasm")
        #expect(unknown.status == 1 && unknown.error.contains("does not export `arae`"))
    }

    @Test func declarations() throws {
        let workspace = try Workspace(Self.library)
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "out.wasm").status == 0)
        let text = try String(decoding: workspace.bytes("out.d.mts"), as: UTF8.self)
        for line in [
            "export declare function half(o: { some: number } | null): { some: number } | null;",
            "export declare function divide(a: number, b: number): { ok: number } | { err: string };",
            "export declare function apply(f: (argument1: number) => number, n: number): number;",
            "export declare function count(m: Map<string, number>, key: string): { some: number } | null;",
            "export declare function member(j: Json, key: string): Json;", "export declare function same(value: unknown): unknown;",
            "export declare function mapAll(values: Array<string>, f: (argument1: string) => string): Array<string>;",
            "export declare function say(text: string): void;", "declare function delete_(default_: string): string;", "export { delete_ as delete };",
            "export declare const counter: { readonly value: number };", "export declare const limits: Array<number>;",
            "export { LangcError } from \"./out.instance.mjs\";",
        ] { #expect(text.contains(line + "\n"), "\(line)") }
        let instance = try String(decoding: workspace.bytes("out.instance.d.mts"), as: UTF8.self)
        for line in ["  area(w: number, h: number): number;", "  readonly version: string;", "export declare function instantiate(options?: Options): Promise<Library>;"] {
            #expect(instance.contains(line + "\n"), "\(line)")
        }
    }

    /// Doc comments of the source, and what cannot stand in one of JavaScript.
    private static let documented = [
        "main.atl": """
            /// What is read.
            ///
            /// @deprecated use `fresh`
            export var old = 1;
            /// Not above it.

            export fn plain() -> number { return 1; }
            /// Doubles */ twice.
            export fn double(x: number) -> number { return 2 * x; }
            // No doc comment.
            export let limit = 3;
            //// None either.
            export fn none() -> void {}
            export { elsewhere as renamed } from "./lib";
            """,
        "lib.atl": "/// Comes from elsewhere.\r\nexport fn elsewhere() -> number { return 1; }",
    ]

    @Test func documentationComesAlong() throws {
        let workspace = try Workspace(Self.documented)
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "out.wasm").status == 0)
        let text = try String(decoding: workspace.bytes("out.d.mts"), as: UTF8.self)
        for part in [
            "/**\n * What is read.\n *\n * @deprecated use `fresh`\n */\nexport declare const old: { readonly value: number };\n",
            "/** Doubles * / twice. */\nexport declare function double(x: number): number;\n",
            "/** Comes from elsewhere. */\nexport declare function renamed(): number;\n",
            ";\nexport declare function plain(): number;\n", ";\nexport declare const limit: number;\n", ";\nexport declare function none(): void;\n",
        ] { #expect(text.contains(part), "\(text)") }
        #expect(try workspace.langc("compile", "main.atl", "-o", "main.o.wasm").status == 0)
        let inspected = try workspace.langc("inspect", "main.o.wasm").text
        #expect(inspected.contains("  double   Doubles */ twice.\n"), "\(inspected)")
        let hash = try #require(inspected.firstMatch(of: /interface hash +(\w+)/)).1
        // A comment is no part of what importers are compiled against.
        try workspace.add(["main.atl": (Self.documented["main.atl"] ?? "").replacing("Doubles", with: "Twice")])
        #expect(try workspace.langc("compile", "main.atl", "-o", "main.o.wasm").status == 0)
        #expect(try workspace.langc("inspect", "main.o.wasm").text.contains(hash))
    }

    @Test(.enabled(if: hasTypeScript, "there is no tsc here: install Debian's package node-typescript to run this test"))
    func typeScriptReadsTheDocumentation() throws {
        let workspace = try Workspace(Self.documented)
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "out.wasm").status == 0)
        try workspace.add(["use.mts": "import { old, double, renamed, limit } from \"./out.mjs\";\nexport const n: number = double(old.value) + renamed() + limit;"])
        let checked = try runTool("tsc", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "use.mts", in: workspace.directory)
        #expect(checked.status == 0, "\(checked.output)")
        try workspace.add(["wrong.mts": "import { double, plane } from \"./out.mjs\";\ndouble(\"1\"); plane();"])
        let refused = try runTool("tsc", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "wrong.mts", in: workspace.directory)
        #expect(refused.status != 0 && refused.output.contains("TS2345") && refused.output.contains("plane"), "\(refused.output)")
    }

    /// The compiler of TypeScript, where there is one.
    private static let hasTypeScript = ["/usr/bin/tsc", "/usr/local/bin/tsc"].contains(where: FileManager.default.isExecutableFile)

    @Test(.enabled(if: hasTypeScript, "there is no tsc here")) func typeScriptAcceptsThem() throws {
        let workspace = try Workspace(Self.library)
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "out.wasm").status == 0)
        try workspace.add(["use.mts": """
            import { area, half, counter, apply, delete as remove, LangcError } from "./out.mjs";
            const n: number = area(1, counter.value) + (half({ some: 1 })?.some ?? 0) + apply((m) => m + 1, 1);
            const s: string = remove("x");
            // @ts-expect-error
            area("1", 2);
            """])
        let checked = try runTool("tsc", "--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "use.mts", in: workspace.directory)
        #expect(checked.status == 0, "\(checked.output)")
    }

    /// The Python package of wasmtime.
    private static let python = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.venv/bin/python").standardized.path

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python), "there is no wasmtime for Python here"))
    func otherHostsCallFunctionsOfNumbers() throws {
        let workspace = try Workspace(Self.library)
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "out.wasm").status == 0)
        try workspace.add(["host.py": """
            import wasmtime
            engine = wasmtime.Engine()
            linker = wasmtime.Linker(engine)
            linker.define_wasi()
            store = wasmtime.Store(engine)
            wasi = wasmtime.WasiConfig()
            wasi.inherit_stdout()
            store.set_wasi(wasi)
            exports = linker.instantiate(store, wasmtime.Module.from_file(engine, "out.wasm")).exports(store)
            exports["_initialize"](store)
            print(exports["area"](store, 6.0, 7.0), exports["isBig"](store, 101.0), exports["counter"](store), exports["langc.export.memory"](store), flush=True)
            """])
        let ran = try runTool(Self.python, "host.py", in: workspace.directory)
        #expect(ran.output == "starts\n42.0 1 0.0 7.0\n", "\(ran.error)")
    }

    @Test func usage() throws {
        let workspace = try Workspace(Self.library)
        for arguments in [["--emit", "wat"], ["-o", "-"], ["--unmerged", "out"]] {
            let outcome = try workspace.start(["build", "--reactor", "main.atl"] + arguments).finish()
            #expect(outcome.status == 2, "\(arguments): \(outcome.error)")
        }
        #expect(try workspace.names() == ["lib.atl", "main.atl"])
        // The ending of the wasm file is the user's affair.
        #expect(try workspace.langc("build", "--reactor", "main.atl", "-o", "a b").status == 0)
        try workspace.add(["host.mjs": "import { area } from \"./a b.mjs\"; console.log(area(2, 2));"])
        #expect(try runTool("node", "host.mjs", in: workspace.directory).output == "starts\n4\n")
    }
}
