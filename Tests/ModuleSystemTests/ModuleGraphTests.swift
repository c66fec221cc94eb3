import Diagnostics
import Foundation
@testable import ModuleSystem
import Testing

@Suite struct ModuleGraphTests {
    private func graph(_ summaries: [ModuleSummary], entry: String = "main") -> ModuleGraph {
        ModuleGraph(summaries, entry: ModuleID(entry))
    }

    private func order(_ graph: ModuleGraph) -> [String] { graph.initializationOrder.map { graph.summaries[$0].module.text } }

    private let diamond = [
        module("main", [importing("a"), importing("b")]), module("a", [importing("c")]), module("b", [importing("c")]),
        module("c"), module("unreached", [importing("main")]),
    ]

    @Test func initializesDependenciesFirst() {
        let graph = graph(diamond)
        #expect(order(graph) == ["c", "a", "b", "main"])
        #expect(graph.summaries.map(\.module.text) == ["main", "a", "c", "b"])
        #expect(graph.cycles(policies: testPolicies).isEmpty)
        #expect(self.graph(diamond.reversed()).initializationOrder == graph.initializationOrder)
    }

    @Test func listsDependenciesOnce() {
        let graph = graph([module("main", [importing("b"), importing("a"), importing("b")]), module("a"), module("b")])
        #expect(graph.dependencies[0].map { graph.summaries[$0].module.text } == ["b", "a"])
        #expect(graph.edges[0].map(\.importIndex) == [0, 1, 2])
    }

    @Test func noticesMissingModules() {
        var unresolved = importing("x")
        unresolved.module = nil
        let graph = graph([module("main", [importing("gone"), unresolved])])
        #expect(graph.missingImports == [ModuleGraph.MissingImport(importer: 0, importIndex: 0)])
        #expect(self.graph([], entry: "main").summaries.isEmpty)
        #expect(self.graph([], entry: "main").cycles(policies: testPolicies).isEmpty)
    }

    @Test func drawsCyclesFromTheModuleEnteredAgain() throws {
        let graph = graph([
            module("main.atl", [importing("lib/a.atl")]), module("lib/a.atl", [importing("x"), importing("b.atl", at: 10)]),
            module("b.atl", [importing("lib/a.atl", at: 20, reexport: .everywhere)]), module("x"),
        ], entry: "main.atl")
        let cycles = graph.cycles(policies: testPolicies)
        try #require(cycles.count == 1)
        let cycle = cycles[0].cycle
        #expect(cycle.description() == "a.atl → b.atl → a.atl")
        #expect(cycle.links.map(\.span.start) == [10, 20])
        #expect(cycle.closing.sourcePath == "b.atl")
        #expect(cycle.closing.specifierSpan == SourceSpan(22, 24))
        #expect(cycles[0].severity == .error)
    }

    @Test func tellsModulesOfOneFileNameApart() {
        let graph = graph([
            module("m.atl", [importing("lib/m.atl")]), module("lib/m.atl", [importing("a.atl")]), module("a.atl", [importing("m.atl")]),
        ], entry: "m.atl")
        #expect(graph.cycles(policies: testPolicies).map { $0.cycle.description() } == ["m.atl → lib/m.atl → a.atl → m.atl"])
    }

    @Test func findsSelfImportsAndSeveralCycles() {
        let graph = graph([
            module("main", [importing("main"), importing("a"), importing("b")]), module("a", [importing("b"), importing("main")]),
            module("b", [importing("a")]),
        ])
        #expect(graph.cycles(policies: testPolicies).map { $0.cycle.description() } == [
            "main → main", "a → b → a", "main → a → main",
        ])
        #expect(graph.cycles(policies: testPolicies, limit: 1).count == 1)
        #expect(order(graph) == ["b", "a", "main"])
    }

    @Test func theStrictestLanguageOfAComponentDecides() {
        func ring(_ languages: [String]) -> ModuleGraph {
            graph(languages.enumerated().map { index, language in
                module(index == 0 ? "main" : "m\(index)", [importing(index + 1 == languages.count ? "main" : "m\(index + 1)")], language: language)
            })
        }
        #expect(ring(["lax", "lax", "lax"]).cycles(policies: testPolicies).isEmpty)
        #expect(ring(["lax", "strict", "lax"]).cycles(policies: testPolicies).count == 1)
        var policies = testPolicies
        policies["lax"]?.cycles = .note
        #expect(ring(["lax", "lax"]).cycles(policies: policies).map(\.severity) == [.note])
        #expect(ring(["lax", "lax"]).cycles(atLeast: .error, policies: policies).isEmpty)
    }

    @Test func copesWithLongChains() {
        let count = 100_000
        func name(_ index: Int) -> String { index == 0 ? "main" : "m\(index)" }
        // Every module also imports the entry, so there are as many cycles as modules.
        let summaries = (0..<count).map { index in
            module(name(index), (index + 1 < count ? [importing(name(index + 1))] : []) + [importing("main")])
        }
        let graph = graph(summaries)
        #expect(graph.initializationOrder.count == count)
        #expect(graph.summaries[graph.initializationOrder[0]].module.text == name(count - 1))
        let cycles = graph.cycles(policies: testPolicies)
        #expect(cycles[0].cycle.links.count == count)
        #expect(cycles.count < 20)
    }

    @Test func printsItself() throws {
        let graph = graph([
            module("main", [importing("a", [named("x"), named("y", as: "z")]), importing("b", [.namespace(alias: "b", span: .none)])]),
            module("a", [importing("b", [everything(except: ["q", "p"])], reexport: .everywhere)]), module("b", [importing("a")]),
        ])
        #expect(graph.text() == """
            b (strict)
              imports a
            a (strict)
              re-exports b: * except p q
            main (strict)
              imports a: x, y as z
              imports b: * as b

            """)
        #expect(graph.dot() == """
            digraph modules {
              rankdir=LR;
              node [shape=box];
              "b";
              "a";
              "main";
              "b" -> "a" [color=red];
              "a" -> "b";
              "main" -> "a";
              "main" -> "b";
            }

            """)
        let json = Data(graph.json(policies: testPolicies).utf8)
        let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        #expect(object["initializationOrder"] as? [String] == ["b", "a", "main"])
        #expect(object["cycles"] as? [[String]] == [["a", "b", "a"]])
    }
}
