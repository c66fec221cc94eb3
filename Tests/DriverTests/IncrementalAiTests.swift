import Basics
import Diagnostics
@testable import Driver
import ModuleSystem
import Testing

/// The same as `IncrementalBuildTests` for what is special in Ai, and for programs in two languages.
struct IncrementalAiTests {
    private static let parity = [
        "main.ai": "(import \"even\" (even?))\n(import \"tools\" (twice!))\n(define a 1)\n(twice! a)\n(display (list a (even? 10)))\n",
        "even.ai": "(module even [even?] (import \"odd\" (odd?)) (define (even? n) (if (= n 0) #t (odd? (- n 1)))))\n",
        "odd.ai": "(module odd [odd?] (import \"even\" (even?)) (define (odd? n) (if (= n 0) #f (even? (- n 1)))))\n",
        "tools.ai": "(module tools [twice!] (define (double x) (* 2 x)) (define-syntax twice! (syntax-rules () ((_ x) (set! x (double x))))))\n",
    ]

    @Test func bodiesAndMacros() {
        let project = IncrementalProject(Self.parity, entry: "main.ai")
        project.build(rebuilding: ["main.ai", "even.ai", "odd.ai", "tools.ai"])
        project.build(rebuilding: [])
        // A body in a cycle concerns its module alone.
        project.write("odd.ai", "(module odd [odd?] (import \"even\" (even?)) (define (odd? n) (if (= n 0) #f (even? (- n 1)))) (define spare 1))\n")
        project.build(rebuilding: ["odd.ai"])
        project.write("tools.ai", Self.parity["tools.ai"]!.replacing("(* 2 x)", with: "(+ x x)"))
        project.build(rebuilding: ["tools.ai"])
        // What a macro expands to is part of the interface.
        project.write("tools.ai", Self.parity["tools.ai"]!.replacing("(double x)))", with: "(double (double x))))"))
        project.build(rebuilding: ["tools.ai", "main.ai"])
    }

    @Test func membersOfCycles() {
        let project = IncrementalProject(Self.parity, entry: "main.ai")
        project.build(rebuilding: ["main.ai", "even.ai", "odd.ai", "tools.ai"])
        project.write(
            "odd.ai",
            "(module odd [odd? other] (import \"even\" (even?)) (define (odd? n) (if (= n 0) #f (even? (- n 1)))) (define (other) 1))\n")
        let result = project.build(rebuilding: ["odd.ai", "even.ai"])
        #expect(IncrementalProject.reason(result, "even.ai") == "the interface of 'odd.ai' has changed")
        // The cycle is cut.
        project.write("odd.ai", "(module odd [odd? other] (define (odd? n) (= 1 (remainder n 2))) (define (other) 1))\n")
        project.build(rebuilding: ["odd.ai", "even.ai"])
    }

    @Test func includedFilesCount() {
        let project = IncrementalProject(
            ["main.ai": "(include \"part.scm\")\n(display part)\n", "part.scm": "(define part 1)\n"], entry: "main.ai")
        project.build(rebuilding: ["main.ai"])
        project.write("part.scm", "(define part 2)\n")
        project.build(rebuilding: ["main.ai"])
        project.build(rebuilding: [])
    }

    @Test func anAddedFileMayBeMeant() {
        let project = IncrementalProject(
            ["main.ai": "(import \"lib\" (f))\n(display (f))\n", "modules/lib.ai": "(module lib [f] (define (f) 1))\n"], entry: "main.ai")
        project.build(rebuilding: ["main.ai", "modules/lib.ai"])
        project.write("lib.ai", "(module lib [f] (define (f) 2))\n")
        let result = project.build(rebuilding: ["main.ai", "lib.ai"])
        #expect(IncrementalProject.reason(result, "main.ai") == "what it imports has changed")
        project.remove("lib.ai")
        project.build(rebuilding: [])
    }

    @Test func languagesMeet() {
        let project = IncrementalProject(
            [
                "main.atl": "import { square } from \"./math.ai\";\nprint(square(3));\n",
                "math.ai": "(module math [square] (import \"base\" (times)) (define (square x) (times x x)))\n",
                "base.ai": "(module base [times] (define (times x y) (* x y)))\n",
            ], entry: "main.atl")
        project.build(rebuilding: ["main.atl", "math.ai", "base.ai"])
        project.write("base.ai", "(module base [times] (define (times x y) (* y x)))\n")
        project.build(rebuilding: ["base.ai"])
        project.write("math.ai", "(module math [square cube] (import \"base\" (times)) (define (square x) (times x x)) (define (cube x) (times x (square x))))\n")
        project.build(rebuilding: ["math.ai", "main.atl"])
    }
}
