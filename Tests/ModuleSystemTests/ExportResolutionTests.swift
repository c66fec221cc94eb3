import Diagnostics
@testable import ModuleSystem
import Testing

@Suite struct ExportResolutionTests {
    @Test func followsNamedAndWildcardReexports() {
        let result = resolve([
            module("main", [importing("b", [named("y", as: "z")], reexport: .everywhere)]),
            module("b", [importing("a", [named("x", as: "y")], reexport: .everywhere), importing("c", [everything()], reexport: .everywhere)]),
            module("a", exports: ["x"], hidden: ["h"]), module("c", exports: ["p", "q"]),
        ])
        #expect(result.origin(of: "z", in: "main") == "a.x")
        #expect(result.names(of: "b") == ["p", "q", "y"])
        #expect(result.origin(of: "q", in: "b") == "c.q")
        #expect(result.tables[ModuleID("c")]?[ExportKey("p")]?.isReexport == false)
        #expect(result.problems.isEmpty)
        #expect(result.definitionSpan(of: "h", in: ModuleID("a")) == SourceSpan(101, 102))
    }

    @Test func ownNamesWinOverWildcards() {
        let result = resolve([
            module("m", [
                importing("a", [everything()], reexport: .everywhere), importing("b", [named("y")], reexport: .everywhere),
            ], exports: ["x"]),
            module("a", exports: ["x", "y", "z"]), module("b", exports: ["y"]),
        ])
        #expect(result.origin(of: "x", in: "m") == "m.x")
        #expect(result.origin(of: "y", in: "m") == "b.y")
        #expect(result.origin(of: "z", in: "m") == "a.z")
        #expect(result.problems.isEmpty)
    }

    @Test func wildcardsClashOnlyOverDifferentThings() {
        let same = resolve([
            module("m", [importing("a", [everything()], reexport: .everywhere), importing("b", [everything()], reexport: .everywhere)]),
            module("a", [importing("c", [everything()], reexport: .everywhere)]),
            module("b", [importing("c", [everything()], reexport: .everywhere)]), module("c", exports: ["x"]),
        ])
        #expect(same.problems.isEmpty)
        #expect(same.origin(of: "x", in: "m") == "c.x")

        let different = resolve([
            module("top", [importing("m", [everything()], reexport: .everywhere)]),
            module("m", [
                importing("a", [everything()], at: 10, reexport: .everywhere),
                importing("b", [everything()], at: 20, reexport: .everywhere),
            ]),
            module("a", exports: ["x"]), module("b", exports: ["x"]),
        ])
        // Reported where they meet, and not again at `top`.
        #expect(different.problems == [
            ExportProblem(
                module: ModuleID("m"), name: "x", span: SourceSpan(20, 25),
                kind: .wildcardClash(
                    first: ExportOrigin(module: ModuleID("a"), name: "x"), firstSpan: SourceSpan(10, 15),
                    second: ExportOrigin(module: ModuleID("b"), name: "x"))),
        ])
        #expect(different.origin(of: "x", in: "top") == "a.x")
    }

    @Test func wildcardsInACircleComeToAnEnd() {
        let result = resolve([
            module("a", [importing("b", [everything()], reexport: .everywhere)], exports: ["x"]),
            module("b", [importing("c", [everything(except: ["x"])], reexport: .everywhere)], exports: ["y"]),
            module("c", [importing("a", [everything()], reexport: .everywhere)], exports: ["z"]),
        ])
        #expect(result.names(of: "a") == ["x", "y", "z"])
        #expect(result.names(of: "b") == ["y", "z"])
        #expect(result.names(of: "c") == ["x", "y", "z"])
        #expect(result.problems.isEmpty)
    }

    @Test func reportsMissingNamesOnceAtTheFault() {
        let result = resolve([
            module("top", [importing("m", [named("h")], reexport: .everywhere)]),
            module("m", [importing("a", [named("h", at: 7)], reexport: .everywhere)]), module("a", hidden: ["h"]),
        ])
        #expect(result.problems == [
            ExportProblem(
                module: ModuleID("m"), name: "h", span: SourceSpan(7, 8),
                kind: .missing(in: ModuleID("a"), specifier: "./a", hidden: SourceSpan(100, 101))),
        ])
    }

    @Test func reportsCirclesWithoutOrigin() {
        let result = resolve([
            module("a", [importing("b", [named("x", at: 3)], reexport: .everywhere)]),
            module("b", [importing("c", [named("x")], reexport: .everywhere)]),
            module("c", [importing("a", [named("x")], reexport: .everywhere)]),
            module("d", [importing("a", [named("x")], reexport: .everywhere)], exports: ["other"]),
        ])
        #expect(result.problems == [
            ExportProblem(
                module: ModuleID("a"), name: "x", span: SourceSpan(3, 4),
                kind: .cycle([ModuleID("a"), ModuleID("b"), ModuleID("c"), ModuleID("a")])),
        ])
    }

    @Test func reportsDuplicatesAndUndefinedNames() {
        var twice = module("m", exports: ["x"])
        twice.exports.append(ExportDeclaration(localName: "x", span: SourceSpan(300, 301)))
        twice.exports.append(ExportDeclaration(localName: "nothing", span: SourceSpan(310, 311)))
        #expect(resolve([twice]).problems.map(\.kind) == [.duplicate(first: SourceSpan(200, 201)), .undefined])
        // Another policy lets the same thing pass, but not two things.
        twice.language = "lax"
        #expect(resolve([twice]).problems.map(\.kind) == [.undefined])
        twice.imports = [importing("a", [named("y", as: "x", at: 400)], reexport: .everywhere)]
        let kinds = resolve([twice, module("a", exports: ["y"])]).problems.map(\.kind)
        #expect(kinds == [.undefined, .duplicate(first: SourceSpan(200, 201))])
    }

    @Test func aTypeAndAValueMayShareAName() {
        var both = module("a", exports: ["T"])
        both.definitions.append(Definition(name: "T", space: .type, span: SourceSpan(1, 2)))
        let result = resolve([
            both, module("b", [importing("a", [named("T")], reexport: .everywhere)]),
            module("c", [importing("a", [named("T")], reexport: .everywhere, typeOnly: true)]),
        ])
        #expect(result.problems.isEmpty)
        #expect(result.origin(of: "T", in: "b") == "a.T")
        #expect(result.origin(of: "T", in: "b", .type) == "a.T")
        #expect(result.origin(of: "T", in: "c") == nil)
        #expect(result.origin(of: "T", in: "c", .type) == "a.T")
    }

    @Test func importedNamesCanBeExported() {
        var facade = module("m", [importing("a", [named("x", as: "y")]), importing("b", [everything(prefix: "b-")])])
        facade.exports = [
            ExportDeclaration(localName: "y", publicName: "z", span: SourceSpan(1, 2)),
            ExportDeclaration(localName: "b-p", span: SourceSpan(3, 4)), ExportDeclaration(localName: "b-q", span: SourceSpan(5, 6)),
        ]
        let result = resolve([facade, module("a", exports: ["x"]), module("b", exports: ["p"])])
        #expect(result.origin(of: "z", in: "m") == "a.x")
        #expect(result.origin(of: "b-p", in: "m") == "b.p")
        #expect(result.problems.map(\.span.start) == [5])
    }

    @Test func modulesCanBePublishedAsMembers() {
        let result = resolve([
            module("m", [importing("m/sub", [.namespace(alias: "sub", span: .none)], reexport: .everywhere)]), module("m/sub", exports: ["x"]),
        ])
        #expect(result.origin(of: "sub", in: "m", .module) == "m/sub.")
    }

    @Test func visibilityEndsAtThePackage() {
        let inner = module("a", exports: ["x"], package: "p", visibility: .package)
        let result = resolve([
            inner, module("same", [importing("a", [everything()], reexport: .everywhere)], package: "p"),
            module("other", [importing("a", [everything()], reexport: .everywhere)], package: "q"),
            module("wide", [importing("a", [named("x", at: 1)], reexport: .everywhere)], package: "p"),
            module("stranger", [importing("a", [named("x", at: 2)], reexport: .everywhere)], package: "q"),
        ])
        #expect(result.tables[ModuleID("same")]?[ExportKey("x")]?.visibility == .package)
        #expect(result.names(of: "other").isEmpty)
        #expect(result.problems.map(\.module.text) == ["stranger", "wide"])
        #expect(result.problems.last?.kind == .widens(from: .package, to: .everywhere))
    }

    @Test func longChainsAreLinear() {
        let count = 20_000
        var summaries = (0..<count).map { index in
            module("m\(index)", [importing("m\(index + 1)", [named("x")], reexport: .everywhere)])
        }
        summaries.append(module("m\(count)", exports: ["x"]))
        let good = resolve(summaries)
        #expect(good.origin(of: "x", in: "m0") == "m\(count).x")
        summaries[count] = module("m\(count)")
        #expect(resolve(summaries).problems.count == 1)
    }
}
