import Testing

@testable import Atlas

/// Rule by rule: what is accepted, and what is said of the rest.
@Suite struct RuleTests {
    @Test(arguments: [
        Case("let a = \"abc\"[0];", "AT3001 1:9 Cannot index into type string"),
        Case("let a = [1][\"x\"];", "AT3001 1:13 Array index must be number, found string"),
        Case("fn f(j: json) { let _a = j[\"x\"][0].as_string() + \"\"; let _b = j[true]; }", "AT3001 1:65 JSON index must be string or number, found bool"),
        Case("fn f(j: json) { j[\"a\"] = 1; }", "AT3001 1:17 Cannot index into non-array type json"),
        Case("var a = [[1]]; a[0][0] = \"x\";", "AT3001 1:26 Type mismatch in assignment: expected number, found string"),
        Case("var a = [1]; a[\"x\"] = 1;", "AT3001 1:16 Array index must be number, found string"),
        Case("var a = [1]; a[0] += \"x\";", "AT3001 1:22 Compound assignment requires number type, found string"),
        Case("var s = \"\"; s += \"x\";", "AT3001 1:13 Compound assignment requires number type, found string"),
        Case("var s = \"\"; s++;", "AT3001 1:13 Increment requires number type, found string"),
        Case("var s = \"\"; --s;", "AT3001 1:15 Decrement requires number type, found string"),
        Case("var n = 1; n = \"x\";", "AT3001 1:16 Type mismatch in assignment: expected number, found string"),
        Case("fn f(p: number) { p = 1; }\nfor x in [1] { x = 2; }\nf = f;\nprint = 1;",
            "AT3003 1:19 Cannot assign to immutable variable 'p'", "AT3003 2:16 Cannot assign to immutable variable 'x'",
            "AT3003 3:1 Cannot assign to immutable variable 'f'", "AT3003 4:1 Cannot assign to immutable variable 'print'",
            "AT2001 1:6 Unused parameter 'p'"),
        Case("for (let i = 0; i < 3; i = i + 1) { }", "AT3003 1:24 Cannot assign to immutable variable 'i'"),
        Case("for x in 5 { }", "AT3001 1:10 for-in requires an array, found number"),
        Case("fn f() -> number { return; }", "AT3001 1:20 Return type mismatch: expected number, found null"),
        Case("fn f() { return 1; }", "AT3001 1:17 Return type mismatch: expected null, found number"),
        Case("print(1, 2);", "AT3005 1:10 Function expects 1 argument, found 2"),
        Case("let s: number = split(\"a\", \",\");", "AT3001 1:17 Type mismatch: expected number, found string[]"),
        Case("let n: number = unwrap(None()); let s = toString(1, 2, 3); let t: string = s;"),
        Case("sqrt(\"x\");", "AT3001 1:6 Argument 1 type mismatch: expected number, found string"),
        Case("fn inc(n: number) -> number { return n + 1; }\nlet xs = map([1], inc); let ys: string[] = map([1], sqrt);"),
        Case("httpGet(\"x\");", "AT2002 1:1 Unknown symbol 'httpGet'"),
        Case("let a = nope; let b: number = a + 1; let c = a.x.y(1)[2];", "AT2002 1:9 Unknown symbol 'nope'"),
        Case("fn f(x: number) -> number { return x; }\nlet a: string = f(\"x\") + \"y\";",
            "AT3002 2:17 '+' requires matching types, found number and string",
            "AT3001 2:19 Argument 1 type mismatch: expected number, found string"),
        Case("fn f(g: (number) -> void) { g(1); }\nfn h(n: number) { print(n); }\nf(h); f(print);"),
        Case("let f = len; let g: number = f(\"x\"); let h: (any) -> number = len;"),
        Case("let eq = [1] == [2]; let u = None == None(); fn f() { } let g = f == f;"),
        Case("let e = [1] == [\"\"];", "AT3002 1:9 Equality comparison requires same types, found number[] and string[]"),
        Case("fn f(a: number | null) -> bool { return a == null || a != 1; }"),
        Case("fn f(a: number | null) -> bool { return a == \"\"; }",
            "AT3002 1:41 Equality comparison requires same types, found number | null and string"),
    ])
    func expressions(_ program: Case) { program.run() }

    @Test(arguments: [
        Case("let a = [1].size();", "AT3010 1:13 Type 'number[]' has no method named 'size'"),
        Case("let a = \"x\".len();", "AT3010 1:13 Type 'string' has no method named 'len'"),
        Case("var xs = [1]; xs.push();", "AT3005 1:18 Method 'push' expects 1 arguments, found 0"),
        Case("var xs = [1]; xs.push(\"\");", "AT3001 1:23 Argument 1 has wrong type: expected number, found string"),
        Case("var xs = [1]; let n: number = xs.pop(); let m: number[] = xs.push(2).sort(); let l: number = xs.len; let s: string = [\"\"].join(\",\");"),
        Case("let pair = [1, 2].pop(); let xs: number[] = pair[1];"),
        Case("fn f(j: json) { let _s: string = j.as_string(); let _n: number = j.as_number(); let _b: bool = j.is_null(); }"),
        Case("fn f(x: number[] | string[]) -> number { return x.len(); }"),
        Case("fn f(x: number[] | string) -> number { return x.len(); }", "AT3010 1:49 Type 'number[] | string' has no method named 'len'"),
        Case("fn f(x: { len: () -> number }) -> number { return x.len(); }\nf([1]); f(1);",
            "AT3001 2:11 Argument 1 type mismatch: expected { len: () -> number }, found number"),
    ])
    func methods(_ program: Case) { program.run() }

    private static let shape = "trait Sh { fn area(self: Sh) -> number; fn name(self: Sh, p: string) -> string; }\n"

    @Test(arguments: [
        Case(shape + "impl Sh for number { fn area(self: number) -> number { return self; } fn name(self: number, p: string) -> string { return p; } fn extra(self: number) -> bool { return true; } }\n"
            + "let a: number = 3.area(); let b: string = 3.name(\"x\"); let c: bool = 3.extra(); 3.name(1); 3.area(1);",
            "AT3001 3:88 Argument 1 has wrong type: expected string, found number", "AT3005 3:94 Method 'area' expects 0 arguments, found 1"),
        Case(shape + "impl Sh for number { fn area(self: number) -> string { return \"\"; } fn name(self: number, p: number) -> string { return str(p); } }",
            "AT3034 2:25 Method 'area' in impl of 'Sh' for 'number' has wrong return type",
            "AT3034 2:72 Method 'name' in impl of 'Sh' for 'number' has wrong parameter types"),
        Case("trait A { }\ntrait A { }", "AT3031 2:7 Trait 'A' is already defined"),
        Case("trait A { }\nimpl A for number { }\nimpl A for number { }", "AT3029 3:12 'number' already implements 'A'"),
        Case("impl Nope for number { }\nfn f<T: Nope>(x: T) -> T { return x; }",
            "AT3032 1:6 Trait 'Nope' is not defined", "AT3032 2:9 Trait 'Nope' is not defined"),
        Case("impl Display for number { fn display(self: number) -> string { return \"\"; } }\nlet s: string = 1.display(); let t = true.display();",
            "AT3035 2:43 Type 'bool' does not implement trait 'Display' required for method 'display'"),
        Case("type Id = number;\ntrait A { fn m(self: A) -> Id; }\nimpl A for Id { fn m(self: Id) -> Id { return self; } }\nlet x: Id = 1; let y: number = x.m();"),
        Case("trait A { fn m(self: A) -> string; }\ntrait B { fn m(self: B) -> number; }\n"
            + "impl B for number { fn m(self: number) -> number { return 1; } }\nimpl A for number { fn m(self: number) -> string { return \"\"; } }\nlet n: number = 1.m();"),
        Case("trait C<T> { fn to(self: C, x: T) -> T; }\nimpl C<string> for number { fn to(self: number, x: string) -> string { return x; } }\nlet s: string = 1.to(\"\");"),
        Case("fn f<T: Copy>(x: T) -> T { return x; }\nf(1); f(\"\"); f([1]); f(f); f(None);\nfn g(o: Option<number>) { f(o); }",
            "AT3037 3:29 Type 'Option<number>' does not implement trait 'Copy' required by type parameter 'T'"),
        Case("trait A { fn m(self: A) -> number; }\nfn f<T: A>(x: T) -> number { return x.m(); }\nfn g<T>(x: T) -> number { return x.m(); }",
            "AT3035 3:36 Type 'T' does not implement trait 'A' required for method 'm'"),
        Case("fn use(x: Tr) { print(1); x.m(); }\ntrait Tr { fn m(self: Tr) -> number; }"),
    ])
    func traits(_ program: Case) { program.run() }

    @Test(arguments: [
        Case("fn pick<T>(flag: bool, a: T, b: T) -> T { if (flag) { return a; } return b; }\nlet s: string = pick(false, \"\", \"\");\npick(true, 1, \"\");",
            "AT3001 3:15 Type inference failed: cannot match argument 3 of type string with parameter of type T"),
        Case("fn first<T>(xs: T[]) -> T { return xs[0]; }\nlet n: number = first([1]); let a: string = first([]); first(1);",
            "AT3001 2:62 Type inference failed: cannot match argument 1 of type number with parameter of type T[]"),
        Case("fn ap<A, B>(x: A, f: (A) -> B) -> B { return f(x); }\nfn half(n: number) -> string { return str(n); }\nlet s: string = ap(1, half);\nap(\"\", half);",
            "AT3001 4:8 Type inference failed: cannot match argument 2 of type (number) -> string with parameter of type (A) -> B"),
        Case("fn num<T extends number>(a: T, b: T) -> number { return a + b * 2; }\nnum(1, 2); num(\"\", \"\");",
            "AT3001 2:16 Type argument 'T' must satisfy constraint number, found string"),
        Case("fn same<T>(a: T, b: T) -> bool { return a == b; }\nfn add<T>(a: T, b: T) -> T { return a + b; }",
            "AT3002 2:37 '+' requires matching types, found T and T"),
        Case("fn f<T extends Nope>(x: T) -> T { return x; }\nfn g<T extends number & string>(x: T) -> T { return x; }\nfn h<T extends T>(x: T) -> T { return x; }",
            "AT3001 1:16 Unknown constraint type for type parameter 'T'", "AT3001 2:16 Constraint for type parameter 'T' is unsatisfiable",
            "AT3001 3:16 Unknown constraint type for type parameter 'T'"),
        Case("fn or<T>(x: T | null, d: T) -> T { if (x != null) { return x; } return d; }\nfn f(x: number | null) -> number { return or(x, 1); }\nlet s: string = or(\"\", \"\");"),
        Case("fn wrap<T>(x: T) -> T[] { return [x]; }\nlet a: number[][] = wrap(wrap(1));"),
        Case("fn first<T>(xs: T[]) -> T { return xs[0]; }\nfn f(x: number[] | string[]) -> number | string { return first(x); }\n"
            + "fn g<U extends number[]>(x: U) -> number { return first(x); }\nfn h(x: number[] & { len: () -> number }) -> number { return first(x); }"),
        Case("fn pair<A, B>(a: A, b: B) -> (A, B) -> B { fn g(_x: A, y: B) -> B { return y; } print(1); if (a == a && b == b) { return g; } return g; }\n"
            + "let f = pair(1, \"\"); let s: string = f(2, \"x\"); f(\"\", 1);",
            "AT3001 2:51 Argument 1 type mismatch: expected number, found string", "AT3001 2:55 Argument 2 type mismatch: expected string, found number"),
        Case("fn count<T>(xs: T[], f: (T) -> bool) -> number { var n = 0; for x in xs { if (f(x)) { n++; } } return n; }\n"
            + "fn isBig(n: number) -> bool { return n > 1; }\nlet n: number = count([1], isBig) + count([], isBig); count([\"\"], isBig);",
            "AT3001 3:67 Type inference failed: cannot match argument 2 of type (number) -> bool with parameter of type (T) -> bool"),
        Case("fn val<T, E>(r: Result<T, E>, d: T) -> T { return match r { Ok(v) => v, Err(_) => d }; }\nfn f(r: Result<number, string>) -> number { return val(r, 1); }"),
        Case("fn id<T>(x: T) -> T { return x; }\nfn ap(f: (number) -> number) -> number { return f(1); }\nap(id); let f: (string) -> string = id; let g: (string) -> number = id;",
            "AT3001 3:69 Type mismatch: expected (string) -> number, found <T>(T) -> T"),
        Case("fn f<T>(x: T) -> T { fn inner<T>(y: T) -> T { return y; } let _s: string = inner(\"\"); return inner(x); }"),
        Case("fn f<T>(x: T) -> T { fn g(y: T) -> T { return y; } return g(x); }\nfn rec<T>(x: T, n: number) -> T { if (n == 0) { return x; } return rec(x, n - 1); }\nlet n: number = rec(1, 2);"),
        Case("fn f<T extends { len: () -> number }>(x: T) -> number { return x.len(); }\nf([1]); f(1);",
            "AT3001 2:11 Type argument 'T' must satisfy constraint { len: () -> number }, found number"),
    ])
    func generics(_ program: Case) { program.run() }

    @Test(arguments: [
        Case("fn f(r: Result<number, string>) -> number { return match r { Ok(v) => v }; }", "AT3027 1:58 Non-exhaustive match on Result: missing Err"),
        Case("fn f(b: bool) -> number { return match b { true => 1 }; }", "AT3027 1:40 Non-exhaustive match on bool: missing false"),
        Case("fn f(b: bool) -> number { return match b { true | false => 1 }; }"),
        Case("fn f(o: Option<bool>) -> number { return match o { Some(true) => 1, Some(false) => 2, None => 3 }; }",
            "AT3027 1:48 Non-exhaustive match on Option: missing Some"),
        Case("fn f(o: Option<number>) -> number { return match o { Some(1 | _) => 1, None => 3 }; }"),
        Case("fn f(o: Option<number>) -> number { return match o { Some(v) if v > 1 => 1, None => 3 }; }",
            "AT3027 1:50 Non-exhaustive match on Option: missing Some"),
        Case("fn f(v: Option<number> | null) -> number { return match v { Some(n) => n, None => 0, null => 1 }; }"),
        Case("fn f(v: bool | null) -> number { return match v { true => 1, null => 1 }; }",
            "AT3027 1:47 Non-exhaustive match on bool | null: patterns must cover all possible values"),
        Case("fn f(v: number[]) -> number { return match v { [a] => a, [a, b] => a + b }; }",
            "AT3027 1:44 Non-exhaustive match on number[]: patterns must cover all possible values"),
        Case("fn f(v: any) -> number { return match v { 1 => 1 }; }"),
        Case("fn f(v: any) -> number { return match v { Some(x) => x, [a, b] => a, \"x\" => 2 }; }"),
        Case("fn f(o: Option<number>) -> number { return match o { Some(a, b) => a + b, None(_x) => 1 }; }",
            "AT3023 1:54 Some expects 1 argument, found 2", "AT3023 1:75 None expects 0 arguments, found 1"),
        Case("fn f(o: Option<number>) -> number { return match o { Ok(_a) => 1, _ => 1 }; }", "AT3024 1:54 Unknown Option constructor: Ok"),
        Case("fn f(o: Result<number, number>) -> number { return match o { Some(_a) => 1, _ => 1 }; }", "AT3024 1:62 Unknown Result constructor: Some"),
        Case("let a = match 1 { Some(_x) => 1, _ => 2 };", "AT3025 1:19 Constructor patterns not supported for type number"),
        Case("let a = match 1 { [_x] => 1, _ => 2 };", "AT3026 1:19 Array pattern used on non-array type: number"),
        Case("let a = match 1 { x if x => 1, _ => 2 };", "AT3029 1:24 Guard expression must be bool, found number"),
        Case("fn f(r: Result<number, string>) -> string { return match r { Ok(v) | Err(v) => v }; }",
            "AT3001 1:52 Return type mismatch: expected string, found number | string"),
        Case("fn f(o: Option<number>) -> number { let v = match o { Some(v) => v, None => return 0 }; return v + 1; }"),
        Case("fn f(o: Option<number>) -> number { let v = match o { Some(v) => v, None => { print(1); return 0; } }; return v + 1; }"),
        Case("fn f(xs: Option<number>[]) { for x in xs { let n: number = match x { Some(v) => v, None => continue }; print(n); } }"),
        Case("fn f(o: Option<number>) { match o { Some(v) => { print(v); }, None => { } } }"),
        Case("let n = match 1 { [a, a] => a, _ => 1 };", "AT3026 1:19 Array pattern used on non-array type: number", "AT2003 1:23 Symbol 'a' is already defined in this scope"),
    ])
    func match(_ program: Case) { program.run() }

    @Test(arguments: [
        Case("fn f(n: number) -> Result<number, string> { return Ok(n?); }", "AT3027 1:55 ? operator requires Result<T, E> type, found number"),
        Case("fn f(r: Result<number, number>) -> Result<number, string> { return Ok(r?); }",
            "AT3029 1:71 ? operator error type mismatch: expression has error type number, but function returns string"),
        Case("fn f(r: Result<number, string>) -> number { return r?; }", "AT3030 1:52 ? operator requires function to return Result<T, E>, found number"),
        Case("fn f(v: any) -> Result<number, string> { let n: number = v?; return Ok(n); }"),
    ])
    func propagation(_ program: Case) { program.run() }

    @Test(arguments: [
        Case("fn f(own n: number) -> number { return n; }",
            "AT2010 1:10 `own` annotation on parameter `n` has no effect: primitive types are always copied"),
        Case("fn keep(own xs: number[]) -> number { return xs.len(); }\nfn look(borrow xs: number[]) -> number { return keep(xs); }",
            "AT2012 2:54 passing borrowed parameter `xs` to `own` parameter — ownership cannot transfer"),
        Case("fn sh(shared xs: number[]) -> number { return xs.len(); }\nsh([1]);\nfn g(shared ys: number[]) -> number { return sh(ys); }",
            "AT3028 2:4 expected `shared<number[]>` value for `shared` parameter, found `number[]`"),
        Case("fn f() -> shared number[] { return [1]; }", "AT1000 1:11 'shared' is not allowed before a result type"),
        Case("fn f(own xs: number[], borrow ys: number[]) -> own number[] { return xs.concat(ys); }\nf([1], [2]);"),
    ])
    func ownership(_ program: Case) { program.run() }

    @Test(arguments: [
        Case("fn f(p: number) { let x = 1; var y = 2; y = 3; let _z = 1; }",
            "AT2001 1:6 Unused parameter 'p'", "AT2001 1:23 Unused variable 'x'", "AT2001 1:34 Unused variable 'y'"),
        Case("let top = 1; { let inner = 2; }"),
        Case("fn f() -> number { return 1; print(1); let x = 2; }",
            "AT2002 1:30 Unreachable code", "AT2002 1:40 Unreachable code", "AT2001 1:44 Unused variable 'x'"),
        Case("fn f() -> number { let x = 1; return 2; print(x); }", "AT2002 1:41 Unreachable code"),
        Case("fn f() { let x = 1; fn g() { print(x); } g(); }"),
        Case("trait T { fn m(self: T, n: number) -> number; }\nimpl T for number { fn m(self: number, n: number) -> number { let x = 1; return 2; } }"),
        Case("fn f() -> number { let x = 1; return \"\"; }",
            "AT3001 1:38 Return type mismatch: expected number, found string", "AT2001 1:24 Unused variable 'x'"),
    ])
    func warnings(_ program: Case) { program.run() }

    /// One mistake, one message: what depends on something in error is not reported again.
    @Test(arguments: [
        Case("let a = nope(1)[2].x + 3; let b: string = a; if (a) { a(); for i in a { i = 1; } }",
            "AT2002 1:9 Unknown symbol 'nope'", "AT3003 1:73 Cannot assign to immutable variable 'i'"),
        Case("fn find(id: number) -> number { return id; }\nlet a: number = find(1) + find(2);",
            "AT1012 1:4 Cannot shadow prelude builtin 'find' in global scope"),
        Case("type A = B; type B = A; let x: A = 1; let y: B = \"\"; let z: A[] = [x, y];",
            "AT3001 1:6 Circular type alias detected: A -> B -> A"),
        Case("let r: Result<number> = Ok(1); let v = match r { Ok(x) => x, Err(_) => 0 }; let w: string = v;",
            "AT3001 1:8 Generic type 'Result' expects 2 type argument(s), found 1",
            "AT3001 1:93 Type mismatch: expected string, found number"),
        Case("fn f(x: number) -> number { return x; }\nlet a = f(1, 2) + f(\"a\") + 1;",
            "AT3005 2:14 Function expects 1 argument, found 2", "AT3001 2:21 Argument 1 type mismatch: expected number, found string"),
        Case("let x = \"a\".m().n().o; let y: number = x + 1;", "AT3010 1:13 Type 'string' has no method named 'm'"),
        Case("let t = 1 + \"a\" + 2 - true;", "AT3002 1:9 '+' requires matching types, found number and string"),
        Case("fn f() { gone(); }\nfn g() { gone(); }", "AT2002 1:10 Unknown symbol 'gone'", "AT2002 2:10 Unknown symbol 'gone'"),
    ])
    func oneMessageEach(_ program: Case) { program.run() }

    @Test func helpTexts() {
        #expect(Program("httpGet(\"x\");").diagnostics.first?.help == ["not available in ahead-of-time builds"])
        #expect(Program("let counter = 1; print(conter);").diagnostics.first?.help == ["did you mean `counter`?"])
        #expect(Program("let x = y; let y = 1;").diagnostics.first?.secondary.first?.text == "declared only here")
        let mismatch = Program("let n: number = \"x\";").diagnostics.first
        #expect(mismatch?.primary?.text == "expected number, found string")
        #expect(mismatch?.secondary.first?.text == "expected because of this type")
    }
}
