import Basics
import Diagnostics
import Driver
import ModuleSystem
import Testing

/// How imports of Ai find their modules, and what a build says of several modules together.
struct AiModuleLookupTests {
    private static let module = "(module m [x] (define x 1))"

    private func lines(_ files: [String: String], entry: String = "/p/main.ai", _ change: (inout BuildOptions) -> Void = { _ in }) -> [String] {
        var options = BuildOptions(entry: entry)
        change(&options)
        return Build.run(options, fileSystem: InMemoryFileSystem(files), through: .check).lines
    }

    private func targets(_ files: [String: String], _ change: (inout BuildOptions) -> Void = { _ in }) -> [String?] {
        var options = BuildOptions(entry: "/p/main.ai")
        change(&options)
        let graph = Build.run(options, fileSystem: InMemoryFileSystem(files), through: .graph).graph
        return graph?.summaries.first?.imports.map { $0.module?.text } ?? []
    }

    @Test func includeDirectoriesComeLast() {
        let files = [
            "/p/main.ai": "(import \"a\") (import \"b\") (import \"c\") (import \"d\")", "/p/a.ai": "1", "/p/modules/a.ai": "1", "/p/modules/b.ai": "1",
            "/i/b.ai": "1", "/i/c.ai": "1", "/j/c.ai": "1", "/j/d/module.ai": "1",
        ]
        #expect(targets(files) { $0.includeDirectories = ["/i", "/none", "/j"] } == ["a.ai", "modules/b.ai", "../i/c.ai", "../j/d/module.ai"])
    }

    @Test func theImportersDirectoryIsNotSearched() {
        let files = ["/p/main.ai": "(import \"lib/a\")", "/p/lib/a.ai": "(import \"b\")", "/p/lib/b.ai": "1"]
        #expect(lines(files).first?.hasPrefix("AI0301 lib/a.ai: module 'b' not found") == true)
    }

    /// A file that holds no such nested module is not the one that is meant, and what is wrong with it is nobody's concern.
    @Test func nestedModulesAreFoundInFiles() {
        let nested = "(module q [r] (module r [x] (define x 1)) (module s [y] (define y 2)))"
        #expect(targets(["/p/main.ai": "(import \"p/q/r\") (import p.q.r.t)", "/p/p/q.ai": nested]) == ["p/q.ai", nil])
        #expect(targets(["/p/main.ai": "(import \"q/s\")", "/p/q.ai": nested, "/p/modules/q/s.ai": "1"]) == ["modules/q/s.ai"])
        let broken = lines(["/p/main.ai": "(import \"q/s\")", "/p/q.ai": "(module q [", "/p/modules/q/s.ai": "1"])
        #expect(!broken.contains { $0.hasPrefix("AI0001") })
    }

    @Test func twoFilesForOneModule() {
        let files = [
            "/p/main.ai": "(import \"a\") (import \"a.ai\") (import \"b\") (import \"b.atl\")", "/p/a.ai": "1", "/p/a/module.ai": "1", "/p/b.ai": "1",
            "/p/b.atl": "export let x = 1;",
        ]
        #expect(targets(files) == [nil, "a.ai", nil, "b.atl"])
        #expect(lines(files).filter { $0.contains("ambiguous") } == [
            "AI0302 main.ai: module 'a' is ambiguous: a.ai, a/module.ai", "AI0302 main.ai: module 'b' is ambiguous: b.ai, b.atl",
        ])
    }

    @Test func oneModuleUnderTwoNamesIsOne() {
        let files = InMemoryFileSystem(
            ["/p/main.ai": "(import \"a\") (import \"b\") (import \"./x/../a\")", "/p/a.ai": "1"], links: ["/p/b.ai": "/p/a.ai"])
        let graph = Build.run(BuildOptions(entry: "/p/main.ai"), fileSystem: files, through: .graph).graph
        #expect(graph?.summaries.map(\.module.text) == ["main.ai", "a.ai"])
    }

    @Test func unitsWithErrorsDoNotHideOthers() {
        let files = [
            "/p/main.ai": "(import \"a\" (f)) (import \"b\" (g)) (import \"gone\" (h)) (missing1 f g h)", "/p/a.ai": "(module a [f] (define (f) missing2))",
            "/p/b.ai": "(module b [g] (define g 1)",
        ]
        let found = lines(files).filter { !$0.contains("std:") && !$0.hasPrefix("LC0070") }
        #expect(found == [
            "AI0101 a.ai: unbound variable 'missing2'", "AI0001 b.ai: unexpected end of file: '(' opened at 1:1 is not closed",
            "AI0301 main.ai: module 'gone' not found", "AI0101 main.ai: unbound variable 'missing1'",
        ])
    }

    @Test func quietWarningsMustBeAskedFor() {
        let files = ["/p/main.ai": "(import \"m\" *) (define y x)", "/p/m.ai": Self.module]
        func warnings(_ change: (inout BuildOptions) -> Void = { _ in }) -> [String] { lines(files, change).filter { $0.hasPrefix("AI05") } }
        #expect(warnings().isEmpty)
        #expect(warnings { $0.warnings["AI0503"] = .warn }.count == 1)
        #expect(warnings { $0.warnings["AI0503"] = .allow }.isEmpty)
        var manifest = files
        manifest["/p/ai.toml"] = "package.name = 'p'\nwarnings.warn = ['AI0503']"
        #expect(lines(manifest).contains { $0.hasPrefix("AI0503 main.ai") })
    }

    @Test func aManifestOfAiHasItsOwnCodes() {
        let files = ["/p/main.ai": "1", "/p/ai.toml": "package.name = 'p'\npackage.nmae = 'q'\n[build]\nentry = 1"]
        let found = lines(files)
        #expect(found.contains { $0.hasPrefix("LC0006 ai.toml: 'entry' must be") })
        #expect(found.contains { $0.hasPrefix("LC0007 ai.toml: Unknown key 'nmae'") })
    }

    @Test func modulesInACircleKnowEachOther() {
        let files = [
            "/p/main.ai": "(import \"a\" (fa fb fc))", "/p/a.ai": "(import \"b\" *) (export fa fb fc) (define (fa) (fb))",
            "/p/b.ai": "(import \"c\" *) (export fb fc) (define (fb) (fc))", "/p/c.ai": "(import \"a\" (fa)) (export fc) (define (fc x) (fa x))",
        ]
        let found = lines(files).filter { !$0.contains("std:") && !$0.hasPrefix("LC0070") }
        #expect(found.contains("AI0307 c.ai: import cycle a -> b -> c -> a"))
        #expect(found.contains { $0.hasPrefix("AI0103 b.ai: 'fc' expects 1") })
        #expect(found.contains { $0.hasPrefix("AI0103 c.ai: 'fa' expects 0") })
    }
}
