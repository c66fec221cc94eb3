import Core
import Diagnostics
import ModuleSystem
import Testing

@testable import Atlas

/// Large and odd programs: nothing may crash, and nothing may take much longer than its size asks for. Times are not compared here; the sizes
/// are such that a quadratic step would make the suite stand still.
@Suite struct ScaleTests {
    private func check(_ name: String, _ make: (Int) -> String, size: Int = 3000, sourceLocation: SourceLocation = #_sourceLocation) {
        let parsed = AtlasParser.parse(SourceFile(path: "main.atl", text: make(size)))
        #expect(parsed.diagnostics.isEmpty, "\(name) is not what it should be", sourceLocation: sourceLocation)
        let result = AtlasChecker.check(parsed.tree, path: "main.atl", in: ModuleContext(module: ModuleID("main.atl")))
        #expect(result.typed.tree.items.count == parsed.tree.items.count, "\(name)", sourceLocation: sourceLocation)
    }

    private func repeated(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map(line).joined(separator: "\n") }

    @Test func growth() {
        check("functions") { count in repeated(count) { "fn f\($0)(a: number) -> number { return a + f\(max(0, $0 - 1))(a); }" } }
        check("variables") { count in repeated(count) { "let v\($0): number = \($0 == 0 ? "1" : "v\($0 - 1)") + 1;" } }
        check("nested array types") { count in "let v0 = 1;\n" + repeated(count) { "let v\($0 + 1) = [v\($0)];" } }
        check("generic growth") { count in
            "fn two<T>(x: T) -> (T, T) -> T { fn g(a: T, b: T) -> T { print(1); return x; } return g; }\nlet v0 = 1;\n"
                + repeated(count) { "let v\($0 + 1) = two(v\($0));" }
        }
        check("aliases") { count in repeated(count) { "type A\($0) = A\($0 + 1);" } + "\ntype A\(count) = number;" }
        check("growing aliases") { count in "type A0 = number;\n" + repeated(count) { "type A\($0 + 1) = (A\($0), A\($0)) -> A\($0);" } }
        check("unknown names") { count in repeated(count) { "print(nope\($0));" } }
        check("duplicates") { count in repeated(count) { _ in "let a = 1;" } }
        check("sum") { count in "let a = " + repeated(count / 10) { _ in "1 +" } + " 1;" }
        check("conditions", { count in
            "fn f(" + (0..<count / 10).map { "v\($0): any" }.joined(separator: ", ") + ") { if ("
                + (0..<count / 10).map { "isNumber(v\($0))" }.joined(separator: " && ") + ") { print(1); } }"
        })
        check("else if") { count in
            "fn f(v: any) { " + repeated(count / 10) { "if (v == \($0)) { print(v); } else" } + " { } }"
        }
        check("match arms") { count in "let a = match 1 { " + repeated(count) { "\($0) => \($0)," } + " _ => 0 };" }
        check("scopes") { count in repeated(count) { "{ let x = \($0); fn g() -> number { return x; } print(g()); }" } }
        check("loops") { count in "var m: number | string = 1;\n" + repeated(count) { _ in "if (isNumber(m)) { while (m > 1) { m = 1; } }" } }
        check("impls") { count in repeated(count) { "trait T\($0) { fn m\($0)(self: T\($0)) -> number; }\nimpl T\($0) for number { fn m\($0)(self: number) -> number { return self; } }\nprint(1.m\($0)());" } }
        check("exports") { count in repeated(count) { "export fn e\($0)(a: number) -> string { return str(a); }" } }
    }

    @Test func manyImports() {
        let interface = ModuleInterface(
            module: ModuleID("m.atl"), language: "Atlas", sourcePath: "m.atl",
            exports: (0..<10_000).map { index in
                let name = "e" + String(repeating: "0", count: 5 - String(index).count) + String(index)
                return InterfaceExport(name: name, kind: .variable(.number, isMutable: false), type: .number)
            })
        let context = ModuleContext(
            module: ModuleID("main.atl"), resolved: ["./m": interface.module], interfaces: [interface.module: interface])
        let source = repeated(10_000) { "import { e\(String(repeating: "0", count: 5 - String($0).count))\($0) as i\($0) } from \"./m\";" }
        let tree = AtlasParser.parse(SourceFile(path: "main.atl", text: source)).tree
        let result = AtlasChecker.check(tree, path: "main.atl", in: context)
        #expect(result.diagnostics.isEmpty)
    }

    @Test func limitsOfFunctions() {
        let parameters = (0...FunctionLimits.parameters).map { "_p\($0): number" }.joined(separator: ", ")
        let variables = repeated(FunctionLimits.locals + 1) { "var _v\($0) = \($0);" }
        let text = "fn f(\(parameters)) -> number { return 1; }\nfn g() {\n\(variables)\n}\n"
        let tree = AtlasParser.parse(SourceFile(path: "main.atl", text: text)).tree
        let messages = AtlasChecker.check(tree, path: "main.atl", in: ModuleContext(module: ModuleID("main.atl"))).diagnostics.map(\.message)
        #expect(messages == [
            "Function has 901 parameters, and at most 900 are supported",
            "Too many variables in one function: at most 20000 are supported",
        ])
    }
}
