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
        (print (guard (e (#t (error-object-message e))) (f 1000000)))
        (define (unbounded n) (+ 1 (unbounded n)))
        (unbounded 1)
        """

    @Test(arguments: Engine.allCases, [OptimizationLevel.none, .standard])
    func isTheSameEverywhere(engine: Engine, optimization: OptimizationLevel) throws {
        let files = InMemoryFileSystem(["/p/main.ai": Self.source])
        let result = Build.run(BuildOptions(entry: "/p/main.ai", optimization: optimization), fileSystem: files)
        let program = try #require(result.program(mapName: nil), "\(result.diagnostics)")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("langc-deep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wasm = folder.appendingPathComponent("program.wasm")
        try Data(program.binary).write(to: wasm)
        let job = RunJob(wasm: wasm, stdout: wasm.appendingPathExtension("out"), stderr: wasm.appendingPathExtension("err"))
        let outcome = try #require(try BatchRunner(engine: engine).run([job]).first)
        #expect(outcome.stdout == "10000 100000\n50000\n20000\nbottom\n2178309 3524578\nrecursion too deep\n")
        #expect(outcome.stderr == "Error: recursion too deep\n")
        #expect(outcome.status == "1")
    }
}
