import Foundation
import Testing

/// What a failure under `-g` tells: the program's own stack, and what node and a source map make of the same failure.
struct StackTests {
    private static let program = [
        "src/main.atl": """
            import { ratio } from "./lib/math";
            fn report(count: number) -> void {
                fn each(x: number) -> void { print(toString(ratio(x, count))); }
                forEach([1, 2], each);
            }
            fn down(n: number) -> void {
                if (n == 0) {
                    report(0);
                    return;
                }
                down(n - 1);
                print(toString(n));
            }
            print("start");
            down(3);
            """,
        "src/lib/math.atl": """
            export fn ratio(a: number, b: number) -> number {
                print(toString(a));
                if (b < 0) { return 0; }
                return a / b;
            }
            """,
    ]

    private static let stack = """
        error[AT0005]: Divide by zero
          --> lib/math.atl:4:12
           = calls, innermost first:
               at ratio (lib/math.atl:4:12)
               at report.each (main.atl:3:49)
               at report (main.atl:4:5)
               at down (main.atl:8:9)
               at down (main.atl:11:5), 3 times
               at initializer of main.atl (main.atl:15:1)

        """

    /// Runs a program on node, where `proc_exit` returns, so that the runtime traps. Prints the places that the source map named in the module
    /// has for the frames of the trap's stack, innermost first, and the names of sources that could not be read beside the map.
    private static let trap = #"""
        import { readFileSync, existsSync } from "node:fs";
        import { dirname, join } from "node:path";
        import { WASI } from "node:wasi";
        const file = process.argv[2];
        const module = new WebAssembly.Module(readFileSync(file));
        const url = Buffer.from(WebAssembly.Module.customSections(module, "sourceMappingURL")[0]);
        const mapFile = join(dirname(file), url.subarray(1).toString());
        const map = JSON.parse(readFileSync(mapFile, "utf8"));
        const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const state = [0, 0, 0, 0];
        const segments = map.mappings.split(",").map((text) => {
          const numbers = [];
          let [value, shift] = [0, 0];
          for (const digit of text) {
            const bits = digits.indexOf(digit);
            value += (bits & 31) * 2 ** shift;
            shift += 5;
            if (bits & 32) continue;
            numbers.push(value % 2 ? -(value - 1) / 2 : value / 2);
            [value, shift] = [0, 0];
          }
          numbers.forEach((number, index) => { state[index] += number; });
          return state.slice(0, numbers.length);
        });
        const place = (offset) => {
          const segment = segments.findLast((segment) => segment[0] <= offset);
          return segment && segment.length > 1 ? `${map.sources[segment[1]]}:${segment[2] + 1}:${segment[3] + 1}` : null;
        };
        const wasi = new WASI({ version: "preview1", args: ["main"] });
        const imports = wasi.getImportObject();
        imports.wasi_snapshot_preview1.proc_exit = () => {};
        const missing = map.sources.filter((source) => !source.startsWith("std:") && !existsSync(join(dirname(mapFile), source)));
        let trace = "no trap";
        Error.stackTraceLimit = 100;
        try { wasi.start(new WebAssembly.Instance(module, imports)); } catch (error) { trace = error.stack; }
        const places = [...trace.matchAll(/:0x([0-9a-f]+)/g)].map((match) => place(parseInt(match[1], 16)));
        console.log("\n" + JSON.stringify({ error: trace.split("\n")[0], places: places.filter((place) => place !== null), missing }));
        """#

    private struct Trap: Decodable {
        var error: String
        var places: [String]
        var missing: [String]
    }

    @Test(arguments: ["-O0", "-O", "-O3"]) func nodeAndTheMapTellWhatTheProgramTells(level: String) throws {
        let workspace = try Workspace(Self.program)
        try workspace.add(["trap.mjs": Self.trap, "out/empty": ""])
        let built = try workspace.langc("build", "-g", level, "src/main.atl", "-o", "out/main.wasm")
        try #require(built.status == 0 && built.error.isEmpty, "\(built.error)")
        let ran = try runTool("node", "--no-warnings", "trap.mjs", "out/main.wasm", in: workspace.directory)
        #expect(ran.error.hasSuffix(Self.stack), "\(ran.error)")
        let line = try #require(ran.output.split(separator: "\n").last)
        let trap = try JSONDecoder().decode(Trap.self, from: Data(line.utf8))
        #expect(trap.error == "RuntimeError: unreachable" && trap.missing == [])

        let own = trap.places.filter { !$0.hasPrefix("std:") }
        #expect(own.first == "../src/lib/math.atl:4:12", "\(own)")
        let told = [
            "../src/lib/math.atl:4:12", "../src/main.atl:3:49", "../src/main.atl:4:5", "../src/main.atl:8:9", "../src/main.atl:11:5", "../src/main.atl:11:5",
            "../src/main.atl:11:5", "../src/main.atl:15:1",
        ]
        if level == "-O0" {
            // Besides those that the program tells of, there is the function that calls `each` as a value.
            #expect(own.filter { $0 != "../src/main.atl:3:8" } == told)
        } else {
            // Functions that have become part of others have no frame; the rest is in order.
            var rest = told[...]
            for place in own where place != "../src/main.atl:3:8" {
                guard let index = rest.firstIndex(of: place) else {
                    Issue.record("\(place) is out of order in \(own)")
                    return
                }
                rest = rest[(index + 1)...]
            }
            #expect(own.last == told.last)
        }
    }

    @Test func everyWayToBuildTellsTheSame() throws {
        let workspace = try Workspace(Self.program)
        for runtime in ["node", "wasmkit"] {
            let ran = try workspace.langc("run", "-g", "src/main.atl", "--runtime", runtime)
            #expect(ran.status == 1 && ran.error == Self.stack, "\(runtime): \(ran.error)")
        }
        // Objects that keep records of calls, with and without positions in the program.
        try #require(workspace.langc("compile", "-g", "--with-dependencies", "src/main.atl", "-o", "objects").status == 0)
        let objects = try workspace.names("objects").map { "objects/\($0)" }.filter { !$0.contains("std_") }
        for option in [[], ["-g"], ["-O3"]] {
            #expect(try workspace.start(["link", "-o", "linked.wasm"] + option + objects).finish().status == 0)
            #expect(try runTool("node", "--no-warnings", "run.mjs", "linked.wasm", in: workspace.adding(runner)).error == Self.stack)
        }
        #expect(try workspace.start(["link", "--unmerged", "parts"] + objects).finish().status == 0)
        #expect(try runTool("node", "--no-warnings", "parts/run.mjs", in: workspace.directory).error == Self.stack)
    }

    /// Objects with and without records work together: the stack then has gaps, and nothing in it is wrong.
    @Test func objectsWithoutRecordsLeaveGaps() throws {
        let workspace = try Workspace(Self.program)
        for (options, directory) in [(["-g"], "with"), ([], "without")] {
            try #require(workspace.start(["compile", "--with-dependencies", "src/main.atl", "-o", directory] + options).finish().status == 0)
        }
        let mixed = ["with/main.atl.o.wasm", "without/lib_math.atl.o.wasm"]
        #expect(try workspace.start(["link", "-o", "linked.wasm"] + mixed).finish().status == 0)
        let lines = Self.stack.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = lines.filter { !$0.contains("at ratio") }.joined(separator: "\n")
        #expect(try runTool("node", "--no-warnings", "run.mjs", "linked.wasm", in: workspace.adding(runner)).error == expected)
        // Without `-g` nothing is told.
        #expect(try workspace.langc("run", "src/main.atl").error == lines.prefix(2).joined(separator: "\n") + "\n")
    }

    private let runner = [
        "run.mjs": """
            import { readFileSync } from "node:fs";
            import { WASI } from "node:wasi";
            const wasi = new WASI({ version: "preview1", args: ["main"] });
            process.exitCode = wasi.start(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2])), wasi.getImportObject()));
            """
    ]
}

extension Workspace {
    /// The directory with some more files in it.
    fileprivate func adding(_ files: [String: String]) throws -> URL {
        try add(files)
        return directory
    }
}
