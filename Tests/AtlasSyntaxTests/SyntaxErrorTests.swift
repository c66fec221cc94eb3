import Diagnostics
import Testing

@testable import Atlas

/// Codes and texts of syntax errors, their help, and recovery.
struct SyntaxErrorTests {
    @Test(arguments: [
        ("let x = 1", "AT1002 Expected ';' after variable declaration"),
        ("x = 1", "AT1002 Expected ';' after assignment"),
        ("x += 1 }", "AT1002 Expected ';' after assignment"),
        ("x", "AT1002 Expected ';' after expression"),
        ("x++", "AT1002 Expected ';' after increment"),
        ("--x", "AT1002 Expected ';' after increment"),
        ("fn f() { return 1 }", "AT1002 Expected ';' after return"),
        ("fn f() { return }", "AT1002 Expected ';' after return"),
        ("while (a) { break }", "AT1002 Expected ';' after break"),
        ("while (a) { continue }", "AT1002 Expected ';' after continue"),
        ("import { a } from \"./m\"", "AT1002 Expected ';' after import"),
        ("type A = B", "AT1002 Expected ';' after type alias"),
        ("for (i = 0, i < 1; i++) { }", "AT1002 Expected ';' after for initializer"),
        ("for (i = 0; i < 1, i++) { }", "AT1002 Expected ';' after for condition"),
        ("for (x in xs) { }", "AT1002 Expected ';' after for initializer"),
        ("trait T { fn m() -> void }", "AT1002 Expected ';' after method signature"),
        ("fn f(a: b { }", "AT1003 Expected ')' after parameters"),
        ("if (a { }", "AT1003 Expected ')' after if condition"),
        ("if (a = b) { }", "AT1003 Expected ')' after if condition"),
        ("while (a { }", "AT1003 Expected ')' after while condition"),
        ("for (;; i++ { }", "AT1003 Expected ')' after for clauses"),
        ("f(1;", "AT1003 Expected ')' after arguments"),
        ("a[1;", "AT1003 Expected ']' after index"),
        ("let a = [1;", "AT1003 Expected ']' after array elements"),
        ("let a = (1;", "AT1003 Expected ')' after expression"),
        ("fn f() { a;", "AT1003 Expected '}'"),
        ("{", "AT1003 Expected '}'"),
        ("import { a b } from \"./m\";", "AT1003 Expected '}' after imports"),
        ("match x { 1 => 2", "AT1003 Expected '}' after match arms"),
        ("trait T { fn m() -> void;", "AT1003 Expected '}' after trait body"),
        ("impl T for U {", "AT1003 Expected '}' after impl body"),
        ("if a { }", "AT1004 Expected '(' after 'if'"),
        ("while a { }", "AT1004 Expected '(' after 'while'"),
        ("for let i = 0; i < 3; i++ { }", "AT1004 Expected '(' after 'for'"),
        ("for x of xs { }", "AT1004 Expected 'in' after variable name"),
        ("fn f { }", "AT1004 Expected '(' after function name"),
        ("fn f(a) { }", "AT1004 Expected ':' after parameter name"),
        ("fn (a: b) { }", "AT1004 Expected function name but found '('"),
        ("let x;", "AT1004 Expected '=' in variable declaration"),
        ("let x: number;", "AT1004 Expected '=' in variable declaration"),
        ("let x: number>= 1;", "AT1004 Expected '=' in variable declaration"),
        ("let _ = 1;", "AT1004 Expected variable name but found '_'"),
        ("import { a } \"./m\";", "AT1004 Expected 'from' after imports"),
        ("import * from \"./m\";", "AT1004 Expected 'as' after '*'"),
        ("import { a } from m;", "AT1004 Expected module path but found 'm'"),
        ("import {} from \"./m\";", "AT1004 Expected import name but found '}'"),
        ("match x { 1 2 }", "AT1004 Expected '=>' after pattern"),
        ("match x { 1 => 2 3 => 4 }", "AT1004 Expected ',' after match arm"),
        ("match x { 1 => { } _ => 4 }", "AT1004 Expected ',' after match arm"),
        ("let x: Option<number>= 1;", "AT1004 Expected '>' after type arguments"),
        ("export { a };", "AT1004 Expected 'from' after exports"),
        ("trait T { let x = 1; }", "AT1004 Expected 'fn' but found 'let'"),
        ("impl T for U { fn m() { } }", "AT1004 Expected '->' after parameters"),
        ("type T = (a, b);", "AT1004 Expected '->' after parameter types"),
        ("let x = ;", "AT1000 Expected expression"),
        ("let x: number = ", "AT1000 Expected expression"),
        ("f(fn (x: number) -> number { return x; });", "AT1000 Expected expression"),
        ("f(1,);", "AT1000 Expected expression"),
        ("let a = [1,];", "AT1000 Expected expression"),
        ("let m = import(\"./m\");", "AT1000 Expected expression"),
        (";", "AT1000 Expected expression"),
        ("}", "AT1000 Expected expression"),
        ("else { }", "AT1000 Expected expression"),
        ("match x { -1 => 2 }", "AT1000 Expected pattern"),
        ("match x { [a | b] => 2 }", "AT1003 Expected ']' after array pattern"),
        ("let x: = 1;", "AT1000 Expected type"),
        ("f() = 1;", "AT1000 Invalid assignment target"),
        ("(a) = 1;", "AT1000 Invalid assignment target"),
        ("(a)[0] += 1;", "AT1000 Invalid assignment target"),
        ("a + b = 1;", "AT1000 Invalid assignment target"),
        ("-a++;", "AT1000 Invalid assignment target"),
        ("++5;", "AT1000 Invalid assignment target"),
        ("a.b().c = 1;", "AT1000 Invalid assignment target"),
        ("a? = 1;", "AT1000 Invalid assignment target"),
        ("extern fn f(x: number) -> number;", "AT1000 extern declarations are not supported"),
        ("import \"./m\";", "AT1000 Side-effect-only imports are not supported"),
        ("import m from \"./m\";", "AT1000 Default imports are not supported"),
        ("import m, { a } from \"./m\";", "AT1000 Default imports are not supported"),
        ("import(\"./m\");", "AT1000 Dynamic imports are not supported"),
        ("export default 1;", "AT1000 Expected declaration after 'export'"),
        ("export trait T { }", "AT1000 Expected declaration after 'export'"),
        ("{ import { a } from \"./m\"; }", "AT1000 'import' is only allowed at the top level of a module"),
        ("fn f() { export let a = 1; }", "AT1000 'export' is only allowed at the top level of a module"),
        ("if (a) { type A = B; }", "AT1000 'type' is only allowed at the top level of a module"),
        ("{ trait A { } }", "AT1000 'trait' is only allowed at the top level of a module"),
        ("{ impl A for B { } }", "AT1000 'impl' is only allowed at the top level of a module"),
        ("type P = { x: number; y: number };", "AT1003 Expected '}' after member types"),
        ("let {a, b} = c;", "AT1004 Expected variable name but found '{'"),
        ("fn f() -> shared T { }", "AT1000 'shared' is not allowed before a result type"),
        ("match x { }", "AT3020 Match expression must have at least one arm"),
        ("let y = match x { };", "AT3020 Match expression must have at least one arm"),
        ("let while = 1;", "AT1005 Cannot use reserved keyword 'while' as a variable name"),
        ("let match = 1;", "AT1005 Cannot use reserved keyword 'match' as a variable name. This keyword is reserved for future use"),
        ("var import = 1;", "AT1005 Cannot use reserved keyword 'import' as a variable name. This keyword is reserved for future use"),
        ("fn type() { }", "AT1005 Cannot use reserved keyword 'type' as a function name"),
        ("fn f(in: T) { }", "AT1005 Cannot use reserved keyword 'in' as a parameter name"),
        ("import { if } from \"./m\";", "AT1005 Cannot use reserved keyword 'if' as an import name"),
        ("a.from;", "AT1005 Cannot use reserved keyword 'from' as a member name"),
        ("for while in xs { }", "AT1005 Cannot use reserved keyword 'while' as a variable name"),
        ("import * as from \"./m\";", "AT1005 Cannot use reserved keyword 'from' as a namespace name"),
    ])
    func oneError(_ text: String, _ expected: String) {
        let result = parse(text)
        let found = result.diagnostics.map { "\($0.code) \($0.message)" }
        #expect(found.first == expected)
        // A stray bracket after the mistake may be reported too; nothing else may.
        #expect(found.count == 1 || text.hasSuffix("}") && found.count == 2, "\(found)")
        #expect(result.diagnostics.allSatisfy { $0.primary?.path == "test.atl" && $0.severity == .error })
    }

    @Test(arguments: [
        ("f(fn (x: number) -> number { return x; });", "nested named function"),
        ("let f = (x) => x;", "nested named function"),
        ("for (x in xs) { }", "for x in xs"),
        ("if (a = b) { }", "=="),
        ("let x: Option<number>= 1;", "space"),
        ("let x: number>= 1;", "space"),
        ("match x { -1 => 2 }", "guard"),
        ("let a = b & c;", "&&"),
        ("a = b = c;", "statement"),
        ("let x = y++;", "statement"),
        ("let x = a ? b : c;", "conditional operator"),
        ("class A { }", "`class`"),
        ("const a = 1;", "`let`"),
        ("function f() { }", "`fn`"),
        ("let x = { a: 1 };", "object literals"),
        ("let x = .5;", "0.5"),
        ("f(1,);", "comma"),
        ("let x;", "initial value"),
        ("import * from \"./m\";", "* as"),
        ("export { a };", "before its declaration"),
        ("let type = 1;", "type_"),
        ("fn g(a: number = 1) { }", "default values"),
        ("let a = b === c;", "`==`"),
        ("let a = b ** c;", "pow"),
        ("let a = b ?? c;", "unwrap_or"),
        ("let a = b as number;", "casts"),
        ("type P = { x: number; y: number };", "commas"),
        ("fn f() { retrun 1; }", "did you mean `return`?"),
        ("lte x = 1;", "did you mean `let`?"),
        ("exprot fn f() { }", "did you mean `export`?"),
    ])
    func helpTells(_ text: String, _ expected: String) {
        #expect(help(text).contains(expected), "\(help(text))")
    }

    @Test func places() {
        #expect(errors("let x = 5\n\nlet y = 6;") == ["1:10 AT1002 Expected ';' after variable declaration"])
        #expect(errors("let é = 5 let") == ["1:10 AT1002 Expected ';' after variable declaration", "1:14 AT1004 Expected variable name but found end of file"])
        #expect(errors("f(\n  g() = 3;") == ["2:7 AT1003 Expected ')' after arguments"])
        let unclosed = parse("fn f() {\n  if (a) {\n").diagnostics
        #expect(unclosed.map(\.message) == ["Expected '}'"])
        #expect(unclosed.first?.secondary.map(\.span) == [SourceSpan(18, 19)])
        let semicolon = parse("let x = 5").diagnostics.first
        #expect(semicolon?.edits == [SuggestedEdit(path: "test.atl", span: SourceSpan(9, 9), replacement: ";")])
    }

    @Test func severalErrors() {
        #expect(errors("let x = ;\nlet y = 1;\nlet z = (;") == ["1:9 AT1000 Expected expression", "3:10 AT1000 Expected expression"])
        #expect(errors("let a = 1\nlet b = 2\nlet c = 3;").count == 2)
        #expect(errors("fn f(x) {\n  let = 1;\n  return x\n}\nlet y = 2 2;") == [
            "1:7 AT1004 Expected ':' after parameter name", "2:7 AT1004 Expected variable name but found '='",
            "3:11 AT1002 Expected ';' after return", "5:10 AT1002 Expected ';' after variable declaration",
        ])
        #expect(errors("match x {\n  -1 => 2,\n  1 => ,\n  _ => 3\n}\nlet y = ;").count == 3)
        #expect(errors("impl T for number {\n  fn a() { }\n  fn b() -> void { let; }\n}\nx = ;").count == 3)
        #expect(errors("if (a b) { let = 1; }\nwhile () { let = 2; }").count == 4)
    }

    @Test func noConsequences() {
        #expect(errors("class Foo { let x = 1; }\nlet y = 1;").count == 1)
        #expect(errors("try { a(); } catch (e) { b(); }\nlet y = 1;").count == 1)
        #expect(errors("impl T for number {\n  fn m() -> void { }\n\nimpl U for number {\n}\n").count == 1)
        #expect(errors("fn f() {\n  a;\n\nexport fn g() { }\nexport fn h() { }\n").count == 2)
        #expect(errors("let x = \"abc;\nlet y = 1;\nfn f() { }").count == 1)
        #expect(errors("fn f() { let x = 1; /* }").count == 1)
    }

    @Test func codesAreInTheTable() {
        let known = Set(AtlasSyntaxCodes.all.map(\.code))
        let texts = ["let x = ;", "@", "x", "f(1", "let x;", "let if = 1;", "match x { }"]
        let reported = Set(texts.flatMap { parse($0).diagnostics.map(\.code) })
        #expect(reported == known.subtracting(["AT1006"]))
    }
}
