import Testing

@testable import Ai

/// What is wrong with programs, where, and what to do.
@Suite struct ExpansionErrorTests {
    @Test(arguments: [
        ("(define (f) (gg 1)) (define (g) 1)", "1:14 AI0101 unbound variable 'gg' | did you mean 'g'?"),
        ("(let ((f (lambda () (f)))) (f))", "1:22 AI0101 unbound variable 'f' | 'f' is bound only in the body of the 'let'; use 'letrec' if its value refers to itself"),
        ("(let ((x)) x)", "1:7 AI0102 malformed 'let': a binding is (name value), not (x) | the form is (let ((name value) ...) body ...) or (let name ((variable value) ...) body ...)\n1:12 AI0101 unbound variable 'x'"),
        ("((lambda (x) x))", "1:1 AI0103 'lambda' expects 1 arguments, got 0 | it is defined at 1:2"),
        ("(define (f x . y) x) (f)", "1:22 AI0103 'f' expects at least 1 arguments, got 0 | it is defined at 1:1"),
        ("(define (f x) x) (set! f 1) (f)", ""),
        ("(lambda ())", "1:1 AI0104 body of 'lambda' has no expression | end it with an expression: its value is that of the body"),
        ("(lambda (x x) 1)", "1:12 AI0105 duplicate name 'x' in parameters | give one of them another name"),
        ("(define x if)", "1:11 AI0106 'if' is syntax, not a value | write (if ...), or a lambda around it"),
        ("(if 1 (define x 2))", "1:7 AI0107 definition not allowed here | move it to the top level or to the body of a procedure or 'let'"),
        ("(set! true 1)", "1:7 AI0108 cannot assign to built-in 'true' | define your own: (define true ...)"),
        ("(define (f) (define a 1) (define a 2) a)", "1:34 AI0110 'a' is already defined at 1:21 | use set! to change its value"),
        ("(define x else)", "1:11 AI0111 'else' is not allowed here | 'else' stands in clauses of cond, case and guard, 'else' in the last one"),
        ("(define if 1)", "1:9 AI0112 'if' is a reserved form and cannot be redefined | use another name"),
        ("(3 4)", "1:2 AI0113 3 is not a procedure | a list of values is written [a b] or (list a b)"),
        ("(eval '1)", "1:2 AI0114 'eval' is not available in ahead-of-time compiled Ai | there is no evaluation at run time; use procedures, or macros for new syntax"),
        ("(define-macro (f x) x)", "1:2 AI0114 'define-macro' is not available in ahead-of-time compiled Ai | macros are written with define-syntax and syntax-rules"),
        ("(define-syntax m (syntax-rules () ((_ a b ... c ...) 1)))", "1:49 AI0120 malformed syntax-rules pattern: there are two ellipses in one list | in the rules of macro 'm'"),
        ("(define-syntax m (syntax-rules () ((_ a ...) a)))", "1:46 AI0120 malformed syntax-rules template: the variable 'a' needs 1 ellipses, 0 found | in the rules of macro 'm'"),
        ("(define-syntax m (syntax-rules () ((_ a) a)))\n(m)", "2:1 AI0121 no clause of macro 'm' matches this use | the patterns are (_ a)"),
        ("(define-syntax m (syntax-rules () ((_ a) (m (a)))))\n(m 1)", "1:42 AI0122 macro expansion deeper than 1000 | the rules of 'm' seem never to come to an end"),
        ("(define-syntax m (syntax-rules () ((_ a) (syntax-error \"bad\" a))))\n(m 1)", "1:42 AI0123 bad 1"),
        ("(m 1)\n(define-syntax m (syntax-rules () ((_ a) a)))", "1:1 AI0124 macro 'm' is used before its definition | move the definition, at 2:1, in front of this use"),
        ("(match 1 ((foo 1 2) 3))", "1:11 AI0130 unknown pattern form 'foo' | a list is matched by [p ...], a record or tagged value by (Name p ...), a datum by 'datum"),
        ("(match 1 ((or x 2) 3))", "1:17 AI0131 alternatives of 'or' bind different names: x, nothing | every alternative must bind the same names; use _ for what is not needed"),
        ("(define-record-type point (mk x) p? (x px))\n(match 1 ((point a b) 3))", "2:11 AI0132 pattern 'point' takes 1 sub-patterns, got 2 | its fields are x"),
        ("(match 1 ([x x] 3))", "1:14 AI0105 duplicate name 'x' in pattern | to compare two parts, use (when pattern test)"),
        ("(let () (import \"m\"))", "1:9 AI0205 'import' is only allowed at the top level of a module | move it out of the form around it"),
    ])
    func errors(text: String, expected: String) {
        let found = problems(expandScript(text), text).joined(separator: "\n")
        #expect(found == expected)
    }

    @Test(arguments: [
        ("(define x y) (define y 1)", "1:11 AI0506 'y' is certainly used before it is initialised | move its definition, at 1:22, in front of this use"),
        ("(define x 1) (define x 2)", "1:22 AI0507 'x' is defined again; it is assigned to | write (set! x ...), or use another name; it is first defined at 1:9"),
        ("(match 1 (x 1) (y 2))", "1:16 AI0509 this clause can never be reached | a clause before it matches everything; remove one of them"),
        ("(define k 0) (call/cc (lambda (c) (set! k c)))", "1:35 AI0512 continuation 'c' outlives its extent | it can be called only while the call of call/cc is active; afterwards it raises AI0908"),
        ("(call/cc (lambda (c) 1 c))", "1:24 AI0512 continuation 'c' outlives its extent | it can be called only while the call of call/cc is active; afterwards it raises AI0908"),
        ("(quotient 1 0)", "1:13 AI0513 this call always fails: quotient: division by zero"),
        ("(+ 1 \"a\")", "1:6 AI0513 this call always fails: +: expected a number, got \"a\""),
        ("(if nil 1 2)", "1:5 AI0510 test is always true | only #f is false; test for the empty list with null?"),
    ])
    func warnings(text: String, expected: String) {
        let found = problems(expandScript(text), text).joined(separator: "\n")
        #expect(found == expected)
    }

    @Test func deepNestingAndManyDefinitionsAreNoTrouble() {
        let depth = 5_000
        let deep = "(define (f x) x)" + String(repeating: "(f ", count: depth) + "1" + String(repeating: ")", count: depth)
        #expect(expandScript(deep).diagnostics.isEmpty)
        let lets = String(repeating: "(let ((a 1)) ", count: depth) + "a" + String(repeating: ")", count: depth)
        #expect(expandScript(lets).diagnostics.isEmpty)
        let quoted = String(repeating: "(quote ", count: 11_000) + "1" + String(repeating: ")", count: 11_000)
        #expect(expandScript(quoted).diagnostics.isEmpty)
        let tooDeep = "(define (f x) x)" + String(repeating: "(f ", count: 11_000) + "1" + String(repeating: ")", count: 11_000)
        #expect(expandScript(tooDeep).diagnostics.map(\.code) == ["AI0009"])
        let many = (0..<20_000).map { "(define (f\($0) x) (f\(19_999 - $0) x))" }.joined(separator: "\n")
        #expect(expandScript(many).diagnostics.isEmpty)
    }
}
