import Testing

@testable import Atlas

/// The conformance checklist of the language reference, lines 11 to 33: for each a program that is accepted and one that is not.
@Suite struct ChecklistTests {
    @Test(arguments: [
        Case("let n: number = \"x\";", "AT3001 1:17 Type mismatch: expected number, found string"),
        Case("let n: number = 1;"),
        Case("fn f() -> number { return \"x\"; }", "AT3001 1:27 Return type mismatch: expected number, found string"),
        Case("fn f() -> number { return 1; }"),
        Case("fn f(s: string) -> string { return s; }\nf(1);", "AT3001 2:3 Argument 1 type mismatch: expected string, found number"),
        Case("fn f(s: string) -> string { return s; }\nf(\"\");"),
        Case("fn f(a: number, b: number) -> number { return a + b; }\nf(1);", "AT3005 2:1 Function expects 2 arguments, found 1"),
        Case("fn f(a: number) -> number { return a; }\nf(1, 2);", "AT3005 2:6 Function expects 1 argument, found 2"),
        Case("let n = 1;\nn(2);", "AT3006 2:1 Cannot call non-function type number"),
        Case("let a = 1 + \"a\";", "AT3002 1:9 '+' requires matching types, found number and string"),
        Case("let a = \"a\" < \"b\";", "AT3002 1:9 Comparison requires number operands, found string and string"),
        Case("let a = 1 == \"1\";", "AT3002 1:9 Equality comparison requires same types, found number and string"),
        Case("let a = !1;", "AT3002 1:10 Unary '!' requires bool operand, found number"),
        Case("let a = -\"x\";", "AT3002 1:10 Unary '-' requires number operand, found string"),
        Case("let a = 1 - true;", "AT3002 1:9 Arithmetic operator requires number operands, found number and bool"),
        Case("let a = true && 1;", "AT3002 1:9 Logical operators require bool operands, found bool and number"),
        Case("let a = 1 + 2 * 3; let b = \"a\" + \"b\"; let c = 1 < 2 && !(a == 3) || b != \"\";"),
        Case("if (1) { }", "AT3001 1:5 Condition must be bool, found number"),
        Case("while (\"\") { }", "AT3001 1:8 Condition must be bool, found string"),
        Case("for (var i = 0; i; i++) { }", "AT3001 1:17 Condition must be bool, found number"),
        Case("if (true) { }"),
        Case("print(x);\ng();", "AT2002 1:7 Unknown symbol 'x'", "AT2002 2:1 Unknown symbol 'g'"),
        Case("let x = 1; x = 2;", "AT3003 1:12 Cannot assign to immutable variable 'x'"),
        Case("var x = 1; x = 2; x += 1; x++; x--; ++x;"),
        Case("let x = 1; x += 1;", "AT3003 1:12 Cannot modify immutable variable 'x'"),
        Case("let x = 1; x++;", "AT3003 1:12 Cannot modify immutable variable 'x'"),
        Case("let a = [1, 2]; a[0] = 9;"),
        Case("let a = 1; let a = 2;", "AT2003 1:16 Symbol 'a' is already defined in this scope"),
        Case("let a = 1; { let a = \"\"; print(a + \"x\"); }"),
        Case("fn f() { }\nfn f() { }", "AT2003 2:4 Function 'f' is already defined"),
        Case("fn f(a: number, a: number) { print(a); }", "AT2003 1:17 Symbol 'a' is already defined in this scope"),
        Case("fn print(s: string) { print(s); }", "AT1012 1:4 Cannot shadow prelude builtin 'print' in global scope"),
        Case("let len = 1;", "AT1012 1:5 Cannot shadow prelude builtin 'len' in global scope"),
        Case("let PI = 3;", "AT2003 1:5 Symbol 'PI' is already defined in this scope"),
        Case("fn f() -> number { let len = 3; return len; }"),
        Case("let toString = 1; print(toString + 1);"),
        Case("fn f(b: bool) -> number { if (b) { return 1; } }", "AT3004 1:4 Not all code paths return a value"),
        Case("fn f(b: bool) -> number { if (b) { return 1; } else { return 2; } }"),
        Case("fn f(b: bool) -> number { while (b) { return 1; } }", "AT3004 1:4 Not all code paths return a value"),
        Case("fn f() -> any { }", "AT3004 1:4 Not all code paths return a value"),
        Case("fn f() -> void { }\nfn g() { return; }\nfn h() -> null { }"),
        Case("print(f());\nfn f() -> number { return g(1); }\nfn g(n: number) -> number { if (n > 0) { return f(); } return n; }"),
        Case("let x = y; let y = 1;", "AT2002 1:9 Unknown symbol 'y'"),
        Case("let x: number = x + 1;", "AT2002 1:17 Unknown symbol 'x'"),
        Case("fn f() -> number { return later; }\nlet later = 1;", "AT2002 1:27 Unknown symbol 'later'"),
        Case("break;", "AT3010 1:1 Break statement outside loop"),
        Case("while (true) { fn f() { continue; } f(); }", "AT3010 1:25 Continue statement outside loop"),
        Case("return 1;", "AT3011 1:1 Return statement outside function"),
        Case("while (true) { break; }"),
        Case("let a = [1, \"two\"];", "AT3001 1:13 Array element 1 has wrong type: expected number, found string"),
        Case("let a = []; let b: number[] = [];"),
        Case("fn id<T>(x: T) -> T { return x; }\nlet a: number = id(1); let b: string = id(\"\");"),
        Case("fn id<T>(x: T) -> T { return x; }\nlet a: number = id(\"\");", "AT3001 2:17 Type mismatch: expected number, found string"),
        Case("fn mk<T>() -> T[] { return []; }\nmk();", "AT9999 2:1 Cannot infer type parameter(s): T"),
        Case(
            "fn f(v: number | string) -> number { if (isNumber(v)) { return v + 1; } return v * 2; }",
            "AT3002 1:80 Arithmetic operator requires number operands, found number | string and number"),
        Case("type A = B;\ntype B = A;", "AT3001 1:6 Circular type alias detected: A -> B -> A"),
        Case("type A = B[];\ntype B = number;\nlet a: A = [1];"),
        Case(
            "fn f(n: number) -> number { return n; }\nfn g(h: (string) -> string) { h(\"\"); }\ng(f);",
            "AT3001 3:3 Argument 1 type mismatch: expected (string) -> string, found (number) -> number"),
        Case("fn f(n: number) -> number { return n; }\nfn g(h: (number) -> number) { h(1); }\ng(f);"),
        Case(
            "trait Tr { fn m(self: Tr, n: number) -> string; }\nimpl Tr for number { fn m(self: number, n: number) -> string { return str(n); } }\n"
                + "let a: string = 1.m(2);\nlet b = \"x\".m(2);",
            "AT3035 4:13 Type 'string' does not implement trait 'Tr' required for method 'm'"),
        Case(
            "trait Tr { fn m(self: Tr) -> string; }\nimpl Tr for number { }",
            "AT3033 2:13 Impl of 'Tr' for 'number' is missing required method 'm'"),
        Case(
            "trait Tr { fn m(self: Tr) -> string; }\nimpl Tr for number { fn m(self: number) -> string { return \"\"; } }\n"
                + "fn f<T: Copy + Tr>(x: T) -> string { return x.m(); }\nf(1);\nf(\"\");",
            "AT3037 5:3 Type 'string' does not implement trait 'Tr' required by type parameter 'T'"),
        Case("trait Copy { }", "AT3030 1:7 Cannot redefine built-in trait 'Copy'"),
    ])
    func line(_ program: Case) { program.run() }

    /// Lines 59 to 64, as far as they are static.
    @Test(arguments: [
        Case("fn f(o: Option<number>) -> number { return match o { Some(v) => v, None => 0 }; }"),
        Case(
            "fn f(o: Option<number>) -> number { return match o { Some(v) => v }; }",
            "AT3027 1:50 Non-exhaustive match on Option: missing None"),
        Case(
            "let a = match 1 { 1 => 1, x if x > 1 => 2 };",
            "AT3027 1:15 Non-exhaustive match on number: patterns must cover all possible values"),
        Case("let a = match 1 { 1 | 2 => \"a\", _ => \"b\" };"),
        Case("let a = match [1, 2] { [a, b] => a + b, _ => 0 };"),
        Case(
            "let k = 1;\nlet n: number = match k { 1 => 1, _ => \"a\" };",
            "AT3001 2:17 Type mismatch: expected number, found number | string"),
        Case("let a = match 1 { \"a\" => 1, _ => 2 };", "AT3022 1:19 Pattern type mismatch: expected number, found string"),
        Case("fn g() -> Result<number, string> { return Ok(1); }\nlet a = g()?;", "AT3028 2:9 ? operator can only be used inside functions"),
        Case("fn g() -> Result<number, string> { return Ok(g()? + 1); }"),
    ])
    func match(_ program: Case) { program.run() }
}
