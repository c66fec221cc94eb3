import Testing

@testable import Atlas

@Suite struct NarrowingTests {
    /// The body of a function of `v: number | string | null`, in which `n(v)` accepts only numbers and `s(v)` only strings.
    private func body(_ text: String, _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        let source = "fn n(x: number) { print(x); }\nfn s(x: string) { print(x); }\nfn c() -> bool { return true; }\n"
            + "fn t(v: number | string | null, w: number | string) {\nprint(v); print(w);\n\(text)\n}"
        let messages = Program(source).messages
        #expect(messages == expected, sourceLocation: sourceLocation)
    }

    @Test func tests() {
        body("if (isNumber(v)) { n(v); }")
        body("if (isString(v)) { s(v); } else { if (isNull(v)) { print(1); } else { n(v); } }")
        body("if (isString(w)) { s(w); } else { n(w); }")
        body("if (!isString(w)) { n(w); } else { s(w); }")
        body("if (typeof(w) == \"string\") { s(w); } else { n(w); }")
        body("if (\"number\" != typeof(w)) { s(w); } else { n(w); }")
        body("if (isType(w, \"number\")) { n(w); } else { s(w); }")
        body("if (v != null && isNumber(v)) { n(v); }")
        body("if (v == 1) { n(v); }")
        body("if (v == \"\") { s(v); }")
        body("if (isString(w)) { n(w); }", "AT3001 6:22 Argument 1 type mismatch: expected number, found string")
        body("if (w == 1) { n(w); } else { s(w); }", "AT3001 6:32 Argument 1 type mismatch: expected string, found number | string")
        body("while (isNumber(w)) { n(w); }")
        body("if (isNumber(v)) { print(1); } else if (isString(v)) { s(v); }")
    }

    @Test func operators() {
        body("if (isNumber(v) && v > 1) { n(v); }")
        body("if (isNumber(w) || w == \"\") { print(w); }")
        body("if (isString(w) || w > 1) { print(1); }")
        body("if (isString(v) || isNull(v)) { print(1); } else { n(v); }")
        body("if (!(isString(v) || isNull(v))) { n(v); }")
        body("if (!(isNumber(w) && c())) { s(w); }", "AT3001 6:32 Argument 1 type mismatch: expected string, found number | string")
        body("if (isNumber(w) && c()) { n(w); } else { s(w); }", "AT3001 6:44 Argument 1 type mismatch: expected string, found number | string")
        body("if (isNumber(v) && isNumber(w) && v > w) { n(v); n(w); }")
        body("if (isNumber(v) || isString(v)) { if (isNumber(v)) { n(v); } else { s(v); } }")
        body("if (isNumber(v) || c()) { n(v); }", "AT3001 6:29 Argument 1 type mismatch: expected number, found number | string | null")
    }

    @Test func afterTheBranch() {
        body("if (isNumber(w)) { n(w); }\nn(w);", "AT3001 7:3 Argument 1 type mismatch: expected number, found number | string")
    }

    @Test func assignmentsEndIt() {
        body("var x: number | string = w; if (isNumber(x)) { n(x); x = \"a\"; n(x); }", "AT3001 6:65 Argument 1 type mismatch: expected number, found number | string")
        body("var x: number | string = w; if (isNumber(x)) { if (c()) { x = \"a\"; } n(x); }", "AT3001 6:72 Argument 1 type mismatch: expected number, found number | string")
        body("var x: number | string = w; if (isNumber(x)) { while (c()) { n(x); x = \"a\"; } }", "AT3001 6:64 Argument 1 type mismatch: expected number, found number | string")
        body("var x: number | string = w; if (isNumber(x)) { for (var i = 0; i < 2; i++) { if (c()) { n(x); } x = \"\"; } }",
            "AT3001 6:91 Argument 1 type mismatch: expected number, found number | string")
        body("var x: number | string = w; if (isNumber(x)) { for i in [1] { n(x + i); x = \"\"; } }",
            "AT3002 6:65 '+' requires matching types, found number | string and number")
        body("var x: number | string = w; if (isNumber(x)) { if (c()) { x = 1; } else { n(x); } }")
        body("var x: number | string = w; while (isNumber(x)) { n(x); x = \"a\"; }")
        body("var x: number | string = w; if (isNumber(x)) { x++; n(x); }", "AT3001 6:55 Argument 1 type mismatch: expected number, found number | string")
        body("var x: number | string = w; if (isNumber(x)) { match 1 { 1 => { x = \"\"; }, _ => n(x), }; n(x); }",
            "AT3001 6:92 Argument 1 type mismatch: expected number, found number | string")
    }

    @Test func shadowing() {
        body("if (isNumber(w)) { let w = \"a\"; s(w); }")
        body("fn isNumber(x: any) -> bool { return x == 1; } if (isNumber(w)) { n(w); }", "AT3001 6:69 Argument 1 type mismatch: expected number, found number | string")
    }

    /// Locals are captured when the declaration runs, so what is known there holds inside; what the inner function assigns is its own.
    @Test func captures() {
        body("if (isNumber(w)) { fn g() { n(w); } g(); }")
        body("var x: number | string = w; if (isNumber(x)) { fn g() { x = \"\"; } g(); n(x); }")
        body("var x: number | string = w; if (isNumber(x)) { fn g() { x = \"\"; n(x); } g(); }", "AT3001 6:67 Argument 1 type mismatch: expected number, found number | string")
    }

    @Test func moduleVariables() {
        let start = "var m: number | string = 1;\nfn change() { m = \"\"; }\nfn n(x: number) { print(x); }\n"
        #expect(Program(start + "if (isNumber(m)) { n(m); }").messages.isEmpty)
        #expect(Program(start + "if (isNumber(m)) { change(); n(m); }").messages == ["AT3001 4:32 Argument 1 type mismatch: expected number, found number | string"])
        #expect(Program(start + "if (isNumber(m)) { fn g() { n(m); } g(); }").messages == ["AT3001 4:31 Argument 1 type mismatch: expected number, found number | string"])
        #expect(Program(start + "fn c() -> bool { change(); return true; }\nif (isNumber(m) && c()) { n(m); }").messages
            == ["AT3001 5:29 Argument 1 type mismatch: expected number, found number | string"])
        #expect(Program("let m: number | string = 1;\nfn n(x: number) { print(x); }\nif (isNumber(m)) { n(1); n(m); fn g() { n(m); } g(); }").messages.isEmpty)
    }

    @Test func unknownValues() {
        #expect(Program("fn f(v: any) -> number { if (isNumber(v)) { return v + 1; } return 0; }").messages.isEmpty)
        #expect(Program("fn f(v: any) { if (isNumber(v)) { print(v + \"\"); } }").messages == ["AT3002 1:41 '+' requires matching types, found number and string"])
        #expect(Program("fn f(v: any) { if (isArray(v)) { print(v.len()); v.nope(); } }").messages == ["AT3010 1:52 Type '?[]' has no method named 'nope'"])
    }

    @Test func arraysAndFunctions() {
        #expect(Program("fn f(v: number[] | number) -> number { if (isArray(v)) { return v[0]; } else { return v + 1; } }").messages.isEmpty)
        #expect(Program("fn f(v: number | ((number) -> number)) -> number { if (isFunction(v)) { return v(1); } else { return v + 1; } }").messages.isEmpty)
    }

    @Test func predicates() {
        let source = "fn isShort(s: string | null) -> bool is s: string { return isString(s); }\n"
        #expect(Program(source + "fn f(v: string | null) -> string { if (isShort(v)) { return v; } return \"\"; }").messages.isEmpty)
        #expect(Program(source + "fn f(v: string | null) -> null { if (isShort(v)) { return null; } else { return v; } }").messages.isEmpty)
        #expect(Program("fn p(s: string) -> number is s: string { return 1; }").messages == ["AT3001 1:20 Type predicate requires bool return type, found number", "AT2001 1:6 Unused parameter 's'"])
        #expect(Program("fn p(s: string) -> bool is y: string { return s == \"\"; }").messages == ["AT3001 1:28 Type predicate refers to unknown parameter 'y'"])
        #expect(Program("fn p(s: string) -> bool is s: number { return s == \"\"; }").messages == ["AT3001 1:31 Predicate type number is not assignable to parameter type string"])
    }
}
