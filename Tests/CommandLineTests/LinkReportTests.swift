import Foundation
import Testing

/// What `langc build` and `langc link` say about a program, and what it exports.
struct LinkReportTests {
    @Test func theMapAndTheJSONNameWhatIsThere() throws {
        let workspace = try Workspace(Workspace.program)
        let outcome = try workspace.langc("build", "main.atl", "-O0", "--map", "map.txt", "--link-report", "-")
        #expect(outcome.status == 0, "\(outcome.error)")
        let map = String(decoding: try workspace.bytes("map.txt"), as: UTF8.self)
        #expect(map.contains("initialization order: ") && map.contains("shapes.square (lib/shapes.atl)"), "\(map)")
        let report = try #require(try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        let order = try #require(report["initializationOrder"] as? [String])
        #expect(order.filter { !$0.hasPrefix("std:") } == ["lib/shapes.atl", "lib/twice.atl", "main.atl"])
        #expect((report["items"] as? [[String: Any]])?.isEmpty == false)
    }

    @Test func whatIsLiveHasAReasonAndTheRestIsListed() throws {
        let workspace = try Workspace([
            "main.atl": "import { used } from \"./lib\";\nprint(used(2));",
            "lib.atl": "export fn used(n: number) -> number { return n * 3; }\nexport fn idle(n: number) -> number { return n * 5; }",
        ])
        let outcome = try workspace.langc("build", "main.atl", "-O0", "--why-live", "used", "--print-removed")
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("function lib.used (lib.atl)\nneeded by"), "\(outcome.text)")
        #expect(outcome.text.contains("idle (lib.atl)"))
        let missing = try workspace.langc("build", "main.atl", "--why-live", "idle")
        #expect(missing.status == 1 && missing.error == "langc: 'idle' is not in the program; --map shows what is\n")
        #expect(try workspace.langc("build", "main.atl", "-o", "-", "--why-live", "used").status == 2)
    }

    @Test func theOrderOfInitializationIsExplained() throws {
        let workspace = try Workspace([
            "main.atl": "import * as b from \"./b\";\n  import { a } from \"./a\";\nprint(len(map([a + b.b], str)));",
            "a.atl": "export let a: number = 1;",
            "b.atl": "import { a } from \"./a\";\nexport let b: number = a;\nprint(b);",
        ])
        let expected = """
            a.atl  (nothing to run)
              imported by b.atl:1:1 as "./a"
              imported by main.atl:2:3 as "./a"
            b.atl
              imported by main.atl:1:1 as "./b"
            std:atlas/array  (nothing to run)
              needed by main.atl
            main.atl
              the entry

            """
        let outcome = try workspace.langc("build", "main.atl", "-O0", "--print-init-order")
        #expect(outcome.text == expected, "\(outcome.text)\(outcome.error)")
        // From objects alone: where the first imported name stands.
        #expect(try workspace.langc("compile", "--with-dependencies", "main.atl", "-O0", "-o", "objects").status == 0)
        let objects = try workspace.names("objects").map { "objects/\($0)" }
        let linked = try workspace.start(["link", "--print-init-order"] + objects).finish()
        #expect(linked.text.contains("  imported by b.atl:1:10 as \"./a\"\n  imported by main.atl:2:12 as \"./a\"\n"), "\(linked.text)\(linked.error)")
        #expect(linked.text.contains("  imported by main.atl as \"./b\"\n") || linked.text.contains("  imported by main.atl:1:"))
    }

    @Test func anExportOfTheEntryCanBecomeAnExportOfTheProgram() throws {
        let workspace = try Workspace(["main.atl": "export fn answer() -> number { return 42; }\nprint(1);"])
        #expect(try workspace.langc("build", "main.atl").status == 0)
        #expect(try !workspace.langc("inspect", "main.wasm").text.contains("answer"))
        for level in ["-O", "-O3"] {
            #expect(try workspace.langc("build", "main.atl", level, "--export", "answer").status == 0)
            #expect(try workspace.langc("inspect", "main.wasm").text.contains("answer  function  () -> f64"))
        }
        let unknown = try workspace.langc("build", "main.atl", "--export", "question")
        #expect(unknown.status == 1 && unknown.error.contains("error[LK0012]"), "\(unknown.error)")
    }
}
