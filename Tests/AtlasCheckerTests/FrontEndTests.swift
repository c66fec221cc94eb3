import Basics
import Core
import Diagnostics
import ModuleSystem
import Testing

@testable import Atlas

@Suite struct FrontEndTests {
    private let frontEnd = AtlasFrontEnd()

    @Test(arguments: [
        ("./m", "/p/src/m.atl"), ("./m.atl", "/p/src/m.atl"), ("../lib/x", "/p/lib/x.atl"), ("/lib/x", "/p/lib/x.atl"),
        ("./m.v2", "/p/src/m.v2.atl"), ("././a/../m", "/p/src/m.atl"), ("//x", "/p/x.atl"),
    ])
    func located(_ specifier: String, _ path: String) {
        #expect(frontEnd.locate(specifier, from: ModuleLocation(path: "/p/src/main.atl", root: "/p")) == .candidates([path]))
    }

    @Test(arguments: ["http", "std:math", "", ".", "lib/x", ".hidden"])
    func invalidPaths(_ specifier: String) {
        #expect(frontEnd.locate(specifier, from: ModuleLocation(path: "/p/main.atl", root: "/p")) == .invalid)
    }

    private func declaration(_ specifier: String) -> ImportDeclaration {
        ImportDeclaration(specifier: specifier, bindings: [], span: SourceSpan(0, 20), specifierSpan: SourceSpan(15, 19))
    }

    @Test func unresolvedImports() {
        let invalid = frontEnd.unresolvedImport(declaration("http"), in: "main.atl", .invalidSpecifier)
        #expect(invalid.code == "AT5001")
        #expect(invalid.message == "Invalid module path: 'http'. Paths must start with './', '../', or '/'")
        let missing = frontEnd.unresolvedImport(
            declaration("./m"), in: "main.atl", .notFound(tried: ["/p/m.atl"], cause: "No such file or directory"))
        #expect(missing.code == "AT5002")
        #expect(missing.message == "Module not found: './m'")
        #expect(missing.notes == ["also known as AT1014"])
        #expect(missing.help == ["tried /p/m.atl: No such file or directory"])
        #expect(missing.primary?.span == SourceSpan(15, 19))
    }

    private func cycle(_ files: [(String, String)]) -> Diagnostic? {
        var summaries = files.map { path, text in
            frontEnd.parse(SourceFile(path: path, text: text), module: ModuleID(path)).summary
        }
        for index in summaries.indices {
            for position in summaries[index].imports.indices {
                let directory = Path.parent(summaries[index].module.text)
                let target = Path.join(directory, summaries[index].imports[position].specifier + ".atl")
                summaries[index].imports[position].module = ModuleID(target)
            }
        }
        let graph = ModuleGraph(summaries, entry: ModuleID(files[0].0))
        return graph.cycles(policies: ["Atlas": frontEnd.policy]).first.map { frontEnd.importCycle($0.cycle) }
    }

    @Test func cycles() {
        let two = cycle([("a.atl", "import { y } from \"./b\";\nexport let x = 1;"), ("b.atl", "export * from \"./a\";")])
        #expect(two?.code == "AT5003")
        #expect(two?.message == "Circular dependency detected: a.atl → b.atl → a.atl")
        #expect(two?.notes == ["also known as AT1013", "the imports go round in a circle:\n┌─→ a.atl\n│     ↓\n└── b.atl"])
        #expect(two?.primary?.path == "b.atl")
        #expect(cycle([("a.atl", "import type { T } from \"./a\";")])?.message == "Circular dependency detected: a.atl → a.atl")
        let sameNames = cycle([("a.atl", "import { x } from \"./lib/a\";"), ("lib/a.atl", "import { x } from \"../a\";")])
        #expect(sameNames?.message == "Circular dependency detected: a.atl → lib/a.atl → a.atl")
        #expect(cycle([("a.atl", "import { x } from \"./b\";"), ("b.atl", "export let x = 1;")]) == nil)
    }

    @Test func summary() {
        let text = """
            import { a, b as c } from "./m";
            import * as ns from "./n";
            import type { T } from "./t";
            export { d as e } from "./r";
            export * from "./s";
            export fn f() { }
            let hidden = 1;
            export type Side = number;
            """
        let summary = frontEnd.parse(SourceFile(path: "main.atl", text: text), module: ModuleID("main.atl")).summary
        #expect(summary.imports.map(\.specifier) == ["./m", "./n", "./t", "./r", "./s"])
        #expect(summary.imports.map(\.isTypeOnly) == [false, false, true, false, false])
        #expect(summary.imports.map { $0.reexport != nil } == [false, false, false, true, true])
        #expect(summary.definitions.map(\.name) == ["f", "hidden", "Side"])
        #expect(summary.exports.map(\.publicName) == ["f", "Side"])
        guard case .named(let second) = summary.imports[0].bindings[1] else { return #expect(Bool(false)) }
        #expect(second.name == "b")
        #expect(second.alias == "c")
    }

    @Test func checkedModule() {
        let text = "export fn look(xs: number[]) -> number { return xs.len(); }\nexport fn keep(xs: number[]) -> number[] { return xs; }\nprint(map([1], abs)[0]);"
        let parsed = frontEnd.parse(SourceFile(path: "main.atl", text: text), module: ModuleID("main.atl"))
        let checked = frontEnd.check(parsed, in: ModuleContext(module: ModuleID("main.atl")))
        #expect(checked.diagnostics == [])
        #expect(checked.interface.export(named: "look")?.parameterUsage == [.read])
        #expect(checked.interface.export(named: "keep")?.parameterUsage == [.keep])
        #expect(checked.standardModules == [ModuleID("std:atlas/array")])
    }

    /// Each code has an explanation, and each code that the tests of this target name has a row.
    @Test func codes() {
        let codes = Set(frontEnd.diagnosticCodes.map(\.code))
        for code in ["AT1000", "AT1012", "AT2001", "AT3001", "AT3037", "AT5001", "AT5008", "AT9999", "AW9999", "AT0001", "AT0400"] {
            #expect(codes.contains(code))
        }
        for row in frontEnd.diagnosticCodes { #expect(row.explanation.count > row.title.count, "\(row.code)") }
        #expect(codes.count == frontEnd.diagnosticCodes.count)
    }
}
