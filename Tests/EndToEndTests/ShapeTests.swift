import Basics
import CodeGen
import Driver
import Foundation
import Testing

/// Programs of unusual shapes, too large for folders: many modules in a row, many imports, many definitions, long lines. Their full sizes are
/// in `tools/bench/shapes.py`.
@Suite struct ShapeTests {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What the program prints whose entry is called main.
    private func output(_ files: [String: String], _ level: OptimizationLevel) throws -> String {
        let sources = Dictionary(uniqueKeysWithValues: files.map { ("/p/\($0.key)", $0.value) })
        let entry = files["main.ai"] == nil ? "/p/main.atl" : "/p/main.ai"
        let result = Build.run(BuildOptions(entry: entry, optimization: level, verify: true), fileSystem: InMemoryFileSystem(sources))
        guard let program = result.program(mapName: nil), !result.hasErrors else {
            throw Failure(description: result.diagnostics.prefix(5).map { "\($0.code) \($0.message)" }.joined(separator: "\n"))
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("langc-shape-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wasm = folder.appendingPathComponent("program.wasm")
        try Data(program.binary).write(to: wasm)
        let job = RunJob(wasm: wasm, stdout: wasm.appendingPathExtension("out"), stderr: wasm.appendingPathExtension("err"))
        guard let outcome = try BatchRunner(engine: .wasmtime).run([job]).first, outcome.status == "0" else { throw Failure(description: "did not run") }
        return outcome.stdout
    }

    @Test(arguments: [OptimizationLevel.none, .standard]) func chains(_ level: OptimizationLevel) throws {
        let count = 60
        var atlas = ["main.atl": "import { f0 } from \"./m0\";\nprint(f0(1));\n"]
        var ai = ["main.ai": "(import \"m0\" (f0))\n(print (f0 1))\n"]
        for index in 0..<count - 1 {
            let next = index + 1
            atlas["m\(index).atl"] = "import { f\(next) } from \"./m\(next)\";\nexport fn f\(index)(n: number) -> number { return f\(next)(n + 1); }\n"
            ai["m\(index).ai"] = "(module m\(index) [f\(index)] (import \"m\(next)\" (f\(next))) (define (f\(index) n) (f\(next) (+ n 1))))"
        }
        atlas["m\(count - 1).atl"] = "export fn f\(count - 1)(n: number) -> number { return n; }\n"
        ai["m\(count - 1).ai"] = "(module m\(count - 1) [f\(count - 1)] (define (f\(count - 1) n) n))"
        #expect(try output(atlas, level) == "\(count)\n")
        #expect(try output(ai, level) == "\(count)\n")
    }

    @Test(arguments: [OptimizationLevel.none, .standard]) func manyImports(_ level: OptimizationLevel) throws {
        let count = 60
        let names = 0..<count
        var atlas = [
            "main.atl": names.map { "import { v\($0) } from \"./m\($0)\";\n" }.joined() + "var sum = 0;\n"
                + names.map { "sum = sum + v\($0);\n" }.joined() + "print(sum);\n"
        ]
        var ai = [
            "main.ai": names.map { "(import \"m\($0)\" (v\($0)))\n" }.joined() + "(define sum 0)\n"
                + names.map { "(set! sum (+ sum v\($0)))\n" }.joined() + "(print sum)\n"
        ]
        for index in names {
            atlas["m\(index).atl"] = "export let v\(index) = \(index);\n"
            ai["m\(index).ai"] = "(module m\(index) [v\(index)] (define v\(index) \(index)))"
        }
        #expect(try output(atlas, level) == "\(count * (count - 1) / 2)\n")
        #expect(try output(ai, level) == "\(count * (count - 1) / 2)\n")
    }

    /// The initializers are so long that they become several functions.
    @Test(arguments: [OptimizationLevel.none, .standard]) func manyDefinitions(_ level: OptimizationLevel) throws {
        let names = 1..<700
        let atlas = "let v0 = 1;\nfn f0(n: number) -> number { return n; }\n"
            + names.map { "let v\($0) = v\($0 - 1) + 1;\nfn f\($0)(n: number) -> number { return f\($0 / 2)(n) + 1; }\n" }.joined()
            + "print(v\(names.count)); print(f\(names.count)(0));\n"
        let ai = "(define v0 1)\n(define (f0 n) n)\n"
            + names.map { "(define v\($0) (+ v\($0 - 1) 1))\n(define (f\($0) n) (+ (f\($0 / 2) n) 1))\n" }.joined()
            + "(print v\(names.count))\n(print (f\(names.count) 0))\n"
        #expect(try output(["main.atl": atlas], level) == "700\n10\n")
        #expect(try output(["main.ai": ai], level) == "700\n10\n")
    }

    @Test(arguments: [OptimizationLevel.none, .standard]) func longLines(_ level: OptimizationLevel) throws {
        let count = 700
        let atlas = "var n = 0;" + String(repeating: "n = n+1;", count: count) + "let a = [" + String(repeating: "42, ", count: count)
            + "42]; print(n); print(len(a)); print(len(\"" + String(repeating: "x", count: 10 * count) + "\"));"
        let ai = "(define n 0)" + String(repeating: "(set! n (+ n 1))", count: count) + "(define a '(" + String(repeating: "42 ", count: count)
            + "42)) (print n (length a) (string-length \"" + String(repeating: "x", count: 10 * count) + "\"))"
        #expect(try output(["main.atl": atlas], level) == "\(count)\n\(count + 1)\n\(10 * count)\n")
        #expect(try output(["main.ai": ai], level) == "\(count) \(count + 1) \(10 * count)\n")
    }

    /// Sums may fail after each term, so each is nested in the next.
    @Test(arguments: [OptimizationLevel.none, .standard]) func longSums(_ level: OptimizationLevel) throws {
        let names = 1...600
        let ai = "(define (f n) (if (> n 300) (exact->inexact n) n))\n"
            + names.map { "(define v\($0) (f \($0)))\n" }.joined()
            + "(print (+" + names.map { " v\($0)" }.joined() + "))\n"
            + "(print (guard (e (else 'failed)) (+" + names.map { " v\($0)" }.joined() + " 'x)))\n"
        #expect(try output(["main.ai": ai], level) == "180300.0\nfailed\n")
    }

    /// A failure and an escape in the middle of a part leave all of it.
    @Test(arguments: [OptimizationLevel.none, .standard]) func leavingPartsOfLongInitializers(_ level: OptimizationLevel) throws {
        let filler = String(repeating: "(set! n (+ n 1))", count: 150)
        let ai = """
            (define n 0)
            \(filler)
            (guard (e (else (print "caught" n))) \(filler) (raise 'no) \(filler))
            (define k (call/cc (lambda (leave) \(filler) (leave 7) \(filler) 8)))
            (print k n)
            (guard (e (else (print "end"))) (raise 'again))
            \(filler)
            (car n)
            \(filler)
            (print "never")
            """
        let program = ["main.ai": "(import \"long\" (n))\n(print \"not reached\" n)\n", "long.ai": "(module long [n] \(ai))"]
        #expect(throws: Failure.self) { try output(program, level) }
        #expect(try output(["main.ai": ai.replacingOccurrences(of: "(car n)", with: "")], level) == "caught 300\n7 450\nend\nnever\n")
    }
}
