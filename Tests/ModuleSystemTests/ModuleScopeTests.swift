import Diagnostics
@testable import ModuleSystem
import Testing

@Suite struct ModuleScopeTests {
    private let library = [
        module("a", exports: ["x", "shared", "length"], hidden: ["secret"]), module("b", exports: ["x", "y"]),
        module("c", [importing("a", [named("x")], reexport: .everywhere)]), module("inner", exports: ["p"], package: "q", visibility: .package),
    ]

    private func scope(
        _ imports: [ImportDeclaration], defining: [String] = [], prelude: [String] = [], policy: ModulePolicy = ModulePolicy()
    ) -> ModuleScope {
        let main = module("main", imports, hidden: defining)
        return ModuleScope(
            main, exports: resolve(library + [main]), policy: policy, prelude: Set(prelude.map { ExportKey($0) }))
    }

    private func origin(_ meaning: NameMeaning?) -> String? {
        switch meaning {
        case .definition: "main"
        case .imported(let imported): "\(imported.origin.module).\(imported.origin.name)"
        case .namespace(let module, _): "namespace \(module)"
        case .ambiguous(let names): "ambiguous " + names.map { "\($0.origin.module)" }.joined(separator: " ")
        case .ambiguousNamespace(let modules): "ambiguous namespace " + modules.map(\.text).joined(separator: " ")
        case .prelude: "prelude"
        case .unavailable: "unavailable"
        case nil: nil
        }
    }

    @Test func ranksNames() {
        var scope = scope(
            [importing("b", [everything()]), importing("a", [named("x", as: "z"), named("shared")])],
            defining: ["d"], prelude: ["print", "y"])
        #expect(origin(scope.use("d")) == "main")
        #expect(origin(scope.use("z")) == "a.x")
        #expect(origin(scope.use("x")) == "b.x")
        #expect(origin(scope.use("y")) == "b.y")
        #expect(origin(scope.use("print")) == "prelude")
        #expect(scope.use("nothing") == nil)
        #expect(scope.use("d", in: .type) == nil)
        #expect(scope.problems.isEmpty)
    }

    @Test func ambiguityCountsOnlyWhenUsed() {
        var scope = scope([importing("a", [everything()]), importing("b", [everything()])])
        #expect(scope.problems.isEmpty)
        #expect(origin(scope.use("y")) == "b.y")
        #expect(origin(scope.use("x")) == "ambiguous a b")
        // The same thing by two ways is not ambiguous.
        var same = self.scope([importing("a", [everything()]), importing("c", [everything()])])
        #expect(origin(same.use("x")) == "a.x")
        var policy = ModulePolicy()
        policy.wildcardClash = .firstWins
        var first = self.scope([importing("b", [everything()]), importing("a", [everything()])], policy: policy)
        #expect(origin(first.use("x")) == "b.x")
        #expect(first.wildcardCandidates(of: ExportKey("x")).map(\.module.text) == ["b", "a"])
    }

    @Test func wildcardsHaveExceptionsAndPrefixes() {
        var scope = scope([importing("a", [everything(except: ["x"], prefix: "a-")])])
        #expect(scope.use("a-x") == nil)
        #expect(origin(scope.use("a-shared")) == "a.shared")
        #expect(scope.use("shared") == nil)
    }

    @Test func reportsNamesThatAreNotExported() {
        let scope = scope([
            importing("a", [named("secret", at: 5), named("lenght", at: 7)]), importing("inner", [named("p", at: 9)]),
        ])
        #expect(scope.problems.map(\.kind) == [
            .missing(in: ModuleID("a"), specifier: "./a", hidden: SourceSpan(103, 104), suggestions: []),
            .missing(in: ModuleID("a"), specifier: "./a", hidden: nil, suggestions: ["length"]),
            .notVisible(in: ModuleID("inner"), specifier: "./inner"),
        ])
        #expect(scope.problems.map(\.span.start) == [5, 7, 9])
    }

    @Test func reportsConflicts() {
        let imports = [importing("a", [named("x", at: 1)]), importing("b", [named("x", at: 2)])]
        #expect(scope(imports).problems.map(\.kind) == [.alreadyImported(first: SourceSpan(1, 2), same: false)])

        let same = [importing("a", [named("x", at: 1)]), importing("c", [named("x", at: 2)])]
        #expect(scope(same).problems.map(\.kind) == [.alreadyImported(first: SourceSpan(1, 2), same: true)])
        var lax = ModulePolicy()
        lax.sameImportTwiceIsFine = true
        #expect(scope(same, policy: lax).problems.isEmpty)

        let hidden = scope([importing("a", [named("x", at: 1)])], defining: ["x"])
        #expect(hidden.problems.map(\.kind) == [.hidesImport(definition: SourceSpan(100, 101))])
        #expect(origin(hidden.meaning(of: "x")) == "main")
    }

    @Test func followsThePolicyOnWarnings() {
        var policy = ModulePolicy()
        policy.wildcardImports = .warning
        policy.definitionHidesWildcard = .warning
        policy.nameHidesPrelude = .warning
        policy.wildcardHidesPrelude = .warning
        policy.repeatedImports = .warning
        var scope = scope(
            [importing("a", [everything()], at: 1), importing("b", [named("y")]), importing("a", [everything()], at: 30)],
            defining: ["x"], prelude: ["y", "shared"], policy: policy)
        let kinds = scope.problems.map(\.kind)
        let hidden = ImportedName(
            module: ModuleID("a"), exportedName: "x", origin: ExportOrigin(module: ModuleID("a"), name: "x"),
            place: ImportPlace(importIndex: 0, bindingIndex: 0))
        #expect(kinds == [.wildcardImport, .repeatedImport(first: SourceSpan(1, 6)), .hidesWildcard(hidden), .hidesPrelude])
        #expect(scope.problems.map(\.span.start) == [0, 30, 100, 0])
        let before = scope.problems.count
        _ = scope.use("shared")
        _ = scope.use("shared")
        #expect(scope.problems.count == before + 1)
        #expect(scope.problems.allSatisfy { $0.severity == .warning })
    }

    @Test func findsUnusedImports() {
        var policy = ModulePolicy()
        policy.unusedImports = .warning
        policy.unusedImportedNames = .warning
        var scope = scope([
            importing("a", [named("x", at: 1), named("shared", at: 2)]), importing("b", [named("y")], at: 10),
            importing("c", [.namespace(alias: "c", span: .none)]), importing("b", []),
        ], policy: policy)
        _ = scope.use("x")
        _ = scope.use("c")
        #expect(scope.unusedImports().map(\.kind) == [.unusedName, .unusedImport])
        #expect(scope.unusedImports().map(\.name) == ["shared", "./b"])
        scope.markUsed(ImportPlace(importIndex: 1, bindingIndex: 0))
        #expect(scope.unusedImports().map(\.name) == ["shared"])
    }

    @Test func failedImportsLeaveNoFurtherTraces() {
        var scope = scope([
            importing("gone", [named("x", as: "y"), .namespace(alias: "ns", span: .none)]), importing("a", [named("secret")]),
            importing("b", [named("y", as: "fine")]),
        ])
        #expect(scope.problems.count == 1)
        #expect(origin(scope.use("y")) == "unavailable")
        #expect(origin(scope.use("ns")) == "unavailable")
        #expect(origin(scope.use("secret")) == "unavailable")
        #expect(origin(scope.use("fine")) == "b.y")
        #expect(!scope.hasUnavailableWildcard)
        #expect(self.scope([importing("gone", [everything()])]).hasUnavailableWildcard)
    }

    @Test func exportingCountsAsUse() {
        var policy = ModulePolicy()
        policy.unusedImports = .warning
        var main = module("main", [importing("a", [named("x")]), importing("b", [everything()]), importing("c", [named("x", as: "z")])])
        main.exports = ["x", "y"].map { ExportDeclaration(localName: $0, span: .none) }
        let scope = ModuleScope(main, exports: resolve(library + [main]), policy: policy)
        #expect(scope.unusedImports().map(\.name) == ["./c"])
    }

    @Test func namespacesLeadToMembers() {
        var scope = scope([importing("a", [.namespace(alias: "ns", span: .none)])])
        #expect(origin(scope.use("ns")) == "namespace a")
        #expect(scope.member("x", of: ModuleID("a"))?.origin.name == "x")
        #expect(scope.member("secret", of: ModuleID("a")) == nil)
        #expect(scope.member("p", of: ModuleID("inner")) == nil)
        #expect(scope.memberSuggestions(for: "sharde", of: ModuleID("a")) == ["shared"])
    }

    @Test func qualifiersGiveWayToNamespaces() {
        var policy = ModulePolicy()
        policy.namespacesAreNames = false
        var scope = scope([
            importing("a", [.qualifiedOnly(qualifiers: ["m", "lib.a"], span: .none)]),
            importing("b", [.qualifiedOnly(qualifiers: ["m", "n"], span: .none)]),
            importing("c", [.namespace(alias: "n", span: .none)]),
        ], defining: ["n"], policy: policy)
        #expect(origin(scope.use("m", in: .module)) == "ambiguous namespace a b")
        #expect(origin(scope.use("n", in: .module)) == "namespace c")
        #expect(origin(scope.use("n")) == "main")
        #expect(origin(scope.use("lib.a", in: .module)) == "namespace a")
    }

    @Test func suggestsVisibleNames() {
        var scope = scope([importing("b", [everything()]), importing("a", [named("shared")])], defining: ["counter"], prelude: ["print"])
        #expect(scope.suggestions(for: "pritn") == ["print"])
        #expect(scope.suggestions(for: "sharde") == ["shared"])
        #expect(scope.suggestions(for: "coutner", locals: ["counted"]) == ["counter", "counted"])
        // There is an end to it, so that a file full of errors stays fast.
        for _ in 0..<100 { _ = scope.suggestions(for: "pritn") }
        #expect(scope.suggestions(for: "pritn").isEmpty)
    }
}
