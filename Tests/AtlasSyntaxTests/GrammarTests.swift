import Diagnostics
import Testing

@testable import Atlas

/// What legal programs parse to.
struct GrammarTests {
    @Test(arguments: [
        ("a || b && c == d < e + f * -g;", "(|| a (&& b (== c (< d (+ e (* f (- g)))))))"),
        ("a * b + c < d == e && f || g;", "(|| (&& (== (< (+ (* a b) c) d) e) f) g)"),
        ("a - b - c;", "(- (- a b) c)"),
        ("a / b * c % d;", "(% (* (/ a b) c) d)"),
        ("a == b != c;", "(!= (== a b) c)"),
        ("a - (b - c);", "(- a (- b c))"),
        ("!-!a;", "(! (- (! a)))"),
        ("-a.b[0](c)?;", "(- (? (call (index (. a b) 0.0) c)))"),
        ("a.b(c).d;", "(. (.call a b c) d)"),
        ("(a.b)(c);", "(call (. a b) c)"),
        ("f()()[1][2];", "(index (index (call (call f)) 1.0) 2.0)"),
        ("[[], [1, \"a\"], null][0];", "(index (array (array) (array 1.0 \"a\") null) 0.0)"),
        ("f<number>(x);", "(> (< f number) x)"),
        ("5.m();", "(.call 5.0 m)"),
        ("a[0][i + 1] %= 2;", "(%= (index (index a 0.0) (+ i 1.0)) 2.0)"),
        ("a[f(1)] = b == c;", "(= (index a (call f 1.0)) (== b c))"),
        ("ns.x[0] = 1;", "(= (index (. ns x) 0.0) 1.0)"),
        ("++a[0];", "(++ (index a 0.0))"),
        ("a--;", "(-- a)"),
        ("a - -b;", "(- a (- b))"),
        ("match a { _ => 1 }[0];", "(index (match a (=> _ 1.0)) 0.0)"),
        ("match a { _ => 1 }\n++b;", "(match a (=> _ 1.0))\n(++ b)"),
        ("match a { _ => 1 }\nlet x = 1;", "(match a (=> _ 1.0))\n(let x 1.0)"),
        ("match match a { _ => 1 } { _ => 2, }", "(match (match a (=> _ 1.0)) (=> _ 2.0))"),
        ("match a { None => 1, Some => 2, None() => 3 }", "(match a (=> (None) 1.0) (=> Some 2.0) (=> (None) 3.0))"),
        ("match a { 1 | 2 if b || c => d }", "(match a (=> (| 1.0 2.0) if (|| b c) d))"),
        ("match a { Ok(Some(x) | None, [_, true]) => x }", "(match a (=> (Ok (| (Some x) (None)) (array _ true)) x))"),
    ])
    func expressions(_ text: String, _ expected: String) { #expect(tree(text) == expected) }

    @Test(arguments: [
        ("number", "number"), ("null", "null"), ("a[][]", "([] ([] a))"), ("a | b & c | d", "(| a (& b c) d)"),
        ("(a | b)[]", "([] (| a b))"), ("() -> a", "(-> a)"), ("(a) -> b | c", "(-> a (| b c))"),
        ("a | (b) -> c | d", "(| a (-> b (| c d)))"), ("(a) -> (b) -> c[]", "(-> a (-> b ([] c)))"),
        ("((a) -> b)[]", "([] (-> a b))"), ("A<B<C<d>>>", "(A (B (C d)))"), ("ns.A<b, c>[]", "([] (ns.A b c))"),
        ("{ a: b, c: () -> d, }", "(structure a: b c: (-> d))"), ("((a))", "a"),
    ])
    func types(_ text: String, _ expected: String) { #expect(tree("type T = \(text);") == "(type T \(expected))") }

    @Test func programs() {
        for program in Programs.all {
            let first = parse(program)
            #expect(first.diagnostics.isEmpty, "\(first.diagnostics.map(\.message))")
            #expect(SyntaxPrinter.print(first.tree) == SyntaxPrinter.print(parse(program).tree))
            expectSpansInside(first, count: program.utf8.count, "program")
        }
    }

    @Test func goldenModule() {
        #expect(tree(Programs.modules) == """
            (import (square, UNIT) "./shapes")
            (import * shapes "./shapes")
            (import (a as b, c) "../lib/c.atl")
            (import-type (Side) "/shapes")
            (export-from (a) "./m")
            (export-from (a as b, d) "./m")
            (export-from * "./m")
            (export (let K : number 10.0))
            (export (var made 0.0))
            (export (type Side number))
            (export (fn f (parameters (s: Side)) -> number (block (= made (+ made 1.0)) (return (* s s)))))
            (call print (call square 3.0))
            (call print (. shapes made))
            (call print (+ (. shapes UNIT) UNIT))
            (= (. shapes made) 1.0)
            (+= (. shapes made) 1.0)
            (= (index (. shapes list) 0.0) 1.0)
            (let s : shapes.Side 1.0)
            """)
    }

    @Test func goldenFunctions() {
        #expect(tree(Programs.functions) == """
            (fn pick (generic (T)) (parameters (flag: bool) (a: T) (b: T)) -> T (block (if flag (block (return a))) (return b)))
            (call print (call pick false "left" "right"))
            (fn total (generic (T extends number) (U : Copy + Show)) (parameters (xs: ([] T)) (own x: U) (borrow y: U) (shared z: number)) -> own number (block (return 1.0)))
            (fn isShort (parameters (s: (| string null))) -> bool is s: string (block (return (< (call len s) 3.0))))
            (fn nothing (parameters) (block))
            (fn apply (parameters (f: (-> number number)) (x: number)) -> borrow number (block (return (call f x))))
            """)
    }

    @Test func goldenControl() {
        #expect(tree(Programs.control) == """
            (var total 0.0)
            (for (var i 0.0) (< i 3.0) (++ i) (block (+= total i)))
            (for () () () (block (break)))
            (for (= i 1.0) () (*= i 2.0) (block (continue)))
            (for-in x (array 1.0 2.0 3.0) (block (if (== x 2.0) (block (continue)) (block (-= total x)))))
            (while (|| (&& (> total 0.0) (! false)) (<= total (- 1.0))) (block (-- total) (++ total) (/= total 2.0) (%= total 3.0)))
            (if (>= total 1.0) (block) (if (!= total 2.0) (block (call print "a")) (block (block (let y 1.0)))))
            (fn f (parameters) (block (return)))
            """)
    }

    @Test func goldenPatterns() {
        #expect(tree(Programs.patterns) == """
            (fn look (parameters (o: (Option number))) -> number (block \
            (let k (match o (=> (Some (| 0.0 1.0)) 1.0) (=> (Some n) if (> n 3.0) n) (=> (None) 0.0) (=> _ (- 1.0)))) \
            (match (array 1.0 2.0) (=> (array a b) (call print a)) (=> (array) (call print "none")) (=> x (block (call print "block")))) \
            (match k (=> 1.0 (return 5.0)) (=> 2.0 (return)) (=> (| "s" true false null) null) (=> _ (match 3.0 (=> _ 1.0)))) \
            (for-in x xs (block (match x (=> 1.0 (break)) (=> (Ok (array a _)) (continue)) (=> (None) 1.0)))) \
            (let v (? (.call (? (call parse "1")) m))) \
            (return (+ (match k (=> _ 1.0)) 1.0))))
            """)
    }

    @Test func goldenTraits() {
        #expect(tree(Programs.traits) == """
            (trait Tr (generic (T)) (fn m (parameters (self: Tr) (n: number)) -> string) (fn g (generic (U)) (parameters (x: U)) -> void))
            (impl Tr number for number (fn m (parameters (self: number) (n: number)) -> string \
            (block (return (call str (+ self n))))) (fn g (generic (U)) (parameters (x: U)) -> void (block)))
            (impl Empty for null)
            """)
    }

    @Test func spans() {
        let text = "let x = (a + b) * f(1)[2];"
        let spans = parse(text).tree.expressions.values.map { expression -> String in
            let bytes = Array(text.utf8)[Int(expression.span.start)..<Int(expression.span.end)]
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(spans == ["a", "b", "a + b", "f", "1", "f(1)", "2", "f(1)[2]", "(a + b) * f(1)[2]"])
        let statement = parse("  x = 1 ;").tree.statements.values.first
        #expect(statement?.span == SourceSpan(2, 9))
        let function = parse(" fn f() { } ").tree.functions.values.first
        #expect(function?.span == SourceSpan(1, 11))
        let item = parse(" export let x = 1; ").tree.items.first
        #expect(item?.span == SourceSpan(1, 18))
        #expect(item?.exportKeyword == SourceSpan(1, 7))
    }

    @Test func emptyFiles() {
        #expect(tree("") == "")
        #expect(tree("\n // nothing\n") == "")
    }
}
