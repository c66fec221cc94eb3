import Testing

@testable import Ai

/// Imports, exports and qualified names between files.
@Suite struct ModuleExpansionTests {
    private let math = """
        (module math [half pi square trig my-when]
          (define pi 3)
          (define (square x) (hidden x))
          (define (half . x) x)
          (define (hidden x) x)
          (define-syntax my-when (syntax-rules () ((_ c e) (if (hidden c) e #f))))
          (module trig [sin] (define (sin x) (square x)) (define secret 1)))
        """

    /// What a script that may import `math` becomes, or the problems.
    private func main(_ text: String) -> String { ExpandedProgram(["math.ai": math, "main.ai": text]).text("main.ai") }

    @Test func interfaces() {
        let program = ExpandedProgram(["math.ai": math, "kit.ai": "(import \"math\" (pi)) (export (pi as tau)) (export :from \"math\" *)"])
        #expect(program.problems == [])
        #expect(program.exports("math.ai") == [
            "half procedure 1", "hidden hidden procedure 1", "my-when macro", "pi variable", "square procedure 1", "trig module",
            "trig.sin hidden procedure 1",
        ])
        #expect(program.exports("kit.ai") == [
            "half procedure 1 of math.ai#half", "my-when macro of math.ai#my-when", "pi variable of math.ai#pi",
            "square procedure 1 of math.ai#square", "tau variable of math.ai#pi", "trig module of math.ai#trig",
        ])
    }

    @Test(arguments: [
        ("(import \"math\" (pi square)) (square pi)", "(math.ai#square math.ai#pi)"),
        ("(import \"math\" (square as sq)) (sq 1)", "(math.ai#square 1)"),
        ("(import \"math\" ()) (math.square math.pi)", "(math.ai#square math.ai#pi)"),
        ("(import \"math\" :as m) (m.trig.sin 1)", "(math.ai#trig.sin 1)"),
        ("(import \"math\" * (pi as p)) (square p)", "(math.ai#square math.ai#pi)"),
        ("(import \"math\" (square) :prefix m-) (m-square 1)", "(math.ai#square 1)"),
        ("(import \"math\" (trig)) (trig.sin 1)", "(math.ai#trig.sin 1)"),
        ("(import \"math\" (my-when as w)) (define (hidden x) 0) (w 1 2)", "hidden = (lambda (x) 0)\n(if (math.ai#hidden 1) 2 #f)"),
        ("(import \"math\" :as m) (m.my-when 1 2)", "(if (math.ai#hidden 1) 2 #f)"),
        ("(import \"math\" (pi)) (define (f math) math.pi)", "f = (lambda (math) math.ai#pi)"),
        ("(module a [x] (define x 1)) (import a (x)) x a.x", "(define @a.x 1)\n@a.x\n@a.x"),
        ("(define y 2) (module a [f] (define (f) y)) (a.f)", "a.f = (lambda () @y)\n(define @y 2)\n(@a.f)"),
        ("(define foo.bar (lambda () 1)) (foo.bar)", "foo.bar = (lambda () 1)\n(@foo.bar)"),
    ])
    func names(text: String, expected: String) {
        #expect(main(text).split(separator: "\n").filter { !$0.contains("AI0503") }.joined(separator: "\n") == expected
            || ExpandedProgram(["math.ai": math, "main.ai": text]).expansions["main.ai"].map { ExpandedPrinter.print($0.module) } == expected)
    }

    @Test(arguments: [
        ("(import \"math\" (pi)) pi (half 1)", "main.ai:1:26 AI0101 unbound variable 'half'"),
        ("(import \"math\" (pie)) pie", "main.ai:1:17 AI0310 'pie' not exported by module 'math' | did you mean 'pi'?"),
        ("(import \"math\" ()) math.hidden", "main.ai:1:20 AI0310 'hidden' not exported by module 'math'"),
        ("(import \"math\" ()) math.trig.secret", "main.ai:1:20 AI0310 'secret' not exported by module 'trig'"),
        ("(import \"math\" ()) math.pi.x", "main.ai:1:20 AI0333 'pi' of module 'math' is not a module | only a nested module has members"),
        ("(import \"math\" ()) (define x math)", "main.ai:1:30 AI0331 module 'math' is not a value | name a member, such as math.half"),
        ("math.pi", "main.ai:1:1 AI0330 module 'math' is not imported | add (import \"math\" ())"),
        ("(import \"math\" ()) math.pi (define x math/pi)", "main.ai:1:38 AI0101 unbound variable 'math/pi' | members of modules are written with a dot: did you mean 'math.pi'?"),
        ("(import \"math\" (pi)) (set! pi 4)", "main.ai:1:28 AI0109 cannot assign to 'pi' imported from module 'math' | export a setter from 'math', a procedure that assigns to the variable"),
        ("(import \"math\" :as m) (set! m.pi 4)", "main.ai:1:29 AI0109 cannot assign to 'm.pi' imported from module 'math' | export a setter from 'math', a procedure that assigns to the variable"),
        ("(import \"math\" (pi)) (define pi 1) pi", "main.ai:1:30 AI0321 'pi' is imported from 'math' and also defined here | import it under another name, (pi as ...), or rename the definition"),
        ("(import \"math\" (pi square)) (square 1 2) pi", "main.ai:1:29 AI0103 'square' expects 1 arguments, got 2 | it is defined in module 'math'"),
        ("(import \"math\" (pi as if)) 1", "main.ai:1:23 AI0112 'if' is a reserved form and cannot be redefined | import it under another name: (pi as ...)"),
        ("(import \"math\" (pi square)) pi", "main.ai:1:20 AI0501 imported name 'square' is never used | remove it from the import"),
        ("(import \"math\" (pi)) 1", "main.ai:1:1 AI0502 nothing of the import of 'math' is used | remove it, or write (import \"math\") if the module is needed for its effects"),
        ("(export x)", "main.ai:1:9 AI0220 exported name 'x' is not defined in module 'main' | an exported name needs a top-level definition or an import"),
        ("(define x 1) (define y 2) (export x (y as x))", "main.ai:1:43 AI0221 'x' is exported twice with different meanings | give one of them another name with 'as'"),
        ("(import \"math\" :as m) (define (f m.x) m.x) m.pi", "main.ai:1:34 AI0511 'm.x' is a variable, though 'm' is a qualifier | it hides the member of that name; use a name without a dot"),
    ])
    func problems(text: String, expected: String) { #expect(main(text) == expected) }

    @Test func conflicts() {
        func main(_ text: String) -> [String] {
            ExpandedProgram(["a.ai": "(module a [x y] (define x 1) (define y 2))", "b.ai": "(module b [x] (define x 1))", "main.ai": text]).problems
                .filter { !$0.contains("AI0503") }
        }
        #expect(main("(import \"a\" (x)) (import \"b\" (x)) x") == [
            "main.ai:1:31 AI0320 'x' is imported from both 'a' and 'b' | give one of them another name: (x as ...)",
        ])
        #expect(main("(import \"a\" (x)) (import \"a\" (x y)) x y") == [])
        #expect(main("(import \"a\" *) (import \"b\" *) y") == ["main.ai:1:16 AI0502 nothing of the import of 'b' is used | remove it, or write (import \"b\") if the module is needed for its effects"])
        #expect(main("(import \"a\" *) (import \"b\" *) x") == [
            "main.ai:1:31 AI0322 'x' is ambiguous: wildcard imports from 'a' and 'b' | import it by name: (import \"a\" (x)) or (import \"b\" (x))",
        ])
        #expect(main("(import \"a\" *) (import \"b\" *) (define x 1) x y b.x") == [
            "main.ai:1:39 AI0504 'x' hides what the wildcard import from 'a' brings | exclude it from the import: (import \"a\" * :except (x))",
        ])
        #expect(main("(import \"a\" :as m) (import \"b\" :as m) m.x") == [
            "main.ai:1:36 AI0323 module alias 'm' already stands for 'a' | choose another alias after :as",
            "main.ai:1:39 AI0324 qualifier 'm' is ambiguous: 'a.ai', 'b.ai' | give one of the imports a qualifier with :as",
        ])
        #expect(main("(export :from \"a\" *) (export :from \"b\" *)") == [
            "main.ai:1:22 AI0222 'x' is re-exported from both 'a' and 'b' | export it by name, (export :from \"a\" (x))",
        ])
        #expect(main("(export :from \"a\" *) (export :from \"b\" *) (export :from \"b\" (x))") == [])
    }

    @Test func cyclesAndReexports() {
        let program = ExpandedProgram(
            [
                "even.ai": "(module even [ev? v] (import \"odd\" (od? w)) (define (ev? n) (od? n)) (define v w))",
                "odd.ai": "(module odd [od? w ev?] (import \"even\" (ev? v)) (define (od? n) (ev? n)) (define w 1) (define (late) v) )",
            ], cycle: true)
        #expect(program.problems == [
            "even.ai:1:80 AI0506 'w' of module 'odd' is certainly used before it is initialised | the modules import each other, and 'odd' is initialised after this one; use it in a procedure that is called later",
        ])
        #expect(program.expansions["even.ai"].map { ExpandedPrinter.print($0.module) } == "ev? = (lambda (n) (odd.ai#od? n))\n(define @v odd.ai#w)")
        #expect(program.exports("odd.ai") == ["ev? procedure 1 of even.ai#ev?", "od? procedure 1", "w variable"])
    }

    @Test func aliasesMayTakeTheNamesOfOthers() {
        let program = ExpandedProgram([
            "d.ai": "(module d [(f as g) (h as f)] (define f 5) (define (h) f))", "main.ai": "(import \"d\" (f g)) (f) g",
        ])
        #expect(program.exports("d.ai") == [
            "f procedure 0 of d.ai#h", "f%0 hidden variable", "g variable of d.ai#f%0", "h hidden procedure 0",
        ])
        #expect(program.text("main.ai") == "(d.ai#h)\nd.ai#f%0")
    }

    @Test func macrosAcrossModules() {
        let program = ExpandedProgram([
            "a.ai": """
                (module a [outer define-getter]
                  (define count 0)
                  (define-syntax inner (syntax-rules () ((_ x) (list count x))))
                  (define-syntax outer (syntax-rules (in) ((_ x in y) (inner (x . y))) ((_ x ...) (let ((t 1)) (inner (vec x ... t))))))
                  (define-syntax define-getter (syntax-rules () ((_ name) (begin (define stored 1) (define (name) stored)))))
                  (define (list . x) x)
                  (define (vec . x) x))
                """,
            "b.ai": "(export :from \"a\" *)",
            "main.ai": "(import \"b\" (outer define-getter)) (define t 5) (outer 1 t) (define-getter get) (define-getter get2) (get)",
        ])
        #expect(program.problems == [])
        #expect(program.text("main.ai").split(separator: "\n").count == 7)
        #expect(program.text("main.ai").contains("(let ((t 1)) (a.ai#list a.ai#count (a.ai#vec 1 @t t)))"))
        #expect(program.exports("a.ai").contains("inner hidden macro"))
    }
}
