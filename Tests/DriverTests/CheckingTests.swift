import Basics
import Diagnostics
import Driver
import ModuleSystem
import Testing

/// What a build says of several modules together.
struct CheckingTests {
    @Test func modulesBehindAnErrorAreSkippedWithTheCulprit() {
        let project = SourceTree([
            "/main.atl": #"import { b } from "./b"; import { c } from "./c"; let n: number = b;"#,
            "/b.atl": #"import { a } from "./a"; export let b = a;"#,
            "/a.atl": #"export let a: number = "text";"#,
            "/c.atl": #"export let c: number = "more";"#,
        ])
        #expect(project.build("/main.atl", through: .link).lines == [
            "AT3001 a.atl: Type mismatch: expected number, found string",
            "AT3001 c.atl: Type mismatch: expected number, found string",
            "LC0003 -: 'b.atl' and 'main.atl' were not checked because 'a.atl' has errors",
        ])
    }

    @Test func manySkippedModulesAreOneNote() {
        func note(_ count: Int) -> String? {
            var files = ["/m0.atl": #"export let m0: number = "text";"#]
            for index in 1...count { files["/m\(index).atl"] = #"import { m\#(index - 1) } from "./m\#(index - 1)"; export let m\#(index) = m\#(index - 1);"# }
            return SourceTree(files).build("/m\(count).atl", through: .link).lines.last
        }
        #expect(note(1) == "LC0003 -: 'm1.atl' was not checked because 'm0.atl' has errors")
        #expect(note(3) == "LC0003 -: 'm1.atl', 'm2.atl' and 'm3.atl' were not checked because 'm0.atl' has errors")
        #expect(note(9) == "LC0003 -: 'm1.atl', 'm2.atl' and 7 more modules were not checked because 'm0.atl' has errors")
    }

    @Test func syntaxErrorsOfAllModulesAreReported() {
        let project = SourceTree([
            "/main.atl": #"import { a } from "./a"; let = 1;"#, "/a.atl": "export let a = ;",
        ])
        let files = project.build("/main.atl", through: .link).diagnostics.filter { $0.severity == .error }.map { $0.primary?.path }
        #expect(Set(files) == ["a.atl", "main.atl"])
    }

    @Test func aCycleStopsTheBuildButNotTheGraph() throws {
        let project = SourceTree([
            "/main.atl": #"import { a } from "./a"; print(a);"#,
            "/a.atl": #"import { b } from "./b"; export let a = 1;"#,
            "/b.atl": #"import { a } from "./a"; export let b = 1;"#,
        ])
        let result = project.build("/main.atl", through: .link)
        #expect(result.lines == ["AT5003 b.atl: Circular dependency detected: a.atl → b.atl → a.atl"])
        #expect(result.link == nil && result.objects.isEmpty)
        let graph = try #require(result.graph)
        #expect(graph.json(policies: Language.policies).contains(#""cycles":[["a.atl","b.atl","a.atl"]]"#))
        #expect(graph.dot().contains("\"b.atl\" -> \"a.atl\" [color=red];"))
    }

    @Test func aMissingModuleIsInTheGraph() throws {
        let project = SourceTree(["/main.atl": #"import { a } from "./none"; import { b } from "./none";"#])
        let graph = try #require(project.build("/main.atl", through: .graph).graph)
        #expect(graph.text() == "main.atl (Atlas)\n  imports './none' (not found): a\n  imports './none' (not found): b\n")
        #expect(graph.dot().contains("  \"./none\" [color=red, style=dashed];\n  \"main.atl\" -> \"./none\" [color=red];\n}"))
    }

    @Test func initializationFollowsImportsInSourceOrder() {
        let project = SourceTree([
            "/main.atl": #"import { a } from "./a"; import { b } from "./b";"#,
            "/a.atl": #"import { c } from "./c"; export let a = c;"#,
            "/b.atl": #"import { c } from "./c"; export let b = c;"#,
            "/c.atl": "export let c = 1;",
        ])
        #expect(project.order("/main.atl") == ["c.atl", "a.atl", "b.atl", "main.atl"])
    }

    @Test func warningsDoNotStopABuild() {
        let project = SourceTree(["/main.atl": "fn f() { let unused = 1; } f();"])
        let result = project.build("/main.atl", through: .check)
        #expect(result.diagnostics.map(\.severity) == [.warning])
        #expect(!result.hasErrors)
    }

    /// Ten thousand modules in a chain: neither the walk nor the build recurses along imports.
    @Test func aLongChainOfImportsIsNoProblem() {
        let count = 10_000
        var files = ["/m\(count).atl": "export let x = 1;"]
        for index in 0..<count { files["/m\(index).atl"] = "import { x as y } from \"./m\(index + 1)\"; export let x = y;" }
        let result = SourceTree(files).build("/m0.atl", through: .check)
        #expect(result.lines == [])
        #expect(result.graph?.summaries.count == count + 1)
    }
}
