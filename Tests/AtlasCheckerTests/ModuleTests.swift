import Core
import Diagnostics
import ModuleSystem
import Testing

@testable import Atlas

/// Imports, exports, namespaces and re-exports: lines 74 to 89 of the conformance checklist, as far as they are static.
@Suite struct ModuleTests {
    private func check(_ files: [String: String], _ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(Program(files).messages == expected, sourceLocation: sourceLocation)
    }

    @Test func namedImport() {
        check(["main.atl": "import { add } from \"./math\";\nlet n: number = add(1, 2);", "math.atl": "export fn add(a: number, b: number) -> number { return a + b; }"])
    }

    @Test func privateAndAbsentNames() {
        check(
            ["main.atl": "import { hidden, gone } from \"./m\";\nprint(hidden);", "m.atl": "let hidden = 1;"],
            "main.atl AT5006 1:10 'hidden' is not exported from module './m'", "main.atl AT5006 1:18 'gone' is not exported from module './m'")
        let notes = Program(["main.atl": "import { a } from \"./m\";", "m.atl": ""]).diagnostics.map(\.notes)
        #expect(notes == [["also known as AT1015"]])
    }

    @Test func importedVariableIsImmutable() {
        let library = "export var total = 0;\nexport fn bump() { total = total + 1; }"
        check(
            ["main.atl": "import { total, bump } from \"./tally\";\nbump(); print(total);\ntotal = 5;\ntotal += 1;", "tally.atl": library],
            "main.atl AT3003 3:1 Cannot assign to immutable variable 'total'", "main.atl AT3003 4:1 Cannot modify immutable variable 'total'")
    }

    @Test func namespaceMembers() {
        let library = "export fn f(n: number) -> number { return n; }\nexport let K: string = \"k\";\nlet hidden = 1;\nexport let xs = [1];"
        check(
            ["main.atl": "import * as ns from \"./m\";\nlet a: number = ns.f(2); let b: string = ns.K; let f = ns.f; f(1); print(ns.xs[0]);", "m.atl": library])
        check(
            ["main.atl": "import * as ns from \"./m\";\nns.f(\"a\");\nns.hidden;\nns.K = \"x\";\nns.K += 1;\nns.xs[0] = 1;\nns = 1;\nns.gone();", "m.atl": library],
            "main.atl AT3001 2:6 Argument 1 type mismatch: expected number, found string",
            "main.atl AT5006 3:4 'hidden' is not exported from module './m'",
            "main.atl AT3003 4:1 Cannot assign to property 'K' of immutable namespace 'ns'",
            "main.atl AT3003 5:1 Cannot assign to property 'K' of immutable namespace 'ns'",
            "main.atl AT3003 6:1 Cannot assign to property 'xs' of immutable namespace 'ns'",
            "main.atl AT3003 7:1 Cannot assign to immutable variable 'ns'",
            "main.atl AT5006 8:4 'gone' is not exported from module './m'")
    }

    @Test func namespaceAsValue() {
        check([
            "main.atl": "import * as ns from \"./m\";\nfn use(m: any) -> any { return m.f(1); }\nfn use2(m: namespace) -> any { return m.K; }\nlet n = ns;\nprint(n.f(1)); print(use(ns)); use2(n);\nlet same = ns == n; let list = [ns, n];",
            "m.atl": "export fn f(n: number) -> number { return n; }\nexport let K = 1;",
        ])
    }

    @Test func duplicateExport() {
        check(
            ["main.atl": "import { x } from \"./m\";\nprint(x);", "m.atl": "export let x = 1;\nexport let x = 2;"],
            "m.atl AT5008 2:12 Duplicate export: 'x' is exported more than once")
        check(["main.atl": "export fn f() { }\nexport fn f() { }"].merging(["m.atl": ""]) { $1 },
            "main.atl AT5008 2:11 Duplicate export: 'f' is exported more than once")
        let notes = Program("export fn f() { }\nexport fn f() { }").diagnostics.map(\.notes)
        #expect(notes == [["also known as AT1016"]])
    }

    @Test func samePrivateName() {
        check(["main.atl": "import { f } from \"./m\";\nlet secret = \"x\"; print(secret + \"y\"); print(f());", "m.atl": "let secret = 1;\nexport fn f() -> number { return secret; }"])
    }

    @Test func typeAliases() {
        let library = "export type Side = number;\nexport type Pair<T> = T[];\nexport fn area(s: Side) -> Side { return s * s; }"
        check(["main.atl": "import { Side, Pair, area } from \"./s\";\nlet a: Side = area(2); let p: Pair<Side> = [a]; let q: Pair = [1];", "s.atl": library])
        check(
            ["main.atl": "import { Side } from \"./s\";\nlet a: Side = \"x\";", "s.atl": library],
            "main.atl AT3001 2:15 Type mismatch: expected Side, found string")
        check(["main.atl": "import * as s from \"./s\";\nlet a: s.Side = 1; let p: s.Pair<string> = [\"\"];", "s.atl": library])
        check(
            ["main.atl": "import * as s from \"./s\";\nlet a: s.Gone = 1;\nlet b: s.Pair = [1];", "s.atl": library],
            "main.atl AT5006 2:10 'Gone' is not exported from module './s'",
            "main.atl AT3001 3:10 Generic type 'Pair' expects 1 type argument(s), found 0")
    }

    @Test func aliasesOfImports() {
        check(["main.atl": "import { f as g } from \"./m\";\nlet n: number = g();", "m.atl": "export fn f() -> number { return 1; }"])
        check(
            ["main.atl": "import { f as g } from \"./m\";\nf();", "m.atl": "export fn f() -> number { return 1; }"],
            "main.atl AT2002 2:1 Unknown symbol 'f'")
        check(
            ["main.atl": "import { f as print } from \"./m\";\nimport { f, f } from \"./m\";", "m.atl": "export fn f() -> number { return 1; }"],
            "main.atl AT1012 1:15 Cannot shadow prelude builtin 'print' in global scope",
            "main.atl AT2003 2:13 Symbol 'f' is already defined in this scope")
    }

    @Test func typeOnlyImport() {
        let library = "export type Side = number;\nexport let v = 1;"
        check(["main.atl": "import type { Side } from \"./s\";\nlet a: Side = 1;", "s.atl": library])
        check(
            ["main.atl": "import type { v } from \"./s\";", "s.atl": library],
            "main.atl AT5006 1:15 'v' is not exported from module './s'")
        #expect(Program(["main.atl": "import type { Side } from \"./s\";", "s.atl": library]).results["main.atl"]?.typed.dependencies.count == 1)
    }

    @Test func reexports() throws {
        let files = [
            "main.atl": "import { b, f, T } from \"./middle\";\nlet n: number = b; let t: T = f();",
            "middle.atl": "export { a as b } from \"./base\";\nexport * from \"./base\";",
            "base.atl": "export var a = 1;\nexport type T = string;\nexport fn f() -> T { return \"\"; }",
        ]
        check(files)
        let program = Program(files)
        let middle = try #require(program.results["middle.atl"])
        #expect(middle.interface.exports.map(\.name) == ["T", "a", "b", "f"])
        #expect(middle.interface.export(named: "b")?.origin == ExportOrigin(module: ModuleID("base.atl"), name: "a"))
        let main = try #require(program.results["main.atl"])
        let origins = main.typed.symbols.values.compactMap { symbol -> String? in
            if case .imported(let imported) = symbol.kind { "\(imported.origin.module):\(imported.origin.name)" } else { nil }
        }
        #expect(origins == ["base.atl:a", "base.atl:f"])
    }

    @Test func reexportClashes() {
        let one = "export let x = 1;"
        let two = "export let x = 2;"
        check(
            ["main.atl": "export * from \"./a\";\nexport * from \"./b\";", "a.atl": one, "b.atl": two],
            "main.atl AT5008 2:15 Duplicate export: 'x' is exported more than once")
        check(["main.atl": "export * from \"./a\";\nexport * from \"./b\";\nexport let x = 3;", "a.atl": one, "b.atl": two])
        check(["main.atl": "export * from \"./a\";\nexport * from \"./b\";\nexport { x } from \"./b\";", "a.atl": one, "b.atl": two])
        check(["main.atl": "export * from \"./a\";\nexport * from \"./c\";", "a.atl": one, "c.atl": "export * from \"./a\";"])
        check(
            ["main.atl": "export { x } from \"./a\";\nexport { x } from \"./b\";", "a.atl": one, "b.atl": two],
            "main.atl AT5008 2:10 Duplicate export: 'x' is exported more than once")
        check(
            ["main.atl": "export { gone } from \"./a\";", "a.atl": one],
            "main.atl AT5006 1:10 'gone' is not exported from module './a'")
    }

    @Test func errorsStayInTheirFile() {
        check(
            ["main.atl": "import { f } from \"./m\";\nlet a: string = 1; f();", "m.atl": "export fn f() -> number { return \"\"; }"],
            "m.atl AT3001 1:34 Return type mismatch: expected number, found string")
    }

    @Test func importsTakeEffectBeforeEverything() {
        check(["main.atl": "print(K);\nimport { K } from \"./m\";", "m.atl": "export let K = \"\";"])
    }

    @Test func genericFunctionAcrossModules() {
        let library = "export fn first<T>(_xs: T[], other: T) -> T { return other; }\nexport fn num<T extends number>(x: T) -> T { return x; }"
        check(
            ["main.atl": "import { first, num } from \"./m\";\nlet a: string = first([\"\"], \"x\");\nlet b: string = first([1], 2);\nnum(\"x\");", "m.atl": library],
            "main.atl AT3001 3:17 Type mismatch: expected string, found number",
            "main.atl AT3001 4:5 Type argument 'T' must satisfy constraint number, found string")
    }

    @Test func predicatesAcrossModules() {
        check([
            "main.atl": "import { isText } from \"./m\";\nfn f(v: number | string) -> string { if (isText(v)) { return v + \"!\"; } else { return str(v + 1); } }",
            "m.atl": "export fn isText(v: number | string) -> bool is v: string { return isString(v); }",
        ])
    }

    @Test func predicatesThroughNamespaces() {
        check([
            "main.atl": "import * as m from \"./m\";\nfn f(v: number | string) -> string { if (m.isText(v)) { return v; } return \"\"; }",
            "m.atl": "export fn isText(v: number | string) -> bool is v: string { return isString(v); }",
        ])
    }

    @Test func moduleThatDidNotLoad() {
        let tree = AtlasParser.parse(SourceFile(path: "main.atl", text: "import { a } from \"./m\"; let b: number = a; import * as n from \"./n\"; n.x(1);")).tree
        var context = ModuleContext(module: ModuleID("main.atl"), resolved: ["./m": ModuleID("m.atl")])
        let result = AtlasChecker.check(tree, path: "main.atl", in: context)
        #expect(result.diagnostics.map(\.message) == ["Cannot find module './m'"])
        // What was not found at all is reported by whoever looked for it.
        context.resolved = [:]
        #expect(AtlasChecker.check(tree, path: "main.atl", in: context).diagnostics.isEmpty)
    }

    @Test func interfaceOfAModule() throws {
        let source = """
            export fn f(a: number, b: string[], c: number | null) -> bool { return a == 1; }
            export fn g() { }
            export let n: null = null;
            export var v = "x";
            export let o: Option<number> = None;
            export type Pair<T> = T[];
            fn hidden() { }
            """
        let interface = try #require(Program(source).results["main.atl"]?.interface)
        #expect(interface.exports.map(\.name) == ["Pair", "f", "g", "n", "o", "v"])
        #expect(interface.export(named: "f")?.kind == .function(MachineSignature(parameters: [.number, .reference, .any], result: .bool)))
        #expect(interface.export(named: "g")?.kind == .function(MachineSignature(parameters: [], result: nil)))
        #expect(interface.export(named: "n")?.kind == .variable(.any, isMutable: false))
        #expect(interface.export(named: "v")?.kind == .variable(.reference, isMutable: true))
        #expect(interface.export(named: "o")?.kind == .variable(.option, isMutable: false))
        #expect(interface.export(named: "Pair", isType: true)?.kind == .type)
    }

    @Test(arguments: [
        ("let a = 1; let b = -2 * 3; let c = [a, 1]; let d = \"x\" + \"y\"; fn f() { }", false),
        ("let a = 1 / 0;", true), ("let a = 1e308 * 10;", true), ("print(1);", true), ("let a = len([]);", true),
        ("let a = 5 % 3; let b = 1 < 2 && !false;", false), ("fn f() { } let g = f; f();", true), ("let a: any = 1; let b: number = a;", true),
        ("type T = number; trait Tr { } impl Tr for number { }", false),
    ])
    func initializerEffects(_ source: String, _ expected: Bool) {
        #expect(Program(source).results["main.atl"]?.interface.initializerHasEffects == expected, "\(source)")
    }
}
