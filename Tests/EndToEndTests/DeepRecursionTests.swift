import Basics
import CodeGen
import Driver
import Foundation
import Testing

/// Recursion that goes on in the heap, on every engine with its default stack. Too slow for the collector's stress mode, so no case folder.
@Suite struct DeepRecursionTests {
    private static let source = """
        (define (f n) (if (= n 0) 0 (+ 1 (f (- n 1)))))
        (print (f 10000) (f 100000))
        (define (even-depth n) (if (= n 0) 0 (+ 1 (odd-depth (- n 1)))))
        (define (odd-depth n) (if (= n 0) 0 (+ 1 (even-depth (- n 1)))))
        (print (even-depth 50000))
        (define (tree n) (if (= n 0) '() (cons (tree (- n 1)) '())))
        (define (depth t) (if (null? t) 0 (+ 1 (let loop ((l t) (most 0)) (if (null? l) most (loop (cdr l) (max most (depth (car l)))))))))
        (print (depth (tree 20000)))
        (define (risky n) (if (= n 0) (raise 'bottom) (+ 1 (risky (- n 1)))))
        (print (guard (e ((symbol? e) e)) (risky 50000)))
        (define (both n) (if (= n 0) (values 1 2) (let-values (((a b) (both (- n 1)))) (values b (+ a b)))))
        (call-with-values (lambda () (both 30)) print)
        (print (guard (e (#t (list (error-object-code e) (error-object-message e)))) (f 1000000)))
        (define (unbounded n) (+ 1 (unbounded n)))
        (unbounded 1)
        """

    /// Library procedures on lists of 1 000 000 elements.
    private static let longLists = """
        (define long (iota 1000000))
        (print (length (map (lambda (x) (+ x 1)) long)) (length (append long long)) (equal? long (list-copy long)))
        (print (car (sort long >)) (fold-right + 0 long) (reduce + 0 long) (length (filter even? long)))
        (print (string-length (call-with-output-string (lambda (port) (write long port)))))
        (print (apply + (take long 10000)))
        """

    @Test(arguments: Engine.allCases, [OptimizationLevel.none, .standard])
    func isTheSameEverywhere(engine: Engine, optimization: OptimizationLevel) throws {
        let outcome = try run(Self.source, engine, optimization)
        #expect(outcome.stdout == "10000 100000\n50000\n20000\nbottom\n2178309 3524578\n(AI0909 recursion too deep)\n")
        #expect(outcome.stderr == "Error: recursion too deep\n")
        #expect(outcome.status == "1")
    }

    @Test func longListsNeedNoStack() throws {
        let outcome = try run(Self.longLists, .wasmtime, .standard)
        #expect(outcome.stdout == "1000000 2000000 #t\n999999 499999500000 499999500000 500000\n6888891\n49995000\n")
        #expect(outcome.stderr == "" && outcome.status == "0")
    }

    private func run(_ source: String, _ engine: Engine, _ optimization: OptimizationLevel) throws -> RunOutcome {
        let files = InMemoryFileSystem(["/p/main.ai": source])
        let result = Build.run(BuildOptions(entry: "/p/main.ai", optimization: optimization), fileSystem: files)
        let program = try #require(result.program(mapName: nil), "\(result.diagnostics)")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("langc-deep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wasm = folder.appendingPathComponent("program.wasm")
        try Data(program.binary).write(to: wasm)
        let job = RunJob(wasm: wasm, stdout: wasm.appendingPathExtension("out"), stderr: wasm.appendingPathExtension("err"))
        return try #require(try BatchRunner(engine: engine).run([job]).first)
    }
}
