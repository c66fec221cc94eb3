import Core
import Diagnostics
import ModuleSystem
import Testing

@testable import Atlas

/// Large and odd programs: time must grow with the size only, and nothing may crash.
@Suite struct ScaleTests {
    private func seconds(_ body: () -> Void) -> Double {
        let duration = ContinuousClock().measure(body)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    /// Ten times the size may take twenty times as long, and a tenth of a second is always granted.
    private func expectLinear(_ name: String, _ make: (Int) -> String, size: Int = 300, sourceLocation: SourceLocation = #_sourceLocation) {
        let sources = [size, size * 10].map { make($0) }
        let times = sources.map { source in
            let tree = AtlasParser.parse(SourceFile(path: "main.atl", text: source)).tree
            return seconds { _ = AtlasChecker.check(tree, path: "main.atl", in: ModuleContext(module: ModuleID("main.atl"))) }
        }
        #expect(times[1] < times[0] * 20 + 0.1, "\(name): \(times)", sourceLocation: sourceLocation)
    }

    private func repeated(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map(line).joined(separator: "\n") }

    @Test func growth() {
        expectLinear("functions") { count in repeated(count) { "fn f\($0)(a: number) -> number { return a + f\(max(0, $0 - 1))(a); }" } }
        expectLinear("variables") { count in repeated(count) { "let v\($0): number = \($0 == 0 ? "1" : "v\($0 - 1)") + 1;" } }
        expectLinear("nested array types") { count in "let v0 = 1;\n" + repeated(count) { "let v\($0 + 1) = [v\($0)];" } }
        expectLinear("generic growth") { count in
            "fn two<T>(x: T) -> (T, T) -> T { fn g(a: T, b: T) -> T { print(1); return x; } return g; }\nlet v0 = 1;\n"
                + repeated(count) { "let v\($0 + 1) = two(v\($0));" }
        }
        expectLinear("aliases") { count in repeated(count) { "type A\($0) = A\($0 + 1);" } + "\ntype A\(count) = number;" }
        expectLinear("growing aliases") { count in "type A0 = number;\n" + repeated(count) { "type A\($0 + 1) = (A\($0), A\($0)) -> A\($0);" } }
        expectLinear("unknown names") { count in repeated(count) { "print(nope\($0));" } }
        expectLinear("duplicates") { count in repeated(count) { _ in "let a = 1;" } }
        expectLinear("sum") { count in "let a = " + repeated(count / 10) { _ in "1 +" } + " 1;" }
        expectLinear("conditions", { count in
            "fn f(" + (0..<count / 10).map { "v\($0): any" }.joined(separator: ", ") + ") { if ("
                + (0..<count / 10).map { "isNumber(v\($0))" }.joined(separator: " && ") + ") { print(1); } }"
        })
        expectLinear("else if") { count in
            "fn f(v: any) { " + repeated(count / 10) { "if (v == \($0)) { print(v); } else" } + " { } }"
        }
        expectLinear("match arms") { count in "let a = match 1 { " + repeated(count) { "\($0) => \($0)," } + " _ => 0 };" }
        expectLinear("scopes") { count in repeated(count) { "{ let x = \($0); fn g() -> number { return x; } print(g()); }" } }
        expectLinear("loops") { count in "var m: number | string = 1;\n" + repeated(count) { _ in "if (isNumber(m)) { while (m > 1) { m = 1; } }" } }
        expectLinear("impls") { count in repeated(count) { "trait T\($0) { fn m\($0)(self: T\($0)) -> number; }\nimpl T\($0) for number { fn m\($0)(self: number) -> number { return self; } }\nprint(1.m\($0)());" } }
        expectLinear("exports") { count in repeated(count) { "export fn e\($0)(a: number) -> string { return str(a); }" } }
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
        var result: CheckResult?
        #expect(seconds { result = AtlasChecker.check(tree, path: "main.atl", in: context) } < 3)
        #expect(result?.diagnostics.isEmpty == true)
    }
}
