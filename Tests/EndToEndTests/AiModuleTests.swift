import Basics
import Driver
import Foundation
import Testing

/// Programs of many Ai modules, too large for folders: built optimized, run once.
@Suite struct AiModuleTests {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What the program in `main.ai` prints.
    private func output(_ files: [String: String]) throws -> String {
        let sources = Dictionary(uniqueKeysWithValues: files.map { ("/p/\($0.key)", $0.value) })
        let result = Build.run(BuildOptions(entry: "/p/main.ai", optimization: .standard), fileSystem: InMemoryFileSystem(sources))
        guard let program = result.program(mapName: nil), !result.hasErrors else {
            throw Failure(description: result.diagnostics.prefix(5).map { "\($0.code) \($0.message)" }.joined(separator: "\n"))
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("langc-ai-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wasm = folder.appendingPathComponent("program.wasm")
        try Data(program.binary).write(to: wasm)
        let job = RunJob(wasm: wasm, stdout: wasm.appendingPathExtension("out"), stderr: wasm.appendingPathExtension("err"))
        let outcome = try BatchRunner(engine: .wasmtime).run([job])
        guard let outcome = outcome.first, outcome.status == "0" else { throw Failure(description: "\(outcome)") }
        return outcome.stdout
    }

    @Test func fiftyModulesInACircle() throws {
        var files = ["main.ai": "(import \"m0\" (f))\n(print (f 0) (f 49) (f 100000))\n"]
        for index in 0..<50 {
            let next = (index + 1) % 50
            files["m\(index).ai"] = """
                (module m\(index) [f]
                  (import "m\(next)" ())
                  (define (f n) (if (= n 0) \(index) (m\(next).f (- n 1)))))
                """
        }
        #expect(try output(files) == "0 49 0\n")
    }

    /// The origin is reached through 500 modules: the procedure is the same, and the variable lives.
    @Test func aLongChainOfReexports() throws {
        var files = [
            "main.ai": """
                (import "m0" (twice count bump!))
                (import "m500" (twice as original))
                (bump!)
                (print (eq? twice original) (twice 4) count m250.count)
                (import "m250" ())
                """,
            "m500.ai": """
                (module m500 [twice count bump!]
                  (define (twice x) (* 2 x))
                  (define count 0)
                  (define (bump!) (set! count (+ count 1))))
                """,
        ]
        for index in 0..<500 {
            let names = "twice count bump!"
            files["m\(index).ai"] = index % 2 == 0
                ? "(export :from \"m\(index + 1)\" *)" : "(module m\(index) [\(names)] (import \"m\(index + 1)\" (\(names))))"
        }
        #expect(try output(files) == "#t 8 1 1\n")
    }

    /// Wildcard re-exports along a circle have a fixed point.
    @Test func reexportsInACircle() throws {
        var files = ["main.ai": "(import \"m0\" *)\n(print x0 x7 x19)\n"]
        for index in 0..<20 { files["m\(index).ai"] = "(export x\(index))\n(define x\(index) \(index))\n(export :from \"m\((index + 1) % 20)\" *)\n" }
        #expect(try output(files) == "0 7 19\n")
    }

    /// How the modules of a large program import one another (11.10).
    enum Shape: CaseIterable {
        /// `main` imports all of them, and each some of the first.
        case wide
        /// Each imports those around the double of its number, so that there are many ways to most.
        case diamonds
        /// One after the other.
        case chain

        func imports(_ index: Int, of count: Int) -> [Int] {
            switch self {
            case .wide: (0..<min(index, 10)).map { $0 }
            case .diamonds: (1...10).map { 2 * index + $0 }.filter { $0 < count }
            case .chain: (1...10).map { index + $0 }.filter { $0 < count }
            }
        }
    }

    /// Modules of 20 definitions and 10 imports each.
    static func largeProgram(_ shape: Shape, _ count: Int) -> [String: String] {
        var files: [String: String] = [:]
        for index in 0..<count {
            let imported = shape.imports(index, of: count)
            let imports = imported.map { "(import \"m\($0)\" (f\($0)-0))" }.joined(separator: "\n  ")
            let base = imported.max().map { shape == .wide ? "0" : "(+ 1 (f\($0)-0 x))" } ?? "x"
            let definitions = (0..<20).map { number in
                number == 0 ? "(define (f\(index)-0 x) \(base))" : "(define (f\(index)-\(number) x) (+ x (f\(index)-\(number - 1) x)))"
            }
            files["m\(index).ai"] = "(module m\(index) [f\(index)-0 f\(index)-19]\n  \(imports)\n  \(definitions.joined(separator: "\n  ")))\n"
        }
        let all = shape == .wide ? (0..<count).map { "(import \"m\($0)\" ())" } : ["(import \"m0\" ())"]
        files["main.ai"] = all.joined(separator: "\n") + "\n(print (m0.f0-19 1))\n"
        return files
    }

    /// As many modules as a test bears; `tools/bench/link` measures 2 000 and more.
    @Test(arguments: Shape.allCases) func manyModules(_ shape: Shape) throws {
        // The value of f0-0 is the number of steps to the last module, plus 1; f0-19 adds 1 for each of its 19 steps.
        let expected = switch shape {
        case .wide: 20
        case .diamonds: 20 + 4
        case .chain: 20 + 20
        }
        #expect(try output(Self.largeProgram(shape, 200)) == "\(expected)\n")
    }

    /// Initialization of a chain takes no stack in proportion to its length.
    @Test func aLongChainOfImports() throws {
        var files = ["main.ai": "(import \"m0\" (v f))\n(print v (f 1))\n", "m400.ai": "(module m400 [v f] (define v 0) (define (f x) x))"]
        for index in 0..<400 {
            let next = "m\(index + 1)"
            files["m\(index).ai"] = "(module m\(index) [v f] (import \"\(next)\" ()) (define v (+ 1 \(next).v)) (define (f x) (\(next).f (+ x 1))))"
        }
        #expect(try output(files) == "400 401\n")
    }
}
